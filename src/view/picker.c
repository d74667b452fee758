/* Choosing a profile, or a filter used before. Owns the choice and the draft of a query that ticks make; what a profile is,
 * and everything that changes one, is the program's: asked for by command. */
#include "view/picker.h"

#include "base/xalloc.h"
#include "view/stream.h"

#include <stdio.h>
#include <stdlib.h>

static void changed(struct picker *p)
{
    p->view.dirty |= VIEW_UPDATE | VIEW_DRAW;
}

const struct profile_entry *picker_entry(const struct picker *p)
{
    const struct desk *desk = p->view.desk;
    int at = p->profiles.chosen;
    return at >= 0 && at < desk->profile_count(desk->app) ? desk->profile(desk->app, at) : NULL;
}

bool picker_is_broken(const struct picker *p, const struct profile *profile)
{
    struct filter *filter = NULL;
    const struct filter_env env = preview_env(&p->preview);
    bool broken = filter_compile(str_of(profile_text(profile, PROFILE_FILTER)), &env, &filter, NULL) < 0;
    filter_free(&filter);
    return broken;
}

/* Only that of the profile in force can be armed. */
struct desk_hook picker_hook(const struct picker *p, int index)
{
    const struct desk *desk = p->view.desk;
    return desk->profile_current(desk->app) == index ? desk->hook(desk->app) : (struct desk_hook){.armed = false};
}

/* ---- life ---- */

static int picker_open(struct view *view, struct str argument, struct error *err)
{
    struct picker *p = (struct picker *)view;
    const struct desk *desk = view->desk;
    (void)argument;
    if (desk->profile_count == NULL)
        return err_set(err, E_INVALID, "there are no profiles here");
    preview_init(&p->preview, desk);
    p->differences = xstrdup("");
    int current = desk->profile_current(desk->app);
    p->profiles.chosen = current >= 0 ? current : 0;
    p->past.chosen = 0;
    return 0;
}

static void picker_close(struct view *view)
{
    struct picker *p = (struct picker *)view;
    preview_fini(&p->preview);
    prompt_fini(&p->prompt);
    free(p->differences);
}

/* ---- what is shown ---- */

static void take_differences(struct picker *p)
{
    const struct desk *desk = p->view.desk;
    struct buf text = {0};
    if (p->whole)
        desk->profile_differences(desk->app, p->profiles.chosen, &text);
    free(p->differences);
    p->differences = str_dup(buf_str(&text));
    buf_fini(&text);
}

static void fill_preview(struct picker *p)
{
    const struct profile_entry *entry = picker_entry(p);
    if (entry == NULL)
        return;
    take_differences(p);
    bool wide = picker_preview_cols(p->view.rows, p->view.cols) < p->view.cols;
    const struct preview_look look = {
        .extent = wide || p->whole ? PREVIEW_WHOLE : PREVIEW_SHORT,
        .cols = picker_preview_cols(p->view.rows, p->view.cols),
        .differences = str_of(p->differences),
        .hook = picker_hook(p, p->profiles.chosen),
    };
    preview_fill(&p->preview, entry, &look);
}

/* Counting, of everything that is in view. True while there is more to do. */
static bool count_on(struct picker *p, int64_t budget_ns)
{
    const struct desk *desk = p->view.desk;
    bool more = desk->profile_count_matches(desk->app, budget_ns / 2);
    return preview_work(&p->preview, budget_ns / 2) || more;
}

static void settle_lists(struct picker *p, const struct picker_parts *parts)
{
    const struct desk *desk = p->view.desk;
    chooser_settle(&p->profiles, desk->profile_count(desk->app), parts->list.rows - 1);
    chooser_settle(&p->past, desk->past_count != NULL ? desk->past_count(desk->app) : 0, parts->past.rows);
}

static void settle_values(struct picker *p, const struct picker_parts *parts)
{
    struct facets *facets = &p->preview.facets;
    if (canvas_is_empty(parts->values))
        return;
    facets_fit(facets, parts->values.cols, p->preview.filter);
    for (int i = 0; i < facets->seen; i++)
        chooser_settle(&facets->facet[i]->chooser, facets->facet[i]->chooser.count, parts->values.rows - 1);
}

static void picker_update(struct view *view, int64_t budget_ns)
{
    struct picker *p = (struct picker *)view;
    struct canvas whole = {.rows = view->rows, .cols = view->cols};
    struct picker_parts parts = picker_arrange(p, whole);
    settle_lists(p, &parts);
    if (picker_entry(p) != NULL)
        preview_show(&p->preview, picker_entry(p));
    settle_values(p, &parts);
    if (!view->desk->frozen && count_on(p, budget_ns))
        view->dirty |= VIEW_UPDATE;
    fill_preview(p);
}

static void picker_title(const struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, "profiles");
}

/* Keys may come faster than pictures: what is asked for is the one under the cursor now. */
static void look_at_chosen(struct picker *p)
{
    const struct profile_entry *entry = picker_entry(p);
    if (entry != NULL)
        preview_show(&p->preview, entry);
}

/* ---- leaving with something ---- */

/* The picker goes, then the line runs where it was opened from. */
static int leave(struct picker *p, const char *first, const char *second)
{
    struct desk *desk = p->view.desk;
    char *lines[2] = {xstrdup(first), second != NULL ? xstrdup(second) : NULL};
    stack_pop(desk->stack); /* p is gone from here on */
    for (int i = 0; i < 2 && lines[i] != NULL; i++)
        desk->run(desk->app, lines[i]);
    free(lines[0]);
    free(lines[1]);
    return 0;
}

static const char *past_text(const struct picker *p)
{
    const struct desk *desk = p->view.desk;
    return p->past.chosen >= 0 && p->past.chosen < p->past.count ? desk->past(desk->app, p->past.chosen) : NULL;
}

static int use_past(struct picker *p, struct error *err)
{
    const char *text = past_text(p);
    struct buf line = {0};
    if (text == NULL)
        return err_set(err, E_INVALID, "no filter was used before");
    buf_add_fmt(&line, "filter %s", text);
    leave(p, buf_cstr(&line), NULL);
    buf_fini(&line);
    return 0;
}

static int use_profile(struct picker *p, const char *then)
{
    const struct profile_entry *entry = picker_entry(p);
    struct buf line = {0};
    if (entry == NULL)
        return 0;
    buf_add_fmt(&line, "profile %s", profile_text(entry->profile, PROFILE_NAME));
    leave(p, buf_cstr(&line), then);
    buf_fini(&line);
    return 0;
}

static int run_use(void *target, struct str args, struct error *err)
{
    struct picker *p = target;
    (void)args;
    if (p->pane == PICKER_PAST)
        return use_past(p, err);
    look_at_chosen(p);
    if (!p->preview.ticked)
        return use_profile(p, NULL);
    struct buf line = {0};
    buf_add_fmt(&line, p->preview.query[0] != '\0' ? "filter %s" : "filter-clear", p->preview.query);
    use_profile(p, buf_cstr(&line));
    buf_fini(&line);
    return 0;
}

static int run_edit(void *target, struct str args, struct error *err)
{
    struct picker *p = target;
    (void)args;
    if (p->pane != PICKER_PAST)
        return use_profile(p, "filter");
    const char *text = past_text(p);
    struct stream *list = stream_of(&p->view);
    if (text == NULL || list == NULL)
        return err_set(err, E_INVALID, "no filter was used before");
    char *copy = xstrdup(text);
    stack_pop(p->view.desk->stack);
    stream_type_filter(list, str_of(copy));
    free(copy);
    return 0;
}

/* ---- joining with the filter of the list ---- */

enum join { JOIN_AND, JOIN_OR, JOIN_AND_NOT };

/* Appends "(now) or (query)". An empty query is everything. */
static void join(struct buf *out, struct str now, struct str query, enum join how)
{
    static const char *const words[] = {[JOIN_AND] = " ", [JOIN_OR] = " or ", [JOIN_AND_NOT] = " -"};
    if (how == JOIN_OR && (now.n == 0 || query.n == 0))
        return;
    if (query.n == 0 || now.n == 0)
        buf_add_fmt(out, how == JOIN_AND_NOT ? "-(%.*s)" : "%.*s", STR_ARG(query.n > 0 ? query : now));
    else
        buf_add_fmt(out, "(%.*s)%s(%.*s)", STR_ARG(now), words[how], STR_ARG(query));
}

static int set_joined(struct stream *list, struct str query, struct error *err)
{
    struct filter *filter = NULL;
    int result = filter_compile(query, &list->sieve.env, &filter, err);
    if (result >= 0)
        result = stream_set_filter(list, filter_canonical(filter), err);
    filter_free(&filter);
    return result;
}

static int join_with(struct picker *p, enum join how, struct error *err)
{
    struct stream *list = stream_of(&p->view);
    struct buf query = {0};
    look_at_chosen(p);
    const char *with = p->pane == PICKER_PAST ? past_text(p) : p->preview.query;
    if (list == NULL || with == NULL)
        return err_set(err, E_INVALID, "there is nothing to join");
    if (how == JOIN_AND_NOT && with[0] == '\0')
        return err_set(err, E_INVALID, "without everything nothing would be left");
    join(&query, stream_filter(list), str_of(with), how);
    int result = set_joined(list, buf_str(&query), err);
    buf_fini(&query);
    if (result >= 0)
        stack_pop(p->view.desk->stack);
    return result;
}

/* ---- values ---- */

static int press(struct picker *p, enum facet_press press, struct error *err)
{
    look_at_chosen(p);
    struct facet *facet = facets_chosen(&p->preview.facets);
    struct buf query = {0};
    if (facet == NULL || !facet_press(facet, p->preview.filter, press, &query))
        return err_set(err, E_INVALID, "there is no value here to take");
    facet_touch(facet);
    int result = preview_set_query(&p->preview, buf_str(&query), err);
    buf_fini(&query);
    changed(p);
    return result;
}

static int run_and(void *target, struct str args, struct error *err)
{
    struct picker *p = target;
    (void)args;
    return p->pane == PICKER_VALUES ? press(p, FACET_ONLY, err) : join_with(p, JOIN_AND, err);
}

static int run_without(void *target, struct str args, struct error *err)
{
    struct picker *p = target;
    (void)args;
    return p->pane == PICKER_VALUES ? press(p, FACET_EXCLUDE, err) : join_with(p, JOIN_AND_NOT, err);
}

static int run_or(void *target, struct str args, struct error *err)
{
    (void)args;
    return join_with(target, JOIN_OR, err);
}

static int run_tick(void *target, struct str args, struct error *err)
{
    struct picker *p = target;
    (void)args;
    if (p->pane == PICKER_VALUES)
        return press(p, FACET_TOGGLE, err);
    return err_set(err, E_INVALID, "values are ticked in their own part; Tab leads there");
}

static int run_clear(void *target, struct str args, struct error *err)
{
    (void)args;
    return press(target, FACET_CLEAR, err);
}

static int step_field(struct picker *p, int direction)
{
    if (p->pane == PICKER_VALUES)
        facets_step(&p->preview.facets, direction);
    changed(p);
    return 0;
}

static int run_next(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return step_field(target, 1);
}

static int run_prev(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return step_field(target, -1);
}

/* ---- what a profile can be asked ---- */

static int run_delete(void *target, struct str args, struct error *err)
{
    struct picker *p = target;
    const struct profile_entry *entry = picker_entry(p);
    struct buf line = {0};
    (void)args;
    if (entry == NULL)
        return err_set(err, E_INVALID, "there is no profile here");
    buf_add_fmt(&line, "profile-delete %s", profile_text(entry->profile, PROFILE_NAME));
    p->view.desk->run(p->view.desk->app, buf_cstr(&line));
    buf_fini(&line);
    changed(p);
    return 0;
}

static int run_share(void *target, struct str args, struct error *err)
{
    struct picker *p = target;
    const struct desk *desk = p->view.desk;
    (void)args;
    if (picker_entry(p) == NULL)
        return err_set(err, E_INVALID, "there is no profile here");
    desk->profile_share(desk->app, p->profiles.chosen);
    return 0;
}

static int run_hook(void *target, struct str args, struct error *err)
{
    struct picker *p = target;
    const struct desk *desk = p->view.desk;
    (void)args;
    if (desk->profile_current(desk->app) != p->profiles.chosen)
        return err_set(err, E_INVALID, "a hook is armed for the profile in force; use this one first");
    desk->run(desk->app, desk->hook(desk->app).armed ? "hook-disarm" : "hook-arm");
    changed(p);
    return 0;
}

static int run_whole(void *target, struct str args, struct error *err)
{
    struct picker *p = target;
    (void)args, (void)err;
    p->whole = !p->whole;
    p->pane = PICKER_PROFILES;
    changed(p);
    return 0;
}

/* ---- moving about ---- */

static int step_pane(struct picker *p, int direction)
{
    p->pane = (enum picker_pane)(((int)p->pane + direction + PICKER_PANE_COUNT_) % PICKER_PANE_COUNT_);
    p->whole = 0;
    changed(p);
    return 0;
}

static int run_pane(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return step_pane(target, 1);
}

static int run_pane_back(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return step_pane(target, -1);
}

static void picker_move(struct view *view, struct str name)
{
    struct picker *p = (struct picker *)view;
    struct facet *facet = facets_chosen(&p->preview.facets);
    struct chooser *choosers[] = {&p->profiles, facet != NULL ? &facet->chooser : NULL, &p->past};
    if (choosers[p->pane] != NULL)
        chooser_command(choosers[p->pane], name);
    changed(p);
}

static void find_changed(struct view *view, struct str text)
{
    struct picker *p = (struct picker *)view;
    struct facet *facet = facets_chosen(&p->preview.facets);
    if (facet != NULL)
        facet_find(facet, text);
    changed(p);
}

static void find_cancelled(struct view *view)
{
    find_changed(view, STR_NONE);
}

static int run_search(void *target, struct str args, struct error *err)
{
    static const struct prompt_use use = {"find a value: ", find_changed, find_changed, find_cancelled, NULL};
    struct picker *p = target;
    (void)err;
    p->pane = PICKER_VALUES;
    p->whole = 0;
    if (args.n > 0)
        find_changed(&p->view, args);
    else
        prompt_open(&p->prompt, &p->view, &use, STR_NONE);
    changed(p);
    return 0;
}

static bool picker_key(struct view *view, struct str key)
{
    return prompt_key(&((struct picker *)view)->prompt, view, key);
}

static bool picker_paste(struct view *view, struct str text)
{
    return prompt_paste(&((struct picker *)view)->prompt, view, text);
}

static const struct command commands[] = {
    {"picker-use", "", "", run_use, "look through this profile, or use this filter", "With the ticks made in its values."},
    {"picker-and", "", "", run_and, "the filter of the list and this one; of values: only this", ""},
    {"picker-or", "", "", run_or, "the filter of the list or this one", ""},
    {"picker-without", "", "", run_without, "the filter of the list without this one; of values: exclude", ""},
    {"picker-tick", "", "", run_tick, "let this value in", ""},
    {"picker-clear", "", "", run_clear, "no ticks in this field", ""},
    {"picker-next", "", "", run_next, "the field to the right", ""},
    {"picker-prev", "", "", run_prev, "the field to the left", ""},
    {"picker-edit", "", "", run_edit, "use it, and change its filter", "profile-save keeps the change."},
    {"picker-delete", "", "", run_delete, "delete the file of this profile", "profile-undo brings it back."},
    {"picker-hook", "", "", run_hook, "arm its hook, or disarm it", "Of the profile in force, for this run of evmon."},
    {"picker-share", "", "", run_share, "copy the command line that shows the same", ""},
    {"picker-whole", "", "", run_whole, "all of the preview, with what differs from the file", ""},
    {"picker-pane", "", "", run_pane, "keys to the values, the filters used before, the profiles", ""},
    {"picker-pane-back", "", "", run_pane_back, "the same the other way round", ""},
    {"search", "find", "[TEXT]", run_search, "only values that hold a text", ""},
};

static const struct view_hint hints[] = {
    {"picker-use", "use"}, {"picker-pane", "values"}, {"picker-whole", "preview"}, {"picker-and", "and"},
    {"picker-or", "or"},   {"picker-edit", "edit"},   {"palette profile-new", "new"}, {"picker-delete", "delete"},
    {"profile-undo", "undo"}, {"picker-share", "share"}, {"picker-hook", "hook"}, {NULL, NULL},
};

const struct view_ops picker_ops = {
    .name = "profiles",
    .keymap = "profiles",
    .cmds = commands,
    .cmd_count = (int)(sizeof commands / sizeof *commands),
    .size = sizeof(struct picker),
    .open = picker_open,
    .close = picker_close,
    .update = picker_update,
    .draw = picker_draw,
    .key = picker_key,
    .paste = picker_paste,
    .title = picker_title,
    .status = picker_status,
    .move = picker_move,
    .hints = hints,
};
