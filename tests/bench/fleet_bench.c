/* The fleet by itself: what the pass costs per event beside storing it, what a device takes, a device with many events
 * opened, and a live list of all devices while events come in. Prints figures of one run, in
 * processor time; asserts nothing about it.
 * Usage: fleet_bench [DEVICES [EVENTS-PER-SECOND]] */
#include "base/xalloc.h"
#include "filter/filter.h"
#include "query/roster.h"
#include "query/slice.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define START INT64_C(1787300000000)
#define FRAMES 50
#define FRAME_BUDGET_NS 8000000
#define ONE_DEVICE 100000u /* events of the device that is opened */
#define TEXTS 16

static uint64_t next_random(uint64_t *state)
{
    uint64_t x = (*state += UINT64_C(0x9e3779b97f4a7c15));
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

struct synthetic {
    struct event event;
    char text[TEXTS][96];
    int used;
};

static void number(struct synthetic *s, field_id field, int64_t value)
{
    s->event.v[field] = (struct value){field_row(field)->kind, value, STR_NONE};
}

__attribute__((format(printf, 3, 4))) static void text(struct synthetic *s, field_id field, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *out = s->text[s->used++];
    int n = vsnprintf(out, sizeof s->text[0], format, args);
    va_end(args);
    s->event.v[field] = (struct value){field_row(field)->kind, 0, {out, (size_t)n}};
}

static void add_network(struct synthetic *s, uint64_t dice)
{
    static const char *const ops[] = {"Vodafone", "Telekom", "O2", "Orange", "KPN", "TIM", "Telia", "A1"};
    static const char *const countries[] = {"de", "nl", "fr", "at", "it"};
    text(s, FIELD_OP, "%s", ops[dice % 8]);
    text(s, FIELD_CC, "%s", countries[dice / 8 % 5]);
    number(s, FIELD_RAT, (int64_t)(1 + dice / 40 % 6));
}

/* Between two events: a fleet's come all the time, one device's every second. */
static int64_t step_ms(unsigned devices)
{
    return devices > 1 ? 2 : 1000;
}

/* Location updates, sessions that open and close, some rejects; every twelfth event comes late. */
static void make(struct synthetic *s, uint64_t n, unsigned devices)
{
    static const type_id kinds[] = {TYPE_LOC_UPDATE, TYPE_LOC_GPRS,  TYPE_PDP_CREATE, TYPE_PDP_CREATE,
                                    TYPE_PDP_DELETE, TYPE_PDP_DELETE, TYPE_PDP_REJECT, TYPE_QUOTA_USED};
    uint64_t state = n * 3 + 1, dice = next_random(&state);
    unsigned device = (unsigned)(dice % devices);
    type_id type = kinds[dice >> 32 & 7];
    memset(&s->event, 0, sizeof s->event);
    s->used = 0;
    s->event.id = n + 1;
    s->event.type = type;
    s->event.order_ms = START + (int64_t)n * step_ms(devices) - (n % 12 == 0 ? 7000 : 0);
    s->event.arrival_ms = START + (int64_t)n * step_ms(devices) + 500;
    s->event.raw = STR("{}");
    bool warn = type == TYPE_PDP_REJECT || type == TYPE_QUOTA_USED;
    number(s, FIELD_ID, (int64_t)n + 1);
    number(s, FIELD_TS, s->event.order_ms);
    number(s, FIELD_TYPE, type);
    number(s, FIELD_SEV, warn);
    number(s, FIELD_ALERT, warn);
    number(s, FIELD_DEV_ID, 1000 + device);
    number(s, FIELD_SIM_ID, 5000000 + device);
    number(s, FIELD_ORG_ID, device % 40);
    text(s, FIELD_DEV, "tracker-%06u", device);
    text(s, FIELD_ORG, "Customer %u", device % 40);
    text(s, FIELD_IMSI, "90143%010u", device);
    text(s, FIELD_ICCID, "8988303%012u", device);
    if (type != TYPE_PDP_REJECT && type != TYPE_QUOTA_USED)
        add_network(s, dice >> 8);
    else
        text(s, FIELD_CAUSE, "%s", dice & 1 ? "no_quota" : "quota_exhausted");
    if (type == TYPE_PDP_CREATE || type == TYPE_PDP_DELETE)
        text(s, FIELD_SESSION_ID, "%016llx", (unsigned long long)(device * 64 + (dice >> 40 & 63)));
    if (type == TYPE_PDP_DELETE) {
        number(s, FIELD_RX, (int64_t)(dice >> 20 & 0xffffff));
        number(s, FIELD_TX, 4096);
    }
}

static void add(struct store *store, uint64_t from, uint64_t count, unsigned devices)
{
    struct synthetic s;
    row_id row;
    for (uint64_t n = from; n < from + count; n++) {
        make(&s, n, devices);
        store_append(store, &s.event, 0, (struct raw_place){-1, 0}, &row);
        if (n % 1000 == 999)
            store_flush(store);
    }
    store_flush(store);
}

/* Processor time, so that a busy machine tells the same. */
static int64_t spent_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static double since_ms(int64_t began)
{
    return (double)(spent_ns() - began) / 1e6;
}

/* The same events with and without a fleet that listens; `alone` without. */
static double pass(struct store *store, uint64_t events, unsigned devices, double alone)
{
    int64_t began = spent_ns();
    add(store, 0, events, devices);
    double ms = since_ms(began);
    if (alone > 0)
        printf("  %-46s %8.0f ns/event, %.0f%% of making, storing and telling\n", "fleet pass",
               (ms - alone) * 1e6 / (double)events, (ms - alone) * 100 / ms);
    return ms;
}

static void measure_device(void)
{
    struct store *store = store_new(&(struct store_options){0});
    struct fleet *fleet = fleet_new(store, 0);
    add(store, 0, ONE_DEVICE, 1);
    const struct filter_env env = {0};
    struct filter *filter = NULL;
    struct slice *slice = slice_new(store);
    int64_t began = spent_ns();
    if (filter_compile(STR("dev.id:1000"), &env, &filter, NULL) < 0)
        abort();
    slice_set_test(slice, &(struct slice_test){filter_run, filter});
    bool more = slice_work(slice, FRAME_BUDGET_NS);
    double first = since_ms(began);
    while (more)
        more = slice_work(slice, FRAME_BUDGET_NS);
    printf("  %-46s %8.2f ms to the first picture, %.2f ms to the last of %zu events\n", "a device with 100,000 events opened",
           first, since_ms(began), slice_count(slice));
    slice_free(&slice);
    filter_free(&filter);
    fleet_free(&fleet);
    store_free(&store);
}

static void measure_order(struct roster *roster, enum devicesort_by by, int64_t now_ms)
{
    int64_t began = spent_ns();
    double worst = 0;
    bool more = true;
    roster_set_order(roster, (struct roster_order){by, true});
    for (int turns = 0; more; turns++) {
        int64_t turn = spent_ns();
        more = roster_work(roster, now_ms, FRAME_BUDGET_NS);
        worst = since_ms(turn) > worst ? since_ms(turn) : worst;
    }
    printf("  list in order of %-29s %8.1f ms in pieces of at most %.1f ms\n", devicesort_rows[by].word, since_ms(began), worst);
}

/* Ten pictures a second: what a picture costs while so many events come in between two of them. */
static void measure_live(struct store *store, struct roster *roster, uint64_t *made, unsigned devices, unsigned rate)
{
    double sum = 0, worst = 0, find_worst = 0;
    for (int frame = 0; frame < FRAMES; frame++) {
        add(store, *made, rate / 10, devices);
        *made += rate / 10;
        int64_t now_ms = START + (int64_t)*made * step_ms(devices), began = spent_ns();
        while (roster_work(roster, now_ms, FRAME_BUDGET_NS))
            continue;
        double ms = since_ms(began);
        sum += ms;
        worst = ms > worst ? ms : worst;
        const struct device *d = roster_at(roster, roster_count(roster) / 2);
        began = spent_ns();
        if (roster_find(roster, d->id) == SIZE_MAX)
            abort();
        find_worst = since_ms(began) > find_worst ? since_ms(began) : find_worst;
    }
    char what[64];
    snprintf(what, sizeof what, "list of %u devices at %u events/s", devices, rate);
    printf("  %-46s %8.2f ms a picture, %.2f ms at most; the cursor's row found in %.2f ms\n", what, sum / FRAMES, worst,
           find_worst);
}

int main(int argc, char **argv)
{
    unsigned devices = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 100000;
    unsigned rate = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 10000;
    uint64_t events = devices * UINT64_C(6);
    printf("fleet: %llu events of %u devices\n", (unsigned long long)events, devices);
    struct store *store = store_new(&(struct store_options){0});
    double alone = pass(store, events, devices, 0);
    store_free(&store);
    store = store_new(&(struct store_options){0});
    struct fleet *fleet = fleet_new(store, devices);
    pass(store, events, devices, alone);
    printf("  %-46s %8.0f bytes, %.0f events of history included\n", "memory per device",
           (double)fleet_bytes(fleet) / (double)fleet_device_count(fleet), (double)events / (double)fleet_device_count(fleet));
    struct roster *roster = roster_new(store, fleet);
    int64_t now_ms = START + (int64_t)events * step_ms(devices);
    measure_order(roster, DEVICESORT_NAME, now_ms);
    measure_order(roster, DEVICESORT_FLAPS, now_ms);
    measure_live(store, roster, &events, devices, rate);
    measure_order(roster, DEVICESORT_NAME, now_ms);
    measure_live(store, roster, &events, devices, rate);
    roster_set_filter(roster, STR("state:online at.cc:de"), NULL, NULL);
    measure_order(roster, DEVICESORT_LAST, now_ms);
    measure_live(store, roster, &events, devices, rate);
    roster_free(&roster);
    fleet_free(&fleet);
    store_free(&store);
    measure_device();
    return 0;
}
