/* Cuts a page into elements with decode/frame, so that what is wrong inside one element stays inside it, and reads each
 * one's id and time. Must not look at anything else: events are decode/'s business. */
#include "emnify/page.h"

#include "base/instant.h"
#include "base/jscan.h"
#include "base/xalloc.h"
#include "decode/frame.h"

#include <stdlib.h>

static void read_member(struct jscan *scan, struct str key, struct page_element *e)
{
    bool is_id = e->odd && str_eq(key, STR("id"));
    bool is_ts = e->ts_ms == INSTANT_NONE && str_eq(key, STR("timestamp"));
    if (!is_id && !is_ts) {
        jscan_skip(scan);
        return;
    }
    enum jscan_token token = jscan_next(scan);
    if (is_id && (token == JSCAN_NUMBER || token == JSCAN_STRING) && str_is_digits(scan->text))
        e->odd = !str_u64(scan->text, &e->id);
    else if (is_ts && token == JSCAN_STRING)
        (void)instant_parse(scan->text, &e->ts_ms);
    else if (token == JSCAN_OBJECT || token == JSCAN_ARRAY)
        jscan_skip(scan);
}

static struct page_element look_into(struct str bytes)
{
    struct page_element e = {.bytes = bytes, .odd = true, .ts_ms = INSTANT_NONE};
    struct jscan scan;
    uint64_t hash = str_hash(bytes);
    e.mark = (uint32_t)hash | 1;
    jscan_init(&scan, bytes);
    if (jscan_next(&scan) == JSCAN_OBJECT)
        while ((e.odd || e.ts_ms == INSTANT_NONE) && jscan_next(&scan) == JSCAN_KEY)
            read_member(&scan, scan.text, &e);
    if (e.odd)
        e.id = hash;
    return e;
}

struct reading {
    struct page *page;
    struct str body;
    bool full;
};

/* The bytes at their place in the body, which outlives the frame. */
static void add(struct reading *r, size_t n, uint64_t offset)
{
    struct page *page = r->page;
    if (page->count == PAGE_ELEMENTS_MAX) {
        r->full = true;
        return;
    }
    page->elements = xgrow(page->elements, &page->capacity, page->count + 1, sizeof *page->elements);
    page->elements[page->count++] = look_into(str_sub(r->body, (size_t)offset, n));
}

static void good(void *user, struct str json, uint64_t offset, uint64_t line)
{
    (void)line;
    add(user, json.n, offset);
}

static void bad(void *user, struct str bytes, uint64_t offset, uint64_t line, const char *reason)
{
    (void)line;
    (void)reason; /* decode/ finds it again */
    add(user, bytes.n, offset);
}

static int check_ends(struct str body, struct error *err)
{
    struct str text = str_trim(body);
    if (str_starts(text, STR("\xef\xbb\xbf")))
        text = str_sub(text, 3, text.n);
    if (text.n == 0)
        return err_set(err, E_SYNTAX, "the answer is empty where a list of events was expected");
    if (text.p[0] != '[')
        return err_set(err, E_SYNTAX, "the answer is not a list of events (it begins \"%.*s\")",
                       STR_ARG(str_sub(text, 0, 40)));
    if (text.n < 2 || text.p[text.n - 1] != ']')
        return err_set(err, E_SYNTAX, "the list of events ends in the middle");
    return 0;
}

int page_read(struct page *page, struct str body, struct error *err)
{
    page->count = 0;
    int rc = check_ends(body, err);
    if (rc < 0)
        return rc;
    struct reading r = {page, body, false};
    struct frame_sink sink = {&r, good, bad};
    struct frame *frame = frame_new(0);
    rc = frame_push(frame, body, &sink);
    frame_finish(frame, &sink);
    frame_free(&frame);
    if (r.full)
        return err_set(err, E_LIMIT, "the page holds more than %u events", PAGE_ELEMENTS_MAX);
    return rc < 0 ? err_set(err, -rc, "the list of events is not UTF-8 text") : 0;
}

void page_fini(struct page *page)
{
    free(page->elements);
    *page = (struct page){0};
}
