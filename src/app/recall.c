/* Owns the file of used filters. A write takes what stands in the file by then, adds its lines and puts the whole in
 * place, so that two sessions keep each other's; a session that was in between makes it begin again. Must not know what
 * a filter is. */
#include "app/recall.h"

#include "app/places.h"
#include "app/slurp.h"
#include "base/xalloc.h"
#include "save/lines.h"
#include "save/replace.h"

#include <stdlib.h>

#define FILE_NAME "filters"
#define FILE_BYTES_MAX ((size_t)4 << 20)
#define TRIES 5

struct recall {
    struct loop *loop;
    struct lines lines;
    struct buf waiting;       /* lines for the next write */
    struct writing *writing;  /* NULL: none is under way */
    void (*complain)(void *user, const char *sentence);
    void *user;
    bool complained;
};

/* One write, on the thread pool; owns itself. */
struct writing {
    struct recall *recall; /* NULL: gone meanwhile */
    struct buf added, path;
    struct error err;
};

static int write_once(struct writing *writing, struct error *err)
{
    struct buf text = {0};
    struct lines lines = {0};
    struct error own = {0};
    struct replace_stamp stamp = {0};
    int result = slurp_file(buf_cstr(&writing->path), FILE_BYTES_MAX, &text, &own);
    if (result >= 0)
        stamp = replace_stamp(buf_str(&text));
    if (result < 0 && result != -E_GONE) {
        result = err_set(err, own.code, "%s", own.text);
    } else {
        lines_read(&lines, buf_str(&text));
        lines_read(&lines, buf_str(&writing->added));
        buf_clear(&text);
        lines_print(&lines, &text);
        result = replace_file(buf_cstr(&writing->path), buf_str(&text), &stamp, err);
    }
    lines_fini(&lines);
    buf_fini(&text);
    return result;
}

static void work(void *user)
{
    struct writing *writing = user;
    int result = places_make(PLACE_STATE, &writing->err);
    for (int i = 0; i < TRIES && result >= 0; i++) {
        writing->err = (struct error){0};
        result = write_once(writing, &writing->err);
        if (result >= 0)
            return;
        result = result == -E_BUSY ? 0 : result;
    }
}

static void start(struct recall *recall);

static void done(void *user, bool cancelled)
{
    struct writing *writing = user;
    struct recall *recall = writing->recall;
    (void)cancelled;
    if (recall != NULL) {
        recall->writing = NULL;
        if (writing->err.code != E_NONE && !recall->complained)
            recall->complain(recall->user, writing->err.text);
        recall->complained |= writing->err.code != E_NONE;
        if (recall->waiting.n > 0)
            start(recall);
    }
    buf_fini(&writing->added);
    buf_fini(&writing->path);
    free(writing);
}

static void start(struct recall *recall)
{
    struct writing *writing = xcalloc(1, sizeof *writing);
    writing->recall = recall;
    writing->added = recall->waiting;
    recall->waiting = (struct buf){0};
    recall->writing = writing;
    places_path(PLACE_STATE, FILE_NAME, &writing->path);
    loop_job_start(recall->loop, work, done, writing);
}

struct recall *recall_new(struct loop *loop, void (*complain)(void *user, const char *sentence), void *user)
{
    struct recall *recall = xcalloc(1, sizeof *recall);
    struct buf path = {0}, text = {0};
    struct error err = {0};
    recall->loop = loop;
    recall->complain = complain;
    recall->user = user;
    if (places_path(PLACE_STATE, FILE_NAME, &path) && slurp_file(buf_cstr(&path), FILE_BYTES_MAX, &text, &err) >= 0)
        lines_read(&recall->lines, buf_str(&text));
    buf_fini(&path);
    buf_fini(&text);
    return recall;
}

void recall_free(struct recall **pointer)
{
    struct recall *recall = *pointer;
    if (recall == NULL)
        return;
    if (recall->writing != NULL)
        recall->writing->recall = NULL;
    if (recall->waiting.n > 0) {
        start(recall);
        recall->writing->recall = NULL;
    }
    lines_fini(&recall->lines);
    free(recall);
    *pointer = NULL;
}

int recall_count(const struct recall *recall)
{
    return (int)recall->lines.count;
}

const char *recall_get(const struct recall *recall, int index)
{
    size_t count = recall->lines.count;
    return index >= 0 && (size_t)index < count ? recall->lines.line[count - 1 - (size_t)index] : NULL;
}

void recall_add(struct recall *recall, struct str filter)
{
    struct str newest = recall->lines.count > 0 ? str_of(recall_get(recall, 0)) : STR_NONE;
    if (str_eq(newest, str_trim(filter)))
        return;
    lines_add(&recall->lines, filter);
    buf_add_str(&recall->waiting, filter);
    buf_add_byte(&recall->waiting, '\n');
    if (recall->writing == NULL)
        start(recall);
}
