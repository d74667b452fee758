/* Walks JSON along a path with the pull scanner. The scanner's depth cap bounds the recursion: a container is entered
 * only after the scanner has read to its end. */
#include "filter/rawpath.h"

#include "base/jscan.h"

struct walk {
    const struct str *keys;
    size_t key_count;
    struct buf *scratch;
    rawpath_visit_fn visit;
    void *user;
};

static bool walk_value(const struct walk *w, struct str json, size_t key, int depth);

static bool key_is(struct buf *scratch, const struct jscan *scan, struct str key)
{
    if (!scan->escaped && !scan->odd)
        return str_eq(scan->text, key);
    buf_clear(scratch);
    jscan_text(scratch, scan->text);
    return str_eq(buf_str(scratch), key);
}

/* Elements of the array whose bracket was just read. */
static bool walk_array(const struct walk *w, struct jscan *scan, size_t key, int depth)
{
    for (;;) {
        enum jscan_token token = jscan_next(scan);
        if (token == JSCAN_ARRAY_END || token == JSCAN_ERROR || token == JSCAN_END)
            return true;
        size_t from = scan->start;
        if ((token == JSCAN_OBJECT || token == JSCAN_ARRAY) && !jscan_skip(scan))
            return true;
        if (!walk_value(w, str_sub(scan->all, from, scan->at - from), key, depth + 1))
            return false;
    }
}

/* The member of that name; the first counts when there are several. */
static bool walk_object(const struct walk *w, struct jscan *scan, size_t key, int depth)
{
    while (jscan_next(scan) == JSCAN_KEY) {
        struct str bytes;
        if (key_is(w->scratch, scan, w->keys[key]))
            return !jscan_value(scan, &bytes) || walk_value(w, bytes, key + 1, depth + 1);
        if (!jscan_skip(scan))
            return true;
    }
    return true;
}

static bool deliver(const struct walk *w, struct jscan *scan, enum jscan_token token)
{
    switch (token) {
    case JSCAN_TRUE: return w->visit(w->user, RAWPATH_SCALAR, STR("true"));
    case JSCAN_FALSE: return w->visit(w->user, RAWPATH_SCALAR, STR("false"));
    case JSCAN_NUMBER: return w->visit(w->user, RAWPATH_SCALAR, scan->text);
    case JSCAN_OBJECT: return jscan_next(scan) != JSCAN_KEY || w->visit(w->user, RAWPATH_OBJECT, STR_NONE);
    case JSCAN_STRING:
        if (scan->text.n == 0)
            return true;
        if (!scan->escaped && !scan->odd)
            return w->visit(w->user, RAWPATH_SCALAR, scan->text);
        buf_clear(w->scratch);
        jscan_text(w->scratch, scan->text);
        return w->visit(w->user, RAWPATH_SCALAR, buf_str(w->scratch));
    default: return true;
    }
}

static bool walk_value(const struct walk *w, struct str json, size_t key, int depth)
{
    struct jscan scan;
    if (depth > 2 * JSCAN_DEPTH_MAX)
        return true;
    jscan_init(&scan, json);
    enum jscan_token token = jscan_next(&scan);
    if (token == JSCAN_ARRAY)
        return walk_array(w, &scan, key, depth);
    if (key == w->key_count)
        return deliver(w, &scan, token);
    return token != JSCAN_OBJECT || walk_object(w, &scan, key, depth);
}

void rawpath_each(struct str json, const struct str *keys, size_t key_count, struct buf *scratch, rawpath_visit_fn visit,
                  void *user)
{
    struct walk w = {keys, key_count, scratch, visit, user};
    walk_value(&w, json, 0, 0);
}
