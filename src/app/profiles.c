/* Owns the files of profiles and which of them counts. Must not know what a profile does to the screen. */
#include "app/profiles.h"

#include "app/config_profile.h"
#include "app/config.h"
#include "app/places.h"
#include "app/slurp.h"
#include "base/xalloc.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIRECTORY "profiles.d"
#define ENDING ".conf"
#define EVERYTHING "Everything"
#define NEW_COMMENT "# A profile of evmon, see evmon.conf(5). This comment stays when evmon writes the file.\n"

struct shelf {
    struct profile_entry entry;
    struct replace_stamp stamp;
};

struct profiles {
    struct shelf *shelf;
    int count;
    size_t capacity;
    struct broken {
        char *name, *why; /* name: of the file, without its ending */
    } *broken;
    size_t broken_count, broken_capacity;
    char *deleted_path, *deleted_name; /* NULL: nothing to undo */
    struct buf deleted;
};

/* ---- places ---- */

static const struct {
    enum places_dir place;
    const char *name;
    enum profile_origin origin;
} directories[] = {
    {PLACE_SHIPPED, "profiles", PROFILE_SHIPPED},
    {PLACE_SYSTEM, DIRECTORY, PROFILE_TEAM},
    {PLACE_CONFIG, DIRECTORY, PROFILE_OWN},
};

bool profiles_directory(int which, struct buf *out)
{
    return places_path(which == 0 ? PLACE_SYSTEM : PLACE_CONFIG, DIRECTORY, out);
}

/* A name as one word: small letters and digits, everything else a hyphen. */
void profiles_add_word(struct buf *out, struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
        bool capital = c >= 'A' && c <= 'Z';
        buf_add_byte(out, letter ? c : capital ? (char)(c - 'A' + 'a') : '-');
    }
}

/* The file of a new profile. */
static bool own_path(struct str name, struct buf *out)
{
    if (!profiles_directory(1, out))
        return false;
    buf_add_byte(out, '/');
    profiles_add_word(out, name);
    buf_add_text(out, ENDING);
    buf_cstr(out);
    return true;
}

/* ---- the set ---- */

static void shelf_fini(struct shelf *shelf)
{
    profile_free(&shelf->entry.profile);
    free(shelf->entry.path);
}

static void forget_all(struct profiles *p)
{
    for (int i = 0; i < p->count; i++)
        shelf_fini(&p->shelf[i]);
    free(p->shelf);
    p->shelf = NULL;
    p->count = 0;
    p->capacity = 0;
    for (size_t i = 0; i < p->broken_count; i++) {
        free(p->broken[i].name);
        free(p->broken[i].why);
    }
    p->broken_count = 0;
}

static int find_name(const struct profiles *p, struct str name)
{
    for (int i = 0; i < p->count; i++)
        if (str_eq_nocase(str_of(profile_text(p->shelf[i].entry.profile, PROFILE_NAME)), name))
            return i;
    return -1;
}

/* Takes the shelf; one of the same name that came before gives way. */
static void add_shelf(struct profiles *p, const struct shelf *shelf)
{
    int at = find_name(p, str_of(profile_text(shelf->entry.profile, PROFILE_NAME)));
    if (at < 0) {
        p->shelf = xgrow(p->shelf, &p->capacity, (size_t)p->count + 1, sizeof *p->shelf);
        at = p->count++;
    } else {
        shelf_fini(&p->shelf[at]);
    }
    p->shelf[at] = *shelf;
}

static void add_everything(struct profiles *p)
{
    struct shelf shelf = {.entry = {.profile = profile_new(), .path = xstrdup(""), .matches = -1}};
    profile_put(shelf.entry.profile, PROFILE_NAME, STR(EVERYTHING), 0);
    profile_put(shelf.entry.profile, PROFILE_KEY, STR("0"), 1);
    add_shelf(p, &shelf);
}

/* A key belongs to the one that is nearest to the user: own before team before shipped. */
static void give_keys(struct profiles *p)
{
    bool taken[10] = {false};
    for (int i = 0; i < p->count; i++)
        p->shelf[i].entry.key = -1;
    for (int origin = PROFILE_ORIGIN_COUNT_ - 1; origin >= 0; origin--) {
        for (int i = 0; i < p->count; i++) {
            struct profile_entry *entry = &p->shelf[i].entry;
            int key = profile_key(entry->profile);
            if ((int)entry->origin != origin || key < 0 || taken[key])
                continue;
            entry->key = key;
            taken[key] = true;
        }
    }
}

static int compare_shelves(const void *a, const void *b)
{
    const struct profile_entry *x = a, *y = b; /* the first member of a shelf */
    unsigned key_x = (unsigned)x->key, key_y = (unsigned)y->key; /* none is the largest */
    if (key_x != key_y)
        return key_x < key_y ? -1 : 1;
    return strcmp(profile_text(x->profile, PROFILE_NAME), profile_text(y->profile, PROFILE_NAME));
}

static void set_in_order(struct profiles *p)
{
    give_keys(p);
    if (profiles_find_key(p, 0) < 0) {
        add_everything(p);
        give_keys(p);
    }
    qsort(p->shelf, (size_t)p->count, sizeof *p->shelf, compare_shelves);
}

/* ---- reading ---- */

struct reading {
    struct profiles *profiles;
    const struct profiles *before; /* as they were, for files that have broken since */
    enum profile_origin origin;
    profiles_mistake_fn mistake;
    void *user;
    int mistakes;
};

static void tell(struct reading *r, const char *sentence)
{
    r->mistakes++;
    if (r->mistake != NULL)
        r->mistake(r->user, sentence);
}

static void note_broken(struct reading *r, const char *path, const char *name, const char *why)
{
    struct profiles *p = r->profiles;
    p->broken = xgrow(p->broken, &p->broken_capacity, p->broken_count + 1, sizeof *p->broken);
    p->broken[p->broken_count++] = (struct broken){xstrdup(name), xstrdup(why)};
    for (int i = 0; i < r->before->count; i++) {
        const struct shelf *old = &r->before->shelf[i];
        if (strcmp(old->entry.path, path) != 0)
            continue;
        struct shelf shelf = *old;
        shelf.entry.profile = profile_dup(old->entry.profile);
        shelf.entry.path = xstrdup(path);
        add_shelf(p, &shelf);
    }
}

/* What was counted holds while the query is the same. */
static int64_t known_matches(const struct profiles *before, const struct profile *profile)
{
    int at = find_name(before, str_of(profile_text(profile, PROFILE_NAME)));
    if (at < 0)
        return -1;
    const struct profile_entry *old = &before->shelf[at].entry;
    bool alike = strcmp(profile_text(old->profile, PROFILE_FILTER), profile_text(profile, PROFILE_FILTER)) == 0 &&
                 profile_number(old->profile, PROFILE_WINDOW) == profile_number(profile, PROFILE_WINDOW);
    return alike ? old->matches : -1;
}

static void read_file(struct reading *r, const char *path, const char *name)
{
    struct buf text = {0};
    struct error err = {0};
    struct shelf shelf = {.entry = {.origin = r->origin}};
    struct stat st;
    int result = slurp_file(path, CONFIG_BYTES_MAX, &text, &err);
    if (result >= 0)
        result = config_profile_parse(buf_str(&text), path, name, &shelf.entry.profile, &err);
    if (result >= 0) {
        shelf.entry.path = xstrdup(path);
        shelf.entry.changed_ms = stat(path, &st) == 0 ? (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000 : 0;
        shelf.entry.matches = known_matches(r->before, shelf.entry.profile);
        shelf.stamp = replace_stamp(buf_str(&text));
        add_shelf(r->profiles, &shelf);
    } else if (result != -E_GONE) { /* gone between the listing and now: somebody deleted it */
        tell(r, err.text);
        note_broken(r, path, name, err.text);
    }
    buf_fini(&text);
}

static int is_profile(const struct dirent *entry)
{
    struct str name = str_of(entry->d_name);
    return name.p[0] != '.' && str_ends(name, STR(ENDING)) && name.n > sizeof ENDING - 1;
}

static void read_directory(struct reading *r, const char *directory)
{
    struct dirent **names = NULL;
    int count = scandir(directory, &names, is_profile, alphasort);
    if (count < 0 && errno != ENOENT && errno != ENOTDIR) {
        struct error err = {0};
        err_set(&err, E_OPEN, "%s: %s", directory, strerror(errno));
        tell(r, err.text);
    }
    for (int i = 0; i < count; i++) {
        struct buf path = {0}, name = {0};
        buf_add_fmt(&path, "%s/%s", directory, names[i]->d_name);
        buf_add(&name, names[i]->d_name, strlen(names[i]->d_name) - (sizeof ENDING - 1));
        if (i < PROFILES_MAX)
            read_file(r, buf_cstr(&path), buf_cstr(&name));
        buf_fini(&path);
        buf_fini(&name);
        free(names[i]);
    }
    free(names);
    if (count > PROFILES_MAX) {
        struct error err = {0};
        err_set(&err, E_LIMIT, "%s: more than %d profiles, those behind are left out", directory, PROFILES_MAX);
        tell(r, err.text);
    }
}

int profiles_read(struct profiles *p, profiles_mistake_fn mistake, void *user)
{
    struct profiles before = *p;
    p->shelf = NULL;
    p->count = 0;
    p->capacity = 0;
    p->broken = NULL;
    p->broken_count = p->broken_capacity = 0;
    struct reading reading = {.profiles = p, .before = &before, .mistake = mistake, .user = user};
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
        struct buf path = {0};
        reading.origin = directories[i].origin;
        if (places_path(directories[i].place, directories[i].name, &path))
            read_directory(&reading, buf_cstr(&path));
        buf_fini(&path);
    }
    set_in_order(p);
    forget_all(&before);
    free(before.broken);
    return reading.mistakes;
}

/* ---- asking ---- */

struct profiles *profiles_new(void)
{
    struct profiles *p = xcalloc(1, sizeof *p);
    set_in_order(p);
    return p;
}

void profiles_free(struct profiles **profiles)
{
    struct profiles *p = *profiles;
    if (p == NULL)
        return;
    forget_all(p);
    free(p->broken);
    free(p->deleted_path);
    free(p->deleted_name);
    buf_fini(&p->deleted);
    free(p);
    *profiles = NULL;
}

int profiles_count(const struct profiles *p)
{
    return p->count;
}

struct profile_entry *profiles_entry(const struct profiles *p, int index)
{
    return index >= 0 && index < p->count ? &p->shelf[index].entry : NULL;
}

int profiles_find_key(const struct profiles *p, int key)
{
    for (int i = 0; i < p->count; i++)
        if (key >= 0 && p->shelf[i].entry.key == key)
            return i;
    return -1;
}

static const char *nearest(const struct profiles *p, struct str name)
{
    const char *best = NULL;
    size_t most = 2;
    for (int i = 0; i < p->count; i++) {
        const char *there = profile_text(p->shelf[i].entry.profile, PROFILE_NAME);
        size_t alike = str_likeness(name, str_of(there));
        if (alike > most) {
            most = alike;
            best = there;
        }
    }
    return best;
}

static int find_word(const struct profiles *p, struct str word)
{
    struct buf there = {0};
    int found = -1;
    for (int i = 0; i < p->count && found < 0; i++) {
        buf_clear(&there);
        profiles_add_word(&there, str_of(profile_text(p->shelf[i].entry.profile, PROFILE_NAME)));
        found = word.n > 0 && str_eq_nocase(buf_str(&there), word) ? i : -1;
    }
    buf_fini(&there);
    return found;
}

int profiles_find(const struct profiles *p, struct str name, struct error *err)
{
    int index = find_name(p, name);
    if (index < 0)
        index = find_word(p, name);
    if (index < 0 && name.n == 1 && name.p[0] >= '0' && name.p[0] <= '9')
        index = profiles_find_key(p, name.p[0] - '0');
    if (index >= 0)
        return index;
    const char *near = nearest(p, name);
    err_set(err, E_UNKNOWN, "there is no profile %.*s%s%s%s", STR_ARG(name), near != NULL ? "; did you mean " : "",
            near != NULL ? near : "", near != NULL ? "?" : " in profiles.d");
    return -1;
}

const char *profiles_broken(const struct profiles *p, struct str name)
{
    for (size_t i = 0; i < p->broken_count; i++)
        if (str_eq_nocase(str_of(p->broken[i].name), name))
            return p->broken[i].why;
    return NULL;
}

int profiles_load(struct str name, profiles_mistake_fn mistake, void *user, struct profile **out, struct error *err)
{
    struct profiles *p = profiles_new();
    *out = NULL;
    profiles_read(p, mistake, user);
    const char *why = profiles_broken(p, name);
    int index = why == NULL ? profiles_find(p, name, err) : err_set(err, E_INVALID, "%s", why);
    if (index >= 0)
        *out = profile_dup(p->shelf[index].entry.profile);
    profiles_free(&p);
    return *out != NULL ? 0 : -E_UNKNOWN;
}

struct replace_stamp profiles_stamp(const struct profiles *p, int index)
{
    must(index >= 0 && index < p->count);
    return p->shelf[index].entry.origin == PROFILE_OWN ? p->shelf[index].stamp : (struct replace_stamp){0};
}

/* ---- writing ---- */

static int make_directory(struct error *err)
{
    struct buf path = {0};
    int result = places_make(PLACE_CONFIG, err);
    if (result >= 0) {
        profiles_directory(1, &path);
        if (mkdir(buf_cstr(&path), 0700) < 0 && errno != EEXIST)
            result = err_set(err, E_OPEN, "%s: %s", buf_cstr(&path), strerror(errno));
    }
    buf_fini(&path);
    return result;
}

static void add_comment(const char *path, struct buf *out)
{
    struct buf text = {0};
    bool there = slurp_file(path, CONFIG_BYTES_MAX, &text, NULL) >= 0;
    buf_add_str(out, there ? config_profile_comment(buf_str(&text)) : STR(NEW_COMMENT));
    if (out->n > 0)
        buf_add_byte(out, '\n');
    buf_fini(&text);
}

int profiles_save(struct profiles *p, const struct profile *profile, const struct replace_stamp *expected,
                  struct error *err)
{
    struct str name = str_of(profile_text(profile, PROFILE_NAME));
    struct buf path = {0}, text = {0};
    int at = find_name(p, name), result = 0;
    if (name.n == 0)
        return err_set(err, E_USAGE, "a profile needs a name: profile-save NAME");
    if (at >= 0 && p->shelf[at].entry.origin == PROFILE_OWN)
        buf_add_text(&path, p->shelf[at].entry.path);
    else if (!own_path(name, &path))
        result = err_set(err, E_OPEN, "HOME is not set, set it or XDG_CONFIG_HOME");
    if (result >= 0)
        result = make_directory(err);
    if (result >= 0) {
        add_comment(buf_cstr(&path), &text);
        config_profile_print(profile, &text);
        result = replace_file(buf_cstr(&path), buf_str(&text), expected, err);
    }
    if (result >= 0)
        profiles_read(p, NULL, NULL);
    buf_fini(&path);
    buf_fini(&text);
    return result;
}

int profiles_delete(struct profiles *p, int index, struct error *err)
{
    struct profile_entry *entry = profiles_entry(p, index);
    must(entry != NULL);
    const char *name = profile_text(entry->profile, PROFILE_NAME);
    if (entry->origin != PROFILE_OWN)
        return err_set(err, E_PERMISSION, "%s is %s and stays; an own profile of that name stands before it", name,
                       entry->origin == PROFILE_TEAM ? "the team's" : "shipped");
    buf_clear(&p->deleted);
    free(p->deleted_path);
    free(p->deleted_name);
    p->deleted_path = p->deleted_name = NULL;
    if (slurp_file(entry->path, CONFIG_BYTES_MAX, &p->deleted, err) < 0)
        return -E_OPEN;
    if (unlink(entry->path) < 0)
        return err_set(err, E_IO, "%s: %s", entry->path, strerror(errno));
    p->deleted_path = xstrdup(entry->path);
    p->deleted_name = xstrdup(name);
    profiles_read(p, NULL, NULL);
    return 0;
}

int profiles_undo(struct profiles *p, const char **name, struct error *err)
{
    const struct replace_stamp none = {.exists = false};
    if (p->deleted_path == NULL)
        return err_set(err, E_INVALID, "no profile was deleted in this run");
    int result = replace_file(p->deleted_path, buf_str(&p->deleted), &none, err);
    if (result < 0)
        return result;
    free(p->deleted_path);
    p->deleted_path = NULL;
    if (name != NULL)
        *name = p->deleted_name;
    profiles_read(p, NULL, NULL);
    return 0;
}
