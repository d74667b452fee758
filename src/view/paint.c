/* Owns the programs of the colour rules and what they said of the rows that are seen. Must not know how roles look. */
#include "view/paint.h"

#include "base/xalloc.h"
#include "view/lineup.h"

#include <stdlib.h>

struct rule {
    struct filter *filter;
    role_id role;
    struct lineup cells; /* count 0: the whole row */
};

struct paint {
    struct store *store;
    int64_t second; /* of the clock when the reference time was set last */
    uint32_t fits[WINDOW_ROWS_MAX]; /* a bit a rule */
    int rows, count;
    struct rule rule[PROFILE_PAINTS_MAX];
};
_Static_assert(PROFILE_PAINTS_MAX <= 32, "a row's rules are the bits of a word");

/* Answers are asked anew for every picture, so whether they are stale does not matter. */
static void on_added(void *user, row_id first, row_id last, size_t count)
{
    struct paint *paint = user;
    (void)count;
    for (int i = 0; i < paint->count; i++)
        (void)filter_note_added(paint->rule[i].filter, paint->store, first, last);
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct paint *paint = user;
    for (int i = 0; i < paint->count; i++)
        (void)filter_note_evicting(paint->rule[i].filter, segment);
}

static int make_rule(struct rule *rule, const struct profile_paint *from, const struct filter_env *env,
                     struct error *err)
{
    const char *role = from->text[PROFILE_PAINT_ROLE], *cells = from->text[PROFILE_PAINT_CELLS];
    rule->role = role_find(str_of(role));
    if (rule->role == ROLE_COUNT_)
        return err_set(err, E_UNKNOWN, "there is no role `%s`", role);
    if (cells[0] != '\0' && lineup_parse(&rule->cells, str_of(cells), err) < 0)
        return -E_INVALID;
    return filter_compile(str_of(from->text[PROFILE_PAINT_QUERY]), env, &rule->filter, err);
}

int paint_new(const struct profile *profile, const struct filter_env *env, struct store *store, struct paint **out,
              struct error *err)
{
    *out = NULL;
    if (profile->paint_count == 0)
        return 0;
    struct paint *paint = xcalloc(1, sizeof *paint);
    paint->store = store;
    store_listen(store, &(struct store_listener){on_added, on_evicting, paint});
    for (int i = 0; i < profile->paint_count; i++) {
        struct rule *rule = &paint->rule[i];
        if (make_rule(rule, &profile->paint[i], env, err) < 0) {
            err_prefix(err, "colour rule %d", i + 1);
            paint_free(&paint);
            return -E_INVALID;
        }
        filter_bind(rule->filter, store);
        paint->count++;
    }
    *out = paint;
    return 0;
}

void paint_free(struct paint **p)
{
    struct paint *paint = *p;
    if (paint == NULL)
        return;
    store_unlisten(paint->store, paint);
    for (int i = 0; i < paint->count; i++)
        filter_free(&paint->rule[i].filter);
    free(paint);
    *p = NULL;
}

static void tick(struct paint *paint, int64_t now)
{
    if (now / 1000 == paint->second)
        return;
    paint->second = now / 1000;
    for (int i = 0; i < paint->count; i++)
        (void)filter_set_now(paint->rule[i].filter, now);
}

void paint_fill(struct paint *paint, const struct window *window, int64_t now_ms)
{
    if (paint == NULL)
        return;
    tick(paint, now_ms);
    paint->rows = window->count;
    for (int row = 0; row < window->count; row++) {
        paint->fits[row] = 0;
        for (int i = 0; i < paint->count && window->rows[row].kind == WINDOW_EVENT; i++)
            if (filter_match(paint->rule[i].filter, paint->store, window->rows[row].row))
                paint->fits[row] |= UINT32_C(1) << i;
    }
}

/* The first rule that is about this cell counts. */
role_id paint_role(const struct paint *paint, int row, int field, role_id usual)
{
    if (paint == NULL || row >= paint->rows)
        return usual;
    for (int i = 0; i < paint->count; i++) {
        const struct rule *rule = &paint->rule[i];
        bool about = rule->cells.count == 0 || lineup_find(&rule->cells, field) >= 0;
        if ((paint->fits[row] >> i & 1) != 0 && about)
            return rule->role;
    }
    return usual;
}
