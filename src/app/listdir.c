/* Owns where lists are found. What a line means is filter/'s business. */
#include "app/listdir.h"

#include "app/places.h"
#include "app/slurp.h"

#include <dirent.h>

#define LIST_BYTES_MAX ((size_t)16 << 20)
#define LIST_NAME_MAX 64
#define LISTS_MAX 1000 /* entries of a folder that are looked at */

static const enum places_dir order[] = {PLACE_CONFIG, PLACE_SYSTEM};

/* The name becomes part of a path: letters, digits, - and _ only. */
static bool is_name(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_')
            return false;
    }
    return name.n > 0 && name.n <= LIST_NAME_MAX;
}

int listdir_lookup(void *user, struct str name, struct buf *text, struct error *err)
{
    (void)user;
    if (!is_name(name))
        return err_set(err, E_INVALID, "a list's name has letters, digits, - and _");
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        struct buf path = {0}, under = {0};
        struct error own = {0};
        buf_add_fmt(&under, "lists.d/%.*s", STR_ARG(name));
        int got = -E_GONE;
        if (places_path(order[i], buf_cstr(&under), &path))
            got = slurp_file(buf_cstr(&path), LIST_BYTES_MAX, text, &own);
        buf_fini(&under);
        buf_fini(&path);
        if (got >= 0)
            return 0;
        if (got != -E_GONE)
            return err_set(err, own.code, "%s", own.text);
    }
    return err_set(err, E_UNKNOWN, "there is no list %.*s in lists.d", STR_ARG(name));
}

static void each_in(const char *path, void (*visit)(void *user, const char *name), void *visit_user)
{
    DIR *folder = opendir(path);
    int seen = 0;
    for (struct dirent *entry; folder != NULL && seen < LISTS_MAX && (entry = readdir(folder)) != NULL; seen++) {
        if (is_name(str_of(entry->d_name)))
            visit(visit_user, entry->d_name);
    }
    if (folder != NULL)
        closedir(folder);
}

void listdir_each(void *user, void (*visit)(void *user, const char *name), void *visit_user)
{
    (void)user;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        struct buf path = {0};
        if (places_path(order[i], "lists.d", &path))
            each_in(buf_cstr(&path), visit, visit_user);
        buf_fini(&path);
    }
}
