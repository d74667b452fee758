/* What a query names, and the window of time outside which it cannot match. */
#include "filter/tree.h"

#include "filter/check.h"

static bool slides(const struct typed *typed)
{
    return typed->kind == TYPED_TIME && (when_is_sliding(&typed->when_low) || when_is_sliding(&typed->when_high));
}

static void survey_compare(struct filter *f, const struct node *node)
{
    if (node->field != FIELD_NONE && field_row(node->field)->home == HOME_FLEET)
        f->fleet[node->field] = true;
    for (const struct item *item = node->items; item != NULL; item = item->next)
        f->sliding |= slides(&item->typed);
}

static void survey(struct filter *f, const struct node *node)
{
    switch (node->kind) {
    case NODE_COMPARE:
    case NODE_MATCH:
    case NODE_HAS:
    case NODE_MISSING: survey_compare(f, node); break;
    case NODE_FLAG: f->live[node->flag] = ast_flags[node->flag].of != FLAG_OF_EVENT; break;
    case NODE_SAME: f->uses_same = true; break;
    default: f->sliding |= slides(&node->typed);
    }
    for (const struct node *kid = node->kids; kid != NULL; kid = kid->next)
        survey(f, kid);
}

static void note_compared(struct filter *f, const struct node *node)
{
    bool compares = node->kind == NODE_COMPARE || node->kind == NODE_MATCH;
    if (compares && node->field != FIELD_NONE && node->field < FIELD_STORED_COUNT)
        f->compared[node->field] = true;
}

void tree_survey(struct filter *f)
{
    survey(f, f->ast.root);
    note_compared(f, f->ast.root);
    if (f->ast.root->kind == NODE_AND) {
        for (const struct node *kid = f->ast.root->kids; kid != NULL; kid = kid->next)
            note_compared(f, kid);
    }
}

/* ---- the window ---- */

static const struct filter_window open_window = {INSTANT_NONE, INT64_MAX};

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t greater(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* INSTANT_NONE is below every time, so that both ends compare as numbers. */
static struct filter_window both(struct filter_window a, struct filter_window b)
{
    return (struct filter_window){greater(a.from_ms, b.from_ms), lesser(a.until_ms, b.until_ms)};
}

static struct filter_window either(struct filter_window a, struct filter_window b)
{
    return (struct filter_window){lesser(a.from_ms, b.from_ms), greater(a.until_ms, b.until_ms)};
}

static int64_t behind(int64_t ms)
{
    return ms < INT64_MAX ? ms + 1 : ms;
}

static struct filter_window window_of_items(const struct filter *f, const struct node *node)
{
    struct filter_window window = {INT64_MAX, INSTANT_NONE};
    if (node->field != FIELD_TS || node->op == LEX_NOT_EQUAL)
        return open_window;
    for (struct item *item = node->items; item != NULL; item = item->next) {
        if (item->typed.kind != TYPED_TIME)
            return open_window;
        struct item copy = *item;
        check_place_time(node, &copy, f->engine.env.zone, f->engine.env.now);
        int64_t from = copy.typed.low <= INT64_MIN + 1 ? INSTANT_NONE : copy.typed.low;
        window = either(window, (struct filter_window){from, behind(copy.typed.high)});
    }
    return window;
}

static struct filter_window window_of(const struct filter *f, const struct node *node)
{
    struct filter_window window = open_window;
    int64_t begin = node->kind == NODE_SINCE || node->kind == NODE_UNTIL || node->kind == NODE_LAST
                        ? when_begin(&node->typed.when_low, f->engine.env.zone, f->engine.env.now)
                        : 0;
    switch (node->kind) {
    case NODE_AND:
        for (const struct node *kid = node->kids; kid != NULL; kid = kid->next)
            window = both(window, window_of(f, kid));
        return window;
    case NODE_OR:
        window = window_of(f, node->kids);
        for (const struct node *kid = node->kids->next; kid != NULL; kid = kid->next)
            window = either(window, window_of(f, kid));
        return window;
    case NODE_SINCE:
    case NODE_LAST: return (struct filter_window){begin, INT64_MAX};
    case NODE_UNTIL: return (struct filter_window){INSTANT_NONE, begin};
    case NODE_COMPARE: return window_of_items(f, node);
    default: return window;
    }
}

/* How far back `same` looks beyond the window: -1 without end. Nested ones add up. */
static int64_t look_back(const struct node *node)
{
    int64_t most = 0;
    for (const struct node *kid = node->kids; kid != NULL; kid = kid->next) {
        int64_t back = look_back(kid);
        if (back < 0)
            return -1;
        most = greater(most, back);
    }
    if (node->kind != NODE_SAME)
        return most;
    return node->within_ms < 0 || most > INT64_MAX / 2 - node->within_ms ? -1 : most + node->within_ms;
}

struct filter_window filter_window(const struct filter *filter)
{
    struct filter_window window = window_of(filter, filter->ast.root);
    int64_t back = look_back(filter->ast.root);
    if (window.from_ms == INSTANT_NONE || back == 0)
        return window;
    if (back < 0 || __builtin_sub_overflow(window.from_ms, back, &window.from_ms))
        window.from_ms = INSTANT_NONE;
    return window;
}
