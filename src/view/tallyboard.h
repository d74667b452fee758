/* The head of screens about somebody rather than something: a few facts, then lists of values counted over the events
 * below, each line of which narrows those events. Views of this kind have a struct tallyboard as their first member; what
 * they are about is in their const struct tallyboard_of. */
#ifndef EVMON_VIEW_TALLYBOARD_H
#define EVMON_VIEW_TALLYBOARD_H

#include "query/group.h"
#include "view/board.h"
#include "view/ranks.h"

#define TALLYBOARD_LISTS_MAX 4

/* One list: the values of a field over the events that also match `query`. */
struct tallyboard_list {
    int part;          /* of the board */
    field_id field;
    const char *query; /* "" = all events of the screen */
    const char *title;
};

struct tallyboard;
struct tallyboard_of {
    const struct board_part *parts;
    int part_count;
    const struct tallyboard_list *lists;
    int list_count;
    void (*fill)(struct tallyboard *board); /* the parts that are not lists */
    int (*enter)(struct tallyboard *board, struct error *err); /* on one of those */
    const char *(*tell)(const struct tallyboard *board); /* what that opens, for the status line */
    bool (*here)(const struct tallyboard *board, field_id field, struct value *out);
};

struct tallyboard {
    struct boardview over;
    const struct tallyboard_of *of;
    struct group *groups[TALLYBOARD_LISTS_MAX];
    struct filter *filters[TALLYBOARD_LISTS_MAX];
    struct filter_env env;
    struct ranks ranks[TALLYBOARD_LISTS_MAX];
    int64_t now_ms;
};

int tallyboard_init(struct tallyboard *board, const struct tallyboard_of *of, struct str predicate, struct error *err);
void tallyboard_fini(struct tallyboard *board);
/* For parts that are lists: struct board_part.cell. Which list it is follows from its part. */
void tallyboard_cell(void *board, int list, int line, int column, struct table_cell *out);

#endif
