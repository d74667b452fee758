/* The picture of facets side by side. Pure. */
#include "view/facets.h"

#include "base/fmt.h"
#include "widget/bar.h"

#include <stdio.h>

#define LEAST_WIDTH 28 /* of one facet; 24 where that makes two of one */
#define LEAST_WIDTH_HALF 24
#define HALF_COLS 58
#define BETWEEN 2      /* columns between two */
#define BOX 4          /* "[x] " */
#define LEAST_TEXT 8
#define LEAST_BAR 4
#define MOST_BAR 14

int facets_width(int cols)
{
    int least = cols < HALF_COLS ? LEAST_WIDTH_HALF : LEAST_WIDTH, n = (cols - 2 + BETWEEN) / (least + BETWEEN);
    return n < 1 ? 1 : n > FACETS_SEEN_MAX ? FACETS_SEEN_MAX : n;
}

/* Where the parts of a row stand. */
struct plan {
    int text, count_at, count, bar_at, bar;
};

static struct str text_of(const struct facet_row *row)
{
    return row->text.n > 0 ? row->text : STR("(none)");
}

static struct plan plan_rows(const struct facet *facet, struct canvas canvas)
{
    struct plan plan = {.count = 1};
    int widest = LEAST_TEXT;
    char count[FMT_MAX];
    for (int i = 0; i < facet->chooser.count; i++) {
        int width = canvas_measure(canvas, text_of(&facet->rows[i]), 0);
        int digits = (int)fmt_count(facet->rows[i].count, count, sizeof count);
        widest = width > widest ? width : widest;
        plan.count = digits > plan.count ? digits : plan.count;
    }
    int room = canvas.cols - BOX - 1 - plan.count;
    plan.bar = room - widest - 1;
    plan.bar = plan.bar < LEAST_BAR ? LEAST_BAR : plan.bar > MOST_BAR ? MOST_BAR : plan.bar;
    if (room < LEAST_TEXT + 1 + LEAST_BAR)
        plan.bar = 0;
    plan.text = room - (plan.bar > 0 ? plan.bar + 1 : 0);
    plan.count_at = BOX + plan.text + 1;
    plan.bar_at = plan.count_at + plan.count + 1;
    return plan;
}

static void draw_box(struct canvas canvas, int row, enum facet_mark mark)
{
    static const struct {
        const char *text;
        role_id role;
    } boxes[] = {[FACET_FREE] = {"[ ]", ROLE_MUTED}, [FACET_IN] = {"[x]", ROLE_ACCENT}, [FACET_OUT] = {"[-]", ROLE_WARN}};
    canvas_text(canvas, row, 0, BOX - 1, str_of(boxes[mark].text), boxes[mark].role, 0);
}

static void draw_row(const struct facet *facet, struct canvas canvas, int row, const struct plan *plan)
{
    const struct facet_row *r = &facet->rows[facet->chooser.top + row];
    char count[FMT_MAX];
    fmt_count(r->count, count, sizeof count);
    bool out = r->mark == FACET_OUT;
    draw_box(canvas, row, r->mark);
    canvas_text(canvas, row, BOX, plan->text, text_of(r), out ? ROLE_MUTED : r->role, CANVAS_ELLIPSIS);
    canvas_text(canvas, row, plan->count_at, plan->count, str_of(count), out || r->count == 0 ? ROLE_MUTED : ROLE_TEXT,
                CANVAS_RIGHT);
    double share = facet->most > 0 && r->text.n > 0 ? (double)r->count / (double)facet->most : 0;
    bar_length(canvas, row, plan->bar_at, plan->bar, share, out ? ROLE_BAR_EMPTY : ROLE_BAR_FULL);
}

/* "14 values", or what stands in the way of that. */
static void size_words(const struct facet *facet, char *out, size_t size)
{
    char count[FMT_MAX];
    fmt_count(facet->values, count, sizeof count);
    if (facet_progress(facet) < 1)
        snprintf(out, size, "%.0f%%", facet_progress(facet) * 100);
    else if (facet->find[0] != '\0')
        snprintf(out, size, "/%s", facet->find);
    else
        snprintf(out, size, "%s value%s", count, facet->values == 1 ? "" : "s");
}

static void draw_title(const struct facet *facet, struct canvas canvas, enum facets_focus focus)
{
    const struct field_row *row = field_row(facet->field);
    char size[FACET_FIND_MAX + 8];
    size_words(facet, size, sizeof size);
    bool alike = str_eq_nocase(str_of(row->title), str_of(row->name));
    const struct bar_piece pieces[] = {
        {str_of(row->title), focus == FACETS_FOCUSED ? ROLE_TABLE_SORT : ROLE_TABLE_HEADER, 0, BAR_SHRINK},
        {alike ? STR_NONE : str_of(row->name), ROLE_MUTED, 2, 0},
        {str_of(size), facet_progress(facet) < 1 ? ROLE_WARN : ROLE_MUTED, 1, BAR_GAP},
    };
    bar_line(canvas, 0, pieces, 3, ROLE_TEXT);
}

static void draw_facet(const struct facet *facet, struct canvas canvas, enum facets_focus focus)
{
    struct canvas rows = canvas_sub(canvas, 1, 0, canvas.rows - 1, canvas.cols);
    struct plan plan = plan_rows(facet, rows);
    draw_title(facet, canvas_sub(canvas, 0, 0, 1, canvas.cols), focus);
    if (facet->chooser.count == 0 && facet_progress(facet) >= 1)
        canvas_text(rows, 0, BOX, rows.cols - BOX, facet->find[0] != '\0' ? STR("no value holds that") : STR("no events"),
                    ROLE_MUTED, CANVAS_ELLIPSIS);
    for (int row = 0; row < rows.rows && facet->chooser.top + row < facet->chooser.count; row++) {
        draw_row(facet, rows, row, &plan);
        if (facet->chooser.top + row == facet->chooser.chosen && focus == FACETS_FOCUSED)
            canvas_overlay(rows, row, 0, rows.cols, ROLE_ROW_CURSOR);
    }
}

void facets_draw(const struct facets *facets, struct canvas canvas, enum facets_focus focus)
{
    if (facets->seen == 0)
        return;
    int width = (canvas.cols - 2 - BETWEEN * (facets->seen - 1)) / facets->seen;
    for (int i = 0; i < facets->seen; i++) {
        bool chosen = facets->first + i == facets->chosen && focus == FACETS_FOCUSED;
        draw_facet(facets->facet[i], canvas_sub(canvas, 0, 1 + i * (width + BETWEEN), canvas.rows, width),
                   chosen ? FACETS_FOCUSED : FACETS_AWAY);
    }
}
