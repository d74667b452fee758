/* What the picker's keys do. Owns the query that is made of the one under the cursor and the filter of the list. */
#include "view/picker.h"

#include "base/xalloc.h"
#include "view/stream.h"

#include <stdlib.h>

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
    picker_changed(p);
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
    picker_changed(p);
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
    picker_changed(p);
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
    picker_changed(p);
    return 0;
}

static int run_whole(void *target, struct str args, struct error *err)
{
    struct picker *p = target;
    (void)args, (void)err;
    p->whole = !p->whole;
    p->pane = PICKER_PROFILES;
    picker_changed(p);
    return 0;
}

/* ---- moving about ---- */

static int step_pane(struct picker *p, int direction)
{
    p->pane = (enum picker_pane)(((int)p->pane + direction + PICKER_PANE_COUNT_) % PICKER_PANE_COUNT_);
    p->whole = 0;
    picker_changed(p);
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

static void find_changed(struct view *view, struct str text)
{
    struct picker *p = (struct picker *)view;
    struct facet *facet = facets_chosen(&p->preview.facets);
    if (facet != NULL)
        facet_find(facet, text);
    picker_changed(p);
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
    picker_changed(p);
    return 0;
}

const struct command picker_commands[PICKER_COMMAND_COUNT] = {
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
