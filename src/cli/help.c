/* Owns --help, made from the tables of programs and options. One screen: an option is one line. */
#include "base/buf.h"
#include "cli/output.h"
#include "cli/programs.h"

#include <ctype.h>

#define HELP_INDENT 28

static void option_line(struct buf *out, const struct arg_row *row)
{
    size_t from = out->n;
    buf_add_text(out, "  ");
    if (row->letter != 0)
        buf_add_fmt(out, "-%c, ", row->letter);
    else
        buf_add_text(out, "    ");
    buf_add_fmt(out, "--%s%s%s", row->name, row->value != NULL ? "=" : "",
                row->value != NULL ? row->value : "");
    do
        buf_add_byte(out, ' ');
    while (out->n - from < HELP_INDENT);
    buf_add_fmt(out, "%s\n", row->help);
}

static void program_lines(struct buf *out, const struct cli_program *program)
{
    buf_add_text(out, "\nPrograms:\n");
    for (; program->name != NULL; program++)
        if (program->name[0] != '\0' && program->line[0] != '\0')
            buf_add_fmt(out, "  evmon %-20s %s\n", program->name, program->line);
}

static void source_lines(struct buf *out)
{
    buf_add_text(out, "\nSources:\n"
                      "  emnify:                   the platform at api.url; emnify:URL another base URL\n"
                      "  PATH, file:PATH           NDJSON, JSON arrays or documents, gzip, zstd\n"
                      "  -                         standard input\n");
}

int help_print(const struct cli_program *program, const struct cli_program *all)
{
    struct buf out = {0};
    bool named = program->name[0] != '\0';
    buf_add_fmt(&out, "Usage: evmon%s%s [OPTION\xe2\x80\xa6]%s%s\n%c%s.\n", named ? " " : "", program->name,
                program->operands[0] != '\0' ? " " : "", program->operands, toupper((unsigned char)program->line[0]),
                program->line + 1);
    if (!named)
        program_lines(&out, all);
    if ((program->group & (ARG_GROUP_SHARED | ARG_GROUP_FLEET)) != 0)
        source_lines(&out);
    buf_add_text(&out, "\nOptions:\n");
    for (int i = 0; i < ARG_COUNT_; i++)
        if ((args_row((enum arg)i)->groups & (unsigned)program->group) != 0)
            option_line(&out, args_row((enum arg)i));
    if (!named)
        buf_add_text(&out, "\nThe application token comes from EVMON_TOKEN, --token-file or the "
                           "configuration, never from an argument.\n");
    int code = output_all(&out);
    buf_fini(&out);
    return code;
}
