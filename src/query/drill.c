/* Two short arrays of texts. Must not know the filter language beyond parentheses and that "and"
 * joins. */
#include "query/drill.h"

#include "base/xalloc.h"

#include <stdlib.h>

struct step {
    char *title, *query;
};

struct drill {
    struct step steps[DRILL_DEPTH_MAX];
    size_t depth;
    char *past[DRILL_PAST_MAX]; /* oldest first */
    size_t past_count, current; /* past[current] is in use when past_count > 0 */
};

struct drill *drill_new(void)
{
    return xcalloc(1, sizeof(struct drill));
}

void drill_free(struct drill **pointer)
{
    struct drill *drill = *pointer;
    if (drill == NULL)
        return;
    while (drill_pop(drill))
        continue;
    for (size_t i = 0; i < drill->past_count; i++)
        free(drill->past[i]);
    free(drill);
    *pointer = NULL;
}

bool drill_push(struct drill *drill, struct str title, struct str query)
{
    if (drill->depth == DRILL_DEPTH_MAX)
        return false;
    drill->steps[drill->depth++] = (struct step){str_dup(title), str_dup(str_trim(query))};
    return true;
}

bool drill_pop(struct drill *drill)
{
    if (drill->depth == 0)
        return false;
    drill->depth--;
    free(drill->steps[drill->depth].title);
    free(drill->steps[drill->depth].query);
    return true;
}

size_t drill_depth(const struct drill *drill)
{
    return drill->depth;
}

struct str drill_title(const struct drill *drill, size_t index)
{
    return index < drill->depth ? str_of(drill->steps[index].title) : STR_NONE;
}

struct str drill_predicate(const struct drill *drill, size_t index)
{
    return index < drill->depth ? str_of(drill->steps[index].query) : STR_NONE;
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

void drill_query(const struct drill *drill, struct str filter, struct buf *out)
{
    size_t parts = 0, before = out->n;
    struct str last = STR_NONE;
    filter = str_trim(filter);
    for (size_t i = 0; i <= drill->depth; i++) {
        struct str part = i < drill->depth ? drill_predicate(drill, i) : filter;
        last = part.n > 0 ? part : last;
        add_part(out, part, &parts);
    }
    if (parts != 1)
        return;
    out->n = before;
    buf_add_str(out, last);
}

/* ---- filters used before ---- */

static void forget(struct drill *drill, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++)
        free(drill->past[i]);
    memmove(drill->past + from, drill->past + from + count,
            (drill->past_count - from - count) * sizeof *drill->past);
    drill->past_count -= count;
}

void drill_visit(struct drill *drill, struct str filter)
{
    if (drill->past_count > 0) {
        if (str_eq(str_of(drill->past[drill->current]), filter))
            return;
        forget(drill, drill->current + 1, drill->past_count - drill->current - 1);
    }
    if (drill->past_count == DRILL_PAST_MAX)
        forget(drill, 0, 1);
    drill->current = drill->past_count;
    drill->past[drill->past_count++] = str_dup(filter);
}

bool drill_back(struct drill *drill, struct str *filter)
{
    if (drill->past_count == 0 || drill->current == 0)
        return false;
    *filter = str_of(drill->past[--drill->current]);
    return true;
}

bool drill_forward(struct drill *drill, struct str *filter)
{
    if (drill->past_count == 0 || drill->current + 1 >= drill->past_count)
        return false;
    *filter = str_of(drill->past[++drill->current]);
    return true;
}
