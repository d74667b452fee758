/* What is computed from the values of one event: severity and source by number or word, type, id, time, and the spellings
 * that only their field knows. Must not know JSON. */
#include "decode/decoder.h"

#include "base/sha256.h"
#include "model/cause.h"
#include "model/radio.h"

#define FUTURE_MS (INT64_C(24) * 3600 * 1000)
#define ODD_ID_BIT (UINT64_C(1) << 63) /* ids of the platform fit in 63 bits */
#define API_DELETE_PDP 5

static void join_list(struct decoder *d, field_id field)
{
    struct list *list = &d->lists[d->list_of[field]];
    if (list->count == 0)
        return;
    struct value *v = &d->event->v[field];
    *v = (struct value){field_row(field)->kind, 0, list->items[0]};
    if (list->count > 1) {
        size_t n = 0;
        for (int i = 0; i < list->count; i++)
            n += list->items[i].n + 1;
        char *to = arena_alloc(d->arena, n);
        v->s = (struct str){to, n - 1};
        for (int i = 0; i < list->count; i++) {
            memcpy(to, list->items[i].p, list->items[i].n);
            to += list->items[i].n;
            *to++ = VALUE_SEPARATOR;
        }
    }
    list->count = 0;
}

static int64_t word_index(struct str word, const char *const *words, int count)
{
    for (int i = 0; i < count; i++) {
        if (str_eq_nocase(word, str_of(words[i])))
            return i;
    }
    return -1;
}

static void set_severity(struct decoder *d)
{
    struct named *n = &d->severity;
    if (!n->seen)
        return;
    int64_t rank = n->id >= 0 && n->id < SEVERITY_COUNT_ ? n->id : -1;
    if (rank < 0)
        rank = word_index(n->text, severity_names, SEVERITY_COUNT_);
    if (rank < 0) { /* unreadable ranks warn, so that nobody overlooks it */
        if (!str_eq_nocase(n->text, STR("warning")))
            decoder_mark(d, EVENT_ODD_FIELD);
        rank = SEVERITY_WARN;
    }
    d->event->v[FIELD_SEV] = (struct value){KIND_SEVERITY, rank, STR_NONE};
}

static void set_source(struct decoder *d)
{
    static const char *const words[ORIGIN_COUNT_] = {"network", "policy control", "api"};
    struct named *n = &d->source;
    if (!n->seen)
        return;
    int64_t origin = n->id >= 0 && n->id < ORIGIN_COUNT_ ? n->id : word_index(n->text, words, ORIGIN_COUNT_);
    if (origin >= 0)
        d->event->v[FIELD_SOURCE] = (struct value){KIND_ENUM, origin, STR_NONE};
    else
        decoder_mark(d, EVENT_ODD_FIELD);
}

static int severity_rank(const struct event *e)
{
    return value_is_present(&e->v[FIELD_SEV]) ? (int)e->v[FIELD_SEV].i : SEVERITY_INFO;
}

/* Of a cause without a code: what an operator would make a pattern of. */
static void set_sentence(struct decoder *d, struct str description)
{
    char *text = arena_alloc(d->arena, CAUSE_SENTENCE_MAX);
    d->event->v[FIELD_CAUSE_TEXT] = (struct value){KIND_TEXT, 0, {text, cause_sentence(description, text)}};
}

static void set_type(struct decoder *d)
{
    struct event *e = d->event;
    e->type = TYPE_OTHER;
    if (!value_is_present(&e->v[FIELD_TYPE_ID]))
        return;
    int64_t api_id = e->v[FIELD_TYPE_ID].i;
    e->type = type_of(api_id, severity_rank(e));
    e->v[FIELD_TYPE] = (struct value){KIND_ENUM, e->type, STR_NONE};
    struct str description = value_is_present(&e->v[FIELD_DESC]) ? e->v[FIELD_DESC].s : STR_NONE;
    const char *cause = cause_of(api_id, severity_rank(e), description);
    if (cause != NULL)
        e->v[FIELD_CAUSE] = (struct value){KIND_OPEN, 0, str_of(cause)};
    if (cause != NULL && description.n > 0 && str_eq(str_of(cause), STR(CAUSE_OTHER)))
        set_sentence(d, description);
}

/* One of 64 bits goes by its number, so that it stands in its place; any other is a hash: of its digits or text, so
 * that duplicates stay duplicates; without one, of the original bytes. */
static void set_id(struct decoder *d)
{
    struct event *e = d->event;
    uint64_t id;
    bool missing = d->id_text.n == 0;
    bool number = str_is_digits(d->id_text) && str_u64(d->id_text, &id) && id > 0;
    if (number && (id & ODD_ID_BIT) == 0)
        e->v[FIELD_ID] = (struct value){KIND_NUMBER, (int64_t)id, STR_NONE};
    else
        decoder_mark(d, missing ? EVENT_NO_ID : EVENT_ID_TEXT);
    e->id = number ? id : sha256_u64(missing ? e->raw : d->id_text) | ODD_ID_BIT;
}

static void set_time(struct decoder *d)
{
    struct event *e = d->event;
    const struct value *ts = &e->v[FIELD_TS];
    e->order_ms = value_is_present(ts) ? ts->i : e->arrival_ms;
    if (!value_is_present(ts))
        decoder_mark(d, EVENT_NO_TIME);
    else if (ts->i > e->arrival_ms && ts->i - e->arrival_ms > FUTURE_MS)
        decoder_mark(d, EVENT_FUTURE);
}

static void set_duration(struct event *e)
{
    const struct value *end = &e->v[FIELD_TS], *begin = &e->v[FIELD_TUNNEL], *type = &e->v[FIELD_TYPE_ID];
    if (!value_is_present(end) || !value_is_present(begin) || !value_is_present(type))
        return;
    if (type->i == API_DELETE_PDP && end->i >= begin->i)
        e->v[FIELD_DUR] = (struct value){KIND_DURATION, end->i - begin->i, STR_NONE};
}

/* Digits, with the f that fills up a 15-digit IMEI taken off. */
static void fix_imei(struct decoder *d)
{
    struct value *v = &d->event->v[FIELD_IMEI];
    if (!value_is_present(v))
        return;
    if (v->s.n > 1 && (v->s.p[v->s.n - 1] | 0x20) == 'f')
        v->s.n--;
    v->kind = KIND_DIGITS;
    if (!str_is_digits(v->s)) {
        *v = VALUE_ABSENT;
        decoder_mark(d, EVENT_ODD_FIELD);
    }
}

static void fix_cc(struct decoder *d)
{
    struct value *v = &d->event->v[FIELD_CC];
    bool upper = false;
    for (size_t i = 0; i < v->s.n; i++)
        upper |= v->s.p[i] >= 'A' && v->s.p[i] <= 'Z';
    if (!upper)
        return;
    char *copy = arena_alloc(d->arena, v->s.n);
    for (size_t i = 0; i < v->s.n; i++)
        copy[i] = (char)(v->s.p[i] >= 'A' && v->s.p[i] <= 'Z' ? v->s.p[i] + ('a' - 'A') : v->s.p[i]);
    v->s.p = copy;
}

static void fix_rat(struct decoder *d)
{
    struct value *v = &d->event->v[FIELD_RAT];
    if (!value_is_present(v))
        return;
    v->kind = KIND_ENUM;
    if (radio_rat_slug(v->i) == NULL) {
        *v = VALUE_ABSENT;
        decoder_mark(d, EVENT_ODD_FIELD);
    }
}

void decoder_finish(struct decoder *d)
{
    for (int i = 0; i < d->list_count; i++)
        join_list(d, d->list_fields[i]);
    set_severity(d);
    set_source(d);
    set_type(d);
    set_id(d);
    set_time(d);
    set_duration(d->event);
    fix_imei(d);
    fix_cc(d);
    fix_rat(d);
}
