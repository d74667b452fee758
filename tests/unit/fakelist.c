/* The event list of the tests. Owns its events; knows the query form that emnify/ uses and nothing else of HTTP. */
#include "fakelist.h"

#include "base/instant.h"
#include "base/xalloc.h"
#include "decode/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

void fakelist_init(struct fakelist *list, uint64_t seed)
{
    *list = (struct fakelist){.seed = seed * 2654435761u + 1, .per_page_max = 1000};
}

void fakelist_fini(struct fakelist *list)
{
    free(list->events);
    page_fini(&list->page);
}

uint64_t fakelist_random(struct fakelist *list, uint64_t below)
{
    list->seed ^= list->seed << 13;
    list->seed ^= list->seed >> 7;
    list->seed ^= list->seed << 17;
    return list->seed % below;
}

struct fake_event *fakelist_add(struct fakelist *list, int64_t late_ms)
{
    int64_t ingested = FAKE_EPOCH + list->now_ms - late_ms;
    struct fake_event e = {.ts_ms = ingested - 300, .visible_ms = list->now_ms};
    e.id = (uint64_t)(ingested - 1626955200000) << 14 | (list->serial++ & 16383);
    char when[40];
    instant_format(e.ts_ms, NULL, INSTANT_ISO, when, sizeof when);
    snprintf(e.text, sizeof e.text, "{\"id\":%llu,\"timestamp\":\"%s\"}", (unsigned long long)e.id, when);
    list->events = xgrow(list->events, &list->capacity, list->count + 1, sizeof *list->events);
    size_t at = list->count++;
    for (; at > 0 && list->events[at - 1].id > e.id; at--)
        list->events[at] = list->events[at - 1];
    list->events[at] = e;
    return &list->events[at];
}

static uint64_t number_after(const char *query, const char *name)
{
    const char *at = strstr(query, name);
    assert_non_null(at);
    return strtoull(at + strlen(name), NULL, 10);
}

static int64_t moment_after(const char *query, const char *name, int64_t otherwise)
{
    const char *at = strstr(query, name);
    int64_t ms = otherwise;
    if (at != NULL)
        assert_true(instant_parse((struct str){at + strlen(name), 20}, &ms));
    return ms;
}

static bool selected(const struct fakelist *list, const struct fake_event *e, int64_t from, int64_t until)
{
    return e->visible_ms <= list->now_ms && e->ts_ms >= from && e->ts_ms < until;
}

static void put(struct page *page, const struct fake_event *e)
{
    page->elements = xgrow(page->elements, &page->capacity, page->count + 1, sizeof *page->elements);
    page->elements[page->count++] = (struct page_element){
        .bytes = str_of(e->text), .id = e->odd ? str_hash(str_of(e->text)) : e->id, .odd = e->odd, .mark = 1,
        .ts_ms = e->ts_ms};
}

const struct page *fakelist_answer(struct fakelist *list, const char *query)
{
    int64_t from = moment_after(query, "from:", INT64_MIN), until = moment_after(query, "until:", INT64_MAX);
    uint64_t per_page = number_after(query, "per_page="), page = number_after(query, "&page="), total = 0;
    assert_non_null(strstr(query, "sort=-id"));
    list->requests++;
    if (per_page > list->per_page_max)
        per_page = list->per_page_max;
    for (size_t i = 0; i < list->count; i++)
        total += selected(list, &list->events[i], from, until);
    uint64_t pages = (total + per_page - 1) / per_page;
    if (page > pages)
        page = 1; /* out of range: the first page again */
    list->page.count = 0;
    uint64_t skip = (page - 1) * per_page;
    for (size_t i = list->count; i-- > 0 && list->page.count < per_page;) {
        if (!selected(list, &list->events[i], from, until))
            continue;
        if (skip > 0)
            skip--;
        else
            put(&list->page, &list->events[i]);
    }
    list->page.number = list->no_headers ? 0 : page;
    list->page.pages = list->no_headers ? 0 : pages;
    list->page.per_page = list->no_headers ? 0 : per_page;
    return &list->page;
}

static void one(void *user, struct str json, uint64_t offset, uint64_t line)
{
    struct fakelist *list = user;
    (void)offset;
    (void)line;
    uint64_t id = strtoull(json.p + 6, NULL, 10);
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (list->events[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    assert_true(low < list->count);
    assert_int_equal(list->events[low].id, id);
    list->events[low].delivered++;
}

static void bad(void *user, struct str bytes, uint64_t offset, uint64_t line, const char *reason)
{
    (void)user;
    (void)offset;
    (void)line;
    fail_msg("%.*s: %s", STR_ARG(bytes), reason);
}

void fakelist_deliver(struct fakelist *list, struct str array)
{
    struct frame *frame = frame_new(0);
    struct frame_sink sink = {list, one, bad};
    assert_int_equal(frame_push(frame, array, &sink), 0);
    frame_finish(frame, &sink);
    frame_free(&frame);
}

size_t fakelist_lost(const struct fakelist *list)
{
    size_t lost = 0;
    for (size_t i = 0; i < list->count; i++)
        lost += list->events[i].delivered == 0;
    return lost;
}

size_t fakelist_twice(const struct fakelist *list)
{
    size_t twice = 0;
    for (size_t i = 0; i < list->count; i++)
        twice += list->events[i].delivered > 1;
    return twice;
}
