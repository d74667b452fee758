/* Owns the theme in force: found by name, read, watched; a mistake keeps the last good one and says where it is. */
#include "app/parts.h"

#include "app/places.h"

#include <unistd.h>

/* The file of a theme: a path as it stands, else the user's, the system's, the shipped one. */
static bool find_file(const char *name, struct buf *path)
{
    static const enum places_dir order[] = {PLACE_CONFIG, PLACE_SYSTEM, PLACE_SHIPPED};
    if (strchr(name, '/') != NULL) {
        buf_add_text(path, name);
        return true;
    }
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        struct buf under = {0};
        buf_add_fmt(&under, "themes/%s", name);
        buf_clear(path);
        bool known = places_path(order[i], buf_cstr(&under), path);
        buf_fini(&under);
        if (known && access(buf_cstr(path), R_OK) == 0)
            return true;
    }
    return false;
}

int look_load(struct app *app, struct error *err)
{
    const char *name = options_text(app->setup.options, SETTING_SCREEN_THEME);
    struct buf path = {0};
    struct theme *theme = NULL;
    if (!find_file(name, &path))
        err_set(err, E_UNKNOWN, "there is no theme %s in themes/, see evmon.conf(5)", name);
    else
        theme = theme_read(buf_cstr(&path), err);
    buf_fini(&path);
    int result = theme != NULL ? 0 : -E_INVALID;
    if (theme == NULL && app->theme == NULL)
        theme = theme_plain();
    if (theme == NULL)
        return result;
    struct theme *last = app->theme;
    app->theme = theme;
    term_set_theme(app->term, theme);
    theme_free(&last);
    return result;
}

static void on_theme_changed(void *user)
{
    struct app *app = user;
    struct error err = {0};
    if (look_load(app, &err) < 0)
        hub_say(app, TONE_WARN, "%s", err.text);
    term_redraw(app->term);
    hub_dirty(app, VIEW_DRAW);
}

void look_watch(struct app *app)
{
    struct buf path = {0};
    if (app->paths[0] != NULL)
        loop_path_free(&app->paths[0]);
    if (find_file(options_text(app->setup.options, SETTING_SCREEN_THEME), &path))
        app->paths[0] = loop_path_new(app->loop, buf_cstr(&path), on_theme_changed, app);
    buf_fini(&path);
}
