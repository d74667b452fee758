/* The derived state beside the platform's own: where they differ is a finding, told in a sentence, never hidden. */
#ifndef EVMON_VIEW_FINDING_H
#define EVMON_VIEW_FINDING_H

#include "fleet/fleet.h"
#include "model/fact.h"
#include "model/tone.h"

#define FINDING_TEXT_MAX 240
#define FINDINGS_MAX 3

struct finding {
    enum tone tone; /* GOOD: they agree; WARN: they differ; MUTED: it cannot be said (yet) */
    char text[FINDING_TEXT_MAX];
};

/* Connection, device status and SIM status, as far as both sides are known. Returns how many were written; the first is
 * the connection's when there is one. */
int finding_all(const struct fleet *fleet, const struct fact_book *book, struct finding out[FINDINGS_MAX]);
/* True when the answer about the connection is older than what the events have moved since. */
bool finding_is_overtaken(const struct fleet *fleet, const struct fact_book *book);

#endif
