/* The bodies of faults. Pages are handled as text: the elements of an array are found by their depth. */
#include "lab/spoil.h"

#include <stdlib.h>
#include <zlib.h>

#include "base/xalloc.h"
#include "lab/chance.h"
#include "lab/lab.h"
#include "lab/life.h"
#include "lab/stamp.h"

static int64_t by(const struct fault *fault, int64_t usual)
{
    return fault->number != 0 ? fault->number : usual;
}

/* Retry-After as asked for; "date+30" becomes the date of half a minute from now. */
static void add_retry(const struct lab *lab, const struct fault *fault, struct reply *reply)
{
    if (fault->retry[0] == '\0')
        return;
    if (strncmp(fault->retry, "date+", 5) != 0) {
        reply_header(reply, "Retry-After", "%s", fault->retry);
        return;
    }
    struct buf date = {0};
    stamp_add(&date, STAMP_HTTP, lab_now(lab) + atoll(fault->retry + 5) * 1000);
    reply_header(reply, "Retry-After", "%s", buf_cstr(&date));
    buf_fini(&date);
}

void spoil_expired(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    (void)fault;
    lab->gate.oldest_serial = lab->gate.serial + 1;
    reply_error(reply, API_EXPIRED, "Authentication token expired");
}

void spoil_status(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    static const struct {
        int status;
        enum api_error error;
        const char *text;
    } rows[] = {{403, API_FORBIDDEN, "Access to this resource is not allowed"},
                {404, API_NOT_FOUND, "Resource not found"},
                {422, API_QUERY, "Query criteria are not valid"},
                {429, API_TOO_MANY, "Too many requests"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].status == fault->row->status)
            reply_error(reply, rows[i].error, "%s", rows[i].text);
    add_retry(lab, fault, reply);
}

void spoil_gateway(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    int status = fault->row->status;
    reply_gateway(reply, status,
                  status == 401 ? "AccessDeniedException" : "InternalServerErrorException",
                  status == 401   ? "token contains an invalid number of segments"
                  : status == 408 ? "Request Timeout"
                  : status == 503 ? "Service Unavailable"
                                  : "Internal server error");
    add_retry(lab, fault, reply);
}

void spoil_html(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    reply_empty(reply, fault->row->status);
    buf_add_text(&reply->body,
                 "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
                 "<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n");
    add_retry(lab, fault, reply);
}

void spoil_empty(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    (void)lab;
    reply_empty(reply, fault->row->status);
}

void spoil_redirect(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    (void)lab;
    reply_empty(reply, fault->row->status);
    reply_header(reply, "Location", "%s", "http://elsewhere.invalid/api/v1/event");
}

/* ---------------------------------------------------------------- encodings and sizes */

void spoil_gzip_garbage(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    uint64_t luck = 7;
    (void)lab;
    (void)fault;
    reply->encoding = "gzip";
    buf_clear(&reply->body);
    buf_add(&reply->body, "\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    for (int i = 0; i < 900; i++)
        buf_add_byte(&reply->body, (char)chance_below(&luck, 256));
}

static void pack(struct buf *out, const char *chunk, size_t size, int64_t times)
{
    z_stream z = {0};
    if (deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return;
    for (int64_t i = 0; i < times; i++) {
        z.next_in = (Bytef *)(uintptr_t)chunk;
        z.avail_in = (uInt)size;
        do {
            buf_reserve(out, 65536);
            z.next_out = (Bytef *)out->p + out->n;
            z.avail_out = 65536;
            deflate(&z, i + 1 == times ? Z_FINISH : Z_NO_FLUSH);
            out->n += 65536 - z.avail_out;
        } while (z.avail_out == 0);
    }
    deflateEnd(&z);
}

void spoil_gzip_cut(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    struct buf packed = {0};
    (void)lab;
    (void)fault;
    pack(&packed, reply->body.p, reply->body.n, 1);
    packed.n = packed.n * 2 / 3;
    buf_fini(&reply->body);
    reply->body = packed;
    reply->encoding = "gzip";
}

void spoil_bomb(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    size_t size = 1 << 20;
    char *spaces = xmalloc(size);
    (void)lab;
    memset(spaces, ' ', size);
    buf_clear(&reply->body);
    pack(&reply->body, spaces, size, by(fault, 300));
    free(spaces);
    reply->encoding = "gzip";
}

void spoil_big(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    size_t size = (size_t)by(fault, 100) << 20;
    (void)lab;
    buf_clear(&reply->body);
    buf_reserve(&reply->body, size + 64);
    buf_add_text(&reply->body, "[{\"id\":1,\"description\":\"");
    memset(reply->body.p + reply->body.n, 'x', size);
    reply->body.n += size;
    buf_add_text(&reply->body, "\"}]");
}

void spoil_utf8(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    static const char bad[] = "\xff\xc0\xaf\xed\xa0\x80\xf5";
    struct buf out = {0};
    struct str rest = buf_str(&reply->body), key = STR("\"description\":\"");
    (void)lab;
    (void)fault;
    for (ptrdiff_t at = str_find(rest, key); at >= 0; at = str_find(rest, key)) {
        buf_add(&out, rest.p, (size_t)at + key.n);
        buf_add(&out, bad, sizeof bad - 1);
        rest = str_sub(rest, (size_t)at + key.n, rest.n);
    }
    buf_add_str(&out, rest);
    buf_fini(&reply->body);
    reply->body = out;
}

void spoil_slow(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    (void)lab;
    reply->delay = fault->delay > 0 ? fault->delay : 2000;
}

/* ---------------------------------------------------------------- pages */

struct elements {
    struct str *items;
    size_t count, capacity;
};

static void keep(struct elements *e, const char *from, const char *to)
{
    e->items = xgrow(e->items, &e->capacity, e->count + 1, sizeof *e->items);
    e->items[e->count++] = (struct str){from, (size_t)(to - from)};
}

static struct elements elements_of(const struct buf *page)
{
    struct elements e = {0};
    int depth = 0, quoted = 0;
    const char *from = page->p, *end = page->p + page->n;
    for (const char *p = page->p; p < end; p++) {
        if (quoted && *p == '\\')
            p++;
        else if (*p == '"')
            quoted = !quoted;
        else if (!quoted && (*p == '{' || *p == '[') && depth++ == 1)
            from = p;
        else if (!quoted && (*p == '}' || *p == ']') && --depth == 1)
            keep(&e, from, p + 1);
    }
    return e;
}

static void put(struct buf *out, struct str item)
{
    buf_add_byte(out, out->n == 0 ? '[' : ',');
    buf_add_str(out, item);
}

static void replace_page(struct reply *reply, struct elements *e, struct buf *out)
{
    buf_add_text(out, out->n == 0 ? "[]" : "]");
    free(e->items);
    buf_fini(&reply->body);
    reply->body = *out;
}

void spoil_duplicate(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    (void)lab;
    (void)fault;
    if (!reply->page)
        return;
    struct elements e = elements_of(&reply->body);
    struct buf out = {0};
    for (size_t i = 0; i < e.count; i++) {
        put(&out, e.items[i]);
        if (i % 2 == 1)
            put(&out, e.items[i - 1]);
    }
    replace_page(reply, &e, &out);
}

void spoil_disorder(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    if (!reply->page)
        return;
    uint64_t luck = chance_mix(lab->world->options.seed, (uint64_t)fault->hits);
    struct elements e = elements_of(&reply->body);
    struct buf out = {0};
    for (size_t i = e.count; i > 1; i--) {
        size_t j = chance_below(&luck, (uint32_t)i);
        struct str other = e.items[j];
        e.items[j] = e.items[i - 1];
        e.items[i - 1] = other;
    }
    for (size_t i = 0; i < e.count; i++)
        put(&out, e.items[i]);
    replace_page(reply, &e, &out);
}

/* Elements that are no event, or no JSON; none swallows its neighbours. */
static const char *const wrecks[] = {
    "{\"id\":NaN,\"timestamp\":\"2026-01-01T00:00:00Z\"}",
    "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"description\":\"no id\"}",
    "{\"id\":{\"value\":5},\"event_type\":{\"id\":1}}",
    "{'id':7,'event_type':3}",
    "{\"id\":8,\"event_type\":{\"id\":1},}",
    "{\"id\":01,\"event_type\":{\"id\":1}}",
    "[1,2,3]",
    "{\"id\":9 \"event_type\":{\"id\":1}}",
};

void spoil_broken(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    (void)lab;
    if (!reply->page)
        return;
    struct elements e = elements_of(&reply->body);
    struct buf out = {0};
    size_t wanted = (size_t)by(fault, 1), step = e.count / wanted + 1;
    for (size_t i = 0; i < e.count; i++) {
        if (i % step == step / 2)
            put(&out,
                str_of(
                    wrecks[((size_t)fault->hits + i / step) % (sizeof wrecks / sizeof wrecks[0])]));
        put(&out, e.items[i]);
    }
    replace_page(reply, &e, &out);
}

void spoil_shift(struct lab *lab, const struct fault *fault, struct reply *reply)
{
    (void)reply;
    struct world *w = lab->world;
    for (int64_t i = 0, n = by(fault, 20); i < n; i++) {
        uint32_t device = chance_below(&w->luck, w->options.devices);
        const struct device *d = &w->devices[device];
        if (d->presence != IS_AWAY && !d->shelved)
            world_hurry(w, KIND_LOC_GPRS, device);
    }
}

/* ---------------------------------------------------------------- the world */

void spoil_skew(struct lab *lab, const struct fault *fault, int on)
{
    lab->world->skew = on ? by(fault, 3600) * 1000 : 0;
}

void spoil_hostile(struct lab *lab, const struct fault *fault, int on)
{
    int64_t every = by(fault, 100);
    lab->world->hostile_every = on ? (uint32_t)(every > 0 ? every : 1) : 0;
    lab->world->hostile_left = fault->count < 0 ? UINT32_MAX : (uint32_t)fault->count;
}

void spoil_late(struct lab *lab, const struct fault *fault, int on)
{
    lab->world->late_share = on ? (uint32_t)by(fault, 20) : 0;
    lab->world->late_by = fault->delay > 0 ? fault->delay : 600000;
}
