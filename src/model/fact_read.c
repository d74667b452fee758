/* An answer of the platform into the facts of its topic. Knows paths and kinds, not topics one by one: what stands where
 * is facts.def's business. */
#include "model/fact.h"

#include "base/arena.h"
#include "base/xalloc.h"
#include "model/wire.h"

#include <stdlib.h>

#define KEYS_MAX 8
#define BODY_MAX ((size_t)4 << 20)
#define LIST_MAX 10000u /* elements looked at */
#define TEXTS_MAX 16    /* elements of one repeated fact */

/* ---------------------------------------------------------------- one value */

static enum wire number_value(struct str text, int scale, enum kind kind, int64_t unit, struct value *out)
{
    int64_t i;
    if (!wire_decimal(text, scale, WIRE_ROUNDED, &i) || i > INT64_MAX / unit || i < INT64_MIN / unit)
        return WIRE_ODD;
    *out = (struct value){kind, i * unit, STR_NONE};
    return WIRE_PRESENT;
}

static enum wire read_scalar(struct str bytes, enum kind kind, struct arena *arena, struct value *out)
{
    struct jscan scan;
    bool repaired = false;
    jscan_init(&scan, bytes);
    enum jscan_token token = jscan_next(&scan);
    *out = VALUE_ABSENT;
    if (kind != KIND_PERCENT && kind != KIND_DURATION && kind != KIND_ENUM)
        return wire_value(&scan, token, kind, arena, out, &repaired);
    if (token != JSCAN_NUMBER && token != JSCAN_STRING)
        return WIRE_ABSENT;
    if (kind == KIND_PERCENT)
        return number_value(scan.text, 2, kind, 1, out);
    return number_value(scan.text, 0, kind, kind == KIND_DURATION ? 60000 : 1, out);
}

struct reading {
    enum kind kind;
    struct arena *arena;
    struct fact_cell *cell;
    double *points;
    int texts;
};

static struct str cut(struct arena *arena, struct str text)
{
    char *copy = arena_alloc(arena, FACT_TEXT_MAX + 1);
    return (struct str){copy, str_copy(text, copy, FACT_TEXT_MAX + 1)};
}

/* The elements of a repeated fact become one text with VALUE_SEPARATOR between them. */
static void take_text(struct reading *r, struct value *value)
{
    struct value *so_far = &r->cell->value;
    struct str text = value->s;
    if (value_is_present(so_far))
        text = str_of(arena_fmt(r->arena, "%.*s%c%.*s", STR_ARG(so_far->s), VALUE_SEPARATOR, STR_ARG(text)));
    *so_far = (struct value){value->kind, 0, cut(r->arena, text)};
}

static bool take_value(void *user, enum jscan_token token, struct str bytes)
{
    struct reading *r = user;
    struct value value;
    (void)token;
    if (read_scalar(bytes, r->kind, r->arena, &value) != WIRE_PRESENT)
        return true;
    if (kind_is_text(value.kind))
        take_text(r, &value);
    else
        r->cell->value = value;
    return kind_is_text(value.kind) && ++r->texts < TEXTS_MAX;
}

static bool take_point(void *user, enum jscan_token token, struct str bytes)
{
    struct reading *r = user;
    struct value value;
    (void)token;
    if (read_scalar(bytes, KIND_SIZE, r->arena, &value) != WIRE_PRESENT)
        return true;
    if (r->cell->points == FACT_SERIES_MAX)
        memmove(r->points, r->points + 1, (size_t)--r->cell->points * sizeof *r->points);
    r->points[r->cell->points++] = (double)value.i;
    return true;
}

static size_t split(struct str path, struct str keys[KEYS_MAX])
{
    size_t count = 0;
    while (count < KEYS_MAX && str_next(&path, '.', &keys[count]))
        count++;
    return count;
}

static void read_cell(const struct fact_row *row, struct str json, struct arena *arena, struct fact_cell *cell)
{
    struct reading r = {.kind = row->kind, .arena = arena, .cell = cell};
    struct str paths = str_of(row->paths), path, keys[KEYS_MAX];
    bool series = row->kind == KIND_NONE;
    if (series)
        cell->series = r.points = arena_calloc(arena, FACT_SERIES_MAX, sizeof *r.points);
    while (!value_is_present(&cell->value) && cell->points == 0 && str_next(&paths, ' ', &path))
        jscan_path(json, keys, split(path, keys), series ? take_point : take_value, &r);
}

/* ---------------------------------------------------------------- answers */

static void read_row(struct fact_answer *answer, enum fact_topic topic, struct str json)
{
    enum fact first;
    int count = fact_topic_facts(topic, &first);
    for (int i = 0; i < count; i++)
        read_cell(fact_row((enum fact)((int)first + i)), json, answer->arena, &answer->cells[answer->rows * count + i]);
    answer->rows++;
}

struct element {
    struct str json;
    int64_t ts_ms; /* INT64_MIN when it has none */
};

struct elements {
    const struct fact_row *when; /* the topic's first fact, a time */
    struct arena *arena;
    struct element newest[FACT_ROWS_MAX]; /* newest first */
    int count;
    uint64_t total;
};

static bool take_element(void *user, enum jscan_token token, struct str json)
{
    struct elements *e = user;
    struct fact_cell cell = {.value = VALUE_ABSENT};
    e->total++;
    if (token != JSCAN_OBJECT)
        return e->total < LIST_MAX;
    read_cell(e->when, json, e->arena, &cell);
    struct element element = {json, value_is_present(&cell.value) ? cell.value.i : INT64_MIN};
    int at = e->count;
    while (at > 0 && e->newest[at - 1].ts_ms < element.ts_ms)
        at--;
    if (at == FACT_ROWS_MAX)
        return e->total < LIST_MAX;
    int moved = (e->count < FACT_ROWS_MAX ? e->count : FACT_ROWS_MAX - 1) - at;
    memmove(&e->newest[at + 1], &e->newest[at], (size_t)moved * sizeof element);
    e->newest[at] = element;
    e->count += e->count < FACT_ROWS_MAX;
    return e->total < LIST_MAX;
}

static void read_list(struct fact_answer *answer, enum fact_topic topic, struct str body)
{
    enum fact first;
    (void)fact_topic_facts(topic, &first);
    struct elements elements = {.when = fact_row(first), .arena = answer->arena};
    struct str every = STR("[]");
    jscan_path(body, &every, 1, take_element, &elements);
    answer->total = elements.total;
    for (int i = 0; i < elements.count; i++)
        read_row(answer, topic, elements.newest[i].json);
}

/* One whole JSON value of that shape and nothing behind it. */
static int check_shape(struct str body, enum jscan_token wanted, struct error *err)
{
    struct jscan scan;
    if (body.n > BODY_MAX)
        return err_set(err, E_LIMIT, "the answer is longer than %zu MiB", BODY_MAX >> 20);
    if (str_trim(body).n == 0)
        return err_set(err, E_SYNTAX, "the answer is empty");
    jscan_init(&scan, body);
    enum jscan_token token = jscan_next(&scan);
    if (token != wanted)
        return err_set(err, E_SYNTAX, "the answer is no JSON %s (it begins \"%.*s\")",
                       wanted == JSCAN_ARRAY ? "list" : "object", STR_ARG(str_sub(str_trim(body), 0, 20)));
    if (!jscan_skip(&scan) || jscan_next(&scan) != JSCAN_END)
        return err_set(err, E_SYNTAX, "the answer is no well-formed JSON");
    return 0;
}

int fact_read(struct fact_answer *answer, enum fact_topic topic, struct str body, struct error *err)
{
    bool list = fact_topic_row(topic)->how == FACT_LIST;
    enum fact first;
    int count = fact_topic_facts(topic, &first);
    struct error own = {0};
    arena_free(&answer->arena);
    *answer = (struct fact_answer){.state = FACT_REFUSED, .asking = answer->asking, .asked_ms = answer->asked_ms};
    int rc = check_shape(body, list ? JSCAN_ARRAY : JSCAN_OBJECT, &own);
    if (rc < 0) {
        str_copy(str_of(own.text), answer->reason, sizeof answer->reason);
        return err_set(err, own.code, "%s", own.text);
    }
    answer->state = FACT_HERE;
    answer->arena = arena_new();
    answer->cells = arena_calloc(answer->arena, (size_t)count * (list ? FACT_ROWS_MAX : 1), sizeof *answer->cells);
    if (list)
        read_list(answer, topic, body);
    else
        read_row(answer, topic, body);
    return 0;
}
