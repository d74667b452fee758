/* Property: decode_event agrees with a slow, plain reading of the same text through cJSON, on random events that mix
 * right and wrong types, missing and null parts, orders of keys and white space. */
#include "base/instant.h"
#include "decode/json.h"
#include "model/radio.h"
#include "model/wire.h"

#include <cjson/cJSON.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define ROUNDS 20000
#define ARRIVAL INT64_C(1787400000000)

static uint64_t random_state = UINT64_C(0x2545f4914f6cdd1d);

static unsigned below(unsigned n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)(random_state >> 33) % n;
}

/* ---- making ---- */

static const char *const words[] = {
    "",       "a",    "Z\xc3\xbcrich \"7\"", "line\nbreak", "0",         "1",       "42",        "007",
    "10.0.0.7", "2001:db8::1", "256.1.1.1", "true", "2021-10-27T11:59:29.000Z", "2021-10-27 11:59:29", "5/8/2017 10:56:25 AM",
    "901430005500210", "356794081234740f", "0.641984", "-3", "Warning", "Critical", "Policy Control", "API", "DE", "x, y,,z",
    "endpoint has no quota.", "\xf0\x9f\x98\x80", "1e3", "99999999999999999999",
};

static cJSON *scalar(void)
{
    static const double numbers[] = {0, 1, 2, 3, 5, 6, 17, 77, -1, 262, 901430005500210.0, 1.5, 9007199254740991.0};
    switch (below(10)) {
    case 0: return cJSON_CreateNull();
    case 1: return cJSON_CreateBool((int)below(2));
    case 2: return cJSON_CreateObject();
    case 3: return cJSON_CreateArray();
    case 4:
    case 5: return cJSON_CreateNumber(numbers[below(sizeof numbers / sizeof numbers[0])]);
    default: return cJSON_CreateString(words[below(sizeof words / sizeof words[0])]);
    }
}

/* Puts a random value at a path, making what is missing above; may leave it out. */
static void plant(cJSON *root, struct str path)
{
    cJSON *at = root;
    struct str key;
    while (str_next(&path, '.', &key)) {
        char name[64];
        str_copy(key, name, sizeof name);
        bool last = path.p == NULL;
        bool element = str_eq(key, STR("[]"));
        cJSON *next = element ? cJSON_GetArrayItem(at, (int)below(3)) : cJSON_GetObjectItemCaseSensitive(at, name);
        if (last && next == NULL) {
            cJSON_AddItemToObject(at, name, scalar());
            return;
        }
        if (next == NULL) {
            struct str ahead = path, following;
            str_next(&ahead, '.', &following);
            next = str_eq(following, STR("[]")) ? cJSON_CreateArray() : cJSON_CreateObject();
            if (element)
                cJSON_AddItemToArray(at, next);
            else
                cJSON_AddItemToObject(at, name, next);
        }
        if (!cJSON_IsObject(next) && !cJSON_IsArray(next))
            return; /* a scalar stands in the way: good */
        if (cJSON_IsArray(next) != (path.p != NULL && str_starts(path, STR("[]"))))
            return;
        at = next;
    }
}

static const char *const more_paths[] = {
    "event_severity.id", "event_severity.description", "event_source.id", "event_source.name", "event_source.description",
    "id", "unknown.deep", "keen.id", "imsi.id", "detail.quota.volume",
};

static cJSON *make(void)
{
    cJSON *root = cJSON_CreateObject();
    unsigned plants = below(90);
    for (unsigned i = 0; i < plants; i++) {
        if (below(4) == 0) {
            plant(root, str_of(more_paths[below(sizeof more_paths / sizeof more_paths[0])]));
            continue;
        }
        struct str paths = str_of(field_row((field_id)below(FIELD_STORED_COUNT))->paths), path;
        unsigned which = below(3);
        while (str_next(&paths, ' ', &path) && which-- > 0) {
        }
        plant(root, path);
    }
    if (below(3) == 0) { /* a type with a cause or a duration */
        static const int types[] = {3, 5, 6, 11};
        cJSON_DeleteItemFromObjectCaseSensitive(root, "event_type");
        cJSON_AddNumberToObject(cJSON_AddObjectToObject(root, "event_type"), "id", types[below(4)]);
    }
    return root;
}

/* ---- the slow reading ---- */

static struct arena *arena;

/* The item's own bytes, read as the kind: one kind of scalar at a time is tested elsewhere. */
static bool read_item(const cJSON *item, enum kind kind, struct value *out)
{
    *out = VALUE_ABSENT;
    char *json = cJSON_PrintUnformatted(item);
    bool present = event_value(arena_str(arena, str_of(json)), kind, arena, out);
    free(json);
    return present;
}

static void add(char *list, size_t size, const struct value *v)
{
    char item[256], padded[300], whole[2048];
    if (kind_is_text(v->kind))
        snprintf(item, sizeof item, "%.*s", STR_ARG(v->s));
    else
        snprintf(item, sizeof item, "%lld", (long long)v->i);
    snprintf(padded, sizeof padded, "\x1f%s\x1f", item);
    snprintf(whole, sizeof whole, "\x1f%s\x1f", list);
    if (strstr(whole, padded) != NULL)
        return;
    size_t n = strlen(list);
    snprintf(list + n, size - n, "%s%s", n > 0 ? "\x1f" : "", item);
}

/* Every item at a path, in order. */
static int items_at(const cJSON *at, struct str path, const cJSON **items, int most)
{
    struct str key;
    char name[64];
    if (at == NULL)
        return 0;
    if (!str_next(&path, '.', &key)) {
        items[0] = at;
        return most > 0;
    }
    if (str_eq(key, STR("[]"))) {
        int n = 0;
        const cJSON *element;
        if (!cJSON_IsArray(at))
            return 0;
        cJSON_ArrayForEach(element, at) n += items_at(element, path, items + n, most - n);
        return n;
    }
    str_copy(key, name, sizeof name);
    return cJSON_IsObject(at) ? items_at(cJSON_GetObjectItemCaseSensitive(at, name), path, items, most) : 0;
}

static void read_field(const cJSON *root, field_id field, enum kind kind, struct value *out)
{
    const struct field_row *row = field_row(field);
    struct str paths = str_of(row->paths), path;
    char *list = arena_calloc(arena, 1, 1024);
    *out = VALUE_ABSENT;
    while (str_next(&paths, ' ', &path)) {
        const cJSON *items[16];
        int n = items_at(root, path, items, 16);
        for (int i = 0; i < n; i++) {
            struct value v;
            if (!read_item(items[i], kind, &v))
                continue;
            if ((row->flags & FIELD_LIST) == 0) {
                *out = v;
                return;
            }
            add(list, 1024, &v);
            *out = (struct value){kind, 0, str_of(list)};
        }
    }
}

static const cJSON *item_at(const cJSON *root, const char *path)
{
    const cJSON *items[1];
    return items_at(root, str_of(path), items, 1) > 0 ? items[0] : NULL;
}

static bool is_nothing(const cJSON *item)
{
    return item == NULL || cJSON_IsNull(item) || (cJSON_IsString(item) && item->valuestring[0] == '\0') ||
           ((cJSON_IsObject(item) || cJSON_IsArray(item)) && item->child == NULL);
}

static void expect_severity(const cJSON *root, struct value *out)
{
    static const char *const names[] = {"event_severity.id", "event_severity.description", "event_severity.name"};
    const cJSON *whole = item_at(root, "event_severity");
    *out = VALUE_ABSENT;
    if (whole == NULL || !cJSON_IsObject(whole))
        return; /* bare words and numbers are tested elsewhere */
    bool something = false;
    int64_t rank = -1;
    for (size_t i = 0; i < 3; i++) {
        const cJSON *item = item_at(root, names[i]);
        struct value v;
        something |= !is_nothing(item);
        if (item == NULL || rank >= 0)
            continue;
        if (i == 0 && read_item(item, KIND_NUMBER, &v) && v.i >= 0 && v.i < SEVERITY_COUNT_)
            rank = v.i;
        for (int s = 0; i > 0 && cJSON_IsString(item) && s < SEVERITY_COUNT_; s++) {
            if (str_eq_nocase(str_trim(str_of(item->valuestring)), str_of(severity_names[s])))
                rank = s;
        }
    }
    if (something)
        *out = (struct value){KIND_SEVERITY, rank >= 0 ? rank : SEVERITY_WARN, STR_NONE};
}

static bool bare(const cJSON *root, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(root, key);
    return item != NULL && !cJSON_IsObject(item);
}

static void same(const struct event *e, field_id field, const struct value *expected, const char *json)
{
    const struct value *v = &e->v[field];
    bool text = kind_is_text(expected->kind) || expected->s.n > 0;
    bool equal = v->kind == expected->kind && (text ? str_eq(v->s, expected->s) : v->i == expected->i);
    if (!equal)
        fail_msg("%s: got kind %s %lld '%.*s', expected %s %lld '%.*s' in\n%s", field_row(field)->name, kind_name(v->kind),
                 (long long)v->i, STR_ARG(v->s), kind_name(expected->kind), (long long)expected->i, STR_ARG(expected->s), json);
}

static void compare(const cJSON *root, const struct event *e, const char *json)
{
    struct value v;
    for (field_id field = 0; field < FIELD_STORED_COUNT; field++) {
        if ((field_row(field)->flags & FIELD_CALC) != 0)
            continue;
        read_field(root, field, field_row(field)->kind, &v);
        same(e, field, &v, json);
    }
    read_field(root, FIELD_TS, KIND_TIME, &v);
    same(e, FIELD_TS, &v, json);
    assert_int_equal(e->order_ms, value_is_present(&v) ? v.i : ARRIVAL);
    read_field(root, FIELD_ALERT, KIND_BOOL, &v);
    same(e, FIELD_ALERT, &v, json);
    read_field(root, FIELD_RAT, KIND_NUMBER, &v);
    v = radio_rat_slug(value_is_present(&v) ? v.i : -1) != NULL ? (struct value){KIND_ENUM, v.i, STR_NONE} : VALUE_ABSENT;
    same(e, FIELD_RAT, &v, json);
    if (!bare(root, "event_severity")) {
        expect_severity(root, &v);
        same(e, FIELD_SEV, &v, json);
    }
    int severity = value_is_present(&e->v[FIELD_SEV]) ? (int)e->v[FIELD_SEV].i : 0;
    read_field(root, FIELD_TYPE_ID, KIND_NUMBER, &v);
    assert_int_equal(e->type, value_is_present(&v) ? type_of(v.i, severity) : TYPE_OTHER);
}

static void decoding_agrees_with_a_tree(void **state)
{
    (void)state;
    struct decoder *decoder = decoder_new();
    int decoded = 0;
    arena = arena_new();
    for (int round = 0; round < ROUNDS; round++) {
        cJSON *root = make();
        char *json = below(2) == 0 ? cJSON_Print(root) : cJSON_PrintUnformatted(root);
        struct event event;
        struct error err = {0};
        int result = decode_event(decoder, str_of(json), ARRIVAL, &event, &err);
        const cJSON *id = cJSON_GetObjectItemCaseSensitive(root, "id");
        bool useless = id != NULL && !is_nothing(id) && !cJSON_IsNumber(id) && !cJSON_IsString(id);
        if ((result != 0) != useless)
            fail_msg("%s: %s", json, err.text);
        if (result == 0) {
            compare(root, &event, json);
            decoded++;
        }
        free(json);
        cJSON_Delete(root);
        if (round % 100 == 0) {
            decoder_reset(decoder);
            arena_reset(arena);
        }
    }
    assert_true(decoded > ROUNDS / 2);
    arena_free(&arena);
    decoder_free(&decoder);
}

/* Through a double, half of these would come out as their neighbour. */
static void ids_are_exact(void **state)
{
    (void)state;
    struct decoder *decoder = decoder_new();
    for (int round = 0; round < 20000; round++) {
        uint64_t id = (random_state >> 1) | 1;
        char json[96];
        below(2);
        snprintf(json, sizeof json, below(2) == 0 ? "{\"id\":%llu}" : "{ \"id\" : \"%llu\" }", (unsigned long long)id);
        struct event event;
        assert_int_equal(decode_event(decoder, str_of(json), ARRIVAL, &event, NULL), 0);
        assert_true(event.id == id && event.v[FIELD_ID].i == (int64_t)id);
    }
    decoder_free(&decoder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decoding_agrees_with_a_tree),
        cmocka_unit_test(ids_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
