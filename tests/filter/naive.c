/* The plain reading of evmon-filter(7): every node asked for every row, every text folded whole, no tables, no masks, nothing
 * remembered. Shares with the program the tree and the readers of literals, and nothing of how rows are tested. */
#include "naive.h"

#include "base/utf8.h"
#include "filter/check.h"
#include "filter/decimal.h"
#include "filter/kinds.h"
#include "filter/pattern.h"
#include "filter/rawpath.h"
#include "model/ident.h"

#include <stdlib.h>

typedef bool (*element_fn)(void *user, const struct value *element);

static bool is_space(char c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

/* Folded, white space runs single; heap. */
static struct str plain(struct str s, struct buf *out)
{
    struct buf folded = {0};
    buf_clear(out);
    utf8_fold(&folded, s);
    for (size_t i = 0; i < folded.n; i++) {
        if (!is_space(folded.p[i]))
            buf_add_byte(out, folded.p[i]);
        else if (out->n == 0 || out->p[out->n - 1] != ' ')
            buf_add_byte(out, ' ');
    }
    buf_fini(&folded);
    return buf_str(out);
}

static bool glob(struct str g, struct str s)
{
    if (g.n == 0)
        return s.n == 0;
    if (g.p[0] == '*') {
        for (size_t i = 0; i <= s.n; i++) {
            if (glob(str_sub(g, 1, g.n), str_sub(s, i, s.n)))
                return true;
        }
        return false;
    }
    if (s.n == 0)
        return false;
    if (g.p[0] == '?') {
        uint32_t point;
        size_t n = utf8_next(s, &point);
        return glob(str_sub(g, 1, g.n), str_sub(s, n, s.n));
    }
    return g.p[0] == s.p[0] && glob(str_sub(g, 1, g.n), str_sub(s, 1, s.n));
}

static bool same_text(struct str a, struct str b, bool (*compare)(struct str, struct str))
{
    struct buf x = {0}, y = {0};
    bool result = compare(plain(a, &x), plain(b, &y));
    buf_fini(&x);
    buf_fini(&y);
    return result;
}

static bool contains(struct str text, struct str part)
{
    return str_find(text, part) >= 0;
}

static bool globbed(struct str text, struct str pattern)
{
    return glob(pattern, text);
}

/* ---- values ---- */

static bool get(const struct naive *n, row_id row, field_id field, struct value *out, struct arena *arena)
{
    *out = VALUE_ABSENT;
    enum home home = field_row(field)->home;
    if (home == HOME_FLEET) {
        const struct segment *segment = store_segment_of(n->store, row);
        if (n->env->derive != NULL)
            *out = n->env->derive(n->env->user, segment, (uint32_t)(row - segment_row(segment, 0)), field);
    } else if (home == HOME_RAW) {
        struct buf raw = {0};
        store_raw(n->store, row, &raw, NULL);
        event_extract(arena_str(arena, buf_str(&raw)), field, arena, out);
        buf_fini(&raw);
    } else {
        store_get(n->store, row, field, out);
    }
    struct value id;
    if (field == FIELD_TYPE && !store_get(n->store, row, FIELD_TYPE_ID, &id))
        *out = VALUE_ABSENT;
    return value_is_present(out);
}

static bool each_element(field_id field, const struct value *value, element_fn fn, void *user)
{
    struct value element = *value;
    if ((field_row(field)->flags & FIELD_LIST) == 0)
        return fn(user, value);
    struct str rest = value->s;
    bool any = false;
    while (str_next(&rest, VALUE_SEPARATOR, &element.s))
        any = (element.s.n > 0 && fn(user, &element)) || any;
    return any;
}

/* ---- one item against one element ---- */

struct ask {
    const struct naive *naive;
    const struct node *node;
    const struct item *item;
    row_id row;
    struct pattern *pattern;
};

static bool number_in(const struct typed *typed, const struct value *v)
{
    int64_t i = v->i;
    if (v->s.n > 0 && !str_i64(v->s, &i))
        return false;
    return i >= typed->low && i <= typed->high;
}

static bool iccid_with(struct str digits, struct str wanted, bool prefix)
{
    char other[21];
    struct str form = digits;
    if (digits.n == 19) {
        memcpy(other, digits.p, 19);
        other[19] = ident_luhn_digit(digits);
        form = (struct str){other, 20};
    } else if (digits.n == 20 && digits.p[19] == ident_luhn_digit(str_sub(digits, 0, 19))) {
        form = str_sub(digits, 0, 19);
    }
    return prefix ? str_starts(form, wanted) : str_eq(form, wanted);
}

static bool slug_fits(const struct naive *n, row_id row, struct str wanted)
{
    struct value id;
    char slug[40];
    if (store_type(n->store, row) != TYPE_OTHER || !store_get(n->store, row, FIELD_TYPE_ID, &id))
        return false;
    size_t length = type_slug(TYPE_OTHER, id.i, slug, sizeof slug);
    return glob(wanted, (struct str){slug, length});
}

static bool item_fits(void *user, const struct value *v)
{
    const struct ask *ask = user;
    const struct typed *typed = &ask->item->typed;
    struct value id;
    struct address address;
    switch (typed->kind) {
    case TYPED_ANY: return true;
    case TYPED_SET:
        if (ask->node->field == FIELD_TYPE && v->i == TYPE_OTHER)
            return typed->unlisted.n > 0 && slug_fits(ask->naive, ask->row, typed->unlisted);
        return typed->codes[v->i] != 0;
    case TYPED_TYPE_ID: return store_get(ask->naive->store, ask->row, FIELD_TYPE_ID, &id) && id.i == typed->low;
    case TYPED_RANGE: return number_in(typed, v);
    case TYPED_TIME: {
        struct item copy = *ask->item;
        check_place_time(ask->node, &copy, ask->naive->env->zone, ask->naive->env->now);
        return number_in(&copy.typed, v);
    }
    case TYPED_IP:
        return typed_address(v->s, &address) && address.family == typed->from.family &&
               typed_compare_address(&typed->from, &address) <= 0 && typed_compare_address(&address, &typed->to) <= 0;
    case TYPED_EXACT:
        if (ask->node->field == FIELD_ICCID && iccid_with(v->s, typed->text, false))
            return true;
        return same_text(v->s, ask->item->low.text, str_eq);
    case TYPED_PREFIX:
        return str_starts(v->s, typed->text) || (ask->node->field == FIELD_ICCID && iccid_with(v->s, typed->text, true));
    case TYPED_PART: return same_text(v->s, ask->item->low.text, contains);
    case TYPED_GLOB: return same_text(v->s, ask->item->low.text, globbed);
    default: return false;
    }
}

/* ---- raw.PATH ---- */

struct path_ask {
    struct ask ask;
    bool present, any;
};

static bool order_holds(enum lex_op op, int order)
{
    return op == LEX_LESS ? order < 0 : op == LEX_AT_MOST ? order <= 0 : op == LEX_MORE ? order > 0 : op == LEX_AT_LEAST ? order >= 0 : order == 0;
}

static bool json_fits(const struct node *node, const struct item *item, struct str text)
{
    struct decimal value, low, high;
    bool number = decimal_read(text, &value), low_number = decimal_read(item->low.text, &low);
    enum lex_op op = kinds_op(node, item);
    if (item->form == ITEM_RANGE) {
        bool high_number = decimal_read(item->high.text, &high);
        return number && (!item->low.present || (low_number && decimal_compare(&value, &low) >= 0)) &&
               (!item->high.present || (high_number && decimal_compare(&value, &high) <= 0));
    }
    if (number && low_number)
        return order_holds(op, decimal_compare(&value, &low));
    if (op == LEX_LESS || op == LEX_AT_MOST || op == LEX_MORE || op == LEX_AT_LEAST)
        return false;
    bool wild = str_find_byte(item->low.text, '*') >= 0 || str_find_byte(item->low.text, '?') >= 0;
    if (op == LEX_COLON)
        return same_text(text, item->low.text, wild && !item->low.quoted ? globbed : contains);
    return same_text(text, item->low.text, str_eq);
}

static bool path_visit(void *user, enum rawpath_form form, struct str text)
{
    struct path_ask *p = user;
    struct pattern_pool pool = {0};
    p->present = true;
    if (p->ask.pattern != NULL)
        p->any = p->any || (form == RAWPATH_SCALAR && pattern_matches(p->ask.pattern, text, &pool));
    pattern_pool_fini(&pool);
    for (const struct item *item = p->ask.node->items; item != NULL; item = item->next)
        p->any = p->any || item->typed.kind == TYPED_ANY || (form == RAWPATH_SCALAR && json_fits(p->ask.node, item, text));
    return true;
}

static struct path_ask ask_path(struct ask ask)
{
    struct path_ask p = {.ask = ask};
    struct buf raw = {0}, scratch = {0};
    store_raw(ask.naive->store, ask.row, &raw, NULL);
    rawpath_each(buf_str(&raw), ask.node->path, ask.node->path_count, &scratch, path_visit, &p);
    buf_fini(&raw);
    buf_fini(&scratch);
    return p;
}

/* ---- nodes ---- */

static bool compare(const struct naive *n, const struct node *node, row_id row)
{
    struct arena *arena = arena_new();
    struct value value;
    struct ask ask = {.naive = n, .node = node, .row = row};
    bool present, any = false;
    if (node->field == FIELD_NONE) {
        struct path_ask p = ask_path(ask);
        present = p.present;
        any = p.any;
    } else {
        present = get(n, row, node->field, &value, arena);
        for (const struct item *item = node->items; present && item != NULL; item = item->next) {
            ask.item = item;
            any = each_element(node->field, &value, item_fits, &ask) || any;
        }
    }
    arena_free(&arena);
    return present && (node->op == LEX_NOT_EQUAL ? !any : any);
}

static bool element_matches(void *user, const struct value *v)
{
    struct ask *ask = user;
    struct pattern_pool pool = {0};
    struct str text = v->s;
    char slug[40];
    struct value id;
    if (v->kind == KIND_ENUM && ask->node->field == FIELD_TYPE && v->i == TYPE_OTHER &&
        store_get(ask->naive->store, ask->row, FIELD_TYPE_ID, &id))
        text = (struct str){slug, type_slug(TYPE_OTHER, id.i, slug, sizeof slug)};
    else if (v->kind == KIND_ENUM)
        text = str_of(field_enum_word(ask->node->field, v->i));
    bool matches = pattern_matches(ask->pattern, text, &pool);
    pattern_pool_fini(&pool);
    return matches;
}

static bool match(const struct naive *n, const struct node *node, row_id row)
{
    struct arena *arena = arena_new();
    struct value value;
    struct ask ask = {.naive = n, .node = node, .row = row};
    ask.pattern = pattern_new(node->text, node->case_flag, node->text_span, NULL);
    bool present, any = false;
    if (node->field == FIELD_NONE) {
        struct path_ask p = ask_path(ask);
        present = p.present;
        any = p.any;
    } else {
        present = get(n, row, node->field, &value, arena);
        any = present && each_element(node->field, &value, element_matches, &ask);
    }
    pattern_free(&ask.pattern);
    arena_free(&arena);
    return present && (node->op == LEX_NOT_MATCH ? !any : any);
}

static bool has(const struct naive *n, const struct node *node, row_id row)
{
    struct arena *arena = arena_new();
    struct value value;
    struct ask ask = {.naive = n, .node = node, .row = row};
    bool present = node->field == FIELD_NONE ? ask_path(ask).present : get(n, row, node->field, &value, arena);
    arena_free(&arena);
    return present;
}

static bool text_in(void *user, const struct value *v)
{
    return same_text(v->s, *(const struct str *)user, contains);
}

static bool begins(void *user, const struct value *v)
{
    return str_starts(v->s, *(const struct str *)user);
}

static bool word(const struct naive *n, const struct node *node, row_id row)
{
    static const field_id texts[] = {FIELD_DESC, FIELD_TYPE_TEXT, FIELD_DEV,  FIELD_ORG,   FIELD_OP, FIELD_COUNTRY,
                                     FIELD_USER, FIELD_TAG,       FIELD_CAUSE, FIELD_APN};
    static const field_id ids[] = {FIELD_IMSI, FIELD_ICCID, FIELD_IMEI, FIELD_MSISDN};
    struct str text = node->text;
    struct value v;
    char slug[40];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (get(n, row, texts[i], &v, NULL) && each_element(texts[i], &v, text_in, &text))
            return true;
    }
    if (store_get(n->store, row, FIELD_TYPE_ID, &v)) {
        size_t length = type_slug(store_type(n->store, row), v.i, slug, sizeof slug);
        if (same_text((struct str){slug, length}, text, contains))
            return true;
    }
    if (text.n < 6 || !str_is_digits(text))
        return false;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        if (get(n, row, ids[i], &v, NULL) && begins(&text, &v))
            return true;
    }
    if (!get(n, row, FIELD_ID, &v, NULL))
        return false;
    struct buf digits = {0};
    buf_add_fmt(&digits, "%lld", (long long)v.i);
    bool fits = str_starts(buf_str(&digits), text);
    buf_fini(&digits);
    return fits;
}

static bool flag(const struct naive *n, const struct node *node, row_id row)
{
    struct value v = VALUE_ABSENT, id = VALUE_ABSENT;
    bool source = store_get(n->store, row, FIELD_SOURCE, &v);
    switch (node->flag) {
    case FLAG_ALERT: return store_alert(n->store, row);
    case FLAG_NETWORK: return source && v.i == 0;
    case FLAG_POLICY: return source && v.i == 1;
    case FLAG_API: return source && v.i == 2;
    case FLAG_REJECTED:
        store_get(n->store, row, FIELD_TYPE_ID, &id);
        return value_is_present(&id) && id.i >= 1 && id.i <= 3 && store_severity(n->store, row) >= SEVERITY_WARN;
    default: return false;
    }
}

static bool when(const struct naive *n, const struct node *node, row_id row)
{
    struct value ts;
    if (!store_get(n->store, row, FIELD_TS, &ts))
        return false;
    int64_t moment = when_begin(&node->typed.when_low, n->env->zone, n->env->now);
    return node->kind == NODE_UNTIL ? ts.i < moment : ts.i >= moment;
}

/* detail.pdp_context of the original bytes, as mcc-mnc or mcc-mnc-lac-ci. */
static bool take_part(void *user, enum rawpath_form form, struct str text)
{
    if (form == RAWPATH_SCALAR) {
        buf_add_str(user, text);
        buf_add_byte(user, '|');
    }
    return false;
}

static bool context_parts(const struct naive *n, row_id row, const char *const *names, size_t count, struct buf *out)
{
    struct buf raw = {0}, scratch = {0};
    bool all = true;
    store_raw(n->store, row, &raw, NULL);
    for (size_t i = 0; i < count; i++) {
        struct str path[] = {STR("detail"), STR("pdp_context"), str_of(names[i])};
        size_t before = out->n;
        rawpath_each(buf_str(&raw), path, 3, &scratch, take_part, out);
        all = all && out->n > before;
    }
    buf_fini(&raw);
    buf_fini(&scratch);
    return all;
}

static bool part(const struct naive *n, row_id row, field_id field, struct buf *out)
{
    struct value v;
    if (!store_get(n->store, row, field, &v))
        return false;
    buf_add_fmt(out, "%d %lld %.*s|", (int)field, (long long)v.i, STR_ARG(v.s));
    return true;
}

static bool entity(const struct naive *n, enum entity which, row_id row, struct buf *out)
{
    static const char *const names[] = {"mcc", "mnc", "lac", "ci"};
    switch (which) {
    case ENTITY_DEVICE: return part(n, row, FIELD_DEV_ID, out);
    case ENTITY_SIM: return part(n, row, FIELD_SIM_ID, out) || part(n, row, FIELD_ICCID, out);
    case ENTITY_IMSI: return part(n, row, FIELD_IMSI, out);
    case ENTITY_ORG: return part(n, row, FIELD_ORG_ID, out);
    case ENTITY_OPERATOR:
        if (part(n, row, FIELD_OP, out) && part(n, row, FIELD_CC, out))
            return true;
        buf_clear(out);
        return context_parts(n, row, names, 2, out);
    case ENTITY_CELL: return context_parts(n, row, names, 4, out);
    case ENTITY_SESSION: return part(n, row, FIELD_SESSION_ID, out);
    default: return false;
    }
}

static bool is_earlier(const struct naive *n, const struct node *node, row_id other, row_id row)
{
    struct value a, b;
    if (!store_get(n->store, other, FIELD_TS, &a) || !store_get(n->store, row, FIELD_TS, &b))
        return false;
    bool before = a.i < b.i || (a.i == b.i && store_id(n->store, other) < store_id(n->store, row));
    return before && (node->within_ms < 0 || b.i - a.i <= node->within_ms);
}

static bool same(const struct naive *n, const struct node *node, row_id row)
{
    struct buf mine = {0}, theirs = {0};
    bool found = false;
    bool there = entity(n, node->entity, row, &mine);
    for (row_id other = store_next(n->store, ROW_NONE); there && !found && other != ROW_NONE;
         other = store_next(n->store, other)) {
        buf_clear(&theirs);
        found = other != row && is_earlier(n, node, other, row) && entity(n, node->entity, other, &theirs) &&
                str_eq(buf_str(&mine), buf_str(&theirs)) && naive_match(n, node->kids, other);
    }
    buf_fini(&mine);
    buf_fini(&theirs);
    return found;
}

bool naive_match(const struct naive *n, const struct node *node, row_id row)
{
    bool all = true, any = false;
    for (const struct node *kid = node->kids; kid != NULL && node->kind != NODE_SAME; kid = kid->next) {
        bool matches = naive_match(n, kid, row);
        all = all && matches;
        any = any || matches;
    }
    switch (node->kind) {
    case NODE_EVERY: return true;
    case NODE_AND: return all;
    case NODE_OR: return any;
    case NODE_NOT: return !any;
    case NODE_COMPARE: return compare(n, node, row);
    case NODE_MATCH: return match(n, node, row);
    case NODE_TEXT: return word(n, node, row);
    case NODE_FLAG: return flag(n, node, row);
    case NODE_HAS: return has(n, node, row);
    case NODE_MISSING: return !has(n, node, row);
    case NODE_SINCE:
    case NODE_UNTIL:
    case NODE_LAST: return when(n, node, row);
    case NODE_SAME: return same(n, node, row);
    }
    return false;
}
