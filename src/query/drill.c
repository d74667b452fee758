/* A short array of texts and a place in it. Must not know the filter language. */
#include "query/drill.h"

#include "base/xalloc.h"

#include <stdlib.h>

struct drill {
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
    for (size_t i = 0; i < drill->past_count; i++)
        free(drill->past[i]);
    free(drill);
    *pointer = NULL;
}

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
