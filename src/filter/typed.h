/* What a value of a query means once its field is known: parsed once, by check.c, through the readers here.
 * Every reader returns 0, or -E_ with a sentence that says what would be right. */
#ifndef EVMON_FILTER_TYPED_H
#define EVMON_FILTER_TYPED_H

#include "filter/lex.h"
#include "filter/when.h"
#include "model/value.h"

/* A number of a query: the largest integer that is not above it, and whether that is the number itself. */
struct number {
    __int128 floor;
    bool whole;
};

/* An address as sixteen bytes in order; IPv4 uses the last four. */
struct address {
    int family; /* 4 or 6 */
    unsigned char bytes[16];
};

enum typed_kind {
    TYPED_NONE,
    TYPED_ANY,     /* x:* : the field is present */
    TYPED_SET,     /* closed enum, severity, bool: codes */
    TYPED_TYPE_ID, /* type:3 : low = the platform's id */
    TYPED_RANGE,   /* numbers of every kind: low <= x <= high; low > high never */
    TYPED_TIME,    /* when_low, when_high and `order`: made a range when the reference time is known */
    TYPED_IP,      /* from <= x <= to within one family */
    TYPED_EXACT,   /* text: whole value, folded */
    TYPED_PREFIX,  /* digits */
    TYPED_PART,    /* text: substring, folded */
    TYPED_GLOB,    /* text: whole value, folded */
    TYPED_RAW,     /* raw.PATH: see raw_low, raw_high */
};

struct typed {
    enum typed_kind kind;
    uint8_t *codes;      /* TYPED_SET: 256 of them, 0 or 1 */
    struct str unlisted; /* TYPED_SET of type: glob over "type.N", empty when it takes no part */
    int64_t low, high;
    struct when when_low, when_high;
    struct address from, to;
    struct str text;     /* folded, white space runs single */
};

int typed_number(struct str text, struct number *out);   /* -E_RANGE above 2^63, -E_SYNTAX */
int typed_percent(struct str text, struct number *out);  /* in hundredths */
int typed_size(struct str text, struct number *out);     /* -E_INVALID: the unit is missing */
int typed_span(struct str text, int64_t *ms);            /* likewise */
bool typed_address(struct str text, struct address *out);
/* An address or a CIDR block (host bits masked) as a range. */
bool typed_block(struct str text, struct address *from, struct address *to);
int typed_compare_address(const struct address *a, const struct address *b);

#endif
