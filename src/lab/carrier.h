/* Countries and the networks that carry the fleet: real codes, from carriers.def. */
#ifndef EVMON_LAB_CARRIER_H
#define EVMON_LAB_CARRIER_H

#include "base/buf.h"

#define CARRIER_MNC_MAX 3

struct country {
    int id;
    const char *name, *code, *mcc, *iso, *latitude, *longitude;
};

struct carrier {
    int id;
    const char *name;
    unsigned country; /* index */
    const char *tap;
    unsigned share;
    const char *mnc[CARRIER_MNC_MAX]; /* NULL-terminated when fewer */
};

enum carrier_count {
#define COUNTRY(ident, ...) COUNTRY_##ident,
#define CARRIER(...)
#include "lab/carriers.def"
#undef COUNTRY
#undef CARRIER
    COUNTRY_COUNT
};

extern const unsigned carrier_count;
const struct carrier *carrier_get(unsigned index);
const struct country *carrier_country(const struct carrier *carrier);
const struct country *country_get(unsigned index);

/* JSON members, without the braces: "id":…,"name":…,"country":{…},"tapcode":[…],"mnc":[…]. */
void carrier_members(struct buf *out, const struct carrier *carrier);
/* A whole country object as it stands inside events. */
void carrier_country_json(struct buf *out, const struct country *country);

/* Names of its network nodes, a handful each: `node` picks one. */
void carrier_vlr(struct buf *out, const struct carrier *carrier, unsigned node);
void carrier_mme(struct buf *out, const struct carrier *carrier, unsigned node);
void carrier_address(struct buf *out, const struct carrier *carrier, unsigned node, unsigned plane);

#endif
