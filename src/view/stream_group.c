/* Grouping as the stream has it: which events are one row, and the way to those behind a row. What a group is belongs to
 * query/folding.c. */
#include "view/stream.h"

#include "base/fmt.h"

/* A search looks at rows; what is folded into them it has not seen. */
void stream_say_nothing(struct stream *s, const char *nothing)
{
    char count[FMT_MAX];
    size_t folded = slice_folded(s->slice);
    struct buf text = {0};
    fmt_count(folded, count, sizeof count);
    buf_add_text(&text, nothing);
    if (folded > 0)
        buf_add_fmt(&text, " %s folded event%s not looked at.", count, folded == 1 ? " was" : "s were");
    s->view.desk->say(s->view.desk->app, TONE_MUTED, buf_cstr(&text));
    buf_fini(&text);
}

/* ---- the command ---- */

static void say_fold(struct stream *s, struct fold_by by)
{
    static const char *const words[FOLD_KIND_COUNT_] = {
        [FOLD_NONE] = "Every event has a row of its own",
        [FOLD_REPEATS] = "Repeats are one row within ",
        [FOLD_DEVICE] = "A device is one row within ",
        [FOLD_CAUSE] = "A cause is one row within ",
    };
    struct buf said = {0};
    buf_add_text(&said, words[by.kind]);
    if (by.kind != FOLD_NONE)
        instant_print_span(by.span_ms, &said);
    buf_add_byte(&said, '.');
    s->view.desk->say(s->view.desk->app, TONE_MUTED, buf_cstr(&said));
    buf_fini(&said);
}

static bool read_fold(struct str args, struct fold_by *by)
{
    struct str kind, span = args;
    str_next(&span, ' ', &kind);
    span = str_trim(span);
    by->kind = fold_find(kind);
    if (by->kind == FOLD_KIND_COUNT_)
        return false;
    return span.n == 0 ||
           (instant_parse_span(span, &by->span_ms) && by->span_ms >= FOLD_SPAN_MIN && by->span_ms <= FOLD_SPAN_MAX);
}

int stream_run_group(void *target, struct str args, struct error *err)
{
    struct stream *s = target;
    struct fold_by by = slice_get_fold(s->slice);
    if (by.span_ms == 0)
        by.span_ms = profile_row(PROFILE_GROUP_WITHIN)->number;
    if (args.n == 0)
        by.kind = (enum fold_kind)((by.kind + 1) % FOLD_KIND_COUNT_);
    else if (!read_fold(args, &by))
        return err_set(err, E_INVALID, "group is none, repeats, device or cause; a span from 1s to 1h may follow");
    if (!fold_same(by, slice_get_fold(s->slice)))
        slice_set_fold(s->slice, by);
    say_fold(s, by);
    stream_changed(s);
    return 0;
}

/* ---- the events behind a row ---- */

static void add_part(struct buf *out, struct str part)
{
    if (part.n > 0)
        buf_add_fmt(out, "(%.*s) ", STR_ARG(part));
}

/* Marks are those of this list; another one has its own. */
static bool asks_for_marks(const struct filter *filter)
{
    const char *flag;
    bool asks = false;
    for (size_t i = 0; (flag = filter_live_flag(filter, i)) != NULL; i++)
        asks |= strcmp(flag, "marked") == 0;
    return asks;
}

int stream_group_query(const struct stream *s, row_id row, struct buf *out, struct error *err)
{
    const struct sieve *sieve = &s->sieve;
    struct buf group = {0};
    bool narrows = sieve_is_narrowing(sieve);
    if (narrows && asks_for_marks(sieve->filter))
        return err_set(err, E_INVALID, "marks are known in their own list alone; without is:marked in the filter the group opens");
    fold_query(slice_get_fold(s->slice), s->view.desk->store, row, &group);
    if (group.n == 0)
        return err_set(err, E_INVALID, "this event stands for itself alone");
    if (sieve->base != NULL)
        add_part(out, filter_canonical(sieve->base));
    if (narrows)
        add_part(out, sieve_text(sieve));
    buf_add_str(out, buf_str(&group));
    buf_fini(&group);
    return 0;
}

void stream_open_group(struct stream *s, row_id row)
{
    struct fold_by by = slice_get_fold(s->slice);
    struct buf line = {0};
    buf_add_fmt(&line, "view group %llu %s ", (unsigned long long)row, fold_name(by.kind));
    instant_print_span(by.span_ms, &line);
    s->view.desk->run(s->view.desk->app, buf_cstr(&line));
    buf_fini(&line);
}
