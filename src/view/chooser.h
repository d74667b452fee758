/* The chosen row of a short list (sources, options, the journal) and the part of it that is seen. */
#ifndef EVMON_VIEW_CHOOSER_H
#define EVMON_VIEW_CHOOSER_H

#include "base/str.h"

struct chooser {
    int count, chosen, top; /* chosen is -1 while the list is empty */
    int height;             /* rows seen */
};

/* After the list or its height changed: keeps `chosen` where it can be. */
void chooser_settle(struct chooser *chooser, int count, int height);
void chooser_to(struct chooser *chooser, int row);
/* down up page-down page-up half-down half-up first last: true when it was one of these. */
bool chooser_command(struct chooser *chooser, struct str name);

#endif
