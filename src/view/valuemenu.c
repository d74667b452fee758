/* The menu of what can be done with the value under the cursor. Its rows come from the command tables: the acts on
 * values that make sense for its kind, the drill-downs it names, copying. Runs a row as if its key had been pressed. */
#include "view/valuemenu.h"

#include "base/clock.h"
#include "base/fmt.h"
#include "view/outcome.h"
#include "view/stream.h"
#include "view/values.h"
#include "widget/popup.h"

#include <stdio.h>

#define ROWS_MAX (VIEW_VALUE_COUNT + VIEW_DRILL_COUNT + 1)
#define WORDS_MAX 160
#define WIDTH 72

struct menu_row {
    char words[WORDS_MAX];
    char key[KEY_NAME_MAX];
    const char *command;
    struct outcome *outcome; /* how many events it would leave; NULL: it is no filter, or not to be counted in pieces */
    char count[FMT_MAX + 16];
};

struct valuemenu {
    struct view view;
    const char *keymap; /* of the view it lies over */
    char title[WORDS_MAX];
    struct menu_row rows[ROWS_MAX];
    struct popup popup;
};

static void add_row(struct valuemenu *m, const char *command, struct str words)
{
    struct menu_row *row = &m->rows[m->popup.count++];
    row->command = command;
    str_copy(words, row->words, sizeof row->words);
    keymap_hint(m->view.desk->keymaps, str_of(m->keymap), str_of(command), row->key, sizeof row->key);
}

/* Views may mean something of their own by it. */
static bool is_own(const struct view *subject, const char *command)
{
    for (const struct view_ops *ops = subject->ops; ops != NULL; ops = ops->base) {
        for (int i = 0; i < ops->cmd_count; i++) {
            if (strcmp(ops->cmds[i].name, command) == 0)
                return true;
        }
    }
    return false;
}

static struct outcome *count_act(struct view *subject, int act)
{
    const struct stream *list = stream_of(subject);
    struct outcome *outcome = NULL;
    struct buf query = {0};
    if (list != NULL && !is_own(subject, view_values[act].name) && values_query(subject, act, &query, NULL) >= 0)
        outcome = outcome_new(subject->desk, &list->sieve, buf_str(&query), NULL);
    buf_fini(&query);
    return outcome;
}

static void add_acts(struct valuemenu *m, struct view *subject, enum kind kind, struct str value)
{
    struct buf words = {0};
    for (int act = 0; act < VIEW_VALUE_COUNT; act++) {
        buf_clear(&words);
        if (!values_sentence(act, kind, value, &words))
            continue;
        add_row(m, view_values[act].name, buf_str(&words));
        m->rows[m->popup.count - 1].outcome = count_act(subject, act);
    }
    buf_fini(&words);
}

static void add_drill(struct valuemenu *m, const struct view *subject, int drill)
{
    char words[WORDS_MAX];
    const char *name = view_drill_known(subject, drill);
    if (name == NULL)
        return;
    snprintf(words, sizeof words, "open its %s", name);
    add_row(m, view_drills[drill].name, str_of(words));
}

static void item_of(void *user, int index, struct popup_item *out)
{
    const struct valuemenu *m = user;
    const struct menu_row *row = &m->rows[index];
    *out = (struct popup_item){.text = str_of(row->words), .note = str_of(row->count), .right = str_of(row->key)};
}

static const struct bar_hint typed_keys[] = {
    {STR("Enter"), STR("do it")}, {STR("j k"), STR("choose")}, {STR("Esc"), STR("close")}, {STR_NONE, STR_NONE},
};

static int valuemenu_open(struct view *view, struct str argument, struct error *err)
{
    struct valuemenu *m = (struct valuemenu *)view;
    struct view *subject = stack_subject(view->desk->stack);
    struct buf term = {0};
    enum kind kind;
    size_t value_at;
    (void)argument;
    if (subject == NULL || !values_here(subject, &term, &kind, &value_at)) {
        buf_fini(&term);
        return err_set(err, E_INVALID, "there is no value under the cursor; h and l choose the column");
    }
    m->keymap = subject->ops->keymap;
    str_copy(buf_str(&term), m->title, sizeof m->title);
    m->popup = (struct popup){.title = str_of(m->title), .foot = STR("Enter, or the key itself"), .item = item_of, .user = m};
    add_acts(m, subject, kind, str_sub(buf_str(&term), value_at, term.n));
    for (int i = 0; i < VIEW_DRILL_COUNT; i++)
        add_drill(m, subject, i);
    add_row(m, "yank value", STR("copy the value"));
    view->typing = 1;
    view->typed = typed_keys;
    buf_fini(&term);
    return 0;
}

static void valuemenu_close(struct view *view)
{
    struct valuemenu *m = (struct valuemenu *)view;
    for (int i = 0; i < m->popup.count; i++)
        outcome_free(&m->rows[i].outcome);
}

/* One row after the other, from the top. */
static void valuemenu_update(struct view *view, int64_t budget_ns)
{
    struct valuemenu *m = (struct valuemenu *)view;
    int64_t until = clock_mono_ns() + budget_ns;
    for (int i = 0; i < m->popup.count; i++) {
        struct menu_row *row = &m->rows[i];
        uint64_t count;
        char text[FMT_MAX];
        if (row->outcome == NULL)
            continue;
        if (outcome_work(row->outcome, until - clock_mono_ns()))
            view->dirty |= VIEW_UPDATE;
        if (!outcome_get(row->outcome, &count))
            continue;
        fmt_count(count, text, sizeof text);
        snprintf(row->count, sizeof row->count, "%s event%s", text, count == 1 ? "" : "s");
    }
}

static void valuemenu_draw(const struct view *view, struct canvas canvas)
{
    const struct valuemenu *m = (const struct valuemenu *)view;
    popup_draw(&m->popup, popup_area(canvas, &m->popup, POPUP_CENTRE, 0, 0, canvas.cols < WIDTH ? canvas.cols : WIDTH));
}

static void valuemenu_title(const struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, "value");
}

static void run_row(struct valuemenu *m, int index)
{
    struct desk *desk = m->view.desk;
    const char *command = m->rows[index].command;
    stack_pop(desk->stack); /* m is gone from here on */
    desk->run(desk->app, command);
}

static int row_of_key(const struct valuemenu *m, struct str key)
{
    for (int i = 0; i < m->popup.count; i++) {
        if (str_eq(str_of(m->rows[i].key), key))
            return i;
    }
    return -1;
}

static bool valuemenu_key(struct view *view, struct str key)
{
    struct valuemenu *m = (struct valuemenu *)view;
    int row = row_of_key(m, key);
    if (str_eq(key, STR("Esc")) || str_eq(key, STR("^C")) || str_eq(key, STR("q")))
        stack_pop(view->desk->stack);
    else if (str_eq(key, STR("Enter")))
        run_row(m, m->popup.chosen);
    else if (row >= 0)
        run_row(m, row);
    else if (str_eq(key, STR("Down")) || str_eq(key, STR("j")) || str_eq(key, STR("Tab")))
        popup_move(&m->popup, 1, view->rows - 4);
    else if (str_eq(key, STR("Up")) || str_eq(key, STR("k")) || str_eq(key, STR("S-Tab")))
        popup_move(&m->popup, -1, view->rows - 4);
    return true;
}

const struct view_ops valuemenu_ops = {
    .name = "value",
    .keymap = "value",
    .size = sizeof(struct valuemenu),
    .open = valuemenu_open,
    .close = valuemenu_close,
    .update = valuemenu_update,
    .draw = valuemenu_draw,
    .key = valuemenu_key,
    .title = valuemenu_title,
    .overlay = 1,
};
