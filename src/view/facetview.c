/* The panel of facets below a list of events. A tick is written into the list's filter at once, so that the list above is
 * the preview; Enter keeps it, Esc brings back the filter as it was. Owns the facets; the filter is the list's. */
#include "view/facetview.h"

#include "base/fmt.h"
#include "base/xalloc.h"
#include "view/facets.h"
#include "view/stream.h"

#include <stdio.h>
#include <stdlib.h>

#define DOCK_MOST_ROWS 16
#define WHOLE_BELOW_ROWS 12 /* a screen so low is the panel's alone */
#define NARROW_COLS 80
#define FIELDS_OPTION STR("facets.fields")

struct facetview {
    struct view view;
    struct stream *list; /* lies below, and outlives the panel */
    struct facets facets;
    struct prompt prompt;
    char *seen;   /* the text that the facets show */
    char *before; /* what Esc brings back */
    unsigned seen_off : 1, before_off : 1;
    unsigned pressed : 1; /* something was ticked here */
};

static const struct filter *filter_of(const struct facetview *f)
{
    return f->list->sieve.off ? NULL : f->list->sieve.filter;
}

static void changed(struct facetview *f)
{
    f->view.dirty |= VIEW_UPDATE | VIEW_DRAW;
}

/* ---- life ---- */

static int read_fields(struct facetview *f, struct str argument, struct error *err)
{
    const struct options *options = f->view.desk->options;
    int index = options_find(options, FIELDS_OPTION);
    must(index >= 0);
    struct error stale = {0};
    if (argument.n > 0)
        return facets_parse(&f->facets, argument, err);
    if (facets_parse(&f->facets, str_of(options_text(options, index)), &stale) >= 0)
        return 0;
    f->view.desk->say(f->view.desk->app, TONE_WARN, stale.text);
    return facets_parse(&f->facets, str_of(options_row(options, index)->fallback), err);
}

static int facetview_open(struct view *view, struct str argument, struct error *err)
{
    struct facetview *f = (struct facetview *)view;
    struct view *below = stack_subject(view->desk->stack);
    f->list = stream_of(below);
    if (f->list == NULL || &f->list->view != below)
        return err_set(err, E_INVALID, "values are counted in a list of events; go back to one first");
    facets_init(&f->facets, view->desk, &f->list->sieve);
    int result = read_fields(f, argument, err);
    if (result < 0)
        return result;
    f->seen = str_dup(stream_filter(f->list));
    f->before = xstrdup(f->seen);
    f->seen_off = f->before_off = f->list->sieve.off;
    return 0;
}

static void facetview_close(struct view *view)
{
    struct facetview *f = (struct facetview *)view;
    facets_fini(&f->facets);
    prompt_fini(&f->prompt);
    free(f->seen);
    free(f->before);
}

/* ---- what is shown ---- */

static int dock_rows(const struct view *view, int rows, int cols)
{
    (void)view, (void)cols;
    if (rows < WHOLE_BELOW_ROWS)
        return rows;
    return rows / 2 < DOCK_MOST_ROWS ? rows / 2 : DOCK_MOST_ROWS;
}

/* The filter may have been changed by hand, by a key of the list, or here. */
static void follow_filter(struct facetview *f)
{
    const struct sieve *sieve = &f->list->sieve;
    struct error err = {0};
    if (str_eq(stream_filter(f->list), str_of(f->seen)) && sieve->off == f->seen_off)
        return;
    free(f->seen);
    f->seen = str_dup(stream_filter(f->list));
    f->seen_off = sieve->off;
    if (facets_set(&f->facets, filter_of(f), &err) < 0)
        f->view.desk->say(f->view.desk->app, TONE_WARN, err.text);
}

static void facetview_update(struct view *view, int64_t budget_ns)
{
    struct facetview *f = (struct facetview *)view;
    int rows = view->rows - 2 - (f->prompt.use != NULL ? 1 : 0); /* below the rule and the titles */
    follow_filter(f);
    facets_fit(&f->facets, view->cols, filter_of(f));
    for (int i = 0; i < f->facets.seen; i++)
        chooser_settle(&f->facets.facet[i]->chooser, f->facets.facet[i]->chooser.count, rows);
    if (!view->desk->frozen && facets_work(&f->facets, budget_ns))
        view->dirty |= VIEW_UPDATE;
}

/* "fields 2-4 of 7": there are more at the sides. */
static void more_words(const struct facetview *f, int cols, char *out, size_t size)
{
    const struct facets *facets = &f->facets;
    out[0] = '\0';
    if (facets->seen == 1 && facets->count > 1)
        snprintf(out, size, "%d of %d", facets->first + 1, facets->count);
    else if (facets->seen < facets->count)
        snprintf(out, size, "%s%d-%d of %d", cols >= NARROW_COLS ? "fields " : "", facets->first + 1,
                 facets->first + facets->seen, facets->count);
}

/* What the cursor is on, whole: columns may have cut it. */
static void chosen_words(const struct facetview *f, struct buf *out)
{
    int at = f->facets.chosen - f->facets.first;
    const struct facet *facet = at >= 0 && at < f->facets.seen ? f->facets.facet[at] : NULL;
    const struct facet_row *row = facet != NULL ? facet_row(facet) : NULL;
    buf_add_text(out, "Values");
    if (row == NULL)
        return;
    char count[FMT_MAX], total[FMT_MAX];
    fmt_count(row->count, count, sizeof count);
    fmt_count(facet->total, total, sizeof total);
    struct str text = row->text.n > 0 ? row->text : STR("(none)");
    double share = facet->total > 0 ? (double)row->count * 100 / (double)facet->total : 0;
    buf_add_fmt(out, " \xc2\xb7 %s %.*s: %s of %s, %.*f%%", field_row(facet->field)->name, STR_ARG(text), count, total,
                share > 0 && share < 9.95 ? 1 : 0, share);
}

static void facetview_draw(const struct view *view, struct canvas canvas)
{
    const struct facetview *f = (const struct facetview *)view;
    struct buf title = {0};
    char more[48];
    int prompt = f->prompt.use != NULL ? 1 : 0;
    chosen_words(f, &title);
    more_words(f, canvas.cols, more, sizeof more);
    canvas_rule(canvas, 0, buf_str(&title), str_of(more));
    buf_fini(&title);
    facets_draw(&f->facets, canvas_sub(canvas, 1, 0, canvas.rows - 1 - prompt, canvas.cols), FACETS_FOCUSED);
    if (prompt)
        prompt_draw(&f->prompt, canvas_sub(canvas, canvas.rows - 1, 0, 1, canvas.cols));
}

static void facetview_title(const struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, "values");
}

/* ---- pressing ---- */

static int set_filter(struct facetview *f, struct str query, struct error *err)
{
    changed(f);
    return stream_set_filter(f->list, query, err);
}

static int press(struct facetview *f, enum facet_press press, struct error *err)
{
    follow_filter(f); /* keys may come faster than pictures */
    facets_fit(&f->facets, f->view.cols, filter_of(f));
    struct facet *facet = facets_chosen(&f->facets);
    struct buf query = {0};
    if (facet == NULL)
        return 0;
    facet_touch(facet);
    int result = 0;
    if (facet_press(facet, f->list->sieve.filter, press, &query)) {
        result = set_filter(f, buf_str(&query), err);
        f->pressed = 1;
    } else if (facet_row(facet) != NULL) {
        result = err_set(err, E_LIMIT, "the filter names more than %d values of %s; edit its text instead", FACET_TICKS,
                         field_row(facet->field)->name);
    }
    buf_fini(&query);
    return result;
}

#define PRESS(ident, how)                                                                                              \
    static int run_##ident(void *target, struct str args, struct error *err)                                           \
    {                                                                                                                  \
        (void)args;                                                                                                    \
        return press(target, how, err);                                                                                \
    }
PRESS(toggle, FACET_TOGGLE)
PRESS(exclude, FACET_EXCLUDE)
PRESS(only, FACET_ONLY)
PRESS(clear, FACET_CLEAR)
#undef PRESS

/* With nothing ticked so far, Enter means the value under the cursor. */
static int run_done(void *target, struct str args, struct error *err)
{
    struct facetview *f = target;
    struct facet *facet = facets_chosen(&f->facets);
    const struct facet_row *row = facet != NULL ? facet_row(facet) : NULL;
    (void)args;
    int result = !f->pressed && row != NULL && row->mark != FACET_IN ? press(f, FACET_ONLY, err) : 0;
    if (result < 0)
        return result;
    const struct desk *desk = f->view.desk;
    if (desk->past_add != NULL && stream_filter(f->list).n > 0)
        desk->past_add(desk->app, stream_filter(f->list));
    stack_pop(desk->stack); /* f is gone from here on */
    return result;
}

static int run_close(void *target, struct str args, struct error *err)
{
    struct facetview *f = target;
    (void)args, (void)err;
    stack_pop(f->view.desk->stack);
    return 0;
}

static int run_cancel(void *target, struct str args, struct error *err)
{
    struct facetview *f = target;
    (void)args;
    int result = f->pressed ? set_filter(f, str_of(f->before), err) : 0;
    if (f->pressed && f->before_off != f->list->sieve.off)
        sieve_switch(&f->list->sieve);
    stack_pop(f->view.desk->stack);
    return result;
}

/* ---- which field ---- */

static int step(struct facetview *f, int direction)
{
    facets_step(&f->facets, direction);
    changed(f);
    return 0;
}

static int run_next(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return step(target, 1);
}

static int run_prev(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return step(target, -1);
}

/* The fields are an option, so that they are there the next time. */
static int keep_fields(struct facetview *f, struct error *err)
{
    struct buf names = {0};
    struct options *options = f->view.desk->options;
    facets_print(&f->facets, &names);
    int result = options_set(options, options_find(options, FIELDS_OPTION), buf_str(&names), OPTION_LIVE, err);
    buf_fini(&names);
    changed(f);
    return result < 0 ? result : 0;
}

static int with_field(struct facetview *f, struct str name, struct error *err,
                      int (*take)(struct facets *facets, field_id field, struct error *err))
{
    field_id field = field_find(name);
    const char *near = field_suggest(name);
    if (field == FIELD_NONE)
        return err_set(err, E_UNKNOWN, "there is no field `%.*s`%s%s", STR_ARG(name), near != NULL ? "; did you mean " : "",
                       near != NULL ? near : "");
    int result = take(&f->facets, field, err);
    return result < 0 ? result : keep_fields(f, err);
}

static int run_add(void *target, struct str args, struct error *err)
{
    return with_field(target, args, err, facets_add);
}

static int run_field(void *target, struct str args, struct error *err)
{
    return with_field(target, args, err, facets_replace);
}

static int run_drop(void *target, struct str args, struct error *err)
{
    struct facetview *f = target;
    (void)args;
    int result = facets_drop(&f->facets, err);
    return result < 0 ? result : keep_fields(f, err);
}

/* ---- moving and finding ---- */

static void facetview_move(struct view *view, struct str name)
{
    struct facetview *f = (struct facetview *)view;
    struct facet *facet = facets_chosen(&f->facets);
    if (facet == NULL)
        return;
    facet_touch(facet);
    chooser_command(&facet->chooser, name);
}

static void find_changed(struct view *view, struct str text)
{
    struct facetview *f = (struct facetview *)view;
    struct facet *facet = facets_chosen(&f->facets);
    if (facet != NULL)
        facet_find(facet, text);
    changed(f);
}

static void find_cancelled(struct view *view)
{
    find_changed(view, STR_NONE);
}

static int run_search(void *target, struct str args, struct error *err)
{
    static const struct prompt_use use = {"find a value: ", find_changed, find_changed, find_cancelled, NULL};
    struct facetview *f = target;
    (void)err;
    if (args.n > 0)
        find_changed(&f->view, args);
    else
        prompt_open(&f->prompt, &f->view, &use, STR_NONE);
    changed(f);
    return 0;
}

static bool facetview_key(struct view *view, struct str key)
{
    struct facetview *f = (struct facetview *)view;
    if (str_eq(key, STR("Down")) || str_eq(key, STR("Up"))) {
        facetview_move(view, str_eq(key, STR("Down")) ? STR("down") : STR("up"));
        return true;
    }
    return prompt_key(&f->prompt, view, key);
}

static bool facetview_paste(struct view *view, struct str text)
{
    return prompt_paste(&((struct facetview *)view)->prompt, view, text);
}

static const struct command commands[] = {
    {"facet-toggle", "", "", run_toggle, "let this value in; with others of the field: any of them", ""},
    {"facet-exclude", "", "", run_exclude, "keep this value out", ""},
    {"facet-only", "", "", run_only, "only this value of the field", ""},
    {"facet-clear", "", "", run_clear, "no ticks in this field", ""},
    {"facet-next", "", "", run_next, "the field to the right", ""},
    {"facet-prev", "", "", run_prev, "the field to the left", ""},
    {"facet-add", "", "FIELD", run_add, "count another field beside this one", "Kept in facets.fields."},
    {"facet-field", "", "FIELD", run_field, "count another field here", "Kept in facets.fields."},
    {"facet-drop", "", "", run_drop, "count this field no more", "Kept in facets.fields."},
    {"facet-done", "", "", run_done, "to the list, with the ticks as filter", "With nothing ticked: with the value under the cursor."},
    {"facet-close", "", "", run_close, "to the list, with the filter as it is now", ""},
    {"facet-cancel", "", "", run_cancel, "to the list, with the filter as it was", ""},
    {"search", "find", "[TEXT]", run_search, "only values that hold a text", ""},
};

static const struct view_hint hints[] = {
    {"facet-toggle", "tick"}, {"facet-exclude", "exclude"}, {"facet-only", "only"},   {"facet-done", "use"},
    {"facet-cancel", "undo"}, {"facet-next", "field"},      {"search", "find value"}, {"palette facet-field", "other field"},
    {"facet-clear", "clear"}, {"palette facet-add", "add field"},                     {NULL, NULL},
};

const struct view_ops facetview_ops = {
    .name = "facets",
    .keymap = "facets",
    .cmds = commands,
    .cmd_count = (int)(sizeof commands / sizeof *commands),
    .size = sizeof(struct facetview),
    .open = facetview_open,
    .close = facetview_close,
    .update = facetview_update,
    .draw = facetview_draw,
    .key = facetview_key,
    .paste = facetview_paste,
    .title = facetview_title,
    .move = facetview_move,
    .dock = dock_rows,
    .hints = hints,
};
