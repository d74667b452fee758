/* Help, written from the tables themselves: keys from the keymap in force, words from the command rows, and on request
 * the lists of fields, event types, options and commands. Nothing is typed here that a table knows. */
#include "view/helpview.h"

#include "model/type.h"
#include "view/find.h"
#include "view/prompt.h"
#include "widget/pane.h"

#include <stdio.h>

#define KEY_LINES_MAX 400
#define KEYS_MAX 64
#define WORDS_COLS 48 /* of what a key does, before the command's name */

/* One command line and all the keys that run it in one keymap. */
struct key_line {
    const char *keymap, *command, *note;
    char keys[KEYS_MAX];
    bool many; /* several command lines that differ in their argument alone and are told in the same words */
};

struct helpview {
    struct view view;
    char topic[64];
    const struct view_ops *of; /* the view that was on top when help was asked for */
    struct command_set sets[STACK_SETS_MAX];
    int set_count;
    struct pane *pane;
    int top, filled_cols;
    struct find find;
    struct prompt prompt;
    struct key_line lines[KEY_LINES_MAX];
    int line_count;
};

/* ---- keys ---- */

static const struct command *command_of(const struct helpview *h, const char *line)
{
    struct str name, args;
    command_split(str_of(line), &name, &args);
    return command_find(h->sets, h->set_count, name, NULL);
}

/* Whether a binding belongs to a line that is there: of the same map, the same command line, or the same words for the
 * same command. */
static bool joins(const struct helpview *h, const struct key_line *line, const struct binding *binding)
{
    if (!str_eq(str_of(line->keymap), str_of(binding->keymap)))
        return false;
    bool told = binding->note[0] != '\0' && line->note != NULL && str_eq(str_of(line->note), str_of(binding->note));
    return str_eq(str_of(line->command), str_of(binding->command)) ||
           (told && command_of(h, line->command) == command_of(h, binding->command));
}

/* "F3 /", and digits in a row as "1-9". */
static void add_key(struct key_line *line, struct str key)
{
    size_t n = strlen(line->keys);
    bool digit = key.n == 1 && key.p[0] > '0' && key.p[0] <= '9';
    bool follows = digit && n > 0 && line->keys[n - 1] == key.p[0] - 1;
    if (follows && n > 1 && line->keys[n - 2] == '-')
        line->keys[n - 1] = key.p[0];
    else
        snprintf(line->keys + n, KEYS_MAX - n, "%s%.*s", follows ? "-" : n > 0 ? " " : "", STR_ARG(key));
}

/* Keys of commands that this view does not have say nothing here. */
static void collect(void *user, const struct binding *binding)
{
    struct helpview *h = user;
    struct buf keys = {0};
    if (command_of(h, binding->command) == NULL)
        return;
    key_sequence_print(&binding->keys, &keys);
    struct key_line *line = NULL;
    for (int i = 0; i < h->line_count && line == NULL; i++) {
        if (joins(h, &h->lines[i], binding))
            line = &h->lines[i];
    }
    if (line != NULL && !str_eq(str_of(line->command), str_of(binding->command)))
        line->many = true;
    if (line == NULL && h->line_count < KEY_LINES_MAX) {
        line = &h->lines[h->line_count++];
        *line = (struct key_line){.keymap = binding->keymap, .command = binding->command};
    }
    if (line != NULL) {
        add_key(line, buf_str(&keys));
        if (line->note == NULL || line->note[0] == '\0')
            line->note = binding->note;
    }
    buf_fini(&keys);
}

/* A bare command is best told by its own sentence, one with arguments by the note of the binding. */
static const char *words_of(const struct helpview *h, const struct key_line *line)
{
    struct str name, args;
    command_split(str_of(line->command), &name, &args);
    bool noted = line->note != NULL && line->note[0] != '\0';
    return noted && args.n > 0 ? line->note : command_of(h, line->command)->line;
}

/* Words from here to the right edge, wrapped at blanks; further lines begin at the same column. */
static void add_words(struct helpview *h, role_id role, const char *text, int indent)
{
    struct str rest = str_of(text);
    size_t width = h->view.cols > indent + 12 ? (size_t)(h->view.cols - indent) : 12;
    while (rest.n > 0) {
        size_t n = rest.n <= width ? rest.n : width;
        while (n < rest.n && n > 0 && rest.p[n] != ' ' && rest.p[n - 1] != ' ')
            n--;
        n = n > 0 ? n : width;
        pane_span(h->pane, role, str_sub(rest, 0, n));
        rest = str_sub(rest, n, rest.n);
        while (rest.n > 0 && rest.p[0] == ' ')
            rest = str_sub(rest, 1, rest.n);
        pane_line(h->pane);
        if (rest.n > 0)
            pane_print(h->pane, ROLE_TEXT, "%*s", indent, "");
    }
}

static void add_key_line(struct helpview *h, const struct key_line *line)
{
    const char *words = words_of(h, line);
    pane_span(h->pane, ROLE_TEXT, STR("  "));
    pane_print(h->pane, ROLE_HINT_KEY, "%-12s", line->keys);
    pane_span(h->pane, ROLE_TEXT, STR("  "));
    if (h->view.cols >= 80) {
        const struct command *command = command_of(h, line->command);
        pane_print(h->pane, ROLE_TEXT, "%-*s", WORDS_COLS, words);
        if (line->many)
            pane_print(h->pane, ROLE_MUTED, "  :%s %s", command->name, command->args);
        else
            pane_print(h->pane, ROLE_MUTED, "  :%s", line->command);
        pane_line(h->pane);
    } else {
        add_words(h, ROLE_TEXT, words, 16);
    }
}

/* Maps that every view may have behind its own. */
static const struct {
    const char *keymap, *heading;
} shared_maps[] = {
    {"drill", "From what is under the cursor"}, {"list", "In every list"}, {"global", "Everywhere"},
};

static bool is_shared(const char *keymap)
{
    for (size_t i = 0; i < sizeof shared_maps / sizeof *shared_maps; i++) {
        if (str_eq(str_of(shared_maps[i].keymap), str_of(keymap)))
            return true;
    }
    return false;
}

/* keymap NULL: the view's own map, and those of the views it is built on. */
static void fill_map(struct helpview *h, const char *keymap, const char *heading)
{
    bool begun = false;
    for (int i = 0; i < h->line_count; i++) {
        const char *map = h->lines[i].keymap;
        if (keymap != NULL ? !str_eq(str_of(map), str_of(keymap)) : is_shared(map))
            continue;
        if (!begun)
            pane_heading(h->pane, str_of(heading));
        begun = true;
        add_key_line(h, &h->lines[i]);
    }
    if (begun)
        pane_line(h->pane);
}

static void fill_keyless(struct helpview *h)
{
    pane_heading(h->pane, STR("Commands without a key"));
    for (int s = 0; s < h->set_count; s++) {
        for (int i = 0; i < h->sets[s].count; i++) {
            const struct command *command = &h->sets[s].rows[i];
            if (keymap_key_of(h->view.desk->keymaps, str_of(h->of->keymap), str_of(command->name)) != NULL)
                continue;
            char name[64];
            snprintf(name, sizeof name, ":%s%s%s", command->name, command->args[0] != '\0' ? " " : "", command->args);
            pane_print(h->pane, ROLE_HINT_KEY, "  %-22s", name);
            pane_span(h->pane, ROLE_TEXT, STR("  "));
            add_words(h, ROLE_TEXT, command->line, 26);
        }
    }
    pane_line(h->pane);
}

static void fill_keys(struct helpview *h)
{
    char heading[80];
    h->line_count = 0;
    keymap_each(h->view.desk->keymaps, str_of(h->of->keymap), collect, h);
    snprintf(heading, sizeof heading, "Keys of this view: %s", h->of->name);
    fill_map(h, NULL, heading);
    for (size_t i = 0; i < sizeof shared_maps / sizeof *shared_maps; i++)
        fill_map(h, shared_maps[i].keymap, shared_maps[i].heading);
    fill_keyless(h);
    pane_heading(h->pane, STR("More"));
    pane_span(h->pane, ROLE_TEXT, STR("  "));
    add_words(h, ROLE_TEXT, ":help fields   :help types   :help options   :help commands   :help COMMAND", 2);
}

/* ---- the other topics ---- */

static void fill_fields(struct helpview *h)
{
    pane_heading(h->pane, STR("Fields: for columns, sorting and filters"));
    for (int i = 0; i < FIELD_COUNT_; i++) {
        const struct field_row *row = field_row((field_id)i);
        struct buf text = {0};
        field_tell((field_id)i, &text);
        pane_print(h->pane, ROLE_ACCENT, "  %-20s", row->name);
        pane_print(h->pane, ROLE_MUTED, " %-9s", kind_name(row->kind));
        pane_span(h->pane, ROLE_TEXT, STR(" "));
        add_words(h, ROLE_TEXT, buf_cstr(&text), 33);
        buf_fini(&text);
    }
}

static void fill_types(struct helpview *h)
{
    pane_heading(h->pane, STR("Event types"));
    for (int i = 0; i < TYPE_COUNT_; i++) {
        const struct type_row *row = type_row((type_id)i);
        pane_print(h->pane, view_role(row->tone), "  %-20s", row->slug);
        if (row->api_id >= 0)
            pane_print(h->pane, ROLE_MUTED, " %3d ", row->api_id);
        else
            pane_print(h->pane, ROLE_MUTED, "     ");
        pane_span(h->pane, ROLE_TEXT, STR(" "));
        add_words(h, ROLE_TEXT, row->help, 28);
    }
}

static void fill_options(struct helpview *h)
{
    const struct options *options = h->view.desk->options;
    pane_heading(h->pane, STR("Options: `:set NAME VALUE`"));
    for (int i = 0; i < options_count(options); i++) {
        const struct option_row *row = options_row(options, i);
        struct buf value = {0}, range = {0};
        options_print(options, i, &value);
        option_range(row, &range);
        pane_print(h->pane, ROLE_ACCENT, "  %-20s", row->name);
        pane_print(h->pane, ROLE_VALUE, " %.*s", STR_ARG(buf_str(&value)));
        pane_line(h->pane);
        pane_span(h->pane, ROLE_TEXT, STR("      "));
        add_words(h, ROLE_TEXT, row->sentence, 6);
        pane_print(h->pane, ROLE_MUTED, "      %.*s; default %s", STR_ARG(buf_str(&range)),
                   row->fallback[0] != '\0' ? row->fallback : "empty");
        pane_line(h->pane);
        buf_fini(&value);
        buf_fini(&range);
    }
}

static void add_command(struct helpview *h, const struct command *command)
{
    char keys[KEY_NAME_MAX];
    size_t n = keymap_hint(h->view.desk->keymaps, str_of(h->of->keymap), str_of(command->name), keys, sizeof keys);
    pane_print(h->pane, ROLE_ACCENT, "  :%s", command->name);
    if (command->args[0] != '\0')
        pane_print(h->pane, ROLE_MUTED, " %s", command->args);
    if (n > 0)
        pane_print(h->pane, ROLE_HINT_KEY, "   %s", keys);
    if (command->aliases[0] != '\0')
        pane_print(h->pane, ROLE_MUTED, "   (also %s)", command->aliases);
    pane_line(h->pane);
    pane_span(h->pane, ROLE_TEXT, STR("      "));
    add_words(h, ROLE_TEXT, command->line, 6);
    if (command->help[0] != '\0') {
        pane_span(h->pane, ROLE_TEXT, STR("      "));
        add_words(h, ROLE_MUTED, command->help, 6);
    }
}

static void fill_commands(struct helpview *h)
{
    pane_heading(h->pane, STR("Commands"));
    for (int s = 0; s < h->set_count; s++) {
        for (int i = 0; i < h->sets[s].count; i++)
            add_command(h, &h->sets[s].rows[i]);
    }
}

static const struct topic {
    const char *name;
    void (*fill)(struct helpview *h);
} topics[] = {
    {"keys", fill_keys}, {"fields", fill_fields}, {"types", fill_types},
    {"options", fill_options}, {"commands", fill_commands},
};

static const struct topic *topic_of(struct str name)
{
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
        if (str_eq_nocase(str_of(topics[i].name), name))
            return &topics[i];
    }
    return NULL;
}

static void fill(struct helpview *h)
{
    const struct topic *topic = topic_of(str_of(h->topic));
    pane_clear(h->pane);
    h->filled_cols = h->view.cols;
    if (topic != NULL)
        topic->fill(h);
    else
        add_command(h, command_find(h->sets, h->set_count, str_of(h->topic), NULL));
}

/* ---- the view ---- */

static int helpview_open(struct view *view, struct str argument, struct error *err)
{
    struct helpview *h = (struct helpview *)view;
    struct desk *desk = view->desk;
    const struct view *subject = stack_subject(desk->stack);
    h->of = subject != NULL ? subject->ops : view->ops;
    h->set_count = stack_commands(desk->stack, desk->commands, h->sets, STACK_SETS_MAX);
    str_copy(argument.n > 0 ? argument : STR("keys"), h->topic, sizeof h->topic);
    if (topic_of(str_of(h->topic)) == NULL && command_find(h->sets, h->set_count, str_of(h->topic), NULL) == NULL)
        return err_set(err, E_UNKNOWN, "there is no help on `%.*s`; try keys, fields, types, options, commands or the "
                       "name of a command", STR_ARG(argument));
    h->pane = pane_new();
    h->filled_cols = -1;
    return 0;
}

static void helpview_close(struct view *view)
{
    struct helpview *h = (struct helpview *)view;
    prompt_fini(&h->prompt);
    pane_free(&h->pane);
}

static void helpview_update(struct view *view, int64_t budget_ns)
{
    (void)budget_ns;
    struct helpview *h = (struct helpview *)view;
    if (h->filled_cols != view->cols)
        fill(h);
    if (view->grid != NULL)
        pane_layout(h->pane, view->grid, view->cols); /* the status line says how much there is */
}

static int page_of(const struct helpview *h)
{
    return h->view.rows - (h->prompt.use != NULL ? 1 : 0);
}

static void scroll_to(struct helpview *h, int top)
{
    int last = pane_rows(h->pane) - page_of(h);
    h->top = top > last ? last : top;
    if (h->top < 0)
        h->top = 0;
}

static void helpview_draw(const struct view *view, struct canvas canvas)
{
    const struct helpview *h = (const struct helpview *)view;
    struct canvas text = canvas_sub(canvas, 0, 0, page_of(h), canvas.cols);
    text.finder = find_is_set(&h->find) ? &h->find.finder : NULL;
    pane_draw(h->pane, text, h->top);
    if (h->prompt.use != NULL)
        prompt_draw(&h->prompt, canvas_sub(canvas, canvas.rows - 1, 0, 1, canvas.cols));
}

static void helpview_move(struct view *view, struct str name)
{
    struct helpview *h = (struct helpview *)view;
    int page = page_of(h) > 1 ? page_of(h) - 1 : 1;
    const struct {
        struct str name;
        int to;
    } moves[] = {
        {STR("down"), h->top + 1},
        {STR("up"), h->top - 1},
        {STR("page-down"), h->top + page},
        {STR("page-up"), h->top - page},
        {STR("half-down"), h->top + page / 2},
        {STR("half-up"), h->top - page / 2},
        {STR("first"), 0},
        {STR("last"), PANE_LINES_MAX},
    };
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (str_eq(moves[i].name, name))
            scroll_to(h, moves[i].to);
    }
}

static void helpview_title(const struct view *view, struct buf *out)
{
    buf_add_fmt(out, "help %s", ((const struct helpview *)view)->topic);
}

static struct view_status helpview_status(const struct view *view)
{
    const struct helpview *h = (const struct helpview *)view;
    struct view_status status = {.chip = STR("HELP"), .chip_role = ROLE_CHIP};
    int rows = pane_rows(h->pane), below = rows - h->top - page_of(h);
    if (below > 0)
        snprintf(status.text, sizeof status.text, "%d more lines below", below);
    else
        snprintf(status.text, sizeof status.text, "the end");
    return status;
}

/* ---- search ---- */

static int search_step(struct helpview *h, int direction)
{
    int row = find_is_set(&h->find) ? pane_search(h->pane, str_of(h->find.pattern), h->top + direction, direction) : -1;
    if (row < 0)
        h->view.desk->say(h->view.desk->app, TONE_MUTED, "Nothing further is found that way.");
    else
        h->top = row;
    return 0;
}

static void search_changed(struct view *view, struct str text)
{
    find_set(&((struct helpview *)view)->find, text);
}

static void search_accepted(struct view *view, struct str text)
{
    struct helpview *h = (struct helpview *)view;
    find_set(&h->find, text);
    if (text.n > 0)
        search_step(h, 1);
}

static void search_cancelled(struct view *view)
{
    find_set(&((struct helpview *)view)->find, STR_NONE);
}

static int run_search(void *target, struct str args, struct error *err)
{
    static const struct prompt_use use = {"/", search_changed, search_accepted, search_cancelled, NULL};
    (void)err;
    struct helpview *h = target;
    if (args.n > 0)
        search_accepted(&h->view, args);
    else
        prompt_open(&h->prompt, &h->view, &use, STR_NONE);
    return 0;
}

static int run_search_next(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return search_step(target, 1);
}

static int run_search_prev(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return search_step(target, -1);
}

static bool helpview_key(struct view *view, struct str key)
{
    return prompt_key(&((struct helpview *)view)->prompt, view, key);
}

static bool helpview_paste(struct view *view, struct str text)
{
    return prompt_paste(&((struct helpview *)view)->prompt, view, text);
}

static const struct command commands[] = {
    {"search", "find", "[TEXT]", run_search, "search in this help", ""},
    {"search-next", "", "", run_search_next, "the next hit", ""},
    {"search-prev", "", "", run_search_prev, "the hit before", ""},
};

static const struct view_hint hints[] = {
    {"back", "back"}, {"search", "search"}, {"page-down", "page"}, {"palette", "command"}, {NULL, NULL},
};

const struct view_ops helpview_ops = {
    .name = "help",
    .keymap = "help",
    .cmds = commands,
    .cmd_count = (int)(sizeof commands / sizeof *commands),
    .size = sizeof(struct helpview),
    .open = helpview_open,
    .close = helpview_close,
    .update = helpview_update,
    .draw = helpview_draw,
    .key = helpview_key,
    .paste = helpview_paste,
    .title = helpview_title,
    .status = helpview_status,
    .move = helpview_move,
    .hints = hints,
};
