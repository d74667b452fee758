/* Owns the commands that write profiles from the screen, delete them and say what differs. Must not know the files' syntax,
 * nor how a stream is drawn. */
#include "app/keeping.h"

#include "app/config_profile.h"
#include "app/parts.h"
#include "app/profiles.h"
#include "app/switcher.h"
#include "base/xalloc.h"
#include "view/stream.h"

#include <stdlib.h>

/* The entry that a command is about: the one named, or the one that is worn. */
static int entry_named(const struct app *app, struct str args, struct error *err)
{
    if (args.n > 0)
        return profiles_find(app->profiles, args, err);
    int index = switcher_current(app);
    if (index < 0)
        err_set(err, E_GONE, "the profile's file is gone; name one, or :profile-save keeps what is on the screen");
    return index;
}

/* ---- to a file ---- */

/* What is on the screen, as a profile. */
static struct profile *taken(const struct app *app)
{
    const struct profile *base = switcher_worn(app);
    struct profile *profile = base != NULL ? profile_dup(base) : profile_new();
    stream_take_profile(switcher_stream(app), profile);
    switcher_take_layout(app, profile);
    return profile;
}

static void say_busy(const struct profile *profile, struct error *err)
{
    const char *name = profile_text(profile, PROFILE_NAME);
    struct error found = *err;
    err_clear(err);
    err_set(err, E_BUSY, "%s; :profile-diff shows what differs, :profile-overwrite %s writes over it, :profile %s takes it",
            found.text, name, name);
}

static int save(struct app *app, const struct profile *profile, const struct replace_stamp *expected, struct error *err)
{
    int result = profiles_save(app->profiles, profile, expected, err);
    if (result == -E_BUSY)
        say_busy(profile, err);
    if (result < 0)
        return result;
    int index = profiles_find(app->profiles, str_of(profile_text(profile, PROFILE_NAME)), err);
    if (index < 0)
        return -E_GONE;
    result = switcher_put_on(app, index, err);
    const struct profile_entry *entry = profiles_entry(app->profiles, index);
    if (result >= 0)
        hub_say(app, TONE_GOOD, "Profile %s is kept%s in %s.", profile_text(entry->profile, PROFILE_NAME),
                entry->key < 0 ? " (:profile-key DIGIT gives it a key)" : "", entry->path);
    switcher_keep_place(app);
    return result;
}

/* A key that an own profile has already stays there. */
static void drop_taken_key(const struct app *app, struct profile *profile)
{
    int index = profiles_find_key(app->profiles, profile_key(profile));
    const struct profile_entry *entry = profiles_entry(app->profiles, index);
    if (entry != NULL && !str_eq_nocase(str_of(profile_text(entry->profile, PROFILE_NAME)),
                                        str_of(profile_text(profile, PROFILE_NAME))))
        profile_put(profile, PROFILE_KEY, str_of(profile_row(PROFILE_KEY)->fallback), 0);
}

enum save_way { SAVE_ASKING, SAVE_OVER, SAVE_NEW };

static int save_as(struct app *app, struct str name, enum save_way way, struct error *err)
{
    const struct replace_stamp none = {.exists = false};
    struct profile *profile = taken(app);
    int result = 0, index = -1;
    if (name.n > 0)
        result = config_profile_set(profile, PROFILE_NAME, name, err);
    if (result >= 0)
        index = profiles_find(app->profiles, str_of(profile_text(profile, PROFILE_NAME)), NULL);
    const struct profile_entry *entry = profiles_entry(app->profiles, index);
    bool is_worn = index >= 0 && index == switcher_current(app);
    if (result >= 0 && entry != NULL && !is_worn && (way == SAVE_NEW || (way == SAVE_ASKING && entry->origin == PROFILE_OWN)))
        result = err_set(err, E_BUSY, "there is a profile %.*s already; choose another name, or :profile-overwrite %.*s",
                         STR_ARG(name), STR_ARG(name));
    if (result >= 0 && !is_worn)
        drop_taken_key(app, profile);
    if (result >= 0)
        result = save(app, profile, way == SAVE_OVER ? NULL : is_worn ? switcher_base(app) : &none, err);
    profile_free(&profile);
    return result;
}

int keeping_run_save(void *target, struct str args, struct error *err)
{
    return save_as(target, args, SAVE_ASKING, err);
}

int keeping_run_overwrite(void *target, struct str args, struct error *err)
{
    return save_as(target, args, SAVE_OVER, err);
}

int keeping_run_new(void *target, struct str args, struct error *err)
{
    return save_as(target, args, SAVE_NEW, err);
}

int keeping_run_key(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    int index = switcher_current(app);
    if (index < 0)
        return err_set(err, E_GONE, "the profile's file is gone; :profile-save keeps what is on the screen");
    struct profile *profile = profile_dup(profiles_entry(app->profiles, index)->profile);
    int result = config_profile_set(profile, PROFILE_KEY, args, err);
    int there = result >= 0 ? profiles_find_key(app->profiles, profile_key(profile)) : -1;
    const struct profile_entry *entry = profiles_entry(app->profiles, there);
    if (entry != NULL && there != index && entry->origin == PROFILE_OWN)
        result = err_set(err, E_BUSY, "key %d leads to %s, which is yours too; :profile %d and :profile-key none free it",
                         entry->key, profile_text(entry->profile, PROFILE_NAME), entry->key);
    char *before = entry != NULL && there != index ? xstrdup(profile_text(entry->profile, PROFILE_NAME)) : NULL;
    if (result >= 0) {
        bool changed = stream_is_changed(switcher_stream(app));
        result = profiles_save(app->profiles, profile, switcher_base(app), err);
        if (result == -E_BUSY)
            say_busy(profile, err);
        index = result >= 0 ? switcher_current(app) : -1;
        if (index >= 0 && changed)
            switcher_note_worn(app, index); /* the file has changed; what is on the screen stays */
        else if (index >= 0)
            result = switcher_put_on(app, index, err);
        if (index >= 0) {
            switcher_stream(app)->guise.key = profiles_entry(app->profiles, index)->key;
            if (profile_key(profile) < 0)
                hub_say(app, TONE_GOOD, "No key leads to %s any more.", profile_text(profile, PROFILE_NAME));
            else
                hub_say(app, TONE_GOOD, "Key %.*s leads to %s%s%s.", STR_ARG(args), profile_text(profile, PROFILE_NAME),
                        before != NULL ? ", no more to " : "", before != NULL ? before : "");
        }
    }
    free(before);
    profile_free(&profile);
    return result;
}

int keeping_run_delete(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    int index = entry_named(app, args, err);
    if (index < 0)
        return -E_UNKNOWN;
    char *name = xstrdup(profile_text(profiles_entry(app->profiles, index)->profile, PROFILE_NAME));
    int result = profiles_delete(app->profiles, index, err);
    if (result >= 0) {
        switcher_reload(app);
        hub_say(app, TONE_GOOD, "Profile %s is deleted; :profile-undo brings it back.", name);
    }
    free(name);
    return result;
}

int keeping_run_undo(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    const char *name;
    (void)args;
    int result = profiles_undo(app->profiles, &name, err);
    if (result < 0)
        return result;
    switcher_reload(app);
    hub_say(app, TONE_GOOD, "Profile %s is back.", name);
    return 0;
}

/* ---- what differs ---- */

static bool add_difference(void *user, int option, const char *a, const char *b)
{
    struct buf *out = user;
    if (option < 0)
        buf_add_text(out, "colour rules differ\n");
    else if (option != PROFILE_NAME) /* between two profiles that is no difference to tell */
        buf_add_fmt(out, "%s: %s \xe2\x86\x92 %s\n", profile_row((enum profile_option)option)->name,
                    a[0] != '\0' ? a : "(none)", b[0] != '\0' ? b : "(none)");
    return true;
}

void keeping_differences(const struct app *app, int index, struct buf *out)
{
    const struct profile_entry *entry = profiles_entry(app->profiles, index);
    if (entry == NULL)
        return;
    struct profile *now = taken(app);
    profile_compare(entry->profile, now, add_difference, out);
    profile_free(&now);
}

int keeping_run_diff(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    struct buf text = {0};
    int index = entry_named(app, args, err), lines = 0;
    if (index < 0)
        return -E_UNKNOWN;
    const char *name = profile_text(profiles_entry(app->profiles, index)->profile, PROFILE_NAME);
    keeping_differences(app, index, &text);
    struct str rest = buf_str(&text), line;
    while (str_next(&rest, '\n', &line)) {
        hub_say(app, TONE_TEXT, "%s: %.*s", name, STR_ARG(line));
        lines++;
    }
    if (lines == 0)
        hub_say(app, TONE_GOOD, "The screen is as %s says.", name);
    else if (lines > 1)
        hub_run_line(app, "view journal");
    buf_fini(&text);
    return 0;
}
