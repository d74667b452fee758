/* picture: a golden screen and a theme become an SVG, for the README.  picture GOLDEN THEME TITLE > FILE.svg */
#include "base/utf8.h"
#include "base/xalloc.h"
#include "canvas/theme.h"

#include <stdio.h>
#include <stdlib.h>

#define ROWS_MAX 200
#define CELL_W 8.4
#define CELL_H 17
#define MARGIN 14
#define FILE_MAX (1u << 20)

struct block {
    struct str rows[ROWS_MAX];
    int count;
};

static struct buf text;

static int read_file(const char *path)
{
    FILE *f = fopen(path, "r");
    if (f == NULL)
        return -1;
    buf_reserve(&text, FILE_MAX);
    text.n = fread(text.p, 1, FILE_MAX, f);
    fclose(f);
    return 0;
}

static void cut(struct block blocks[3])
{
    static const char *const heads[3] = {"", "--- roles", "--- over"};
    struct str rest = buf_str(&text), line;
    int at = 0;
    while (str_next(&rest, '\n', &line)) {
        for (int i = 1; i < 3; i++)
            at = str_eq(line, str_of(heads[i])) ? i : at;
        bool head = at > 0 && str_eq(line, str_of(heads[at]));
        if (!head && blocks[at].count < ROWS_MAX)
            blocks[at].rows[blocks[at].count++] = line;
    }
}

static role_id role_at(const struct block *block, int row, size_t col)
{
    char letter = row < block->count && col < block->rows[row].n ? block->rows[row].p[col] : '.';
    for (int i = 0; i < ROLE_COUNT_; i++) {
        if (role_row((role_id)i)->letter == letter)
            return (role_id)i;
    }
    return ROLE_TEXT;
}

static void escape(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        const char *entity = s.p[i] == '<' ? "&lt;" : s.p[i] == '&' ? "&amp;" : s.p[i] == ' ' ? "&#160;" : NULL;
        if (entity != NULL)
            fputs(entity, stdout);
        else
            putchar(s.p[i]);
    }
}

struct look {
    struct style style;
    uint32_t fg, bg;
};

static struct look look_at(const struct theme *theme, const struct block blocks[3], int row, size_t col)
{
    struct look look;
    look.style = theme_style(theme, role_at(&blocks[1], row, col), role_at(&blocks[2], row, col), DEPTH_256);
    theme_style_rgb(theme, look.style, DEPTH_256, &look.fg, &look.bg);
    if ((look.style.attr & STYLE_REVERSE) != 0) {
        uint32_t swap = look.fg;
        look.fg = look.bg;
        look.bg = swap;
    }
    return look;
}

static void draw_cell(const struct look *look, int row, size_t col, int width, struct str cluster, uint32_t paper)
{
    double x = MARGIN + (double)col * CELL_W;
    int y = MARGIN + row * CELL_H;
    if (look->bg != paper)
        printf("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#%06x\"/>\n", x, y, width * CELL_W + 0.4,
               CELL_H, look->bg);
    if (cluster.n == 0 || str_eq(cluster, STR(" ")))
        return;
    printf("<text x=\"%.1f\" y=\"%d\" fill=\"#%06x\"%s>", x, y + 13, look->fg,
           (look->style.attr & STYLE_BOLD) != 0 ? " font-weight=\"bold\"" : "");
    escape(cluster);
    printf("</text>\n");
}

static void draw_row(const struct theme *theme, const struct block blocks[3], int row, size_t cols, uint32_t paper)
{
    struct str rest = row < blocks[0].count ? blocks[0].rows[row] : STR_NONE, cluster;
    for (size_t col = 0; col < cols;) {
        int width = 1;
        if (!utf8_grapheme(&rest, &cluster, &width))
            cluster = STR_NONE;
        width = width > 0 ? width : 1;
        struct look look = look_at(theme, blocks, row, col);
        draw_cell(&look, row, col, width, cluster, paper);
        col += (size_t)width;
    }
}

int main(int argc, char **argv)
{
    struct error err = {0};
    static struct block blocks[3];
    struct theme *theme = argc == 4 ? theme_read(argv[2], &err) : NULL;
    if (theme == NULL || read_file(argv[1]) < 0) {
        fprintf(stderr, "usage: picture GOLDEN THEME TITLE > FILE.svg  %s\n", err.text);
        return 2;
    }
    cut(blocks);
    size_t cols = 0;
    for (int i = 0; i < blocks[0].count; i++)
        cols = str_eq(blocks[0].rows[i], STR_NONE) || utf8_columns(blocks[0].rows[i]) < cols ? cols
                                                                                             : utf8_columns(blocks[0].rows[i]);
    uint32_t ink, paper;
    theme_style_rgb(theme, theme_style(theme, ROLE_TEXT, ROLE_NONE, DEPTH_256), DEPTH_256, &ink, &paper);
    int height = blocks[0].count * CELL_H + 2 * MARGIN;
    double width = (double)cols * CELL_W + 2 * MARGIN;
    printf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%d\" role=\"img\" aria-label=\"%s\" "
           "font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"14\">\n",
           width, height, argv[3]);
    printf("<rect width=\"%.0f\" height=\"%d\" rx=\"8\" fill=\"#%06x\"/>\n", width, height, paper);
    for (int row = 0; row < blocks[0].count; row++)
        draw_row(theme, blocks, row, cols, paper);
    printf("</svg>\n");
    theme_free(&theme);
    buf_fini(&text);
    return 0;
}
