/* Random queries over random events: the program, the naive walk, the canonical text read again and the row-by-row
 * door must agree. 100,000 (query, event) pairs and more with a fixed seed; PROPERTY_SEED and PROPERTY_QUERIES change it. */
#include "base/buf.h"
#include "base/xalloc.h"
#include "base/zone.h"
#include "decode/json.h"
#include "filter/check.h"
#include "filter/filter.h"
#include "filter/parse.h"
#include "naive.h"

#include <stdio.h>
#include <stdlib.h>

#define EVENTS 131 /* no multiple of 64 */
#define STORES 8
#define QUERIES 1200
#define NOW INT64_C(1787400000000) /* 2026-08-22T12:00:00Z */

static uint64_t state;

static uint64_t roll(uint64_t n)
{
    uint64_t x = (state += UINT64_C(0x9e3779b97f4a7c15));
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (x ^ (x >> 31)) % n;
}

#define PICK(list) list[roll(sizeof list / sizeof *list)]

/* ---- events ---- */

static const char *const names[] = {"Meter One", "meter two", "Truck 7", "ÄPFEL  Nord", "straße", "a.b", "in", "Kasse \xe2\x84\xaa"};
static const char *const descriptions[] = {
    "New location received from VLR",    "PDP Context Request rejected, because no quota",
    "quota has been\\nexhausted  today", "User 'x' could not log in: invalid password",
    "ÄPFEL und Öl \\u212aELVIN ſun",     "a*b?c \\\"d\\\" \\\\e",
    "cost limit reached",                "x"};
static const char *const addresses[] = {"10.64.1.5", "10.80.0.9", "192.0.2.1", "2001:db8::1", "::1", "no address", "10.64.1.6"};
static const char *const digits[] = {"901430000000001", "262010000000002", "8988303000000000101", "89883030000000001013",
                                     "89883030000000002011", "8988303000000000201", "02", "2", "123456", "1234567"};

static void member(struct buf *out, const char *format, uint64_t value)
{
    if (roll(6) == 0)
        return; /* absent now and then */
    buf_add_fmt(out, "%s", out->n > 0 && out->p[out->n - 1] == '{' ? "" : ",");
    buf_add_fmt(out, format, (unsigned long long)value);
}

static void text_member(struct buf *out, const char *key, const char *text)
{
    if (roll(6) == 0)
        return;
    if (out->n > 0 && out->p[out->n - 1] != '{')
        buf_add_byte(out, ',');
    buf_add_fmt(out, "\"%s\":\"%s\"", key, text);
}

static void open_member(struct buf *out, const char *key)
{
    buf_add_fmt(out, "%s\"%s\":{", out->p[out->n - 1] == '{' ? "" : ",", key);
}

static void add_context(struct buf *out)
{
    open_member(out, "pdp_context");
    member(out, "\"rat_type\":%llu", roll(22));
    text_member(out, "apn", PICK(names));
    member(out, "\"lac\":%llu", roll(5));
    member(out, "\"ci\":\"%llu\"", roll(5));
    text_member(out, "ue_ip_address", PICK(addresses));
    text_member(out, "sgsn_control_plane_ip_address", PICK(addresses));
    text_member(out, "sgsn_data_plane_ip_address", PICK(addresses));
    member(out, "\"tx_teid_control_plane\":%llu", roll(300));
    member(out, "\"rx_teid\":%llu", roll(300));
    member(out, "\"mcc\":\"26%llu\"", roll(3));
    member(out, "\"mnc\":\"0%llu\"", roll(3));
    text_member(out, "tunnel_created", "2026-08-22T09:15:00");
    member(out, "\"nsapi\":%llu", roll(8));
    buf_add_byte(out, '}');
}

static void add_detail(struct buf *out)
{
    open_member(out, "detail");
    text_member(out, "name", PICK(names));
    open_member(out, "country");
    text_member(out, "name", PICK(names));
    text_member(out, "iso_code", roll(2) ? "de" : "at");
    member(out, "\"mcc\":\"26%llu\"", roll(3));
    buf_add_text(out, "}");
    buf_add_fmt(out, ",\"mnc\":[{\"mnc\":\"0%d\"},{\"mnc\":\"1%d\"}]", (int)roll(3), (int)roll(3));
    buf_add_fmt(out, ",\"tapcode\":[{\"tapcode\":\"DEU%c1\"}]", (char)('A' + roll(4)));
    if (roll(2))
        add_context(out);
    if (roll(2))
        buf_add_fmt(out, ",\"volume\":{\"total\":%d.%d,\"rx\":\"%d\"}", (int)roll(3), (int)roll(10), (int)roll(3));
    text_member(out, "session_id", PICK(digits));
    buf_add_fmt(out, ",\"odd\":[%d,\"%d.50\",{\"k\":%s},null,[],\"\",%s]", (int)roll(4), (int)roll(3),
                roll(2) ? "true" : "{}", roll(2) ? "\"text\"" : "1e2");
    buf_add_byte(out, '}');
}

static void make_event(struct buf *out, uint64_t id)
{
    static const char *const zones[] = {"Z", "+02:00", ""};
    buf_clear(out);
    buf_add_fmt(out, "{\"id\":%llu", (unsigned long long)(roll(3) == 0 ? id * UINT64_C(1234567) : id));
    if (roll(10) > 0)
        buf_add_fmt(out, ",\"timestamp\":\"2026-08-%02dT%02d:%02d:%02d.%03d%s\"", (int)(20 + roll(3)), (int)(8 + roll(6)),
                    (int)roll(60), (int)roll(60), (int)(roll(2) * roll(1000)), PICK(zones));
    bool has_type = roll(8) > 0;
    int type = (int)(roll(4) ? roll(22) : 60 + roll(60));
    if (has_type)
        buf_add_fmt(out, ",\"event_type\":{\"id\":%d,\"description\":\"Kind\"}", type);
    member(out, "\"event_severity\":{\"id\":%llu}", roll(3));
    member(out, "\"event_source\":{\"id\":%llu}", roll(3));
    bool has_alert = roll(5) > 0;
    if (has_alert)
        buf_add_fmt(out, ",\"alert\":%s", roll(2) ? "true" : "false");
    text_member(out, "description", PICK(descriptions));
    open_member(out, "organisation");
    member(out, "\"id\":%llu", roll(4));
    text_member(out, "name", PICK(names));
    buf_add_byte(out, '}');
    open_member(out, "endpoint");
    member(out, "\"id\":%llu", roll(5));
    text_member(out, "name", PICK(names));
    text_member(out, "ip_address", PICK(addresses));
    text_member(out, "tags", roll(2) ? "north, pumps" : "süd");
    text_member(out, "imei", PICK(digits));
    buf_add_byte(out, '}');
    open_member(out, "sim");
    member(out, "\"id\":%llu", roll(4));
    text_member(out, "iccid", PICK(digits));
    buf_add_byte(out, '}');
    open_member(out, "imsi");
    text_member(out, "imsi", PICK(digits));
    buf_add_byte(out, '}');
    open_member(out, "user");
    text_member(out, "username", PICK(names));
    buf_add_byte(out, '}');
    if (roll(4))
        add_detail(out);
    buf_add_byte(out, '}');
}

static void fill_store(struct store *store, struct decoder *decoder, uint64_t from, uint64_t to)
{
    struct buf json = {0};
    for (uint64_t id = from; id < to; id++) {
        struct event event;
        struct error err = {0};
        row_id row;
        make_event(&json, id + 1);
        decoder_reset(decoder);
        if (decode_event(decoder, buf_str(&json), NOW, &event, &err) < 0) {
            printf("cannot decode %.*s: %s\n", STR_ARG(buf_str(&json)), err.text);
            exit(1);
        }
        store_append(store, &event, 0, (struct raw_place){-1, 0}, &row);
    }
    store_flush(store);
    buf_fini(&json);
}

/* ---- queries ---- */

static const char *const orders[] = {"<", "<=", ">", ">=", "=", "=="};
static const char *const text_parts[] = {"meter", "One", "truck", "äpfel", "STRASSE", "straße", "o", "a.b", "n*", "*e", "?r*k*", "quota", "k",
                                         "kelvin", "sun", "in", "x", "or", "*", "m?ter*", "\"n*\"", "\"has been exhausted\"",
                                         "\"meter one\"", "\"a*b\"", "\"quota has\"", "\"\\\"d\\\"\"", "\"\\\\\\\\e\"", "\"öl k\""};
static const char *const patterns[] = {"/meter/", "/^m/", "/M/c", "/o$/", "\"n.t\"", "/[0-9]+/", "/ä/", "/K/c", "/has\\sbeen/", "/(a|e|o){2}/",
                                       "/^$/", "/\\//", "//", "/x|quota/"};
static const char *const types[] = {"pdp", "pdp.*", "loc", "loc.update", "3", "99", "type.99", "type.*", "type", "*.delete", "quota.used",
                                    "pdp.reject", "type.6?", "*", "70..."};
static const char *const spans[] = {"5m", "1h", "90s", "1d", "2h30m", "0s", "500ms"};
static const char *const times[] = {"2026-08-21", "09:15", "-1h", "-26h", "now", "today", "yesterday", "2026-08-22T10:00", "2026-08-22T10:00:30Z",
                                    "\"today 09:00\"", "2026-08-21T09:30+02:00"};
static const char *const sizes[] = {"500KB", "1MB", "1.5MB", "1MiB", "0B", "2GB"};

static void add_query(struct buf *out, int depth);

/* A value of a kind, perhaps one that does not fit. */
static void add_value(struct buf *out, field_id field)
{
    static const char *const severities[] = {"info", "warn", "critical", "WARN"};
    static const char *const bools[] = {"true", "false", "yes", "0"};
    static const char *const blocks[] = {"10.64.1.5", "10.0.0.0/8", "2001:db8::/32", "::/0", "10.64.1.5/30"};
    enum kind kind = field == FIELD_NONE ? KIND_TEXT : field_row(field)->kind;
    switch (kind) {
    case KIND_ENUM:
        if (field == FIELD_TYPE)
            buf_add_text(out, PICK(types));
        else
            buf_add_text(out, field == FIELD_SOURCE ? (roll(2) ? "network" : "a*") : field == FIELD_RAT || field == FIELD_AT_RAT ? (roll(2) ? "4g" : "nb*") : "sus*");
        break;
    case KIND_SEVERITY: buf_add_text(out, PICK(severities)); break;
    case KIND_BOOL: buf_add_text(out, PICK(bools)); break;
    case KIND_DIGITS: buf_add_fmt(out, "%.*s%s", roll(3) ? 30 : 3, PICK(digits), roll(3) ? "" : "*"); break;
    case KIND_NUMBER: buf_add_fmt(out, "%d%s", (int)roll(140), roll(6) ? "" : ".5"); break;
    case KIND_PERCENT: buf_add_fmt(out, "%d%%", (int)roll(100)); break;
    case KIND_SIZE: buf_add_text(out, PICK(sizes)); break;
    case KIND_DURATION: buf_add_text(out, PICK(spans)); break;
    case KIND_IP: buf_add_text(out, PICK(blocks)); break;
    case KIND_TIME: buf_add_text(out, PICK(times)); break;
    default: buf_add_text(out, roll(8) ? PICK(text_parts) : PICK(digits));
    }
}

static field_id add_field(struct buf *out)
{
    static const char *const paths[] = {"raw.detail.odd", "raw.endpoint.name", "raw.id", "raw.detail.odd.k", "raw.detail.mnc.mnc",
                                        "raw.\"detail\".name", "raw.nothing", "raw.detail.pdp_context"};
    field_id field = (field_id)roll(FIELD_COUNT_);
    if (roll(12) == 0) {
        buf_add_text(out, PICK(paths));
        return FIELD_NONE;
    }
    if (roll(3) > 0) /* the stored ones most of the time */
        field = (field_id)roll((uint64_t)FIELD_STORED_COUNT);
    buf_add_text(out, field_row(field)->name);
    return field;
}

static void add_item(struct buf *out, field_id field)
{
    uint64_t form = roll(8);
    if (form == 0)
        buf_add_text(out, PICK(orders));
    if (form == 1 && roll(2))
        buf_add_text(out, "..");
    add_value(out, field);
    if (form == 1 || form == 2) {
        buf_add_text(out, "..");
        if (roll(2))
            add_value(out, field);
    }
}

static void add_items(struct buf *out, field_id field, const char *between)
{
    add_item(out, field);
    for (uint64_t n = roll(3); n > 0; n--) {
        buf_add_text(out, between);
        add_item(out, field);
    }
}

static void add_compare(struct buf *out)
{
    static const char *const relops[] = {"=", "!=", "<", "<=", ">", ">=", "=="};
    field_id field = add_field(out);
    switch (roll(7)) {
    case 0: buf_add_text(out, PICK(relops)); add_value(out, field); break;
    case 1: buf_add_text(out, roll(2) ? "=" : " != "); add_value(out, field); break;
    case 2: buf_add_text(out, roll(2) ? "~" : "!~"); buf_add_text(out, PICK(patterns)); break;
    case 3: buf_add_text(out, roll(2) ? " not in (" : " in ("); add_items(out, field, " or "); buf_add_byte(out, ')'); break;
    case 4: buf_add_text(out, ": "); add_items(out, field, " , "); break;
    default: buf_add_byte(out, ':'); add_items(out, field, ",");
    }
}

static void add_term(struct buf *out, int depth)
{
    static const char *const flags[] = {"alert", "rejected", "network", "policy", "api", "acked", "new"};
    static const char *const entities[] = {"device", "sim", "imsi", "org", "operator", "cell", "session"};
    switch (roll(14)) {
    case 0: buf_add_text(out, PICK(text_parts)); break;
    case 1: buf_add_text(out, PICK(digits)); break;
    case 2: buf_add_fmt(out, "is:%s", PICK(flags)); break;
    case 3: buf_add_text(out, roll(2) ? "has:" : "missing:"); add_field(out); break;
    case 4: buf_add_fmt(out, "%s %s", roll(2) ? "since" : "until", PICK(times)); break;
    case 5: buf_add_fmt(out, "last %s", PICK(spans)); break;
    case 6:
        if (depth < 3 && roll(2)) {
            buf_add_fmt(out, "same %s (", PICK(entities));
            add_query(out, depth + 2);
            buf_add_byte(out, ')');
            if (roll(2))
                buf_add_fmt(out, " within %s", PICK(spans));
            break;
        }
        /* fall through */
    default: add_compare(out);
    }
}

static void add_query(struct buf *out, int depth)
{
    static const char *const joints[] = {" ", " and ", " or ", " || ", " | ", " && ", " OR "};
    static const char *const nots[] = {"not ", "!", "not not ", "! "};
    uint64_t terms = 1 + (depth < 4 ? roll(4) : 0);
    for (uint64_t i = 0; i < terms; i++) {
        if (i > 0)
            buf_add_text(out, PICK(joints));
        if (roll(4) == 0)
            buf_add_text(out, PICK(nots));
        if (depth < 4 && roll(4) == 0) {
            buf_add_byte(out, '(');
            add_query(out, depth + 1);
            buf_add_byte(out, ')');
        } else {
            add_term(out, depth);
        }
    }
}

/* ---- comparing ---- */

static struct value derive(void *user, const struct segment *segment, uint32_t row, field_id field)
{
    uint64_t x = (segment_row(segment, row) * 31 + field) % 5; /* a code that every closed list has */
    (void)user;
    if (x == 0)
        return VALUE_ABSENT;
    enum kind kind = field_row(field)->kind;
    struct str text = kind == KIND_OPEN ? STR("de") : STR("Meter One");
    return (struct value){kind, kind_is_text(kind) ? 0 : (int64_t)x, kind_is_text(kind) ? text : STR_NONE};
}

struct tally {
    unsigned long queries, refused, pairs, matches, wrong;
};

static void complain(struct tally *t, const char *what, struct str query, row_id row)
{
    if (t->wrong++ < 20)
        printf("%s disagrees on row %llu: %.*s\n", what, (unsigned long long)row, STR_ARG(query));
}

static void compare(struct tally *t, struct str query, const struct store *store, const struct filter_env *env)
{
    struct filter *filter = NULL, *again = NULL;
    struct error err = {0};
    struct arena *arena = arena_new();
    struct ast ast = {.arena = arena};
    struct naive naive = {store, env};
    uint64_t bits[(EVENTS + 63) / 64], bits_again[(EVENTS + 63) / 64];
    const struct segment *segment = store_segment(store, 0);
    uint32_t rows = segment_rows(segment);
    t->queries++;
    if (filter_compile(query, env, &filter, &err) < 0) {
        t->refused++;
    } else if (filter_compile(filter_canonical(filter), env, &again, &err) < 0) {
        complain(t, "the canonical text", query, 0);
    } else {
        if (!str_eq(filter_canonical(filter), filter_canonical(again)))
            complain(t, "the text printed twice", query, 0);
        parse_query(query, &ast, NULL, NULL);
        check_query(&ast, env, NULL);
        filter_bind(filter, store);
        filter_bind(again, store);
        filter_run(filter, segment, 0, rows, bits);
        filter_run(again, segment, 0, rows, bits_again);
        for (uint32_t r = 0; r < rows; r++) {
            bool program = bits[r / 64] >> (r % 64) & 1;
            row_id row = segment_row(segment, r);
            t->pairs++;
            t->matches += program;
            if (program != naive_match(&naive, ast.root, row))
                complain(t, "the naive walk", query, row);
            if (program != (bits_again[r / 64] >> (r % 64) & 1))
                complain(t, "the canonical form", query, row);
            if (r % 16 == 0 && program != filter_match(filter, store, row))
                complain(t, "the row alone", query, row);
        }
    }
    filter_free(&filter);
    filter_free(&again);
    arena_free(&arena);
}

/* So many texts that pairs of letters are asked first (grams.c), over more events than that takes. */
#define CROWD_EVENTS 1500
#define CROWD_QUERIES 60

static void add_syllable(struct buf *out)
{
    for (uint64_t n = 1 + roll(3); n > 0; n--)
        buf_add_byte(out, "aeioumtrkskn 7"[roll(n > 1 ? 14 : 12)]);
}

static void crowd_query(struct buf *out)
{
    static const char *const fields[] = {"desc", "dev", "org", "tag", "user", "op"};
    static const char *const joints[] = {" or ", " "};
    const char *field = PICK(fields), *joint = PICK(joints);
    uint64_t shape = roll(4);
    for (int i = 0; i < 120; i++) {
        buf_add_fmt(out, "%s%s", i > 0 ? joint : "", joint[1] == '\0' ? "-" : "");
        if (shape > 0)
            buf_add_fmt(out, "%s%s", shape == 3 ? PICK(fields) : field, roll(6) ? ":" : shape == 1 ? "=" : "!=");
        buf_add_text(out, "\"");
        add_syllable(out);
        buf_add_text(out, "\"");
        if (shape == 2 && roll(2))
            buf_add_fmt(out, " %s:*%c*%c*", field, "aeioum"[roll(6)], "trks7"[roll(5)]);
    }
}

static void compare_crowds(struct tally *t, struct decoder *decoder)
{
    struct store *store = store_new(&(struct store_options){0});
    struct filter_env env = {.now = NOW};
    struct buf query = {0};
    static uint64_t bits[(CROWD_EVENTS + 63) / 64];
    fill_store(store, decoder, 0, CROWD_EVENTS);
    const struct segment *segment = store_segment(store, 0);
    for (int i = 0; i < CROWD_QUERIES; i++) {
        struct arena *arena = arena_new();
        struct ast ast = {.arena = arena};
        struct naive naive = {store, &env};
        struct filter *filter = NULL;
        buf_clear(&query);
        crowd_query(&query);
        if (filter_compile(buf_str(&query), &env, &filter, NULL) < 0 || parse_query(buf_str(&query), &ast, NULL, NULL) < 0 ||
            check_query(&ast, &env, NULL) < 0) {
            complain(t, "the compiler", buf_str(&query), 0);
        } else {
            filter_run(filter, segment, 0, segment_rows(segment), bits);
            for (uint32_t r = (uint32_t)roll(23); r < segment_rows(segment); r += 23) {
                row_id row = segment_row(segment, r);
                t->pairs++;
                if (naive_match(&naive, ast.root, row) != (bits[r / 64] >> (r % 64) & 1))
                    complain(t, "the naive walk over many texts", buf_str(&query), row);
            }
        }
        filter_free(&filter);
        arena_free(&arena);
    }
    buf_fini(&query);
    store_free(&store);
}

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    uint64_t number;
    return text != NULL && str_u64(str_of(text), &number) ? number : otherwise;
}

int main(void)
{
    uint64_t seed = number_from("PROPERTY_SEED", 20260822), queries = number_from("PROPERTY_QUERIES", QUERIES);
    struct tally t = {0};
    struct buf query = {0};
    struct decoder *decoder = decoder_new();
    struct zone *zone = zone_new(STR("Europe/Berlin"), NULL);
    state = seed;
    for (int s = 0; s < STORES; s++) {
        struct store *store = store_new(&(struct store_options){0});
        struct filter_env env = {.zone = s % 2 ? zone : NULL, .now = NOW, .derive = s % 3 == 1 ? derive : NULL};
        fill_store(store, decoder, 0, s == 0 ? 1 : s == 1 ? 64 : EVENTS);
        for (uint64_t i = 0; i < queries / STORES || (t.pairs < 100000 * (uint64_t)(s + 1) / STORES && s > 0); i++) {
            buf_clear(&query);
            add_query(&query, 0);
            compare(&t, buf_str(&query), store, &env);
        }
        store_free(&store);
    }
    compare_crowds(&t, decoder);
    printf("seed %llu: %lu queries, %lu refused, %lu pairs, %lu matches, %lu wrong\n", (unsigned long long)seed, t.queries,
           t.refused, t.pairs, t.matches, t.wrong);
    buf_fini(&query);
    zone_free(&zone);
    decoder_free(&decoder);
    return t.wrong > 0 || t.pairs < 100000 || t.matches == 0;
}
