/* Commands found, run, completed and guessed, over arrays of tables. Holds no state. */
#include "command/command.h"

void command_split(struct str line, struct str *name, struct str *args)
{
    str_next_word(&line, name);
    *args = str_trim(line);
}

static bool is_called(const struct command *command, struct str name)
{
    struct str rest = str_of(command->aliases), alias;
    if (str_eq(name, str_of(command->name)))
        return true;
    while (str_next(&rest, ',', &alias))
        if (alias.n > 0 && str_eq(alias, name))
            return true;
    return false;
}

const struct command *command_find(const struct command_set *sets, int count, struct str name,
                                   const struct command_set **set)
{
    for (int i = 0; i < count; i++)
        for (int k = 0; k < sets[i].count; k++)
            if (is_called(&sets[i].rows[k], name)) {
                if (set != NULL)
                    *set = &sets[i];
                return &sets[i].rows[k];
            }
    return NULL;
}

enum command_args command_args(const struct command *command)
{
    if (command->args[0] == '\0')
        return COMMAND_ARGS_NONE;
    return command->args[0] == '[' ? COMMAND_ARGS_OPTIONAL : COMMAND_ARGS_REQUIRED;
}

/* Half a name is enough for a guess: letters in order, the nearest length wins. */
const char *command_suggest(const struct command_set *sets, int count, struct str name)
{
    const char *best = NULL;
    int most = -1;
    for (int i = 0; i < count && name.n > 0; i++)
        for (int k = 0; k < sets[i].count; k++) {
            const char *candidate = sets[i].rows[k].name;
            int score = command_fuzzy(name, str_of(candidate), NULL);
            if (score < 0)
                score = command_fuzzy(str_of(candidate), name, NULL) - 100;
            if (score > most) {
                most = score;
                best = candidate;
            }
        }
    return best;
}

static int unknown(const struct command_set *sets, int count, struct str name, struct error *err)
{
    const char *near = command_suggest(sets, count, name);
    int shown = (int)(name.n < 60 ? name.n : 60);
    return near != NULL
               ? err_set(err, E_UNKNOWN, "there is no command '%.*s'; did you mean '%s'?", shown, name.p, near)
               : err_set(err, E_UNKNOWN, "there is no command '%.*s'; ? lists them", shown, name.p);
}

int command_run(const struct command_set *sets, int count, struct str line, struct error *err)
{
    struct str name, args;
    const struct command_set *set;
    if (line.n > COMMAND_LINE_MAX)
        return err_set(err, E_LIMIT, "a command has at most %d bytes", COMMAND_LINE_MAX);
    command_split(line, &name, &args);
    if (name.n == 0)
        return 0;
    const struct command *command = command_find(sets, count, name, &set);
    if (command == NULL)
        return unknown(sets, count, name, err);
    enum command_args wants = command_args(command);
    if (wants == COMMAND_ARGS_NONE && args.n > 0)
        return err_set(err, E_USAGE, "%s takes no argument", command->name);
    if (wants == COMMAND_ARGS_REQUIRED && args.n == 0)
        return err_set(err, E_USAGE, "%s needs %s", command->name, command->args);
    return command->run(set->target, args, err);
}

/* ---------------------------------------------------------------- fuzzy match */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool is_boundary(struct str text, size_t at)
{
    return at == 0 || strchr(" -_./:", text.p[at - 1]) != NULL;
}

/* Where the pattern's rest can begin at best: a word's beginning before any other place. */
static size_t best_place(struct str text, size_t from, char c)
{
    size_t first = text.n;
    for (size_t i = from; i < text.n; i++) {
        if (lower(text.p[i]) != c)
            continue;
        if (is_boundary(text, i) || i == from)
            return i;
        first = first < i ? first : i;
    }
    return first;
}

/* All of pattern from `from` on, taking the first place of each letter: can it still be done? */
static bool is_subsequence(struct str pattern, size_t from, struct str text, size_t at)
{
    for (; at < text.n && from < pattern.n; at++)
        from += lower(text.p[at]) == lower(pattern.p[from]);
    return from == pattern.n;
}

int command_fuzzy(struct str pattern, struct str text, uint64_t *hits)
{
    uint64_t seen = 0;
    int score = 0;
    size_t at = 0;
    for (size_t i = 0; i < pattern.n; i++) {
        char c = lower(pattern.p[i]);
        if (c == ' ')
            continue;
        size_t place = best_place(text, at, c);
        if (place < text.n && !is_subsequence(pattern, i + 1, text, place + 1))
            for (place = at; place < text.n && lower(text.p[place]) != c;)
                place++;
        if (place >= text.n)
            return -1;
        score += place == at && i > 0 ? 8 : is_boundary(text, place) ? 6 : 1;
        score += place == 0 ? 4 : 0;
        seen |= place < 64 ? UINT64_C(1) << place : 0;
        at = place + 1;
    }
    if (hits != NULL)
        *hits = seen;
    score = score * 4 - (int)(text.n < 100 ? text.n : 100) / 4;
    return score > 0 ? score : 0;
}

/* ---------------------------------------------------------------- completion */

struct completer {
    struct str typed;
    offer_fn offer;
    void *user;
    int count;
    int round; /* enum fit: those that fit so are offered now */
};

/* How a candidate fits what is typed, the best first. */
enum fit { FIT_BEGINS, FIT_TOLD, FIT_FUZZY, FIT_COUNT_ };

#define TOLD_LEAST 3 /* bytes typed from which on the note is looked at */

/* A word of the note begins with it: `device` finds `dev`, "device (endpoint) name". */
static bool is_told(struct str typed, struct str note)
{
    for (size_t i = 0; typed.n >= TOLD_LEAST && i < note.n; i++)
        if ((i == 0 || strchr(" (", note.p[i - 1]) != NULL) && str_starts_nocase(str_sub(note, i, note.n), typed))
            return true;
    return false;
}

static int fit_of(struct str typed, struct str word, struct str note)
{
    if (str_starts_nocase(word, typed))
        return FIT_BEGINS;
    if (is_told(typed, note))
        return FIT_TOLD;
    return typed.n > 0 && command_fuzzy(typed, word, NULL) >= 0 ? FIT_FUZZY : FIT_COUNT_;
}

static void consider(void *user, struct str word, struct str note)
{
    struct completer *self = user;
    if (fit_of(self->typed, word, note) != self->round)
        return;
    self->count++;
    self->offer(self->user, word, note);
}

static void offer_names(struct completer *self, const struct command_set *sets, int count)
{
    for (int i = 0; i < count; i++)
        for (int k = 0; k < sets[i].count; k++) {
            const struct command *row = &sets[i].rows[k];
            struct str name = str_of(row->name);
            if (command_find(sets, i, name, NULL) == NULL) /* a nearer set's command hides it */
                consider(self, name, str_of(row->line));
        }
}

/* The n-th word in capitals of an argument syntax: "OPTION [VALUE]" -> OPTION, VALUE; the last one repeats. */
static struct str kind_of(const char *syntax, int n)
{
    struct str rest = str_of(syntax), word, kind = STR_NONE;
    for (int i = 0; i <= n && str_next_word(&rest, &word); i++)
        kind = word;
    while (kind.n > 0 && strchr("[.", kind.p[0]) != NULL)
        kind = str_sub(kind, 1, kind.n);
    while (kind.n > 0 && strchr("].", kind.p[kind.n - 1]) != NULL)
        kind.n--;
    return kind;
}

static int words_before(struct str args, size_t end)
{
    struct str rest = str_sub(args, 0, end), word;
    int n = 0;
    while (str_next_word(&rest, &word))
        n++;
    return n;
}

int command_complete(const struct command_set *sets, int count, const struct command_words *words,
                     struct str line, offer_fn offer, void *user, size_t *from, size_t *to)
{
    size_t start = line.n;
    while (start > 0 && line.p[start - 1] != ' ')
        start--;
    struct completer self = {.typed = str_sub(line, start, line.n), .offer = offer, .user = user};
    *from = start;
    *to = line.n;
    struct str name, args;
    command_split(str_sub(line, 0, start), &name, &args);
    const struct command *command = name.n > 0 ? command_find(sets, count, name, NULL) : NULL;
    if (name.n > 0 && (command == NULL || words == NULL))
        return 0;
    struct str kind = command != NULL ? kind_of(command->args, words_before(args, args.n)) : STR_NONE;
    for (self.round = FIT_BEGINS; self.round < FIT_COUNT_; self.round++) {
        if (command == NULL)
            offer_names(&self, sets, count);
        else if (kind.n > 0)
            words->words(words->user, kind, consider, &self);
    }
    return self.count;
}
