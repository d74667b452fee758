/* Files, FIFOs, terminals and standard input as a source: plain, gzip or zstd, read once or followed.
 * Reading and unpacking happen off the loop, one step ahead of the sink. Must not know what the bytes mean: where one
 * event ends is decode/frame's business, and so are endless lines. */
#include "base/xalloc.h"
#include "io/source_kind.h"
#include "io/unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEP_SIZE (1u << 20)
#define MARK_SIZE 64u /* of the bytes before the place reached: to notice a file that was written anew */

enum way {
    WAY_PLACE,  /* regular file: read at a place */
    WAY_WATCH,  /* pipe, FIFO, terminal: read when the loop says so */
    WAY_STREAM, /* devices that cannot be waited for: read in order, off the loop */
};

enum found {
    FOUND_DATA,
    FOUND_PAUSE,     /* nothing more for now */
    FOUND_END,
    FOUND_TRUNCATED, /* shorter than the place reached, or other bytes before it */
    FOUND_ROTATED,   /* the name belongs to another file now: step.fd */
    FOUND_ERROR,
};

/* One piece of work off the loop, and its outcome. */
struct step {
    struct file *file;
    struct buf out;
    uint64_t offset; /* of out in the file; meaningful for plain files */
    enum found found;
    struct error error;
    int fd;
    bool again; /* the bytes can be read once more from the file */
    bool done;  /* waits for delivery */
};

struct file {
    struct source source;
    char *path; /* NULL: standard input */
    int fd;
    enum way way;
    bool follow;
    bool stopping;
    bool noticed; /* something changed while a step was under way */
    bool waiting; /* at the end of a followed file */
    bool caught_up; /* was there once: what comes from then on is no history */
    struct loop_watch *watch;
    struct loop_path *notice;
    struct loop_job *job;
    struct step steps[2];
    unsigned next; /* the step that is done first */
    /* touched by the step under way, by nobody else meanwhile */
    struct unpack *unpack;
    struct buf raw;  /* packed bytes not used yet */
    struct str in;   /* inside raw */
    bool more;       /* the unpacker holds more than it gave */
    bool raw_ended;
    uint64_t offset; /* raw bytes read so far */
    uint64_t size;
    char mark[MARK_SIZE];
    size_t mark_n;
};

/* ---------------------------------------------------------------- off the loop */

static void remember_mark(struct file *file, struct str bytes)
{
    file->mark_n = bytes.n < MARK_SIZE ? bytes.n : MARK_SIZE;
    memcpy(file->mark, bytes.p + bytes.n - file->mark_n, file->mark_n);
}

/* Appends one read to `to`. Returns the bytes, 0 at the end, negative errno. */
static ssize_t read_some(struct file *file, struct buf *to)
{
    buf_reserve(to, STEP_SIZE);
    ssize_t n;
    do {
        n = file->way == WAY_PLACE ? pread(file->fd, to->p + to->n, STEP_SIZE, (off_t)file->offset)
                                   : read(file->fd, to->p + to->n, STEP_SIZE);
    } while (n < 0 && errno == EINTR);
    if (n <= 0)
        return n < 0 ? -errno : 0;
    remember_mark(file, (struct str){to->p + to->n, (size_t)n});
    to->n += (size_t)n;
    file->offset += (uint64_t)n;
    return n;
}

static bool was_rewritten(const struct file *file)
{
    char now[MARK_SIZE];
    struct stat st;
    if (fstat(file->fd, &st) != 0 || (uint64_t)st.st_size < file->offset)
        return true;
    ssize_t n = pread(file->fd, now, file->mark_n, (off_t)(file->offset - file->mark_n));
    return n != (ssize_t)file->mark_n || memcmp(now, file->mark, file->mark_n) != 0;
}

/* A followed file has given all it had: why? */
static void look_around(struct file *file, struct step *step)
{
    struct stat here, there;
    step->found = FOUND_PAUSE;
    if (was_rewritten(file)) {
        step->found = FOUND_TRUNCATED;
        return;
    }
    if (fstat(file->fd, &here) != 0 || stat(file->path, &there) != 0)
        return; /* between rename and create: the new one is noticed when it comes */
    if ((here.st_ino == there.st_ino && here.st_dev == there.st_dev) || !S_ISREG(there.st_mode))
        return;
    step->fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (step->fd >= 0)
        step->found = FOUND_ROTATED;
}

static void at_end(struct file *file, struct step *step)
{
    file->raw_ended = true;
    if (file->follow) {
        file->raw_ended = false;
        look_around(file, step);
        return;
    }
    step->found = unpack_end(file->unpack, &step->out, &step->error) < 0 ? FOUND_ERROR : FOUND_END;
    step->offset = file->offset - step->out.n; /* what the unpacker had held back */
}

static void read_packed(struct file *file, struct step *step)
{
    if (file->in.n == 0 && !file->more && file->way != WAY_WATCH) {
        buf_clear(&file->raw);
        ssize_t n = read_some(file, &file->raw);
        if (n < 0) {
            err_set(&step->error, E_IO, "reading failed: %s", strerror((int)-n));
            step->found = FOUND_ERROR;
            return;
        }
        if (n == 0) {
            at_end(file, step);
            return;
        }
        file->in = buf_str(&file->raw);
    }
    if (file->raw_ended && file->in.n == 0 && !file->more) {
        at_end(file, step);
        return;
    }
    int rc = unpack_run(file->unpack, &file->in, &step->out, STEP_SIZE, &step->error);
    file->more = rc > 0;
    step->found = rc < 0 ? FOUND_ERROR : FOUND_DATA;
}

static void read_plain(struct file *file, struct step *step)
{
    step->offset = file->offset;
    ssize_t n = read_some(file, &step->out);
    step->found = FOUND_DATA;
    if (n < 0) {
        err_set(&step->error, E_IO, "reading failed: %s", strerror((int)-n));
        step->found = FOUND_ERROR;
    } else if (n == 0) {
        at_end(file, step);
    }
}

static void work(void *user)
{
    struct step *step = user;
    struct file *file = step->file;
    buf_clear(&step->out);
    err_clear(&step->error);
    step->offset = file->offset - file->in.n;
    step->fd = -1;
    if (file->follow && file->waiting && file->offset > 0 && was_rewritten(file))
        step->found = FOUND_TRUNCATED;
    else if (unpack_kind(file->unpack) == UNPACK_PLAIN && file->way != WAY_WATCH && file->in.n == 0 && !file->more)
        read_plain(file, step);
    else
        read_packed(file, step);
    step->again = file->way == WAY_PLACE && !file->follow && unpack_kind(file->unpack) == UNPACK_PLAIN;
}

/* ---------------------------------------------------------------- on the loop */

static void pump(struct file *file);

static void begin_anew(struct file *file)
{
    unpack_free(&file->unpack);
    file->unpack = unpack_new(UNPACK_AUTO);
    buf_clear(&file->raw);
    file->in = STR_NONE;
    file->more = false;
    file->offset = 0;
    file->mark_n = 0;
}

static void let_go(struct file *file)
{
    loop_watch_free(&file->watch);
    loop_path_free(&file->notice);
    if (file->fd >= 0)
        close(file->fd);
    file->fd = -1;
    source_stopped(&file->source);
}

static void work_done(void *user, bool cancelled)
{
    struct step *step = user;
    struct file *file = step->file;
    file->job = NULL;
    step->done = !cancelled;
    if (!file->stopping) {
        pump(file);
        return;
    }
    if (step->done && step->found == FOUND_ROTATED)
        close(step->fd);
    let_go(file);
}

/* The step that is free, if work can go on now. */
static void begin_step(struct file *file)
{
    struct step *step = &file->steps[file->next];
    if (file->job != NULL)
        return;
    if (step->done)
        step = &file->steps[1 - file->next];
    if (step->done)
        return;
    file->noticed = false;
    step->file = file;
    file->job = loop_job_start(file->source.loop, work, work_done, step);
}

static void show_progress(struct file *file)
{
    struct feed *feed = &file->source.feed;
    struct stat st;
    feed->progress = -1;
    if (file->caught_up || file->way != WAY_PLACE || fstat(file->fd, &st) != 0 || st.st_size <= 0)
        return;
    file->size = (uint64_t)st.st_size;
    feed->progress = file->offset >= file->size ? 1.0 : (double)file->offset / (double)file->size;
}

static bool deliver(struct file *file, struct step *step)
{
    struct sink_chunk chunk = {buf_str(&step->out), SINK_STREAM, step->again ? file->fd : -1, step->offset};
    return chunk.bytes.n == 0 || source_deliver(&file->source, &chunk);
}

static void finish(struct file *file, struct step *step)
{
    unsigned generation = source_generation(&file->source);
    source_cut(&file->source);
    if (step->found == FOUND_END) {
        source_report_end(&file->source, generation);
        return;
    }
    err_prefix(&step->error, "%s", file->path != NULL ? file->path : "standard input");
    source_report_fatal(&file->source, generation, &step->error);
}

/* What a step found beside its bytes, which are delivered already. */
static void follow_up(struct file *file, struct step *step)
{
    switch (step->found) {
    case FOUND_DATA:
        break;
    case FOUND_PAUSE:
        file->waiting = true;
        file->caught_up = true;
        file->source.feed.progress = -1;
        break;
    case FOUND_ROTATED:
        close(file->fd);
        file->fd = step->fd;
        begin_anew(file);
        source_cut(&file->source);
        break;
    case FOUND_TRUNCATED:
        begin_anew(file);
        source_cut(&file->source);
        break;
    case FOUND_END:
    case FOUND_ERROR:
        finish(file, step);
        break;
    }
}

/* Can the next step start: is there something to read or to unpack without waiting? */
static bool can_go_on(const struct file *file)
{
    if (file->way == WAY_WATCH)
        return file->in.n > 0 || file->more || file->raw_ended;
    return !file->waiting || file->noticed;
}

static void pump(struct file *file)
{
    unsigned generation = source_generation(&file->source);
    while (source_is_running(&file->source, generation)) {
        struct step *step = &file->steps[file->next];
        if (!step->done) {
            if (file->job == NULL && can_go_on(file)) {
                begin_step(file);
            } else if (file->job == NULL && file->watch != NULL) {
                loop_watch_set(file->watch, LOOP_READABLE);
            }
            return;
        }
        file->waiting = false;
        step->done = false;
        file->next = 1 - file->next;
        show_progress(file);
        if (step->found == FOUND_DATA && can_go_on(file))
            begin_step(file); /* reads ahead while the sink works */
        (void)deliver(file, step);
        follow_up(file, step);
    }
}

static void readable(void *user, unsigned ready, int status)
{
    struct file *file = user;
    (void)ready;
    (void)status; /* errors show when reading */
    loop_watch_set(file->watch, 0);
    buf_clear(&file->raw);
    ssize_t n = read_some(file, &file->raw);
    if (n == -EAGAIN || n == -EWOULDBLOCK) {
        loop_watch_set(file->watch, LOOP_READABLE);
        return;
    }
    file->raw_ended = n <= 0;
    file->in = n > 0 ? buf_str(&file->raw) : STR_NONE;
    pump(file);
}

static void path_changed(void *user)
{
    struct file *file = user;
    file->noticed = true;
    pump(file);
}

/* ---------------------------------------------------------------- source_ops */

static void file_start(struct source *source)
{
    struct file *file = (struct file *)source;
    source_report_live(source, source_generation(source));
    pump(file);
}

static void file_pause(struct source *source)
{
    struct file *file = (struct file *)source;
    if (file->watch != NULL)
        loop_watch_set(file->watch, 0);
}

static void file_stop(struct source *source)
{
    struct file *file = (struct file *)source;
    file->stopping = true;
    if (file->job != NULL)
        loop_job_cancel(file->job);
    else
        let_go(file);
}

static void file_free(struct source *source)
{
    struct file *file = (struct file *)source;
    unpack_free(&file->unpack);
    buf_fini(&file->raw);
    for (size_t i = 0; i < 2; i++) {
        if (file->steps[i].done && file->steps[i].found == FOUND_ROTATED)
            close(file->steps[i].fd);
        buf_fini(&file->steps[i].out);
    }
    free(file->path);
    free(file);
}

static const struct source_ops file_ops = {
    .start = file_start,
    .pause = file_pause,
    .stop = file_stop,
    .free = file_free,
};

/* ---------------------------------------------------------------- opening */

static int open_path(const char *path, bool follow, struct error *err)
{
    struct stat st;
    int flags = O_RDONLY;
    if (follow && stat(path, &st) == 0 && S_ISFIFO(st.st_mode))
        flags = O_RDWR; /* a writer that leaves is not the end */
    int fd = open(path, flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) {
        int code = errno == EACCES ? E_PERMISSION : E_OPEN;
        const char *hint = strstr(path, "://") != NULL ? "; a platform is spelled emnify:URL" : "";
        err_set(err, code, "%s: cannot be opened: %s%s", path, strerror(errno), hint);
    }
    return fd;
}

static int open_fd(struct str name, bool follow, struct error *err)
{
    if (str_eq(name, STR("-"))) {
        int fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
        if (fd < 0)
            err_set(err, E_OPEN, "standard input: cannot be opened: %s", strerror(errno));
        return fd;
    }
    char *path = str_dup(name);
    int fd = open_path(path, follow, err);
    free(path);
    return fd;
}

static int choose_way(struct file *file, struct error *err)
{
    struct stat st;
    const char *name = file->path != NULL ? file->path : "standard input";
    if (fstat(file->fd, &st) != 0)
        return err_set(err, E_OPEN, "%s: cannot be opened: %s", name, strerror(errno));
    if (S_ISDIR(st.st_mode))
        return err_set(err, E_OPEN, "%s: is a directory; name the files in it", name);
    file->follow = file->source.ending == SOURCE_GOES_ON && S_ISREG(st.st_mode) && file->path != NULL;
    if (S_ISREG(st.st_mode)) {
        off_t at = lseek(file->fd, 0, SEEK_CUR); /* standard input may have been read by others before us */
        file->offset = at > 0 ? (uint64_t)at : 0;
        return 0;
    }
    file->watch = loop_watch_new(file->source.loop, file->fd, readable, file);
    file->way = file->watch != NULL ? WAY_WATCH : WAY_STREAM;
    return 0;
}

static const char *shown_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

static struct source *file_open(struct loop *loop, struct str spec, const struct source_settings *settings,
                                struct sink sink, struct error *err)
{
    struct str name = str_starts(spec, STR("file:")) ? str_sub(spec, 5, spec.n) : spec;
    int fd = open_fd(name, settings->follow, err);
    if (fd < 0)
        return NULL;
    struct file *file = xcalloc(1, sizeof *file);
    file->fd = fd;
    file->path = str_eq(name, STR("-")) ? NULL : str_dup(name);
    source_init(&file->source, &file_ops, loop, settings, sink,
                file->path != NULL ? shown_name(file->path) : "standard input");
    file->unpack = unpack_new(UNPACK_AUTO);
    if (choose_way(file, err) < 0) {
        loop_timer_free(&file->source.retry);
        close(fd);
        file_free(&file->source);
        return NULL;
    }
    if (file->follow)
        file->notice = loop_path_new(loop, file->path, path_changed, file);
    else if (file->way == WAY_PLACE)
        file->source.ending = SOURCE_ENDS;
    return &file->source;
}

static bool file_matches(struct str spec)
{
    (void)spec;
    return true;
}

const struct source_kind file_source_kind = {"file", file_matches, file_open};
