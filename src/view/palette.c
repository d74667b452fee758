/* The palette: a line to type into over the view it was called from, and every command that would work there, with its
 * key. Owns the choice; what is offered comes from the command tables, and a line is run as if its key had been
 * pressed. */
#include "view/palette.h"

#include "base/xalloc.h"
#include "widget/input.h"
#include "widget/popup.h"

#include <stdio.h>
#include <stdlib.h>

#define OFFERS_MAX 600
#define WORD_MAX 80
#define ROWS_LEAST 14 /* on a small screen: all but what is beneath, on a large one two thirds of it */
#define WIDTH_MAX 100

struct offer {
    char word[WORD_MAX]; /* what it would write */
    char note[WORD_MAX]; /* what that does */
    char key[KEY_NAME_MAX];
    uint64_t hits;
    int score;
    const struct command *command; /* NULL: an argument */
};

struct palette {
    struct view view;
    struct command_set sets[STACK_SETS_MAX];
    int set_count;
    const char *keymap;
    struct offer *offers;
    int count;
    size_t from, to; /* the bytes of the line that an offer replaces */
    char title[WORD_MAX];
    struct popup popup;
};

static struct input *line_of(const struct palette *p)
{
    return stack_line(p->view.desk->stack);
}

/* ---- what arguments can be ---- */

struct offering {
    offer_fn offer;
    void *user;
};

static void offer_options(const struct palette *p, const struct offering *to)
{
    const struct options *options = p->view.desk->options;
    for (int i = 0; i < options_count(options); i++)
        to->offer(to->user, str_of(options_row(options, i)->name), str_of(options_row(options, i)->sentence));
}

static void offer_fields(const struct palette *p, const struct offering *to)
{
    (void)p;
    for (int i = 0; i < FIELD_COUNT_; i++) {
        struct buf note = {0};
        field_tell((field_id)i, &note);
        to->offer(to->user, str_of(field_row((field_id)i)->name), buf_str(&note));
        buf_fini(&note);
    }
}

static void offer_views(const struct palette *p, const struct offering *to)
{
    const struct view_ops *const *views = p->view.desk->views;
    for (int i = 0; views[i] != NULL; i++) {
        if (!views[i]->overlay && !str_eq(str_of(views[i]->name), STR("event")))
            to->offer(to->user, str_of(views[i]->name), STR_NONE);
    }
}

static void offer_commands(const struct palette *p, const struct offering *to)
{
    for (int s = 0; s < p->set_count; s++) {
        for (int i = 0; i < p->sets[s].count; i++)
            to->offer(to->user, str_of(p->sets[s].rows[i].name), str_of(p->sets[s].rows[i].line));
    }
}

static void offer_sources(const struct palette *p, const struct offering *to)
{
    const struct desk *desk = p->view.desk;
    for (int i = 0; i < desk->feed_count(desk->app); i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", i + 1);
        to->offer(to->user, str_of(number), str_of(desk->feed(desk->app, i)->name));
    }
}

static void offer_profiles(const struct palette *p, const struct offering *to)
{
    const struct desk *desk = p->view.desk;
    for (int i = 0; desk->profile_count != NULL && i < desk->profile_count(desk->app); i++) {
        const struct profile_entry *entry = desk->profile(desk->app, i);
        to->offer(to->user, str_of(profile_text(entry->profile, PROFILE_NAME)), str_of(profile_origin_names[entry->origin]));
    }
}

static void offer_topics(const struct palette *p, const struct offering *to)
{
    static const char *const topics[] = {"keys", "fields", "types", "options", "commands"};
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
        to->offer(to->user, str_of(topics[i]), STR_NONE);
    offer_commands(p, to);
}

/* A word in capitals in a command's arguments, and what can stand for it. */
static const struct {
    const char *kind;
    void (*offer)(const struct palette *p, const struct offering *to);
    const char *words; /* or these, separated by commas */
} kinds[] = {
    {"OPTION", offer_options, NULL}, {"FIELD", offer_fields, NULL},
    {"COLUMNS", offer_fields, NULL}, {"VIEW", offer_views, NULL},
    {"COMMAND", offer_commands, NULL}, {"SOURCE", offer_sources, NULL},
    {"TOPIC", offer_topics, NULL}, {"FORMAT", NULL, "ndjson,csv,tsv,json,markdown"},
    {"LAYOUT", NULL, "auto,list,below,right"}, {"PROFILE", offer_profiles, NULL}, {"NAME", offer_profiles, NULL},
    {"KEY", NULL, "1,2,3,4,5,6,7,8,9,none"},
    {"PART", NULL, "row,value,json"}, {"GLYPHS", NULL, "utf8,vt100,ascii"},
    {"ZONE", NULL, "UTC,local,both"}, {"TIME", NULL, "-1h,-15m,now,yesterday"},
    {"SEVERITY", NULL, "info,warn,critical"}, {"SPAN", NULL, "all,15m,1h,4h"},
    {"THEME", NULL, "dark,light,high-contrast,colour-blind,solarized,mono"},
};

static void offer_kind(void *user, struct str kind, offer_fn offer, void *offer_user)
{
    const struct palette *p = user;
    const struct offering to = {offer, offer_user};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!str_eq(str_of(kinds[i].kind), kind))
            continue;
        if (kinds[i].offer != NULL)
            kinds[i].offer(p, &to);
        struct str rest = str_of(kinds[i].words), word;
        while (kinds[i].words != NULL && str_next(&rest, ',', &word))
            offer(offer_user, word, STR_NONE);
    }
}

/* ---- offers ---- */

static struct offer *new_offer(struct palette *p, struct str word, struct str note)
{
    if (p->count == OFFERS_MAX)
        return NULL;
    struct offer *offer = &p->offers[p->count++];
    *offer = (struct offer){.score = 0};
    str_copy(word, offer->word, sizeof offer->word);
    str_copy(note, offer->note, sizeof offer->note);
    return offer;
}

static bool is_offered(const struct palette *p, const struct command *command)
{
    for (int i = 0; i < p->count; i++) {
        if (str_eq(str_of(p->offers[i].word), str_of(command->name)))
            return true;
    }
    return false;
}

/* A command whose name fits what is typed comes before one whose sentence does. */
static void offer_command(struct palette *p, const struct command *command, struct str typed)
{
    uint64_t hits = 0;
    int score = typed.n == 0 ? 0 : command_fuzzy(typed, str_of(command->name), &hits);
    if (score >= 0 && typed.n > 0)
        score += 1000;
    else if (typed.n > 0 && str_find(str_of(command->line), typed) >= 0)
        score = 1;
    if (score < 0 || is_offered(p, command))
        return;
    struct offer *offer = new_offer(p, str_of(command->name), str_of(command->line));
    if (offer == NULL)
        return;
    offer->hits = score >= 1000 ? hits : 0;
    offer->score = score;
    offer->command = command;
    const struct binding *binding = keymap_key_of(p->view.desk->keymaps, str_of(p->keymap), str_of(command->name));
    bool whole = binding != NULL && str_eq(str_of(binding->command), str_of(command->name));
    if (whole || command_args(command) != COMMAND_ARGS_REQUIRED) /* `v` is one view of many, and no key of `view` */
        keymap_hint(p->view.desk->keymaps, str_of(p->keymap), str_of(command->name), offer->key, sizeof offer->key);
}

static int better(const void *a, const void *b)
{
    const struct offer *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return strcmp(x->word, y->word);
}

static void offer_names(struct palette *p, struct str typed)
{
    for (int s = 0; s < p->set_count; s++) {
        for (int i = 0; i < p->sets[s].count; i++)
            offer_command(p, &p->sets[s].rows[i], typed);
    }
    qsort(p->offers, (size_t)p->count, sizeof *p->offers, better);
    p->from = 0;
    p->to = typed.n;
}

static void take_argument(void *user, struct str word, struct str note)
{
    new_offer(user, word, note);
}

/* What the command whose arguments are being typed takes. */
static struct str argument_words(const struct palette *p)
{
    struct str name, args;
    command_split(buf_str(&line_of(p)->text), &name, &args);
    const struct command *command = command_find(p->sets, p->set_count, name, NULL);
    return command != NULL ? str_of(command->args) : STR_NONE;
}

static void refresh(struct palette *p)
{
    struct str line = buf_str(&line_of(p)->text);
    p->count = 0;
    if (str_find_byte(line, ' ') < 0) {
        offer_names(p, line);
    } else {
        const struct command_words words = {offer_kind, p};
        command_complete(p->sets, p->set_count, &words, line, take_argument, p, &p->from, &p->to);
    }
    str_copy(argument_words(p), p->title, sizeof p->title);
    p->popup.title = p->from > 0 && p->title[0] != '\0' ? str_of(p->title) : STR("Commands");
    p->popup.count = p->count;
    p->popup.chosen = p->count > 0 && p->from == 0 ? 0 : -1;
    p->popup.top = 0;
}

/* ---- the view ---- */

static void popup_item_of(void *user, int index, struct popup_item *out)
{
    const struct palette *p = user;
    const struct offer *offer = &p->offers[index];
    *out = (struct popup_item){str_of(offer->word), str_of(offer->note), str_of(offer->key), offer->hits};
}

static const struct bar_hint typed_keys[] = {
    {STR("Enter"), STR("run")}, {STR("Tab"), STR("complete")}, {STR("Down Up"), STR("choose")}, {STR("Esc"), STR("close")},
    {STR_NONE, STR_NONE},
};

static int palette_open(struct view *view, struct str argument, struct error *err)
{
    (void)err;
    struct palette *p = (struct palette *)view;
    struct desk *desk = view->desk;
    const struct view *subject = stack_subject(desk->stack);
    p->keymap = subject != NULL ? subject->ops->keymap : "global";
    p->set_count = stack_commands(desk->stack, desk->commands, p->sets, STACK_SETS_MAX);
    p->offers = xcalloc(OFFERS_MAX, sizeof *p->offers);
    p->popup = (struct popup){.title = STR("Commands"), .item = popup_item_of, .user = p};
    struct input *line = line_of(p);
    input_set(line, argument);
    if (argument.n > 0 && argument.p[argument.n - 1] != ' ' && str_find_byte(argument, ' ') < 0)
        input_insert(line, STR(" "));
    view->typing = 1;
    view->typed = typed_keys;
    refresh(p);
    return 0;
}

static void palette_close(struct view *view)
{
    free(((struct palette *)view)->offers);
}

static void palette_update(struct view *view, int64_t budget_ns)
{
    (void)view, (void)budget_ns;
}

static int visible_rows(const struct view *view)
{
    int room = view->rows - 3, most = view->rows * 2 / 3 > ROWS_LEAST ? view->rows * 2 / 3 : ROWS_LEAST;
    return room < most ? (room > 0 ? room : 0) : most;
}

static void palette_draw(const struct view *view, struct canvas canvas)
{
    const struct palette *p = (const struct palette *)view;
    int last = canvas.rows - 1;
    if (p->count > 0 && visible_rows(view) > 0) {
        struct canvas above = canvas_sub(canvas, 0, 0, last, canvas.cols);
        int rows = p->count < visible_rows(view) ? p->count : visible_rows(view);
        struct canvas area = canvas_sub(above, above.rows - rows - 2, 0, rows + 2,
                                        canvas.cols < WIDTH_MAX ? canvas.cols : WIDTH_MAX);
        popup_draw(&p->popup, area);
    }
    struct canvas line = canvas_sub(canvas, last, 0, 1, canvas.cols);
    canvas_fill(line, ROLE_TEXT);
    const struct input_look look = {.prompt = STR(":"), .note = p->from > 0 && p->count == 0 ? str_of(p->title) : STR_NONE, .note_role = ROLE_MUTED};
    input_draw(line_of(p), line, &look);
}

static void palette_title(const struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, "command");
}

/* ---- keys ---- */

/* Writes the chosen offer into the line; a command that takes arguments gets its blank. */
static void complete(struct palette *p)
{
    int index = p->popup.chosen >= 0 ? p->popup.chosen : 0;
    if (index >= p->count)
        return;
    const struct offer offer = p->offers[index];
    input_replace(line_of(p), p->from, p->to, str_of(offer.word));
    if (offer.command == NULL || command_args(offer.command) != COMMAND_ARGS_NONE)
        input_insert(line_of(p), STR(" "));
    refresh(p);
}

/* The line to run: what is typed when it is a command's whole name or has arguments, else the chosen offer. Empty when
 * arguments have to be typed first. */
static void line_to_run(struct palette *p, struct buf *out)
{
    struct str typed = str_trim(buf_str(&line_of(p)->text)), name, args;
    command_split(typed, &name, &args);
    const struct command *whole = command_find(p->sets, p->set_count, name, NULL);
    bool moved = p->popup.chosen > 0;
    if (p->from > 0 && p->popup.chosen >= 0) {
        complete(p);
        typed = str_trim(buf_str(&line_of(p)->text));
    } else if (p->popup.chosen >= 0 && (whole == NULL || moved)) {
        whole = p->offers[p->popup.chosen].command;
        typed = str_of(whole->name);
        args = STR_NONE;
    }
    if (whole != NULL && command_args(whole) == COMMAND_ARGS_REQUIRED && args.n == 0 && p->from == 0)
        complete(p);
    else
        buf_add_str(out, typed);
}

static void run_line(struct palette *p)
{
    struct buf line = {0};
    struct desk *desk = p->view.desk;
    line_to_run(p, &line);
    if (line.n > 0) {
        input_remember(line_of(p), buf_str(&line));
        stack_pop(desk->stack); /* p is gone from here on */
        desk->run(desk->app, buf_cstr(&line));
    }
    buf_fini(&line);
}

static bool palette_key(struct view *view, struct str key)
{
    struct palette *p = (struct palette *)view;
    struct input *line = line_of(p);
    if (str_eq(key, STR("Enter"))) {
        if (str_trim(buf_str(&line->text)).n > 0 || p->popup.chosen >= 0)
            run_line(p);
        return true;
    }
    if (str_eq(key, STR("Esc")) || str_eq(key, STR("^C")) || (str_eq(key, STR("BS")) && line->text.n == 0)) {
        stack_pop(view->desk->stack);
        return true;
    }
    if (str_eq(key, STR("Down")) || str_eq(key, STR("Up"))) {
        popup_move(&p->popup, str_eq(key, STR("Down")) ? 1 : -1, visible_rows(view));
        return true;
    }
    if (str_eq(key, STR("Tab"))) {
        complete(p);
        return true;
    }
    enum input_answer answer = input_key(line, key);
    if (answer == INPUT_EDITED)
        refresh(p);
    return answer != INPUT_IGNORED;
}

static bool palette_paste(struct view *view, struct str text)
{
    struct palette *p = (struct palette *)view;
    input_insert(line_of(p), text);
    refresh(p);
    return true;
}

const struct view_ops palette_ops = {
    .name = "palette",
    .keymap = "palette",
    .size = sizeof(struct palette),
    .open = palette_open,
    .close = palette_close,
    .update = palette_update,
    .draw = palette_draw,
    .key = palette_key,
    .paste = palette_paste,
    .title = palette_title,
    .overlay = 1,
};
