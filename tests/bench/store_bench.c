/* The store by itself: append, memory per event, column scan, order, on synthetic events shaped like a fleet's (5,000
 * devices of which few are busy, a third of the events about sessions that are each different, 1,000 bytes of JSON each).
 * Prints a table; asserts nothing about time. Usage: store_bench [EVENTS] [stream|file] */
#include "base/clock.h"
#include "query/slice.h"
#include "store/store.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define DEVICES 5000u
#define BATCH                                                                                      \
    64u /* small, so that the events come hot from their maker as they do from a decoder */
#define TEXTS     24
#define RAW_BYTES 1000u

static const struct raw_place copied = {-1, 0};

static uint64_t next_random(uint64_t *state)
{
    uint64_t x = (*state += UINT64_C(0x9e3779b97f4a7c15));
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

struct synthetic {
    struct event event;
    char text[TEXTS][120];
    int used;
    char raw[RAW_BYTES + 200];
};

/* What is remembered between events: a session that was opened is closed by the device's next event about sessions. */
struct fleet {
    uint64_t random;
    uint64_t session[DEVICES]; /* 0 = none is open */
};

static void number(struct synthetic *s, field_id field, int64_t value)
{
    s->event.v[field] = (struct value){field_row(field)->kind, value, STR_NONE};
}

__attribute__((format(printf, 3, 4))) static void text(struct synthetic *s, field_id field,
                                                       const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *out = s->text[s->used++];
    int n = vsnprintf(out, sizeof s->text[0], format, args);
    va_end(args);
    s->event.v[field] = (struct value){field_row(field)->kind, 0, {out, (size_t)n}};
}

static void add_device(struct synthetic *s, unsigned device)
{
    unsigned org = device % 12;
    text(s, FIELD_ORG, "Customer number %u", org);
    number(s, FIELD_ORG_ID, 4000 + org);
    text(s, FIELD_DEV, "gps-tracker-%04u", device);
    number(s, FIELD_DEV_ID, 10000000 + device * 7);
    text(s, FIELD_IP, "10.64.%u.%u", device >> 8, device & 255);
    text(s, FIELD_IMEI, "86%014u", device * 7919);
    number(s, FIELD_SIM_ID, 3000000 + device * 3);
    text(s, FIELD_ICCID, "8988303%012u", device * 41);
    text(s, FIELD_IMSI, "90143%010u", device * 37);
    if (device % 5 < 2)
        text(s, FIELD_MSISDN, "423663%09u", device);
}

static void add_network(struct synthetic *s, unsigned op)
{
    text(s, FIELD_OP, "Operator %u", op);
    text(s, FIELD_COUNTRY, "Country %u", op / 2);
    text(s, FIELD_CC, "%c%c", 'a' + (int)(op / 2), 'x');
    text(s, FIELD_MCC, "2%02u", op / 2);
    text(s, FIELD_MNC, "%02u", op);
}

static void add_session(struct synthetic *s, struct fleet *fleet, unsigned device, unsigned op)
{
    bool closes = fleet->session[device] != 0;
    uint64_t bits = closes ? fleet->session[device] : next_random(&fleet->random);
    fleet->session[device] = closes ? 0 : bits;
    number(s, FIELD_RAT, 1 + device % 6);
    text(s, FIELD_APN, "em");
    text(s, FIELD_REGION, "eu-west-1");
    text(s, FIELD_UE_IP, "10.64.%u.%u", device >> 8, device & 255);
    text(s, FIELD_SGSN, "170.14.%u.238%c170.14.%u.6", op, VALUE_SEPARATOR, 128 + op);
    text(s, FIELD_GGSN, "10.42.%u.149%c10.41.%u.118", op % 12, VALUE_SEPARATOR, op % 12);
    text(s, FIELD_TEID, "%u%c%u%c%u", (unsigned)(bits & 0xfffffff), VALUE_SEPARATOR,
         (unsigned)(bits >> 30 & 0xfffffff), VALUE_SEPARATOR, (unsigned)(bits >> 20 & 0xfffffff));
    text(s, FIELD_SESSION_ID, "%08x-b98d-4c0c-8861-%012llx", (unsigned)bits,
         (unsigned long long)(bits >> 20));
    number(s, FIELD_PDP_ID, 50000000 + (int64_t)(bits % 100000000));
    number(s, FIELD_TUNNEL, INT64_C(1780000000000) + (int64_t)(bits % 36000000));
    if (closes) {
        number(s, FIELD_DUR, (int64_t)(bits % 3600000));
        number(s, FIELD_VOL, (int64_t)(bits % 100000000));
        number(s, FIELD_RX, (int64_t)(bits % 50000000));
        number(s, FIELD_TX, (int64_t)(bits % 5000000));
    }
}

static void add_raw(struct synthetic *s, uint64_t n)
{
    /* what is different in an event, then what all have in common: packs about as well as the real thing */
    size_t at = (size_t)sprintf(s->raw, "{\"id\":%llu,\"n\":%llu", (unsigned long long)s->event.id,
                                (unsigned long long)n);
    for (int i = 0; i < s->used && at + 160 < RAW_BYTES; i++)
        at += (size_t)sprintf(s->raw + at, ",\"field_%d\":\"%s\"", i, s->text[i]);
    while (at < RAW_BYTES)
        at += (size_t)sprintf(s->raw + at, ",\"detail\":{\"country\":{\"id\":74,\"code\":\"49\"}}");
    s->event.raw = (struct str){s->raw, at};
}

static void make(struct synthetic *s, uint64_t n, struct fleet *fleet)
{
    uint64_t bits = next_random(&fleet->random);
    unsigned device = (unsigned)((bits & 0xffff) * (bits >> 16 & 0xffff) >> 16) % DEVICES;
    device = (unsigned)((uint64_t)device * device / DEVICES);
    unsigned kind = (unsigned)(bits >> 32) % 1000, op = device % 24;
    s->used = 0;
    memset(&s->event, 0, sizeof s->event);
    s->event.order_ms = INT64_C(1780000000000) + (int64_t)n * 12 - (kind % 3 == 0 ? 8000 : 0);
    s->event.arrival_ms = INT64_C(1780000000300) + (int64_t)n * 12;
    s->event.id = (156000000000u + n * 12) << 14 | (bits >> 50 & 0x3fff);
    s->event.type = (type_id)(kind % 60);
    number(s, FIELD_ID, (int64_t)s->event.id);
    number(s, FIELD_TS, s->event.order_ms);
    number(s, FIELD_TYPE, s->event.type);
    number(s, FIELD_SEV, kind < 150);
    number(s, FIELD_SOURCE, 0);
    number(s, FIELD_ALERT, kind < 100);
    number(s, FIELD_TYPE_ID, kind % 60);
    text(s, FIELD_TYPE_TEXT, "Update number %u", kind % 60);
    add_device(s, device);
    if (kind < 325)
        text(s, FIELD_DESC,
             "New location received from VLR for IMSI='90143%010u', now attached to "
             "VLR='4917497%05u'.",
             device * 37, op * 8 + device % 8);
    else
        text(s, FIELD_DESC, "Sentence number %u about what has happened.", kind % 60);
    if (kind < 900)
        add_network(s, op);
    if (kind >= 325 && kind < 685)
        add_session(s, fleet, device, op);
    add_raw(s, n);
}

static double seconds(int64_t from_ns)
{
    return (double)(clock_mono_ns() - from_ns) / 1e9;
}

/* Appends `events` made in batches; only the appending is timed. */
static double fill(struct store *store, size_t events, int fd)
{
    struct synthetic *batch = calloc(BATCH, sizeof *batch);
    struct fleet *fleet = calloc(1, sizeof *fleet);
    uint64_t offset = 0;
    int file = fd >= 0 ? store_add_file(store, fd) : -1;
    double spent = 0;
    for (size_t n = 0; n < events; n += BATCH) {
        for (size_t i = 0; i < BATCH; i++)
            make(&batch[i], n + i, fleet);
        int64_t from = clock_mono_ns();
        for (size_t i = 0; i < BATCH; i++) {
            row_id row;
            struct raw_place place = file >= 0 ? (struct raw_place){file, offset} : copied;
            offset += batch[i].event.raw.n;
            store_append(store, &batch[i].event, 0, place, &row);
        }
        if (n / BATCH % 32 == 31)
            store_flush(store);
        spent += seconds(from);
    }
    store_flush(store);
    free(batch);
    free(fleet);
    return spent;
}

/* What a filter does at its best: one byte column and one number column into a bitmap. */
static uint64_t scan_columns(const struct store *store)
{
    uint64_t hits = 0;
    for (size_t i = 0; i < store_segment_count(store); i++) {
        const struct segment *segment = store_segment(store, i);
        const uint8_t *severity = segment_column(segment, FIELD_SEV).cells;
        const int64_t *order_ms = segment_order_ms(segment);
        for (uint32_t r = 0; r < segment_rows(segment); r++)
            hits += (severity[r] == SEVERITY_WARN) & (order_ms[r] > INT64_C(1780000001000));
    }
    return hits;
}

static void report_slice(struct store *store, const char *what, struct slice_order order)
{
    struct slice *slice = slice_new(store);
    slice_set_order(slice, order);
    int64_t from = clock_mono_ns(), longest = 0;
    bool more = true;
    while (more) {
        int64_t piece = clock_mono_ns();
        more = slice_work(slice, 4000000);
        piece = clock_mono_ns() - piece;
        longest = piece > longest ? piece : longest;
    }
    printf("%-28s %8.1f ms   longest piece %.1f ms (of 4)\n", what, seconds(from) * 1e3,
           (double)longest / 1e6);
    slice_free(&slice);
}

int main(int argc, char **argv)
{
    size_t events = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
    bool from_file = argc > 2 && strcmp(argv[2], "file") == 0;
    struct store *store = store_new(&(struct store_options){0});
    double spent = fill(store, events, from_file ? memfd_create("events", 0) : -1);
    double rows = (double)store_count(store), raw = (double)store_raw_bytes(store);
    printf("%-28s %8.0f\n", "events", rows);
    printf("%-28s %8.2f us an event\n", "append", spent / rows * 1e6);
    printf("%-28s %8.1f bytes an event\n", "memory, original bytes apart",
           ((double)store_bytes(store) - raw) / rows);
    printf("%-28s %8.3f of their size\n", "original bytes, packed", raw / rows / RAW_BYTES);
    int64_t from = clock_mono_ns();
    uint64_t hits = scan_columns(store);
    printf("%-28s %8.3f ns a row (%llu hits)\n", "two columns scanned", seconds(from) / rows * 1e9,
           (unsigned long long)hits);
    report_slice(store, "slice by time", (struct slice_order){FIELD_TS, SLICE_ASCENDING});
    report_slice(store, "slice by device", (struct slice_order){FIELD_DEV, SLICE_ASCENDING});
    report_slice(store, "slice by volume", (struct slice_order){FIELD_VOL, SLICE_DESCENDING});
    report_slice(store, "slice by description", (struct slice_order){FIELD_DESC, SLICE_ASCENDING});
    store_free(&store);
    return 0;
}
