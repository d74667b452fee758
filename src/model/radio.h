/* Radio access types, cells and the names of network nodes. RAT ids: 3GPP TS 29.274 8.17 (29.060 uses 1-6). */
#ifndef EVMON_MODEL_RADIO_H
#define EVMON_MODEL_RADIO_H

#include "base/str.h"

#define RADIO_RAT_COUNT 23 /* ids 0 to 22; 0 is reserved and has no slug */

const char *radio_rat_slug(int64_t rat_id);  /* "2g", "nbiot", "4g.leo"; NULL when the id has none */
const char *radio_rat_title(int64_t rat_id); /* "GERAN (2G)" */
int radio_rat_find(struct str word);         /* slug or alias (lte, gsm, nb-iot ...), any case; -1 when unknown */

/* What the description of a location event says (doc/PLATFORM.md 2.7): VLR global title, SGSN/MME, address. */
struct node {
    const char *role; /* "VLR", "SGSN", "MME" */
    struct str name;  /* global title or host name */
    struct str ip;    /* may be empty */
    struct str mcc, mnc; /* out of a 3GPP host name (TS 23.003 19.2), else empty */
};
bool radio_node(struct str description, struct node *out);

/* MCC-MNC to names: the packaged tables (mobile-broadband-provider-info, iso-codes) and a short list of our own for
 * 901-xx and 295-xx. NULL when unknown. mnc may be empty for the country alone. */
const char *radio_operator(struct str mcc, struct str mnc);
const char *radio_country_iso(struct str mcc);  /* "de" */
const char *radio_country_name(struct str iso); /* "Germany" */
int radio_mnc_length(struct str mcc_and_more);  /* 2 or 3: for splitting an IMSI */

#endif
