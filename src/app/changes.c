/* Owns what happens when options change or files are read anew: each part that is stale is brought up to date. */
#include "app/keys.h"
#include "app/parts.h"
#include "app/switcher.h"

static void take_zone(struct app *app)
{
    struct error err = {0};
    const char *name = options_text(app->setup.options, SETTING_SCREEN_TZ);
    struct zone *zone = zone_new(str_of(name), &err);
    if (zone == NULL) {
        hub_say(app, TONE_WARN, "%s", err.text);
        return;
    }
    zone_free(&app->setup.zone);
    app->setup.zone = zone;
    app->desk.zone = zone;
}

void changes_take(struct app *app)
{
    unsigned dirty = options_take_dirty(app->setup.options);
    struct options *options = app->setup.options;
    struct error err = {0};
    if ((dirty & SETTING_DIRTY_ZONE) != 0)
        take_zone(app);
    if ((dirty & SETTING_DIRTY_THEME) != 0) {
        if (look_load(app, &err) < 0)
            hub_say(app, TONE_WARN, "%s", err.text);
        look_watch(app);
        term_redraw(app->term);
    }
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
    changes_take(app);
    if (app->setup.mistake_count == 0)
        hub_say(app, TONE_MUTED, "The configuration was read anew.");
    changes_tell_mistakes(app);
    switcher_reload(app);
}
