/* One field's value, and the kinds of value there are. What a kind means is written once, here:
 * how it is compared, read from a query and printed is decided by kind, never by field. */
#ifndef EVMON_MODEL_VALUE_H
#define EVMON_MODEL_VALUE_H

#include "base/str.h"

enum kind {
    KIND_NONE,     /* absent */
    KIND_ENUM,     /* closed list: i is the index in the field's own table (types, sources, RATs, states) */
    KIND_OPEN,     /* short text from an open list (cc, apn, region, cause): s */
    KIND_SEVERITY, /* i: 0 info, 1 warn, 2 critical */
    KIND_BOOL,     /* i: 0 or 1 */
    KIND_DIGITS,   /* s: decimal digits, leading zeros kept (IMSI, ICCID, MNC) */
    KIND_NUMBER,   /* i */
    KIND_PERCENT,  /* i: hundredths of a percent (20 % = 2000) */
    KIND_SIZE,     /* i: bytes (the platform's MB are 10^6 bytes) */
    KIND_DURATION, /* i: milliseconds */
    KIND_IP,       /* s: the address as it came, already known to parse */
    KIND_TIME,     /* i: UTC milliseconds */
    KIND_TEXT,     /* s */
    KIND_COUNT_
};

/* Values of a repeated field are one string with this byte between the elements. */
#define VALUE_SEPARATOR '\x1f'

struct value {
    enum kind kind; /* KIND_NONE when absent */
    int64_t i;
    struct str s; /* borrowed; see the function that filled it */
};

#define VALUE_ABSENT ((struct value){KIND_NONE, 0, {NULL, 0}})

static inline bool value_is_present(const struct value *v)
{
    return v->kind != KIND_NONE;
}

bool kind_is_text(enum kind kind);    /* s is used (OPEN DIGITS IP TEXT), else i */
bool kind_is_ordered(enum kind kind); /* < and ranges are meaningful (severity number percent size duration time) */
const char *kind_name(enum kind kind);

enum { SEVERITY_INFO, SEVERITY_WARN, SEVERITY_CRITICAL, SEVERITY_COUNT_ };
enum { ORIGIN_NETWORK, ORIGIN_POLICY, ORIGIN_API, ORIGIN_COUNT_ }; /* event_source ids, doc/PLATFORM.md 2.4 */
extern const char *const severity_names[SEVERITY_COUNT_]; /* info warn critical */
extern const char *const origin_names[ORIGIN_COUNT_];     /* network policy api */

#endif
