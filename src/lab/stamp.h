/* A moment in each of the spellings that the platform's events have been seen with. */
#ifndef EVMON_LAB_STAMP_H
#define EVMON_LAB_STAMP_H

#include "base/buf.h"

enum stamp_style {
    STAMP_ISO_MS,     /* 2021-10-27T11:59:29.000Z */
    STAMP_ISO,        /* 2021-10-27T15:17:23Z */
    STAMP_ISO_OFFSET, /* 2017-10-26T07:28:00.000+0000 */
    STAMP_SPACE,      /* 2021-10-06 10:42:58 */
    STAMP_US,         /* 5/8/2017 10:56:25 AM */
    STAMP_BARE,       /* 2021-10-27T08:38:02 */
    STAMP_DATE,       /* 2021-10-27 */
    STAMP_HHMM,       /* 08:38 */
    STAMP_HTTP,       /* Wed, 27 Oct 2021 08:38:02 GMT */
};

void stamp_add(struct buf *out, enum stamp_style style, int64_t ms);
/* YYYY-MM-DDTHH:mm:ssZ and nothing else, as the API's filters want it; or YYYY-MM-DD. */
bool stamp_read(struct str text, int64_t *ms);
bool stamp_read_date(struct str text, int64_t *ms);

#endif
