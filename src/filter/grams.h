/* Which texts of a column may hold a needle: for each pair of neighbouring bytes a set of the cells whose folded text
 * has it. Built when so many needles are asked that looking for each in each text would take seconds. */
#ifndef EVMON_FILTER_GRAMS_H
#define EVMON_FILTER_GRAMS_H

#include "base/buf.h"
#include "store/store.h"

struct grams;

/* Of the cells base..base+n-1. scratch is for folding. */
struct grams *grams_new(const struct segment *segment, field_id field, uint32_t base, uint32_t n, struct buf *scratch);
void grams_free(struct grams **grams);
bool grams_are_of(const struct grams *grams, const struct segment *segment, field_id field, uint32_t base, uint32_t n);
/* Takes the bits of cells away that cannot hold the folded text. */
void grams_keep(const struct grams *grams, struct str folded, uint64_t *mask);

#endif
