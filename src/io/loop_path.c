/* Watching a path: the kernel's notice on its directory, and a slow poll for file systems that give none.
 * Says only "something changed"; what changed is the caller's business. */
#include "io/loop_uv.h"

#include "base/str.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define POLL_MS 2000
#define REST_MS 25 /* between two notices: a file that is written line by line is not looked at for each */

struct loop_path {
    struct loop_owner owner;
    uv_fs_event_t event;
    uv_fs_poll_t poll;
    uv_timer_t rest;
    bool again; /* something changed during the rest */
    bool there; /* when it was last looked for */
    loop_path_fn fn;
    void *user;
    char *path, *directory, *base; /* base: the name inside the directory, NULL when the path is a directory itself */
};

static void path_gone(struct loop_owner *owner)
{
    struct loop_path *path = (struct loop_path *)owner;
    free(path->path);
    free(path->directory);
    free(path->base);
    free(path);
}

static void kernel_says(uv_fs_event_t *handle, const char *name, int events, int status);

static void hear(struct loop_path *path)
{
    (void)uv_fs_event_start(&path->event, kernel_says, path->directory, 0); /* without it the poll is enough */
}

static void rested(uv_timer_t *timer)
{
    struct loop_path *path = timer->data;
    if (!path->again)
        return;
    path->again = false;
    hear(path); /* before anybody looks: what comes after the look is heard */
    uv_timer_start(&path->rest, rested, REST_MS, 0);
    path->fn(path->user);
}

/* The first change is told at once, those of the next REST_MS together: once there was one, the others are not even
 * heard, since ten thousand lines a second would wake us as often. */
static void tell(struct loop_path *path)
{
    if (path->fn == NULL)
        return;
    if (uv_is_active((uv_handle_t *)&path->rest)) {
        path->again = true;
        uv_fs_event_stop(&path->event);
        return;
    }
    uv_timer_start(&path->rest, rested, REST_MS, 0);
    path->fn(path->user);
}

static void kernel_says(uv_fs_event_t *handle, const char *name, int events, int status)
{
    struct loop_path *path = handle->data;
    (void)events;
    if (status == 0 && (path->base == NULL || name == NULL || strcmp(name, path->base) == 0))
        tell(path);
}

static void poll_says(uv_fs_poll_t *handle, int status, const uv_stat_t *before, const uv_stat_t *after)
{
    struct loop_path *path = handle->data;
    bool was_there = path->there;
    (void)before;
    (void)after;
    path->there = status == 0;
    if (path->there || was_there) /* the first look at nothing is reported, too, but nothing has changed */
        tell(path);
}

/* The directory to watch; sets path->base for a file, and whether it is there. */
static char *directory_of(struct loop_path *path, const char *name)
{
    struct stat st;
    path->there = stat(name, &st) == 0;
    if (path->there && S_ISDIR(st.st_mode))
        return xstrdup(name);
    const char *slash = strrchr(name, '/');
    path->base = xstrdup(slash != NULL ? slash + 1 : name);
    if (slash == NULL)
        return xstrdup(".");
    return slash == name ? xstrdup("/") : str_dup((struct str){name, (size_t)(slash - name)});
}

struct loop_path *loop_path_new(struct loop *loop, const char *name, loop_path_fn fn, void *user)
{
    struct loop_path *path = xcalloc(1, sizeof *path);
    path->owner = (struct loop_owner){loop, 0, path_gone};
    path->fn = fn;
    path->user = user;
    path->path = xstrdup(name);
    must(uv_fs_event_init(&loop->uv, &path->event) == 0);
    loop_own(&path->owner, (uv_handle_t *)&path->event);
    must(uv_fs_poll_init(&loop->uv, &path->poll) == 0);
    loop_own(&path->owner, (uv_handle_t *)&path->poll);
    must(uv_timer_init(&loop->uv, &path->rest) == 0);
    loop_own(&path->owner, (uv_handle_t *)&path->rest);
    path->directory = directory_of(path, name);
    hear(path);
    (void)uv_fs_poll_start(&path->poll, poll_says, path->path, POLL_MS);
    return path;
}

void loop_path_free(struct loop_path **p)
{
    struct loop_path *path = *p;
    if (path == NULL)
        return;
    *p = NULL;
    path->fn = NULL;
    loop_disown((uv_handle_t *)&path->event);
    loop_disown((uv_handle_t *)&path->poll);
    loop_disown((uv_handle_t *)&path->rest);
}
