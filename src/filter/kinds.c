/* Readers for numbers of every unit, addresses, times, digits, texts and JSON paths. Each leaves in item->typed what
 * the evaluator compares, so that no text is parsed again per event. */
#include "filter/kinds.h"

#include "filter/fold.h"

#include <stdarg.h>
#include <stdio.h>

int kinds_bad(struct checker *c, struct span span, int code, const char *format, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return err_set_at(c->err, code, span.from, span.to, "%s", text);
}

const char *kinds_name(const struct node *node)
{
    return node->field == FIELD_NONE ? "raw" : field_row(node->field)->name;
}

enum lex_op kinds_op(const struct node *node, const struct item *item)
{
    if (item->form == ITEM_ORDER)
        return item->order;
    if (node->op == LEX_NOT_EQUAL)
        return node->several ? LEX_COLON : LEX_EQUAL;
    return node->op;
}

struct str kinds_fold(struct checker *c, struct str text)
{
    buf_clear(&c->scratch);
    fold_add(&c->scratch, text);
    return arena_str(c->ast->arena, buf_str(&c->scratch));
}

/* ---- numbers ---- */

static int64_t clamp(__int128 value)
{
    const __int128 low = (__int128)INT64_MIN + 1, high = INT64_MAX;
    return (int64_t)(value < low ? low : value > high ? high : value);
}

static bool is_above(const struct number *a, const struct number *b)
{
    return a->floor != b->floor ? a->floor > b->floor : b->whole && !a->whole;
}

/* An empty interval, written so that nothing lies in it. */
static void never(struct typed *typed)
{
    typed->low = 1;
    typed->high = 0;
}

static void set_bounds(struct typed *typed, __int128 low, __int128 high)
{
    if (low > high || low > INT64_MAX || high < (__int128)INT64_MIN + 1) {
        never(typed);
        return;
    }
    typed->low = clamp(low);
    typed->high = clamp(high);
}

int kinds_bounds(struct checker *c, const struct node *node, struct item *item, const struct number *low,
                 const struct number *high)
{
    const __int128 least = (__int128)INT64_MIN, most = (__int128)INT64_MAX + 1;
    struct typed *typed = &item->typed;
    typed->kind = TYPED_RANGE;
    if (item->form == ITEM_RANGE) {
        if (item->low.present && item->high.present && is_above(low, high))
            return kinds_bad(c, item->span, E_RANGE, "the range begins above its end; turn it round");
        set_bounds(typed, item->low.present ? low->floor + !low->whole : least, item->high.present ? high->floor : most);
        return 0;
    }
    switch (kinds_op(node, item)) {
    case LEX_LESS: set_bounds(typed, least, low->floor - low->whole); break;
    case LEX_AT_MOST: set_bounds(typed, least, low->floor); break;
    case LEX_MORE: set_bounds(typed, low->floor + 1, most); break;
    case LEX_AT_LEAST: set_bounds(typed, low->floor + !low->whole, most); break;
    default:
        if (low->whole)
            set_bounds(typed, low->floor, low->floor);
        else
            never(typed);
    }
    return 0;
}

static int above_limit(struct checker *c, const struct operand *value)
{
    return kinds_bad(c, value->span, E_RANGE, "%.*s is above 2^63; numbers end there", KINDS_SHOW(value->text));
}

static int number_of(struct checker *c, const struct node *node, const struct operand *value, struct number *out)
{
    int rc = typed_number(value->text, out);
    const struct field_row *row = field_row(node->field);
    if (rc == -E_RANGE && (row->flags & FIELD_NAMING) != 0)
        return kinds_bad(c, value->span, E_RANGE, "%.*s is above 2^63; numbers end there, raw.%s takes longer ones",
                         KINDS_SHOW(value->text), row->paths);
    if (rc == -E_RANGE)
        return above_limit(c, value);
    if (rc < 0)
        return kinds_bad(c, value->span, E_SYNTAX, "%s is a plain number without unit: 5, -5, 1.5, >5, 1..9",
                         kinds_name(node));
    return 0;
}

static int percent_of(struct checker *c, const struct node *node, const struct operand *value, struct number *out)
{
    int rc = typed_percent(value->text, out);
    if (rc == -E_RANGE)
        return above_limit(c, value);
    if (rc < 0)
        return kinds_bad(c, value->span, E_SYNTAX, "%s is a percentage: 20%% or 20", kinds_name(node));
    return 0;
}

static int size_of(struct checker *c, const struct node *node, const struct operand *value, struct number *out)
{
    int rc = typed_size(value->text, out);
    if (rc == -E_RANGE)
        return above_limit(c, value);
    if (rc == -E_INVALID)
        return kinds_bad(c, value->span, E_INVALID, "a size needs its unit: did you mean %.*sKB, %.*sMB or %.*sKiB?",
                         KINDS_SHOW(value->text), KINDS_SHOW(value->text), KINDS_SHOW(value->text));
    if (rc < 0)
        return kinds_bad(c, value->span, E_SYNTAX,
                         "%s is a size such as 500KB, 1.5MB or 2GB (1000 each), 1KiB, 1MiB or 1GiB (1024 each), or 10B",
                         kinds_name(node));
    return 0;
}

static int span_of(struct checker *c, const struct operand *value, int64_t *ms)
{
    int rc = typed_span(value->text, ms);
    if (rc == -E_RANGE)
        return above_limit(c, value);
    if (rc == -E_INVALID)
        return kinds_bad(c, value->span, E_INVALID, "a duration needs its unit: did you mean %.*ss, %.*sm or %.*sh?",
                         KINDS_SHOW(value->text), KINDS_SHOW(value->text), KINDS_SHOW(value->text));
    if (rc < 0)
        return kinds_bad(c, value->span, E_SYNTAX, "this is not a duration; write 90s, 5m, 1h30m, 2d (units ms s m h d w)");
    return 0;
}

static int duration_of(struct checker *c, const struct node *node, const struct operand *value, struct number *out)
{
    int64_t ms;
    (void)node;
    int rc = span_of(c, value, &ms);
    if (rc == 0)
        *out = (struct number){ms, true};
    return rc;
}

typedef int (*number_fn)(struct checker *, const struct node *, const struct operand *, struct number *);

static int read_numbers(struct checker *c, const struct node *node, struct item *item, number_fn read)
{
    struct number low = {0, true}, high = {0, true};
    if (item->low.present && read(c, node, &item->low, &low) < 0)
        return -E_SYNTAX;
    if (item->high.present && read(c, node, &item->high, &high) < 0)
        return -E_SYNTAX;
    return kinds_bounds(c, node, item, &low, &high);
}

static int read_number(struct checker *c, const struct node *node, struct item *item)
{
    return read_numbers(c, node, item, number_of);
}

static int read_percent(struct checker *c, const struct node *node, struct item *item)
{
    return read_numbers(c, node, item, percent_of);
}

static int read_size(struct checker *c, const struct node *node, struct item *item)
{
    return read_numbers(c, node, item, size_of);
}

static int read_duration(struct checker *c, const struct node *node, struct item *item)
{
    return read_numbers(c, node, item, duration_of);
}

/* ---- addresses ---- */

static int not_address(struct checker *c, const struct node *node, const struct operand *value)
{
    if (fold_has_wildcard(value->text))
        return kinds_bad(c, value->span, E_SYNTAX, "%s takes no globs; for a network write 10.64.0.0/16", kinds_name(node));
    return kinds_bad(c, value->span, E_SYNTAX,
                     "%.*s is not an address; write 10.64.0.1, 10.64.0.0/16, 10.64.0.1..10.64.0.9 or 2001:db8::1",
                     KINDS_SHOW(value->text));
}

static int read_ip_range(struct checker *c, const struct node *node, struct item *item)
{
    struct typed *typed = &item->typed;
    if (item->low.present && !typed_address(item->low.text, &typed->from))
        return not_address(c, node, &item->low);
    if (item->high.present && !typed_address(item->high.text, &typed->to))
        return not_address(c, node, &item->high);
    if (!item->low.present)
        typed->from = (struct address){.family = typed->to.family};
    if (!item->high.present) {
        typed->to = (struct address){.family = typed->from.family};
        memset(typed->to.bytes + (typed->to.family == 4 ? 12 : 0), 0xff, typed->to.family == 4 ? 4 : 16);
    }
    if (typed->from.family != typed->to.family)
        return kinds_bad(c, item->span, E_INVALID, "both ends of a range are IPv4, or both IPv6");
    if (typed_compare_address(&typed->from, &typed->to) > 0)
        return kinds_bad(c, item->span, E_RANGE, "the range begins above its end; turn it round");
    return 0;
}

static int read_ip(struct checker *c, const struct node *node, struct item *item)
{
    item->typed.kind = TYPED_IP;
    if (item->form == ITEM_RANGE)
        return read_ip_range(c, node, item);
    return typed_block(item->low.text, &item->typed.from, &item->typed.to) ? 0 : not_address(c, node, &item->low);
}

/* ---- times ---- */

static int time_of(struct checker *c, const struct operand *value, struct when *out)
{
    if (when_parse(value->text, out) == 0)
        return 0;
    int64_t ms;
    if (typed_span(value->text, &ms) == 0)
        return kinds_bad(c, value->span, E_SYNTAX, "this is a duration; for so long ago write -%.*s", KINDS_SHOW(value->text));
    return kinds_bad(c, value->span, E_SYNTAX,
                     "this is not a time; write 09:15, -15m, now, today, \"yesterday 14:00\", 2026-08-22 or 2026-08-22T09:15");
}

static int read_time(struct checker *c, const struct node *node, struct item *item)
{
    struct typed *typed = &item->typed;
    (void)node;
    typed->kind = TYPED_TIME;
    if (item->low.present && time_of(c, &item->low, &typed->when_low) < 0)
        return -E_SYNTAX;
    if (item->high.present && time_of(c, &item->high, &typed->when_high) < 0)
        return -E_SYNTAX;
    if (item->form != ITEM_RANGE || !item->low.present || !item->high.present)
        return 0;
    bool comparable = typed->when_low.base == typed->when_high.base ||
                      when_is_sliding(&typed->when_low) == when_is_sliding(&typed->when_high);
    if (comparable && when_begin(&typed->when_low, c->env->zone, c->env->now) >
                          when_begin(&typed->when_high, c->env->zone, c->env->now))
        return kinds_bad(c, item->span, E_RANGE, "the range begins after its end; turn it round");
    return 0;
}

/* ---- digits and text ---- */

static int not_digits(struct checker *c, const struct node *node, const struct operand *value)
{
    if (!value->quoted && str_ends(value->text, STR("*")) && str_is_digits(str_sub(value->text, 0, value->text.n - 1)))
        return kinds_bad(c, value->span, E_INVALID, "= compares the whole value; for a beginning write %s:%.*s",
                         kinds_name(node), KINDS_SHOW(value->text));
    return kinds_bad(c, value->span, E_SYNTAX,
                     "%s is made of digits; write all of them, or behind : their beginning and one * at the end",
                     kinds_name(node));
}

static int read_digits(struct checker *c, const struct node *node, struct item *item)
{
    const struct operand *value = &item->low;
    bool colon = kinds_op(node, item) == LEX_COLON;
    struct str digits = value->text;
    item->typed.kind = TYPED_EXACT;
    if (colon && !value->quoted && str_ends(digits, STR("*"))) {
        item->typed.kind = TYPED_PREFIX;
        digits.n--;
    }
    if (!str_is_digits(digits) && !(digits.n == 0 && !colon))
        return not_digits(c, node, value);
    item->typed.text = digits;
    return 0;
}

static int read_open(struct checker *c, const struct node *node, struct item *item)
{
    bool glob = kinds_op(node, item) == LEX_COLON && !item->low.quoted && fold_has_wildcard(item->low.text);
    item->typed.kind = glob ? TYPED_GLOB : TYPED_EXACT;
    item->typed.text = kinds_fold(c, item->low.text);
    return 0;
}

static int read_text(struct checker *c, const struct node *node, struct item *item)
{
    int rc = read_open(c, node, item);
    if (item->typed.kind == TYPED_EXACT && kinds_op(node, item) == LEX_COLON)
        item->typed.kind = TYPED_PART;
    return rc;
}

/* ---- raw.PATH ---- */

int kinds_read_raw(struct checker *c, const struct node *node, struct item *item)
{
    item->typed.kind = TYPED_RAW;
    if (item->form == ITEM_RANGE && item->low.present && item->high.present) {
        struct number low, high;
        if (typed_number(item->low.text, &low) == 0 && typed_number(item->high.text, &high) == 0 && is_above(&low, &high))
            return kinds_bad(c, item->span, E_RANGE, "the range begins above its end; turn it round");
    }
    if (item->form != ITEM_RANGE)
        item->typed.text = kinds_fold(c, item->low.text);
    (void)node;
    return 0;
}

/* clang-format off */
const kinds_read_fn kinds_read[KIND_COUNT_] = {
    [KIND_ENUM] = kinds_read_enum,
    [KIND_OPEN] = read_open,
    [KIND_SEVERITY] = kinds_read_severity,
    [KIND_BOOL] = kinds_read_bool,
    [KIND_DIGITS] = read_digits,
    [KIND_NUMBER] = read_number,
    [KIND_PERCENT] = read_percent,
    [KIND_SIZE] = read_size,
    [KIND_DURATION] = read_duration,
    [KIND_IP] = read_ip,
    [KIND_TIME] = read_time,
    [KIND_TEXT] = read_text,
};
/* clang-format on */
