/* A stable merge sort that can be interrupted: large tables are sorted between frames. */
#ifndef EVMON_QUERY_SORTER_H
#define EVMON_QUERY_SORTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sorter_item {
    uint64_t key;
    uint64_t what;
};
typedef int (*sorter_compare_fn)(const void *user, uint64_t key_a, uint64_t key_b);

struct sorter {
    struct sorter_item *items, *spare; /* items is in order once sorter_work has said so */
    size_t n;
    sorter_compare_fn compare; /* NULL: keys as numbers */
    const void *user;
    size_t width, low, i, j, k; /* the merge that is going on */
};

/* Takes items (from xmalloc). */
void sorter_init(struct sorter *sorter, struct sorter_item *items, size_t n,
                 sorter_compare_fn compare, const void *user);
void sorter_fini(struct sorter *sorter);
/* True while there is more to do; at least a few thousand steps are done. */
bool sorter_work(struct sorter *sorter, int64_t until_mono_ns);
double sorter_progress(const struct sorter *sorter);

#endif
