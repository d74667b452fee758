/* A device on demand: what it is, where it is, what it moved, what it may. Read from the world as it is now. */
#include "lab/resources.h"

#include <stdlib.h>
#include <strings.h>

#include "lab/chance.h"
#include "lab/identity.h"
#include "lab/listing.h"
#include "lab/stamp.h"
#include "lab/tunnel.h"
#include "lab/wording.h"

#define DEVICES_USUAL 1000
#define SLOW_MS       12000 /* an active network query */

/* The device of the path, or an answer that there is none. */
static const struct device *device_of(struct lab *lab, const struct request *request,
                                      struct reply *reply, uint32_t *index)
{
    *index = world_device_of(lab->world, request->ids[0]);
    if (*index != HAPPENING_NOBODY)
        return &lab->world->devices[*index];
    reply_error(reply, API_NOT_FOUND, "Endpoint with id %lld not found",
                (long long)request->ids[0]);
    return NULL;
}

static void quoted(struct buf *out, const char *name, const char *text)
{
    buf_add_fmt(out, "\"%s\":\"%s\",", name, text);
}

static void add_sim(struct buf *out, const struct device *d)
{
    char text[IDENTITY_MAX];
    buf_add_fmt(out, "\"sim\":{\"id\":%lld,", (long long)identity_sim(d->sim));
    identity_iccid(d->sim, text);
    quoted(out, "iccid", text);
    identity_iccid_luhn(d->sim, text);
    quoted(out, "iccid_with_luhn", text);
    identity_imsi(d->sim, d->imsi, text);
    quoted(out, "imsi", text);
    identity_msisdn(d->sim, text);
    quoted(out, "msisdn", text);
    buf_add_fmt(out, "\"eid\":null,\"status\":{\"id\":%d,\"description\":\"%s\"}},",
                d->shelved     ? 0
                : d->suspended ? 2
                               : 1,
                d->shelved     ? "Issued"
                : d->suspended ? "Suspended"
                               : "Activated");
}

static void add_device(struct buf *out, const struct world *w, uint32_t i)
{
    const struct device *d = &w->devices[i];
    char text[IDENTITY_MAX];
    buf_add_fmt(out, "{\"id\":%lld,", (long long)identity_endpoint(i));
    identity_name(w, i, text);
    quoted(out, "name", text);
    identity_tags(w, i, text);
    buf_add_fmt(out, text[0] != '\0' ? "\"tags\":\"%s\"," : "\"tags\":null,", text);
    buf_add_text(out, "\"created\":\"");
    stamp_add(out, STAMP_ISO_OFFSET, identity_produced(d->sim) + 86400000);
    buf_add_text(out, "\",\"last_updated\":\"");
    stamp_add(out, STAMP_ISO_OFFSET, d->attached);
    buf_add_fmt(out, "\",\"status\":{\"id\":%d,\"description\":\"%s\"},", d->disabled,
                d->disabled ? "Disabled" : "Enabled");
    buf_add_fmt(
        out,
        "\"service_profile\":{\"id\":%u,\"name\":\"%s\"},\"tariff_profile\":{\"id\":40218%u,"
        "\"name\":\"Fleet %s\",\"satellite_capable\":false},",
        20417U + (d->org & 1U), d->org & 1 ? "Payment terminals" : "Field units", d->org % 10U,
        d->org & 1 ? "S" : "M");
    add_sim(out, d);
    identity_imeisv(w, i, d->imei, text);
    quoted(out, "imei", text);
    identity_imei(w, i, d->imei, text);
    quoted(out, "imei_with_luhn", text);
    identity_ip(i, text);
    quoted(out, "ip_address", text);
    buf_add_text(
        out,
        "\"imei_lock\":false,\"ip_address_space\":{\"id\":21,\"ip_address_space\":\"10.96.0.0/13\","
        "\"ip_address_version\":4},\"runtime_data\":{\"msc\":\"");
    carrier_vlr(out, carrier_get(d->carrier), i);
    buf_add_text(out, "\",\"sgsn\":\"");
    carrier_vlr(out, carrier_get(d->carrier), i + 1);
    buf_add_text(out, "\",\"sgsn_ip_address\":\"");
    carrier_address(out, carrier_get(d->carrier), i, 0);
    buf_add_text(out, "\"}}");
}

void resdevices_one(struct lab *lab, const struct request *request, struct reply *reply)
{
    uint32_t i;
    if (device_of(lab, request, reply, &i) != NULL)
        add_device(&reply->body, lab->world, i);
}

/* ---------------------------------------------------------------- the list */

typedef void (*text_fn)(const struct world *w, uint32_t i, char out[IDENTITY_MAX]);

static void get_id(const struct world *w, uint32_t i, char out[IDENTITY_MAX])
{
    (void)w;
    struct buf text = {0};
    buf_add_fmt(&text, "%lld", (long long)identity_endpoint(i));
    str_copy(buf_str(&text), out, IDENTITY_MAX);
    buf_fini(&text);
}

static void get_ip(const struct world *w, uint32_t i, char out[IDENTITY_MAX])
{
    (void)w;
    identity_ip(i, out);
}

static void get_imei(const struct world *w, uint32_t i, char out[IDENTITY_MAX])
{
    identity_imeisv(w, i, w->devices[i].imei, out);
}

static void get_iccid(const struct world *w, uint32_t i, char out[IDENTITY_MAX])
{
    identity_iccid(w->devices[i].sim, out);
}

static void get_iccid_luhn(const struct world *w, uint32_t i, char out[IDENTITY_MAX])
{
    identity_iccid_luhn(w->devices[i].sim, out);
}

static void get_status(const struct world *w, uint32_t i, char out[IDENTITY_MAX])
{
    str_copy(w->devices[i].disabled ? STR("1") : STR("0"), out, IDENTITY_MAX);
}

static void get_sim_status(const struct world *w, uint32_t i, char out[IDENTITY_MAX])
{
    const struct device *d = &w->devices[i];
    str_copy(d->shelved ? STR("0") : d->suspended ? STR("2") : STR("1"), out, IDENTITY_MAX);
}

static const struct {
    const char *name;
    text_fn get;
    int whole; /* equal, not just the beginning */
} filters[] = {
    {"id", get_id, 1},
    {"name", identity_name, 0},
    {"tags", identity_tags, 0},
    {"ip_address", get_ip, 0},
    {"imei", get_imei, 0},
    {"iccid", get_iccid, 0},
    {"status", get_status, 1},
    {"sim_status", get_sim_status, 1},
    {"iccid_with_luhn", get_iccid_luhn, 0},
};
#define FILTER_COUNT (sizeof filters / sizeof filters[0])

static size_t find_filter(struct str name)
{
    size_t f = 0;
    while (f < FILTER_COUNT && !str_eq(str_of(filters[f].name), name))
        f++;
    return f;
}

static bool q_is_good(struct str q, struct reply *reply)
{
    struct str rest = q, piece;
    while (q.n > 0 && str_next(&rest, ',', &piece)) {
        ptrdiff_t colon = str_find_byte(piece, ':');
        if (colon > 0 && find_filter(str_sub(piece, 0, (size_t)colon)) < FILTER_COUNT)
            continue;
        reply_error(reply, API_QUERY, "Filter '%.*s' is not valid", STR_ARG(piece));
        return false;
    }
    return true;
}

static bool is_selected(const struct world *w, uint32_t i, struct str q)
{
    struct str rest = q, piece;
    while (q.n > 0 && str_next(&rest, ',', &piece)) {
        size_t colon = (size_t)str_find_byte(piece, ':');
        struct str wanted = str_sub(piece, colon + 1, piece.n);
        size_t f = find_filter(str_sub(piece, 0, colon));
        char text[IDENTITY_MAX];
        filters[f].get(w, i, text);
        bool same = filters[f].whole ? str_eq(str_of(text), wanted)
                                     : strncasecmp(text, wanted.p, wanted.n) == 0;
        if (!same)
            return false;
    }
    return true;
}

void resdevices_list(struct lab *lab, const struct request *request, struct reply *reply)
{
    const struct world *w = lab->world;
    struct paging paging;
    struct str q = request_argument(request, "q"), sort = request_argument(request, "sort");
    if (!listing_paging(request, DEVICES_USUAL, DEVICES_USUAL, &paging, reply) ||
        !q_is_good(q, reply))
        return;
    bool descending = str_eq(sort, STR("-id"));
    uint64_t total = 0, count = 0;
    for (uint32_t i = 0; i < w->options.devices; i++)
        total += is_selected(w, i, q);
    uint64_t last = total > 0 ? (total - 1) / paging.per_page + 1 : 1, place = 0;
    uint64_t page = paging.page > last ? last : paging.page, skip = (page - 1) * paging.per_page;
    buf_add_byte(&reply->body, '[');
    for (uint32_t n = 0; n < w->options.devices && count < paging.per_page; n++) {
        uint32_t i = descending ? w->options.devices - 1 - n : n;
        if (!is_selected(w, i, q) || place++ < skip)
            continue;
        if (count++ > 0)
            buf_add_byte(&reply->body, ',');
        add_device(&reply->body, w, i);
    }
    buf_add_byte(&reply->body, ']');
    listing_headers(reply, HEADERS_TITLE, count, page, total, paging.per_page,
                    sort.n > 0 ? sort : STR("id"), q);
}

/* ---------------------------------------------------------------- connectivity */

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

void resdevices_connectivity(struct lab *lab, const struct request *request, struct reply *reply)
{
    uint32_t i;
    const struct device *d = device_of(lab, request, reply, &i);
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

void resdevices_connectivity_info(struct lab *lab, const struct request *request,
                                  struct reply *reply)
{
    uint32_t i;
    const struct device *d = device_of(lab, request, reply, &i);
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

/* ---------------------------------------------------------------- quotas and SMS */

static void quota(const struct quota *q, double unit, struct reply *reply)
{
    if (q->given == 0) {
        reply_error(reply, API_NOT_FOUND, "No quota is set");
        return;
    }
    buf_add_fmt(
        &reply->body,
        "{\"status\":{\"id\":%d,\"description\":\"%s\"},\"volume\":%.6f,\"last_volume_added\":%.6f,"
        "\"threshold_percentage\":%u,\"threshold_volume\":%.6f,\"auto_refill\":0,"
        "\"peak_throughput\":128000,\"action_on_exhaustion\":{\"id\":1,\"description\":\"Block\"},"
        "\"expiry_date\":\"",
        q->used_up ? 2 : 1, q->used_up ? "EXHAUSTED" : "ACTIVE", (double)q->left / unit,
        (double)q->given / unit, (unsigned)q->percent, (double)q->threshold / unit);
    stamp_add(&reply->body, STAMP_ISO, q->expires);
    buf_add_text(&reply->body, "\",\"last_status_change_date\":\"");
    stamp_add(&reply->body, STAMP_ISO, q->changed);
    buf_add_text(&reply->body, "\"}");
}

void resdevices_quota_data(struct lab *lab, const struct request *request, struct reply *reply)
{
    uint32_t i;
    const struct device *d = device_of(lab, request, reply, &i);
    if (d != NULL)
        quota(&d->data, 1e6, reply);
}

void resdevices_quota_sms(struct lab *lab, const struct request *request, struct reply *reply)
{
    uint32_t i;
    const struct device *d = device_of(lab, request, reply, &i);
    if (d != NULL)
        quota(&d->sms, 1, reply);
}

static void add_sms(struct buf *out, const struct device *d, uint32_t i, unsigned n, int64_t now)
{
    static const char *const texts[] = {"STATUS?", "REBOOT", "SET INTERVAL 900", "UPDATE 4.2.1"};
    uint64_t h = chance_mix(i, 900 + n);
    int64_t sent = now - (int64_t)(1 + n) * 21600000 - (int64_t)(h % 20000000);
    bool done = h % 9 != 0;
    char iccid[IDENTITY_MAX], imsi[IDENTITY_MAX], msisdn[IDENTITY_MAX];
    identity_iccid(d->sim, iccid);
    identity_imsi(d->sim, d->imsi, imsi);
    identity_msisdn(d->sim, msisdn);
    buf_add_fmt(out, "%s{\"id\":\"%u\",\"submit_date\":\"", n > 0 ? "," : "", 7700000 + i * 8 + n);
    stamp_add(out, STAMP_SPACE, sent);
    buf_add_text(out, "\",\"delivery_date\":");
    if (done) {
        buf_add_byte(out, '"');
        stamp_add(out, STAMP_SPACE, sent + 4000);
        buf_add_byte(out, '"');
    } else {
        buf_add_text(out, "null");
    }
    buf_add_fmt(out,
                ",\"retry_count\":\"0\",\"gsm_map_error\":null,\"dcs\":\"0\",\"pid\":\"0\","
                "\"source_address\":\"4479%08u\","
                "\"source_address_type\":{\"id\":145,\"description\":\"International\"},\"sms_"
                "type\":{\"id\":1,"
                "\"description\":\"MT\"},\"status\":{\"id\":%d,\"description\":\"%s\"},\"payload\":"
                "\"%s\",\"udh\":\"\","
                "\"msisdn\":\"%s\",\"imsi\":\"%s\",\"iccid\":\"%s\",\"sim_id\":\"%lld\",\"endpoint_"
                "id\":\"%lld\"}",
                (unsigned)(h % 100000000), done ? 4 : 3, done ? "DELIVERED" : "BUFFERED",
                texts[h % 4], msisdn, imsi, iccid, (long long)identity_sim(d->sim),
                (long long)identity_endpoint(i));
}

void resdevices_sms(struct lab *lab, const struct request *request, struct reply *reply)
{
    uint32_t i;
    const struct device *d = device_of(lab, request, reply, &i);
    if (d == NULL)
        return;
    int64_t today = lab_now(lab) / 86400000 * 86400000;
    buf_add_byte(&reply->body, '[');
    for (unsigned n = 0; n < i % 6; n++)
        add_sms(&reply->body, d, i, n, today);
    buf_add_byte(&reply->body, ']');
}

/* ---------------------------------------------------------------- SIMs */

void resdevices_sim(struct lab *lab, const struct request *request, struct reply *reply)
{
    uint32_t sim = world_device_of_sim(lab->world, request->ids[0]);
    if (sim == HAPPENING_NOBODY) {
        reply_error(reply, API_NOT_FOUND, "SIM with id %lld not found", (long long)request->ids[0]);
        return;
    }
    const struct device *d = &lab->world->devices[sim];
    char text[IDENTITY_MAX];
    struct buf *out = &reply->body;
    const struct org *o = &world_orgs[d->org];
    identity_iccid(sim, text);
    buf_add_fmt(out, "{\"id\":%lld,\"iccid\":\"%s\",\"eid\":null,\"production_date\":\"",
                (long long)identity_sim(sim), text);
    stamp_add(out, STAMP_ISO_OFFSET, identity_produced(sim));
    buf_add_text(out, "\",\"activation_date\":\"");
    stamp_add(out, STAMP_ISO_OFFSET, identity_produced(sim) + 86400000);
    buf_add_fmt(out,
                "\",\"status\":{\"id\":%d,\"description\":\"%s\"},\"customer_org\":{\"id\":%d,"
                "\"name\":\"%s\"},"
                "\"issuer_org\":{\"id\":2,\"name\":\"Platform\"},\"reseller_org\":{\"id\":%d,"
                "\"name\":\"%s\"},",
                d->suspended ? 2
                : d->shelved ? 0
                             : 1,
                d->suspended ? "Suspended"
                : d->shelved ? "Issued"
                             : "Activated",
                o->id, o->name, world_orgs[0].id, world_orgs[0].name);
    identity_name(lab->world, sim, text);
    buf_add_fmt(out, "\"endpoint\":{\"id\":%lld,\"name\":\"%s\"},",
                (long long)identity_endpoint(sim), text);
    identity_imsi(sim, d->imsi, text);
    buf_add_fmt(out, "\"imsi\":\"%s\",", text);
    identity_msisdn(sim, text);
    buf_add_fmt(out,
                "\"msisdn\":\"%s\",\"model\":{\"id\":9,\"description\":\"4FF "
                "industrial\",\"memory_size\":128,"
                "\"formfactor\":\"4FF\",\"manufacturer\":\"Card Works\"}}",
                text);
}
