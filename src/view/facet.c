/* Counting for one facet and reading the counts, both in pieces. Owns the rows until they are read anew. Must not know
 * keys, nor how facets stand side by side. */
#include "view/facet.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "query/group.h"

#include <stdlib.h>

#define READ_GAP_NS 250000000 /* between two readings of the counts */
#define READ_SHARE 10         /* and at least as many times as long as a reading took */
#define KEEP_ORDER_NS INT64_C(10000000000) /* after the last key */

/* What one pass over the counts finds: the most frequent values, and those that are ticked wherever they stand. */
struct facet_look {
    struct group_top top;
    uint64_t ticked[FACET_TICKS];
    unsigned generation;
    int64_t began_ns;
    struct buf text, folded;
    unsigned running : 1;
};

/* ---- life ---- */

struct facet *facet_new(const struct desk *desk, field_id field, const struct sieve *list)
{
    struct facet *facet = xcalloc(1, sizeof *facet);
    facet->desk = desk;
    facet->field = field;
    sieve_init(&facet->sieve, desk);
    facet->reader = desk_reader(desk);
    facet->group = group_new(desk->store, &(struct group_by){.field = field}, facet->reader);
    sieve_attach_group(&facet->sieve, facet->group, list != NULL ? list->marks : NULL);
    struct error err = {0};
    if (list != NULL && list->base != NULL)
        must(sieve_set_base(&facet->sieve, filter_canonical(list->base), &err) >= 0);
    facet->arena = arena_new();
    facet->look = xcalloc(1, sizeof *facet->look);
    return facet;
}

void facet_free(struct facet **pointer)
{
    struct facet *facet = *pointer;
    if (facet == NULL)
        return;
    group_set_test(facet->group, NULL);
    sieve_fini(&facet->sieve);
    group_free(&facet->group);
    reader_free(&facet->reader);
    arena_free(&facet->arena);
    buf_fini(&facet->look->text);
    buf_fini(&facet->look->folded);
    free(facet->look);
    free(facet);
    *pointer = NULL;
}

static void read_soon(struct facet *facet)
{
    facet->look->running = 0;
    facet->next_ns = 0;
}

int facet_set(struct facet *facet, const struct filter *filter, struct error *err)
{
    struct buf rest = {0};
    struct filter_tick ticks[FACET_TICKS];
    size_t count = filter_ticks(filter, facet->field, ticks, FACET_TICKS);
    filter_retick(&rest, filter, facet->field, NULL, 0);
    int result = 0;
    if (!str_eq(buf_str(&rest), sieve_text(&facet->sieve))) {
        result = sieve_set(&facet->sieve, buf_str(&rest), err);
        facet->counted = facet->settled = 0;
    }
    buf_fini(&rest);
    for (size_t i = 0; i < count && i < FACET_TICKS; i++)
        facet->ticks[i] = (struct filter_tick){arena_str(facet->arena, ticks[i].value), ticks[i].way};
    facet->tick_count = count;
    read_soon(facet);
    return result;
}

void facet_find(struct facet *facet, struct str text)
{
    struct buf folded = {0};
    utf8_fold(&folded, text);
    str_copy(buf_str(&folded), facet->find, sizeof facet->find);
    buf_fini(&folded);
    facet->chooser.chosen = 0;
    facet->settled = 0;
    read_soon(facet);
}

void facet_touch(struct facet *facet)
{
    facet->touched_ns = clock_mono_ns();
}

static size_t ticks_of(const struct facet *facet)
{
    return facet->tick_count < FACET_TICKS ? facet->tick_count : FACET_TICKS;
}

/* ---- reading the counts ---- */

/* Shown each value once: notes what is ticked, and says whether the search wants it. */
static bool look_at(void *user, const struct group_row *row)
{
    struct facet *facet = user;
    struct facet_look *look = facet->look;
    if (facet->tick_count == 0 && facet->find[0] == '\0')
        return true;
    buf_clear(&look->text);
    filter_value_text(&look->text, facet->field, &row->value);
    for (size_t i = 0; i < ticks_of(facet); i++) {
        if (str_eq_nocase(facet->ticks[i].value, buf_str(&look->text)))
            look->ticked[i] += row->count;
    }
    if (facet->find[0] == '\0')
        return true;
    buf_clear(&look->folded);
    utf8_fold(&look->folded, buf_str(&look->text));
    return str_find(buf_str(&look->folded), str_of(facet->find)) >= 0;
}

static enum facet_mark mark_of(const struct facet *facet, struct str text)
{
    for (size_t i = 0; i < ticks_of(facet); i++) {
        if (str_eq_nocase(facet->ticks[i].value, text))
            return facet->ticks[i].way == FILTER_IN ? FACET_IN : FACET_OUT;
    }
    return FACET_FREE;
}

static role_id role_of(const struct facet *facet, const struct value *value)
{
    if (facet->field == FIELD_TYPE)
        return view_role_of_type((type_id)value->i);
    if (facet->field == FIELD_SEV)
        return view_role_of_severity((int)value->i);
    return value_is_present(value) ? ROLE_TEXT : ROLE_MUTED;
}

/* The rows while they are put together. */
struct draft {
    struct arena *arena;
    struct facet_row rows[FACET_VALUES + FACET_TICKS + 1];
    int count;
};

static int find_row(const struct facet_row *rows, int count, struct str text)
{
    for (int i = 0; i < count; i++) {
        if (str_eq(rows[i].text, text))
            return i;
    }
    return -1;
}

static void draft_add(struct draft *draft, const struct facet *facet, struct str text, uint64_t count, role_id role)
{
    must(draft->count < (int)(sizeof draft->rows / sizeof *draft->rows));
    draft->rows[draft->count++] = (struct facet_row){arena_str(draft->arena, text), count, mark_of(facet, text), role};
}

static void draft_values(struct draft *draft, const struct facet *facet)
{
    struct facet_look *look = facet->look;
    for (size_t i = 0; i < look->top.count; i++) {
        const struct group_row *row = &look->top.rows[i];
        buf_clear(&look->text);
        filter_value_text(&look->text, facet->field, &row->value);
        draft_add(draft, facet, buf_str(&look->text), row->count, role_of(facet, &row->value));
    }
}

/* Ticked values that are not among the most frequent are shown all the same, so that they can be taken back. */
static void draft_ticked(struct draft *draft, const struct facet *facet)
{
    for (size_t i = 0; i < ticks_of(facet); i++) {
        struct str text = facet->ticks[i].value;
        bool there = text.n == 0;
        for (int k = 0; k < draft->count && !there; k++)
            there = str_eq_nocase(draft->rows[k].text, text);
        if (!there)
            draft_add(draft, facet, text, facet->look->ticked[i], ROLE_TEXT);
    }
}

static void draft_absent(struct draft *draft, const struct facet *facet)
{
    uint64_t count = group_absent(facet->group).count;
    if (facet->find[0] == '\0' && (count > 0 || mark_of(facet, STR_NONE) != FACET_FREE))
        draft_add(draft, facet, STR_NONE, count, ROLE_MUTED);
}

/* Rows that were there stay where they are; new ones come behind them. What nobody has the field for stays last. */
static void keep_order(struct draft *draft, const struct facet *facet)
{
    struct draft sorted = {.count = 0};
    for (int i = 0; i < facet->chooser.count; i++) {
        int at = find_row(draft->rows, draft->count, facet->rows[i].text);
        if (at >= 0 && facet->rows[i].text.n > 0)
            sorted.rows[sorted.count++] = draft->rows[at];
    }
    for (int i = 0; i < draft->count; i++) {
        if (find_row(sorted.rows, sorted.count, draft->rows[i].text) < 0)
            sorted.rows[sorted.count++] = draft->rows[i];
    }
    memcpy(draft->rows, sorted.rows, sizeof draft->rows);
}

static void move_texts(struct facet *facet, struct draft *draft)
{
    for (size_t i = 0; i < ticks_of(facet); i++)
        facet->ticks[i].value = arena_str(draft->arena, facet->ticks[i].value);
    arena_free(&facet->arena);
    facet->arena = draft->arena;
}

/* The rows change; the chosen value stays chosen. */
static void publish(struct facet *facet)
{
    struct draft draft = {.arena = arena_new()};
    const struct facet_row *chosen = facet_row(facet);
    int at = facet->chooser.chosen;
    draft_values(&draft, facet);
    draft_ticked(&draft, facet);
    draft_absent(&draft, facet);
    if (facet->settled && clock_mono_ns() - facet->touched_ns < KEEP_ORDER_NS)
        keep_order(&draft, facet);
    if (chosen != NULL && find_row(draft.rows, draft.count, chosen->text) >= 0)
        at = find_row(draft.rows, draft.count, chosen->text);
    move_texts(facet, &draft);
    memcpy(facet->rows, draft.rows, sizeof facet->rows);
    facet->chooser.chosen = at >= 0 ? at : 0;
    chooser_settle(&facet->chooser, draft.count, facet->chooser.height);
    facet->values = group_count(facet->group);
    facet->most = 0;
    facet->total = group_total(facet->group).count;
    for (int i = 0; i < draft.count; i++) {
        if (draft.rows[i].text.n > 0 && draft.rows[i].count > facet->most)
            facet->most = draft.rows[i].count;
    }
    bool whole = group_progress(facet->group) >= 1;
    facet->settled = whole;
    facet->counted |= whole;
}

static void begin_look(struct facet *facet)
{
    struct facet_look *look = facet->look;
    look->running = 1;
    look->began_ns = clock_mono_ns();
    look->generation = group_generation(facet->group);
    look->top = (struct group_top){0};
    memset(look->ticked, 0, sizeof look->ticked);
}

static bool look_on(struct facet *facet, int64_t budget_ns)
{
    struct facet_look *look = facet->look;
    const struct group_wish wish = {FACET_VALUES, look_at, facet};
    if (look->generation != group_generation(facet->group))
        begin_look(facet);
    if (group_top_step(facet->group, &look->top, &wish, budget_ns))
        return true;
    look->running = 0;
    int64_t now = clock_mono_ns(), gap = (now - look->began_ns) * READ_SHARE;
    facet->next_ns = now + (gap > READ_GAP_NS ? gap : READ_GAP_NS);
    publish(facet);
    return false;
}

bool facet_work(struct facet *facet, int64_t budget_ns)
{
    int64_t until = clock_mono_ns() + budget_ns;
    sieve_tick(&facet->sieve);
    bool more = group_work(facet->group, budget_ns);
    /* Counts begun anew for a window of time that slides are shown when they are complete again. */
    bool shows = !more || !facet->counted, first = !more && !facet->counted;
    if (!facet->look->running && shows && (first || clock_mono_ns() >= facet->next_ns))
        begin_look(facet);
    if (facet->look->running)
        more |= look_on(facet, until - clock_mono_ns());
    return more;
}

double facet_progress(const struct facet *facet)
{
    return facet->counted ? 1 : group_progress(facet->group);
}

const struct facet_row *facet_row(const struct facet *facet)
{
    int at = facet->chooser.chosen;
    return at >= 0 && at < facet->chooser.count ? &facet->rows[at] : NULL;
}

/* ---- pressing ---- */

static enum facet_mark after(enum facet_mark now, enum facet_press press)
{
    switch (press) {
    case FACET_TOGGLE: return now == FACET_FREE ? FACET_IN : FACET_FREE;
    case FACET_EXCLUDE: return now == FACET_OUT ? FACET_FREE : FACET_OUT;
    case FACET_ONLY: return FACET_IN;
    case FACET_CLEAR: break;
    }
    return FACET_FREE;
}

bool facet_press(const struct facet *facet, const struct filter *filter, enum facet_press press, struct buf *query)
{
    struct filter_tick ticks[FACET_TICKS + 1];
    const struct facet_row *row = facet_row(facet);
    bool alone = press == FACET_ONLY || press == FACET_CLEAR;
    size_t n = 0;
    if ((row == NULL && press != FACET_CLEAR) || (!alone && facet->tick_count > FACET_TICKS))
        return false;
    for (size_t i = 0; i < ticks_of(facet) && !alone; i++) {
        if (!str_eq_nocase(facet->ticks[i].value, row->text))
            ticks[n++] = facet->ticks[i];
    }
    enum facet_mark mark = after(row != NULL ? row->mark : FACET_FREE, press);
    if (mark != FACET_FREE)
        ticks[n++] = (struct filter_tick){row->text, mark == FACET_IN ? FILTER_IN : FILTER_OUT};
    if (n > FACET_TICKS)
        return false;
    filter_retick(query, filter, facet->field, ticks, n);
    return true;
}
