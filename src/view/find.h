/* Search inside a list: highlights while it is typed, finds the next and previous row, never hides anything. */
#ifndef EVMON_VIEW_FIND_H
#define EVMON_VIEW_FIND_H

#include "view/lineup.h"
#include "view/cursor.h"

#define FIND_PATTERN_MAX 256

struct find {
    char pattern[FIND_PATTERN_MAX]; /* "" = no search */
    struct canvas_finder finder;    /* highlights hits in cells */
};

/* Any case, as a substring of what the row shows. */
void find_set(struct find *find, struct str pattern);
bool find_is_set(const struct find *find);

/* Where it looks: the rows of a slice, as these columns show them. */
struct find_list {
    const struct slice *slice;
    const struct lineup *columns;
    const struct store *store;
    struct reader *reader;
    const struct zone *zone;
};
/* Looks for the next row (direction +1) or the one before (-1) from *index on, at most budget_ns long.
 * FIND_MORE: not done, call again with *index. Stops at the ends. */
enum find_answer { FIND_HIT, FIND_NONE, FIND_MORE };
enum find_answer find_step(const struct find *find, const struct find_list *list, size_t *index, int direction,
                           int64_t budget_ns);

#endif
