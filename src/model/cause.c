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

const char *cause_of(int64_t api_id, int severity, struct str description)
{
    if (!has_cause(api_id, severity))
        return NULL;
    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++) {
        if (contains(description, causes[i].part))
            return causes[i].code;
    }
    return CAUSE_OTHER;
}
