/* One present value against one test: a function per row of ops.def, and around them what all have in common: elements
 * of repeated fields and negation. Knows values, not columns. */
#include "filter/match.h"

#include "model/ident.h"
#include "model/type.h"

#include <stdio.h>

/* clang-format off */
static const match_fn functions[OP_COUNT_] = {
#define OP(id, name, cost, function, help) function,
#include "filter/ops.def"
#undef OP
};

const struct op_row program_ops[OP_COUNT_] = {
#define OP(id, name, cost, function, help) {name, cost, help},
#include "filter/ops.def"
#undef OP
};

const struct op_row program_sources[SOURCE_COUNT_] = {
#define SOURCE(id, name, cost, help) {name, cost, help},
#include "filter/sources.def"
#undef SOURCE
};
/* clang-format on */

bool match_has(struct engine *engine, const struct test *test, const struct value *value)
{
    (void)engine;
    (void)test;
    (void)value;
    return true;
}

bool match_codes(struct engine *engine, const struct test *test, const struct value *value)
{
    (void)engine;
    return value->i >= 0 && value->i < 256 && test->codes[value->i];
}

bool match_number(const struct test *test, int64_t number)
{
    size_t low = 0, high = test->interval_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (number > test->intervals[middle].high)
            low = middle + 1;
        else
            high = middle;
    }
    return low < test->interval_count && number >= test->intervals[low].low;
}

bool match_range(struct engine *engine, const struct test *test, const struct value *value)
{
    int64_t number = value->i;
    (void)engine;
    if (value->s.n > 0 && !str_i64(value->s, &number))
        return false;
    return match_number(test, number);
}

bool match_address(struct engine *engine, const struct test *test, const struct value *value)
{
    struct address address;
    (void)engine;
    if (!typed_address(value->s, &address))
        return false;
    size_t low = 0, high = test->block_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (typed_compare_address(&address, &test->blocks[middle].to) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < test->block_count && typed_compare_address(&address, &test->blocks[low].from) >= 0;
}

/* ---- texts ---- */

/* The number of entries that are not above the text. */
static size_t not_above(const struct str *sorted, size_t count, struct str text)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (str_compare(sorted[middle], text) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_exact(const struct texts *texts, struct str text)
{
    size_t n = not_above(texts->exact, texts->exact_count, text);
    return n > 0 && str_eq(texts->exact[n - 1], text);
}

/* No prefix begins another one, so only the greatest that is not above the text can fit. */
static bool is_begun(const struct texts *texts, struct str text)
{
    size_t n = not_above(texts->prefixes, texts->prefix_count, text);
    return n > 0 && str_starts(text, texts->prefixes[n - 1]);
}

static bool fits(const struct texts *texts, struct str text)
{
    return is_exact(texts, text) || is_begun(texts, text);
}

#define ICCID_SHORT 19

/* A card number with and without its check digit is the same card. */
static bool fits_other_form(const struct texts *texts, struct str digits)
{
    if (digits.n != ICCID_SHORT && digits.n != ICCID_SHORT + 1)
        return false;
    char full[ICCID_SHORT + 1];
    memcpy(full, digits.p, ICCID_SHORT);
    full[ICCID_SHORT] = ident_luhn_digit((struct str){full, ICCID_SHORT});
    if (digits.n == ICCID_SHORT)
        return fits(texts, (struct str){full, sizeof full});
    return digits.p[ICCID_SHORT] == full[ICCID_SHORT] && fits(texts, (struct str){full, ICCID_SHORT});
}

bool match_digits(struct engine *engine, const struct test *test, const struct value *value)
{
    (void)engine;
    bool card = test->field == FIELD_ICCID && test->node->kind != NODE_TEXT; /* a bare word is compared as it is */
    return fits(&test->texts, value->s) || (card && fits_other_form(&test->texts, value->s));
}

static bool match_texts(struct engine *engine, const struct texts *texts, struct str text)
{
    for (size_t i = 0; i < texts->needle_count; i++) {
        if (fold_contains(&texts->needles[i], text, &engine->folded))
            return true;
    }
    if (texts->exact_count == 0 && texts->glob_count == 0)
        return false;
    buf_clear(&engine->folded);
    fold_add(&engine->folded, text);
    struct str folded = buf_str(&engine->folded);
    if (is_exact(texts, folded))
        return true;
    for (size_t i = 0; i < texts->glob_count; i++) {
        if (fold_glob(texts->globs[i], folded))
            return true;
    }
    return false;
}

bool match_text(struct engine *engine, const struct test *test, const struct value *value)
{
    return match_texts(engine, &test->texts, value->s);
}

bool match_unlisted(struct engine *engine, const struct test *test, const struct value *value)
{
    char slug[40];
    if (type_of(value->i, SEVERITY_INFO) != TYPE_OTHER)
        return false;
    struct str text = {slug, type_slug(TYPE_OTHER, value->i, slug, sizeof slug)};
    if (test->pattern != NULL)
        return pattern_matches(test->pattern, text, &engine->pool);
    return match_texts(engine, &test->texts, text);
}

bool match_pattern(struct engine *engine, const struct test *test, const struct value *value)
{
    return pattern_matches(test->pattern, value->s, &engine->pool);
}

/* ---- the whole value ---- */

static bool any_element(struct engine *engine, const struct test *test, const struct value *value)
{
    match_fn function = functions[test->op];
    struct value element = *value;
    struct str rest = value->s;
    while (str_next(&rest, VALUE_SEPARATOR, &element.s)) {
        if (element.s.n > 0 && function(engine, test, &element))
            return true;
    }
    return false;
}

bool match_value(struct engine *engine, const struct test *test, const struct value *value)
{
    if (!value_is_present(value))
        return false;
    bool list = test->field != FIELD_NONE && (field_row(test->field)->flags & FIELD_LIST) != 0 && value->s.n > 0;
    bool any = list ? any_element(engine, test, value) : functions[test->op](engine, test, value);
    return any != test->negate;
}
