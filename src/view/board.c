/* Layout, focus and drawing of a head's parts. The layout is a function of the parts' wishes and the size alone, so it is
 * computed anew wherever it is needed. */
#include "view/board.h"

#include "base/err.h"
#include "widget/bar.h"

#define SMALL_ROWS 16 /* of the view: below that, or that width, the parts become pages */
#define SMALL_COLS 70
#define LIST_LEAST 6 /* rule, titles and four events */
#define LIST_LEAST_LOW 5
#define LOW_ROWS 22
#define MANY_PARTS 5
#define SHED_MAX 9
#define SHED_EARLY 8 /* such parts go as a whole before others fall below their least */
#define BARE_ROWS 2  /* what a part can do with before it goes as a whole */
#define TALL_ROWS 30 /* above that, parts that end at `most` grow with the screen */

/* Where a part stands: its rule (if it has one) at row - 1. */
struct spot {
    int row, rows; /* rows 0 = not shown */
    bool rule;
};
struct layout {
    struct spot spot[BOARD_PARTS_MAX];
    int rows; /* all of them */
    bool small;
};

/* ---- pages ---- */

bool board_is_small(int rows, int cols)
{
    return rows < SMALL_ROWS || cols < SMALL_COLS;
}

/* Parts of one page stand beside one another in the table. */
static int page_of(const struct board *board, int part)
{
    int page = 0;
    for (int i = 1; i <= part; i++)
        page += strcmp(board->parts[i].page, board->parts[i - 1].page) != 0;
    return page;
}

static int page_count(const struct board *board)
{
    return page_of(board, board->count - 1) + 1;
}

static bool on_list(const struct board *board)
{
    return board->page >= page_count(board);
}

/* ---- layout ---- */

static int wish(const struct board *board, int i, int rows)
{
    const struct board_part *part = &board->parts[i];
    const struct board_state *state = &board->state[i];
    int wanted = part->kind == BOARD_SHEET ? sheet_rows(state->sheet) : state->lines;
    if (part->kind == BOARD_TABLE && wanted > 0)
        wanted++; /* its titles */
    int most = part->most + (rows > TALL_ROWS && part->kind != BOARD_PLOT ? (rows - TALL_ROWS) / 4 : 0);
    return part->most > 0 && wanted > most ? most : wanted;
}

static int sum(const struct layout *layout, int count)
{
    int rows = 0;
    for (int i = 0; i < count; i++)
        rows += layout->spot[i].rows > 0 ? layout->spot[i].rows + layout->spot[i].rule : 0;
    return rows;
}

/* The part that gives way next: shown, with more rows than `least` says, the least important of those. -1 = none. */
static int next_to_shed(const struct board *board, const struct layout *layout, const int *least)
{
    int next = -1;
    for (int i = 0; i < board->count; i++) {
        bool can = layout->spot[i].rows > least[i] && board->parts[i].shed > 0;
        if (can && (next < 0 || board->parts[i].shed > board->parts[next].shed))
            next = i;
    }
    return next;
}

/* The least important give rows, down to `least`, until all fit. */
static void shrink(const struct board *board, struct layout *layout, int room, const int *least)
{
    int i;
    while (sum(layout, board->count) > room && (i = next_to_shed(board, layout, least)) >= 0) {
        int over = sum(layout, board->count) - room, rows = layout->spot[i].rows;
        layout->spot[i].rows = rows - over > least[i] ? rows - over : least[i];
    }
}

/* Those that may go early, or all, go as a whole until the others fit. */
static void drop(const struct board *board, struct layout *layout, int room, int from_shed)
{
    static const int none[BOARD_PARTS_MAX] = {0};
    int i;
    while (sum(layout, board->count) > room && (i = next_to_shed(board, layout, none)) >= 0 &&
           board->parts[i].shed >= from_shed)
        layout->spot[i].rows = 0;
}

/* What is left over goes back to the most important. */
static void regrow(const struct board *board, struct layout *layout, int room, const int *wished)
{
    for (int rank = 0; rank <= SHED_MAX; rank++) {
        for (int i = 0; i < board->count; i++) {
            int left = room - sum(layout, board->count), more = wished[i] - layout->spot[i].rows;
            if (board->parts[i].shed == rank && layout->spot[i].rows > 0 && left > 0 && more > 0)
                layout->spot[i].rows += more < left ? more : left;
        }
    }
}

static void shed(const struct board *board, struct layout *layout, int room)
{
    int wished[BOARD_PARTS_MAX], least[BOARD_PARTS_MAX], bare[BOARD_PARTS_MAX];
    for (int i = 0; i < board->count; i++) {
        wished[i] = layout->spot[i].rows;
        least[i] = board->parts[i].least < wished[i] ? board->parts[i].least : wished[i];
        bare[i] = BARE_ROWS < least[i] ? BARE_ROWS : least[i];
    }
    shrink(board, layout, room, least);
    drop(board, layout, room, SHED_EARLY);
    shrink(board, layout, room, bare);
    drop(board, layout, room, 1);
    regrow(board, layout, room, wished);
}

static void stack_up(const struct board *board, struct layout *layout, int row)
{
    for (int i = 0; i < board->count; i++) {
        if (layout->spot[i].rows == 0)
            continue;
        row += layout->spot[i].rule;
        layout->spot[i].row = row;
        row += layout->spot[i].rows;
    }
    layout->rows = row;
}

static struct layout arrange(const struct board *board, int rows, int cols)
{
    struct layout layout = {.small = board_is_small(rows, cols)};
    for (int i = 0; i < board->count; i++) {
        bool shown = !layout.small || page_of(board, i) == board->page;
        layout.spot[i] = (struct spot){0, shown ? wish(board, i, rows) : 0, board->state[i].title[0] != '\0'};
    }
    int list = rows < LOW_ROWS || board->count > MANY_PARTS ? LIST_LEAST_LOW : LIST_LEAST;
    shed(board, &layout, layout.small ? rows - 1 : rows - list);
    stack_up(board, &layout, layout.small ? 1 : 0);
    if (layout.small)
        layout.rows = on_list(board) ? 1 : rows;
    return layout;
}

static int board_rows(const struct board *board, int rows, int cols)
{
    return arrange(board, rows, cols).rows;
}

/* ---- filling ---- */

void board_init(struct board *board, const struct board_part *parts, int count, void *view)
{
    must(count <= BOARD_PARTS_MAX);
    *board = (struct board){.parts = parts, .count = count, .view = view};
    for (int i = 0; i < count; i++)
        if (parts[i].kind == BOARD_SHEET)
            board->state[i].sheet = sheet_new();
}

void board_fini(struct board *board)
{
    for (int i = 0; i < board->count; i++)
        if (board->state[i].sheet != NULL)
            sheet_free(&board->state[i].sheet);
}

void board_clear(struct board *board)
{
    for (int i = 0; i < board->count; i++) {
        board->state[i].title[0] = board->state[i].right[0] = '\0';
        board->state[i].lines = 0;
        if (board->state[i].sheet != NULL)
            sheet_clear(board->state[i].sheet);
    }
}

struct sheet *board_sheet(struct board *board, int part)
{
    return board->state[part].sheet;
}

/* ---- the cursor ---- */

static int line_count(const struct board *board, int i)
{
    switch (board->parts[i].kind) {
    case BOARD_SHEET: return sheet_line_count(board->state[i].sheet);
    case BOARD_TABLE: return board->state[i].lines;
    case BOARD_PLOT: break;
    }
    return 1;
}

static bool can_focus(const struct board *board, const struct layout *layout, int i)
{
    return i >= 0 && i < board->count && layout->spot[i].rows > 0 && line_count(board, i) > 0;
}

static int next_focus(const struct board *board, const struct layout *layout, int from, int step)
{
    int i = from + step;
    while (i >= 0 && i < board->count && !can_focus(board, layout, i))
        i += step;
    return i >= 0 && i < board->count ? i : -1;
}

static void keep_seen(struct board *board, int i, int rows)
{
    struct board_state *state = &board->state[i];
    int last = line_count(board, i) - 1;
    state->cursor = state->cursor > last ? last : state->cursor < 0 ? 0 : state->cursor;
    if (board->parts[i].kind == BOARD_TABLE)
        state->top = table_scroll(state->top, state->cursor, state->lines, rows - 1);
    else if (board->parts[i].kind == BOARD_SHEET)
        state->top = table_scroll(state->top, sheet_line_row(state->sheet, state->cursor), sheet_rows(state->sheet), rows);
}

static void board_settle(struct board *board, const struct grid *grid, int rows, int cols)
{
    if (grid == NULL)
        return; /* it has not been drawn yet */
    for (int i = 0; i < board->count; i++)
        if (board->state[i].sheet != NULL)
            sheet_layout(board->state[i].sheet, grid, cols, SHEET_NO_HEADS);
    struct layout layout = arrange(board, rows, cols);
    for (int i = 0; i < board->count; i++)
        keep_seen(board, i, layout.spot[i].rows);
    if (!can_focus(board, &layout, board->focus)) {
        int first = next_focus(board, &layout, -1, 1);
        board->focus = first >= 0 ? first : 0;
    }
}

static int step_of(struct str name, int rows)
{
    const struct {
        struct str name;
        int step;
    } steps[] = {
        {STR("down"), 1}, {STR("up"), -1}, {STR("page-down"), rows}, {STR("page-up"), -rows},
        {STR("half-down"), (rows + 1) / 2}, {STR("half-up"), -(rows + 1) / 2}, {STR("first"), -100000}, {STR("last"), 100000},
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (str_eq(steps[i].name, name))
            return steps[i].step;
    return 0;
}

static bool board_move(struct board *board, struct str name, int rows, int cols)
{
    struct layout layout = arrange(board, rows, cols);
    if (layout.small && on_list(board))
        return false;
    struct board_state *state = &board->state[board->focus];
    int step = step_of(name, layout.spot[board->focus].rows), to = state->cursor + step;
    bool leaves = (step == 1 && to >= line_count(board, board->focus)) || (step == -1 && to < 0);
    int next = leaves ? next_focus(board, &layout, board->focus, step) : -1;
    if (next >= 0) {
        board->focus = next;
        board->state[next].cursor = step > 0 ? 0 : line_count(board, next) - 1;
    } else {
        state->cursor = to;
    }
    keep_seen(board, board->focus, layout.spot[board->focus].rows);
    return true;
}

static enum board_focus board_tab(struct board *board, enum board_focus focus, int rows, int cols)
{
    if (board_is_small(rows, cols)) {
        board->page = on_list(board) ? 0 : board->page + 1;
        struct layout layout = arrange(board, rows, cols);
        int first = next_focus(board, &layout, -1, 1);
        board->focus = first >= 0 ? first : board->focus;
        return on_list(board) ? BOARD_AWAY : BOARD_FOCUSED;
    }
    struct layout layout = arrange(board, rows, cols);
    int next = next_focus(board, &layout, focus == BOARD_FOCUSED ? board->focus : -1, 1);
    board->focus = next >= 0 ? next : board->focus;
    return next >= 0 ? BOARD_FOCUSED : BOARD_AWAY;
}

/* ---- drawing ---- */

static void no_row(void *user, int row, struct table_row *out)
{
    (void)user, (void)row, (void)out;
}

static void draw_table(const struct board *board, int i, struct canvas canvas, enum board_focus focus)
{
    const struct board_part *part = &board->parts[i];
    const struct board_state *state = &board->state[i];
    struct table_layout layout;
    table_fit(part->columns, part->column_count, canvas.cols, &layout);
    const struct table table = {
        .columns = part->columns, .count = part->column_count, .layout = &layout, .top = state->top,
        .rows = state->lines, .cursor = focus == BOARD_FOCUSED ? state->cursor : -1, .cursor_column = -1,
        .focused = focus == BOARD_FOCUSED,
        .row = no_row, .cell = part->cell, .user = board->view,
    };
    table_draw_header(&table, canvas);
    table_draw(&table, canvas_sub(canvas, 1, 0, canvas.rows - 1, canvas.cols));
}

static void draw_part(const struct board *board, int i, const struct spot *spot, struct canvas canvas,
                      enum board_focus focus)
{
    const struct board_state *state = &board->state[i];
    struct canvas area = canvas_sub(canvas, spot->row, 0, spot->rows, canvas.cols);
    if (spot->rule)
        canvas_rule(canvas_sub(canvas, spot->row - 1, 0, 1, canvas.cols), 0, str_of(state->title), str_of(state->right));
    switch (board->parts[i].kind) {
    case BOARD_SHEET: sheet_draw(state->sheet, area, state->top, focus == BOARD_FOCUSED ? state->cursor : -1); break;
    case BOARD_TABLE: draw_table(board, i, area, focus); break;
    case BOARD_PLOT: board->parts[i].plot(board->view, area, focus); break;
    }
}

static void draw_tabs(const struct board *board, struct canvas canvas)
{
    struct bar_piece pieces[BOARD_PARTS_MAX + 1];
    int count = 0;
    for (int i = 0; i < board->count; i++) {
        if (i > 0 && page_of(board, i) == page_of(board, i - 1))
            continue;
        bool here = page_of(board, i) == board->page;
        pieces[count++] = (struct bar_piece){str_of(board->parts[i].page), here ? ROLE_CHIP : ROLE_MUTED, 0, BAR_CHIP};
    }
    pieces[count++] = (struct bar_piece){STR(BOARD_LIST_PAGE), on_list(board) ? ROLE_CHIP : ROLE_MUTED, 0, BAR_CHIP};
    bar_line(canvas, 0, pieces, count, ROLE_TEXT);
}

static void board_draw(const struct board *board, struct canvas canvas, int view_rows, enum board_focus focus)
{
    struct layout layout = arrange(board, view_rows, canvas.cols);
    for (int i = 0; i < board->count; i++)
        if (layout.spot[i].rows > 0)
            draw_part(board, i, &layout.spot[i], canvas, i == board->focus ? focus : BOARD_AWAY);
    if (layout.small)
        draw_tabs(board, canvas);
}

/* ---- a stream under a board ---- */

static struct boardview *boardview_of(struct stream *stream)
{
    return (struct boardview *)stream;
}

static enum board_focus focus_of(const struct stream *stream)
{
    return stream->head_focused ? BOARD_FOCUSED : BOARD_AWAY;
}

int boardview_rows(const struct stream *stream, int rows, int cols)
{
    return board_rows(&((const struct boardview *)stream)->board, rows, cols);
}

void boardview_draw(const struct stream *stream, struct canvas canvas)
{
    board_draw(&((const struct boardview *)stream)->board, canvas, stream->view.rows, focus_of(stream));
}

bool boardview_tab(struct stream *stream)
{
    const struct view *view = &stream->view;
    return board_tab(&boardview_of(stream)->board, focus_of(stream), view->rows, view->cols) == BOARD_FOCUSED;
}

bool boardview_move(struct stream *stream, struct str name)
{
    return board_move(&boardview_of(stream)->board, name, stream->view.rows, stream->view.cols);
}

/* On a small screen the page is where the focus is: it begins on the first one, and what is typed is typed at the list. */
static void turn_page(struct boardview *v)
{
    if (filterbar_is_open(&v->stream.bar) || v->stream.prompt.use != NULL)
        v->stream.head_focused = 0;
    else if (!v->board.shown)
        v->stream.head_focused = 1;
    if (!v->stream.head_focused)
        v->board.page = page_count(&v->board);
    else if (on_list(&v->board))
        v->board.page = page_of(&v->board, v->board.focus);
}

void boardview_settle(struct boardview *v)
{
    const struct view *view = &v->stream.view;
    if (view->grid != NULL && board_is_small(view->rows, view->cols))
        turn_page(v);
    v->board.shown = view->grid != NULL;
    board_settle(&v->board, view->grid, view->rows, view->cols);
}

int boardview_line(const struct boardview *v)
{
    return v->board.state[v->board.focus].cursor;
}

void boardview_close(struct view *view)
{
    board_fini(&((struct boardview *)view)->board);
    stream_close(view);
}

bool boardview_number(field_id field, int64_t number, struct value *out)
{
    *out = (struct value){.kind = field_row(field)->kind, .i = number};
    return number >= 0;
}

bool boardview_text(field_id field, struct str text, struct value *out)
{
    *out = (struct value){.kind = field_row(field)->kind, .s = text};
    return text.n > 0;
}
