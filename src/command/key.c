/* Key names, read and printed. The same spellings come from the terminal, stand in keymaps and are shown in hints. */
#include "command/key.h"

#include <stdio.h>

#include "base/utf8.h"

static const struct {
    key_id key;
    const char *name, *aliases;
} rows[] = {
#define KEY(id, name, aliases) {KEY_##id, name, aliases},
#include "command/keys.def"
#undef KEY
};
#define ROWS (sizeof rows / sizeof rows[0])

static bool has_alias(const char *aliases, struct str name)
{
    struct str rest = str_of(aliases), alias;
    while (str_next(&rest, ',', &alias))
        if (alias.n > 0 && str_eq_nocase(alias, name))
            return true;
    return false;
}

static key_id special_of(struct str name)
{
    for (size_t i = 0; i < ROWS; i++)
        if (str_eq_nocase(name, str_of(rows[i].name)) || has_alias(rows[i].aliases, name))
            return rows[i].key;
    return KEY_NONE;
}

static const struct {
    const char *prefix;
    key_id modifier;
} prefixes[] = {
    {"Ctrl-", KEY_CTRL}, {"C-", KEY_CTRL}, {"Alt-", KEY_META},
    {"M-", KEY_META},    {"S-", KEY_SHIFT}, {"Shift-", KEY_SHIFT},
};

static key_id take_modifiers(struct str *name)
{
    key_id modifiers = 0;
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0];) {
        struct str prefix = str_of(prefixes[i].prefix);
        if (name->n > prefix.n && str_starts_nocase(*name, prefix)) {
            modifiers |= prefixes[i].modifier;
            *name = str_sub(*name, prefix.n, name->n);
            i = 0;
        } else {
            i++;
        }
    }
    return modifiers;
}

/* ^X, or a character under KEY_CTRL, as the one spelling of it; KEY_NONE when there is no such control. */
static key_id control_of(uint32_t point)
{
    if (point >= 'A' && point <= 'Z')
        point += 'a' - 'A';
    if (point == '?')
        return KEY_BACKSPACE;
    if ((point >= 'a' && point <= 'z') || (point > 0 && point < 0x80 && strchr("@[\\]^_", (int)point) != NULL))
        return KEY_CTRL | point;
    return KEY_NONE;
}

static key_id character_of(struct str name)
{
    uint32_t point;
    if (name.n == 0 || utf8_next(name, &point) != name.n || point == UTF8_REPLACEMENT)
        return KEY_NONE;
    enum utf8_class class = utf8_classify(point);
    if (point == ' ')
        return KEY_SPACE;
    return class == UTF8_TEXT || class == UTF8_COMBINING ? point : KEY_NONE;
}

static key_id parse(struct str name)
{
    if (name.n > 2 && name.p[0] == '<' && name.p[name.n - 1] == '>')
        name = str_sub(name, 1, name.n - 2);
    key_id modifiers = take_modifiers(&name);
    key_id key = special_of(name);
    if (key == KEY_NONE && name.n == 2 && name.p[0] == '^')
        key = control_of((unsigned char)name.p[1]);
    if (key == KEY_NONE)
        key = character_of(name);
    if (key == KEY_NONE)
        return KEY_NONE;
    if ((modifiers & KEY_CTRL) != 0 && key < KEY_SPECIAL) {
        key = control_of(key);
        modifiers &= ~(key_id)KEY_CTRL;
        if (key == KEY_NONE)
            return KEY_NONE;
    }
    if (key < KEY_SPECIAL && (modifiers & KEY_SHIFT) != 0) /* Shift is the capital letter */
        return KEY_NONE;
    return key | modifiers;
}

key_id key_parse(struct str name, struct error *err)
{
    key_id key = name.n < KEY_NAME_MAX * 2 ? parse(name) : KEY_NONE;
    if (key == KEY_NONE)
        err_set(err, E_SYNTAX,
                "'%.*s' is no key; keys are characters, ^F, F4, M-x and %s", (int)(name.n < 40 ? name.n : 40),
                name.n > 0 ? name.p : "", "Esc Enter Tab Space BS Del Ins Up Down Left Right Home End PgUp PgDn");
    return key;
}

size_t key_print(key_id key, char out[KEY_NAME_MAX])
{
    char base[8] = {0};
    key_id plain = key & ~(key_id)(KEY_CTRL | KEY_META | KEY_SHIFT);
    const char *name = base;
    bool caret = (key & KEY_CTRL) != 0 && plain < KEY_SPECIAL;
    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].key == plain)
            name = rows[i].name;
    if (name == base)
        utf8_encode(caret && plain >= 'a' && plain <= 'z' ? plain - 'a' + 'A' : plain, base);
    int n = snprintf(out, KEY_NAME_MAX, "%s%s%s%s%s", (key & KEY_META) != 0 ? "M-" : "",
                     (key & KEY_CTRL) != 0 && !caret ? "C-" : "",
                     (key & KEY_SHIFT) != 0 ? "S-" : "", caret ? "^" : "", name);
    return n > 0 ? (size_t)n : 0;
}

/* The longest piece of text that is a key's name by itself. */
static size_t longest_key(struct str text, key_id *key)
{
    size_t most = text.n < KEY_NAME_MAX ? text.n : KEY_NAME_MAX;
    for (size_t n = most; n > 0; n--)
        if ((*key = parse(str_sub(text, 0, n))) != KEY_NONE)
            return n;
    return 0;
}

int key_sequence_parse(struct str text, struct key_sequence *out, struct error *err)
{
    *out = (struct key_sequence){.count = 0};
    text = str_trim(text);
    struct str rest = text;
    while (rest.n > 0) {
        key_id key = KEY_NONE;
        size_t n = longest_key(rest, &key);
        if (n == 0) {
            key_parse(rest, err);
            return -E_SYNTAX;
        }
        if (out->count == KEY_SEQUENCE_MAX)
            return err_set(err, E_LIMIT, "'%.*s' is longer than %d keys", (int)(text.n < 40 ? text.n : 40),
                           text.p, KEY_SEQUENCE_MAX);
        out->key[out->count++] = key;
        rest = str_trim(str_sub(rest, n, rest.n));
    }
    if (out->count == 0)
        return err_set(err, E_SYNTAX, "a key is missing");
    return 0;
}

static void print_joined(const struct key_sequence *sequence, const char *between, struct buf *out)
{
    for (int i = 0; i < sequence->count; i++) {
        char name[KEY_NAME_MAX];
        if (i > 0)
            buf_add_text(out, between);
        buf_add(out, name, key_print(sequence->key[i], name));
    }
}

static bool reads_back(const struct key_sequence *sequence, struct str text)
{
    struct key_sequence again;
    return key_sequence_parse(text, &again, NULL) == 0 && again.count == sequence->count &&
           memcmp(again.key, sequence->key, (size_t)again.count * sizeof again.key[0]) == 0;
}

/* "yr" without a blank; with blanks where words or an accident ("F1" is not F and 1) ask for them. */
void key_sequence_print(const struct key_sequence *sequence, struct buf *out)
{
    bool words = false;
    size_t start = out->n;
    for (int i = 0; i < sequence->count; i++)
        words = words || sequence->key[i] >= KEY_SPECIAL;
    print_joined(sequence, words ? " " : "", out);
    if (words || reads_back(sequence, str_sub(buf_str(out), start, out->n)))
        return;
    out->n = start;
    print_joined(sequence, " ", out);
}

uint32_t key_typed(key_id key)
{
    if (key == KEY_SPACE)
        return ' ';
    return key < KEY_SPECIAL ? key : 0;
}
