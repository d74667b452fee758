/* The truth as NDJSON. Reads the world, changes nothing. */
#include "lab/truth.h"

#include "lab/identity.h"
#include "lab/stamp.h"
#include "lab/wording.h"

static void add_time(struct buf *out, const char *name, int64_t ms)
{
    buf_add_fmt(out, ",\"%s\":", name);
    if (ms == 0) {
        buf_add_text(out, "null");
        return;
    }
    buf_add_byte(out, '"');
    stamp_add(out, STAMP_ISO_MS, ms);
    buf_add_byte(out, '"');
}

static void add_device(struct buf *out, const struct world *w, uint32_t i)
{
    const struct device *d = &w->devices[i];
    const struct carrier *c = carrier_get(d->carrier);
    char name[IDENTITY_MAX], uuid[IDENTITY_MAX] = "";
    identity_name(w, i, name);
    buf_add_fmt(out, "{\"device_id\":%lld,\"device\":\"%s\",\"org\":\"%s\",\"state\":\"%s\"",
                (long long)identity_endpoint(i), name, world_orgs[d->org].name,
                world_state_name((enum standing)d->state));
    add_time(out, "since", d->since);
    if (d->cause != 0)
        buf_add_fmt(out, ",\"cause_id\":%lld", (long long)d->cause);
    else
        buf_add_text(out, ",\"cause_id\":null");
    if (d->presence == IS_ONLINE)
        identity_uuid(w, d->session, uuid);
    buf_add_fmt(
        out,
        ",\"shelf\":%s,\"operator\":\"%s\",\"country\":\"%s\",\"rat\":%u,\"session_id\":%s%s%s,",
        d->shelved ? "true" : "false", c->name, carrier_country(c)->iso, (unsigned)d->rat,
        uuid[0] != '\0' ? "\"" : "", uuid[0] != '\0' ? uuid : "null", uuid[0] != '\0' ? "\"" : "");
    buf_add_fmt(out, "\"quota_used_up\":%s,\"silent\":%s}\n", d->data.used_up ? "true" : "false",
                d->silent_until > w->now ? "true" : "false");
}

void truth_devices(struct buf *out, const struct world *w)
{
    for (uint32_t i = 0; i < w->options.devices; i++)
        add_device(out, w, i);
}

static void add_stay(struct buf *out, const struct world *w, const struct stay *s)
{
    char uuid[IDENTITY_MAX], ip[IDENTITY_MAX];
    identity_uuid(w, s->number, uuid);
    identity_ip(s->device, ip);
    buf_add_fmt(out, "{\"session_id\":\"%s\",\"device_id\":%lld", uuid,
                (long long)identity_endpoint(s->device));
    add_time(out, "start", s->started);
    add_time(out, "end", s->ended);
    if (s->ended != 0)
        buf_add_fmt(out, ",\"duration\":%lld,\"rx\":%.6f,\"tx\":%.6f,\"end_id\":%lld",
                    (long long)(s->ended - s->started) / 1000, (double)s->rx / 1e6,
                    (double)s->tx / 1e6, (long long)s->end_id);
    else
        buf_add_text(out, ",\"duration\":null,\"rx\":null,\"tx\":null,\"end_id\":null");
    buf_add_fmt(out, ",\"operator\":\"%s\",\"rat\":%u,\"ue_ip\":\"%s\"}\n",
                carrier_get(s->carrier)->name, (unsigned)s->rat, ip);
}

void truth_sessions(struct buf *out, const struct world *w)
{
    uint64_t from = w->sessions > w->stay_capacity ? w->sessions - w->stay_capacity + 1 : 1;
    for (uint64_t n = from; n <= w->sessions; n++) {
        const struct stay *s = world_stay(w, n);
        if (s != NULL)
            add_stay(out, w, s);
    }
}

void truth_events(struct buf *out, const struct world *w, int64_t after, uint64_t most)
{
    uint64_t from = after > 0 ? ledger_find(&w->ledger, after + 1) : w->ledger.first;
    for (uint64_t i = from; i < w->ledger.end && most > 0; i++, most--) {
        wording_event(out, w, ledger_get(&w->ledger, i));
        buf_add_byte(out, '\n');
    }
}
