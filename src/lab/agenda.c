/* A binary heap of small items. Ties go by insertion, so that a replay does the same things in the same order. */
#include "lab/agenda.h"

#include <stdlib.h>

#include "base/xalloc.h"

void agenda_fini(struct agenda *agenda)
{
    free(agenda->items);
    *agenda = (struct agenda){0};
}

static bool before(const struct agenda_item *a, const struct agenda_item *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

void agenda_add(struct agenda *agenda, int64_t at, uint32_t who, uint32_t what)
{
    agenda->items =
        xgrow(agenda->items, &agenda->capacity, agenda->count + 1, sizeof *agenda->items);
    struct agenda_item item = {at, agenda->order++, who, what};
    size_t i = agenda->count++;
    while (i > 0 && before(&item, &agenda->items[(i - 1) / 2])) {
        agenda->items[i] = agenda->items[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    agenda->items[i] = item;
}

bool agenda_take(struct agenda *agenda, int64_t until, struct agenda_item *item)
{
    if (agenda->count == 0 || agenda->items[0].at > until)
        return false;
    *item = agenda->items[0];
    struct agenda_item last = agenda->items[--agenda->count];
    size_t i = 0;
    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= agenda->count)
            break;
        if (child + 1 < agenda->count && before(&agenda->items[child + 1], &agenda->items[child]))
            child++;
        if (!before(&agenda->items[child], &last))
            break;
        agenda->items[i] = agenda->items[child];
        i = child;
    }
    agenda->items[i] = last;
    return true;
}

int64_t agenda_next(const struct agenda *agenda)
{
    return agenda->count > 0 ? agenda->items[0].at : INT64_MAX;
}
