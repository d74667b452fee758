/* Decimal numbers of any length compared exactly, as text: for JSON values of unknown size. */
#ifndef EVMON_FILTER_DECIMAL_H
#define EVMON_FILTER_DECIMAL_H

#include "base/str.h"

struct decimal {
    bool negative;
    struct str digits; /* from the first that is not 0; may hold a dot; empty for zero */
    int64_t point;     /* 0.DIGITS times ten to this */
};
/* -?digits[.digits][e[+-]digits]; false for anything else. */
bool decimal_read(struct str text, struct decimal *out);
int decimal_compare(const struct decimal *a, const struct decimal *b);

#endif
