/* One small function for each word, and the table that names them. Which unusual spelling an event has is drawn from its
 * id, so that the same record is always written alike. */
#include "lab/words.h"

#include <string.h>

#include "lab/chance.h"
#include "lab/identity.h"
#include "lab/life.h"
#include "lab/stamp.h"
#include "lab/tunnel.h"

void words_init(struct words *c, const struct world *w, const struct happening *h)
{
    *c = (struct words){w, h, kind_row(h->kind), chance_mix(w->options.seed, (uint64_t)h->id), 0, 0};
    uint64_t draw = chance_mix(c->luck, 4);
    if (draw % 100 >= w->options.variations)
        return;
    c->odd = (unsigned)(draw >> 8) & (unsigned)(draw >> 26) & ((1U << ODD_BITS) - 1);
    c->odd |= 1U << ((draw >> 48) % ODD_BITS);
}

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

static const struct carrier *carrier_of(const struct words *c)
{
    return carrier_get(c->h->carrier);
}

static unsigned node_of(const struct words *c)
{
    return c->h->device + c->h->lac;
}

const struct user *words_user(const struct words *c)
{
    return &world_users[c->h->user % WORLD_USERS];
}

static const struct user *target_of(const struct words *c)
{
    return &world_users[(c->h->user + 3U) % WORLD_USERS];
}

static void word_imsi(struct buf *out, const struct words *c)
{
    char text[IDENTITY_MAX];
    identity_imsi(c->h->sim, c->h->imsi, text);
    buf_add_text(out, text);
}

static void word_imei(struct buf *out, const struct words *c)
{
    char text[IDENTITY_MAX];
    identity_imei(c->w, c->h->device, c->h->imei, text);
    buf_add_text(out, text);
}

static void word_vlr(struct buf *out, const struct words *c)
{
    carrier_vlr(out, carrier_of(c), node_of(c));
}

static void word_sgsn(struct buf *out, const struct words *c)
{
    if (c->h->rat >= 6)
        carrier_mme(out, carrier_of(c), node_of(c));
    else
        carrier_vlr(out, carrier_of(c), node_of(c) + 1);
}

static void word_cp(struct buf *out, const struct words *c)
{
    carrier_address(out, carrier_of(c), node_of(c), 0);
}

static void word_dp(struct buf *out, const struct words *c)
{
    carrier_address(out, carrier_of(c), node_of(c), 2);
}

static void word_gap(struct buf *out, const struct words *c)
{
    buf_add_byte(out, c->odd & ODD_BREAK ? '\n' : ' ');
}

static void word_reason(struct buf *out, const struct words *c)
{
    buf_add_text(out, refusals[c->h->reason < REFUSAL_COUNT ? c->h->reason : 0]);
}

static void word_operator(struct buf *out, const struct words *c)
{
    carrier_members(out, carrier_of(c));
}

static void session(struct buf *out, const struct words *c, enum tunnel_phase phase)
{
    tunnel_detail(out, c->w, c->h, phase);
}

static void word_pdp_new(struct buf *out, const struct words *c)
{
    session(out, c, TUNNEL_NEW);
}

static void word_pdp_open(struct buf *out, const struct words *c)
{
    session(out, c, TUNNEL_OPEN);
}

static void word_pdp_closed(struct buf *out, const struct words *c)
{
    session(out, c, TUNNEL_CLOSED);
}

static void word_a(struct buf *out, const struct words *c)
{
    buf_add_fmt(out, "%lld", (long long)c->h->a);
}

static void word_b(struct buf *out, const struct words *c)
{
    buf_add_fmt(out, "%lld", (long long)c->h->b);
}

static void word_mb(struct buf *out, const struct words *c)
{
    buf_add_fmt(out, "%.6f", (double)c->h->a / 1e6);
}

static void word_device(struct buf *out, const struct words *c)
{
    buf_add_fmt(out, "%lld", (long long)identity_endpoint(c->h->device));
}

static void word_sim(struct buf *out, const struct words *c)
{
    buf_add_fmt(out, "%lld", (long long)identity_sim(c->h->sim));
}

static void word_org(struct buf *out, const struct words *c)
{
    buf_add_text(out, world_orgs[c->h->org % WORLD_ORGS].name);
}

static void word_user(struct buf *out, const struct words *c)
{
    buf_add_text(out, words_user(c)->username);
}

static void word_target(struct buf *out, const struct words *c)
{
    buf_add_text(out, target_of(c)->username);
}

static void word_target_id(struct buf *out, const struct words *c)
{
    buf_add_fmt(out, "%d", target_of(c)->id);
}

static void word_helper(struct buf *out, const struct words *c)
{
    buf_add_text(out,
                 c->luck & 1 ? "anna.support@platform.example" : "paul.support@platform.example");
}

static void word_token(struct buf *out, const struct words *c)
{
    static const char *const tokens[] = {"billing export", "old dashboard", "field app", "ci"};
    buf_add_text(out, tokens[c->luck % 4]);
}

static void word_ip(struct buf *out, const struct words *c)
{
    buf_add_fmt(out, "198.51.%u.%u", (unsigned)(c->luck >> 8) & 255U,
                1 + (unsigned)(c->luck >> 16) % 254);
}

static void word_ips(struct buf *out, const struct words *c)
{
    word_ip(out, c);
    buf_add_fmt(out, ", 203.0.113.%u", 1 + (unsigned)(c->luck >> 24) % 254);
}

static void word_profile(struct buf *out, const struct words *c)
{
    buf_add_text(out, c->h->org & 1 ? "20418 - Payment terminals" : "20417 - Field units");
}

static void word_expiry(struct buf *out, const struct words *c)
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

static void word_iccid_first(struct buf *out, const struct words *c)
{
    iccid(out, 500000 + c->h->b);
}

static void word_iccid_last(struct buf *out, const struct words *c)
{
    iccid(out, 500000 + c->h->b + c->h->a - 1);
}

/* One member of a quota: a number, or the same as text. */
static void volume(struct buf *out, const struct words *c, const char *name, double value)
{
    const char *mark = c->odd & ODD_QUOTA_TEXT ? "\"" : "";
    buf_add_fmt(out, "\"%s\":%s%.*f%s", name, mark, value == (double)(int64_t)value ? 0 : 6, value,
                mark);
}

static void quota_left(struct buf *out, const struct words *c, double unit)
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

static void word_quota_left(struct buf *out, const struct words *c)
{
    quota_left(out, c, 1e6);
}

static void word_sms_left(struct buf *out, const struct words *c)
{
    quota_left(out, c, 1);
}

static void quota_new(struct buf *out, const struct words *c, double unit)
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

static void word_quota_new(struct buf *out, const struct words *c)
{
    quota_new(out, c, 1e6);
}

static void word_sms_new(struct buf *out, const struct words *c)
{
    quota_new(out, c, 1);
}

static void word_breakout(struct buf *out, const struct words *c)
{
    bool vpn = strstr(c->row->text, "VPN") != NULL,
         down = strstr(c->row->text, "terminated") != NULL;
    buf_add_fmt(out, "\"username\":\"%s\",\"breakout_id\":%lld,\"creation_date\":\"",
                words_user(c)->username, (long long)c->h->a);
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

static void word_client(struct buf *out, const struct words *c)
{
    buf_add_fmt(out, "\"region\":\"%s\",\"client\":{\"public_ip\":\"", tunnel_region(c->h->user));
    word_ip(out, c);
    buf_add_fmt(out,
                "\",\"version\":\"2.6.%u\",\"private_ip\":\"100.64.9.%u\"},\"protocol\":\"%s\"",
                (unsigned)(c->luck >> 32) % 12, 2U + c->h->user, c->luck >> 40 & 7 ? "udp" : "tcp");
}

typedef void (*word_fn)(struct buf *out, const struct words *c);

static const struct {
    const char *name;
    word_fn write;
} table[] = {
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

void words_fill(struct buf *out, const struct words *c, const char *template)
{
    for (const char *open = strchr(template, '<'); open != NULL; open = strchr(template, '<')) {
        const char *close = strchr(open, '>');
        size_t n = (size_t)(close - open - 1), i = 0;
        buf_add(out, template, (size_t)(open - template));
        while (strncmp(table[i].name, open + 1, n) != 0 || table[i].name[n] != '\0')
            i++;
        table[i].write(out, c);
        template = close + 1;
    }
    buf_add_text(out, template);
}
