/* Cause codes out of the platform's English sentences, from causes.def. Knows which types have a cause at all. */
#include "model/cause.h"

static const struct {
    struct str part;
    const char *code;
} causes[] = {
#define CAUSE(part, code) {{part, sizeof part - 1}, code},
#include "model/causes.def"
#undef CAUSE
};

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* The operator's own, in the order they are tried. One process reads events in one way, so there is one set. */
static struct cause_rule own[CAUSE_RULES_MAX];
static int own_count;

/* Whether the part (lower case) stands at the front of s; its blank stands for any run of white space. */
static bool stands_here(struct str s, struct str part)
{
    size_t at = 0;
    for (size_t i = 0; i < part.n; i++) {
        if (at == s.n)
            return false;
        if (part.p[i] == ' ') {
            if (!is_space(s.p[at]))
                return false;
            while (at < s.n && is_space(s.p[at]))
                at++;
        } else if (lower(s.p[at++]) != part.p[i]) {
            return false;
        }
    }
    return true;
}

static bool contains(struct str s, struct str part)
{
    for (size_t i = 0; i < s.n; i++) {
        if (lower(s.p[i]) == part.p[0] && stands_here(str_sub(s, i, s.n), part))
            return true;
    }
    return false;
}

static bool has_cause(int64_t api_id, int severity)
{
    switch (api_id) {
    case 1:
    case 2:
    case 3: return severity >= SEVERITY_WARN;
    case 6:
    case 7:
    case 11:
    case 12: return true;
    default: return false;
    }
}

/* ---- own patterns ---- */

static bool is_code(struct str code)
{
    for (size_t i = 0; i < code.n; i++) {
        char c = code.p[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
            return false;
    }
    return code.n > 0;
}

int cause_rule_init(struct cause_rule *rule, struct str code, struct str part, struct error *err)
{
    *rule = (struct cause_rule){.typed = false};
    part = str_trim(part);
    if (!is_code(code) || code.n > CAUSE_CODE_MAX)
        return err_set(err, E_INVALID, "the cause code %.*s is not 1 to %d small letters, digits and _", STR_ARG(code),
                       CAUSE_CODE_MAX);
    if (str_eq(code, STR(CAUSE_OTHER)))
        return err_set(err, E_INVALID, "the cause code %s stands for what no pattern knows, take another one", CAUSE_OTHER);
    if (part.n == 0 || part.n > CAUSE_PART_MAX)
        return err_set(err, E_INVALID, "the pattern of cause %.*s is not 1 to %d bytes long", STR_ARG(code),
                       CAUSE_PART_MAX);
    str_copy(code, rule->code, sizeof rule->code);
    size_t n = 0;
    for (size_t i = 0; i < part.n; i++) {
        if (!is_space(part.p[i]))
            rule->part[n++] = lower(part.p[i]);
        else if (rule->part[n - 1] != ' ')
            rule->part[n++] = ' ';
    }
    return 0;
}

int cause_rule_add_type(struct cause_rule *rule, struct str slug, struct error *err)
{
    type_id type = type_find(slug);
    if (type == TYPE_COUNT_)
        return err_set(err, E_INVALID, "%.*s is no event type, the slugs stand in evmon-filter(7)", STR_ARG(slug));
    rule->typed = rule->types[type] = true;
    return 0;
}

void cause_use(const struct cause_rule *rules, int count)
{
    own_count = count < CAUSE_RULES_MAX ? count : CAUSE_RULES_MAX;
    if (own_count > 0)
        memcpy(own, rules, (size_t)own_count * sizeof *own);
}

int cause_own_count(void)
{
    return own_count;
}

/* ---- events ---- */

static const char *own_code(type_id type, bool carries, struct str description)
{
    for (int i = 0; i < own_count; i++) {
        const struct cause_rule *rule = &own[i];
        if ((rule->typed ? rule->types[type] : carries) && contains(description, str_of(rule->part)))
            return rule->code;
    }
    return NULL;
}

const char *cause_of(int64_t api_id, int severity, struct str description)
{
    bool carries = has_cause(api_id, severity);
    const char *code = own_count > 0 ? own_code(type_of(api_id, severity), carries, description) : NULL;
    if (code != NULL || !carries)
        return code;
    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++) {
        if (contains(description, causes[i].part))
            return causes[i].code;
    }
    return CAUSE_OTHER;
}

/* ---- sentences ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of other scripts count as letters. */
static bool is_letter(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || is_digit(c) || (unsigned char)c >= 0x80;
}

/* Behind what stands in quotation marks from here on; `at` itself where none begin: within a word they are apostrophes. */
static size_t quoted_end(struct str s, size_t at)
{
    bool opens = (s.p[at] == '\'' || s.p[at] == '"' || s.p[at] == '`') && (at == 0 || !is_letter(s.p[at - 1]));
    for (size_t i = at + 1; opens && i < s.n; i++)
        if (s.p[i] == s.p[at] && (i + 1 == s.n || !is_letter(s.p[i + 1])))
            return i + 1;
    return at;
}

/* Behind the word that begins here; changes: it is not the same in the next sentence. */
static size_t word_end(struct str s, size_t at, bool *changes)
{
    *changes = false;
    while (at < s.n && !is_space(s.p[at])) {
        size_t behind = quoted_end(s, at);
        *changes |= behind > at || is_digit(s.p[at]);
        at = behind > at ? behind : at + 1;
    }
    return at;
}

/* What fits. */
static size_t put(struct str s, char *out, size_t n)
{
    size_t room = CAUSE_SENTENCE_MAX - n, bytes = s.n < room ? s.n : room;
    while (bytes < s.n && bytes > 0 && ((unsigned char)s.p[bytes] & 0xc0) == 0x80)
        bytes--;
    memcpy(out + n, s.p, bytes);
    return n + bytes;
}

size_t cause_sentence(struct str s, char out[CAUSE_SENTENCE_MAX])
{
    size_t n = 0;
    s = str_trim(s);
    for (size_t at = 0; at < s.n && n < CAUSE_SENTENCE_MAX;) {
        bool changes;
        size_t from = at;
        at = word_end(s, at, &changes);
        n = put(changes ? STR("#") : str_sub(s, from, at - from), out, n);
        while (at < s.n && is_space(s.p[at]))
            at++;
        if (at < s.n)
            n = put(STR(" "), out, n);
    }
    return n;
}
