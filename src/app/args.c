/* Owns the table of command-line options and the reading of argv. Must not know what any option does. */
#include "app/args.h"

#include "base/str.h"
#include "base/xalloc.h"

#include <getopt.h>
#include <stdlib.h>

/* clang-format off */
enum {
    FLAG = ARG_KIND_FLAG, TEXT = ARG_KIND_TEXT, MANY = ARG_KIND_MANY,
};
enum {
    PRINT = ARG_GROUP_PRINT, STATS = ARG_GROUP_STATS, FLEET = ARG_GROUP_FLEET, FILTER = ARG_GROUP_FILTER,
    DEMO = ARG_GROUP_DEMO, HELP = ARG_GROUP_HELP, SHARED = ARG_GROUP_SHARED, EVERY = ARG_GROUP_EVERY,
};
static const struct arg_row rows[ARG_COUNT_] = {
#define ARG(id, name, letter, value, kind, groups, words, help) \
    {name, letter, value, (enum arg_kind)(kind), (unsigned)(groups), words, help},
#include "app/args.def"
#undef ARG
};
/* clang-format on */

const struct arg_row *args_row(enum arg arg)
{
    must((unsigned)arg < ARG_COUNT_);
    return &rows[arg];
}

static void list_add(struct arg_list *list, const char *text)
{
    list->p = xgrow(list->p, &list->capacity, list->n + 1, sizeof list->p[0]);
    list->p[list->n++] = text;
}

void args_add(struct args *args, enum arg arg, const char *value)
{
    list_add(&args->given[arg], value);
}

void args_add_operand(struct args *args, const char *operand)
{
    list_add(&args->operands, operand);
}

/* What getopt wants: the long options (val = row number + 256, never a letter) and the letters. */
struct getopt_tables {
    struct option longs[ARG_COUNT_ + 1];
    char letters[2 * ARG_COUNT_ + 2];
};

static void tables_make(struct getopt_tables *t, enum arg_group group)
{
    size_t n = 0, l = 0;
    t->letters[l++] = ':';
    for (int i = 0; i < ARG_COUNT_; i++) {
        if ((rows[i].groups & (unsigned)group) == 0)
            continue;
        int has = rows[i].value != NULL ? required_argument : no_argument;
        t->longs[n++] = (struct option){rows[i].name, has, NULL, i + 256};
        if (rows[i].letter == 0)
            continue;
        t->letters[l++] = rows[i].letter;
        if (has == required_argument)
            t->letters[l++] = ':';
    }
    t->longs[n] = (struct option){NULL, 0, NULL, 0};
    t->letters[l] = '\0';
}

static int row_of(int got, enum arg_group group)
{
    if (got >= 256)
        return got - 256;
    for (int i = 0; i < ARG_COUNT_; i++)
        if (rows[i].letter == got && (rows[i].groups & (unsigned)group) != 0)
            return i;
    return -1;
}

static int wrong_option(int got, const char *word, struct error *err)
{
    if (got == ':')
        return err_set(err, E_USAGE, "option %s needs a value", word);
    if (optopt >= 256)
        return err_set(err, E_USAGE, "option --%s takes no value", rows[optopt - 256].name);
    if (optopt != 0)
        return err_set(err, E_USAGE, "there is no option -%c", optopt);
    return err_set(err, E_USAGE, "there is no option %s, or it is short for several", word);
}

int args_read(struct args *args, enum arg_group group, int argc, char **argv, struct error *err)
{
    struct getopt_tables tables;
    tables_make(&tables, group);
    optind = 0; /* glibc: begin again, argv may be another one than last time */
    opterr = 0;
    for (;;) {
        int got = getopt_long(argc, argv, tables.letters, tables.longs, NULL);
        if (got == -1)
            break;
        if (got == '?' || got == ':')
            return wrong_option(got, argv[optind - 1], err);
        int row = row_of(got, group);
        must(row >= 0);
        args_add(args, (enum arg)row, optarg != NULL ? optarg : "");
    }
    for (int i = optind; i < argc; i++)
        args_add_operand(args, argv[i]);
    return 0;
}

void args_fini(struct args *args)
{
    for (int i = 0; i < ARG_COUNT_; i++)
        free(args->given[i].p);
    free(args->operands.p);
    *args = (struct args){0};
}

bool args_has(const struct args *args, enum arg arg)
{
    return args->given[arg].n > 0;
}

const char *args_get(const struct args *args, enum arg arg)
{
    const struct arg_list *list = &args->given[arg];
    return list->n > 0 ? list->p[list->n - 1] : NULL;
}

int args_number(const struct args *args, enum arg arg, int64_t least, int64_t *value,
                struct error *err)
{
    const char *text = args_get(args, arg);
    if (text == NULL)
        return 0;
    int64_t n;
    if (!str_i64(str_of(text), &n) || n < least)
        return err_set(err, E_USAGE, "--%s takes a whole number from %lld on, not %s",
                       rows[arg].name, (long long)least, text);
    *value = n;
    return 0;
}
