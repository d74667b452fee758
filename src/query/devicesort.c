/* A key per way of sorting: numbers that compare as they are, or ids of texts that compare as texts. */
#include "query/devicesort.h"

/* Numbers keep their order; INSTANT_NONE and -1 come first. */
static uint64_t key_of(int64_t number)
{
    return (uint64_t)number ^ (UINT64_C(1) << 63);
}

typedef uint64_t (*key_fn)(const struct devicesort *s, const struct device *d);

static uint64_t name_key(const struct devicesort *s, const struct device *d)
{
    (void)s;
    return d->name.text;
}

static uint64_t org_key(const struct devicesort *s, const struct device *d)
{
    (void)s;
    return d->org.text;
}

static uint64_t state_key(const struct devicesort *s, const struct device *d)
{
    (void)s;
    return device_state(d);
}

static uint64_t since_key(const struct devicesort *s, const struct device *d)
{
    (void)s;
    return key_of(d->since_ms);
}

static uint64_t network_key(const struct devicesort *s, const struct device *d)
{
    return networks_of(fleet_networks(s->fleet), device_place(d));
}

static uint64_t rat_key(const struct devicesort *s, const struct device *d)
{
    const struct place *place = fleet_place(s->fleet, device_place(d));
    return key_of(place != NULL ? place->rat : -1);
}

static uint64_t sessions_key(const struct devicesort *s, const struct device *d)
{
    (void)s;
    return key_of(device_session_count(d));
}

static uint64_t volume_key(const struct devicesort *s, const struct device *d)
{
    (void)s;
    return key_of(d->sessions.rx_closed + d->sessions.tx_closed);
}

static uint64_t flaps_key(const struct devicesort *s, const struct device *d)
{
    return key_of(device_flaps(d, s->now_ms, UINT64_MAX));
}

static uint64_t refused_key(const struct devicesort *s, const struct device *d)
{
    (void)s;
    return d->refused;
}

static uint64_t quota_key(const struct devicesort *s, const struct device *d)
{
    struct value left;
    return fleet_now(s->fleet, d, FIELD_QUOTA_LEFT, s->now_ms, &left) ? (uint64_t)left.i : UINT64_MAX;
}

static uint64_t alert_key(const struct devicesort *s, const struct device *d)
{
    (void)s;
    return key_of(d->last_alert_ms);
}

static uint64_t last_key(const struct devicesort *s, const struct device *d)
{
    (void)s;
    return key_of(device_last_ms(d));
}

const struct devicesort_row devicesort_rows[DEVICESORT_COUNT_] = {
#define DEVICESORT(ident, word, meaning, key) [DEVICESORT_##ident] = {word, meaning},
#include "query/devicesort.def"
#undef DEVICESORT
};

static const key_fn keys[DEVICESORT_COUNT_] = {
#define DEVICESORT(ident, word, meaning, key) [DEVICESORT_##ident] = key,
#include "query/devicesort.def"
#undef DEVICESORT
};

static int compare_networks(const struct devicesort *s, uint64_t a, uint64_t b)
{
    const struct network *x = networks_get(fleet_networks(s->fleet), (uint32_t)a);
    const struct network *y = networks_get(fleet_networks(s->fleet), (uint32_t)b);
    if (x == NULL || y == NULL)
        return (x != NULL) - (y != NULL);
    int by_op = str_compare(x->op, y->op), by_cc = str_compare(x->cc, y->cc);
    bool cc_first = s->by == DEVICESORT_COUNTRY;
    return cc_first ? (by_cc != 0 ? by_cc : by_op) : (by_op != 0 ? by_op : by_cc);
}

static int compare_texts(const struct devicesort *s, uint64_t a, uint64_t b)
{
    return str_compare(fleet_text(s->fleet, (uint32_t)a), fleet_text(s->fleet, (uint32_t)b));
}

int devicesort_compare(const struct devicesort *s, uint64_t a, uint64_t b)
{
    if (a == b)
        return 0;
    if (s->by == DEVICESORT_NAME || s->by == DEVICESORT_ORG)
        return compare_texts(s, a, b);
    if (s->by == DEVICESORT_NETWORK || s->by == DEVICESORT_COUNTRY)
        return compare_networks(s, a, b);
    return a < b ? -1 : 1;
}

uint64_t devicesort_key(const struct devicesort *s, const struct device *d)
{
    return keys[s->by](s, d);
}
