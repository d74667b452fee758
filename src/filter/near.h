/* "Did you mean": the nearest known word, and the sentences that list what would be right. */
#ifndef EVMON_FILTER_NEAR_H
#define EVMON_FILTER_NEAR_H

#include "filter/ast.h"

/* The candidate that is few edits away from the word (any case), or NULL. word_at(i) gives NULL past the last. */
typedef const char *(*near_word_fn)(const void *user, size_t index);
const char *near_word(struct str word, near_word_fn word_at, const void *user);

/* The flag or entity of that name, or a negative code with a sentence that lists them. */
int near_flag(struct str name, struct span span, struct error *err);
int near_entity(struct str name, struct span span, struct error *err);

#endif
