/* Owns what happens when options change or files are read anew: each part that is stale is brought up to date. */
#include "app/keys.h"
#include "app/parts.h"
#include "app/switcher.h"
#include "view/lineup.h"

static int take_zone(struct app *app, struct error *err)
{
    const char *name = options_text(app->setup.options, SETTING_SCREEN_TZ);
    struct zone *zone = zone_new(str_of(name), err);
    if (zone == NULL)
        return -E_INVALID;
    zone_free(&app->setup.zone);
    app->setup.zone = zone;
    app->desk.zone = zone;
    return 0;
}

/* Views read columns and order when they open; a mistake is told now. */
static int judge_stream(const struct app *app, struct error *err)
{
    struct lineup columns;
    struct slice_order order;
    const char *list = options_text(app->setup.options, SETTING_STREAM_COLUMNS);
    int result = list[0] == '\0' ? 0 : lineup_parse(&columns, str_of(list), err);
    return result < 0 ? result : lineup_order_parse(str_of(options_text(app->setup.options, SETTING_STREAM_SORT)), &order, err);
}

/* What options_take_dirty says. Goes on behind a refusal; the first one is err. */
static int take(struct app *app, struct error *err)
{
    int result = 0;
    unsigned dirty = options_take_dirty(app->setup.options);
    struct options *options = app->setup.options;
    if ((dirty & SETTING_DIRTY_ZONE) != 0)
        result = take_zone(app, err);
    if ((dirty & SETTING_DIRTY_THEME) != 0) {
        if (look_load(app, result < 0 ? NULL : err) < 0)
            result = -E_INVALID;
        look_watch(app);
        term_redraw(app->term);
    }
    if ((dirty & SETTING_DIRTY_LAYOUT) != 0 && judge_stream(app, result < 0 ? NULL : err) < 0)
        result = -E_INVALID;
    int64_t glyphs = options_int(options, SETTING_SCREEN_GLYPHS);
    if ((dirty & SETTING_DIRTY_GLYPHS) != 0 && glyphs > 0) {
        term_set_glyphs(app->term, (enum glyph_set)(glyphs - 1));
        app->grid->glyphs = term_glyphs(app->term);
    }
    if ((dirty & SETTING_DIRTY_MOUSE) != 0)
        term_set_mouse(app->term, options_bool(options, SETTING_SCREEN_MOUSE));
    if ((dirty & SETTING_DIRTY_STORE) != 0)
        store_set_max_bytes(app->store, (size_t)options_int(options, SETTING_STORE_MAX_BYTES));
    pulse_set_rate(app->pulse, (int)options_int(options, SETTING_SCREEN_FPS));
    hub_dirty(app, VIEW_DRAW | VIEW_UPDATE | VIEW_LAYOUT);
    return result;
}

int changes_set(struct app *app, struct str line, struct error *err)
{
    struct options *options = app->setup.options;
    struct buf before = {0};
    line = str_trim(line);
    size_t n = 0;
    while (n < line.n && strchr("= \t", line.p[n]) == NULL)
        n++;
    int index = options_find(options, str_sub(line, 0, n));
    enum option_origin origin = OPTION_DEFAULT;
    if (index >= 0) {
        options_print(options, index, &before);
        origin = options_origin(options, index);
    }
    int result = options_set_line(options, line, OPTION_LIVE, err);
    if (result >= 0 && take(app, err) < 0) {
        result = -E_INVALID;
        if (index >= 0)
            (void)options_set(options, index, buf_str(&before), origin, NULL); /* it was good before */
        (void)options_take_dirty(options); /* and is still in force */
        look_watch(app);
    }
    buf_fini(&before);
    return result;
}

void changes_tell_mistakes(struct app *app)
{
    for (int i = 0; i < app->setup.mistake_count && i < SETUP_MISTAKES_MAX; i++)
        hub_say(app, TONE_WARN, "%s", app->setup.mistake[i].text);
}

void changes_reload(struct app *app)
{
    setup_reload(&app->setup);
    struct keymaps *last = app->keymaps;
    app->keymaps = keys_new(hub_mistake, app);
    app->desk.keymaps = app->keymaps;
    keymaps_free(&last);
    struct error err = {0};
    if (take(app, &err) < 0)
        hub_say(app, TONE_WARN, "%s", err.text);
    if (app->setup.mistake_count == 0)
        hub_say(app, TONE_MUTED, "The configuration was read anew.");
    changes_tell_mistakes(app);
    switcher_reload(app);
}
