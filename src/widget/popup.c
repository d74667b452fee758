/* Lists and questions in a frame over the screen. */
#include "widget/popup.h"

#include <stdio.h>

#define FOOT_MAX 120

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

struct canvas popup_area(struct canvas canvas, const struct popup *popup, enum popup_place place, int row, int col,
                         int width)
{
    int wanted = popup->count > 0 ? popup->count + 2 : 3;
    int cols = smaller(width > 0 ? width : canvas.cols * 2 / 3, canvas.cols);
    col = col + cols > canvas.cols ? canvas.cols - cols : col;
    if (place == POPUP_ABOVE) {
        int rows = smaller(wanted, row);
        return canvas_sub(canvas, row - rows, col, rows, cols);
    }
    if (place == POPUP_BELOW)
        return canvas_sub(canvas, row + 1, col, smaller(wanted, canvas.rows - row - 1), cols);
    int rows = smaller(wanted, canvas.rows - 2 > 3 ? canvas.rows - 2 : canvas.rows);
    return canvas_sub(canvas, (canvas.rows - rows) / 3, (canvas.cols - cols) / 2, rows, cols);
}

/* Tints the bytes of a drawn text that matched; one column a byte, as command names have. */
static void draw_hits(struct canvas canvas, int row, int col, const struct popup_item *item, int width)
{
    for (int i = 0; i < 64 && i < width; i++)
        if ((item->hits >> i & 1) != 0)
            canvas_text(canvas, row, col + i, 1, str_sub(item->text, (size_t)i, 1), ROLE_POPUP_HIT, 0);
}

static int text_column(const struct popup *popup, struct canvas inside)
{
    int widest = 0;
    for (int i = 0; i < inside.rows && popup->top + i < popup->count; i++) {
        struct popup_item item = {0};
        popup->item(popup->user, popup->top + i, &item);
        int width = canvas_measure(inside, item.text, 0);
        widest = width > widest ? width : widest;
    }
    return smaller(widest, inside.cols * 2 / 3) + 2;
}

static void draw_item(const struct popup *popup, struct canvas inside, int row, int text_width)
{
    struct popup_item item = {0};
    int index = popup->top + row;
    popup->item(popup->user, index, &item);
    int end = inside.cols - 1;
    int right = item.right.n > 0 ? canvas_measure(inside, item.right, 0) : 0;
    if (right > 0 && right < end / 2) {
        canvas_text(inside, row, end - right, right, item.right, ROLE_POPUP_TITLE, 0);
        end -= right + 1;
    }
    int room = smaller(text_width - 2, end - 1);
    int used = canvas_text(inside, row, 1, item.note.n > 0 ? room : end - 1, item.text, ROLE_POPUP, CANVAS_ELLIPSIS);
    draw_hits(inside, row, 1, &item, used);
    if (item.note.n > 0 && text_width + 1 < end)
        canvas_text(inside, row, text_width + 1, end - text_width - 1, item.note, ROLE_POPUP_MUTED, CANVAS_ELLIPSIS);
    if (index == popup->chosen)
        canvas_overlay(inside, row, 0, inside.cols, ROLE_POPUP_CURSOR);
}

static struct canvas draw_frame(struct canvas area, struct str title, struct str foot, role_id title_role)
{
    canvas_fill(area, ROLE_POPUP);
    struct canvas inside = canvas_box(area, title, ROLE_POPUP_BORDER, title_role);
    int width = canvas_measure(area, foot, 0);
    if (width > 0 && width + 6 < area.cols) {
        canvas_repeat(area, area.rows - 1, area.cols - width - 4, width + 2, ' ', ROLE_POPUP_BORDER);
        canvas_text(area, area.rows - 1, area.cols - width - 3, width, foot, ROLE_POPUP_MUTED, 0);
    }
    return inside;
}

/* What does not fit is said on the frame, with the foot's own words where there is room for both. */
static void add_unseen(const struct popup *popup, int rows, char *out, size_t size)
{
    int above = popup->top, below = popup->count - popup->top - rows;
    size_t n = 0;
    out[0] = '\0';
    if (above > 0)
        n = (size_t)snprintf(out, size, "%d more above", above);
    if (below > 0 && n < size)
        n += (size_t)snprintf(out + n, size - n, "%s%d more below", n > 0 ? ", " : "", below);
    if (popup->foot.n > 0 && n < size)
        snprintf(out + n, size - n, "%s%.*s", n > 0 ? "; " : "", STR_ARG(popup->foot));
}

void popup_draw(const struct popup *popup, struct canvas area)
{
    char foot[FOOT_MAX];
    add_unseen(popup, area.rows - 2, foot, sizeof foot);
    struct canvas inside = draw_frame(area, popup->title, str_of(foot), ROLE_POPUP_TITLE);
    int width = text_column(popup, inside);
    for (int row = 0; row < inside.rows && popup->top + row < popup->count; row++)
        draw_item(popup, inside, row, width);
}

void popup_move(struct popup *popup, int delta, int visible)
{
    int last = popup->count - 1;
    popup->chosen += delta;
    popup->chosen = popup->chosen > last ? last : popup->chosen < 0 ? (last < 0 ? -1 : 0) : popup->chosen;
    if (popup->chosen >= 0 && popup->chosen < popup->top)
        popup->top = popup->chosen;
    if (visible > 0 && popup->chosen >= popup->top + visible)
        popup->top = popup->chosen - visible + 1;
    if (popup->top > last - visible + 1)
        popup->top = last - visible + 1;
    if (popup->top < 0)
        popup->top = 0;
}

/* The next line of a text wrapped at blanks. */
static struct str take_line(struct canvas canvas, struct str *rest, int width)
{
    int columns;
    ptrdiff_t end = str_find_byte(*rest, '\n');
    struct str line = end >= 0 ? str_sub(*rest, 0, (size_t)end) : *rest;
    size_t n = canvas_fit(canvas, line, width, 0, &columns);
    bool whole = n == line.n;
    for (size_t i = n; !whole && i > 0; i--)
        if (line.p[i - 1] == ' ') {
            n = i;
            break;
        }
    struct str piece = str_sub(line, 0, n);
    *rest = str_sub(*rest, n + (whole && end >= 0 ? 1 : 0), rest->n);
    return piece;
}

void popup_message(struct canvas canvas, struct str title, struct str text, struct str foot, role_id title_role)
{
    int cols = smaller(canvas.cols, 64), rows = 2;
    struct str rest = text;
    while (rest.n > 0 && rows < canvas.rows) {
        take_line(canvas, &rest, cols - 4);
        rows++;
    }
    struct canvas area = canvas_sub(canvas, (canvas.rows - rows) / 3, (canvas.cols - cols) / 2, rows, cols);
    draw_frame(area, title, foot, title_role);
    rest = text;
    for (int row = 1; row + 1 < rows && rest.n > 0; row++)
        canvas_text(area, row, 2, cols - 4, take_line(canvas, &rest, cols - 4), ROLE_POPUP, 0);
}
