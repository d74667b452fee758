/* Owns the comparison of what is on the screen with the profile it wears. Must not know where profiles come from. */
#include "view/guise.h"

#include <stdlib.h>

/* Do both texts mean the same? Texts that do not compile are compared as they are. */
static bool same_query(struct str a, struct str b)
{
    const struct filter_env env = {0};
    struct filter *x = NULL, *y = NULL;
    bool both = filter_compile(a, &env, &x, NULL) >= 0 && filter_compile(b, &env, &y, NULL) >= 0;
    bool same = both ? str_eq(filter_canonical(x), filter_canonical(y)) : str_eq(a, b);
    filter_free(&x);
    filter_free(&y);
    return same;
}

void guise_query(const struct profile *profile, struct buf *out)
{
    const char *filter = profile_text(profile, PROFILE_FILTER), *window = profile_text(profile, PROFILE_WINDOW);
    if (profile_number(profile, PROFILE_WINDOW) == 0) {
        buf_add_text(out, filter);
        return;
    }
    struct buf plain = {0}, exact = {0};
    buf_add_fmt(&plain, "%s%slast %s", filter, filter[0] != '\0' ? " " : "", window);
    buf_add_fmt(&exact, "(%s) last %s", filter, window);
    bool needs_none = filter[0] == '\0' || same_query(buf_str(&plain), buf_str(&exact));
    buf_add_str(out, buf_str(needs_none ? &plain : &exact));
    buf_fini(&plain);
    buf_fini(&exact);
}

static bool columns_are(const struct guise *guise, const struct lineup *columns)
{
    struct buf now = {0};
    lineup_print(columns, &now);
    bool same = str_eq(buf_str(&now), str_of(guise->columns));
    buf_fini(&now);
    return same;
}

static bool order_is(const struct guise *guise, struct slice_order order)
{
    return guise->order.field == order.field && guise->order.direction == order.direction;
}

static bool filter_is(const struct guise *guise, struct str filter)
{
    return str_eq(str_of(guise->filter), filter);
}

struct fold_by guise_fold(const struct profile *profile)
{
    return (struct fold_by){(enum fold_kind)profile_number(profile, PROFILE_GROUP),
                            profile_number(profile, PROFILE_GROUP_WITHIN)};
}

bool guise_is_changed(const struct guise *guise, const struct guise_look *look)
{
    return guise->profile != NULL &&
           !(filter_is(guise, look->filter) && order_is(guise, look->order) && columns_are(guise, look->columns) &&
             fold_same(guise->fold, look->fold));
}

static void take_fold(struct fold_by fold, struct profile *into)
{
    struct buf span = {0};
    profile_put(into, PROFILE_GROUP, str_of(fold_name(fold.kind)), fold.kind);
    instant_print_span(fold.span_ms, &span);
    if (fold.kind != FOLD_NONE)
        profile_put(into, PROFILE_GROUP_WITHIN, buf_str(&span), fold.span_ms);
    buf_fini(&span);
}

void guise_take(const struct guise *guise, const struct guise_look *look, struct profile *into)
{
    struct buf text = {0};
    bool worn = guise->profile != NULL;
    if (!worn || !filter_is(guise, look->filter)) { /* the window is part of what was typed over */
        profile_put(into, PROFILE_FILTER, look->filter, 0);
        profile_put(into, PROFILE_WINDOW, str_of(profile_row(PROFILE_WINDOW)->fallback), 0);
    }
    if (!worn || !columns_are(guise, look->columns)) {
        lineup_print(look->columns, &text);
        profile_put(into, PROFILE_COLUMNS, buf_str(&text), 0);
    }
    if (!worn || !order_is(guise, look->order)) {
        buf_clear(&text);
        lineup_order_print(look->order, &text);
        profile_put(into, PROFILE_SORT, buf_str(&text), 0);
    }
    if (!worn || !fold_same(guise->fold, look->fold))
        take_fold(look->fold, into);
    buf_fini(&text);
}

void guise_badge(const struct guise *guise, enum guise_state state, struct buf *out)
{
    if (guise->profile == NULL)
        return;
    if (guise->key >= 0)
        buf_add_fmt(out, "[%d] ", guise->key);
    buf_add_fmt(out, "%s%s", profile_text(guise->profile, PROFILE_NAME), state == GUISE_CHANGED ? "*" : "");
}

void guise_fini(struct guise *guise)
{
    profile_free(&guise->profile);
    paint_free(&guise->paint);
    free(guise->filter);
    free(guise->columns);
    *guise = (struct guise){.key = -1};
}
