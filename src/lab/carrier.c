/* Countries and networks. Owns their table and how they are written inside events; knows no device. */
#include "lab/carrier.h"

#include <stdlib.h>

#include "lab/chance.h"

#define NODES 6

static const struct country countries[] = {
#define COUNTRY(ident, ...) {__VA_ARGS__},
#define CARRIER(...)
#include "lab/carriers.def"
#undef COUNTRY
#undef CARRIER
};

static const struct carrier carriers[] = {
#define COUNTRY(...)
#define CARRIER(id, name, country, tap, share, ...)                                                \
    {id, name, COUNTRY_##country, tap, share, {__VA_ARGS__}},
#include "lab/carriers.def"
#undef COUNTRY
#undef CARRIER
};

const unsigned carrier_count = sizeof carriers / sizeof carriers[0];

const struct carrier *carrier_get(unsigned index)
{
    return &carriers[index % carrier_count];
}

const struct country *country_get(unsigned index)
{
    return &countries[index % COUNTRY_COUNT];
}

const struct country *carrier_country(const struct carrier *carrier)
{
    return &countries[carrier->country];
}

void carrier_country_json(struct buf *out, const struct country *c)
{
    buf_add_fmt(out,
                "{\"id\":%d,\"name\":\"%s\",\"country_code\":\"%s\",\"mcc\":\"%s\","
                "\"iso_code\":\"%s\"}",
                c->id, c->name, c->code, c->mcc, c->iso);
}

void carrier_members(struct buf *out, const struct carrier *c)
{
    buf_add_fmt(out, "\"id\":%d,\"name\":\"%s\",\"country\":", c->id, c->name);
    carrier_country_json(out, carrier_country(c));
    buf_add_fmt(out, ",\"tapcode\":[{\"id\":%d,\"tapcode\":\"%s\"}],\"mnc\":[", c->id + 1, c->tap);
    for (int i = 0; i < CARRIER_MNC_MAX && c->mnc[i] != NULL; i++)
        buf_add_fmt(out, "%s{\"id\":%d,\"mnc\":\"%s\"}", i > 0 ? "," : "", c->id * 10 + i,
                    c->mnc[i]);
    buf_add_byte(out, ']');
}

static uint64_t node_hash(const struct carrier *c, unsigned node)
{
    return chance_mix((uint64_t)c->id, 77 + node % NODES);
}

void carrier_vlr(struct buf *out, const struct carrier *c, unsigned node)
{
    buf_add_fmt(out, "%s17%08u", carrier_country(c)->code,
                (unsigned)(node_hash(c, node) % 100000000U));
}

void carrier_mme(struct buf *out, const struct carrier *c, unsigned node)
{
    buf_add_fmt(out, "mmec%02u.mmegi%04u.mme.epc.mnc%03d.mcc%s.3gppnetwork.org", node % NODES + 10,
                (unsigned)(node_hash(c, node) % 9000U) + 1, atoi(c->mnc[0]),
                carrier_country(c)->mcc);
}

void carrier_address(struct buf *out, const struct carrier *c, unsigned node, unsigned plane)
{
    uint64_t h = node_hash(c, node);
    uint64_t net = chance_mix((uint64_t)c->id, 5);
    buf_add_fmt(out, "%u.%u.%u.%u", 60 + (unsigned)(net % 150), (unsigned)(net >> 16) & 255U,
                plane * 64 + node % NODES, 1 + (unsigned)(h >> 40) % 254);
}
