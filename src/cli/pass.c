/* Owns the life of a headless run, from the options to the last source. Must not know what is printed. */
#include "cli/pass.h"

#include "app/plain.h"
#include "app/profiles.h"
#include "base/clock.h"
#include "base/fmt.h"
#include "base/jscan.h"
#include "base/log.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define BAD_SAID_MAX 10
#define PROGRESS_MS 500
#define PROGRESS_NAME_MAX 40 /* columns */

int pass_fail(const struct pass *h, const struct error *err)
{
    plain_say(h->where, "%s", err->text);
    return err->code == E_USAGE || err->code == E_LIMIT || err->code == E_SYNTAX ? CLI_USAGE
                                                                                 : CLI_SOURCE;
}

size_t pass_max_entities(const struct pass *h)
{
    return (size_t)options_int(h->setup.options, SETTING_FLEET_MAX_ENTITIES);
}

static int open_bad_file(struct pass *h)
{
    const char *path = args_get(h->args, ARG_BAD);
    h->bad_file = -1;
    if (path == NULL)
        return CLI_DONE;
    int follow = strncmp(path, "/dev/", 5) == 0 ? 0 : O_NOFOLLOW;
    h->bad_file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | follow, 0600);
    if (h->bad_file >= 0)
        return CLI_DONE;
    plain_say(h->where, "--bad %s: %s, name a file that can be written", path, strerror(errno));
    return CLI_USAGE;
}

static void on_mistake(void *user, const char *sentence)
{
    (void)user;
    plain_say(NULL, "%s", sentence);
}

/* Its window is --since, where that is not given. */
static int take_profile(struct pass *h, struct args *args)
{
    struct error err = {0};
    if (profiles_load(str_of(args_get(args, ARG_PROFILE)), on_mistake, NULL, &h->profile, &err) < 0) {
        if (err.code != E_INVALID) /* a mistake in its file was told already */
            plain_say(h->where, "%s", err.text);
        return -E_UNKNOWN;
    }
    if (profile_number(h->profile, PROFILE_WINDOW) > 0 && !args_has(args, ARG_SINCE))
        args_add(args, ARG_SINCE, profile_text(h->profile, PROFILE_WINDOW));
    return 0;
}

int pass_open(struct pass *h, const char *where, struct args *args)
{
    struct error err = {0};
    *h = (struct pass){.where = where, .args = args, .bad_file = -1};
    if (setup_init(&h->setup, args, &err) < 0) {
        plain_say(h->where, "%s", err.text);
        return CLI_USAGE;
    }
    if (h->setup.mistake_count > 0) {
        for (int i = 0; i < h->setup.mistake_count && i < SETUP_MISTAKES_MAX; i++)
            plain_say(NULL, "%s", h->setup.mistake[i].text);
        return CLI_CONFIG;
    }
    if (args_has(args, ARG_PROFILE) && take_profile(h, args) < 0)
        return CLI_CONFIG;
    const char *log = options_text(h->setup.options, SETTING_LOG_FILE);
    int level = (int)options_int(h->setup.options, SETTING_LOG_LEVEL);
    if (log[0] != '\0' && log_open(log, (enum log_level)level, &err) < 0) {
        plain_say(h->where, "--log %s", err.text);
        return CLI_CONFIG;
    }
    /* --now, --since and --until are judged before a long file is read. */
    int64_t now, ignored;
    if (setup_now(&h->setup, clock_wall_ms(), &now, &err) < 0 ||
        setup_time(&h->setup, ARG_SINCE, now, &ignored, &err) < 0 ||
        setup_time(&h->setup, ARG_UNTIL, now, &ignored, &err) < 0) {
        err.code = E_USAGE;
        return pass_fail(h, &err);
    }
    return CLI_DONE;
}

static void write_bad(struct pass *h, const struct ingest_bad *bad)
{
    struct buf line = {0};
    buf_add_text(&line, "{\"source\":\"");
    jscan_quote(&line, str_of(bad->source));
    buf_add_fmt(&line, "\",\"offset\":%llu,\"reason\":\"", (unsigned long long)bad->offset);
    jscan_quote(&line, str_of(bad->reason));
    buf_add_text(&line, "\",\"raw\":\"");
    jscan_quote(&line, str_sub(bad->raw, 0, CHRONICLE_RAW_MAX));
    buf_add_text(&line, "\"}\n");
    for (size_t done = 0; done < line.n;) {
        ssize_t n = write(h->bad_file, line.p + done, line.n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            plain_say(h->where, "--bad: %s, free space or name another file", strerror(errno));
            close(h->bad_file);
            h->bad_file = -1;
            break;
        }
        done += (size_t)n;
    }
    buf_fini(&line);
}

static void on_bad(void *user, const struct ingest_bad *bad)
{
    struct pass *h = user;
    if (h->bad_count++ < BAD_SAID_MAX)
        plain_say(bad->source, "line %llu, offset %llu: %s, left out", (unsigned long long)bad->line,
                  (unsigned long long)bad->offset, bad->reason);
    if (h->bad_file >= 0)
        write_bad(h, bad);
}

/* Writes a line over the one before, which took `before` columns. Returns what this one takes. */
static size_t say_over(struct buf *line, size_t before)
{
    size_t columns = utf8_columns(buf_str(line));
    for (size_t i = columns; i < before; i++)
        buf_add_byte(line, ' ');
    buf_add_byte(line, '\r');
    ssize_t written = write(STDERR_FILENO, line->p, line->n);
    (void)written;
    return columns;
}

static void clear_progress(void *user)
{
    struct pass *h = user;
    struct buf nothing = {0};
    if (h->progress_columns > 0)
        say_over(&nothing, h->progress_columns);
    h->progress_columns = 0;
    buf_fini(&nothing);
}

static void on_changed(void *user)
{
    struct pass *h = user;
    trouble_look(&h->trouble, h->feeds, clear_progress, h);
}

static int open_sources(struct pass *h)
{
    struct setup_source *list;
    int code = CLI_DONE, count = setup_sources(&h->setup, &list);
    for (int i = 0; i < count; i++) {
        struct source_settings settings;
        struct error err = {0};
        if (setup_source_settings(&h->setup, &list[i], &settings, &err) < 0) {
            code = pass_fail(h, &err);
            break;
        }
        if (feeds_open(h->feeds, list[i].spec, &settings, &err) >= 0)
            continue;
        plain_say(NULL, "%s", err.text);
        h->refused++;
    }
    free(list);
    if (count == 0) {
        plain_say(h->where, "no source is named, name a file, - or emnify:");
        code = CLI_USAGE;
    }
    return code;
}

int pass_start(struct pass *h)
{
    int code = open_bad_file(h);
    if (code != CLI_DONE)
        return code;
    struct store_options limits = {0};
    if (args_has(h->args, ARG_FOLLOW))
        limits.max_bytes = (size_t)options_int(h->setup.options, SETTING_STORE_MAX_BYTES);
    struct ingest_options options = {.bad = on_bad, .changed = on_changed, .user = h};
    h->loop = loop_new();
    h->store = store_new(&limits);
    h->chronicle = chronicle_new();
    h->ingest = ingest_new(h->loop, h->store, h->chronicle, &options);
    h->feeds = feeds_new(h->loop, h->ingest);
    code = open_sources(h);
    if (code == CLI_DONE && feeds_count(h->feeds) == 0)
        code = CLI_SOURCE;
    if (code == CLI_DONE)
        feeds_start(h->feeds);
    return code;
}

/* The newest event's time: what `now` is in a file that is finished. */
static int64_t newest_ms(const struct store *store)
{
    int64_t newest = INSTANT_NONE;
    for (size_t s = 0; s < store_segment_count(store); s++) {
        struct column times = segment_column(store_segment(store, s), FIELD_TS);
        if (times.min <= times.max && times.max > newest)
            newest = times.max;
    }
    return newest;
}

/* ---- progress, for somebody who watches ---- */

static void show_progress(void *user)
{
    struct pass *h = user;
    struct buf line = {0};
    char count[FMT_MAX];
    fmt_count(store_count(h->store), count, sizeof count);
    buf_add_fmt(&line, "evmon: %s: %s events", h->where, count);
    for (int i = 0; i < feeds_count(h->feeds); i++) {
        const struct feed *feed = source_feed(feeds_source(h->feeds, i));
        if (feed->state == FEED_GONE || feed->state == FEED_IDLE)
            continue;
        buf_add_text(&line, ", ");
        plain_add_cell(&line, str_of(feed->doing[0] != '\0' ? feed->doing : feed->name),
                       PROGRESS_NAME_MAX, PLAIN_RAGGED);
        if (feed->progress >= 0)
            buf_add_fmt(&line, " %d %%", (int)(feed->progress * 100));
        break;
    }
    h->progress_columns = say_over(&line, h->progress_columns);
    loop_timer_start(h->progress, PROGRESS_MS);
    buf_fini(&line);
}

static void begin_progress(struct pass *h)
{
    if (!isatty(STDERR_FILENO))
        return;
    h->progress = loop_timer_new(h->loop, show_progress, h);
    loop_timer_start(h->progress, PROGRESS_MS);
}

static void end_progress(struct pass *h)
{
    clear_progress(h);
    if (h->progress != NULL)
        loop_timer_free(&h->progress);
}

int pass_load(struct pass *h)
{
    struct error err = {0};
    bool follow = args_has(h->args, ARG_FOLLOW), finite = feeds_are_finite(h->feeds);
    begin_progress(h);
    while (!follow && !feeds_are_gone(h->feeds))
        loop_run(h->loop, LOOP_ONCE);
    end_progress(h);
    int64_t clock = clock_wall_ms();
    if (finite && !follow && newest_ms(h->store) != INSTANT_NONE)
        clock = newest_ms(h->store);
    if (setup_now(&h->setup, clock, &h->now, &err) < 0 ||
        setup_time(&h->setup, ARG_SINCE, h->now, &h->since, &err) < 0 ||
        setup_time(&h->setup, ARG_UNTIL, h->now, &h->until, &err) < 0)
        return pass_fail(h, &err);
    return CLI_DONE;
}

int pass_verdict(struct pass *h, int code)
{
    if (h->bad_count > BAD_SAID_MAX)
        plain_say(h->where, "%llu texts could not be read, --bad FILE keeps them all",
                  (unsigned long long)h->bad_count);
    else if (h->bad_count > 0)
        plain_say(h->where, "%llu %s could not be read", (unsigned long long)h->bad_count,
                  h->bad_count == 1 ? "text" : "texts");
    if (trouble_settle(&h->trouble, h->feeds))
        code = CLI_SOURCE;
    if (h->refused > 0 || (h->bad_count > 0 && args_has(h->args, ARG_STRICT)))
        code = CLI_SOURCE;
    return code;
}

void pass_close(struct pass *h)
{
    if (h->progress != NULL)
        loop_timer_free(&h->progress);
    feeds_free(&h->feeds);
    ingest_free(&h->ingest);
    store_free(&h->store);
    chronicle_free(&h->chronicle);
    if (h->loop != NULL)
        loop_free(&h->loop);
    if (h->bad_file >= 0)
        close(h->bad_file);
    profile_free(&h->profile);
    setup_fini(&h->setup);
    log_close();
}
