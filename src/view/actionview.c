/* The list of remedies and the command of the chosen one. Owns what was typed into blanks; what a call looks like is
 * model/remedy's. Must not know how anything is sent: there is no way to. */
#include "view/actionview.h"

#include "base/clock.h"
#include "model/remedy.h"
#include "view/asks.h"
#include "view/chooser.h"
#include "view/prompt.h"
#include "widget/sheet.h"
#include "widget/table.h"

#include <stdio.h>

#define LIST_LEAST 4
#define COMMAND_ROWS 12 /* of the sheet below: what it does, the command, how to sign in */

static const struct table_column columns[] = {
    {"Action", 26, 20, 0, 0, TABLE_LEFT, 0, 0},
    {"Now", 25, 20, 0, 1, TABLE_LEFT, 0, 0},
    {"Call", 41, 12, 1, 2, TABLE_ENDS, 0, 0},
};
#define COLUMN_COUNT ((int)(sizeof columns / sizeof *columns))

struct actionview {
    struct view view;
    struct fact_about about;
    struct remedy_values values;
    struct chooser chooser;
    struct sheet *sheet;
    struct prompt prompt;
    enum remedy_blank asked; /* what the open prompt asks for */
};

/* ---------------------------------------------------------------- what is known of it now */

static const struct fact_book *book_of(const struct actionview *a, struct fact_about about)
{
    const struct desk *desk = a->view.desk;
    return desk->facts != NULL ? desk->facts(desk->app, about) : NULL;
}

static bool fact_of(const struct actionview *a, enum fact fact, struct value *out)
{
    const struct fact_book *book = book_of(a, a->about);
    return book != NULL && fact_get(book, fact, 0, out);
}

static void set_id(struct actionview *a, enum remedy_blank blank, int64_t id)
{
    if (id >= 0)
        snprintf(a->values.text[blank], REMEDY_VALUE_MAX, "%lld", (long long)id);
}

/* Where the SIM is now: the last device it was seen in. */
static int64_t device_of(const struct simcard *sim)
{
    const struct sim_seen *last = NULL;
    for (int i = 0; sim != NULL && i < sim->device_count; i++)
        last = last == NULL || sim->devices[i].last_ms > last->last_ms ? &sim->devices[i] : last;
    return last != NULL ? last->device_id : -1;
}

static const struct device *device_known(const struct actionview *a)
{
    int64_t id;
    const struct fleet *fleet = a->view.desk->fleet;
    return fleet != NULL && str_i64(str_of(a->values.text[REMEDY_DEVICE]), &id) ? fleet_device(fleet, id) : NULL;
}

/* Facts where they are here, what events tell else. */
static void find_ids(struct actionview *a)
{
    const struct fleet *fleet = a->view.desk->fleet;
    bool of_device = a->about.subject == FACT_OF_DEVICE;
    enum remedy_blank own = of_device ? REMEDY_DEVICE : REMEDY_SIM, other = of_device ? REMEDY_SIM : REMEDY_DEVICE;
    struct value value;
    set_id(a, own, a->about.id);
    if (fact_of(a, of_device ? FACT_DEVICE_SIM_ID : FACT_SIM_DEVICE_ID, &value))
        set_id(a, other, value.i);
    else if (fleet != NULL && of_device && device_known(a) != NULL)
        set_id(a, other, device_known(a)->sim_id);
    else if (fleet != NULL && !of_device)
        set_id(a, other, device_of(fleet_sim(fleet, a->about.id)));
    if (a->values.text[REMEDY_OPERATOR][0] == '\0' && fact_of(a, FACT_CONNECTIVITY_OP_ID, &value))
        set_id(a, REMEDY_OPERATOR, value.i);
}

/* ---------------------------------------------------------------- when an action makes sense */

enum sense { MAKES_SENSE, MAKES_NONE, UNSURE };

static enum sense sense_of_state(const struct actionview *a, enum remedy_when when)
{
    const struct device *device = device_known(a);
    enum device_state state = device != NULL ? device_state(device) : DEVICE_UNKNOWN;
    unsigned flags = device != NULL ? device_machine(device)->flags : 0;
    bool online = state == DEVICE_ONLINE, attached = online || state == DEVICE_ATTACHED;
    bool sense = when == REMEDY_WHEN_ONLINE     ? online
                 : when == REMEDY_WHEN_ATTACHED ? attached
                 : when == REMEDY_WHEN_ENABLED  ? (flags & MACHINE_DISABLED) == 0
                 : when == REMEDY_WHEN_DISABLED ? (flags & MACHINE_DISABLED) != 0
                 : when == REMEDY_WHEN_ACTIVE   ? (flags & MACHINE_SUSPENDED) == 0
                 : when == REMEDY_WHEN_INACTIVE ? (flags & MACHINE_SUSPENDED) != 0
                                                : state == DEVICE_BLOCKED;
    if (when == REMEDY_WHEN_ALWAYS)
        return MAKES_SENSE;
    return state == DEVICE_UNKNOWN ? UNSURE : sense ? MAKES_SENSE : MAKES_NONE;
}

/* What the platform itself says goes before what events tell. */
static enum sense sense_of(const struct actionview *a, enum remedy_when when)
{
    static const struct {
        enum remedy_when when;
        enum fact device, sim; /* the word, in the facts of a device and of a SIM */
        const char *word;
        enum sense same, other;
    } words[] = {
        {REMEDY_WHEN_ENABLED, FACT_DEVICE_STATUS, FACT_COUNT_, "enabled", MAKES_SENSE, MAKES_NONE},
        {REMEDY_WHEN_DISABLED, FACT_DEVICE_STATUS, FACT_COUNT_, "disabled", MAKES_SENSE, MAKES_NONE},
        {REMEDY_WHEN_ACTIVE, FACT_DEVICE_SIM_STATUS, FACT_SIM_STATUS, "activated", MAKES_SENSE, MAKES_NONE},
        {REMEDY_WHEN_INACTIVE, FACT_DEVICE_SIM_STATUS, FACT_SIM_STATUS, "activated", MAKES_NONE, MAKES_SENSE},
        {REMEDY_WHEN_BLOCKED, FACT_CONNECTIVITY_STATUS, FACT_COUNT_, "blocked", MAKES_SENSE, MAKES_NONE},
        {REMEDY_WHEN_ONLINE, FACT_CONNECTIVITY_STATUS, FACT_COUNT_, "online", MAKES_SENSE, MAKES_NONE},
        {REMEDY_WHEN_ATTACHED, FACT_CONNECTIVITY_STATUS, FACT_COUNT_, "offline", MAKES_NONE, MAKES_SENSE},
    };
    struct value said;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        enum fact fact = a->about.subject == FACT_OF_DEVICE ? words[i].device : words[i].sim;
        if (words[i].when == when && fact != FACT_COUNT_ && fact_of(a, fact, &said))
            return str_eq_nocase(said.s, str_of(words[i].word)) ? words[i].same : words[i].other;
    }
    return sense_of_state(a, when);
}

static const char *word_of(const struct actionview *a, enum remedy remedy, role_id *role)
{
    static const struct {
        const char *fits, *fits_not;
    } words[] = {
        [REMEDY_WHEN_ALWAYS] = {"", ""},
        [REMEDY_WHEN_ONLINE] = {"it has a session", "it has no session"},
        [REMEDY_WHEN_ATTACHED] = {"it is attached", "it is not attached"},
        [REMEDY_WHEN_ENABLED] = {"it is enabled", "it is disabled"},
        [REMEDY_WHEN_DISABLED] = {"it is disabled", "it is enabled"},
        [REMEDY_WHEN_ACTIVE] = {"the SIM is active", "the SIM is not active"},
        [REMEDY_WHEN_INACTIVE] = {"the SIM is not active", "the SIM is active"},
        [REMEDY_WHEN_BLOCKED] = {"it is blocked", "it is not blocked"},
    };
    enum remedy_when when = remedy_row(remedy)->when;
    enum sense sense = sense_of(a, when);
    *role = ROLE_MUTED;
    for (int blank = REMEDY_DEVICE; blank <= REMEDY_SIM; blank++)
        if (remedy_has(remedy, (enum remedy_blank)blank) && a->values.text[blank][0] == '\0')
            return blank == REMEDY_SIM ? "its SIM is not known" : "its device is not known";
    if (sense == MAKES_NONE)
        return words[when].fits_not;
    *role = ROLE_TEXT;
    return sense == UNSURE ? "not known" : words[when].fits;
}

/* ---------------------------------------------------------------- the command */

static enum remedy chosen(const struct actionview *a)
{
    return (enum remedy)(a->chooser.chosen >= 0 ? a->chooser.chosen : 0);
}

static const char *api_of(const struct actionview *a)
{
    return a->view.desk->api(a->view.desk->app, a->about);
}

static void add_lines(struct sheet *sheet, role_id role, struct str text)
{
    struct str line;
    while (str_next(&text, '\n', &line))
        sheet_text(sheet, role, line);
}

static void add_hint(const struct actionview *a, const char *command, const char *words)
{
    char key[KEY_NAME_MAX];
    if (keymap_hint(a->view.desk->keymaps, STR("actions"), str_of(command), key, sizeof key) == 0)
        return;
    sheet_print(a->sheet, ROLE_HINT, "   ");
    sheet_print(a->sheet, ROLE_HINT_KEY, "%s", key);
    sheet_print(a->sheet, ROLE_HINT, " %s", words);
}

static void add_blanks(const struct actionview *a)
{
    bool any = false;
    for (int blank = REMEDY_TEXT; blank < REMEDY_BLANK_COUNT_; blank++) {
        if (!remedy_has(chosen(a), (enum remedy_blank)blank))
            continue;
        sheet_line(a->sheet, str_of(remedy_blank_title((enum remedy_blank)blank)), -1, SHEET_PACK);
        const char *text = a->values.text[blank];
        sheet_span(a->sheet, text[0] != '\0' ? ROLE_VALUE : ROLE_WARN, text[0] != '\0' ? str_of(text) : STR("to be filled in"));
        any = true;
    }
    if (any)
        add_hint(a, "fill-in", "changes it");
}

static void fill(struct actionview *a)
{
    struct buf command = {0};
    struct error err = {0};
    sheet_clear(a->sheet);
    find_ids(a);
    sheet_text(a->sheet, ROLE_TEXT, str_of(remedy_row(chosen(a))->help));
    add_blanks(a);
    if (remedy_command(chosen(a), &a->values, api_of(a), &command, &err) < 0)
        sheet_text(a->sheet, ROLE_WARN, str_of(err.text));
    else
        add_lines(a->sheet, ROLE_ACCENT, buf_str(&command));
    sheet_text(a->sheet, ROLE_MUTED, STR("EVMON_AUTH is made from the application token in EVMON_TOKEN:"));
    add_hint(a, "yank login", "copies this");
    buf_clear(&command);
    remedy_login(api_of(a), &command);
    add_lines(a->sheet, ROLE_MUTED, buf_str(&command));
    buf_fini(&command);
}

/* ---------------------------------------------------------------- the view */

static int actionview_open(struct view *view, struct str argument, struct error *err)
{
    struct actionview *a = (struct actionview *)view;
    int result = asks_parse(argument, &a->about, err);
    if (result < 0)
        return result;
    a->sheet = sheet_new();
    remedy_values_usual(&a->values, clock_wall_ms());
    if (view->desk->facts_ask != NULL)
        view->desk->facts_ask(view->desk->app, a->about, DESK_MISSING);
    chooser_settle(&a->chooser, REMEDY_COUNT_, 1);
    fill(a);
    return 0;
}

static void actionview_close(struct view *view)
{
    struct actionview *a = (struct actionview *)view;
    if (view->desk->facts_leave != NULL)
        view->desk->facts_leave(view->desk->app, a->about);
    prompt_fini(&a->prompt);
    sheet_free(&a->sheet);
}

static int list_rows(const struct view *view)
{
    int rows = view->rows - COMMAND_ROWS - 2;
    return rows > REMEDY_COUNT_ ? REMEDY_COUNT_ : rows > LIST_LEAST ? rows : LIST_LEAST;
}

static void actionview_update(struct view *view, int64_t budget_ns)
{
    struct actionview *a = (struct actionview *)view;
    (void)budget_ns;
    chooser_settle(&a->chooser, REMEDY_COUNT_, list_rows(view));
    fill(a);
}

static void action_row(void *user, int row, struct table_row *out)
{
    (void)user, (void)row, (void)out;
}

/* With stars for ids: they say nothing in a list about one device. */
static void add_call(struct buf *out, const struct remedy_row *row)
{
    struct str rest = str_of(row->path), piece;
    buf_add_fmt(out, "%s ", row->method);
    for (bool first = true; str_next(&rest, '/', &piece); first = false)
        buf_add_fmt(out, "%s%.*s", first ? "" : "/", STR_ARG(piece.p[0] == '{' ? STR("*") : piece));
}

static void action_cell(void *user, int row, int column, struct table_cell *out)
{
    const struct actionview *a = user;
    role_id role;
    const char *now = word_of(a, (enum remedy)row, &role);
    bool muted = role == ROLE_MUTED && now[0] != '\0';
    out->role = muted ? ROLE_MUTED : ROLE_TEXT;
    if (column == 0) {
        buf_add_text(out->text, remedy_row((enum remedy)row)->title);
    } else if (column == 2) {
        add_call(out->text, remedy_row((enum remedy)row));
        out->role = ROLE_MUTED;
    } else {
        buf_add_text(out->text, now);
        out->role = role;
    }
}

static void actionview_draw(const struct view *view, struct canvas canvas)
{
    const struct actionview *a = (const struct actionview *)view;
    struct table_layout layout;
    table_fit(columns, COLUMN_COUNT, canvas.cols, &layout);
    const struct table table = {
        .columns = columns, .count = COLUMN_COUNT, .layout = &layout, .top = a->chooser.top, .rows = a->chooser.count,
        .cursor = a->chooser.chosen, .cursor_column = -1, .focused = 1, .row = action_row, .cell = action_cell,
        .user = (void *)(uintptr_t)a,
    };
    int rows = list_rows(view);
    table_draw_header(&table, canvas_sub(canvas, 0, 0, 1, canvas.cols));
    table_draw(&table, canvas_sub(canvas, 1, 0, rows, canvas.cols));
    canvas_rule(canvas, rows + 1, str_of(remedy_row(chosen(a))->title), STR("to copy; evmon sends nothing"));
    struct canvas below = canvas_sub(canvas, rows + 2, 0, canvas.rows - rows - 2, canvas.cols);
    sheet_layout(a->sheet, canvas.grid, below.cols, SHEET_NO_HEADS);
    sheet_draw(a->sheet, below, 0, -1);
    if (a->prompt.use != NULL)
        prompt_draw(&a->prompt, canvas_sub(canvas, canvas.rows - 1, 0, 1, canvas.cols));
}

static bool actionview_key(struct view *view, struct str key)
{
    return prompt_key(&((struct actionview *)view)->prompt, view, key);
}

static bool actionview_paste(struct view *view, struct str text)
{
    return prompt_paste(&((struct actionview *)view)->prompt, view, text);
}

static void actionview_title(const struct view *view, struct buf *out)
{
    const struct actionview *a = (const struct actionview *)view;
    buf_add_fmt(out, "actions: %s ", fact_subject_names[a->about.subject]);
    asks_name(view->desk, a->about, out);
}

static struct view_status actionview_status(const struct view *view)
{
    (void)view;
    return (struct view_status){.chip = STR("ACTIONS"), .chip_role = ROLE_CHIP};
}

static void actionview_move(struct view *view, struct str name)
{
    struct actionview *a = (struct actionview *)view;
    chooser_command(&a->chooser, name);
    fill(a);
}

static bool actionview_about(const struct view *view, struct fact_about *out)
{
    *out = ((const struct actionview *)view)->about;
    return true;
}

static bool actionview_here(const struct view *view, field_id field, struct value *out)
{
    const struct actionview *a = (const struct actionview *)view;
    enum remedy_blank blank = field == FIELD_DEV_ID ? REMEDY_DEVICE : field == FIELD_SIM_ID ? REMEDY_SIM : REMEDY_BLANK_COUNT_;
    *out = VALUE_ABSENT;
    if (blank != REMEDY_BLANK_COUNT_ && str_i64(str_of(a->values.text[blank]), &out->i))
        out->kind = KIND_NUMBER;
    return value_is_present(out);
}

/* ---------------------------------------------------------------- copying, filling in */

static int run_yank(void *target, struct str args, struct error *err)
{
    struct actionview *a = target;
    struct buf text = {0};
    char what[80];
    int result = 0;
    snprintf(what, sizeof what, "the command: %s", remedy_row(chosen(a))->title);
    if (str_eq(args, STR("login")))
        remedy_login(api_of(a), &text);
    else
        result = remedy_command(chosen(a), &a->values, api_of(a), &text, err);
    if (result == 0)
        a->view.desk->copy(a->view.desk->app, buf_str(&text), str_eq(args, STR("login")) ? "how to get EVMON_AUTH" : what);
    buf_fini(&text);
    return result;
}

static bool next_blank(const struct actionview *a, int from, enum remedy_blank *out)
{
    while (from < REMEDY_BLANK_COUNT_ && !remedy_has(chosen(a), (enum remedy_blank)from))
        from++;
    *out = (enum remedy_blank)from;
    return from < REMEDY_BLANK_COUNT_;
}

static void ask_for(struct actionview *a, enum remedy_blank blank);

/* What was typed; then the next blank, if there is one. */
static void accepted(struct view *view, struct str text)
{
    struct actionview *a = (struct actionview *)view;
    struct error err = {0};
    enum remedy_blank next;
    if (remedy_check(a->asked, text, &err) < 0) {
        view->desk->say(view->desk->app, TONE_WARN, err.text);
        return;
    }
    str_copy(text, a->values.text[a->asked], REMEDY_VALUE_MAX);
    fill(a);
    if (next_blank(a, (int)a->asked + 1, &next))
        ask_for(a, next);
}

static void ask_for(struct actionview *a, enum remedy_blank blank)
{
    static const struct prompt_use uses[REMEDY_BLANK_COUNT_] = {
        [REMEDY_TEXT] = {.label = "Text: ", .accepted = accepted},
        [REMEDY_SENDER] = {.label = "Sender: ", .accepted = accepted},
        [REMEDY_MEGABYTES] = {.label = "Megabytes: ", .accepted = accepted},
        [REMEDY_MESSAGES] = {.label = "Messages: ", .accepted = accepted},
        [REMEDY_DATE] = {.label = "Until: ", .accepted = accepted},
        [REMEDY_OPERATOR] = {.label = "Operator id: ", .accepted = accepted},
    };
    a->asked = blank;
    prompt_open(&a->prompt, &a->view, &uses[blank], str_of(a->values.text[blank]));
}

static int run_fill_in(void *target, struct str args, struct error *err)
{
    struct actionview *a = target;
    enum remedy_blank first;
    (void)args;
    if (!next_blank(a, REMEDY_TEXT, &first))
        return err_set(err, E_INVALID, "there is nothing to fill in for this action");
    ask_for(a, first);
    return 0;
}

static const struct command commands[] = {
    {"yank", "copy", "[PART]", run_yank, "copy the command, or with `login` how to get its token", ""},
    {"fill-in", "", "", run_fill_in, "change what the command is filled with: text, volume, date", ""},
};

static const struct view_hint hints[] = {
    {"yank", "copy the command"}, {"fill-in", "fill in"}, {"yank login", "copy the sign-in"}, {"facts", "facts"},
    {"back", "back"}, {NULL, NULL},
};

const struct view_ops actionview_ops = {
    .name = "actions",
    .keymap = "actions",
    .cmds = commands,
    .cmd_count = (int)(sizeof commands / sizeof *commands),
    .size = sizeof(struct actionview),
    .open = actionview_open,
    .close = actionview_close,
    .update = actionview_update,
    .draw = actionview_draw,
    .key = actionview_key,
    .paste = actionview_paste,
    .title = actionview_title,
    .status = actionview_status,
    .move = actionview_move,
    .here = actionview_here,
    .about = actionview_about,
    .hints = hints,
};
