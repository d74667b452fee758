/* Where a device is, from the world as it is now: what the platform knows, and what an active query finds. */
#include "lab/resources.h"

#include "lab/chance.h"
#include "lab/identity.h"
#include "lab/stamp.h"
#include "lab/tunnel.h"

#define SLOW_MS 12000 /* an active network query */

/* The device of the path, or an answer that there is none. */
const struct device *resconnect_device(struct lab *lab, const struct request *request,
                                       struct reply *reply, uint32_t *index)
{
    *index = world_device_of(lab->world, request->ids[0]);
    if (*index != HAPPENING_NOBODY)
        return &lab->world->devices[*index];
    reply_error(reply, API_NOT_FOUND, "Endpoint with id %lld not found",
                (long long)request->ids[0]);
    return NULL;
}

static void add_location(struct buf *out, const struct world *w, uint32_t i)
{
    const struct device *d = &w->devices[i];
    const struct carrier *c = carrier_get(d->carrier);
    const struct country *land = carrier_country(c);
    char iccid[IDENTITY_MAX], imsi[IDENTITY_MAX];
    identity_iccid(d->sim, iccid);
    identity_imsi(d->sim, d->imsi, imsi);
    buf_add_fmt(out, "\"location\":{\"iccid\":\"%s\",\"imsi\":\"%s\",\"last_updated\":\"", iccid,
                imsi);
    stamp_add(out, STAMP_ISO_OFFSET, d->updated_cs > 0 ? d->updated_cs : d->attached);
    buf_add_text(out, "\",\"last_updated_gprs\":\"");
    stamp_add(out, STAMP_ISO_OFFSET, d->updated_ps);
    buf_add_text(out, "\",\"sgsn_number\":\"");
    carrier_vlr(out, c, i + d->lac + 1);
    buf_add_text(out, "\",\"vlr_number\":\"");
    carrier_vlr(out, c, i + d->lac);
    buf_add_text(out, "\",\"msc\":\"");
    carrier_vlr(out, c, i + d->lac);
    buf_add_text(out, "\",\"sgsn_ip_address\":\"");
    carrier_address(out, c, i + d->lac, 0);
    buf_add_fmt(out, "\",\"operator\":{\"id\":%d,\"name\":\"%s\",\"country\":", c->id, c->name);
    carrier_country_json(out, land);
    buf_add_fmt(
        out,
        "},\"country\":{\"country_id\":%d,\"name\":\"%s\",\"country_code\":\"%s\",\"mcc\":\"%s\","
        "\"iso_code\":\"%s\"}},",
        land->id, land->name, land->code, land->mcc, land->iso);
}

static const char *rat_name(unsigned rat)
{
    static const char *const names[] = {"reserved", "3G", "2G",      "WLAN",   "GAN",
                                        "HSPA+",    "4G", "Virtual", "NB-IoT", "LTE-M"};
    return names[rat < 10 ? rat : 0];
}

static void add_cell(struct buf *out, const struct device *d)
{
    if (d->rat == 2)
        buf_add_fmt(out, "\"lac\":%u,\"ci\":%u,\"sac\":null,\"rac\":null,", (unsigned)d->lac,
                    d->cell & 0xffffU);
    else if (d->rat == 1)
        buf_add_fmt(out, "\"lac\":%u,\"ci\":null,\"sac\":%u,\"rac\":null,", (unsigned)d->lac,
                    d->cell & 0xffffU);
    else
        buf_add_text(out, "\"lac\":null,\"ci\":null,\"sac\":null,\"rac\":null,");
}

static void add_context(struct buf *out, const struct world *w, uint32_t i, int64_t now)
{
    const struct device *d = &w->devices[i];
    const struct carrier *c = carrier_get(d->carrier);
    struct happening like = {.device = i, .lac = d->lac, .carrier = d->carrier, .org = d->org};
    char imsi[IDENTITY_MAX], imei[IDENTITY_MAX], ip[IDENTITY_MAX];
    identity_imsi(d->sim, d->imsi, imsi);
    identity_imeisv(w, i, d->imei, imei);
    identity_ip(i, ip);
    int64_t lasted = now > d->opened ? (now - d->opened) / 1000 : 0;
    buf_add_fmt(out,
                "\"pdp_context\":{\"pdp_context_id\":%lld,\"endpoint_id\":%lld,\"tariff_profile_"
                "id\":\"40218%u\","
                "\"tariff_id\":\"%u\",\"ratezone_id\":\"%d\",\"organisation_id\":\"%d\",\"imsi_"
                "id\":\"%lld\",\"imsi\":\"%s\","
                "\"sim_id\":\"%lld\",\"teid_data_plane\":\"%u\",\"teid_control_plane\":\"%u\",",
                tunnel_pdp_id(d->session), (long long)identity_endpoint(i), d->org % 10U,
                610U + d->org, 8100 + c->id, world_orgs[d->org].id,
                (long long)identity_imsi_id(d->sim, d->imsi), imsi, (long long)identity_sim(d->sim),
                tunnel_teid(d->session, 1), tunnel_teid(d->session, 0));
    buf_add_fmt(out, "\"gtp_version\":\"%d\",\"nsapi\":\"5\",", d->rat <= 2 ? 1 : 2);
    tunnel_addresses(out, &like);
    buf_add_text(out, ",\"created\":\"");
    stamp_add(out, STAMP_SPACE, d->opened);
    buf_add_fmt(out, "\",\"mcc\":\"%s\",\"mnc\":\"%s\",\"operator_id\":\"%d\",",
                carrier_country(c)->mcc, c->mnc[0], c->id);
    add_cell(out, d);
    buf_add_fmt(out,
                "\"ue_ip_address\":\"%s\",\"imeisv\":\"%s\",\"rat_type\":{\"rat_type_id\":%u,"
                "\"description\":\"%s\"},"
                "\"duration\":\"%02lld:%02lld:%02lld\"},",
                ip, imei, (unsigned)d->rat, rat_name(d->rat), (long long)lasted / 3600,
                (long long)lasted / 60 % 60, (long long)lasted % 60);
}

void resconnect_connectivity(struct lab *lab, const struct request *request, struct reply *reply)
{
    uint32_t i;
    const struct device *d = resconnect_device(lab, request, reply, &i);
    if (d == NULL)
        return;
    if (d->presence == IS_AWAY) {
        buf_add_text(&reply->body, "{\"status\":{\"description\":\"OFFLINE\"},\"services\":[]}");
        return;
    }
    buf_add_fmt(&reply->body, "{\"status\":{\"description\":\"%s\"},",
                d->blocked                 ? "BLOCKED"
                : d->presence == IS_ONLINE ? "ONLINE"
                                           : "ATTACHED");
    add_location(&reply->body, lab->world, i);
    if (d->presence == IS_ONLINE)
        add_context(&reply->body, lab->world, i, lab_now(lab));
    buf_add_text(&reply->body, "\"services\":[\"GPRS\",\"SMS\"]}");
}

void resconnect_connectivity_info(struct lab *lab, const struct request *request,
                                  struct reply *reply)
{
    uint32_t i;
    const struct device *d = resconnect_device(lab, request, reply, &i);
    if (d == NULL)
        return;
    reply->delay = SLOW_MS - (int64_t)(i % 8) * 1000;
    int64_t now = lab_now(lab);
    if (d->presence == IS_AWAY) {
        reply_error(reply, API_NOT_FOUND, "Unknown Subscriber");
        return;
    }
    buf_add_text(&reply->body, "{\"request_timestamp\":\"");
    stamp_add(&reply->body, STAMP_ISO, now);
    buf_add_text(&reply->body, "\",\"reply_timestamp\":\"");
    stamp_add(&reply->body, STAMP_ISO, now + reply->delay);
    const struct carrier *c = carrier_get(d->carrier);
    buf_add_fmt(
        &reply->body,
        "\",\"subscriber_info\":{\"success\":true,\"state\":\"%s\",\"error\":null,\"location\":{"
        "\"current_location_retrieved\":true,\"age_of_location\":%u,\"cell_global_id\":{\"mcc\":\"%"
        "s\","
        "\"mnc\":\"%s\",\"lac\":%u,\"cid\":%u}}}}",
        d->presence == IS_ONLINE ? "connected" : "assumed_idle", (unsigned)(chance_mix(i, 3) % 90),
        carrier_country(c)->mcc, c->mnc[0], (unsigned)d->lac, d->cell & 0xffffU);
}
