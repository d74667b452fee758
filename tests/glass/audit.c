/* What a program may send to a terminal: an allow-list, read byte by byte. Everything ncurses makes of the terminal
 * types under test is on it by form; nothing that sets titles, asks questions, loads fonts or prints is. */
#include "glass.h"

#include "base/utf8.h"

/* Private modes that terminfo switches: cursor keys, columns, origin, wrap, blink, cursor, screens, paste, mouse. */
static bool is_known_mode(struct str parameters)
{
    static const char *const modes[] = {"?1",    "?3",    "?4",    "?6",    "?7",        "?12",
                                        "?25",   "?47",   "?1000", "?1006", "?1047",     "?1048",
                                        "?1049", "?2004", "4",     "?12;25", "?3;4", "?1006;1000", "20",    "34"};
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (str_eq(parameters, str_of(modes[i])))
            return true;
    return false;
}

static bool is_numbers(struct str parameters)
{
    for (size_t i = 0; i < parameters.n; i++)
        if (strchr("0123456789;:", parameters.p[i]) == NULL)
            return false;
    return true;
}

/* The length of an allowed CSI sequence at s (which begins with ESC [), 0 when it is not allowed. */
static size_t csi_length(struct str s)
{
    size_t i = 2;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '?')
        i++;
    if (i >= s.n)
        return 0;
    struct str parameters = str_sub(s, 2, i - 2);
    char final = s.p[i];
    bool allowed = false;
    if (final == 'h' || final == 'l')
        allowed = is_known_mode(parameters);
    else if (final == 't')
        allowed = str_eq(parameters, STR("22;0;0")) || str_eq(parameters, STR("23;0;0"));
    else if (final == 'p')
        allowed = parameters.n == 0;
    else
        allowed = final != '\0' && strchr("ABCDEFGHIJKLMPSTXZ@`abdefgmr", final) != NULL && is_numbers(parameters);
    return allowed ? i + 1 : 0;
}

static size_t clipboard_length(struct str s)
{
    size_t i = 7;
    if (!str_starts(s, STR("\033]52;c;")))
        return 0;
    while (i < s.n && (strchr("+/=", s.p[i]) != NULL || (s.p[i] | 0x20) >= 'a' || str_is_digits(str_sub(s, i, 1))))
        i++;
    return i < s.n && s.p[i] == '\a' ? i + 1 : 0;
}

/* A notice of the terminal's own: nothing but text up to its end. */
static size_t notice_length(struct str s)
{
    static const char *const begins[] = {"\033]9;", "\033]777;notify;evmon;"};
    size_t at = 0;
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (str_starts(s, str_of(begins[i])))
            at = strlen(begins[i]);
    while (at > 0 && at < s.n && s.p[at] != '\a') {
        uint32_t point;
        size_t n = utf8_next(str_sub(s, at, s.n), &point);
        if (utf8_classify(point) != UTF8_TEXT)
            return 0;
        at += n;
    }
    return at > 0 && at < s.n ? at + 1 : 0;
}

static size_t escape_length(struct str s, unsigned allow)
{
    if (s.n < 2 || s.p[1] == '\0')
        return 0;
    if (s.p[1] == '[')
        return csi_length(s);
    if (s.p[1] == ']' && (allow & GLASS_ALLOW_NOTICE) != 0 && notice_length(s) > 0)
        return notice_length(s);
    if (s.p[1] == ']')
        return (allow & GLASS_ALLOW_CLIPBOARD) != 0 ? clipboard_length(s) : 0;
    if ((s.p[1] == '(' || s.p[1] == ')') && s.n > 2 && s.p[2] != '\0' && strchr("AB0", s.p[2]) != NULL)
        return 3;
    return strchr("=>78MDEHc", s.p[1]) != NULL ? 2 : 0;
}

ptrdiff_t glass_audit(struct str bytes, unsigned allow)
{
    size_t at = 0;
    while (at < bytes.n) {
        struct str rest = str_sub(bytes, at, bytes.n);
        uint32_t point;
        size_t n = utf8_next(rest, &point);
        if (point == '\033') {
            n = escape_length(rest, allow);
        } else if (point < 0x20 || point == 0x7f) {
            bool fine = strchr("\r\n\b\t\016\017", (int)point) != NULL && point != 0;
            fine = fine || (point == '\a' && (allow & GLASS_ALLOW_BELL) != 0);
            n = fine ? 1 : 0;
        } else {
            enum utf8_class class = utf8_classify(point);
            bool bad = point == UTF8_REPLACEMENT && n < 3;
            n = !bad && (class == UTF8_TEXT || class == UTF8_COMBINING) ? n : 0;
        }
        if (n == 0)
            return (ptrdiff_t)at;
        at += n;
    }
    return -1;
}
