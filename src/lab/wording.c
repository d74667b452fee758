/* Writes events. The texts are templates of kinds.def: <words> name the functions of the table below, which write either
 * plain text (in descriptions) or JSON (in details). Which unusual spelling an event has is drawn from its id. */
#include "lab/wording.h"

#include <stdio.h>
#include <string.h>

#include "lab/chance.h"
#include "lab/hostile.h"
#include "lab/identity.h"
#include "lab/life.h"
#include "lab/stamp.h"
#include "lab/tunnel.h"
#include "lab/stamp.h"

static const struct kind_row kinds[KIND_COUNT] = {
#define KIND(ident, ...) {__VA_ARGS__},
#include "lab/kinds.def"
#undef KIND
};

const struct kind_row *kind_row(unsigned kind)
{
    return &kinds[kind % KIND_COUNT];
}

enum oddity {
    ODD_STAMP = 1 << 0,
    ODD_STAMP_MORE = 1 << 1,
    ODD_ALERT = 1 << 2,    /* 0/1 */
    ODD_SOURCE = 1 << 3,   /* "name" instead of "description" */
    ODD_SEVERITY = 1 << 4, /* INFO, WARN, Warning */
    ODD_NULLS = 1 << 5,    /* absent objects as null */
    ODD_EMPTY = 1 << 6,    /* "detail":{} */
    ODD_NUMBERS = 1 << 7,  /* IMSI and ICCID as numbers */
    ODD_IMEI = 1 << 8,     /* 15 digits, or with the filler, or null */
    ODD_IMEI_MORE = 1 << 9,
    ODD_QUOTA_TEXT = 1 << 10, /* volumes as strings */
    ODD_SNAKE = 1 << 11,      /* quota keys in the other case */
    ODD_KEEN = 1 << 12,
    ODD_BREAK = 1 << 13,  /* a line break in the description */
    ODD_ORDER = 1 << 14,  /* id first */
    ODD_LEGACY = 1 << 15, /* type 4 with an old name */
    ODD_EXTRA = 1 << 16,  /* keys nobody knows yet */
    ODD_BITS = 17
};

struct wording {
    const struct world *w;
    const struct happening *h;
    const struct kind_row *row;
    uint64_t luck; /* drawn from the id */
    unsigned odd;
};

static void wording_init(struct wording *c, const struct world *w, const struct happening *h)
{
    *c = (struct wording){w, h, kind_row(h->kind), chance_mix(w->options.seed, (uint64_t)h->id), 0};
    uint64_t draw = chance_mix(c->luck, 4);
    if (draw % 100 >= w->options.variations)
        return;
    c->odd = (unsigned)(draw >> 8) & (unsigned)(draw >> 26) & ((1U << ODD_BITS) - 1);
    c->odd |= 1U << ((draw >> 48) % ODD_BITS);
}

void wording_quote(struct buf *out, struct str s)
{
    buf_add_byte(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\') {
            buf_add_byte(out, '\\');
            buf_add_byte(out, (char)c);
        } else if (c == '\n') {
            buf_add_text(out, "\\n");
        } else if (c < 0x20) {
            buf_add_fmt(out, "\\u%04x", c);
        } else {
            buf_add_byte(out, (char)c);
        }
    }
    buf_add_byte(out, '"');
}

/* ---------------------------------------------------------------- the <words> */

static const char *const refusals[REFUSAL_COUNT] = {
    "of an unknown reason",
    "data service disabled in service profile",
    "endpoint has no quota",
    "quota volume of endpoint is exhausted and defined action is to block data traffic",
    "SIM is not activated",
    "endpoint is disabled",
    "traffic limit of endpoint is exceeded",
    "APN 'internet' is not allowed in service profile",
    "no resources are available in the visited network",
    "the visited network does not answer",
    "IMEI does not match the lock of endpoint",
    "network is blocked for endpoint",
};

static const struct carrier *carrier_of(const struct wording *c)
{
    return carrier_get(c->h->carrier);
}

static unsigned node_of(const struct wording *c)
{
    return c->h->device + c->h->lac;
}

static const struct user *user_of(const struct wording *c)
{
    return &world_users[c->h->user % WORLD_USERS];
}

static const struct user *target_of(const struct wording *c)
{
    return &world_users[(c->h->user + 3U) % WORLD_USERS];
}

static void word_imsi(struct buf *out, const struct wording *c)
{
    char text[IDENTITY_MAX];
    identity_imsi(c->h->sim, c->h->imsi, text);
    buf_add_text(out, text);
}

static void word_imei(struct buf *out, const struct wording *c)
{
    char text[IDENTITY_MAX];
    identity_imei(c->w, c->h->device, c->h->imei, text);
    buf_add_text(out, text);
}

static void word_vlr(struct buf *out, const struct wording *c)
{
    carrier_vlr(out, carrier_of(c), node_of(c));
}

static void word_sgsn(struct buf *out, const struct wording *c)
{
    if (c->h->rat >= 6)
        carrier_mme(out, carrier_of(c), node_of(c));
    else
        carrier_vlr(out, carrier_of(c), node_of(c) + 1);
}

static void word_cp(struct buf *out, const struct wording *c)
{
    carrier_address(out, carrier_of(c), node_of(c), 0);
}

static void word_dp(struct buf *out, const struct wording *c)
{
    carrier_address(out, carrier_of(c), node_of(c), 2);
}

static void word_gap(struct buf *out, const struct wording *c)
{
    buf_add_byte(out, c->odd & ODD_BREAK ? '\n' : ' ');
}

static void word_reason(struct buf *out, const struct wording *c)
{
    buf_add_text(out, refusals[c->h->reason < REFUSAL_COUNT ? c->h->reason : 0]);
}

static void word_operator(struct buf *out, const struct wording *c)
{
    carrier_members(out, carrier_of(c));
}

static void session(struct buf *out, const struct wording *c, enum tunnel_phase phase)
{
    tunnel_detail(out, c->w, c->h, phase);
}

static void word_pdp_new(struct buf *out, const struct wording *c)
{
    session(out, c, TUNNEL_NEW);
}

static void word_pdp_open(struct buf *out, const struct wording *c)
{
    session(out, c, TUNNEL_OPEN);
}

static void word_pdp_closed(struct buf *out, const struct wording *c)
{
    session(out, c, TUNNEL_CLOSED);
}

static void word_a(struct buf *out, const struct wording *c)
{
    buf_add_fmt(out, "%lld", (long long)c->h->a);
}

static void word_b(struct buf *out, const struct wording *c)
{
    buf_add_fmt(out, "%lld", (long long)c->h->b);
}

static void word_mb(struct buf *out, const struct wording *c)
{
    buf_add_fmt(out, "%.6f", (double)c->h->a / 1e6);
}

static void word_device(struct buf *out, const struct wording *c)
{
    buf_add_fmt(out, "%lld", (long long)identity_endpoint(c->h->device));
}

static void word_sim(struct buf *out, const struct wording *c)
{
    buf_add_fmt(out, "%lld", (long long)identity_sim(c->h->sim));
}

static void word_org(struct buf *out, const struct wording *c)
{
    buf_add_text(out, world_orgs[c->h->org % WORLD_ORGS].name);
}

static void word_user(struct buf *out, const struct wording *c)
{
    buf_add_text(out, user_of(c)->username);
}

static void word_target(struct buf *out, const struct wording *c)
{
    buf_add_text(out, target_of(c)->username);
}

static void word_target_id(struct buf *out, const struct wording *c)
{
    buf_add_fmt(out, "%d", target_of(c)->id);
}

static void word_helper(struct buf *out, const struct wording *c)
{
    buf_add_text(out,
                 c->luck & 1 ? "anna.support@platform.example" : "paul.support@platform.example");
}

static void word_token(struct buf *out, const struct wording *c)
{
    static const char *const tokens[] = {"billing export", "old dashboard", "field app", "ci"};
    buf_add_text(out, tokens[c->luck % 4]);
}

static void word_ip(struct buf *out, const struct wording *c)
{
    buf_add_fmt(out, "198.51.%u.%u", (unsigned)(c->luck >> 8) & 255U,
                1 + (unsigned)(c->luck >> 16) % 254);
}

static void word_ips(struct buf *out, const struct wording *c)
{
    word_ip(out, c);
    buf_add_fmt(out, ", 203.0.113.%u", 1 + (unsigned)(c->luck >> 24) % 254);
}

static void word_profile(struct buf *out, const struct wording *c)
{
    buf_add_text(out, c->h->org & 1 ? "20418 - Payment terminals" : "20417 - Field units");
}

static void word_expiry(struct buf *out, const struct wording *c)
{
    int64_t day = 86400000LL;
    stamp_add(out, STAMP_ISO, (c->h->ts / day + 30) * day);
}

static void iccid(struct buf *out, int64_t sim)
{
    char text[IDENTITY_MAX];
    identity_iccid((uint32_t)sim, text);
    buf_add_text(out, text);
}

static void word_iccid_first(struct buf *out, const struct wording *c)
{
    iccid(out, 500000 + c->h->b);
}

static void word_iccid_last(struct buf *out, const struct wording *c)
{
    iccid(out, 500000 + c->h->b + c->h->a - 1);
}

/* One member of a quota: a number, or the same as text. */
static void volume(struct buf *out, const struct wording *c, const char *name, double value)
{
    const char *mark = c->odd & ODD_QUOTA_TEXT ? "\"" : "";
    buf_add_fmt(out, "\"%s\":%s%.*f%s", name, mark, value == (double)(int64_t)value ? 0 : 6, value,
                mark);
}

static void quota_left(struct buf *out, const struct wording *c, double unit)
{
    double left = (double)c->h->a / unit;
    buf_add_fmt(out, "\"%s\":%lld,",
                c->odd & ODD_SNAKE ? "thresholdPercentage" : "threshold_percentage",
                (long long)c->h->b);
    volume(out, c, c->odd & ODD_SNAKE ? "thresholdVolume" : "threshold_volume",
           (double)c->h->b / 10);
    buf_add_byte(out, ',');
    volume(out, c, "volume", left);
}

static void word_quota_left(struct buf *out, const struct wording *c)
{
    quota_left(out, c, 1e6);
}

static void word_sms_left(struct buf *out, const struct wording *c)
{
    quota_left(out, c, 1);
}

static void quota_new(struct buf *out, const struct wording *c, double unit)
{
    bool snake = c->odd & ODD_SNAKE;
    double given = (double)c->h->a / unit;
    buf_add_text(
        out, "\"status\":{\"id\":1,\"description\":\"ACTIVE\"},\"action_on_exhaustion\":{\"id\":1,"
             "\"description\":\"Block\",\"peak_throughput\":128000},");
    volume(out, c, "volume", given);
    buf_add_fmt(out, ",\"%s\":\"", snake ? "expiry_date" : "expiryDate");
    word_expiry(out, c);
    buf_add_text(out, "\",");
    volume(out, c, snake ? "last_volume_added" : "lastVolumeAdded", given);
    buf_add_fmt(out, ",\"%s\":\"", snake ? "last_status_change_date" : "lastStatusChangeDate");
    stamp_add(out, STAMP_ISO, c->h->ts - 1000);
    buf_add_fmt(out, "\",\"%s\":%s,\"%s\":%lld,", snake ? "auto_refill" : "autoRefill",
                snake ? "0" : "false", snake ? "threshold_percentage" : "thresholdPercentage",
                (long long)c->h->b);
    volume(out, c, snake ? "threshold_volume" : "thresholdVolume", given * (double)c->h->b / 100.0);
}

static void word_quota_new(struct buf *out, const struct wording *c)
{
    quota_new(out, c, 1e6);
}

static void word_sms_new(struct buf *out, const struct wording *c)
{
    quota_new(out, c, 1);
}

static void word_breakout(struct buf *out, const struct wording *c)
{
    bool vpn = strstr(c->row->text, "VPN") != NULL,
         down = strstr(c->row->text, "terminated") != NULL;
    buf_add_fmt(out, "\"username\":\"%s\",\"breakout_id\":%lld,\"creation_date\":\"",
                user_of(c)->username, (long long)c->h->a);
    stamp_add(out, STAMP_ISO, c->h->ts - (down ? 86400000 * 9 : 2000));
    buf_add_text(out, "\",\"deletion_date\":");
    if (down) {
        buf_add_byte(out, '"');
        stamp_add(out, STAMP_ISO, c->h->ts);
        buf_add_byte(out, '"');
    } else {
        buf_add_text(out, "null");
    }
    buf_add_fmt(out,
                ",\"region\":\"%s\",\"resource_share_name\":\"Private path of the control rooms\","
                "\"breakout_type_id\":%d,\"breakout_type\":\"%s\",\"price\":%d",
                tunnel_region(c->h->org), vpn ? 2 : 1, vpn ? "VPN" : "Transit Gateway",
                vpn ? 89 : 149);
}

static void word_client(struct buf *out, const struct wording *c)
{
    buf_add_fmt(out, "\"region\":\"%s\",\"client\":{\"public_ip\":\"", tunnel_region(c->h->user));
    word_ip(out, c);
    buf_add_fmt(out,
                "\",\"version\":\"2.6.%u\",\"private_ip\":\"100.64.9.%u\"},\"protocol\":\"%s\"",
                (unsigned)(c->luck >> 32) % 12, 2U + c->h->user, c->luck >> 40 & 7 ? "udp" : "tcp");
}

typedef void (*word_fn)(struct buf *out, const struct wording *c);

static const struct {
    const char *name;
    word_fn write;
} words[] = {
    {"imsi", word_imsi},
    {"gap", word_gap},
    {"vlr", word_vlr},
    {"sgsn", word_sgsn},
    {"cp", word_cp},
    {"dp", word_dp},
    {"operator", word_operator},
    {"pdp_new", word_pdp_new},
    {"pdp_closed", word_pdp_closed},
    {"pdp_open", word_pdp_open},
    {"reason", word_reason},
    {"a", word_a},
    {"b", word_b},
    {"mb", word_mb},
    {"quota_left", word_quota_left},
    {"quota_new", word_quota_new},
    {"sms_left", word_sms_left},
    {"sms_new", word_sms_new},
    {"expiry", word_expiry},
    {"device", word_device},
    {"sim", word_sim},
    {"imei", word_imei},
    {"org", word_org},
    {"user", word_user},
    {"target", word_target},
    {"target_id", word_target_id},
    {"helper", word_helper},
    {"token", word_token},
    {"ip", word_ip},
    {"ips", word_ips},
    {"profile", word_profile},
    {"breakout", word_breakout},
    {"client", word_client},
    {"iccid_first", word_iccid_first},
    {"iccid_last", word_iccid_last},
};

static void fill(struct buf *out, const struct wording *c, const char *template)
{
    for (const char *open = strchr(template, '<'); open != NULL; open = strchr(template, '<')) {
        const char *close = strchr(open, '>');
        size_t n = (size_t)(close - open - 1), i = 0;
        buf_add(out, template, (size_t)(open - template));
        while (strncmp(words[i].name, open + 1, n) != 0 || words[i].name[n] != '\0')
            i++;
        words[i].write(out, c);
        template = close + 1;
    }
    buf_add_text(out, template);
}

void wording_text(struct buf *out, const struct world *w, const struct happening *h)
{
    struct wording c;
    wording_init(&c, w, h);
    fill(out, &c, c.row->text);
}

/* ---------------------------------------------------------------- the object */

static void add_stamp(struct buf *out, const struct wording *c)
{
    static const enum stamp_style whole[] = {STAMP_ISO_MS, STAMP_ISO, STAMP_SPACE, STAMP_US};
    enum stamp_style style = STAMP_ISO_MS;
    if (c->odd & ODD_STAMP)
        style = c->h->ts % 1000 == 0 ? whole[(c->luck >> 20) % 4] : STAMP_ISO_OFFSET;
    if (c->odd & ODD_STAMP_MORE)
        style = STAMP_ISO_OFFSET;
    buf_add_text(out, "\"timestamp\":\"");
    stamp_add(out, style, c->h->ts);
    buf_add_byte(out, '"');
}

static void add_alert(struct buf *out, const struct wording *c)
{
    static const char *const flags[] = {"false", "true", "0", "1"};
    buf_add_fmt(out, "\"alert\":%s", flags[(c->row->alert ? 1 : 0) + (c->odd & ODD_ALERT ? 2 : 0)]);
}

static void add_text(struct buf *out, const struct wording *c)
{
    struct buf text = {0};
    fill(&text, c, c->row->text);
    buf_add_text(out, "\"description\":");
    wording_quote(out, buf_str(&text));
    if (c->h->hostile > 0) {
        out->n--;
        buf_add_byte(out, ' ');
        buf_add_str(out, hostile_text(c->h->hostile));
        buf_add_byte(out, '"');
    }
    buf_fini(&text);
}

static void add_id(struct buf *out, const struct wording *c)
{
    buf_add_fmt(out, "\"id\":%lld", (long long)c->h->id);
}

static void add_class(struct buf *out, const struct wording *c)
{
    static const char *const sources[] = {"Network", "Policy Control", "API"};
    static const char *const severities[][3] = {{"Info", "Warn", "Critical"},
                                                {"INFO", "WARN", "CRITICAL"},
                                                {"Info", "Warning", "Critical"}};
    const struct kind_row *row = c->row;
    bool legacy = row->type == 4 && c->odd & ODD_LEGACY;
    size_t spelling = c->odd & ODD_SEVERITY ? 1 + (c->luck >> 30) % 2 : 0;
    buf_add_fmt(out, "\"event_type\":{\"id\":%d,\"description\":\"%s\"}", row->type,
                legacy ? "Delete PDP Context" : row->name);
    buf_add_fmt(out, ",\"event_source\":{\"id\":%d,\"%s\":\"%s\"}", row->source,
                c->odd & ODD_SOURCE ? "name" : "description", sources[row->source]);
    buf_add_fmt(out, ",\"event_severity\":{\"id\":%d,\"description\":\"%s\"}", row->severity,
                severities[spelling][row->severity]);
}

static void add_org(struct buf *out, const struct wording *c)
{
    const struct org *o = &world_orgs[c->h->org % WORLD_ORGS];
    buf_add_fmt(out, ",\"organisation\":{\"id\":%d,\"name\":\"%s\"}", o->id, o->name);
}

static void add_user(struct buf *out, const struct wording *c)
{
    const struct user *u = user_of(c);
    buf_add_fmt(out, ",\"user\":{\"id\":%d,\"username\":\"%s\",\"name\":\"%s\"}", u->id,
                u->username, u->name);
}

static void add_imei(struct buf *out, const struct wording *c)
{
    char text[IDENTITY_MAX];
    identity_imeisv(c->w, c->h->device, c->h->imei, text);
    if (c->odd & ODD_IMEI)
        identity_imei(c->w, c->h->device, c->h->imei, text);
    if (c->odd & ODD_IMEI && c->odd & ODD_IMEI_MORE)
        memcpy(text + 15, "f", 2);
    bool none = c->odd & ODD_IMEI_MORE && !(c->odd & ODD_IMEI);
    buf_add_fmt(out, none ? "\"imei\":null" : "\"imei\":\"%s\"", text);
}

static void add_endpoint(struct buf *out, const struct wording *c)
{
    char name[IDENTITY_MAX], tags[IDENTITY_MAX], ip[IDENTITY_MAX];
    identity_name(c->w, c->h->device, name);
    identity_tags(c->w, c->h->device, tags);
    identity_ip(c->h->device, ip);
    buf_add_fmt(out, ",\"endpoint\":{\"id\":%lld,", (long long)identity_endpoint(c->h->device));
    add_imei(out, c);
    buf_add_fmt(out, ",\"ip_address\":\"%s\",\"name\":\"", ip);
    buf_add_str(out, c->h->hostile > 0 ? hostile_text(c->h->hostile + 3U) : str_of(name));
    buf_add_fmt(out, tags[0] != '\0' ? "\",\"tags\":\"%s\"}" : "\",\"tags\":null}", tags);
}

static void add_card(struct buf *out, const struct wording *c)
{
    char number[IDENTITY_MAX];
    const char *mark = c->odd & ODD_NUMBERS ? "" : "\"";
    identity_iccid(c->h->sim, number);
    buf_add_fmt(out, ",\"sim\":{\"iccid\":%s%s%s,\"id\":%lld,\"production_date\":\"", mark, number,
                mark, (long long)identity_sim(c->h->sim));
    stamp_add(out, STAMP_ISO_MS, identity_produced(c->h->sim));
    buf_add_byte(out, '"');
    if (c->h->sim % 5 < 2) {
        identity_msisdn(c->h->sim, number);
        buf_add_fmt(out, ",\"msisdn\":\"%s\"", number);
    }
    identity_imsi(c->h->sim, c->h->imsi, number);
    buf_add_fmt(out, "},\"imsi\":{\"id\":%lld,\"import_date\":\"",
                (long long)identity_imsi_id(c->h->sim, c->h->imsi));
    stamp_add(out, STAMP_ISO_MS, identity_produced(c->h->sim));
    buf_add_fmt(out, "\",\"imsi\":%s%s%s}", mark, number, mark);
}

static void add_detail(struct buf *out, const struct wording *c)
{
    if (c->row->detail != NULL) {
        buf_add_text(out, ",\"detail\":{");
        fill(out, c, c->row->detail);
        buf_add_byte(out, '}');
    } else if (c->odd & ODD_EMPTY) {
        buf_add_text(out, ",\"detail\":{}");
    } else if (c->odd & ODD_NULLS) {
        buf_add_text(out, ",\"detail\":null");
    }
}

static void add_people(struct buf *out, const struct wording *c)
{
    enum happening_about about = c->row->about;
    bool nulls = c->odd & ODD_NULLS || about == ABOUT_VPN;
    add_org(out, c);
    if (about == ABOUT_USER || about == ABOUT_VPN)
        add_user(out, c);
    else if (nulls)
        buf_add_text(out, ",\"user\":null");
    if (about == ABOUT_DEVICE) {
        add_endpoint(out, c);
        add_card(out, c);
    } else if (nulls) {
        buf_add_text(out, ",\"endpoint\":null,\"sim\":null,\"imsi\":null");
    }
}

static void add_extras(struct buf *out, const struct wording *c)
{
    if (c->odd & ODD_EXTRA)
        buf_add_text(out,
                     ",\"correlation\":{\"trace\":[1,2,{\"hop\":\"edge\"}],\"sampled\":false}");
    if (!(c->odd & ODD_KEEN))
        return;
    buf_add_text(out, ",\"keen\":{\"timestamp\":\"");
    stamp_add(out, STAMP_ISO_MS, c->h->ts + 15000);
    buf_add_text(out, "\",\"created_at\":\"");
    stamp_add(out, STAMP_ISO_MS, c->h->ts + 15000);
    buf_add_fmt(out, "\",\"id\":\"%llx\"}", (unsigned long long)c->luck);
}

void wording_event(struct buf *out, const struct world *w, const struct happening *h)
{
    typedef void (*part_fn)(struct buf * out, const struct wording *c);
    static const part_fn orders[2][5] = {
        {add_stamp, add_alert, add_text, add_id, add_class},
        {add_id, add_stamp, add_class, add_alert, add_text},
    };
    struct wording c;
    wording_init(&c, w, h);
    buf_reserve(out, 1600);
    buf_add_byte(out, '{');
    for (int i = 0; i < 5; i++) {
        if (i > 0)
            buf_add_byte(out, ',');
        orders[c.odd & ODD_ORDER ? 1 : 0][i](out, &c);
    }
    add_people(out, &c);
    add_detail(out, &c);
    add_extras(out, &c);
    buf_add_byte(out, '}');
}
