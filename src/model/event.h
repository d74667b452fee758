/* One decoded event: a value per stored field, everything borrowed from the batch it was decoded in. */
#ifndef EVMON_MODEL_EVENT_H
#define EVMON_MODEL_EVENT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "model/field.h"
#include "model/type.h"

/* Said of an event beside its fields; shown in the detail panel, counted in the feeds view. */
enum event_mark {
    EVENT_NO_ID = 1 << 0,        /* no usable id: id is the first 8 bytes of a hash of the bytes, high bit set */
    EVENT_ID_TEXT = 1 << 1,      /* its id is no number from 1 to 2^63 - 1: FIELD_ID is absent, see event_as_sent */
    EVENT_NO_TIME = 1 << 2,      /* no readable timestamp: ordered by arrival */
    EVENT_FUTURE = 1 << 3,       /* timestamp more than 24 h ahead of arrival */
    EVENT_DUPLICATE_KEY = 1 << 4,/* a key came twice; the first counts */
    EVENT_ODD_FIELD = 1 << 5,    /* a field had a type it cannot take */
    EVENT_REPAIRED = 1 << 6,     /* bad UTF-8 or lone surrogates were replaced */
    EVENT_CHANGED = 1 << 7,      /* the same id came before with other content */
};

struct event {
    struct value v[FIELD_SIM_MADE]; /* by field_id, FIELD_STORED_COUNT of them; CALC fields filled in */
    type_id type;
    uint64_t id;         /* never 0; high bit set without a FIELD_ID: its own up to 2^64 - 1, else a hash */
    int64_t order_ms;    /* timestamp, or arrival when there is none */
    int64_t arrival_ms;  /* wall clock when it came in */
    unsigned marks;      /* enum event_mark */
    struct str raw;      /* the original bytes of this one JSON text */
};

/* Reads any field with paths (RAW ones included, CALC ones not) out of an event's original bytes. Strings land in the
 * arena; numbers and strings stand for each other as evmon-filter(7) says. False and VALUE_ABSENT when absent. */
bool event_extract(struct str raw, field_id field, struct arena *arena, struct value *out);
/* A NAMING field as its number or text stands in the original bytes, for one that its column cannot hold: DIGITS when it
 * is digits alone, else TEXT. False for every other field. */
bool event_as_sent(struct str raw, field_id field, struct arena *arena, struct value *out);
/* Turns one JSON value (its bytes) into a value of a kind: the one place that knows the wire's spellings. */
bool event_value(struct str json, enum kind kind, struct arena *arena, struct value *out);

/* Prints a value for people (screen) or machines (csv, json text): one function each, by kind. The zone may be NULL
 * (UTC). List elements are joined with ", ". Returns the bytes appended. */
enum print_style { PRINT_PEOPLE, PRINT_MACHINE };
struct zone;
size_t value_print(struct buf *out, field_id field, const struct value *v, enum print_style style,
                   const struct zone *zone);

#endif
