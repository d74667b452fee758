/* Draws a table: fits columns to a width, then asks for each visible row and cell. Holds nothing between frames. */
#include "widget/table.h"

#define GAP 1 /* between columns */

static int least(const struct table_column *column)
{
    return column->min > 0 && column->min < column->width ? column->min : column->width;
}

/* What a column asks for before others are dropped: columns that grow begin small. */
static int asked(const struct table_column *column)
{
    return column->grow > 0 ? least(column) : column->width;
}

/* What stands before a column: blanks and the room for marks. */
static int gap_before(const struct table_column *columns, int i)
{
    return (i > 0 ? GAP : 0) + (columns[i].marks ? 1 : 0);
}

/* Columns needed with the widths given so far. */
static int total(const struct table_column *columns, const struct table_layout *layout, int count)
{
    int sum = TABLE_GUTTER;
    for (int i = 0; i < count; i++)
        if (layout->columns[i] > 0)
            sum += layout->columns[i] + gap_before(columns, i);
    return sum;
}

/* Takes the least important column out; false when none may go. */
static bool drop_one(const struct table_column *columns, struct table_layout *layout, int count)
{
    int worst = -1;
    for (int i = 0; i < count; i++)
        if (layout->columns[i] > 0 && columns[i].priority > 0 &&
            (worst < 0 || columns[i].priority >= columns[worst].priority))
            worst = i;
    if (worst < 0)
        return false;
    layout->columns[worst] = 0;
    return true;
}

/* Gives what is left over: first up to the wanted widths, most important first, then by shares. */
static void widen(const struct table_column *columns, struct table_layout *layout, int count, int room)
{
    for (int priority = 0; priority <= 100 && room > 0; priority++)
        for (int i = 0; i < count; i++) {
            int more = columns[i].width - layout->columns[i];
            if (layout->columns[i] == 0 || columns[i].priority != priority || more <= 0)
                continue;
            more = more < room ? more : room;
            layout->columns[i] += more;
            room -= more;
        }
    int shares = 0, given = 0, seen = 0;
    for (int i = 0; i < count; i++)
        shares += layout->columns[i] > 0 ? columns[i].grow : 0;
    for (int i = 0; i < count && shares > 0 && room > 0; i++) {
        if (layout->columns[i] == 0 || columns[i].grow == 0)
            continue;
        seen += columns[i].grow;
        layout->columns[i] += room * seen / shares - given;
        given = room * seen / shares;
    }
}

/* Columns that never go give what they can, and then share what there is. */
static void squeeze(const struct table_column *columns, struct table_layout *layout, int count, int width)
{
    for (int i = count - 1; i >= 0 && total(columns, layout, count) > width; i--) {
        int over = total(columns, layout, count) - width;
        int keep = layout->columns[i] - over;
        if (layout->columns[i] > 0)
            layout->columns[i] = keep >= 4 ? keep : i == 0 ? 1 : 0;
    }
}

void table_fit(const struct table_column *columns, int count, int width, struct table_layout *out)
{
    *out = (struct table_layout){.count = count < TABLE_COLUMNS_MAX ? count : TABLE_COLUMNS_MAX,
                                 .width = width};
    for (int i = 0; i < out->count; i++)
        out->columns[i] = asked(&columns[i]);
    while (total(columns, out, out->count) > width && drop_one(columns, out, out->count))
        ;
    for (int i = 0; i < out->count && total(columns, out, out->count) > width; i++)
        out->columns[i] = out->columns[i] > 0 ? least(&columns[i]) : 0;
    if (total(columns, out, out->count) > width)
        squeeze(columns, out, out->count, width);
    widen(columns, out, out->count, width - total(columns, out, out->count));
    int x = TABLE_GUTTER;
    for (int i = 0; i < out->count; i++) {
        x += out->columns[i] > 0 ? gap_before(columns, i) : 0;
        out->x[i] = x;
        x += out->columns[i];
    }
}

static void draw_title(const struct table *table, struct canvas canvas, int i)
{
    const struct table_column *column = &table->columns[i];
    int width = table->layout->columns[i], x = table->layout->x[i];
    bool sorted = column->sorted != 0;
    role_id role = sorted ? ROLE_TABLE_SORT : ROLE_TABLE_HEADER;
    unsigned flags = column->align == TABLE_RIGHT ? CANVAS_RIGHT : CANVAS_LEFT;
    int used = canvas_text(canvas, 0, x, width, str_of(column->title), role, flags);
    if (sorted && column->align != TABLE_RIGHT && used < width)
        canvas_glyph(canvas, 0, x + used, column->sorted == 1 ? GLYPH_UP : GLYPH_DOWN, role);
}

void table_draw_header(const struct table *table, struct canvas canvas)
{
    canvas_fill_row(canvas, 0, ROLE_TABLE_HEADER);
    for (int i = 0; i < table->layout->count; i++)
        if (table->layout->columns[i] > 0)
            draw_title(table, canvas, i);
}

struct scratch {
    struct buf text, tail;
    int end; /* the column where cells must end, the tail being behind it */
};

static void draw_cell(const struct table *table, struct canvas canvas, int row, int index, int i,
                      const struct table_row *about, struct scratch *scratch)
{
    struct table_cell cell = {.text = &scratch->text, .role = ROLE_TEXT};
    int x = table->layout->x[i], width = table->layout->columns[i];
    buf_clear(cell.text);
    table->cell(table->user, index, i, &cell);
    role_id role = (about->flags & TABLE_ROW_DIM) != 0 ? (role_id)ROLE_TABLE_CONTEXT : cell.role;
    /* The mark stands in the gap before the text, so that texts of marked and plain rows align. */
    if (cell.mark[0] != '\0')
        canvas_text(canvas, row, x - 1, 1, str_of(cell.mark), cell.mark_role, 0);
    unsigned flags = table->columns[i].align == TABLE_ENDS ? CANVAS_ELLIPSIS_MIDDLE : CANVAS_ELLIPSIS;
    if (table->columns[i].align == TABLE_RIGHT)
        flags |= CANVAS_RIGHT;
    width = x + width > scratch->end ? scratch->end - x : width;
    canvas_text(canvas, row, x, width, buf_str(cell.text), role, flags);
}

static void draw_gutter(const struct table *table, struct canvas canvas, int row, int index,
                        const struct table_row *about)
{
    if (about->flag[0] != '\0')
        canvas_text(canvas, row, 0, 1, str_of(about->flag), about->flag_role, 0);
    else if (index == table->cursor)
        canvas_glyph(canvas, row, 0, GLYPH_POINTER, ROLE_ACCENT);
}

/* Draws the tail; returns the column where it begins, with a blank before it. */
static int draw_tail(struct canvas canvas, int row, const struct table_row *about)
{
    struct str tail = buf_str(about->tail);
    int width = tail.n > 0 ? canvas_measure(canvas, tail, 0) : 0;
    if (width == 0 || width > canvas.cols / 2)
        return canvas.cols;
    int x = canvas.cols - width;
    canvas_text(canvas, row, x, width, tail, about->tail_role, 0);
    return x - 1;
}

static void draw_row(const struct table *table, struct canvas canvas, int row, struct scratch *scratch)
{
    int index = table->top + row;
    struct table_row about = {.text = &scratch->text, .tail = &scratch->tail, .tail_role = ROLE_MUTED,
                              .role = ROLE_TABLE_GAP};
    buf_clear(about.text);
    buf_clear(about.tail);
    canvas_fill_row(canvas, row, ROLE_TEXT);
    table->row(table->user, index, &about);
    scratch->end = draw_tail(canvas, row, &about);
    if ((about.flags & TABLE_ROW_BANNER) != 0)
        canvas_text(canvas, row, TABLE_GUTTER, scratch->end - TABLE_GUTTER, buf_str(about.text), about.role,
                    CANVAS_ELLIPSIS);
    for (int i = 0; i < table->layout->count && (about.flags & TABLE_ROW_BANNER) == 0; i++)
        if (table->layout->columns[i] > 0)
            draw_cell(table, canvas, row, index, i, &about, scratch);
    draw_gutter(table, canvas, row, index, &about);
    if (index != table->cursor)
        return;
    role_id over = table->focused ? ROLE_ROW_CURSOR : ROLE_ROW_CURSOR_AWAY;
    int i = table->cursor_column;
    if (table->focused && i >= 0 && i < table->layout->count && table->layout->columns[i] > 0)
        canvas_underlay(canvas, row, table->layout->x[i], table->layout->columns[i], ROLE_CELL_CURSOR);
    canvas_underlay(canvas, row, 0, canvas.cols, over);
}

void table_draw(const struct table *table, struct canvas canvas)
{
    struct scratch scratch = {0};
    for (int row = 0; row < canvas.rows; row++) {
        if (table->top + row < 0 || table->top + row >= table->rows)
            canvas_fill_row(canvas, row, ROLE_TEXT);
        else
            draw_row(table, canvas, row, &scratch);
    }
    buf_fini(&scratch.text);
    buf_fini(&scratch.tail);
}

int table_scroll(int top, int cursor, int rows, int height)
{
    if (cursor >= 0 && cursor < top)
        top = cursor;
    if (cursor >= 0 && height > 0 && cursor >= top + height)
        top = cursor - height + 1;
    int last = rows - height;
    if (top > last)
        top = last;
    return top > 0 ? top : 0;
}
