/* The filter language's door: text in, a program that tests rows of a segment out. Pure: reads no file, asks no clock;
 * what it needs from outside is in struct filter_env. */
#ifndef EVMON_FILTER_FILTER_H
#define EVMON_FILTER_FILTER_H

#include "base/instant.h"
#include "store/store.h"

struct filter;

/* Everything but now may be NULL. Borrowed: must outlive the filters compiled with it. */
struct filter_env {
    void *user;
    /* Appends the text of the list @name (a value a line, # comments), or says why not. */
    int (*lookup_list)(void *user, struct str name, struct buf *text, struct error *err);
    /* What fleet/ knows of a row: the FLEET fields. Absent in every event while NULL. */
    struct value (*derive)(void *user, const struct segment *segment, uint32_t row, field_id field);
    /* The live flags (is:acked and so on) by name. False while NULL. */
    bool (*flag)(void *user, const struct segment *segment, uint32_t row, const char *name);
    const struct zone *zone; /* of bare wall times; NULL = UTC */
    int64_t now;             /* the reference time of `last`, -15m, today: see filter_set_now */
};

/* 0, or negative with a sentence and the bytes at fault (err->from, err->to). *out is NULL on failure. */
int filter_compile(struct str query, const struct filter_env *env, struct filter **out, struct error *err);
void filter_free(struct filter **filter);

/* The test of query/slice.h: sets bit (r - from) for each row r that matches; from is a multiple of 64. The bits of
 * from..to-1 and the rest of the last word are written, no others. `filter` is a struct filter *. */
void filter_run(void *filter, const struct segment *segment, uint32_t from, uint32_t to, uint64_t *bits);
bool filter_match(struct filter *filter, const struct store *store, row_id row);

/* `same` needs the whole store: without this it is false. Reads the store as far as it has grown when a test runs. */
void filter_bind(struct filter *filter, const struct store *store);
/* After rows were added (first..last by arrival), before they are tested. FILTER_STALE: a late event may have changed
 * the answer for rows that were tested before; test all again. */
enum filter_note { FILTER_KEEP, FILTER_STALE };
enum filter_note filter_note_added(struct filter *filter, const struct store *store, row_id first, row_id last);
/* Before a segment is dropped. */
enum filter_note filter_note_evicting(struct filter *filter, const struct segment *segment);

/* The reference time slides on the screen. FILTER_STALE: answers may have changed (the query mentions it and the
 * program is not the same). */
enum filter_note filter_set_now(struct filter *filter, int64_t now);
bool filter_is_sliding(const struct filter *filter);
bool filter_looks_back(const struct filter *filter); /* has `same`: the first row it tests reads the store up to there */

/* The query in one canonical spelling: field names, no needless parentheses. Borrowed. */
struct str filter_canonical(const struct filter *filter);
bool filter_is_every(const struct filter *filter); /* the empty query */

/* Comparisons at the top of the query (joined by and) are false where their field is absent; these say how often. */
size_t filter_compared(const struct filter *filter, field_id *fields, size_t max); /* stored fields, each once */
uint64_t filter_absent(const struct segment *segment, field_id field, uint32_t from, uint32_t to);

/* FLEET fields the query names: absent unless env.derive is there, which is to be said once. */
size_t filter_fleet_fields(const struct filter *filter, field_id *fields, size_t max);
/* Live flags the query names, NULL past the last. */
const char *filter_live_flag(const struct filter *filter, size_t index);
/* A flag that the query names and that no part of evmon keeps yet, which is to be said; NULL = none. */
const char *filter_idle_flag(const struct filter *filter);
/* Values whose matching was given up because a regular expression needed too many steps, so far. */
uint64_t filter_pattern_limits(const struct filter *filter);

/* The times outside which nothing can match: from_ms <= ts < until_ms. INSTANT_NONE and INT64_MAX where open. Of
 * events that `same` looks back for, too. */
struct filter_window {
    int64_t from_ms, until_ms;
};
struct filter_window filter_window(const struct filter *filter);
/* Appends the part of the query that the platform can test, in the form of its q= parameter (not URL-encoded): what it
 * lets through is a superset. Nothing is appended when there is none. The window is the caller's to add. */
void filter_pushdown(const struct filter *filter, struct buf *out);

/* `evmon filter --explain`: canonical form, checked types, the program in its order with costs. */
void filter_explain(const struct filter *filter, struct buf *out);
/* The three lines of evmon-filter(7): message, query, carets. Safe for a terminal; lines end with \n. */
void filter_error_text(struct str query, const struct error *err, struct buf *out);
/* Is the text a value that needs quotation marks? Appends it as it must be written behind field: or field=. */
enum filter_place { FILTER_BEHIND_COLON, FILTER_BEHIND_EQUAL };
void filter_add_value(struct buf *out, field_id field, struct str value, enum filter_place place);
/* Appends a text to look for as a term of its own, quoted where it could be read as anything else. */
void filter_add_text(struct buf *out, struct str text);

/* Ticks: exact values of one field, as a facet shows them. Its terms at the top of the query (joined by and) are
 * type:pdp.reject,quota.used for what is let in, (op=O2 or missing:op) where text is compared whole, and -type:loc.update
 * or has:op for what is kept out. */
enum filter_way { FILTER_IN, FILTER_OUT };
struct filter_tick {
    struct str value; /* as filter_value_text writes it; empty: the events without the field */
    enum filter_way way;
};
/* The ticks of a query, NULL = every event. Values are borrowed from it. Returns how many there are; at most max are
 * written. */
size_t filter_ticks(const struct filter *filter, field_id field, struct filter_tick *ticks, size_t max);
/* Appends the query with these ticks instead of those it has, canonical; with none: what else it says. */
void filter_retick(struct buf *out, const struct filter *filter, field_id field, const struct filter_tick *ticks,
                   size_t count);
/* A value as a query would name it, without quotation marks. */
void filter_value_text(struct buf *out, field_id field, const struct value *value);

/* Completion at byte `at`: calls visit for each word that may stand there (`insert` replaces from..to) and says what
 * is expected, so that the caller can add values it has seen. */
struct filter_suggestion {
    size_t from, to;    /* the bytes a choice replaces */
    struct str typed;   /* what is there so far, without an opening quotation mark */
    field_id values_of; /* values of this field are expected; else FIELD_NONE */
    bool list_name;     /* behind @ */
    bool term;          /* anything may begin here; else one thing is due: a value, a flag, a time */
};
typedef bool (*filter_suggest_fn)(void *user, const char *insert, const char *help); /* false stops */
struct filter_suggestion filter_suggest(struct str query, size_t at, filter_suggest_fn visit, void *user);

#endif
