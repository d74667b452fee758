/* The registry of facts, and a book of answers: what is there, and how it reads. Owns the tables. */
#include "model/fact.h"

#include "base/arena.h"
#include "model/event.h"

/* clang-format off */
static const struct fact_topic_row topics[FACT_TOPIC_COUNT_] = {
#define FACT_TOPIC(id, subject, name, path, how, title, absent, help) \
    [FACT_TOPIC_##id] = {FACT_OF_##subject, name, path, FACT_##how, title, absent, help},
#include "model/topics.def"
#undef FACT_TOPIC
};

static const struct fact_row rows[FACT_COUNT_] = {
#define FACT(id, topic, kind, paths, title, field, render, help) \
    [FACT_##id] = {FACT_TOPIC_##topic, KIND_##kind, paths, title, FIELD_##field, RENDER_##render, help},
#include "model/facts.def"
#undef FACT
};
/* clang-format on */

const char *const fact_subject_names[FACT_SUBJECT_COUNT_] = {"device", "SIM"};

const struct fact_topic_row *fact_topic_row(enum fact_topic topic)
{
    return &topics[topic];
}

const struct fact_row *fact_row(enum fact fact)
{
    return &rows[fact];
}

int fact_topic_facts(enum fact_topic topic, enum fact *first)
{
    int at = 0, count = 0;
    while (rows[at].topic != topic)
        at++;
    while (at + count < FACT_COUNT_ && rows[at + count].topic == topic)
        count++;
    *first = (enum fact)at;
    return count;
}

static const struct fact_cell *find(const struct fact_book *book, enum fact fact, int row)
{
    const struct fact_answer *answer = &book->answers[rows[fact].topic];
    if (row < 0 || row >= answer->rows)
        return NULL;
    enum fact first;
    int count = fact_topic_facts(rows[fact].topic, &first);
    return &answer->cells[row * count + (int)fact - (int)first];
}

bool fact_get(const struct fact_book *book, enum fact fact, int row, struct value *out)
{
    const struct fact_cell *cell = find(book, fact, row);
    *out = cell != NULL ? cell->value : VALUE_ABSENT;
    return value_is_present(out);
}

int fact_series(const struct fact_book *book, enum fact fact, const double **points)
{
    const struct fact_cell *cell = find(book, fact, 0);
    *points = cell != NULL ? cell->series : NULL;
    return cell != NULL ? cell->points : 0;
}

void fact_print(struct buf *out, enum fact fact, const struct value *value, const struct zone *zone)
{
    value_print(out, rows[fact].field, value, PRINT_PEOPLE, zone);
}

bool fact_book_is_asking(const struct fact_book *book)
{
    for (int topic = 0; topic < FACT_TOPIC_COUNT_; topic++)
        if (book->answers[topic].asking)
            return true;
    return false;
}

void fact_answer_fini(struct fact_answer *answer)
{
    arena_free(&answer->arena);
    *answer = (struct fact_answer){0};
}

void fact_book_fini(struct fact_book *book)
{
    for (int topic = 0; topic < FACT_TOPIC_COUNT_; topic++)
        fact_answer_fini(&book->answers[topic]);
}
