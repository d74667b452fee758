/* The filter bar. Owns the text while it is typed and the choice in the pop-up; what may be chosen comes from
 * query/offers, what the text finds from its user. Must not know rows. */
#include "view/filterbar.h"

#include "base/fmt.h"
#include "widget/popup.h"

#include <stdio.h>
#include <stdlib.h>

#define POPUP_ROWS_MAX 10
#define POPUP_WIDTH_LEAST 34
#define POPUP_WIDTH_MOST 76

/* What its keys do, for the footer. */
static const struct bar_hint keys[][6] = {
    [FILTERBAR_TYPING] = {{STR("Tab"), STR("complete")}, {STR("Enter"), STR("apply")}, {STR("Esc"), STR("back")},
                          {STR("Up ^R"), STR("earlier filters")}, {STR_NONE, STR_NONE}},
    [FILTERBAR_CHOOSING] = {{STR("Tab"), STR("next")}, {STR("S-Tab"), STR("back")}, {STR("Right"), STR("take")},
                            {STR("Enter"), STR("apply")}, {STR("Esc"), STR("as typed")}, {STR_NONE, STR_NONE}},
    [FILTERBAR_SEARCHING] = {{STR("^R"), STR("older")}, {STR("Tab"), STR("edit it")}, {STR("Enter"), STR("apply")},
                             {STR("Esc"), STR("as typed")}, {STR_NONE, STR_NONE}},
};

static struct str text_of(const struct filterbar *bar)
{
    return buf_str(&bar->input.text);
}

/* ---- life ---- */

static void each_list(void *user, void (*visit)(void *user, const char *name), void *visit_user)
{
    const struct desk *desk = user;
    if (desk->each_list != NULL)
        desk->each_list(desk->app, visit, visit_user);
}

static int past_count(const struct desk *desk)
{
    return desk->past_count != NULL ? desk->past_count(desk->app) : 0;
}

/* Up and Down walk through what other sessions used, too. */
static void load_past(struct filterbar *bar, const struct desk *desk)
{
    input_fini(&bar->input);
    for (int i = past_count(desk) - 1; i >= 0; i--)
        input_remember(&bar->input, str_of(desk->past(desk->app, i)));
}

static void ask(struct filterbar *bar)
{
    offers_ask(bar->offers, text_of(bar), bar->input.caret);
    bar->mode = FILTERBAR_TYPING;
    bar->chosen = -1;
}

void filterbar_open(struct filterbar *bar, struct view *view, const struct filterbar_use *use, struct str text)
{
    const struct offers_lists lists = {each_list, view->desk};
    load_past(bar, view->desk);
    bar->use = use;
    bar->reader = desk_reader(view->desk);
    bar->offers = offers_new(view->desk->store, bar->reader, &lists);
    bar->err = (struct error){0};
    bar->result[0] = '\0';
    input_set(&bar->input, text);
    ask(bar);
    view->typing = 1;
    view->typed = keys[bar->mode];
}

static void shut(struct filterbar *bar, struct view *view)
{
    bar->use = NULL;
    view->typing = 0;
    offers_free(&bar->offers);
    reader_free(&bar->reader);
}

void filterbar_fini(struct filterbar *bar)
{
    offers_free(&bar->offers);
    reader_free(&bar->reader);
    input_fini(&bar->input);
    buf_fini(&bar->before);
}

bool filterbar_is_open(const struct filterbar *bar)
{
    return bar->use != NULL;
}

bool filterbar_is_in_word(const struct filterbar *bar, struct str *before, struct str *word)
{
    if (!filterbar_is_open(bar) || bar->mode != FILTERBAR_TYPING || bar->err.code != E_NONE)
        return false;
    size_t from = offers_from(bar->offers), end = text_of(bar).n;
    *before = str_trim(str_sub(text_of(bar), 0, from));
    *word = str_sub(text_of(bar), from, end);
    return word->n > 0 && bar->input.caret == end && offers_count(bar->offers) > 0 && offers_field(bar->offers) == FIELD_NONE;
}

bool filterbar_work(struct filterbar *bar, int64_t budget_ns)
{
    /* under a choice the list stands still */
    return bar->mode == FILTERBAR_TYPING && offers_work(bar->offers, budget_ns);
}

void filterbar_tell(struct filterbar *bar, const char *text)
{
    snprintf(bar->result, sizeof bar->result, "%s", text);
}

/* ---- edits ---- */

static void show(struct filterbar *bar, struct view *view, struct str text)
{
    bar->err = (struct error){0};
    bar->use->changed(view, text, &bar->err);
}

static void edited(struct filterbar *bar, struct view *view)
{
    show(bar, view, text_of(bar));
    ask(bar);
}

static void keep_before(struct filterbar *bar)
{
    buf_clear(&bar->before);
    buf_add_str(&bar->before, text_of(bar));
}

static void restore_before(struct filterbar *bar, struct view *view)
{
    input_set(&bar->input, buf_str(&bar->before));
    edited(bar, view);
}

/* ---- choosing ---- */

static void write_choice(struct filterbar *bar, struct view *view)
{
    const struct offer *offer = offers_get(bar->offers, (size_t)bar->chosen);
    input_set(&bar->input, buf_str(&bar->before));
    input_replace(&bar->input, bar->from, bar->to, str_of(offer->insert));
    show(bar, view, text_of(bar));
}

/* With nothing typed the first press only shows what there is. */
static void begin_choosing(struct filterbar *bar, struct view *view, int step)
{
    if (offers_count(bar->offers) == 0)
        return;
    keep_before(bar);
    bar->from = offers_from(bar->offers);
    bar->to = offers_to(bar->offers);
    bar->mode = FILTERBAR_CHOOSING;
    bar->chosen = -1;
    if (!offers_is_called_for(bar->offers))
        return;
    bar->chosen = step > 0 ? 0 : (int)offers_count(bar->offers) - 1;
    write_choice(bar, view);
    if (offers_count(bar->offers) == 1)
        edited(bar, view);
}

static void choose(struct filterbar *bar, struct view *view, int step)
{
    int count = (int)offers_count(bar->offers);
    bar->chosen = bar->chosen < 0 ? (step > 0 ? 0 : count - 1) : (bar->chosen + step + count) % count;
    write_choice(bar, view);
}

static bool key_while_choosing(struct filterbar *bar, struct view *view, struct str key)
{
    if (str_eq(key, STR("Tab")) || str_eq(key, STR("Down")) || str_eq(key, STR("^N")))
        choose(bar, view, 1);
    else if (str_eq(key, STR("S-Tab")) || str_eq(key, STR("Up")) || str_eq(key, STR("^P")))
        choose(bar, view, -1);
    else if (str_eq(key, STR("Esc")))
        restore_before(bar, view);
    else if (str_eq(key, STR("Right")) || (str_eq(key, STR("Enter")) && bar->err.code != E_NONE))
        edited(bar, view); /* taken; what may follow is shown */
    else
        return false;
    return true;
}

/* ---- the search in earlier filters ---- */

static struct str hit(const struct filterbar *bar, const struct desk *desk)
{
    return bar->chosen >= 0 ? str_of(desk->past(desk->app, bar->hits[bar->chosen])) : STR_NONE;
}

static bool contains(struct str text, struct str needle)
{
    for (size_t at = 0; at + needle.n <= text.n; at++) {
        if (str_starts_nocase(str_sub(text, at, text.n), needle))
            return true;
    }
    return false;
}

static void search(struct filterbar *bar, struct view *view)
{
    const struct desk *desk = view->desk;
    bar->hit_count = 0;
    for (int i = 0; i < past_count(desk) && bar->hit_count < FILTERBAR_HITS_MAX; i++) {
        if (contains(str_of(desk->past(desk->app, i)), text_of(bar)))
            bar->hits[bar->hit_count++] = i;
    }
    bar->chosen = bar->hit_count > 0 ? 0 : -1;
    show(bar, view, bar->chosen >= 0 ? hit(bar, desk) : buf_str(&bar->before));
}

static void begin_searching(struct filterbar *bar, struct view *view)
{
    keep_before(bar);
    input_set(&bar->input, STR_NONE);
    bar->mode = FILTERBAR_SEARCHING;
    search(bar, view);
}

static void take_hit(struct filterbar *bar, struct view *view)
{
    struct str text = bar->chosen >= 0 ? hit(bar, view->desk) : buf_str(&bar->before);
    input_set(&bar->input, text);
    edited(bar, view);
}

static void step_hit(struct filterbar *bar, struct view *view, int step)
{
    if (bar->hit_count == 0)
        return;
    bar->chosen = (bar->chosen + step + bar->hit_count) % bar->hit_count;
    show(bar, view, hit(bar, view->desk));
}

static bool key_while_searching(struct filterbar *bar, struct view *view, struct str key)
{
    if (str_eq(key, STR("^R")) || str_eq(key, STR("Up")) || str_eq(key, STR("^P")))
        step_hit(bar, view, 1);
    else if (str_eq(key, STR("Down")) || str_eq(key, STR("^N")) || str_eq(key, STR("^S")))
        step_hit(bar, view, -1);
    else if (str_eq(key, STR("Esc")) || str_eq(key, STR("^G")))
        restore_before(bar, view);
    else if (str_eq(key, STR("Tab")) || str_eq(key, STR("Right")))
        take_hit(bar, view);
    else if (str_eq(key, STR("Enter"))) {
        take_hit(bar, view);
        return false;
    } else if (input_key(&bar->input, key) == INPUT_EDITED)
        search(bar, view);
    return true;
}

/* ---- keys ---- */

static void accept(struct filterbar *bar, struct view *view)
{
    const struct filterbar_use *use = bar->use;
    if (bar->err.code != E_NONE) { /* stays, with the caret at what is wrong */
        bar->input.caret = bar->err.from < text_of(bar).n ? bar->err.from : text_of(bar).n;
        ask(bar);
        return;
    }
    shut(bar, view);
    use->accepted(view, text_of(bar));
}

static void cancel(struct filterbar *bar, struct view *view)
{
    const struct filterbar_use *use = bar->use;
    shut(bar, view);
    use->cancelled(view);
}

static void key_while_typing(struct filterbar *bar, struct view *view, struct str key)
{
    if (str_eq(key, STR("Enter")))
        accept(bar, view);
    else if (str_eq(key, STR("Esc")) || str_eq(key, STR("^C")) || (str_eq(key, STR("BS")) && text_of(bar).n == 0))
        cancel(bar, view);
    else if (str_eq(key, STR("Tab")) || str_eq(key, STR("S-Tab")))
        begin_choosing(bar, view, str_eq(key, STR("Tab")) ? 1 : -1);
    else if (str_eq(key, STR("^R")))
        begin_searching(bar, view);
    else {
        enum input_answer answer = input_key(&bar->input, key);
        if (answer == INPUT_EDITED)
            edited(bar, view);
        else if (answer == INPUT_MOVED)
            ask(bar);
    }
}

bool filterbar_key(struct filterbar *bar, struct view *view, struct str key)
{
    bool taken = bar->mode == FILTERBAR_CHOOSING && key_while_choosing(bar, view, key);
    if (bar->mode == FILTERBAR_SEARCHING && !taken)
        taken = key_while_searching(bar, view, key);
    if (!taken) {
        bar->mode = FILTERBAR_TYPING;
        key_while_typing(bar, view, key);
    }
    view->typed = keys[bar->mode];
    return true;
}

bool filterbar_paste(struct filterbar *bar, struct view *view, struct str text)
{
    input_insert(&bar->input, text);
    if (bar->mode == FILTERBAR_SEARCHING)
        search(bar, view);
    else
        edited(bar, view);
    return true;
}

/* ---- drawing ---- */

struct picture {
    const struct filterbar *bar;
    const struct view *view;
    char count[FMT_MAX];
};

static void offer_item(void *user, int index, struct popup_item *out)
{
    struct picture *p = user;
    const struct offer *offer = offers_get(p->bar->offers, (size_t)index);
    *out = (struct popup_item){.text = str_of(offer->insert), .note = str_of(offer->help)};
    if (!offer->counted)
        return;
    fmt_count(offer->count, p->count, sizeof p->count);
    out->right = str_of(p->count);
}

static void past_item(void *user, int index, struct popup_item *out)
{
    const struct picture *p = user;
    const struct desk *desk = p->view->desk;
    *out = (struct popup_item){.text = str_of(desk->past(desk->app, p->bar->hits[index]))};
}

static bool is_all_written(const struct filterbar *bar)
{
    const struct offer *only = offers_count(bar->offers) == 1 ? offers_get(bar->offers, 0) : NULL;
    size_t from = offers_from(bar->offers);
    return only != NULL && str_eq_nocase(str_of(only->insert), str_sub(text_of(bar), from, offers_to(bar->offers) - from));
}

static bool has_popup(const struct filterbar *bar)
{
    if (bar->mode == FILTERBAR_TYPING)
        return offers_count(bar->offers) > 0 && offers_is_called_for(bar->offers) && !is_all_written(bar);
    return bar->mode == FILTERBAR_CHOOSING || bar->hit_count > 0;
}

/* As wide as what it shows needs, within bounds: the list behind it is what the filter is for. */
static int popup_width(const struct popup *popup, struct canvas whole, int rows)
{
    int widest = 0;
    for (int i = 0; i < rows && popup->top + i < popup->count; i++) {
        struct popup_item item = {0};
        popup->item(popup->user, popup->top + i, &item);
        int width = canvas_measure(whole, item.text, 0) + canvas_measure(whole, item.note, 0) +
                    canvas_measure(whole, item.right, 0) + 8;
        widest = width > widest ? width : widest;
    }
    int title = canvas_measure(whole, popup->title, 0) + 6;
    widest = widest < title ? title : widest;
    return widest < POPUP_WIDTH_LEAST ? POPUP_WIDTH_LEAST : widest > POPUP_WIDTH_MOST ? POPUP_WIDTH_MOST : widest;
}

static void title_of(const struct filterbar *bar, char *out, size_t size)
{
    field_id field = offers_field(bar->offers);
    if (bar->mode == FILTERBAR_SEARCHING)
        snprintf(out, size, "earlier filters");
    else if (field == FIELD_NONE)
        snprintf(out, size, "what may stand here");
    else if (offers_progress(bar->offers) < 1)
        snprintf(out, size, "%s, counting %.0f%%", field_row(field)->name, offers_progress(bar->offers) * 100);
    else
        snprintf(out, size, offers_are_sampled(bar->offers) ? "%s, of the newest events" : "%s, by number of events",
                 field_row(field)->name);
}

static void draw_popup(const struct filterbar *bar, const struct view *view, struct canvas whole, int above, int col)
{
    char title[80];
    struct picture picture = {.bar = bar, .view = view};
    bool searching = bar->mode == FILTERBAR_SEARCHING;
    struct popup popup = {.count = searching ? bar->hit_count : (int)offers_count(bar->offers),
                          .chosen = bar->chosen,
                          .item = searching ? past_item : offer_item,
                          .user = &picture};
    int rows = above / 2 < POPUP_ROWS_MAX ? above / 2 : POPUP_ROWS_MAX;
    rows = rows < popup.count ? rows : popup.count;
    if (rows < 1)
        return;
    title_of(bar, title, sizeof title);
    popup.title = str_of(title);
    popup_move(&popup, 0, rows); /* brings the choice into sight */
    popup.chosen = bar->chosen;
    struct canvas part = canvas_sub(whole, above - rows - 2, 0, rows + 2, whole.cols);
    popup_draw(&popup, popup_area(part, &popup, POPUP_ABOVE, part.rows, col, popup_width(&popup, whole, rows)));
}

/* A word at the end that can still become one that fits is not wrong yet. */
static bool is_unfinished(const struct filterbar *bar)
{
    size_t end = text_of(bar).n;
    return bar->err.from >= end || (bar->err.to >= end && bar->input.caret == end && offers_count(bar->offers) > 0);
}

/* The carets stand under the bytes at fault; the sentence behind them, or before them where that is the roomier side. */
static void draw_mistake(const struct filterbar *bar, struct canvas row, struct canvas text, const struct input_look *look)
{
    size_t to = bar->err.to > bar->err.from ? bar->err.to : bar->err.from + 1;
    int from_col = input_column(&bar->input, text, look, bar->err.from);
    int to_col = input_column(&bar->input, text, look, to < text_of(bar).n ? to : text_of(bar).n);
    to_col = to_col > from_col ? to_col : from_col + 1;
    for (int col = from_col; col < to_col; col++)
        canvas_text(row, 0, col, 1, STR("^"), ROLE_INPUT_ERROR, 0);
    int sentence = canvas_measure(row, str_of(bar->err.text), 0);
    role_id role = is_unfinished(bar) ? ROLE_MUTED : ROLE_WARN;
    if (to_col + 1 + sentence <= row.cols || row.cols - to_col > from_col)
        canvas_text(row, 0, to_col + 1, row.cols - to_col - 1, str_of(bar->err.text), role, CANVAS_ELLIPSIS);
    else
        canvas_text(row, 0, from_col - 1 - sentence > 0 ? from_col - 1 - sentence : 0, from_col - 1, str_of(bar->err.text),
                    role, CANVAS_ELLIPSIS);
}

void filterbar_draw(const struct filterbar *bar, const struct view *view, struct canvas rows, struct canvas whole)
{
    bool searching = bar->mode == FILTERBAR_SEARCHING, wrong = bar->err.code != E_NONE && !searching;
    const struct input_look look = {
        .prompt = searching ? STR("earlier> ") : STR("f> "),
        .error_from = wrong ? bar->err.from : 0,
        .error_to = wrong ? (bar->err.to > bar->err.from ? bar->err.to : bar->err.from + 1) : 0,
    };
    const struct input_look with_note = {
        .prompt = look.prompt,
        .note = wrong ? str_of(bar->err.text) : str_of(bar->result),
        .note_role = wrong ? ROLE_WARN : ROLE_MUTED,
        .error_from = look.error_from,
        .error_to = look.error_to,
    };
    struct canvas text = canvas_sub(rows, 0, 0, 1, rows.cols), below = canvas_sub(rows, 1, 0, 1, rows.cols);
    canvas_fill_row(text, 0, ROLE_INPUT);
    int indent = canvas_measure(text, look.prompt, 0);
    if (has_popup(bar)) {
        size_t at = searching ? 0 : bar->mode == FILTERBAR_CHOOSING ? bar->from : offers_from(bar->offers);
        draw_popup(bar, view, whole, whole.rows - rows.rows, input_column(&bar->input, text, &look, at) - 2);
    }
    input_draw(&bar->input, text, rows.rows < 2 ? &with_note : &look);
    canvas_fill_row(below, 0, ROLE_TEXT);
    if (wrong)
        draw_mistake(bar, below, text, &look);
    else
        canvas_text(below, 0, indent, below.cols - indent, str_of(bar->result), ROLE_MUTED, CANVAS_ELLIPSIS);
}
