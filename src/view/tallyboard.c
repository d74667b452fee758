/* Counts values over the events of a screen with query/group, and hands the lines to the board. */
#include "view/tallyboard.h"


#define GROUP_BUDGET_NS 1500000

static struct tallyboard *board_of(const struct stream *stream)
{
    return (struct tallyboard *)(uintptr_t)stream;
}

/* ---- the lists ---- */

/* A query of our own may speak of derived fields no more than of lists. */
static int start_list(struct tallyboard *t, int i, struct str predicate, struct error *err)
{
    const struct tallyboard_list *list = &t->of->lists[i];
    const struct desk *desk = t->over.stream.view.desk;
    const struct group_by by = {.field = list->field};
    struct buf query = {0};
    buf_add_fmt(&query, "(%.*s) %s", STR_ARG(predicate), list->query);
    t->env = (struct filter_env){.now = desk_now(desk), .zone = desk->zone};
    int result = filter_compile(buf_str(&query), &t->env, &t->filters[i], err);
    buf_fini(&query);
    if (result < 0)
        return result;
    t->groups[i] = group_new(desk->store, &by, t->over.stream.reader);
    group_set_test(t->groups[i], &(struct slice_test){filter_run, t->filters[i]});
    return 0;
}

static void fill_list(struct tallyboard *t, int i)
{
    const struct tallyboard_list *list = &t->of->lists[i];
    struct board_state *state = &t->over.board.state[list->part];
    struct group_row rows[RANKS_MAX];
    struct ranks *ranks = &t->ranks[i];
    size_t n = group_read(t->groups[i], GROUP_BY_COUNT, RANKS_MAX, rows);
    ranks->count = (int)n;
    ranks->sum = (int64_t)group_total(t->groups[i]).count;
    for (size_t k = 0; k < n; k++) {
        struct buf text = {0};
        value_print(&text, list->field, &rows[k].value, PRINT_MACHINE, NULL);
        str_copy(buf_str(&text), ranks->rows[k].text, sizeof ranks->rows[k].text);
        buf_fini(&text);
        ranks->rows[k].count = (int64_t)rows[k].count;
        ranks->rows[k].alerts = (int64_t)rows[k].alerts;
    }
    state->lines = ranks->count;
    str_copy(n > 0 ? str_of(list->title) : STR_NONE, state->title, sizeof state->title);
    str_copy(n > 0 ? STR("Enter: its events") : STR_NONE, state->right, sizeof state->right);
}

void tallyboard_cell(void *board, int list, int line, int column, struct table_cell *out)
{
    ranks_cell(&((struct tallyboard *)board)->ranks[list], line, column, out);
}

static int list_at(const struct tallyboard *t, int part)
{
    for (int i = 0; i < t->of->list_count; i++)
        if (t->of->lists[i].part == part)
            return i;
    return -1;
}

static int enter_list(struct tallyboard *t, int i, struct error *err)
{
    const struct tallyboard_list *list = &t->of->lists[i];
    int line = t->over.board.state[list->part].cursor;
    struct buf query = {0};
    if (line < 0 || line >= t->ranks[i].count)
        return err_set(err, E_INVALID, "there is nothing on this line");
    buf_add_fmt(&query, "%s%s%s=", list->query, list->query[0] != '\0' ? " " : "", field_row(list->field)->name);
    filter_add_value(&query, list->field, str_of(t->ranks[i].rows[line].text), FILTER_BEHIND_EQUAL);
    int result = stream_narrow(&t->over.stream, buf_str(&query), ROW_NONE, err);
    buf_fini(&query);
    return result;
}

/* ---- the head ---- */

static void head_update(struct stream *stream)
{
    struct tallyboard *t = board_of(stream);
    t->now_ms = desk_now(stream->view.desk);
    board_clear(&t->over.board);
    for (int i = 0; i < t->of->list_count; i++) {
        if (group_work(t->groups[i], GROUP_BUDGET_NS))
            stream->view.dirty |= VIEW_UPDATE;
        fill_list(t, i);
    }
    t->of->fill(t);
    boardview_settle(&t->over);
}

static int head_enter(struct stream *stream, struct error *err)
{
    struct tallyboard *t = board_of(stream);
    int list = list_at(t, t->over.board.focus);
    return list >= 0 ? enter_list(t, list, err) : t->of->enter(t, err);
}

static const char *head_tell(const struct stream *stream)
{
    const struct tallyboard *t = board_of(stream);
    return list_at(t, t->over.board.focus) >= 0 ? "the events with this value" : t->of->tell(t);
}

static bool head_here(const struct stream *stream, field_id field, struct value *out)
{
    const struct tallyboard *t = board_of(stream);
    int list = list_at(t, t->over.board.focus), line = list >= 0 ? t->over.board.state[t->of->lists[list].part].cursor : -1;
    *out = VALUE_ABSENT;
    if (list >= 0 && t->of->lists[list].field == field && field_row(field)->kind == KIND_TEXT && line >= 0 &&
        line < t->ranks[list].count) {
        *out = (struct value){.kind = KIND_TEXT, .s = str_of(t->ranks[list].rows[line].text)};
        return true;
    }
    return t->of->here(t, field, out);
}

static const struct stream_head head = {
    .columns = "time type device user what",
    .rows = boardview_rows, .update = head_update, .draw = boardview_draw, .tab = boardview_tab, .move = boardview_move,
    .enter = head_enter,
    .here = head_here, .tell = head_tell,
};

/* ---- life ---- */

int tallyboard_init(struct tallyboard *t, const struct tallyboard_of *of, struct str predicate, struct error *err)
{
    t->of = of;
    int result = stream_init(&t->over.stream, &head, predicate, err);
    if (result < 0)
        return result;
    board_init(&t->over.board, of->parts, of->part_count, t);
    for (int i = 0; i < of->list_count && result >= 0; i++)
        result = start_list(t, i, predicate, err);
    if (result < 0)
        tallyboard_fini(t);
    return result;
}

void tallyboard_fini(struct tallyboard *t)
{
    for (int i = 0; i < t->of->list_count; i++) {
        group_free(&t->groups[i]);
        filter_free(&t->filters[i]);
    }
    board_fini(&t->over.board);
    stream_close(&t->over.stream.view);
}
