/* Writes events: the objects that surround description and detail, which are templates of kinds.def (words.c). */
#include "lab/wording.h"

#include <stdio.h>
#include <string.h>

#include "lab/hostile.h"
#include "lab/identity.h"
#include "lab/stamp.h"
#include "lab/words.h"
#include "lab/stamp.h"

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

void wording_text(struct buf *out, const struct world *w, const struct happening *h)
{
    struct words c;
    words_init(&c, w, h);
    words_fill(out, &c, c.row->text);
}

static void add_stamp(struct buf *out, const struct words *c)
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

static void add_alert(struct buf *out, const struct words *c)
{
    static const char *const flags[] = {"false", "true", "0", "1"};
    buf_add_fmt(out, "\"alert\":%s", flags[(c->row->alert ? 1 : 0) + (c->odd & ODD_ALERT ? 2 : 0)]);
}

static void add_text(struct buf *out, const struct words *c)
{
    struct buf text = {0};
    words_fill(&text, c, c->row->text);
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

static void add_id(struct buf *out, const struct words *c)
{
    buf_add_fmt(out, "\"id\":%lld", (long long)c->h->id);
}

static void add_class(struct buf *out, const struct words *c)
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

static void add_org(struct buf *out, const struct words *c)
{
    const struct org *o = &world_orgs[c->h->org % WORLD_ORGS];
    buf_add_fmt(out, ",\"organisation\":{\"id\":%d,\"name\":\"%s\"}", o->id, o->name);
}

static void add_user(struct buf *out, const struct words *c)
{
    const struct user *u = words_user(c);
    buf_add_fmt(out, ",\"user\":{\"id\":%d,\"username\":\"%s\",\"name\":\"%s\"}", u->id,
                u->username, u->name);
}

static void add_imei(struct buf *out, const struct words *c)
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

static void add_endpoint(struct buf *out, const struct words *c)
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

static void add_card(struct buf *out, const struct words *c)
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

static void add_detail(struct buf *out, const struct words *c)
{
    if (c->row->detail != NULL) {
        buf_add_text(out, ",\"detail\":{");
        words_fill(out, c, c->row->detail);
        buf_add_byte(out, '}');
    } else if (c->odd & ODD_EMPTY) {
        buf_add_text(out, ",\"detail\":{}");
    } else if (c->odd & ODD_NULLS) {
        buf_add_text(out, ",\"detail\":null");
    }
}

static void add_people(struct buf *out, const struct words *c)
{
    enum happening_about about = c->row->about;
    bool nulls = c->odd & ODD_NULLS || about == ABOUT_VPN;
    add_org(out, c);
    if (about == ABOUT_USER || about == ABOUT_VPN)
        add_user(out, c);
    else if (nulls)
        buf_add_text(out, ",\"user\":null");
    if (about == ABOUT_DEVICE) {
        if (!c->bare)
            add_endpoint(out, c);
        add_card(out, c);
    } else if (nulls) {
        buf_add_text(out, ",\"endpoint\":null,\"sim\":null,\"imsi\":null");
    }
}

static void add_extras(struct buf *out, const struct words *c)
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

static void write_event(struct buf *out, const struct words *c)
{
    typedef void (*part_fn)(struct buf * out, const struct words *c);
    static const part_fn orders[2][5] = {
        {add_stamp, add_alert, add_text, add_id, add_class},
        {add_id, add_stamp, add_class, add_alert, add_text},
    };
    buf_reserve(out, 1600);
    buf_add_byte(out, '{');
    for (int i = 0; i < 5; i++) {
        if (i > 0)
            buf_add_byte(out, ',');
        orders[c->odd & ODD_ORDER ? 1 : 0][i](out, c);
    }
    add_people(out, c);
    add_detail(out, c);
    add_extras(out, c);
    buf_add_byte(out, '}');
}

void wording_event(struct buf *out, const struct world *w, const struct happening *h)
{
    struct words c;
    words_init(&c, w, h);
    write_event(out, &c);
}

void wording_of_device(struct buf *out, const struct world *w, const struct happening *h)
{
    struct words c;
    words_init(&c, w, h);
    c.bare = c.row->type == 8 || c.row->type == 51 || c.luck % 5 == 0;
    write_event(out, &c);
}
