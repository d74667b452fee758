/* What each node tests. Owns what a word of the language looks at: the fields of a bare word, the meaning of flags, and
 * the three faces of `type` (slug, id, type.N). */
#include "filter/build.h"

#include "base/xalloc.h"
#include "filter/build_texts.h"
#include "filter/check.h"
#include "filter/merge.h"
#include "model/type.h"

#include <stdlib.h>

#define CODES 256

struct branch *build_branch(struct builder *b, enum branch_kind kind)
{
    struct branch *branch = arena_calloc(b->arena, 1, sizeof *branch);
    branch->kind = kind;
    branch->space = SPACE_ROWS;
    return branch;
}

static void add_kid(struct branch *parent, struct branch *kid)
{
    kid->next = parent->kids;
    parent->kids = kid;
}

static enum source source_of(field_id field)
{
    if (field == FIELD_NONE)
        return SOURCE_PATH;
    enum home home = field_row(field)->home;
    return home == HOME_RAW ? SOURCE_EXTRACT : home == HOME_FLEET ? SOURCE_DERIVED : SOURCE_COLUMN;
}

static struct test *new_test(struct builder *b, enum op op, field_id field, const struct node *node)
{
    struct test *test = arena_calloc(b->arena, 1, sizeof *test);
    test->op = op;
    test->field = field;
    test->source = source_of(field);
    test->node = node;
    return test;
}

static struct branch *test_branch(struct builder *b, struct test *test)
{
    struct branch *branch = build_branch(b, BRANCH_TEST);
    branch->test = test;
    test->cost = program_ops[test->op].cost + program_sources[test->source].cost;
    if (test->source == SOURCE_COLUMN && field_row(test->field)->home != HOME_FACT)
        branch->space = field_row(test->field)->home;
    return branch;
}

static struct branch *not_branch(struct builder *b, struct branch *kid)
{
    struct branch *branch = build_branch(b, BRANCH_NOT);
    add_kid(branch, kid);
    return branch;
}

static struct branch *has_branch(struct builder *b, field_id field, const struct node *node)
{
    /* an event without a readable type has the code of the unlisted ones, but no id */
    return test_branch(b, new_test(b, OP_HAS, field == FIELD_TYPE ? FIELD_TYPE_ID : field, node));
}

static struct branch *codes_branch(struct builder *b, field_id field, const uint8_t *codes, const struct node *node)
{
    struct test *test = new_test(b, OP_CODES, field, node);
    test->codes = arena_calloc(b->arena, CODES, 1);
    memcpy(test->codes, codes, CODES);
    return test_branch(b, test);
}

/* Remembers what must be freed if the rest of the query fails. */
static void own(struct builder *b, struct test *test)
{
    b->made = xgrow(b->made, &b->made_capacity, b->made_count + 1, sizeof(struct test *));
    b->made[b->made_count++] = test;
}

/* ---- comparisons ---- */

static bool is_any(const struct item *items)
{
    for (; items != NULL; items = items->next) {
        if (items->typed.kind == TYPED_ANY)
            return true;
    }
    return false;
}

static void join_codes(const struct item *items, uint8_t codes[CODES])
{
    memset(codes, 0, CODES);
    for (; items != NULL; items = items->next) {
        for (int c = 0; items->typed.kind == TYPED_SET && c < CODES; c++)
            codes[c] |= items->typed.codes[c];
    }
}

bool build_times(struct test *test, const struct engine *engine)
{
    size_t n = 0;
    bool changed = false;
    if (test->op != OP_RANGE)
        return false;
    struct interval was = test->interval_count > 0 ? test->intervals[0] : (struct interval){1, 0};
    size_t was_count = test->interval_count;
    if (test->node->kind != NODE_COMPARE) {
        int64_t begin = when_begin(&test->node->typed.when_low, engine->env.zone, engine->env.now);
        bool until = test->node->kind == NODE_UNTIL;
        test->intervals[n++] = until ? (struct interval){INT64_MIN + 1, begin - 1} : (struct interval){begin, INT64_MAX};
    }
    for (struct item *item = test->node->items; item != NULL; item = item->next) {
        struct interval before = {item->typed.low, item->typed.high};
        check_place_time(test->node, item, engine->env.zone, engine->env.now);
        changed |= before.low != item->typed.low || before.high != item->typed.high;
        test->intervals[n++] = (struct interval){item->typed.low, item->typed.high};
    }
    build_merge(test->intervals, &n);
    test->interval_count = n;
    return changed || n != was_count || (n > 0 && (was.low != test->intervals[0].low || was.high != test->intervals[0].high));
}

static size_t count_items(const struct item *items)
{
    size_t n = 0;
    for (; items != NULL; items = items->next)
        n++;
    return n;
}

static void prepare_times(struct builder *b, struct test *test)
{
    test->intervals = arena_calloc(b->arena, count_items(test->node->items) + 1, sizeof *test->intervals);
    test->times = true;
    build_times(test, b->engine);
}

/* clang-format off */
static const enum op kind_ops[KIND_COUNT_] = {
    [KIND_NONE] = OP_JSON,
    [KIND_ENUM] = OP_CODES,
    [KIND_OPEN] = OP_TEXT,
    [KIND_SEVERITY] = OP_CODES,
    [KIND_BOOL] = OP_CODES,
    [KIND_DIGITS] = OP_DIGITS,
    [KIND_NUMBER] = OP_RANGE,
    [KIND_PERCENT] = OP_RANGE,
    [KIND_SIZE] = OP_RANGE,
    [KIND_DURATION] = OP_RANGE,
    [KIND_IP] = OP_ADDRESS,
    [KIND_TIME] = OP_RANGE,
    [KIND_TEXT] = OP_TEXT,
};
/* clang-format on */

static struct branch *compare_plain(struct builder *b, const struct node *node)
{
    enum kind kind = node->field == FIELD_NONE ? KIND_NONE : field_row(node->field)->kind;
    struct test *test = new_test(b, is_any(node->items) ? OP_HAS : kind_ops[kind], node->field, node);
    uint8_t codes[CODES];
    test->negate = node->op == LEX_NOT_EQUAL;
    switch (test->op) {
    case OP_CODES:
        join_codes(node->items, codes);
        test->codes = arena_alloc(b->arena, CODES);
        memcpy(test->codes, codes, CODES);
        break;
    case OP_RANGE:
        if (kind == KIND_TIME)
            prepare_times(b, test);
        else
            build_intervals(test, b->arena, node->items);
        break;
    case OP_ADDRESS: build_blocks(test, b->arena, node->items); break;
    case OP_DIGITS:
    case OP_TEXT: build_texts(test, b->arena, node->items); break;
    default: break;
    }
    return test_branch(b, test);
}

/* type:3 and type.N live in the id, slugs in the code. */
static void add_type_ids(struct builder *b, struct branch *either, const struct node *node)
{
    struct item *ids = NULL, *globs = NULL;
    for (const struct item *item = node->items; item != NULL; item = item->next) {
        struct item *copy = arena_alloc(b->arena, sizeof *copy);
        *copy = *item;
        struct item **list = item->typed.kind == TYPED_TYPE_ID ? &ids : item->typed.unlisted.n > 0 ? &globs : NULL;
        if (list == NULL)
            continue;
        copy->next = *list;
        copy->typed.high = copy->typed.low;
        copy->typed.text = copy->typed.unlisted;
        if (list == &globs)
            copy->typed.kind = TYPED_GLOB;
        *list = copy;
    }
    if (ids != NULL) {
        struct test *test = new_test(b, OP_RANGE, FIELD_TYPE_ID, node);
        build_intervals(test, b->arena, ids);
        add_kid(either, test_branch(b, test));
    }
    if (globs != NULL) {
        struct test *test = new_test(b, OP_UNLISTED, FIELD_TYPE_ID, node);
        build_texts(test, b->arena, globs);
        add_kid(either, test_branch(b, test));
    }
}

static struct branch *among_present(struct builder *b, struct branch *matching, const struct node *node)
{
    struct branch *both = build_branch(b, BRANCH_AND);
    add_kid(both, not_branch(b, matching));
    add_kid(both, has_branch(b, node->field, node));
    return both;
}

static struct branch *compare_type(struct builder *b, const struct node *node)
{
    uint8_t codes[CODES];
    struct branch *either = build_branch(b, BRANCH_OR);
    join_codes(node->items, codes);
    bool any = is_any(node->items);
    if (any)
        add_kid(either, has_branch(b, FIELD_TYPE, node));
    else
        add_type_ids(b, either, node);
    if (memchr(codes, 1, CODES) != NULL || either->kids == NULL)
        add_kid(either, codes_branch(b, FIELD_TYPE, codes, node));
    return node->op == LEX_NOT_EQUAL ? among_present(b, either, node) : either;
}

static struct branch *build_compare(struct builder *b, const struct node *node)
{
    return node->field == FIELD_TYPE ? compare_type(b, node) : compare_plain(b, node);
}

/* ---- patterns ---- */

static struct test *pattern_test(struct builder *b, enum op op, field_id field, const struct node *node)
{
    struct test *test = new_test(b, op, field, node);
    test->pattern = pattern_new(node->text, node->case_flag, node->text_span, b->err);
    if (test->pattern == NULL)
        return NULL;
    own(b, test);
    return test;
}

/* A closed list is asked word by word, once. */
static void match_words(struct builder *b, field_id field, const struct pattern *pattern, uint8_t codes[CODES])
{
    memset(codes, 0, CODES);
    for (int c = 0; c < CODES; c++) {
        const char *word = field_enum_word(field, c);
        bool listed = word != NULL && word[0] != '\0' && !(field == FIELD_TYPE && c == TYPE_OTHER);
        codes[c] = listed && pattern_matches(pattern, str_of(word), &b->engine->pool);
    }
}

static struct branch *match_enum(struct builder *b, const struct node *node)
{
    struct test *test = pattern_test(b, OP_CODES, node->field, node);
    if (test == NULL)
        return NULL;
    test->codes = arena_calloc(b->arena, CODES, 1);
    match_words(b, node->field, test->pattern, test->codes);
    if (node->field != FIELD_TYPE) {
        test->negate = node->op == LEX_NOT_MATCH;
        return test_branch(b, test);
    }
    struct test *unlisted = pattern_test(b, OP_UNLISTED, FIELD_TYPE_ID, node);
    struct branch *either = build_branch(b, BRANCH_OR);
    add_kid(either, test_branch(b, unlisted));
    add_kid(either, test_branch(b, test));
    return node->op == LEX_NOT_MATCH ? among_present(b, either, node) : either;
}

static struct branch *build_match(struct builder *b, const struct node *node)
{
    if (node->field != FIELD_NONE && field_row(node->field)->kind == KIND_ENUM)
        return match_enum(b, node);
    struct test *test = pattern_test(b, OP_PATTERN, node->field, node);
    if (test == NULL)
        return NULL;
    test->negate = node->op == LEX_NOT_MATCH;
    return test_branch(b, test);
}

/* ---- bare words ---- */

static const field_id text_fields[] = {FIELD_DESC, FIELD_TYPE_TEXT, FIELD_CAUSE, FIELD_DEV,  FIELD_ORG, FIELD_TAG,
                                       FIELD_OP,   FIELD_COUNTRY,   FIELD_APN,   FIELD_USER};
static const field_id id_fields[] = {FIELD_IMSI, FIELD_ICCID, FIELD_IMEI, FIELD_MSISDN};

#define ID_DIGITS_LEAST 6
#define ID_DIGITS_MOST 19

/* Event ids that begin with these digits: one interval per length. */
static void id_intervals(struct builder *b, struct test *test, struct str digits)
{
    __int128 low = 0, width = 1;
    test->intervals = arena_calloc(b->arena, ID_DIGITS_MOST + 1, sizeof *test->intervals);
    for (size_t i = 0; i < digits.n; i++)
        low = low * 10 + (digits.p[i] - '0');
    for (size_t n = digits.n; n <= ID_DIGITS_MOST && low <= INT64_MAX; n++, low *= 10, width *= 10) {
        __int128 high = low + width - 1;
        test->intervals[test->interval_count++] =
            (struct interval){(int64_t)low, high > INT64_MAX ? INT64_MAX : (int64_t)high};
    }
    build_merge(test->intervals, &test->interval_count);
}

static void add_ids(struct builder *b, struct branch *either, const struct node *node)
{
    struct str digits = node->text;
    for (size_t i = 0; i < sizeof id_fields / sizeof *id_fields; i++) {
        struct test *test = new_test(b, OP_DIGITS, id_fields[i], node);
        build_prefix(test, b->arena, digits);
        add_kid(either, test_branch(b, test));
    }
    if (digits.p[0] == '0' || digits.n > ID_DIGITS_MOST)
        return;
    struct test *test = new_test(b, OP_RANGE, FIELD_ID, node);
    id_intervals(b, test, digits);
    add_kid(either, test_branch(b, test));
}

static bool may_be_unlisted(struct str folded)
{
    for (size_t i = 0; i < folded.n; i++) {
        if (strchr("type.0123456789-", folded.p[i]) == NULL || folded.p[i] == '\0')
            return false;
    }
    return true;
}

static void add_slugs(struct builder *b, struct branch *either, const struct node *node)
{
    uint8_t codes[CODES] = {0};
    for (type_id type = 0; type < TYPE_COUNT_; type++)
        codes[type] = type != TYPE_OTHER && str_find(str_of(type_row(type)->slug), node->typed.text) >= 0;
    if (memchr(codes, 1, CODES) != NULL)
        add_kid(either, codes_branch(b, FIELD_TYPE, codes, node));
    if (!may_be_unlisted(node->typed.text))
        return;
    struct test *test = new_test(b, OP_UNLISTED, FIELD_TYPE_ID, node);
    build_needle(test, b->arena, node->typed.text);
    add_kid(either, test_branch(b, test));
}

/* What is not text of the event: slugs and numbers. */
static void add_word(struct builder *b, struct branch *either, const struct node *node)
{
    add_slugs(b, either, node);
    if (node->text.n >= ID_DIGITS_LEAST && str_is_digits(node->text))
        add_ids(b, either, node);
}

/* One test a field, for all the words that are joined by or. */
static struct branch *build_words(struct builder *b, const struct node *const *words, size_t count)
{
    struct branch *either = build_branch(b, BRANCH_OR);
    struct item *items = arena_calloc(b->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i].typed = words[i]->typed;
        items[i].next = i + 1 < count ? &items[i + 1] : NULL;
        add_word(b, either, words[i]);
    }
    for (size_t i = 0; i < sizeof text_fields / sizeof *text_fields; i++) {
        struct test *test = new_test(b, OP_TEXT, text_fields[i], words[0]);
        build_texts(test, b->arena, items);
        add_kid(either, test_branch(b, test));
    }
    return either;
}

/* ---- flags, times, same ---- */

static struct branch *one_code(struct builder *b, field_id field, int code, const struct node *node)
{
    uint8_t codes[CODES] = {0};
    codes[code] = 1;
    return codes_branch(b, field, codes, node);
}

/* pdp.reject, and types 1 and 2 at warn or above */
static struct branch *build_rejected(struct builder *b, const struct node *node)
{
    uint8_t location[CODES] = {0}, serious[CODES] = {0};
    location[type_of(1, SEVERITY_INFO)] = location[type_of(2, SEVERITY_INFO)] = 1;
    serious[SEVERITY_WARN] = serious[SEVERITY_CRITICAL] = 1;
    struct branch *both = build_branch(b, BRANCH_AND), *either = build_branch(b, BRANCH_OR);
    add_kid(both, codes_branch(b, FIELD_SEV, serious, node));
    add_kid(both, codes_branch(b, FIELD_TYPE, location, node));
    add_kid(either, both);
    add_kid(either, one_code(b, FIELD_TYPE, TYPE_PDP_REJECT, node));
    return either;
}

static struct branch *build_flag(struct builder *b, const struct node *node)
{
    switch (node->flag) {
    case FLAG_ALERT: return one_code(b, FIELD_ALERT, 1, node);
    case FLAG_REJECTED: return build_rejected(b, node);
    case FLAG_NETWORK: return one_code(b, FIELD_SOURCE, ORIGIN_NETWORK, node);
    case FLAG_POLICY: return one_code(b, FIELD_SOURCE, ORIGIN_POLICY, node);
    case FLAG_API: return one_code(b, FIELD_SOURCE, ORIGIN_API, node);
    default: break;
    }
    struct test *test = new_test(b, OP_HAS, FIELD_NONE, node);
    test->source = SOURCE_FLAG;
    return test_branch(b, test);
}

static struct branch *build_when(struct builder *b, const struct node *node)
{
    struct test *test = new_test(b, OP_RANGE, FIELD_TS, node);
    prepare_times(b, test);
    return test_branch(b, test);
}

static struct branch *build_same(struct builder *b, const struct node *node)
{
    struct test *test = new_test(b, OP_HAS, FIELD_NONE, node);
    test->source = SOURCE_SAME;
    test->same = same_new(node->entity, node->within_ms, node->kids, b->engine, b->arena, b->err);
    if (test->same == NULL)
        return NULL;
    own(b, test);
    return test_branch(b, test);
}

static bool build_into(struct builder *b, struct branch *parent, const struct node *node)
{
    struct branch *kid = build_node(b, node);
    if (kid != NULL)
        add_kid(parent, kid);
    return kid != NULL;
}

static struct branch *build_kids(struct builder *b, const struct node *node, enum branch_kind kind)
{
    struct branch *branch = build_branch(b, kind);
    const struct node *kids = kind == BRANCH_NOT ? node->kids : merge_kids(b->arena, node);
    const struct node **words = arena_alloc(b->arena, (merge_count(kids) + 1) * sizeof *words);
    size_t word_count = 0;
    for (const struct node *kid = kids; kid != NULL; kid = kid->next) {
        if (kind == BRANCH_OR && kid->kind == NODE_TEXT)
            words[word_count++] = kid;
        else if (!build_into(b, branch, kid))
            return NULL;
    }
    if (word_count > 0)
        add_kid(branch, build_words(b, words, word_count));
    return branch;
}

static void drop_made(struct builder *b)
{
    for (size_t i = 0; i < b->made_count; i++) {
        pattern_free(&b->made[i]->pattern);
        same_free(&b->made[i]->same);
    }
    b->made_count = 0;
}

static struct branch *build_any(struct builder *b, const struct node *node)
{
    switch (node->kind) {
    case NODE_EVERY: return build_branch(b, BRANCH_EVERY);
    case NODE_AND: return build_kids(b, node, BRANCH_AND);
    case NODE_OR: return build_kids(b, node, BRANCH_OR);
    case NODE_NOT: return build_kids(b, node, BRANCH_NOT);
    case NODE_COMPARE: return build_compare(b, node);
    case NODE_MATCH: return build_match(b, node);
    case NODE_TEXT: return build_words(b, &node, 1);
    case NODE_FLAG: return build_flag(b, node);
    case NODE_HAS: return has_branch(b, node->field, node);
    case NODE_MISSING: return not_branch(b, has_branch(b, node->field, node));
    case NODE_SINCE:
    case NODE_UNTIL:
    case NODE_LAST: return build_when(b, node);
    case NODE_SAME: return build_same(b, node);
    }
    return NULL;
}

struct branch *build_node(struct builder *b, const struct node *node)
{
    struct branch *branch = build_any(b, node);
    if (branch == NULL)
        drop_made(b);
    return branch;
}
