/* The pull scanner over one JSON text. Iterative, without allocation; one state byte says what may come next.
 * Owns the JSON grammar for the whole program; knows no fields and no numbers beyond their spelling. */
#include "base/jscan.h"

#include "base/jscan_core.h"
#include "base/utf8.h"

void jscan_init(struct jscan *scan, struct str text)
{
    memset(scan, 0, offsetof(struct jscan, stack));
    scan->all = text;
    scan->expect = EXPECT_VALUE;
    scan->error = NULL;
}

bool jscan_wants_value(const struct jscan *scan)
{
    return scan->expect == EXPECT_CUT;
}

static enum jscan_token fail(struct jscan *scan, const char *error)
{
    scan->start = scan->at;
    scan->error = error;
    scan->expect = EXPECT_NOTHING;
    return JSCAN_ERROR;
}

static inline bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The next byte that is no white space, 0 at the end (a NUL byte is no JSON either). */
static inline char skip_space(struct jscan *scan)
{
    for (size_t at = scan->at; at < scan->all.n; at++) {
        char c = scan->all.p[at];
        if (c > ' ' || !is_space(c)) {
            scan->at = at;
            return c;
        }
    }
    scan->at = scan->all.n;
    return '\0';
}

static bool escape_is_good(const char *p, size_t at, size_t end)
{
    if (at >= end)
        return false;
    if (p[at] != 'u')
        return memchr("\"\\/bfnrt", p[at], 8) != NULL;
    for (size_t i = 1; i <= 4; i++) {
        if (at + i >= end)
            return false;
        char c = p[at + i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
            return false;
    }
    return true;
}

/* The string that began at `from`, from `at` on, where something stands that is not plain. */
static bool scan_odd_string(struct jscan *scan, size_t from, size_t at)
{
    const char *p = scan->all.p;
    size_t end = scan->all.n;
    bool high = false;
    for (;; at = jscan_plain_run(p, at, end)) {
        if (at >= end) {
            scan->at = end;
            return fail(scan, "a string has no end"), false;
        }
        char c = p[at];
        if (c == '"')
            break;
        if (c == '\\') {
            scan->escaped = true;
            if (!escape_is_good(p, at + 1, end)) {
                scan->at = at;
                return fail(scan, "a backslash in a string is followed by something wrong"), false;
            }
            at += 2;
            continue;
        }
        if ((unsigned char)c >= 0x80)
            high = true;
        else
            scan->odd = true;
        at++;
    }
    scan->text = (struct str){p + from, at - from};
    scan->at = at + 1;
    if (high && !utf8_is_valid(scan->text))
        scan->odd = true;
    return true;
}

/* Nearly every string is plain: it ends at the first byte that stops the fast loop. */
static inline bool scan_string(struct jscan *scan)
{
    const char *p = scan->all.p;
    size_t from = ++scan->at;
    size_t at = jscan_plain_run(p, from, scan->all.n);
    scan->escaped = scan->odd = false;
    if (at >= scan->all.n || p[at] != '"')
        return scan_odd_string(scan, from, at);
    scan->text = (struct str){p + from, at - from};
    scan->at = at + 1;
    return true;
}

static inline size_t digits_from(struct str s, size_t at)
{
    while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
        at++;
    return at;
}

static inline bool scan_number(struct jscan *scan)
{
    struct str s = scan->all;
    size_t at = scan->at + (s.p[scan->at] == '-');
    size_t after = digits_from(s, at);
    bool good = after > at;
    at = after;
    if (good && at < s.n && s.p[at] == '.') {
        after = digits_from(s, at + 1);
        good = after > at + 1;
        at = after;
    }
    if (good && at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
        at++;
        if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
            at++;
        after = digits_from(s, at);
        good = after > at;
        at = after;
    }
    if (!good)
        return fail(scan, "a number is not well-formed"), false;
    scan->text = str_sub(s, scan->at, at - scan->at);
    scan->at = at;
    return true;
}

static inline void value_is_done(struct jscan *scan)
{
    scan->expect = scan->depth > 0 ? EXPECT_MORE_OR_END : EXPECT_NOTHING;
}

static inline enum jscan_token open_container(struct jscan *scan, char bracket)
{
    if (scan->depth == JSCAN_DEPTH_MAX)
        return fail(scan, "it is nested deeper than 64 levels");
    scan->stack[scan->depth++] = (unsigned char)bracket;
    scan->at++;
    scan->expect = bracket == '{' ? EXPECT_KEY_OR_END : EXPECT_VALUE_OR_END;
    return bracket == '{' ? JSCAN_OBJECT : JSCAN_ARRAY;
}

static inline enum jscan_token close_container(struct jscan *scan)
{
    bool object = scan->stack[--scan->depth] == '{';
    scan->at++;
    value_is_done(scan);
    return object ? JSCAN_OBJECT_END : JSCAN_ARRAY_END;
}

static enum jscan_token scan_word(struct jscan *scan)
{
    static const struct {
        struct str word;
        enum jscan_token token;
    } words[] = {{{"true", 4}, JSCAN_TRUE}, {{"false", 5}, JSCAN_FALSE}, {{"null", 4}, JSCAN_NULL}};
    struct str rest = str_sub(scan->all, scan->at, scan->all.n);
    for (size_t i = 0; i < 3; i++) {
        if (str_starts(rest, words[i].word)) {
            scan->at += words[i].word.n;
            value_is_done(scan);
            return words[i].token;
        }
    }
    return fail(scan, "a value is missing");
}

static enum jscan_token cut_or_fail(struct jscan *scan, const char *error)
{
    bool cut = scan->at >= scan->all.n;
    fail(scan, cut ? "the text ends too early" : error);
    if (cut)
        scan->expect = EXPECT_CUT;
    return JSCAN_ERROR;
}

static inline enum jscan_token scan_value(struct jscan *scan, char c)
{
    switch (c) {
    case '{':
    case '[': return open_container(scan, c);
    case '"':
        if (!scan_string(scan))
            return JSCAN_ERROR;
        value_is_done(scan);
        return JSCAN_STRING;
    case '-':
    case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
        if (!scan_number(scan))
            return JSCAN_ERROR;
        value_is_done(scan);
        return JSCAN_NUMBER;
    case 't':
    case 'f':
    case 'n': return scan_word(scan);
    default: return cut_or_fail(scan, "a value is missing");
    }
}

static inline enum jscan_token scan_key(struct jscan *scan, char c)
{
    if (c != '"')
        return fail(scan, scan->at >= scan->all.n ? "the text ends too early" : "a key in quotation marks is missing");
    if (!scan_string(scan))
        return JSCAN_ERROR;
    if (scan->at < scan->all.n && scan->all.p[scan->at] == ':') {
        scan->at++;
    } else {
        if (skip_space(scan) != ':')
            return fail(scan, scan->at >= scan->all.n ? "the text ends too early" : "a colon is missing after a key");
        scan->at++;
    }
    scan->keys++;
    scan->expect = EXPECT_VALUE;
    return JSCAN_KEY;
}

enum jscan_token jscan_next(struct jscan *scan)
{
    if (scan->error != NULL)
        return JSCAN_ERROR;
    char c = skip_space(scan);
    scan->start = scan->at;
    switch ((enum expect)scan->expect) {
    case EXPECT_VALUE: return scan_value(scan, c);
    case EXPECT_VALUE_OR_END: return c == ']' ? close_container(scan) : scan_value(scan, c);
    case EXPECT_KEY_OR_END: return c == '}' ? close_container(scan) : scan_key(scan, c);
    case EXPECT_NOTHING:
        return scan->at >= scan->all.n ? JSCAN_END : fail(scan, "something follows the end of the value");
    case EXPECT_MORE_OR_END:
    case EXPECT_CUT: break;
    }
    bool object = scan->stack[scan->depth - 1] == '{';
    if (c == (object ? '}' : ']'))
        return close_container(scan);
    if (c != ',')
        return fail(scan, scan->at >= scan->all.n ? "the text ends too early"
                          : object                ? "a comma or } is missing"
                                                  : "a comma or ] is missing");
    scan->at++;
    c = skip_space(scan);
    scan->start = scan->at;
    return object ? scan_key(scan, c) : scan_value(scan, c);
}

/* Up to the end of the container that brought the depth to `depth`. */
static bool leave(struct jscan *scan, int depth)
{
    while (scan->depth >= depth) {
        if (jscan_next(scan) == JSCAN_ERROR)
            return false;
    }
    return true;
}

bool jscan_skip(struct jscan *scan)
{
    if (scan->expect == EXPECT_VALUE && scan->depth > 0) { /* after KEY */
        int depth = scan->depth;
        if (jscan_next(scan) == JSCAN_ERROR)
            return false;
        return scan->depth <= depth || leave(scan, scan->depth);
    }
    return scan->error == NULL && (scan->depth == 0 || leave(scan, scan->depth));
}

bool jscan_value(struct jscan *scan, struct str *bytes)
{
    int depth = scan->depth;
    if (jscan_next(scan) == JSCAN_ERROR)
        return false;
    size_t start = scan->start;
    if (scan->depth > depth && !leave(scan, scan->depth))
        return false;
    *bytes = str_sub(scan->all, start, scan->at - start);
    return true;
}

/* ---- meaning of strings ---- */

static uint32_t hex4(const char *p)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        unsigned char c = (unsigned char)p[i];
        value = value << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return value;
}

/* p is behind "\u". Takes a low surrogate that follows along. Returns the bytes used. */
static size_t read_unit(struct str s, uint32_t *code_point, bool *repaired)
{
    if (s.n < 4) {
        *code_point = UTF8_REPLACEMENT;
        *repaired = true;
        return s.n;
    }
    uint32_t c = hex4(s.p);
    *code_point = c;
    if (c < 0xd800 || c > 0xdfff)
        return 4;
    if (c < 0xdc00 && s.n >= 10 && s.p[4] == '\\' && s.p[5] == 'u') {
        uint32_t low = hex4(s.p + 6);
        if (low >= 0xdc00 && low <= 0xdfff) {
            *code_point = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
            return 10;
        }
    }
    *code_point = UTF8_REPLACEMENT;
    *repaired = true;
    return 4;
}

static size_t read_escape(struct str s, char *out, size_t *to, bool *repaired)
{
    static const char from[] = "bfnrt", into[] = "\b\f\n\r\t";
    if (s.n == 0)
        return 0;
    if (s.p[0] == 'u') {
        uint32_t c;
        size_t used = read_unit(str_sub(s, 1, s.n), &c, repaired);
        *to += utf8_encode(c, out + *to);
        return 1 + used;
    }
    const char *at = strchr(from, s.p[0]);
    out[(*to)++] = at != NULL && s.p[0] != '\0' ? into[at - from] : s.p[0];
    return 1;
}

size_t jscan_unescape(struct str s, char *out, bool *repaired)
{
    size_t to = 0;
    *repaired = false;
    while (s.n > 0) {
        unsigned char c = (unsigned char)s.p[0];
        size_t used = 1;
        if (c == '\\') {
            used += read_escape(str_sub(s, 1, s.n), out, &to, repaired);
        } else if (c < 0x80) {
            out[to++] = s.p[0];
        } else {
            uint32_t point;
            used = utf8_next(s, &point);
            if (point == UTF8_REPLACEMENT && !str_starts(s, STR("\xef\xbf\xbd")))
                *repaired = true;
            to += utf8_encode(point, out + to);
        }
        s = str_sub(s, used, s.n);
    }
    return to;
}

void jscan_text(struct buf *out, struct str escaped_text)
{
    bool repaired;
    buf_reserve(out, 3 * escaped_text.n);
    if (escaped_text.n > 0)
        out->n += jscan_unescape(escaped_text, out->p + out->n, &repaired);
}

static bool key_is(const struct jscan *scan, struct str key)
{
    if (!scan->escaped)
        return str_eq(scan->text, key);
    struct buf text = {0};
    jscan_text(&text, scan->text);
    bool same = str_eq(buf_str(&text), key);
    buf_fini(&text);
    return same;
}

/* ---- paths ---- */

struct walk {
    const struct str *keys;
    size_t key_count;
    jscan_visit_fn visit;
    void *user;
    int matches;
    bool stopped;
};

static enum jscan_token token_of(struct str bytes)
{
    struct jscan scan;
    jscan_init(&scan, bytes);
    return jscan_next(&scan);
}

static bool walk_value(struct walk *walk, struct str json, size_t level);

static bool walk_array(struct walk *walk, struct jscan *scan, size_t level)
{
    struct str key = walk->keys[level], bytes;
    uint64_t wanted = 0;
    bool every = str_eq(key, STR("[]"));
    bool one = !every && str_u64(key, &wanted);
    for (uint64_t i = 0; !walk->stopped; i++) {
        skip_space(scan);
        if (scan->at < scan->all.n && scan->all.p[scan->at] == ']')
            return true;
        if (!jscan_value(scan, &bytes))
            return false;
        if ((every || (one && i == wanted)) && !walk_value(walk, bytes, level + 1))
            return false;
    }
    return true;
}

static bool walk_object(struct walk *walk, struct jscan *scan, size_t level)
{
    for (;;) {
        enum jscan_token token = jscan_next(scan);
        if (token != JSCAN_KEY)
            return token == JSCAN_OBJECT_END;
        if (!key_is(scan, walk->keys[level])) {
            if (!jscan_skip(scan))
                return false;
            continue;
        }
        struct str bytes;
        return jscan_value(scan, &bytes) && walk_value(walk, bytes, level + 1);
    }
}

/* Recursion is as deep as the path has keys; the caller caps those. */
static bool walk_value(struct walk *walk, struct str json, size_t level)
{
    struct jscan scan;
    jscan_init(&scan, json);
    enum jscan_token token = jscan_next(&scan);
    if (token == JSCAN_ERROR)
        return false;
    if (level == walk->key_count) {
        walk->matches++;
        walk->stopped = !walk->visit(walk->user, token, json);
        return true;
    }
    if (token == JSCAN_OBJECT)
        return walk_object(walk, &scan, level);
    if (token == JSCAN_ARRAY)
        return walk_array(walk, &scan, level);
    return true;
}

int jscan_path(struct str json, const struct str *keys, size_t key_count, jscan_visit_fn visit, void *user)
{
    struct walk walk = {keys, key_count, visit, user, 0, false};
    if (key_count > JSCAN_DEPTH_MAX || token_of(json) == JSCAN_ERROR)
        return -E_SYNTAX;
    return walk_value(&walk, json, 0) ? walk.matches : -E_SYNTAX;
}

/* ---- writing ---- */

void jscan_quote(struct buf *out, struct str text)
{
    static const char hex[] = "0123456789abcdef";
    static const char from[] = "\b\f\n\r\t", into[] = "bfnrt";
    while (text.n > 0) {
        size_t run = jscan_plain_run(text.p, 0, text.n);
        buf_add(out, text.p, run);
        text = str_sub(text, run, text.n);
        if (text.n == 0)
            return;
        unsigned char c = (unsigned char)text.p[0];
        size_t used = 1;
        if (c >= 0x80) {
            uint32_t point;
            char bytes[4];
            used = utf8_next(text, &point);
            buf_add(out, bytes, utf8_encode(point, bytes));
        } else if (c == '"' || c == '\\') {
            buf_add_byte(out, '\\');
            buf_add_byte(out, (char)c);
        } else if (c != 0 && strchr(from, c) != NULL) {
            buf_add_byte(out, '\\');
            buf_add_byte(out, into[strchr(from, c) - from]);
        } else {
            buf_add(out, "\\u00", 4);
            buf_add_byte(out, hex[c >> 4]);
            buf_add_byte(out, hex[c & 15]);
        }
        text = str_sub(text, used, text.n);
    }
}

int jscan_compact(struct buf *out, struct str json)
{
    struct jscan scan;
    size_t before = out->n;
    bool fresh = true; /* nothing stands before the next value or key in its container */
    jscan_init(&scan, json);
    for (;;) {
        enum jscan_token token = jscan_next(&scan);
        if (token == JSCAN_END)
            return 0;
        if (token == JSCAN_ERROR) {
            out->n = before;
            return -E_SYNTAX;
        }
        bool closes = token == JSCAN_OBJECT_END || token == JSCAN_ARRAY_END;
        if (!fresh && !closes)
            buf_add_byte(out, ',');
        if (token == JSCAN_KEY) {
            buf_add(out, scan.text.p - 1, scan.text.n + 2);
            buf_add_byte(out, ':');
        } else {
            buf_add(out, json.p + scan.start, scan.at - scan.start);
        }
        fresh = token == JSCAN_KEY || token == JSCAN_OBJECT || token == JSCAN_ARRAY;
    }
}
