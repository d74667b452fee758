/* Facts: what the platform's API answers about one device or SIM, by name. topics.def says what can be asked, facts.def
 * what stands in the answers; a book holds the answers that are there. Plain data: who asks, when, and over which wire
 * is not known here. */
#ifndef EVMON_MODEL_FACT_H
#define EVMON_MODEL_FACT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/zone.h"
#include "model/type.h"

enum fact_subject { FACT_OF_DEVICE, FACT_OF_SIM, FACT_SUBJECT_COUNT_ };
extern const char *const fact_subject_names[FACT_SUBJECT_COUNT_]; /* "device", "SIM" */

struct fact_about {
    enum fact_subject subject;
    int64_t id; /* the platform's */
};

enum fact_topic {
#define FACT_TOPIC(id, ...) FACT_TOPIC_##id,
#include "model/topics.def"
#undef FACT_TOPIC
    FACT_TOPIC_COUNT_
};

enum fact {
#define FACT(id, ...) FACT_##id,
#include "model/facts.def"
#undef FACT
    FACT_COUNT_
};

enum fact_how { FACT_USUAL, FACT_LIST, FACT_SLOW };

struct fact_topic_row {
    enum fact_subject subject;
    const char *name, *path;
    enum fact_how how;
    const char *title, *absent, *help;
};

struct fact_row {
    enum fact_topic topic;
    enum kind kind; /* KIND_NONE: a series */
    const char *paths, *title;
    field_id field; /* FIELD_NONE: none means the same */
    enum render render;
    const char *help;
};

const struct fact_topic_row *fact_topic_row(enum fact_topic topic);
const struct fact_row *fact_row(enum fact fact);
/* A topic's facts stand together in facts.def: the first one, and how many there are. */
int fact_topic_facts(enum fact_topic topic, enum fact *first);

#define FACT_ROWS_MAX 5    /* kept of a list: the newest */
#define FACT_SERIES_MAX 60 /* points of a series: the last */
#define FACT_TEXT_MAX 400  /* bytes kept of a text */

enum fact_state {
    FACT_UNASKED,
    FACT_HERE,
    FACT_ABSENT,  /* the platform says that there is none: reason says what of */
    FACT_REFUSED, /* reason says why */
};

struct fact_cell {
    struct value value;
    const double *series; /* of SERIES: `points` values */
    int points;
};

/* The answer to one question. While it is asked for again the old one stays. */
struct fact_answer {
    enum fact_state state;
    bool asking;
    int64_t asked_ms; /* since when, while asking; wall clock */
    int64_t at_ms;    /* when the answer came; wall clock */
    char reason[ERROR_TEXT_MAX]; /* beside HERE: why asking again failed; empty when it did not */
    int rows;             /* 1, or of a list; 0 when not HERE */
    uint64_t total;       /* rows of the list as it came */
    struct fact_cell *cells; /* rows times the topic's facts, see fact_get */
    struct arena *arena;  /* owns cells and texts; NULL without any */
};

/* Everything known of one device or SIM. */
struct fact_book {
    struct fact_about about;
    struct fact_answer answers[FACT_TOPIC_COUNT_];
};

/* Reads the body of a good answer into `answer` (HERE, or with err set REFUSED); what was there goes. What is missing or
 * of a wrong type is absent. -E_SYNTAX when it is not one complete JSON value of the right shape. */
int fact_read(struct fact_answer *answer, enum fact_topic topic, struct str body, struct error *err);
void fact_answer_fini(struct fact_answer *answer);
void fact_book_fini(struct fact_book *book);

/* The value of a fact in row `row` of its answer (0 but for lists); false when it is not there. Borrowed from the answer. */
bool fact_get(const struct fact_book *book, enum fact fact, int row, struct value *out);
/* The points of a series, oldest first; 0 when it is not there. */
int fact_series(const struct fact_book *book, enum fact fact, const double **points);
/* As a person reads it. */
void fact_print(struct buf *out, enum fact fact, const struct value *value, const struct zone *zone);
static inline bool fact_about_is(struct fact_about a, struct fact_about b)
{
    return a.subject == b.subject && a.id == b.id;
}
/* True while any question of the book waits for its answer. */
bool fact_book_is_asking(const struct fact_book *book);

#endif
