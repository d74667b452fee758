/* Lists of one device or SIM. Knows only the one key that says whose an event is. */
#include "emnify/scope.h"

#include "base/jscan.h"

#include <stdio.h>

static const struct {
    const char *list, *key;
} scopes[] = {
    [SOURCE_ALL] = {"", ""},
    [SOURCE_OF_DEVICE] = {"endpoint", "endpoint"},
    [SOURCE_OF_SIM] = {"sim", "sim"},
};

void scope_path(enum source_scope scope, int64_t id, char *out, size_t size)
{
    if (scope == SOURCE_ALL)
        snprintf(out, size, "event");
    else
        snprintf(out, size, "%s/%lld/event", scopes[scope].list, (long long)id);
}

/* Where the key's value stands; after the last member when it is not there. False when json is no object. */
static bool find_value(struct str json, struct str key, struct str *value, size_t *end)
{
    struct jscan scan;
    enum jscan_token token;
    *value = STR_NONE;
    jscan_init(&scan, json);
    if (jscan_next(&scan) != JSCAN_OBJECT)
        return false;
    while ((token = jscan_next(&scan)) == JSCAN_KEY) {
        bool wanted = str_eq(scan.text, key) && value->n == 0;
        struct str bytes;
        if (!jscan_value(&scan, &bytes))
            return false;
        if (wanted)
            *value = bytes;
    }
    *end = scan.start;
    return token == JSCAN_OBJECT_END;
}

void scope_complete(enum source_scope scope, int64_t id, struct str json, struct buf *out)
{
    struct str value;
    size_t end = 0;
    bool readable = find_value(json, str_of(scopes[scope].key), &value, &end);
    if (!readable || (value.n > 0 && !str_eq(value, STR("null")))) {
        buf_add_str(out, json);
        return;
    }
    size_t from = value.n > 0 ? (size_t)(value.p - json.p) : end;
    bool empty = str_trim(str_sub(json, 0, end)).n == 1; /* "{" alone */
    buf_add(out, json.p, from);
    if (value.n == 0)
        buf_add_fmt(out, "%s\"%s\":", empty ? "" : ",", scopes[scope].key);
    buf_add_fmt(out, "{\"id\":%lld}", (long long)id);
    buf_add_str(out, str_sub(json, from + value.n, json.n));
}
