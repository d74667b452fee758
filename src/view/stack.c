/* The drill-down stack: push, pop, walking back and forth, and the way of a key: an open input first, then the keymap,
 * then the command of that name. Owns the views. Must not know what any of them shows. */
#include "view/view.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "view/asks.h"
#include "view/chrome.h"
#include "widget/input.h"

#include <stdlib.h>

#define STACK_DEPTH_MAX 32 /* drills inside one another; deeper says so */
#define NOTE_MS 8000       /* a sentence in the footer stays so long, or until a key does something */
#define TOGETHER_MS 200    /* notes of one cause come within that time */
#define NEWS_MS 2000       /* what no key asked for is not taken away by a key earlier than this */

struct stack {
    struct desk *desk;
    struct view *views[STACK_DEPTH_MAX];
    int depth; /* views that are held */
    int at;    /* the visible one; above it lie those that stack_back left */
    key_id pending[KEY_SEQUENCE_MAX];
    int pending_count;
    int top_rows; /* of the last picture: what lies above the view, for the mouse */
    struct chrome_counts counts;
    uint64_t answered; /* the newest note when the last command had run: up to it, notes are answers to keys */
    uint64_t cleared;  /* notes up to this one have left the footer */
    struct input line;
};

struct stack *stack_new(struct desk *desk)
{
    struct stack *stack = xcalloc(1, sizeof *stack);
    stack->desk = desk;
    desk->stack = stack;
    stack->at = -1;
    return stack;
}

static void drop_from(struct stack *stack, int first)
{
    while (stack->depth > first) {
        struct view *view = stack->views[--stack->depth];
        view->ops->close(view);
        free(view->argument);
        free(view);
    }
}

void stack_free(struct stack **stack)
{
    if (*stack == NULL)
        return;
    drop_from(*stack, 0);
    input_fini(&(*stack)->line);
    (*stack)->desk->stack = NULL;
    free(*stack);
    *stack = NULL;
}

int stack_push(struct stack *stack, const struct view_ops *ops, struct str argument, struct error *err)
{
    if (stack->at + 1 >= STACK_DEPTH_MAX)
        return err_set(err, E_LIMIT, "%d views are open; go back with Esc first", STACK_DEPTH_MAX);
    must(ops->size >= sizeof(struct view));
    struct view *view = xcalloc(1, ops->size);
    view->ops = ops;
    view->desk = stack->desk;
    view->dirty = VIEW_LAYOUT | VIEW_UPDATE | VIEW_DRAW;
    int result = ops->open(view, argument, err);
    if (result < 0) {
        free(view);
        return result;
    }
    view->argument = str_dup(argument);
    drop_from(stack, stack->at + 1);
    stack->views[stack->depth++] = view;
    stack->at = stack->depth - 1;
    return 0;
}

static bool show(struct stack *stack, int at)
{
    if (at < 0 || at >= stack->depth)
        return false;
    stack->at = at;
    stack->views[at]->dirty |= VIEW_LAYOUT | VIEW_UPDATE | VIEW_DRAW;
    return true;
}

bool stack_pop(struct stack *stack)
{
    if (!show(stack, stack->at - 1))
        return false;
    drop_from(stack, stack->at + 1);
    return true;
}

bool stack_back(struct stack *stack)
{
    return show(stack, stack->at - 1);
}

bool stack_forward(struct stack *stack)
{
    return show(stack, stack->at + 1);
}

struct view *stack_top(const struct stack *stack)
{
    return stack->at >= 0 ? stack->views[stack->at] : NULL;
}

struct view *stack_bottom(const struct stack *stack)
{
    return stack->depth > 0 ? stack->views[0] : NULL;
}

struct input *stack_line(struct stack *stack)
{
    return &stack->line;
}

int stack_depth(const struct stack *stack)
{
    return stack->at + 1;
}

void stack_trail(const struct stack *stack, struct buf *out)
{
    for (int i = 0; i <= stack->at; i++) {
        if (stack->views[i]->ops->overlay || stack->views[i]->ops->dock != NULL)
            continue;
        if (i > 0)
            buf_add_text(out, " \xe2\x96\xb8 "); /* drawn in the terminal's glyph set by canvas_text */
        stack->views[i]->ops->title(stack->views[i], out);
    }
}

void stack_mark(struct stack *stack, unsigned dirty)
{
    for (int i = 0; i < stack->depth; i++)
        stack->views[i]->dirty |= dirty;
}

struct view *stack_subject(const struct stack *stack)
{
    int at = stack->at;
    while (at > 0 && stack->views[at]->ops->overlay)
        at--;
    return at >= 0 ? stack->views[at] : NULL;
}

struct view *stack_below(const struct stack *stack, const struct view *view)
{
    int at = stack->at;
    while (at > 0 && stack->views[at] != view)
        at--;
    return at > 0 ? stack->views[at - 1] : NULL;
}

/* The first view of those that are seen: an overlay shows what it lies over, a docked view what it stands below. */
static int lowest_seen(const struct stack *stack)
{
    int at = stack->at;
    while (at > 0 && (stack->views[at]->ops->overlay || stack->views[at]->ops->dock != NULL))
        at--;
    return at;
}

struct view *stack_ground(const struct stack *stack)
{
    return stack->at >= 0 ? stack->views[lowest_seen(stack)] : NULL;
}

void stack_update(struct stack *stack, int64_t budget_ns)
{
    bool changed = false; /* a docked view goes by what it is docked to */
    for (int i = lowest_seen(stack); i >= 0 && i <= stack->at; i++) {
        struct view *view = stack->views[i];
        bool follows = changed && view->ops->dock != NULL;
        if ((view->dirty & (VIEW_UPDATE | VIEW_LAYOUT)) == 0 && !follows)
            continue;
        changed = true;
        view->dirty = (view->dirty & ~(unsigned)VIEW_UPDATE) | VIEW_DRAW;
        view->ops->update(view, budget_ns);
    }
}

bool stack_is_behind(const struct stack *stack)
{
    for (int i = lowest_seen(stack); i >= 0 && i <= stack->at; i++) {
        if ((stack->views[i]->dirty & VIEW_UPDATE) != 0)
            return true;
    }
    return false;
}

/* A view learns its size here, and lays itself out for it before it is drawn. */
static void fit(struct view *view, struct canvas canvas)
{
    if (view->rows == canvas.rows && view->cols == canvas.cols && (view->dirty & VIEW_LAYOUT) == 0)
        return;
    view->rows = canvas.rows;
    view->cols = canvas.cols;
    view->grid = canvas.grid;
    view->dirty &= ~(unsigned)VIEW_LAYOUT;
    view->ops->update(view, 0);
}

/* The part of the screen that is a view's: docked views lie at the bottom, each below the one it was opened from. */
static struct canvas area_of(const struct stack *stack, int index, struct canvas inner)
{
    struct canvas area = inner;
    for (int i = stack->at; i >= index; i--) {
        const struct view *view = stack->views[i];
        int taken = view->ops->dock != NULL ? view->ops->dock(view, inner.rows, inner.cols) : 0;
        if (i == index && taken > 0)
            return canvas_sub(area, area.rows - taken, 0, taken, area.cols);
        area = canvas_sub(area, 0, 0, area.rows - taken, area.cols);
    }
    return area;
}

void stack_draw(struct stack *stack, struct grid *grid)
{
    grid_clear(grid);
    if (stack->at < 0)
        return;
    stack->top_rows = chrome_rows(grid->rows, grid->cols).top;
    struct canvas inner = chrome_area(canvas_of(grid));
    for (int i = lowest_seen(stack); i <= stack->at; i++)
        fit(stack->views[i], area_of(stack, i, inner));
    if (!stack->desk->counts_rest)
        chrome_count(stack->desk, &stack->counts);
    chrome_draw(stack, &stack->counts, canvas_of(grid));
    for (int i = lowest_seen(stack); i <= stack->at; i++) {
        stack->views[i]->ops->draw(stack->views[i], area_of(stack, i, inner));
        stack->views[i]->dirty &= ~(unsigned)VIEW_DRAW;
    }
}

/* A view's own commands and those of the views it is built on, then those for going elsewhere and for moving. */
static int add_sets(struct view *view, struct command_set *out, int count, int max)
{
    for (const struct view_ops *ops = view->ops; ops != NULL; ops = ops->base) {
        if (ops->cmd_count > 0 && count < max)
            out[count++] = (struct command_set){ops->cmds, ops->cmd_count, view, ops->name};
    }
    const char *name = view->ops->name;
    if (view->ops->here != NULL && count < max)
        out[count++] = (struct command_set){view_drills, VIEW_DRILL_COUNT, view, name};
    if (view->ops->here != NULL && count < max)
        out[count++] = (struct command_set){view_values, VIEW_VALUE_COUNT, view, name};
    if (view->ops->here != NULL && count < max)
        out[count++] = (struct command_set){asks_commands, ASKS_COUNT, view, name};
    if (view->ops->move != NULL && count < max)
        out[count++] = (struct command_set){view_moves, VIEW_MOVE_COUNT, view, name};
    return count;
}

int stack_commands(struct stack *stack, const struct command_set *global, struct command_set *out, int max)
{
    int count = 0;
    struct view *view = stack_subject(stack), *top = stack_top(stack);
    if (top != view)
        count = add_sets(top, out, count, max);
    if (view != NULL)
        count = add_sets(view, out, count, max);
    if (stack_ground(stack) != view)
        count = add_sets(stack_ground(stack), out, count, max);
    if (global != NULL && count < max)
        out[count++] = *global;
    return count;
}

/* ---- commands, and what they say ---- */

/* The life of the sources stands in the header and the journal. */
static const struct desk_note *newest_note(const struct stack *stack)
{
    const struct desk *desk = stack->desk;
    for (int i = desk->note_count(desk->app) - 1; i >= 0; i--) {
        const struct desk_note *note = desk->note(desk->app, i);
        if (!note->of_feed)
            return note;
    }
    return NULL;
}

static uint64_t newest_number(const struct stack *stack)
{
    const struct desk_note *note = newest_note(stack);
    return note != NULL ? note->number : 0;
}

static bool may_show(const struct stack *stack, const struct desk_note *note)
{
    return note->number > stack->cleared && clock_wall_ms() - note->when_ms < NOTE_MS;
}

/* Of what no key asked for and what came together the first warning: one mistake in the files does not cover another, and
 * none covers what is new. */
const struct desk_note *stack_note(const struct stack *stack, int *more)
{
    const struct desk *desk = stack->desk;
    const struct desk_note *newest = newest_note(stack), *shown = newest;
    int warnings = 0;
    *more = 0;
    if (shown == NULL || !may_show(stack, shown))
        return NULL;
    if (shown->number <= stack->answered)
        return shown;
    for (int i = desk->note_count(desk->app) - 1; i >= 0; i--) {
        const struct desk_note *note = desk->note(desk->app, i);
        if (!may_show(stack, note) || note->number <= stack->answered || newest->when_ms - note->when_ms > TOGETHER_MS)
            break;
        if (note->of_feed || (note->tone != TONE_WARN && note->tone != TONE_CRITICAL))
            continue;
        shown = note;
        warnings++;
    }
    *more = warnings > 0 ? warnings - 1 : 0;
    return shown;
}

/* The newest note as a key finds it: 0 when it is to stay. */
static uint64_t old_note(const struct stack *stack)
{
    const struct desk_note *note = newest_note(stack);
    bool is_news = note != NULL && note->number > stack->answered && clock_wall_ms() - note->when_ms < NEWS_MS;
    return note == NULL || is_news ? 0 : note->number;
}

static void clear(struct stack *stack, uint64_t old)
{
    stack->cleared = old > stack->cleared ? old : stack->cleared;
}

/* A command of other views is no mistake of typing. */
static bool is_elsewhere(const struct desk *desk, struct str name)
{
    const struct command_set shared[] = {{view_drills, VIEW_DRILL_COUNT, NULL, ""}, {view_values, VIEW_VALUE_COUNT, NULL, ""},
                                         {asks_commands, ASKS_COUNT, NULL, ""}, {view_moves, VIEW_MOVE_COUNT, NULL, ""}};
    bool found = command_find(shared, (int)(sizeof shared / sizeof *shared), name, NULL) != NULL;
    for (int i = 0; desk->views[i] != NULL && !found; i++) {
        const struct command_set own = {desk->views[i]->cmds, desk->views[i]->cmd_count, NULL, ""};
        found = command_find(&own, 1, name, NULL) != NULL;
    }
    return found;
}

static int run_line(struct stack *stack, struct str line, const struct command_set *global, struct error *err)
{
    struct command_set sets[STACK_SETS_MAX];
    int count = stack_commands(stack, global, sets, STACK_SETS_MAX);
    struct str name, args;
    command_split(line, &name, &args);
    if (name.n > 0 && command_find(sets, count, name, NULL) == NULL && is_elsewhere(stack->desk, name))
        return err_set(err, E_INVALID, "`%.*s` is not for this view (%s); ? lists what is", STR_ARG(name),
                       stack_subject(stack)->ops->name);
    return command_run(sets, count, line, err);
}

void stack_answered(struct stack *stack)
{
    stack->answered = newest_number(stack);
}

void stack_run(struct stack *stack, struct str line, const struct command_set *global)
{
    uint64_t old = old_note(stack), before = newest_number(stack);
    struct error err = {0};
    if (run_line(stack, line, global, &err) < 0)
        stack->desk->say(stack->desk->app, TONE_WARN, err.text);
    clear(stack, old);
    if (newest_number(stack) > before)
        stack_answered(stack);
}

/* ---- keys ---- */

int stack_pending(const struct stack *stack, key_id keys[KEY_SEQUENCE_MAX])
{
    memcpy(keys, stack->pending, (size_t)stack->pending_count * sizeof *keys);
    return stack->pending_count;
}

/* A sequence that was begun and leads nowhere; Esc is how one leaves it. */
static void say_nothing_there(struct stack *stack, key_id last)
{
    struct key_sequence keys = {.count = stack->pending_count};
    struct buf text = {0};
    if (keys.count < 2 || last == key_parse(STR("Esc"), NULL))
        return;
    memcpy(keys.key, stack->pending, sizeof keys.key);
    buf_add_text(&text, "nothing is on `");
    key_sequence_print(&keys, &text);
    buf_add_text(&text, "` here; ? lists the keys");
    stack->desk->say(stack->desk->app, TONE_MUTED, buf_cstr(&text));
    buf_fini(&text);
}

void stack_key(struct stack *stack, struct str key, const struct command_set *global)
{
    struct view *view = stack_top(stack);
    if (view == NULL)
        return;
    view->dirty |= VIEW_DRAW;
    if (view->typing && view->ops->key != NULL && view->ops->key(view, key))
        return;
    key_id id = key_parse(key, NULL);
    if (id == KEY_NONE)
        return;
    stack->pending[stack->pending_count++] = id;
    const struct binding *binding = NULL;
    enum keymap_answer answer = keymap_lookup(stack->desk->keymaps, str_of(view->ops->keymap), stack->pending,
                                              stack->pending_count, &binding);
    if (answer == KEYMAP_MORE && stack->pending_count < KEY_SEQUENCE_MAX)
        return;
    if (answer != KEYMAP_FOUND)
        say_nothing_there(stack, id);
    stack->pending_count = 0;
    if (answer == KEYMAP_FOUND)
        stack_run(stack, str_of(binding->command), global);
}

void stack_paste(struct stack *stack, struct str text)
{
    struct view *view = stack_top(stack);
    if (view == NULL || !view->typing || view->ops->paste == NULL)
        return;
    view->dirty |= VIEW_DRAW;
    view->ops->paste(view, text);
}

void stack_mouse(struct stack *stack, struct str what, int row, int col)
{
    struct view *view = stack_top(stack);
    if (view == NULL || view->ops->mouse == NULL)
        return;
    view->dirty |= VIEW_DRAW;
    clear(stack, old_note(stack));
    view->ops->mouse(view, what, row - stack->top_rows, col);
}
