/* Owns where bindings come from and in which order they count. Must not know what a command does. */
#include "app/keys.h"

#include "app/config.h"
#include "app/places.h"
#include "app/slurp.h"
#include "view/view.h"

#include <stdio.h>

/* default.conf as it stands in the source tree, made into a string by the build. */
static const char shipped[] =
#include "app/default_conf.h"
    ;

static void read_file(struct keymaps *maps, enum places_dir place, keys_mistake_fn mistake, void *user)
{
    struct buf path = {0}, text = {0};
    struct error err = {0};
    if (places_path(place, "keys.conf", &path)) {
        int got = slurp_file(buf_cstr(&path), CONFIG_BYTES_MAX, &text, &err);
        if (got >= 0) {
            err_clear(&err);
            got = keymap_read(maps, buf_str(&text), buf_cstr(&path), &err);
        }
        if (got < 0 && got != -E_GONE)
            mistake(user, err.text);
    }
    buf_fini(&path);
    buf_fini(&text);
}

struct telling {
    keys_mistake_fn mistake;
    void *user;
};

/* A user's line that takes a shipped key is what it was written for; two lines that cannot both work are not. */
static void tell_conflict(void *user, const struct binding *works, const struct binding *hidden)
{
    const struct telling *telling = user;
    if (str_starts(str_of(hidden->origin), STR("default.conf")))
        return;
    struct buf keys = {0};
    char text[ERROR_TEXT_MAX];
    key_sequence_print(&hidden->keys, &keys);
    snprintf(text, sizeof text, "%s: %s does not run %s, because of %s (%s); choose other keys",
             hidden->origin, buf_cstr(&keys), hidden->command, works->origin, works->command);
    telling->mistake(telling->user, text);
    buf_fini(&keys);
}

struct keymaps *keys_shipped(keys_mistake_fn mistake, void *user)
{
    struct keymaps *maps = keymaps_new();
    struct error err = {0};
    views_declare_keymaps(maps);
    if (keymap_read(maps, STR(shipped), "default.conf", &err) < 0)
        mistake(user, err.text);
    return maps;
}

struct keymaps *keys_new(keys_mistake_fn mistake, void *user)
{
    struct keymaps *maps = keys_shipped(mistake, user);
    struct telling telling = {mistake, user};
    read_file(maps, PLACE_SYSTEM, mistake, user);
    read_file(maps, PLACE_CONFIG, mistake, user);
    keymap_conflicts(maps, tell_conflict, &telling);
    return maps;
}
