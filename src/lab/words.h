/* The <words> of the templates in kinds.def, and which unusual spelling an event has. */
#ifndef EVMON_LAB_WORDS_H
#define EVMON_LAB_WORDS_H

#include "base/buf.h"
#include "lab/world.h"

enum oddity {
    ODD_STAMP = 1 << 0,
    ODD_STAMP_MORE = 1 << 1,
    ODD_ALERT = 1 << 2,    /* 0/1 */
    ODD_SOURCE = 1 << 3,   /* "name" instead of "description" */
    ODD_SEVERITY = 1 << 4, /* INFO, WARN, Warning */
    ODD_NULLS = 1 << 5,    /* absent objects as null */
    ODD_EMPTY = 1 << 6,    /* "detail":{} */
    ODD_NUMBERS = 1 << 7,  /* IMSI and ICCID as numbers */
    ODD_IMEI = 1 << 8,     /* 15 digits, or with the filler, or null */
    ODD_IMEI_MORE = 1 << 9,
    ODD_QUOTA_TEXT = 1 << 10, /* volumes as strings */
    ODD_SNAKE = 1 << 11,      /* quota keys in the other case */
    ODD_KEEN = 1 << 12,
    ODD_BREAK = 1 << 13,  /* a line break in the description */
    ODD_ORDER = 1 << 14,  /* id first */
    ODD_LEGACY = 1 << 15, /* type 4 with an old name */
    ODD_EXTRA = 1 << 16,  /* keys nobody knows yet */
    ODD_BITS = 17
};

struct words {
    const struct world *w;
    const struct happening *h;
    const struct kind_row *row;
    uint64_t luck; /* drawn from the id */
    unsigned odd;
    unsigned bare; /* leaves out whose it is: a device's own list */
};

void words_init(struct words *words, const struct world *world, const struct happening *happening);
/* Appends the template with its <words> filled in: as plain text or as JSON, as the template has them. */
void words_fill(struct buf *out, const struct words *words, const char *text);
const struct user *words_user(const struct words *words);

#endif
