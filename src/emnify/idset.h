/* Which events were seen: 64-bit ids with a short mark of their bytes. Grows to a bound, then forgets the oldest
 * quarter of what was put in. */
#ifndef EVMON_EMNIFY_IDSET_H
#define EVMON_EMNIFY_IDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct idset;
struct idset *idset_new(size_t most); /* ids kept at least: most * 3 / 4 */
void idset_free(struct idset **set);
void idset_clear(struct idset *set);
bool idset_has(const struct idset *set, uint64_t id);

enum idset_verdict {
    IDSET_NEW,
    IDSET_KNOWN,
    IDSET_CHANGED, /* known with another mark: said once for an id, afterwards any mark is KNOWN */
};
enum idset_verdict idset_add(struct idset *set, uint64_t id, uint32_t mark);
size_t idset_count(const struct idset *set);

#endif
