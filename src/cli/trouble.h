/* What goes wrong with a source while a headless run waits for it, on standard error at once: each reason of an outage
 * once, and that it works again. */
#ifndef EVMON_CLI_TROUBLE_H
#define EVMON_CLI_TROUBLE_H

#include "app/feeds.h"

#define TROUBLE_REASONS_MAX 8 /* of one outage; what differs still more often is told no longer */

struct trouble {
    struct {
        uint64_t reason[TROUBLE_REASONS_MAX]; /* hashes of what was said, numbers aside */
        int count;
        bool failed; /* its end was said */
    } of[FEEDS_MAX];
};

/* At a change of any source. Zero-initialised is ready. `clear` is called before something is said; may be NULL. */
void trouble_look(struct trouble *trouble, const struct feeds *feeds, void (*clear)(void *user), void *user);
/* Says what ended sources could not do, where that was not said yet. True when one of them failed. */
bool trouble_settle(struct trouble *trouble, const struct feeds *feeds);

#endif
