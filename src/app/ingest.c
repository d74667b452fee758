/* Owns the way of the bytes: a frame per source, decoding, the store, the chronicle, and the time all this may take in one
 * turn. Must not know what kinds of sources there are, nor who listens to the store. */
#include "app/ingest.h"

#include "app/lifeline.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "decode/frame.h"
#include "decode/json.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SOURCES_MAX 255
#define PAGE_MAX ((uint64_t)32 << 20) /* decoded bytes of one REST answer */
#define PIECE ((size_t)64 * 1024)     /* between two looks at the clock */
#define BATCH_ROWS 4096               /* listeners hear at least this often */

/* What a source delivered while the budget was spent; in order. */
struct parcel {
    struct parcel *next;
    bool is_cut;
    struct sink_chunk chunk; /* bytes are owned, behind the struct */
    size_t done;
};

struct intake {
    struct ingest *ingest;
    struct source *source;
    int64_t begun_ms;   /* wall clock: when it was added here */
    int64_t history_ms; /* the newest time of what it has loaded, in its own clock */
    int feed; /* its number, the store's `feed` */
    char *name;
    struct frame *frame, *page;
    uint64_t base;      /* offset in the source where the frame's count began */
    bool base_is_known;
    int file, file_id;  /* the descriptor that was delivered, and the store's number for it; -1 none */
    struct parcel *first, **last;
    bool held;
    struct source_news news; /* since the source was told last */
    struct lifeline life;
};

struct ingest {
    struct store *store;
    struct chronicle *chronicle;
    struct ingest_options options;
    struct loop_idle *idle;
    struct decoder *decoder;
    struct intake *intake[SOURCES_MAX];
    int count;
    uint32_t unflushed;
    int64_t spent_ns; /* in this turn */
    int64_t now_ms;   /* wall clock of the chunk in hand: its events' arrival */
    bool stopped;
    bool page_now; /* the text being decoded came in a page */
    bool loading, behind; /* the source of the chunk in hand reads history, or what came during an outage */
};

/* ---- one text ---- */

static void report_bad(struct intake *intake, struct str raw, uint64_t offset, uint64_t line,
                       const char *reason)
{
    struct ingest *ingest = intake->ingest;
    struct desk_bad row = {
        .feed = intake->feed,
        .when_ms = clock_wall_ms(),
        .offset = intake->base + offset,
        .line = line,
    };
    snprintf(row.reason, sizeof row.reason, "%s", reason);
    row.raw = raw;
    intake->news.bad++;
    chronicle_add_bad(ingest->chronicle, &row);
    if (ingest->options.bad != NULL)
        ingest->options.bad(ingest->options.user, &(struct ingest_bad){intake->name, row.offset,
                                                                      line, reason, raw});
}

static void on_bad(void *user, struct str bytes, uint64_t offset, uint64_t line, const char *reason)
{
    report_bad(user, bytes, offset, line, reason);
}

static void keep(struct intake *intake, const struct event *event, uint64_t offset)
{
    struct ingest *ingest = intake->ingest;
    struct raw_place place = {intake->file_id, intake->base + offset};
    row_id row;
    if (ingest->page_now)
        place.file = -1;
    switch (store_append(ingest->store, event, (uint8_t)intake->feed, place, &row)) {
    case STORE_DUPLICATE: intake->news.duplicates++; return;
    case STORE_ADDED: break;
    case STORE_CHANGED: intake->news.changed++; break;
    }
    intake->news.events++;
    ingest->unflushed++;
    const struct value *ts = &event->v[FIELD_TS];
    bool timed = value_is_present(ts);
    if (ingest->loading && (!timed || ts->i < intake->begun_ms)) {
        intake->history_ms = timed && ts->i > intake->history_ms ? ts->i : intake->history_ms;
        return; /* history says nothing about the stream */
    }
    if (timed && ts->i <= intake->history_ms)
        return;
    if (timed && ts->i > intake->news.newest_ts_ms)
        intake->news.newest_ts_ms = ts->i;
    bool young = timed && ingest->now_ms - ts->i < INGEST_OLD_MS;
    intake->news.fresh += young || !(ingest->loading || ingest->behind); /* a clock that is wrong hides no event */
}

static void on_text(void *user, struct str text, uint64_t offset, uint64_t line)
{
    struct intake *intake = user;
    struct ingest *ingest = intake->ingest;
    struct error err = {0};
    struct event event;
    decoder_reset(ingest->decoder);
    if (decode_event(ingest->decoder, text, ingest->now_ms, &event, &err) < 0)
        report_bad(intake, text, offset, line, err.text);
    else
        keep(intake, &event, offset);
    if (ingest->unflushed >= BATCH_ROWS) {
        ingest->unflushed = 0;
        store_flush(ingest->store);
    }
}

/* ---- chunks ---- */

static void tell_source(struct intake *intake)
{
    if (intake->news.events + intake->news.duplicates + intake->news.bad == 0)
        return;
    source_count(intake->source, &intake->news, clock_wall_ms());
    intake->news = (struct source_news){.newest_ts_ms = INSTANT_NONE};
    if (intake->ingest->options.changed != NULL)
        intake->ingest->options.changed(intake->ingest->options.user);
}

/* A plain file's events stay where they are: the store reads them again from its own descriptor. */
static void use_file(struct intake *intake, int fd)
{
    if (fd == intake->file)
        return;
    intake->file = fd;
    intake->file_id = -1;
    int own = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 3) : -1;
    if (own >= 0)
        intake->file_id = store_add_file(intake->ingest->store, own);
}

static void take_bytes(struct intake *intake, const struct sink_chunk *chunk, struct str bytes,
                       uint64_t offset)
{
    const struct frame_sink sink = {intake, on_text, on_bad};
    intake->ingest->page_now = chunk->framing == SINK_PAGE;
    if (chunk->framing == SINK_PAGE) {
        if (frame_push(intake->page, bytes, &sink) < 0)
            log_say(LOG_WARN, "%s: a page was cut short", intake->name);
        return;
    }
    use_file(intake, chunk->file);
    if (!intake->base_is_known) {
        intake->base = offset;
        intake->base_is_known = true;
    }
    frame_push(intake->frame, bytes, &sink);
}

static void end_page(struct intake *intake)
{
    const struct frame_sink sink = {intake, on_text, on_bad};
    intake->ingest->page_now = true;
    frame_finish(intake->page, &sink);
}

static void cut_stream(struct intake *intake)
{
    const struct frame_sink sink = {intake, on_text, on_bad};
    intake->ingest->page_now = false;
    intake->ingest->now_ms = clock_wall_ms();
    frame_finish(intake->frame, &sink);
    intake->base_is_known = false;
    intake->base = 0;
    intake->file = intake->file_id = -1;
    tell_source(intake);
}

static bool is_spent(const struct ingest *ingest)
{
    return ingest->options.budget_ns > 0 && ingest->spent_ns >= ingest->options.budget_ns;
}

/* Works on a chunk from byte `done` until it is finished or the turn's time is spent. Returns where it stopped. */
static size_t work(struct intake *intake, const struct sink_chunk *chunk, size_t done)
{
    struct ingest *ingest = intake->ingest;
    bool limited = ingest->options.budget_ns > 0;
    const struct feed *feed = source_feed(intake->source);
    ingest->now_ms = clock_wall_ms();
    ingest->loading = feed->progress >= 0;
    ingest->behind = feed->behind;
    while (done < chunk->bytes.n && !is_spent(ingest)) {
        int64_t begin = limited ? clock_mono_ns() : 0;
        size_t n = chunk->bytes.n - done;
        if (limited && n > PIECE)
            n = PIECE;
        take_bytes(intake, chunk, str_sub(chunk->bytes, done, n), chunk->offset + done);
        done += n;
        if (limited)
            ingest->spent_ns += clock_mono_ns() - begin;
    }
    if (done == chunk->bytes.n && chunk->framing == SINK_PAGE)
        end_page(intake);
    tell_source(intake);
    return done;
}

/* ---- what waits ---- */

static void wait_with(struct intake *intake, const struct sink_chunk *chunk, size_t done)
{
    size_t n = chunk != NULL ? chunk->bytes.n - done : 0;
    struct parcel *parcel = xmalloc(sizeof *parcel + n);
    *parcel = (struct parcel){.is_cut = chunk == NULL};
    if (chunk != NULL) {
        parcel->chunk = *chunk;
        parcel->chunk.offset += done;
        parcel->chunk.bytes = (struct str){(char *)(parcel + 1), n};
        memcpy(parcel + 1, chunk->bytes.p + done, n);
    }
    *intake->last = parcel;
    intake->last = &parcel->next;
}

static void drop_first(struct intake *intake)
{
    struct parcel *parcel = intake->first;
    intake->first = parcel->next;
    if (intake->first == NULL)
        intake->last = &intake->first;
    free(parcel);
}

static void work_off(struct intake *intake)
{
    while (intake->first != NULL && !is_spent(intake->ingest)) {
        struct parcel *parcel = intake->first;
        if (parcel->is_cut)
            cut_stream(intake);
        else
            parcel->done = work(intake, &parcel->chunk, parcel->done);
        if (!parcel->is_cut && parcel->done < parcel->chunk.bytes.n)
            return;
        drop_first(intake);
    }
}

/* A source that reads at once when it is let go delivers from within this call. */
static void let_go(struct intake *intake)
{
    if (!intake->held || intake->first != NULL)
        return;
    intake->held = false;
    source_resume(intake->source, SOURCE_HOLD_SINK);
}

/* Once a turn while there is something to do: the clock begins anew, what waits goes first, listeners hear of it, and
 * sources that were held read on. */
static void on_turn(void *user)
{
    struct ingest *ingest = user;
    bool waiting = false;
    loop_idle_stop(ingest->idle);
    ingest->spent_ns = 0;
    for (int i = 0; i < ingest->count; i++) {
        work_off(ingest->intake[i]);
        waiting |= ingest->intake[i]->first != NULL;
    }
    if (ingest->unflushed > 0) {
        ingest->unflushed = 0;
        store_flush(ingest->store);
    }
    if (waiting)
        loop_idle_start(ingest->idle);
    for (int i = 0; i < ingest->count; i++)
        let_go(ingest->intake[i]);
}

/* ---- the sink ---- */

static struct intake *intake_of(struct ingest *ingest, struct source *source)
{
    return ingest->intake[ingest_add(ingest, source, NULL)];
}

static bool sink_bytes(void *user, struct source *source, const struct sink_chunk *chunk)
{
    struct ingest *ingest = user;
    if (ingest->stopped)
        return true;
    struct intake *intake = intake_of(ingest, source);
    size_t done = intake->first == NULL ? work(intake, chunk, 0) : 0;
    if (done < chunk->bytes.n)
        wait_with(intake, chunk, done);
    loop_idle_start(ingest->idle); /* flush, and go on, in the next turn */
    intake->held = is_spent(ingest) || intake->first != NULL;
    return !intake->held;
}

static void sink_cut(void *user, struct source *source)
{
    struct ingest *ingest = user;
    if (ingest->stopped)
        return;
    struct intake *intake = intake_of(ingest, source);
    if (intake->first != NULL)
        wait_with(intake, NULL, 0);
    else
        cut_stream(intake);
    loop_idle_start(ingest->idle);
}

static void sink_gap(void *user, struct source *source, int64_t from_ms, int64_t until_ms,
                     const char *why)
{
    struct ingest *ingest = user;
    if (ingest->stopped)
        return;
    chronicle_add_gap(ingest->chronicle, intake_of(ingest, source)->feed, from_ms, until_ms, why);
    if (ingest->options.gap != NULL)
        ingest->options.gap(ingest->options.user, from_ms, until_ms);
    if (ingest->options.changed != NULL)
        ingest->options.changed(ingest->options.user);
}

static void sink_state(void *user, struct source *source)
{
    struct ingest *ingest = user;
    if (ingest->stopped)
        return;
    struct intake *intake = intake_of(ingest, source);
    lifeline_look(&intake->life, ingest->chronicle, intake->feed, source_feed(source));
    if (ingest->options.changed != NULL)
        ingest->options.changed(ingest->options.user);
}

static void sink_gap_filled(void *user, struct source *source, int64_t from_ms, int64_t until_ms)
{
    struct ingest *ingest = user;
    if (ingest->stopped)
        return;
    chronicle_fill_gap(ingest->chronicle, intake_of(ingest, source)->feed, from_ms, until_ms);
    if (ingest->options.changed != NULL)
        ingest->options.changed(ingest->options.user);
}

static const struct sink_ops sink_ops = {sink_bytes, sink_cut, sink_gap, sink_state, sink_gap_filled};

struct sink ingest_sink(struct ingest *ingest)
{
    return (struct sink){&sink_ops, ingest};
}

/* ---- life ---- */

struct ingest *ingest_new(struct loop *loop, struct store *store, struct chronicle *chronicle,
                          const struct ingest_options *options)
{
    struct ingest *ingest = xcalloc(1, sizeof *ingest);
    ingest->store = store;
    ingest->chronicle = chronicle;
    ingest->options = *options;
    ingest->decoder = decoder_new();
    ingest->idle = loop_idle_new(loop, on_turn, ingest);
    return ingest;
}

static void intake_free(struct intake *intake)
{
    while (intake->first != NULL)
        drop_first(intake);
    frame_free(&intake->frame);
    frame_free(&intake->page);
    free(intake->name);
    free(intake);
}

void ingest_free(struct ingest **ingest_)
{
    struct ingest *ingest = *ingest_;
    if (ingest == NULL)
        return;
    for (int i = 0; i < ingest->count; i++)
        intake_free(ingest->intake[i]);
    loop_idle_free(&ingest->idle);
    decoder_free(&ingest->decoder);
    free(ingest);
    *ingest_ = NULL;
}

int ingest_add(struct ingest *ingest, struct source *source, const char *name)
{
    int i = 0;
    while (i < ingest->count && ingest->intake[i]->source != source)
        i++;
    if (i == ingest->count) {
        must(ingest->count < SOURCES_MAX);
        struct intake *intake = xcalloc(1, sizeof *intake);
        *intake = (struct intake){.ingest = ingest, .source = source, .begun_ms = clock_wall_ms(), .feed = i};
        intake->history_ms = INSTANT_NONE;
        intake->file = intake->file_id = -1;
        intake->news.newest_ts_ms = INSTANT_NONE;
        intake->last = &intake->first;
        intake->frame = frame_new(0);
        intake->page = frame_new(PAGE_MAX);
        ingest->intake[ingest->count++] = intake;
    }
    if (name != NULL || ingest->intake[i]->name == NULL) {
        free(ingest->intake[i]->name);
        ingest->intake[i]->name = xstrdup(name != NULL ? name : "");
    }
    return i;
}

void ingest_stop(struct ingest *ingest)
{
    ingest->stopped = true;
    loop_idle_stop(ingest->idle);
}

bool ingest_is_idle(const struct ingest *ingest)
{
    for (int i = 0; i < ingest->count; i++)
        if (ingest->intake[i]->first != NULL)
            return false;
    return ingest->unflushed == 0;
}
