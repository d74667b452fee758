/* The filter of the stream: typed with the list below as its preview, switched off and on, walked back and forth in. Owns
 * what Esc brings back. */
#include "view/stream.h"

#include "base/clock.h"
#include "base/fmt.h"
#include "filter/amend.h"

#include <stdio.h>
#include <stdlib.h>

struct stream *stream_of(struct view *view)
{
    for (; view != NULL; view = stack_below(view->desk->stack, view)) {
        for (const struct view_ops *ops = view->ops; ops != NULL; ops = ops->base) {
            if (ops == &stream_ops)
                return (struct stream *)view;
        }
    }
    return NULL;
}

struct str stream_filter(const struct stream *s)
{
    return sieve_text(&s->sieve);
}

static int set_filter(struct stream *s, struct str text, struct error *err)
{
    int result = sieve_set(&s->sieve, text, err);
    if (result >= 0)
        s->spent_ns = 0;
    stream_changed(s);
    return result;
}

static void forget_place(struct stream_place *place)
{
    free(place->filter);
    place->filter = NULL;
}

static void keep_place(struct stream *s, struct stream_place *place)
{
    forget_place(place);
    cursor_refresh(&s->cursor);
    *place = (struct stream_place){str_dup(stream_filter(s)), s->cursor, s->sieve.off};
}

static void go_to_place(struct stream *s, struct stream_place *place)
{
    s->cursor = place->cursor;
    s->wanted = ROW_NONE;
    slice_hold(s->slice, s->cursor.mode == CURSOR_HOLD ? s->cursor.anchor.row : ROW_NONE);
    if (!str_eq(str_of(place->filter), stream_filter(s)))
        set_filter(s, str_of(place->filter), NULL);
    if (place->off != s->sieve.off)
        sieve_switch(&s->sieve);
    stream_changed(s);
    forget_place(place);
}

int stream_set_filter(struct stream *s, struct str text, struct error *err)
{
    int result = set_filter(s, text, err);
    if (result < 0)
        return result;
    drill_visit(s->visits, stream_filter(s));
    forget_place(&s->opened_from);
    return result;
}

/* ---- from the head to the list, and back ---- */

void stream_open_list(struct stream *s)
{
    if (s->opened_from.filter == NULL)
        keep_place(s, &s->opened_from);
    s->head_focused = 0;
    stream_changed(s);
}

int stream_open_filter(struct stream *s, struct str text, struct error *err)
{
    bool was_open = s->opened_from.filter != NULL;
    int result = 0;
    stream_open_list(s);
    if (!str_eq(text, stream_filter(s)) || s->sieve.off)
        result = set_filter(s, text, err);
    if (result >= 0) {
        drill_visit(s->visits, stream_filter(s));
        return 0;
    }
    s->head_focused = 1;
    if (!was_open)
        forget_place(&s->opened_from);
    return result;
}

int stream_run_step_out(void *target, struct str args, struct error *err)
{
    struct stream *s = target;
    (void)args, (void)err;
    if (s->opened_from.filter == NULL || s->head_focused) {
        s->view.desk->run(s->view.desk->app, "back");
        return 0;
    }
    go_to_place(s, &s->opened_from);
    drill_visit(s->visits, stream_filter(s));
    s->head_focused = 1;
    return 0;
}

/* ---- the bar ---- */

static void add_limits(const struct stream *s, char *out, size_t size)
{
    uint64_t given_up = s->sieve.filter != NULL ? filter_pattern_limits(s->sieve.filter) : 0;
    const char *idle = s->sieve.filter != NULL ? filter_idle_flag(s->sieve.filter) : NULL;
    if (given_up > 0)
        snprintf(out, size, "; %llu values took the pattern too long", (unsigned long long)given_up);
    else if (idle != NULL)
        snprintf(out, size, "; this version keeps no `%s`: false for every event", idle);
}

static bool shows_all_typed(const struct stream *s)
{
    return str_eq(stream_filter(s), str_trim(buf_str(&s->bar.input.text)));
}

/* A field's name while it is typed reads as a text to search for. As long as no event has that text, the list shows what
 * stands before it: nobody looks for nothing. */
bool stream_filter_step_back(struct stream *s)
{
    struct str before, word;
    if (slice_count(s->slice) > 0 || slice_progress(s->slice) < 1 || s->sieve.off ||
        !filterbar_is_in_word(&s->bar, &before, &word) || !shows_all_typed(s))
        return false;
    if (sieve_set(&s->sieve, before, NULL) < 0) /* an open bracket and the like: no query without the word */
        return false;
    s->spent_ns = 0;
    stream_changed(s);
    return true;
}

void stream_filter_tell(struct stream *s)
{
    char matches[FMT_MAX], all[FMT_MAX], text[FILTERBAR_RESULT_MAX], limits[80] = "", back[80] = "";
    struct str before, word;
    if (!filterbar_is_open(&s->bar))
        return;
    fmt_count(slice_event_count(s->slice), matches, sizeof matches);
    fmt_count(store_count(s->view.desk->store), all, sizeof all);
    if (filterbar_is_in_word(&s->bar, &before, &word) && !shows_all_typed(s))
        snprintf(back, sizeof back, "no text has %.*s; without it ", STR_ARG(str_sub(word, 0, 40)));
    double progress = slice_progress(s->slice), ms = (double)s->spent_ns / 1e6;
    if (progress < 1) {
        snprintf(text, sizeof text, "%s%s match so far, %.0f%% of %s looked through", back, matches, progress * 100, all);
    } else {
        const char *absent = sieve_absent(&s->sieve);
        add_limits(s, limits, sizeof limits);
        snprintf(text, sizeof text, "%s%s of %s match, %.*f ms%s%s%s%s", back, matches, all, ms < 10 ? 1 : 0, ms,
                 absent[0] != '\0' ? "; " : "", absent, absent[0] != '\0' ? ": a comparison skips them" : "", limits);
    }
    filterbar_tell(&s->bar, text);
}

static int filter_changed(struct view *view, struct str text, struct error *err)
{
    return set_filter((struct stream *)view, text, err);
}

static void remember(const struct desk *desk, struct str filter)
{
    if (filter.n > 0 && desk->past_add != NULL)
        desk->past_add(desk->app, filter);
}

static void filter_accepted(struct view *view, struct str text)
{
    struct stream *s = (struct stream *)view;
    struct error err = {0};
    const struct cursor *before = &s->typed_from.cursor;
    if (s->cursor.anchor.row == before->anchor.row) { /* back to the row that the bar pushed it from */
        s->cursor.offset = before->offset;
        s->cursor.height = before->height;
    }
    if (stream_set_filter(s, text, &err) < 0)
        view->desk->say(view->desk->app, TONE_WARN, err.text);
    remember(view->desk, stream_filter(s));
}

static void filter_cancelled(struct view *view)
{
    struct stream *s = (struct stream *)view;
    go_to_place(s, &s->typed_from);
}

void stream_type_filter(struct stream *s, struct str text)
{
    static const struct filterbar_use use = {filter_changed, filter_accepted, filter_cancelled};
    keep_place(s, &s->typed_from);
    filterbar_open(&s->bar, &s->view, &use, text);
    if (!str_eq(text, stream_filter(s)) || s->sieve.off)
        set_filter(s, text, &s->bar.err);
    stream_changed(s);
}

/* ---- commands ---- */

int stream_run_filter(void *target, struct str args, struct error *err)
{
    struct stream *s = target;
    if (args.n == 0) {
        stream_type_filter(s, stream_filter(s));
        return 0;
    }
    int result = stream_set_filter(s, args, err);
    if (result >= 0)
        remember(s->view.desk, stream_filter(s));
    return result;
}

int stream_run_filter_off(void *target, struct str args, struct error *err)
{
    (void)args;
    struct stream *s = target;
    if (stream_filter(s).n == 0)
        return err_set(err, E_INVALID, "there is no filter to switch off; f sets one");
    sieve_switch(&s->sieve);
    stream_changed(s);
    return 0;
}

int stream_run_context(void *target, struct str args, struct error *err)
{
    static const int steps[] = {0, 1, 3, WINDOW_CONTEXT_MAX};
    struct stream *s = target;
    int64_t rows = 0;
    char said[120];
    for (size_t i = 0; args.n == 0 && i + 1 < sizeof steps / sizeof *steps; i++)
        rows = steps[i] == s->window.context ? steps[i + 1] : rows;
    if (args.n > 0 && (!str_i64(args, &rows) || rows < 0 || rows > WINDOW_CONTEXT_MAX))
        return err_set(err, E_RANGE, "context is 0 to %d rows around each match", WINDOW_CONTEXT_MAX);
    s->window.context = (int)rows;
    if (rows == 0)
        snprintf(said, sizeof said, "Matches alone.");
    else
        snprintf(said, sizeof said, "%d row%s around each match%s", (int)rows, rows == 1 ? "" : "s",
                 sieve_is_narrowing(&s->sieve) ? "; the cursor stays on matches." : ", once there is a filter.");
    s->view.desk->say(s->view.desk->app, TONE_MUTED, said);
    stream_changed(s);
    return 0;
}

int stream_run_filter_clear(void *target, struct str args, struct error *err)
{
    (void)args;
    return stream_set_filter(target, STR_NONE, err);
}

/* Through the filters used here; past the last one through the views. */
static int walk(struct stream *s, bool (*step)(struct drill *, struct str *), const char *past_the_end, struct error *err)
{
    struct str filter;
    if (step(s->visits, &filter)) {
        forget_place(&s->opened_from);
        return set_filter(s, filter, err);
    }
    s->view.desk->run(s->view.desk->app, past_the_end);
    return 0;
}

int stream_run_filter_back(void *target, struct str args, struct error *err)
{
    (void)args;
    return walk(target, drill_back, "view-back", err);
}

int stream_run_filter_forward(void *target, struct str args, struct error *err)
{
    (void)args;
    return walk(target, drill_forward, "view-forward", err);
}
