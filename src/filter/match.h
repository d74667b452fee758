/* The functions of ops.def: does one element of a present value pass? */
#ifndef EVMON_FILTER_MATCH_H
#define EVMON_FILTER_MATCH_H

#include "filter/program.h"

typedef bool (*match_fn)(struct engine *engine, const struct test *test, const struct value *value);

bool match_has(struct engine *engine, const struct test *test, const struct value *value);
bool match_codes(struct engine *engine, const struct test *test, const struct value *value);
bool match_range(struct engine *engine, const struct test *test, const struct value *value);
bool match_address(struct engine *engine, const struct test *test, const struct value *value);
bool match_digits(struct engine *engine, const struct test *test, const struct value *value);
bool match_text(struct engine *engine, const struct test *test, const struct value *value);
bool match_unlisted(struct engine *engine, const struct test *test, const struct value *value);
bool match_pattern(struct engine *engine, const struct test *test, const struct value *value);
bool match_json(struct engine *engine, const struct test *test, const struct value *value);

bool match_number(const struct test *test, int64_t number);

#endif
