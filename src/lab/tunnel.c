/* Tunnel ids and addresses are drawn from the session's number, so that the create, the update and the delete of one
 * session agree. Keys follow the documented pdp_context. */
#include "lab/tunnel.h"

#include "lab/chance.h"
#include "lab/identity.h"
#include "lab/stamp.h"

const char *tunnel_region(unsigned org)
{
    static const char *const regions[] = {"eu-west-1", "eu-west-1", "eu-central-1", "us-east-1"};
    return regions[org % 4];
}

unsigned tunnel_teid(uint64_t session, unsigned which)
{
    return (unsigned)(chance_mix(session, 40 + which) & 0x3fffffffU);
}

long long tunnel_pdp_id(uint64_t session)
{
    return 52000000LL + (long long)session * 3;
}

void tunnel_addresses(struct buf *out, const struct happening *h)
{
    const struct carrier *c = carrier_get(h->carrier);
    unsigned node = h->device + h->lac, gateway = h->org * 4U + 16;
    buf_add_fmt(out,
                "\"ggsn_control_plane_ip_address\":\"10.40.%u.11\",\"ggsn_data_plane_ip_address\":"
                "\"10.40.%u.75\","
                "\"sgsn_control_plane_ip_address\":\"",
                gateway, gateway);
    carrier_address(out, c, node, 0);
    buf_add_text(out, "\",\"sgsn_data_plane_ip_address\":\"");
    carrier_address(out, c, node, 2);
    buf_add_byte(out, '"');
}

static void number_or_null(struct buf *out, const char *name, int known, unsigned value)
{
    if (known)
        buf_add_fmt(out, "\"%s\":%u,", name, value);
    else
        buf_add_fmt(out, "\"%s\":null,", name);
}

static void add_cell(struct buf *out, const struct happening *h)
{
    int old = h->rat <= 2; /* LTE and later show no cell */
    number_or_null(out, "rac", 0, 0);
    number_or_null(out, "lac", old, h->lac);
    number_or_null(out, "ci", h->rat == 2, h->cell & 0xffffU);
    number_or_null(out, "sac", h->rat == 1, h->cell & 0xffffU);
}

static void add_context(struct buf *out, const struct world *w, const struct happening *h,
                        enum tunnel_phase phase)
{
    char imei[IDENTITY_MAX], imsi[IDENTITY_MAX], ip[IDENTITY_MAX];
    const struct carrier *c = carrier_get(h->carrier);
    identity_imeisv(w, h->device, h->imei, imei);
    identity_imsi(h->sim, h->imsi, imsi);
    identity_ip(h->device, ip);
    buf_add_text(out, "\"pdp_context\":{");
    if (phase == TUNNEL_NEW)
        buf_add_fmt(out,
                    "\"tariff_profile_id\":\"40218%u\",\"tariff_id\":\"%u\",\"ratezone_id\":\"%d\","
                    "\"operator_id\":\"%d\",",
                    h->org % 10U, 610U + h->org, 8100 + c->id, c->id);
    if (phase == TUNNEL_CLOSED)
        buf_add_text(out, "\"apn\":null,\"breakout_ip\":null,");
    else
        buf_add_fmt(out, "\"apn\":\"%s\",\"breakout_ip\":\"192.0.2.%u\",",
                    h->device % 9 == 0 ? "emnify" : "em", 10U + h->org);
    add_cell(out, h);
    buf_add_fmt(
        out,
        "\"tx_teid_control_plane\":%u,\"tx_teid_data_plane\":%u,\"rx_teid\":%u,\"imeisv\":\"%s\","
        "\"imsi\":\"%s\",\"gtp_version\":%d,\"rat_type\":%u,\"mcc\":\"%s\",\"mnc\":\"%s\","
        "\"ue_ip_address\":\"%s\",\"tunnel_created\":\"",
        tunnel_teid(h->session, 0), tunnel_teid(h->session, 1), tunnel_teid(h->session, 2), imei,
        imsi, h->rat <= 2 ? 1 : 2, (unsigned)h->rat, carrier_country(c)->mcc, c->mnc[0], ip);
    stamp_add(out, STAMP_BARE, h->started);
    buf_add_fmt(out, "\",\"pdp_context_id\":%lld,\"nsapi\":5,\"region\":\"%s\",",
                tunnel_pdp_id(h->session), tunnel_region(h->org));
    tunnel_addresses(out, h);
    buf_add_byte(out, '}');
}

void tunnel_detail(struct buf *out, const struct world *w, const struct happening *h,
                   enum tunnel_phase phase)
{
    const struct carrier *c = carrier_get(h->carrier);
    char uuid[IDENTITY_MAX];
    identity_uuid(w, h->session, uuid);
    buf_add_text(out, "\"country\":");
    carrier_country_json(out, carrier_country(c));
    buf_add_fmt(out, ",\"name\":\"%s\",\"session_id\":\"%s\",", c->name, uuid);
    if (phase == TUNNEL_CLOSED) {
        /* The sum as it is written: the three numbers of one event always add up. */
        buf_add_fmt(out, "\"volume\":{\"total\":%.6f,\"rx\":%.6f,\"tx\":%.6f},",
                    ((double)h->rx + (double)h->tx) / 1e6, (double)h->rx / 1e6,
                    (double)h->tx / 1e6);
    }
    add_context(out, w, h, phase);
    buf_add_fmt(out, ",\"id\":%d", c->id);
}
