/* What damaged input still tells: where it can be read again, and what is wrong with it. Pure; inside decode/ only. */
#ifndef EVMON_DECODE_DAMAGE_H
#define EVMON_DECODE_DAMAGE_H

#include "base/str.h"

#define DAMAGE_UNDECIDED SIZE_MAX

enum damage_rest { DAMAGE_ALL_THERE, DAMAGE_MORE_MAY_COME };

/* Where, behind the first byte, an undamaged event begins; 0 when nowhere. When more may come, DAMAGE_UNDECIDED as soon as
 * one has begun that has not ended: what is found must not depend on how the input was split. */
size_t damage_next_event(struct str s, enum damage_rest rest);
/* The last byte before `at` that is no blank, NUL when there is none. */
char damage_byte_before(struct str s, size_t at);
/* Nothing wrong up to the end but the end itself, a word or number cut in two included. */
bool damage_is_at_the_end(struct str s);
/* One string, number or word and nothing else. */
bool damage_is_scalar(struct str s);

#endif
