/* The session ledger of one device: creates and deletes of PDP contexts paired, in the order they happened.
 * Pairing (doc/PLATFORM.md 5.1): detail.session_id if present, else pdp_context_id, else IMSI + tunnel_created, else the
 * device's open session. */
#ifndef EVMON_FLEET_SESSIONS_H
#define EVMON_FLEET_SESSIONS_H

#include "base/instant.h"
#include "store/store.h"

#define SESSIONS_MAX 512 /* held per device; the oldest ended ones go first and stay in the sums */

enum session_end {
    SESSION_OPEN,
    SESSION_BY_NETWORK,
    SESSION_BY_POLICY, /* the platform announced it (type 0) */
    SESSION_BY_QUOTA,  /* a quota ran out just before */
    SESSION_BY_API,    /* reset, disabled, suspended, released just before */
    SESSION_LOST,      /* another one began, and no delete was seen */
    SESSION_END_COUNT_
};
extern const char *const session_end_words[SESSION_END_COUNT_]; /* "", network, policy, quota, api, lost */

enum session_flag {
    SESSION_ORPHAN = 1 << 0,  /* the delete came without a create: start is tunnel_created, if known */
    SESSION_OVERLAP = 1 << 1, /* it was open while another began */
};

struct session {
    uint32_t sid, imsi, ue_ip; /* text ids of the fleet; 0 = unknown */
    uint32_t place;
    int64_t pdp_id;    /* -1 unknown */
    int64_t tunnel_ms; /* INSTANT_NONE unknown */
    int64_t start_ms, end_ms; /* INSTANT_NONE: unknown, open */
    int64_t rx, tx;    /* bytes; -1 unknown */
    row_id created, deleted; /* rows that prove it; ROW_NONE or expired */
    uint8_t end;   /* enum session_end */
    uint8_t flags; /* enum session_flag */
};

/* What a create, update or delete says of a session. */
struct session_note {
    uint32_t sid, imsi, ue_ip, place;
    int64_t pdp_id, tunnel_ms, ts_ms, rx, tx;
    row_id row;
};

struct sessions {
    struct session *items; /* by the time of their first event */
    size_t count, capacity;
    int open;
    int64_t rx_closed, tx_closed; /* bytes of all that ended, dropped ones included */
    uint64_t ended, orphans, overlaps;
    uint8_t reason;     /* enum session_end announced by an earlier event */
    int64_t reason_ms;  /* when */
};

void sessions_init(struct sessions *sessions);
void sessions_fini(struct sessions *sessions);
void sessions_copy(struct sessions *to, const struct sessions *from); /* `to` keeps its memory */
void sessions_create(struct sessions *sessions, const struct session_note *note);
void sessions_update(struct sessions *sessions, const struct session_note *note);
void sessions_delete(struct sessions *sessions, const struct session_note *note);
/* Bytes that an ended session moved between two moments (from included, until not), its volume spread evenly over its
 * time; one whose beginning is not known moved all of it at its end. 0 while it is open. */
double session_moved(const struct session *session, int64_t from_ms, int64_t until_ms);
/* An event that explains a delete soon after it. */
void sessions_announce(struct sessions *sessions, enum session_end reason, int64_t ts_ms);

#endif
