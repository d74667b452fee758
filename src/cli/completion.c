/* Owns `evmon completion`: scripts for three shells, made from the tables of programs, options, fields and words. Must
 * not hold a word of its own that stands in one of those tables. */
#include "app/plain.h"
#include "app/profiles.h"
#include "app/setting.h"
#include "cli/output.h"
#include "cli/programs.h"
#include "model/field.h"

/* ---- words behind an option ---- */

static void add_fields(struct buf *out)
{
    for (int i = 0; i < FIELD_COUNT_; i++)
        buf_add_fmt(out, "%s%s", i == 0 ? "" : " ", field_row((field_id)i)->name);
}

static void add_options(struct buf *out)
{
    for (int i = 0; i < SETTING_COUNT_; i++)
        buf_add_fmt(out, "%s%s=", i == 0 ? "" : " ", setting_rows()[i].name);
}

/* As one word each, which finds them too. */
static void add_profiles(struct buf *out)
{
    struct profiles *profiles = profiles_new();
    profiles_read(profiles, NULL, NULL);
    for (int i = 0; i < profiles_count(profiles); i++) {
        buf_add_text(out, i == 0 ? "" : " ");
        profiles_add_word(out, str_of(profile_text(profiles_entry(profiles, i)->profile, PROFILE_NAME)));
    }
    profiles_free(&profiles);
}

static const char theme_words[] = "dark light high-contrast colour-blind solarized mono";

/* The fixed words that may follow; empty when there are none. */
static void add_words(struct buf *out, const struct arg_row *row)
{
    if (strcmp(row->words, "@fields") == 0)
        add_fields(out);
    else if (strcmp(row->words, "@options") == 0)
        add_options(out);
    else if (strcmp(row->words, "@profiles") == 0)
        add_profiles(out);
    else if (strcmp(row->words, "@themes") == 0)
        buf_add_text(out, theme_words);
    else if (row->words[0] != '@')
        buf_add_text(out, row->words);
}

static bool takes_files(const struct arg_row *row)
{
    return strcmp(row->words, "@files") == 0;
}

/* What a query may hold: fields with a colon, and the values of the closed ones. */
static void add_query_words(struct buf *out)
{
    static const field_id closed[] = {FIELD_TYPE, FIELD_SOURCE, FIELD_RAT};
    for (int i = 0; i < FIELD_COUNT_; i++)
        buf_add_fmt(out, "%s: ", field_row((field_id)i)->name);
    for (size_t f = 0; f < sizeof closed / sizeof closed[0]; f++) {
        const char *word;
        for (int64_t i = 0; (word = field_enum_word(closed[f], i)) != NULL; i++)
            buf_add_fmt(out, "%s:%s ", field_row(closed[f])->name, word);
    }
    for (int i = 0; i < SEVERITY_COUNT_; i++)
        buf_add_fmt(out, "sev>=%s ", severity_names[i]);
    buf_add_text(out, "is:alert is:rejected");
}

typedef void (*program_fn)(struct buf *out, const struct cli_program *program);

static void each_visible(struct buf *out, const struct cli_program *all, program_fn add)
{
    for (; all->name != NULL; all++)
        if (all->name[0] == '\0' || all->line[0] != '\0')
            add(out, all);
}

static bool has_option(const struct cli_program *program, int arg)
{
    return (args_row((enum arg)arg)->groups & (unsigned)program->group) != 0;
}

/* ---- bash ---- */

static void bash_program(struct buf *out, const struct cli_program *program)
{
    buf_add_fmt(out, "    %s)\n        case $previous in\n",
                program->name[0] != '\0' ? program->name : "''");
    for (int i = 0; i < ARG_COUNT_; i++) {
        const struct arg_row *row = args_row((enum arg)i);
        if (!has_option(program, i) || row->value == NULL)
            continue;
        buf_add_fmt(out, "        --%s", row->name);
        if (row->letter != 0)
            buf_add_fmt(out, " | -%c", row->letter);
        if (takes_files(row)) {
            buf_add_text(out, ") _filedir 2>/dev/null || compopt -o default; return ;;\n");
            continue;
        }
        buf_add_text(out, ") words='");
        if (i == ARG_FILTER)
            add_query_words(out);
        else
            add_words(out, row);
        buf_add_text(out, "' ;;\n");
    }
    buf_add_text(out, "        *) words='");
    for (int i = 0; i < ARG_COUNT_; i++)
        if (has_option(program, i))
            buf_add_fmt(out, "--%s ", args_row((enum arg)i)->name);
    buf_add_text(out, "' ;;\n        esac ;;\n");
}

static void bash_name(struct buf *out, const struct cli_program *program)
{
    if (program->name[0] != '\0')
        buf_add_fmt(out, "%s ", program->name);
}

static void bash(struct buf *out, const struct cli_program *all)
{
    buf_add_text(out, "# bash completion for evmon: source <(evmon completion bash)\n"
                      "_evmon() {\n"
                      "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
                      "    local program='' words='' programs='");
    each_visible(out, all, bash_name);
    buf_add_text(out, "'\n"
                      "    if [ \"$COMP_CWORD\" -gt 1 ]; then\n"
                      "        case \" $programs \" in *\" ${COMP_WORDS[1]} \"*) program=${COMP_WORDS[1]} ;; esac\n"
                      "    fi\n"
                      "    COMPREPLY=()\n"
                      "    case $program in\n");
    each_visible(out, all, bash_program);
    buf_add_text(out, "    esac\n"
                      "    [ \"$program\" = completion ] && [ \"$COMP_CWORD\" -eq 2 ] && words='bash zsh fish'\n"
                      "    [ \"$COMP_CWORD\" -eq 1 ] && words=\"$programs$words emnify:\"\n"
                      "    case $current in\n"
                      "    -* | '') COMPREPLY=($(compgen -W \"$words\" -- \"$current\")) ;;\n"
                      "    *) COMPREPLY=($(compgen -W \"$words\" -- \"$current\") $(compgen -f -- \"$current\")) ;;\n"
                      "    esac\n"
                      "}\n"
                      "complete -o bashdefault -F _evmon evmon\n");
}

/* ---- zsh ---- */

static void quote_help(struct buf *out, const char *text, const char *drop)
{
    for (; *text != '\0'; text++)
        if (strchr(drop, *text) == NULL)
            buf_add_byte(out, *text);
}

static void zsh_program(struct buf *out, const struct cli_program *program)
{
    buf_add_fmt(out, "    (%s)\n        _arguments -s \\\n",
                program->name[0] != '\0' ? program->name : "''");
    for (int i = 0; i < ARG_COUNT_; i++) {
        const struct arg_row *row = args_row((enum arg)i);
        if (!has_option(program, i))
            continue;
        buf_add_fmt(out, "            '%s--%s%s[", row->kind == ARG_KIND_MANY ? "*" : "", row->name,
                    row->value != NULL ? "=" : "");
        quote_help(out, row->help, "'[]:");
        buf_add_byte(out, ']');
        if (row->value != NULL) {
            buf_add_byte(out, ':');
            quote_help(out, row->value, "'[]:");
            buf_add_byte(out, ':');
            struct buf words = {0};
            add_words(&words, row);
            if (takes_files(row))
                buf_add_text(out, "_files");
            else if (words.n > 0)
                buf_add_fmt(out, "(%s)", buf_cstr(&words));
            buf_fini(&words);
        }
        buf_add_text(out, "' \\\n");
    }
    if (strcmp(program->name, "completion") == 0)
        buf_add_text(out, "            '1:shell:(bash zsh fish)' ;;\n");
    else
        buf_add_text(out, "            '*:source:_files' ;;\n");
}

static void zsh_name(struct buf *out, const struct cli_program *program)
{
    if (program->name[0] == '\0')
        return;
    buf_add_fmt(out, "        '%s:", program->name);
    quote_help(out, program->line, "':");
    buf_add_text(out, "'\n");
}

static void zsh(struct buf *out, const struct cli_program *all)
{
    buf_add_text(out, "#compdef evmon\n"
                      "_evmon() {\n"
                      "    local -a programs\n"
                      "    local program=''\n"
                      "    programs=(\n");
    each_visible(out, all, zsh_name);
    buf_add_text(out, "    )\n"
                      "    if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
                      "        _describe program programs\n"
                      "        _files\n"
                      "        return\n"
                      "    fi\n"
                      "    if [[ -n ${programs[(r)$words[2]:*]} ]]; then\n"
                      "        program=$words[2]\n"
                      "        shift words\n"
                      "        (( CURRENT-- ))\n"
                      "    fi\n"
                      "    case $program in\n");
    each_visible(out, all, zsh_program);
    buf_add_text(out, "    esac\n"
                      "}\n"
                      "if [ \"$funcstack[1]\" = _evmon ]; then _evmon \"$@\"; else compdef _evmon evmon; fi\n");
}

/* ---- fish ---- */

static void fish_condition(struct buf *out, const struct cli_program *program)
{
    if (program->name[0] != '\0')
        buf_add_fmt(out, "complete -c evmon -n '__fish_seen_subcommand_from %s'", program->name);
    else
        buf_add_text(out, "complete -c evmon -n 'not __fish_seen_subcommand_from $evmon_programs'");
}

static void fish_program(struct buf *out, const struct cli_program *program)
{
    for (int i = 0; i < ARG_COUNT_; i++) {
        const struct arg_row *row = args_row((enum arg)i);
        if (!has_option(program, i))
            continue;
        fish_condition(out, program);
        if (row->letter != 0)
            buf_add_fmt(out, " -s %c", row->letter);
        buf_add_fmt(out, " -l %s", row->name);
        if (row->value != NULL)
            buf_add_text(out, takes_files(row) ? " -r" : " -x");
        struct buf words = {0};
        add_words(&words, row);
        if (words.n > 0)
            buf_add_fmt(out, " -a '%s'", buf_cstr(&words));
        buf_fini(&words);
        buf_add_text(out, " -d '");
        quote_help(out, row->help, "'");
        buf_add_text(out, "'\n");
    }
    if (strcmp(program->name, "completion") == 0)
        buf_add_text(out, "complete -c evmon -f -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'\n");
}

static void fish_name(struct buf *out, const struct cli_program *program)
{
    if (program->name[0] == '\0')
        return;
    buf_add_fmt(out, "complete -c evmon -n __fish_use_subcommand -a %s -d '", program->name);
    quote_help(out, program->line, "'");
    buf_add_text(out, "'\n");
}

static void fish(struct buf *out, const struct cli_program *all)
{
    buf_add_text(out, "# fish completion for evmon: evmon completion fish | source\n"
                      "set -g evmon_programs ");
    each_visible(out, all, bash_name);
    buf_add_byte(out, '\n');
    each_visible(out, all, fish_name);
    each_visible(out, all, fish_program);
}

int completion_run(struct args *args)
{
    static const struct {
        const char *name;
        void (*write)(struct buf *out, const struct cli_program *all);
    } shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    const char *name = args->operands.n == 1 ? args->operands.p[0] : "";
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++) {
        if (strcmp(shells[i].name, name) != 0)
            continue;
        struct buf out = {0};
        shells[i].write(&out, args->programs);
        int code = output_all(&out);
        buf_fini(&out);
        return code;
    }
    plain_say("completion", "it takes the name of a shell: bash, zsh or fish");
    return CLI_USAGE;
}
