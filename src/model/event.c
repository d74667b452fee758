/* Reading fields out of an event's original bytes, for what the store has no column for.
 * Follows the paths of fields.def; knows no field by name. */
#include "model/event.h"

#include "base/jscan.h"
#include "model/wire.h"

#define PATH_KEYS_MAX 8

static bool is_empty_container(struct str json)
{
    struct jscan scan;
    jscan_init(&scan, json);
    enum jscan_token token = jscan_next(&scan);
    if (token == JSCAN_OBJECT)
        return jscan_next(&scan) == JSCAN_OBJECT_END;
    return token == JSCAN_ARRAY && jscan_next(&scan) == JSCAN_ARRAY_END;
}

static enum wire read_value(struct str json, enum kind kind, struct arena *arena, struct value *out)
{
    struct jscan scan;
    bool repaired = false;
    *out = VALUE_ABSENT;
    jscan_init(&scan, json);
    enum jscan_token token = jscan_next(&scan);
    enum wire wire = wire_value(&scan, token, kind, arena, out, &repaired);
    if (wire == WIRE_ODD && is_empty_container(json))
        return WIRE_ABSENT;
    return wire;
}

bool event_value(struct str json, enum kind kind, struct arena *arena, struct value *out)
{
    return read_value(json, kind, arena, out) == WIRE_PRESENT;
}

struct gather {
    enum kind kind;
    struct arena *arena;
    struct buf joined; /* of a list */
    bool list;
    struct value value;
};

/* One element more, unless it is there already. */
static void join(struct gather *g, const struct value *v)
{
    struct buf text = {0};
    if (kind_is_text(v->kind))
        buf_add_str(&text, v->s);
    else
        buf_add_fmt(&text, "%lld", (long long)v->i);
    struct str rest = buf_str(&g->joined), piece;
    bool known = false;
    while (g->joined.n > 0 && !known && str_next(&rest, VALUE_SEPARATOR, &piece))
        known = str_eq(piece, buf_str(&text));
    if (!known) {
        if (g->joined.n > 0)
            buf_add_byte(&g->joined, VALUE_SEPARATOR);
        buf_add_str(&g->joined, buf_str(&text));
    }
    buf_fini(&text);
}

static bool take(void *user, enum jscan_token token, struct str bytes)
{
    struct gather *g = user;
    (void)token;
    struct value v;
    if (!event_value(bytes, g->kind, g->arena, &v))
        return true;
    g->value = v;
    if (g->list)
        join(g, &v);
    return g->list; /* a single value is found */
}

static size_t split_path(struct str path, struct str keys[PATH_KEYS_MAX])
{
    size_t n = 0;
    while (n < PATH_KEYS_MAX && str_next(&path, '.', &keys[n]))
        n++;
    return n;
}

static void follow_paths(struct gather *g, struct str raw, const struct field_row *row)
{
    struct str paths = str_of(row->paths), path, keys[PATH_KEYS_MAX];
    while (str_next(&paths, ' ', &path)) {
        if (path.n == 0 || (value_is_present(&g->value) && (row->flags & FIELD_PATHS_ALL) == 0))
            continue;
        jscan_path(raw, keys, split_path(path, keys), take, g);
    }
}

bool event_as_sent(struct str raw, field_id field, struct arena *arena, struct value *out)
{
    const struct field_row *row = field_row(field);
    struct gather g = {.kind = KIND_TEXT, .arena = arena, .value = VALUE_ABSENT};
    if ((row->flags & FIELD_NAMING) != 0)
        follow_paths(&g, raw, row);
    *out = g.value;
    if (value_is_present(out) && str_is_digits(out->s))
        out->kind = KIND_DIGITS;
    return value_is_present(out);
}

bool event_extract(struct str raw, field_id field, struct arena *arena, struct value *out)
{
    const struct field_row *row = field_row(field);
    struct gather g = {row->kind, arena, {0}, (row->flags & FIELD_LIST) != 0, VALUE_ABSENT};
    *out = VALUE_ABSENT;
    if ((row->flags & FIELD_CALC) != 0)
        return false;
    follow_paths(&g, raw, row);
    *out = g.value;
    if (g.list && value_is_present(&g.value)) {
        out->s = arena_str(arena, buf_str(&g.joined));
        out->i = 0;
    }
    buf_fini(&g.joined);
    return value_is_present(out);
}
