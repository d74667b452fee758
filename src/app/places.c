/* Owns the names of directories. Must not open files in them. */
#include "app/places.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    const char *variable, *under_home;
} homes[] = {
    [PLACE_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
    [PLACE_SYSTEM] = {NULL, NULL},
    [PLACE_STATE] = {"XDG_STATE_HOME", ".local/state"},
    [PLACE_DATA] = {"XDG_DATA_HOME", ".local/share"},
};

/* The directory of our own binary, which is where a build that was never installed has its parts. */
static bool own_directory(struct buf *out)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    if (n <= 0 || (size_t)n >= sizeof path)
        return false;
    while (n > 0 && path[n - 1] != '/')
        n--;
    buf_add(out, path, (size_t)n);
    return true;
}

static void add_system(struct buf *out)
{
    const char *dirs = getenv("XDG_CONFIG_DIRS");
    struct str rest = str_of(dirs != NULL && dirs[0] == '/' ? dirs : "/etc/xdg"), first;
    if (str_next(&rest, ':', &first))
        buf_add_str(out, first);
    buf_add_text(out, "/evmon");
}

static bool add_home(enum places_dir place, struct buf *out)
{
    const char *base = getenv(homes[place].variable);
    if (base != NULL && base[0] == '/') { /* relative ones are to be ignored, says the specification */
        buf_add_fmt(out, "%s/evmon", base);
        return true;
    }
    const char *home = getenv("HOME");
    if (home == NULL || home[0] != '/')
        return false;
    buf_add_fmt(out, "%s/%s/evmon", home, homes[place].under_home);
    return true;
}

static void add_shipped(struct buf *out)
{
    size_t from = out->n;
    if (own_directory(out)) {
        buf_add_text(out, "themes");
        if (access(buf_cstr(out) + from, R_OK | X_OK) == 0) {
            out->n -= strlen("/themes");
            return;
        }
        out->n = from;
    }
    buf_add_text(out, EVMON_DATADIR);
}

bool places_path(enum places_dir place, const char *name, struct buf *out)
{
    bool known = true;
    if (place == PLACE_SYSTEM)
        add_system(out);
    else if (place == PLACE_SHIPPED)
        add_shipped(out);
    else
        known = add_home(place, out);
    if (known && name[0] != '\0')
        buf_add_fmt(out, "/%s", name);
    buf_cstr(out);
    return known;
}

int places_make(enum places_dir place, struct error *err)
{
    struct buf path = {0};
    int result = 0;
    if (!places_path(place, "", &path)) {
        result = err_set(err, E_OPEN, "HOME is not set, set it or the XDG directories");
    } else {
        char *text = path.p;
        for (size_t i = 1; i <= path.n && result == 0; i++) {
            if (i < path.n && text[i] != '/')
                continue;
            char kept = text[i];
            text[i] = '\0';
            if (mkdir(text, 0700) < 0 && errno != EEXIST)
                result = err_set(err, E_OPEN, "%s: %s", text, strerror(errno));
            text[i] = kept;
        }
    }
    buf_fini(&path);
    return result;
}

bool places_program(const char *name, struct buf *out)
{
    size_t from = out->n;
    if (own_directory(out)) {
        buf_add_text(out, name);
        if (access(buf_cstr(out) + from, X_OK) == 0)
            return true;
        out->n = from;
    }
    buf_add_fmt(out, "%s/%s", EVMON_BINDIR, name);
    return access(buf_cstr(out) + from, X_OK) == 0;
}
