/* The filter by itself: three structured predicates against a bare scan of three columns, substring and regular
 * expression over descriptions against memmem and PCRE2 over the distinct strings, and queries made to be slow.
 * Prints ratios from one run; asserts nothing about time. Usage: filter_bench [EVENTS [columns]] */
#include "base/clock.h"
#include "base/xalloc.h"
#include "filter/filter.h"
#include "store/store.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define DEVICES 20000u
#define TEXTS   16
#define ROUNDS  7
#define START   INT64_C(1787300000000)

static uint64_t next_random(uint64_t *state)
{
    uint64_t x = (*state += UINT64_C(0x9e3779b97f4a7c15));
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

struct synthetic {
    struct event event;
    char text[TEXTS][160];
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

static void add_description(struct synthetic *s, int64_t type, unsigned device, uint64_t dice)
{
    switch (type) {
    case 1:
        text(s, FIELD_DESC, "New location received from VLR for IMSI='90143%010u', now attached to VLR='4917200%05u'.",
             device * 37, (unsigned)(dice % 97));
        break;
    case 3: text(s, FIELD_DESC, "New PDP Context successfully activated with SGSN CP=192.0.2.%u, DP=198.51.100.%u.",
                 (unsigned)(dice % 250), (unsigned)(dice / 250 % 250)); break;
    case 5: text(s, FIELD_DESC, "PDP Context deleted."); break;
    default: text(s, FIELD_DESC, "Data quota for endpoint 'tracker-%05u' is exhausted.", device);
    }
}

static void make(struct synthetic *s, uint64_t n, struct str raw, uint64_t *state)
{
    static const int64_t kinds[] = {1, 1, 1, 3, 3, 5, 5, 19};
    uint64_t dice = next_random(state);
    unsigned device = (unsigned)(dice % DEVICES);
    int64_t type = kinds[dice >> 20 & 7];
    memset(&s->event, 0, sizeof s->event);
    s->used = 0;
    s->event.id = n + 1;
    s->event.order_ms = START + (int64_t)n * 20;
    s->event.arrival_ms = s->event.order_ms + 500;
    s->event.raw = raw;
    bool warn = (dice >> 24 & 15) == 0;
    s->event.type = type_of(type, warn);
    number(s, FIELD_ID, (int64_t)n + 1);
    number(s, FIELD_TS, s->event.order_ms);
    number(s, FIELD_TYPE, s->event.type);
    number(s, FIELD_TYPE_ID, type);
    number(s, FIELD_SEV, warn);
    number(s, FIELD_SOURCE, type == 19);
    number(s, FIELD_ALERT, (dice >> 28 & 31) == 0);
    add_description(s, type, device, dice >> 32);
    text(s, FIELD_ORG, "Customer %u", device % 12);
    text(s, FIELD_DEV, "tracker-%05u", device);
    number(s, FIELD_DEV_ID, 1000000 + device);
    text(s, FIELD_IP, "10.%u.%u.%u", device >> 16, device >> 8 & 255, device & 255);
    text(s, FIELD_IMSI, "90143%010u", device * 37);
    text(s, FIELD_OP, "Operator %u", (unsigned)(dice >> 40 & 63));
    text(s, FIELD_CC, "%c%c", 'a' + (int)(dice >> 40 & 15), 'x');
    if (type == 5) {
        number(s, FIELD_RAT, (int64_t)(dice >> 46 & 7) + 1);
        number(s, FIELD_VOL, (int64_t)(dice >> 50));
    }
}

static struct store *fill(uint64_t events, struct str raw)
{
    struct store *store = store_new(&(struct store_options){0});
    struct synthetic *s = xmalloc(sizeof *s);
    uint64_t state = 1;
    for (uint64_t n = 0; n < events; n++) {
        row_id row;
        make(s, n, raw, &state);
        store_append(store, &s->event, 0, (struct raw_place){-1, 0}, &row);
        if (n % 65536 == 0)
            store_flush(store);
    }
    store_flush(store);
    free(s);
    return store;
}

/* ---- timing ---- */

static uint64_t run_all(const struct store *store, struct filter *filter)
{
    static uint64_t bits[SEGMENT_ROWS / 64];
    uint64_t hits = 0;
    for (size_t i = store_segment_count(store); i-- > 0;) {
        const struct segment *segment = store_segment(store, i);
        uint32_t rows = segment_rows(segment);
        filter_run(filter, segment, 0, rows, bits);
        for (uint32_t w = 0; w < (rows + 63) / 64; w++)
            hits += (uint64_t)__builtin_popcountll(bits[w]);
    }
    return hits;
}

/* The best of a few rounds, in milliseconds. A fresh filter each time, so that nothing is remembered. */
static double time_query(const struct store *store, const char *query, uint64_t *hits, double *compile)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS && (round == 0 || best < 500); round++) {
        struct filter_env env = {.now = START + 100000};
        struct filter *filter;
        struct error err = {0};
        int64_t begin = clock_mono_ns();
        if (filter_compile(str_of(query), &env, &filter, &err) < 0) {
            printf("%.60s: %s\n", query, err.text);
            exit(1);
        }
        filter_bind(filter, store);
        int64_t compiled = clock_mono_ns();
        *hits = run_all(store, filter);
        double ms = (double)(clock_mono_ns() - compiled) / 1e6;
        *compile = (double)(compiled - begin) / 1e6;
        if (ms < best)
            best = ms;
        filter_free(&filter);
    }
    return best;
}

static volatile uint64_t sink;

/* Three columns of facts, branch-free, the way a program written for this one question would. */
static double bare_scan(const struct store *store)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        int64_t begin = clock_mono_ns();
        uint64_t sum = 0;
        for (size_t i = 0; i < store_segment_count(store); i++) {
            const struct segment *segment = store_segment(store, i);
            struct column sev = segment_column(segment, FIELD_SEV), alert = segment_column(segment, FIELD_ALERT);
            struct column ts = segment_column(segment, FIELD_TS);
            const uint8_t *a = sev.cells, *b = alert.cells;
            const int64_t *c = ts.cells;
            uint32_t hits = 0;
            for (uint32_t r = 0; r < sev.n; r++)
                hits += (uint32_t)((a[r] == 1) & (b[r] == 1) & (c[r] >= START + 50000));
            sum += hits;
        }
        sink = sum;
        double ms = (double)(clock_mono_ns() - begin) / 1e6;
        best = ms < best ? ms : best;
    }
    return best;
}

/* ---- texts ---- */

typedef bool (*text_fn)(void *user, struct str text);

static bool by_memmem(void *user, struct str s)
{
    return str_find(s, str_of(user)) >= 0;
}

struct regex {
    pcre2_code *code;
    pcre2_match_data *data;
};

static bool by_pcre2(void *user, struct str s)
{
    struct regex *r = user;
    return pcre2_jit_match(r->code, (PCRE2_SPTR)s.p, s.n, 0, 0, r->data, NULL) >= 0;
}

/* Every distinct description of every segment once. */
static double scan_texts(const struct store *store, text_fn fn, void *user, size_t *texts)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        int64_t begin = clock_mono_ns();
        uint64_t hits = 0;
        *texts = 0;
        for (size_t i = 0; i < store_segment_count(store); i++) {
            const struct segment *segment = store_segment(store, i);
            struct column desc = segment_column(segment, FIELD_DESC);
            for (uint32_t c = 0; c < desc.n; c++)
                hits += fn(user, segment_text(segment, column_text(&desc, c)));
            *texts += desc.n;
        }
        sink = hits;
        double ms = (double)(clock_mono_ns() - begin) / 1e6;
        best = ms < best ? ms : best;
    }
    return best;
}

static void show(const struct store *store, const char *query, double against, const char *what)
{
    uint64_t hits;
    double compile, ms = time_query(store, query, &hits, &compile);
    printf("%9.2f ms  %6.2f x %-12s %9llu  %s\n", ms, ms / against, what, (unsigned long long)hits, query);
}

static void slow_query(const struct store *store, const char *name, const char *term, const char *joint, unsigned count)
{
    struct buf query = {0};
    char piece[200];
    uint64_t hits;
    double compile;
    for (unsigned i = 0; i < count; i++) {
        snprintf(piece, sizeof piece, term, i % 26 + 'a', i / 26 % 26 + 'a', i / 676 % 26 + 'a');
        if (query.n + strlen(piece) + 8 > 65536)
            break;
        buf_add_fmt(&query, "%s%s", i > 0 ? joint : "", piece);
    }
    double ms = time_query(store, buf_cstr(&query), &hits, &compile);
    printf("%9.2f ms + %7.2f ms to compile  %s (%zu bytes)\n", ms, compile, name, query.n);
    buf_fini(&query);
}

/* A text of about 1,000 bytes with the asked path at its end. */
static struct str long_raw(void)
{
    static char json[1200];
    size_t n = (size_t)snprintf(json, sizeof json, "{\"id\":1");
    for (int i = 0; i < 45; i++)
        n += (size_t)snprintf(json + n, sizeof json - n, ",\"key%02d\":\"value %d\"", i, i * 7919);
    n += (size_t)snprintf(json + n, sizeof json - n, ",\"a\":{\"b\":{\"c\":5}}}");
    return (struct str){json, n};
}

static void slow_queries(void)
{
    struct store *store = fill(10000, long_raw());
    slow_query(store, "words joined by or", "q%c%c%c", " or ", 9000);
    slow_query(store, "words joined by and not", "-q%c%c%c", " ", 4900);
    slow_query(store, "words that are there", "%c", " ", 9000);
    slow_query(store, "pairs joined by or", "(%c desc:e%c%c)", " or ", 2400);
    slow_query(store, "descriptions joined by or", "desc:%c%c%c", " or ", 4900);
    slow_query(store, "globs joined by or", "desc:*%c*%c*%c*", " or ", 4900);
    slow_query(store, "addresses among pairs", "(%c ip:10.%d.%d.1)", " or ", 2400);
    slow_query(store, "numbers among pairs", "(%c imsi:9014%d%d*)", " or ", 2400);
    slow_query(store, "patterns joined by or", "desc~/(%c+%c+)+%c$/", " or ", 38);
    slow_query(store, "patterns that never end", "desc~/(.*%c)*(.*%c)*%cx/", " or ", 38);
    slow_query(store, "raw values joined by or", "raw.a.%c%c%c:1", " or ", 90);
    slow_query(store, "same joined by or", "same device (q%c%c%c)", " or ", 98);
    store_free(&store);
}

static void compare_columns(const struct store *store, uint64_t events)
{
    double bare = bare_scan(store);
    printf("%llu events, %zu segments, bare scan of three columns %.2f ms\n", (unsigned long long)events,
           store_segment_count(store), bare);
    show(store, "sev:warn alert:true since \"2026-08-19 08:00\"", bare, "bare scan");
    show(store, "sev>=warn type:pdp alert:true", bare, "bare scan");
    show(store, "source:network -type:loc.* alert:false", bare, "bare scan");
    show(store, "sev:warn org:\"customer 7\" cc:dx", bare, "bare scan");
    show(store, "type:pdp.delete vol>500KB rat:2g", bare, "bare scan");
    show(store, "imsi:90143000001* or dev:tracker-0001* or op:\"operator 7\"", bare, "bare scan");
}

static void compare_texts(const struct store *store)
{
    size_t texts;
    double memmem_ms = scan_texts(store, by_memmem, (void *)(uintptr_t) "exhausted", &texts);
    struct regex regex;
    int code;
    PCRE2_SIZE at;
    regex.code = pcre2_compile((PCRE2_SPTR) "vlr='\\d+9'", PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_CASELESS, &code, &at, NULL);
    pcre2_jit_compile(regex.code, PCRE2_JIT_COMPLETE);
    regex.data = pcre2_match_data_create(1, NULL);
    double pcre_ms = scan_texts(store, by_pcre2, &regex, &texts);
    printf("%zu distinct descriptions: memmem %.2f ms, PCRE2 %.2f ms\n", texts, memmem_ms, pcre_ms);
    show(store, "desc:exhausted", memmem_ms, "memmem");
    show(store, "desc:\"now attached\"", memmem_ms, "memmem");
    show(store, "desc:successfully", memmem_ms, "memmem");
    show(store, "exhausted", memmem_ms, "memmem");
    show(store, "desc~/vlr='\\d+9'/", pcre_ms, "PCRE2");
    show(store, "desc~/exhaust|no quota/", pcre_ms, "PCRE2");
    pcre2_match_data_free(regex.data);
    pcre2_code_free(regex.code);
}

int main(int argc, char **argv)
{
    uint64_t events = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
    struct store *store = fill(events, STR("{}"));
    compare_columns(store, events);
    if (argc < 3) {
        compare_texts(store);
        store_free(&store);
        printf("queries made to be slow, over 10,000 events:\n");
        slow_queries();
    }
    store_free(&store);
    return 0;
}
