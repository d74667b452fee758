/* The filter of the stream: typed with the list below as its preview, or built from the value under the cursor. */
#include "view/stream.h"

#include "base/fmt.h"

#include <stdio.h>
#include <stdlib.h>

static void note_matches(struct stream *s)
{
    char matches[FMT_MAX], all[FMT_MAX], absent[80];
    fmt_count(slice_count(s->slice), matches, sizeof matches);
    fmt_count(store_count(s->view.desk->store), all, sizeof all);
    size_t n = sieve_absent(&s->sieve, absent, sizeof absent);
    prompt_note(&s->prompt, ROLE_MUTED, "%s of %s match%s%.*s", matches, all, n > 0 ? "; " : "", (int)n, absent);
}

void stream_filter_note(struct stream *s)
{
    if (s->filtering && s->prompt.use != NULL && s->prompt.error_to == s->prompt.error_from)
        note_matches(s);
}

static void filter_changed(struct view *view, struct str text)
{
    struct stream *s = (struct stream *)view;
    struct error err = {0};
    if (sieve_set(&s->sieve, text, &err) < 0) {
        prompt_note(&s->prompt, ROLE_INPUT_ERROR, "%s", err.text);
        s->prompt.error_from = err.from;
        s->prompt.error_to = err.to > err.from ? err.to : err.from + 1;
        return;
    }
    stream_changed(s);
}

static void filter_accepted(struct view *view, struct str text)
{
    struct stream *s = (struct stream *)view;
    struct error err = {0};
    s->filtering = 0;
    if (sieve_set(&s->sieve, text, &err) < 0)
        view->desk->say(view->desk->app, TONE_WARN, err.text);
    stream_changed(s);
}

static void filter_cancelled(struct view *view)
{
    struct stream *s = (struct stream *)view;
    s->filtering = 0;
    sieve_set(&s->sieve, str_of(s->filter_before), NULL);
    stream_changed(s);
}

int stream_run_filter(void *target, struct str args, struct error *err)
{
    static const struct prompt_use use = {"f>", filter_changed, filter_accepted, filter_cancelled};
    struct stream *s = target;
    if (args.n > 0) {
        stream_changed(s);
        return sieve_set(&s->sieve, args, err);
    }
    str_copy(sieve_text(&s->sieve), s->filter_before, sizeof s->filter_before);
    s->filtering = 1;
    prompt_open(&s->prompt, &s->view, &use, sieve_text(&s->sieve));
    stream_changed(s);
    return 0;
}

int stream_run_filter_off(void *target, struct str args, struct error *err)
{
    (void)args;
    struct stream *s = target;
    if (sieve_text(&s->sieve).n == 0)
        return err_set(err, E_INVALID, "there is no filter to switch off; f sets one");
    sieve_switch(&s->sieve);
    stream_changed(s);
    return 0;
}

int stream_run_filter_clear(void *target, struct str args, struct error *err)
{
    (void)args;
    struct stream *s = target;
    stream_changed(s);
    return sieve_set(&s->sieve, STR_NONE, err);
}

/* The field whose value the cursor is on: a line of the detail, a cell, or the event's type. */
static field_id field_here(const struct stream *s)
{
    if (s->panel_focused && panel_field(&s->panel) != FIELD_NONE)
        return panel_field(&s->panel);
    int field = s->column >= 0 ? s->columns.field[s->column] : FIELD_TYPE;
    return field == LINEUP_WHAT ? (field_id)FIELD_CAUSE : (field_id)field;
}

static int by_value(struct stream *s, enum sieve_way way, struct error *err)
{
    field_id field = field_here(s);
    struct buf text = {0};
    struct value value;
    if (stream_row(s) == ROW_NONE)
        return err_set(err, E_INVALID, "there is no event under the cursor");
    if (field == FIELD_TS || !reader_get(s->reader, stream_row(s), field, &value))
        return err_set(err, E_INVALID, "this event has no %s to filter by; h and l choose the column",
                       field_row(field)->name);
    if (field == FIELD_TYPE)
        lineup_text(field, stream_row(s), s->view.desk->store, s->reader, s->view.desk->zone, &text);
    else
        value_print(&text, field, &value, PRINT_MACHINE, NULL);
    int result = sieve_add(&s->sieve, field, buf_str(&text), way, err);
    buf_fini(&text);
    stream_changed(s);
    return result;
}

int stream_run_keep(void *target, struct str args, struct error *err)
{
    (void)args;
    return by_value(target, SIEVE_KEEP, err);
}

int stream_run_hide(void *target, struct str args, struct error *err)
{
    (void)args;
    return by_value(target, SIEVE_HIDE, err);
}
