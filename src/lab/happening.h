/* One thing that happened, small enough to keep millions: the record from which the event's JSON is written whenever it
 * is asked for. The same record always gives the same bytes. The kinds are rows of kinds.def. */
#ifndef EVMON_LAB_HAPPENING_H
#define EVMON_LAB_HAPPENING_H

#include <stdint.h>

#define HAPPENING_NOBODY UINT32_MAX

/* Ids: milliseconds since this moment (2021-07-22T12:00:00Z) at ingestion, times 2^14, plus a count. */
#define HAPPENING_EPOCH_MS 1626955200000LL
#define HAPPENING_ID_SHIFT 14
/* No event arrives later than this after it happened (the fault "late" reaches ten minutes). */
#define HAPPENING_LAG_MAX_MS (15 * 60 * 1000)

enum happening_source { FROM_NETWORK, FROM_POLICY, FROM_API };
enum happening_severity { SAYS_INFO, SAYS_WARN, SAYS_CRITICAL };
enum happening_clock { STAMP_MS, STAMP_SECOND }; /* with whole seconds: arrives 6.5-11 s late */
enum happening_about { ABOUT_DEVICE, ABOUT_ORG, ABOUT_USER, ABOUT_VPN };

enum kind {
#define KIND(ident, ...) KIND_##ident,
#include "lab/kinds.def"
#undef KIND
    KIND_COUNT
};

struct kind_row {
    int type;         /* the platform's event type */
    const char *name; /* and its description there */
    enum happening_source source;
    enum happening_severity severity;
    int alert;
    enum happening_clock clock;
    enum happening_about about;
    const char *text;   /* the description; <name> is filled in by wording.c */
    const char *detail; /* the detail object's members, or NULL */
};

const struct kind_row *kind_row(unsigned kind);

struct happening {
    int64_t id, ts;
    uint64_t session;     /* number of the data session, 0 = none */
    int64_t started;      /* of the session, ms */
    int64_t a, b;         /* what the kind's text makes of them */
    uint32_t rx, tx;      /* bytes */
    uint32_t device, sim; /* indexes, or HAPPENING_NOBODY */
    uint32_t back,
        back_sim; /* how many records ago the device and the SIM had their last one; 0 = never */
    uint32_t cell;
    uint16_t org, user, lac, carrier;
    uint8_t kind, rat, imsi, imei, reason, hostile;
};

#endif
