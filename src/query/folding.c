/* Owns the groups: a table of open addressing, keyed by what stands in the store. A group keeps no copy of its key: its
 * row says it. Must not know what lists there are. */
#include "query/folding.h"

#include "base/err.h"
#include "base/instant.h"
#include "base/xalloc.h"
#include "filter/amend.h"
#include "model/cause.h"
#include "query/order.h"

#include <stdlib.h>

enum part { BY_DEVICE = 1, BY_OTHERS = 2, BY_WHAT = 4 };

static const struct {
    const char *name;
    unsigned parts; /* enum part */
} kinds[FOLD_KIND_COUNT_] = {
    [FOLD_NONE] = {"none", 0},
    [FOLD_REPEATS] = {"repeats", BY_DEVICE | BY_OTHERS | BY_WHAT},
    [FOLD_DEVICE] = {"device", BY_DEVICE},
    [FOLD_CAUSE] = {"cause", BY_WHAT},
};
/* Who an event is about: the first that it names. Behind the device only with BY_OTHERS. */
static const field_id subjects[] = {FIELD_DEV_ID, FIELD_SIM_ID, FIELD_USER, FIELD_ORG_ID};
#define SUBJECT_COUNT ((int)(sizeof subjects / sizeof *subjects))

const char *fold_name(enum fold_kind kind)
{
    return kinds[kind].name;
}

enum fold_kind fold_find(struct str name)
{
    int kind = 0;
    while (kind < FOLD_KIND_COUNT_ && !str_eq_nocase(str_of(kinds[kind].name), name))
        kind++;
    return (enum fold_kind)kind;
}

bool fold_same(struct fold_by a, struct fold_by b)
{
    return a.kind == b.kind && (a.kind == FOLD_NONE || a.span_ms == b.span_ms);
}

/* ---- keys ---- */

/* What events of one group have in common. */
struct key {
    int64_t span;       /* which one */
    int subject;        /* of subjects, -1 none */
    struct value about; /* its value */
    struct value cause, sentence; /* the sentence of a cause without a code */
    type_id type;
    int64_t type_number; /* of a type that is not listed */
    int severity;
    bool alert;
};

static int64_t span_of(const struct fold_by *by, int64_t ms)
{
    int64_t span = ms / by->span_ms;
    return ms % by->span_ms < 0 ? span - 1 : span;
}

static bool find_subject(const struct store *store, row_id row, unsigned parts, struct key *key)
{
    int most = (parts & BY_OTHERS) != 0 ? SUBJECT_COUNT : (parts & BY_DEVICE) != 0 ? 1 : 0;
    for (int i = 0; i < most; i++) {
        if (!store_get(store, row, subjects[i], &key->about))
            continue;
        key->subject = i;
        return true;
    }
    return most == 0;
}

/* False for an event that stands alone. An event without a time of its own is ordered by its arrival, which no query
 * can ask for. */
static bool key_of(const struct fold_by *by, const struct store *store, row_id row, struct key *key)
{
    unsigned parts = kinds[by->kind].parts;
    struct value value;
    *key = (struct key){.subject = -1, .type = TYPE_OTHER, .about = VALUE_ABSENT, .cause = VALUE_ABSENT, .sentence = VALUE_ABSENT};
    if (!store_get(store, row, FIELD_TS, &value) || !find_subject(store, row, parts, key))
        return false;
    key->span = span_of(by, value.i);
    key->severity = store_get(store, row, FIELD_SEV, &value) && value.i < SEVERITY_COUNT_ ? (int)value.i : SEVERITY_INFO;
    key->alert = store_get(store, row, FIELD_ALERT, &value) && value.i == 1;
    if ((parts & BY_WHAT) == 0)
        return true;
    key->type = store_get(store, row, FIELD_TYPE, &value) ? (type_id)value.i : TYPE_OTHER;
    if (key->type == TYPE_OTHER)
        key->type_number = store_get(store, row, FIELD_TYPE_ID, &value) ? value.i : TYPE_ID_NONE;
    if (store_get(store, row, FIELD_CAUSE, &key->cause) && str_eq(key->cause.s, STR(CAUSE_OTHER)))
        store_get(store, row, FIELD_CAUSE_TEXT, &key->sentence);
    return true;
}

static bool same_value(const struct value *a, const struct value *b)
{
    return a->i == b->i && str_eq(a->s, b->s);
}

static bool same_key(const struct key *a, const struct key *b)
{
    return a->span == b->span && a->subject == b->subject && a->type == b->type && a->type_number == b->type_number &&
           a->severity == b->severity && a->alert == b->alert && same_value(&a->about, &b->about) &&
           same_value(&a->cause, &b->cause) && same_value(&a->sentence, &b->sentence);
}

static uint64_t stir(uint64_t hash, uint64_t more)
{
    hash = (hash ^ more) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}

static uint32_t hash_of(const struct key *key)
{
    uint64_t hash = str_hash(key->cause.s); /* seeded, so that nobody can aim at one slot */
    hash = stir(hash, (uint64_t)key->span);
    hash = stir(hash, (uint64_t)key->about.i);
    hash = stir(hash, str_hash(key->about.s));
    hash = stir(hash, str_hash(key->sentence.s));
    hash = stir(hash, (uint64_t)key->type_number);
    hash = stir(hash, (uint64_t)key->type << 8 | (uint64_t)key->severity << 1 | key->alert);
    return (uint32_t)(hash ^ (hash >> 32));
}

/* ---- the table ---- */

struct fold_group {
    row_id row; /* that stands; ROW_NONE: a free slot */
    uint32_t hash;
    uint32_t count : 31;
    uint32_t touched : 1;       /* some of its events are going */
    uint32_t first_ms, last_ms; /* from the beginning of its span */
};

void fold_init(struct fold *fold, const struct store *store, struct fold_by by)
{
    must(by.kind > FOLD_NONE && by.kind < FOLD_KIND_COUNT_ && by.span_ms >= FOLD_SPAN_MIN && by.span_ms <= FOLD_SPAN_MAX);
    *fold = (struct fold){.store = store, .by = by, .most = FOLD_GROUPS_MAX};
}

void fold_fini(struct fold *fold)
{
    rowlist_fini(&fold->rows);
    free(fold->groups);
    *fold = (struct fold){.store = NULL};
}

static bool is_of(const struct fold *fold, const struct fold_group *group, row_id row, const struct key *key)
{
    struct key other;
    return group->row == row || (key_of(&fold->by, fold->store, group->row, &other) && same_key(key, &other));
}

/* The row's group, or the free slot where it would be. */
static size_t probe(const struct fold *fold, row_id row, const struct key *key, uint32_t hash)
{
    size_t mask = fold->capacity - 1, at = hash & mask;
    while (fold->groups[at].row != ROW_NONE &&
           (fold->groups[at].hash != hash || !is_of(fold, &fold->groups[at], row, key)))
        at = (at + 1) & mask;
    return at;
}

static struct fold_group *find_key(const struct fold *fold, row_id row, const struct key *key)
{
    if (fold->capacity == 0)
        return NULL;
    struct fold_group *group = &fold->groups[probe(fold, row, key, hash_of(key))];
    return group->row != ROW_NONE ? group : NULL;
}

static struct fold_group *find_group(const struct fold *fold, row_id row)
{
    struct key key;
    return key_of(&fold->by, fold->store, row, &key) ? find_key(fold, row, &key) : NULL;
}

static void grow(struct fold *fold)
{
    struct fold old = *fold;
    fold->capacity = old.capacity > 0 ? old.capacity * 2 : 256;
    fold->groups = xcalloc(fold->capacity, sizeof *fold->groups);
    for (size_t i = 0; i < old.capacity; i++) {
        size_t at = old.groups[i].hash & (fold->capacity - 1);
        if (old.groups[i].row == ROW_NONE)
            continue;
        while (fold->groups[at].row != ROW_NONE)
            at = (at + 1) & (fold->capacity - 1);
        fold->groups[at] = old.groups[i];
    }
    free(old.groups);
}

/* Slots behind it move up, so that no probe stops short of its group. */
static void remove_group(struct fold *fold, struct fold_group *group)
{
    size_t mask = fold->capacity - 1, hole = (size_t)(group - fold->groups);
    for (size_t at = (hole + 1) & mask; fold->groups[at].row != ROW_NONE; at = (at + 1) & mask) {
        size_t home = fold->groups[at].hash & mask;
        if (((at - home) & mask) < ((at - hole) & mask))
            continue;
        fold->groups[hole] = fold->groups[at];
        hole = at;
    }
    fold->groups[hole].row = ROW_NONE;
    fold->used--;
}

static uint32_t offset_in_span(const struct fold *fold, row_id row)
{
    int64_t ms = store_order_ms(fold->store, row);
    return (uint32_t)(ms - span_of(&fold->by, ms) * fold->by.span_ms);
}

enum place { PLACE_ONLY, PLACE_AMONG };

static void see_member(const struct fold *fold, struct fold_group *group, row_id row, enum place place)
{
    uint32_t offset = offset_in_span(fold, row);
    bool only = place == PLACE_ONLY;
    group->row = only || row < group->row ? row : group->row;
    group->first_ms = only || offset < group->first_ms ? offset : group->first_ms;
    group->last_ms = only || offset > group->last_ms ? offset : group->last_ms;
}

/* Where there is no room, the row stands alone. */
static void add_group(struct fold *fold, row_id row, const struct key *key)
{
    fold->full |= fold->used == fold->most;
    if (fold->full)
        return;
    if (fold->used >= fold->capacity / 4 * 3)
        grow(fold);
    uint32_t hash = hash_of(key);
    struct fold_group *group = &fold->groups[probe(fold, row, key, hash)];
    *group = (struct fold_group){.hash = hash, .count = 1};
    see_member(fold, group, row, PLACE_ONLY);
    fold->used++;
}

/* ---- rows in ---- */

row_id fold_standing(const struct fold *fold, row_id row)
{
    const struct fold_group *group = find_group(fold, row);
    return group != NULL ? group->row : row;
}

/* The first index whose row is not before that time. */
static size_t find_time(const struct fold *fold, const struct rowlist *rows, int64_t ms)
{
    size_t low = 0, high = rows->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (store_order_ms(fold->store, rowlist_get(rows, middle)) < ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct taking {
    row_id lowest, highest; /* of the rows that are taken */
    bool among_them;        /* one of them gave way to another one */
    row_id *gave_way;       /* rows that stood before */
    size_t n, capacity;
};

/* True when the row stands, for all that is known so far. */
static bool take_row(struct fold *fold, row_id row, struct taking *t)
{
    struct key key;
    if (!key_of(&fold->by, fold->store, row, &key))
        return true;
    struct fold_group *group = find_key(fold, row, &key);
    if (group == NULL) {
        add_group(fold, row, &key);
        return true;
    }
    row_id before = group->row;
    group->count++;
    see_member(fold, group, row, PLACE_AMONG);
    if (group->row != row)
        return false;
    if (before >= t->lowest && before <= t->highest) {
        t->among_them = true;
        return true;
    }
    t->gave_way = xgrow(t->gave_way, &t->capacity, t->n + 1, sizeof *t->gave_way);
    t->gave_way[t->n++] = before;
    return true;
}

static int compare_time(const void *a, const void *b, void *store)
{
    return store_compare(store, *(const row_id *)a, *(const row_id *)b);
}

static void drop_those(struct fold *fold, struct taking *t)
{
    if (t->n > 0)
        qsort_r(t->gave_way, t->n, sizeof *t->gave_way, compare_time, (void *)(uintptr_t)fold->store);
    rowlist_remove(&fold->rows, order_time(fold->store), t->gave_way, t->n);
    free(t->gave_way);
}

size_t fold_take(struct fold *fold, row_id *rows, size_t count)
{
    struct taking t = {.lowest = UINT64_MAX};
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        t.lowest = rows[i] < t.lowest ? rows[i] : t.lowest;
        t.highest = rows[i] > t.highest ? rows[i] : t.highest;
    }
    for (size_t i = 0; i < count; i++) {
        if (take_row(fold, rows[i], &t))
            rows[n++] = rows[i];
    }
    count = n;
    for (size_t i = n = 0; i < count; i++) {
        if (!t.among_them || fold_standing(fold, rows[i]) == rows[i])
            rows[n++] = rows[i];
    }
    drop_those(fold, &t);
    rowlist_merge(&fold->rows, order_time(fold->store), rows, n);
    return n;
}

/* ---- rows out ---- */

/* The spans in which events are going, each once. */
struct spans {
    int64_t *begin;
    size_t n, capacity;
};

static void add_span(struct spans *spans, int64_t begin)
{
    if (spans->n > 0 && spans->begin[spans->n - 1] == begin)
        return;
    spans->begin = xgrow(spans->begin, &spans->capacity, spans->n + 1, sizeof *spans->begin);
    spans->begin[spans->n++] = begin;
}

/* Counts the events out that go, and ends the groups of which nothing stays. */
static void count_out(struct fold *fold, uint64_t seq, const struct rowlist *all, struct spans *spans)
{
    for (size_t i = 0; i < all->n; i++) {
        row_id row = rowlist_get(all, i);
        struct fold_group *group = row >> 16 == seq ? find_group(fold, row) : NULL;
        if (group == NULL)
            continue;
        group->touched = 1;
        if (--group->count == 0)
            remove_group(fold, group);
        add_span(spans, span_of(&fold->by, store_order_ms(fold->store, row)) * fold->by.span_ms);
    }
}

/* The rows of a span that stay while others of their group go: from here on the group is what they are. The segment is
 * the oldest, so that the row which stood goes with it. They are kept in time order, to be looked at again. */
static void count_what_stays(struct fold *fold, const struct rowlist *all, int64_t begin, uint64_t seq, struct rowlist *staying)
{
    for (size_t i = find_time(fold, all, begin); i < all->n; i++) {
        row_id row = rowlist_get(all, i);
        if (store_order_ms(fold->store, row) >= begin + fold->by.span_ms)
            break;
        struct fold_group *group = row >> 16 != seq ? find_group(fold, row) : NULL;
        if (group == NULL || !group->touched)
            continue;
        see_member(fold, group, row, group->row >> 16 == seq ? PLACE_ONLY : PLACE_AMONG);
        rowlist_add(staying, row);
    }
}

static void raise_next(struct fold *fold, const struct rowlist *staying, struct rowlist *risen)
{
    for (size_t i = 0; i < staying->n; i++) {
        struct fold_group *group = find_group(fold, rowlist_get(staying, i));
        if (group->row != rowlist_get(staying, i))
            continue;
        group->touched = 0;
        rowlist_add(risen, group->row);
    }
    row_id *rows = xmalloc(risen->n * sizeof *rows);
    rowlist_copy(risen, rows);
    rowlist_merge(&fold->rows, order_time(fold->store), rows, risen->n);
    free(rows);
}

void fold_evict(struct fold *fold, const struct segment *segment, const struct rowlist *all, struct rowlist *risen)
{
    uint64_t seq = segment_seq(segment);
    struct spans spans = {.n = 0};
    struct rowlist staying = {.n = 0};
    count_out(fold, seq, all, &spans);
    for (size_t i = 0; i < spans.n; i++)
        count_what_stays(fold, all, spans.begin[i], seq, &staying);
    rowlist_drop_segment(&fold->rows, seq);
    raise_next(fold, &staying, risen);
    rowlist_fini(&staying);
    free(spans.begin);
}

/* ---- reading ---- */

struct fold_sum fold_sum(const struct fold *fold, row_id row)
{
    const struct fold_group *group = find_group(fold, row);
    int64_t ms = store_order_ms(fold->store, row);
    if (group == NULL || group->row != row)
        return (struct fold_sum){1, ms, ms};
    int64_t begin = span_of(&fold->by, ms) * fold->by.span_ms;
    return (struct fold_sum){group->count, begin + group->first_ms, begin + group->last_ms};
}

static void add_term(struct buf *out, field_id field, const struct value *value)
{
    if (value_is_present(value))
        amend_add_term(out, field, value);
    else
        buf_add_fmt(out, "missing:%s", field_row(field)->name);
    buf_add_byte(out, ' ');
}

static void add_what(struct buf *out, const struct store *store, row_id row, const struct key *key)
{
    struct value value = VALUE_ABSENT;
    field_id field = key->type == TYPE_OTHER ? FIELD_TYPE_ID : FIELD_TYPE;
    store_get(store, row, field, &value);
    add_term(out, field, &value);
    add_term(out, FIELD_CAUSE, &key->cause);
    if (str_eq(key->cause.s, STR(CAUSE_OTHER)))
        add_term(out, FIELD_CAUSE_TEXT, &key->sentence);
}

void fold_query(struct fold_by by, const struct store *store, row_id row, struct buf *out)
{
    static const char *const severities[SEVERITY_COUNT_] = {"-sev>=warn", "sev:warn", "sev:critical"};
    char from[40], until[40];
    struct key key;
    if (by.kind == FOLD_NONE || !key_of(&by, store, row, &key))
        return;
    for (int i = 0; i < key.subject; i++)
        add_term(out, subjects[i], &VALUE_ABSENT);
    if (key.subject >= 0)
        add_term(out, subjects[key.subject], &key.about);
    if ((kinds[by.kind].parts & BY_WHAT) != 0)
        add_what(out, store, row, &key);
    instant_format(key.span * by.span_ms, NULL, INSTANT_ISO, from, sizeof from);
    instant_format((key.span + 1) * by.span_ms, NULL, INSTANT_ISO, until, sizeof until);
    buf_add_fmt(out, "%s %s ts>=%s ts<%s", severities[key.severity], key.alert ? "is:alert" : "-is:alert", from, until);
}
