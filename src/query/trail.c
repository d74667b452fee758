/* Two short arrays of texts. Must not know the filter language beyond parentheses and that "and" joins. */
#include "query/trail.h"

#include "base/xalloc.h"

#include <stdlib.h>

struct step {
    char *title, *query;
};

struct trail {
    struct step steps[TRAIL_DEPTH_MAX];
    size_t depth;
    char *past[TRAIL_PAST_MAX]; /* oldest first */
    size_t past_count, current; /* past[current] is in use when past_count > 0 */
};

struct trail *trail_new(void)
{
    return xcalloc(1, sizeof(struct trail));
}

void trail_free(struct trail **pointer)
{
    struct trail *trail = *pointer;
    if (trail == NULL)
        return;
    while (trail_pop(trail))
        continue;
    for (size_t i = 0; i < trail->past_count; i++)
        free(trail->past[i]);
    free(trail);
    *pointer = NULL;
}

bool trail_push(struct trail *trail, struct str title, struct str query)
{
    if (trail->depth == TRAIL_DEPTH_MAX)
        return false;
    trail->steps[trail->depth++] = (struct step){str_dup(title), str_dup(str_trim(query))};
    return true;
}

bool trail_pop(struct trail *trail)
{
    if (trail->depth == 0)
        return false;
    trail->depth--;
    free(trail->steps[trail->depth].title);
    free(trail->steps[trail->depth].query);
    return true;
}

size_t trail_depth(const struct trail *trail)
{
    return trail->depth;
}

struct str trail_title(const struct trail *trail, size_t index)
{
    return index < trail->depth ? str_of(trail->steps[index].title) : STR_NONE;
}

struct str trail_predicate(const struct trail *trail, size_t index)
{
    return index < trail->depth ? str_of(trail->steps[index].query) : STR_NONE;
}

static void add_part(struct buf *out, struct str part, size_t *parts)
{
    if (part.n == 0)
        return;
    buf_add_text(out, *parts > 0 ? " and (" : "(");
    buf_add_str(out, part);
    buf_add_byte(out, ')');
    ++*parts;
}

void trail_query(const struct trail *trail, struct str filter, struct buf *out)
{
    size_t parts = 0, before = out->n;
    struct str last = STR_NONE;
    filter = str_trim(filter);
    for (size_t i = 0; i <= trail->depth; i++) {
        struct str part = i < trail->depth ? trail_predicate(trail, i) : filter;
        last = part.n > 0 ? part : last;
        add_part(out, part, &parts);
    }
    if (parts != 1)
        return;
    out->n = before;
    buf_add_str(out, last);
}

/* ---- filters used before ---- */

static void forget(struct trail *trail, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++)
        free(trail->past[i]);
    memmove(trail->past + from, trail->past + from + count,
            (trail->past_count - from - count) * sizeof *trail->past);
    trail->past_count -= count;
}

void trail_visit(struct trail *trail, struct str filter)
{
    if (trail->past_count > 0) {
        if (str_eq(str_of(trail->past[trail->current]), filter))
            return;
        forget(trail, trail->current + 1, trail->past_count - trail->current - 1);
    }
    if (trail->past_count == TRAIL_PAST_MAX)
        forget(trail, 0, 1);
    trail->current = trail->past_count;
    trail->past[trail->past_count++] = str_dup(filter);
}

bool trail_back(struct trail *trail, struct str *filter)
{
    if (trail->past_count == 0 || trail->current == 0)
        return false;
    *filter = str_of(trail->past[--trail->current]);
    return true;
}

bool trail_forward(struct trail *trail, struct str *filter)
{
    if (trail->past_count == 0 || trail->current + 1 >= trail->past_count)
        return false;
    *filter = str_of(trail->past[++trail->current]);
    return true;
}
