/* Tests that look at one event after the other, for the few rows that cheaper tests have left: the original bytes, what
 * the fleet derives, what the screen knows. */
#include "filter/match.h"

#include "filter/decimal.h"
#include "filter/kinds.h"
#include "filter/rawpath.h"

/* ---- raw.PATH ---- */

static bool compare_numbers(enum lex_op op, const struct decimal *value, const struct decimal *with)
{
    int order = decimal_compare(value, with);
    switch (op) {
    case LEX_LESS: return order < 0;
    case LEX_AT_MOST: return order <= 0;
    case LEX_MORE: return order > 0;
    case LEX_AT_LEAST: return order >= 0;
    default: return order == 0;
    }
}

static bool is_order(enum lex_op op)
{
    return op == LEX_LESS || op == LEX_AT_MOST || op == LEX_MORE || op == LEX_AT_LEAST;
}

static bool json_in_range(const struct item *item, struct str text)
{
    struct decimal value, low, high;
    if (!decimal_read(text, &value))
        return false;
    if (item->low.present && (!decimal_read(item->low.text, &low) || decimal_compare(&value, &low) < 0))
        return false;
    return !item->high.present || (decimal_read(item->high.text, &high) && decimal_compare(&value, &high) <= 0);
}

static bool json_as_text(struct engine *engine, const struct item *item, enum lex_op op, struct str text)
{
    buf_clear(&engine->folded);
    fold_add(&engine->folded, text);
    struct str folded = buf_str(&engine->folded), wanted = item->typed.text;
    if (op != LEX_COLON)
        return str_eq(folded, wanted);
    if (!item->low.quoted && fold_has_wildcard(wanted))
        return fold_glob(wanted, folded);
    return str_find(folded, wanted) >= 0;
}

static bool json_item(struct engine *engine, const struct test *test, const struct item *item, struct str text)
{
    struct decimal value, with;
    if (item->form == ITEM_RANGE)
        return json_in_range(item, text);
    enum lex_op op = kinds_op(test->node, item);
    if (decimal_read(text, &value) && decimal_read(item->low.text, &with))
        return compare_numbers(op, &value, &with);
    return !is_order(op) && json_as_text(engine, item, op, text);
}

/* A container that is not empty comes as a value of no kind: it is there, and equals nothing. */
bool match_json(struct engine *engine, const struct test *test, const struct value *value)
{
    for (const struct item *item = test->node->items; item != NULL; item = item->next) {
        if (item->typed.kind == TYPED_ANY)
            return true;
        if (value_is_present(value) && json_item(engine, test, item, value->s))
            return true;
    }
    return false;
}

struct path_ask {
    struct engine *engine;
    const struct test *test;
    bool present, any;
};

static bool path_value(void *user, enum rawpath_form form, struct str text)
{
    struct path_ask *ask = user;
    struct value value = {form == RAWPATH_OBJECT ? KIND_NONE : KIND_TEXT, 0, text};
    ask->present = true;
    switch (ask->test->op) {
    case OP_HAS: ask->any = true; break;
    case OP_PATTERN: ask->any = form == RAWPATH_SCALAR && match_pattern(ask->engine, ask->test, &value); break;
    default: ask->any = match_json(ask->engine, ask->test, &value);
    }
    return !ask->any;
}

static bool ask_path(struct engine *engine, const struct test *test, struct str raw)
{
    struct path_ask ask = {engine, test, false, false};
    rawpath_each(raw, test->node->path, test->node->path_count, &engine->text, path_value, &ask);
    return ask.present && ask.any != test->negate;
}

/* ---- rows ---- */

static bool ask_bytes(struct engine *engine, const struct test *test, const struct segment *segment, uint32_t row)
{
    struct value value;
    buf_clear(&engine->raw);
    if (segment_raw(segment, row, &engine->raw, NULL) < 0)
        return false;
    if (test->source == SOURCE_PATH)
        return ask_path(engine, test, buf_str(&engine->raw));
    arena_reset(engine->arena);
    event_extract(buf_str(&engine->raw), test->field, engine->arena, &value);
    return match_value(engine, test, &value);
}

static bool ask_row(struct engine *engine, const struct test *test, const struct segment *segment, uint32_t row)
{
    const struct filter_env *env = &engine->env;
    struct value value = VALUE_ABSENT;
    switch (test->source) {
    case SOURCE_EXTRACT:
    case SOURCE_PATH: return ask_bytes(engine, test, segment, row);
    case SOURCE_DERIVED:
        if (env->derive != NULL)
            value = env->derive(env->user, segment, row, test->field);
        return match_value(engine, test, &value);
    case SOURCE_FLAG: return env->flag != NULL && env->flag(env->user, segment, row, ast_flags[test->node->flag].name);
    default: return false;
    }
}

void eval_rows(struct engine *engine, const struct test *test, const struct segment *segment, uint32_t base, uint32_t n,
               uint64_t *mask)
{
    for (uint32_t w = 0; w < (n + 63) / 64; w++) {
        for (uint64_t left = mask[w]; left != 0; left &= left - 1) {
            uint32_t bit = (uint32_t)__builtin_ctzll(left);
            if (!ask_row(engine, test, segment, base + w * 64 + bit))
                mask[w] &= ~(UINT64_C(1) << bit);
        }
    }
}
