/* Choosing a profile, or a filter used before. Owns the choice and the draft of a query that ticks make; what a profile is,
 * and everything that changes one, is the program's: asked for by command. */
#include "view/picker.h"

#include "base/xalloc.h"

#include <stdlib.h>

void picker_changed(struct picker *p)
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
    int current = desk->profile_current(desk->app);
    if (p->whole)
        desk->profile_differences(desk->app, p->profiles.chosen, &text);
    if (text.n > 0 && p->profiles.chosen != current) { /* it is not what the screen was made from: say what is compared */
        const struct profile_entry *entry = current >= 0 ? desk->profile(desk->app, current) : NULL;
        struct buf lines = text;
        text = (struct buf){0};
        buf_add_fmt(&text, "against the screen%s%s:\n%.*s", entry != NULL ? ", which shows " : "",
                    entry != NULL ? profile_text(entry->profile, PROFILE_NAME) : "", STR_ARG(buf_str(&lines)));
        buf_fini(&lines);
    }
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

static void picker_move(struct view *view, struct str name)
{
    struct picker *p = (struct picker *)view;
    struct facet *facet = facets_chosen(&p->preview.facets);
    struct chooser *choosers[] = {&p->profiles, facet != NULL ? &facet->chooser : NULL, &p->past};
    if (choosers[p->pane] != NULL)
        chooser_command(choosers[p->pane], name);
    picker_changed(p);
}

static bool picker_key(struct view *view, struct str key)
{
    return prompt_key(&((struct picker *)view)->prompt, view, key);
}

static bool picker_paste(struct view *view, struct str text)
{
    return prompt_paste(&((struct picker *)view)->prompt, view, text);
}

static const struct view_hint hints[] = {
    {"picker-use", "use"}, {"picker-pane", "values"}, {"picker-whole", "preview"}, {"picker-and", "and"},
    {"picker-or", "or"},   {"picker-edit", "edit"},   {"palette profile-new", "new"}, {"picker-delete", "delete"},
    {"profile-undo", "undo"}, {"picker-share", "share"}, {"picker-hook", "hook"}, {NULL, NULL},
};

const struct view_ops picker_ops = {
    .name = "profiles",
    .keymap = "profiles",
    .cmds = picker_commands,
    .cmd_count = PICKER_COMMAND_COUNT,
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
