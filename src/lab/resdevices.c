/* A device on demand: what it is, where it is, what it moved, what it may. Read from the world as it is now. */
#include "lab/resources.h"

#include <stdlib.h>
#include <strings.h>

#include "lab/chance.h"
#include "lab/identity.h"
#include "lab/listing.h"
#include "lab/stamp.h"
#include "lab/wording.h"

#define DEVICES_USUAL 1000
#define SLOW_MS       12000 /* an active network query */

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
    if (resconnect_device(lab, request, reply, &i) != NULL)
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
    const struct device *d = resconnect_device(lab, request, reply, &i);
    if (d != NULL)
        quota(&d->data, 1e6, reply);
}

void resdevices_quota_sms(struct lab *lab, const struct request *request, struct reply *reply)
{
    uint32_t i;
    const struct device *d = resconnect_device(lab, request, reply, &i);
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
    const struct device *d = resconnect_device(lab, request, reply, &i);
    if (d == NULL)
        return;
    int64_t today = lab_now(lab) / 86400000 * 86400000;
    buf_add_byte(&reply->body, '[');
    for (unsigned n = 0; n < i % 6; n++)
        add_sms(&reply->body, d, i, n, today);
    buf_add_byte(&reply->body, ']');
}
