/* Owns the parts of the manual pages that are made from tables: `evmon help --man FILE.in` copies the file to standard
 * output and puts a table in the place of each line that is @NAME@, and a tagged paragraph in the place of
 * "@EXAMPLE HITS QUERY". Run by the build only. */
#include "app/config_profile.h"
#include "app/keys.h"
#include "app/parts.h"
#include "app/plain.h"
#include "app/slurp.h"
#include "canvas/role.h"
#include "cli/manfleet.h"
#include "cli/manwords.h"
#include "cli/output.h"
#include "cli/programs.h"
#include "cli/roff.h"
#include "model/remedy.h"
#include "view/asks.h"
#include "view/view.h"

#define TEMPLATE_MAX ((size_t)1 << 20)

static void synopsis(struct buf *out, const struct cli_program *program)
{
    for (; program->name != NULL; program++) {
        if (program->name[0] != '\0' && program->line[0] == '\0')
            continue;
        buf_add_text(out, ".br\n\\fBevmon");
        buf_add_fmt(out, "%s%s\\fR ", program->name[0] != '\0' ? " " : "", program->name);
        buf_add_fmt(out, "[\\fIOPTION\\fR\xe2\x80\xa6] \\fI%s\\fR\n", program->operands);
    }
}

static void programs(struct buf *out, const struct cli_program *program)
{
    for (; program->name != NULL; program++) {
        if (program->line[0] == '\0')
            continue;
        struct buf name = {0};
        buf_add_fmt(&name, "evmon%s%s", program->name[0] != '\0' ? " " : "", program->name);
        roff_tagged(out, buf_cstr(&name), program->operands, program->more);
        buf_fini(&name);
    }
}

static void option_row(struct buf *out, const struct arg_row *row)
{
    struct buf tag = {0};
    if (row->letter != 0)
        buf_add_fmt(&tag, "-%c, ", row->letter);
    buf_add_fmt(&tag, "--%s", row->name);
    roff_tagged(out, buf_cstr(&tag), row->value, row->help);
    buf_fini(&tag);
}

static void options_of(struct buf *out, const char *title, unsigned group, unsigned except)
{
    buf_add_fmt(out, ".SS %s\n", title);
    for (int i = 0; i < ARG_COUNT_; i++) {
        const struct arg_row *row = args_row((enum arg)i);
        if ((row->groups & group) != 0 && (row->groups & except) == 0)
            option_row(out, row);
    }
}

static void command_options(struct buf *out, const struct cli_program *program)
{
    (void)program;
    unsigned shared = ARG_GROUP_SCREEN | ARG_GROUP_HELP;
    options_of(out, "Of the screen, print and stats", ARG_GROUP_SCREEN, ARG_GROUP_HELP);
    options_of(out, "Of print", ARG_GROUP_PRINT, shared);
    options_of(out, "Of stats", ARG_GROUP_STATS, shared);
    options_of(out, "Of filter", ARG_GROUP_FILTER, shared | ARG_GROUP_DEMO);
    options_of(out, "Of demo", ARG_GROUP_DEMO, shared);
}

/* takes: what it takes in words, NULL = as its range says. */
static void option_paragraph(struct buf *out, const struct option_row *row, const char *takes)
{
    struct buf text = {0}, range = {0};
    option_range(row, &range);
    buf_add_fmt(&text, "%s. Takes %s", row->sentence, takes != NULL ? takes : buf_cstr(&range));
    if (row->fallback[0] != '\0')
        buf_add_fmt(&text, "; default %s", row->fallback);
    buf_add_byte(&text, '.');
    roff_tagged(out, row->name, "", buf_cstr(&text));
    buf_fini(&text);
    buf_fini(&range);
}

static void settings(struct buf *out, const struct cli_program *program)
{
    (void)program;
    const struct option_row *rows = setting_rows();
    for (int i = 0; i < SETTING_COUNT_; i++) {
        option_paragraph(out, &rows[i], NULL);
    }
}

static void command_rows(struct buf *out, const struct command *rows, int count)
{
    for (int i = 0; i < count; i++) {
        struct buf text = {0};
        buf_add_fmt(&text, "%s.", rows[i].line);
        if (rows[i].help[0] != '\0')
            buf_add_fmt(&text, " %s", rows[i].help);
        if (rows[i].aliases[0] != '\0')
            buf_add_fmt(&text, " Also: %s.", rows[i].aliases);
        roff_tagged(out, rows[i].name, rows[i].args, buf_cstr(&text));
        buf_fini(&text);
    }
}

static void commands(struct buf *out, const struct cli_program *program)
{
    (void)program;
    buf_add_text(out, ".SS In every view\n");
    command_rows(out, app_commands, app_command_count);
    buf_add_text(out, ".SS About the device or SIM under the cursor\n");
    command_rows(out, asks_commands, ASKS_COUNT);
    for (int i = 0; views_all[i] != NULL; i++) {
        if (views_all[i]->cmd_count == 0)
            continue;
        buf_add_fmt(out, ".SS In the view %s\n", views_all[i]->name);
        command_rows(out, views_all[i]->cmds, views_all[i]->cmd_count);
    }
}

/* What the action menu can show, each with its call. */
static void remedies(struct buf *out, const struct cli_program *program)
{
    (void)program;
    for (int i = 0; i < REMEDY_COUNT_; i++) {
        const struct remedy_row *row = remedy_row((enum remedy)i);
        struct buf text = {0};
        buf_add_fmt(&text, "%s %s%s%s. %s", row->method, row->path, row->body[0] != '\0' ? " " : "", row->body, row->help);
        roff_tagged(out, row->title, "", buf_cstr(&text));
        buf_fini(&text);
    }
}

static void key_row(void *user, const struct binding *binding)
{
    struct buf *out = user, keys = {0}, text = {0};
    key_sequence_print(&binding->keys, &keys);
    buf_add_fmt(&text, "%s%s%s%s", binding->command, binding->note[0] != '\0' ? " (" : "",
                binding->note, binding->note[0] != '\0' ? ")" : "");
    buf_add_text(out, ".TP 12\n\\fB");
    roff_text(out, buf_cstr(&keys));
    buf_add_text(out, "\\fR\n");
    roff_text(out, buf_cstr(&text));
    buf_add_byte(out, '\n');
    buf_fini(&keys);
    buf_fini(&text);
}

static void on_mistake(void *user, const char *sentence)
{
    (void)user;
    plain_say("default.conf", "%s", sentence);
}

static void keys(struct buf *out, const struct cli_program *program)
{
    (void)program;
    struct keymaps *maps = keys_shipped(on_mistake, NULL);
    keymap_each(maps, STR("stream"), key_row, out);
    keymaps_free(&maps);
}

static void profile_options(struct buf *out, const struct cli_program *program)
{
    const struct option_row *rows = config_profile_rows();
    (void)program;
    for (int i = 0; i < PROFILE_OPTION_COUNT_; i++) {
        bool is_list = profile_row((enum profile_option)i)->kind == PROFILE_KIND_LIST;
        option_paragraph(out, &rows[i], is_list ? "a list of texts" : NULL);
    }
    for (int i = 0; i < PROFILE_PAINT_OPTION_COUNT_; i++) {
        const struct profile_row *row = profile_paint_row((enum profile_paint_option)i);
        struct buf name = {0}, text = {0};
        buf_add_fmt(&name, "colour.%s", row->name);
        buf_add_fmt(&text, "%s.", row->sentence);
        if (row->fallback[0] != '\0')
            buf_add_fmt(&text, " Default %s.", row->fallback);
        roff_tagged(out, buf_cstr(&name), "", buf_cstr(&text));
        buf_fini(&name);
        buf_fini(&text);
    }
}

static void roles(struct buf *out, const struct cli_program *program)
{
    (void)program;
    for (int i = 0; i < ROLE_COUNT_; i++)
        buf_add_fmt(out, "%s%s", i > 0 ? ", " : "", role_row((role_id)i)->name);
    buf_add_text(out, ".\n");
}

static const struct {
    const char *mark;
    void (*write)(struct buf *out, const struct cli_program *programs);
} tables[] = {
    {"@SYNOPSIS@", synopsis}, {"@PROGRAMS@", programs}, {"@OPTIONS@", command_options},
    {"@PROFILE_OPTIONS@", profile_options}, {"@ROLES@", roles}, {"@SETTINGS@", settings}, {"@COMMANDS@", commands}, {"@KEYS@", keys},
    {"@REMEDIES@", remedies},
};

static const struct {
    const char *mark;
    void (*write)(struct buf *out);
} words[] = {
    {"@FIELDS@", manwords_fields}, {"@TYPES@", manwords_types}, {"@RATS@", manwords_rats},
    {"@CAUSES@", manwords_causes}, {"@CAUSE_LIMITS@", manwords_cause_limits}, {"@FLAGS@", manwords_flags},
    {"@ACTS@", manfleet_acts}, {"@NETWORK_COUNTS@", manfleet_networks}, {"@DEVICE_SORTS@", manfleet_sorts},
};

/* HITS QUERY: a worked example; its explanation is the text that follows in the page. */
static void add_example(struct buf *out, struct str line)
{
    struct buf query = {0};
    ptrdiff_t space = str_find_byte(line, ' ');
    must(space > 0);
    buf_add_str(&query, str_sub(line, (size_t)space + 1, line.n));
    buf_add_text(out, ".TP\n\\fB");
    roff_text(out, buf_cstr(&query));
    buf_add_fmt(out, "\\fR\n(%.*s)\n", (int)space, line.p);
    buf_fini(&query);
}

static bool add_table(struct buf *out, struct str line, const struct cli_program *all)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (!str_eq(line, str_of(tables[i].mark)))
            continue;
        tables[i].write(out, all);
        return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!str_eq(line, str_of(words[i].mark)))
            continue;
        words[i].write(out);
        return true;
    }
    return false;
}

static void add_line(struct buf *out, struct str line, const struct cli_program *all)
{
    static const char example[] = "@EXAMPLE ";
    if (add_table(out, line, all))
        return;
    if (str_starts(line, str_of(example))) {
        add_example(out, str_sub(line, sizeof example - 1, line.n));
        return;
    }
    buf_add_str(out, line);
    buf_add_byte(out, '\n');
}

int help_run(struct args *args)
{
    struct buf text = {0}, out = {0};
    struct error err = {0};
    const char *path = args_get(args, ARG_MAN);
    int code = CLI_USAGE;
    if (path == NULL) {
        code = help_print(args->programs, args->programs);
    } else if (slurp_file(path, TEMPLATE_MAX, &text, &err) < 0) {
        plain_say("help", "%s", err.text);
    } else {
        struct str rest = buf_str(&text), line;
        while (str_next(&rest, '\n', &line))
            add_line(&out, line, args->programs);
        code = output_all(&out);
    }
    buf_fini(&text);
    buf_fini(&out);
    return code;
}
