/* Themes: what the roles look like, read from text, asked by cell. Knows no terminal and no file but the one it is
 * told to read; nothing of a theme but colours and attributes ever leaves this room. */
#include "canvas/theme.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "canvas/colour.h"

/* A role as resolved: every part is filled, from its own line or from its parent. */
struct look {
    struct colour fg, bg;
    unsigned attr;
    unsigned fg_own : 1, bg_own : 1, attr_own : 1; /* said by the theme for this role */
};

struct theme {
    struct look look[ROLE_COUNT_];
    struct look paper;
    unsigned plain : 1;
};

static const struct {
    const char *name;
    unsigned attr;
} attributes[] = {
    {"bold", STYLE_BOLD},       {"dim", STYLE_DIM},       {"underline", STYLE_UNDERLINE},
    {"reverse", STYLE_REVERSE}, {"italic", STYLE_ITALIC}, {"plain", 0},
};

/* Where a mistake is: the text's name and the line. */
struct place {
    const char *where;
    int line;
};

static bool attribute_parse(struct str word, unsigned *attr)
{
    for (size_t i = 0; i < sizeof attributes / sizeof attributes[0]; i++)
        if (str_eq_nocase(word, str_of(attributes[i].name))) {
            *attr |= attributes[i].attr;
            return true;
        }
    return false;
}

/* Cuts a comment off: a # at the start or after white space that does not begin six hexadecimal digits. */
static struct str uncomment(struct str line)
{
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] != '#' || (i > 0 && line.p[i - 1] != ' ' && line.p[i - 1] != '\t'))
            continue;
        struct colour colour;
        struct str word = str_sub(line, i, 7);
        bool ends = i + 7 >= line.n || line.p[i + 7] == ' ' || line.p[i + 7] == '\t';
        if (i == 0 || !ends || !colour_parse(word, &colour))
            return str_sub(line, 0, i);
    }
    return line;
}

/* A foreign word for an error sentence: printable ASCII only, cut. */
static const char *quote(struct str word, char out[32])
{
    size_t n = word.n < 31 ? word.n : 31;
    for (size_t i = 0; i < n; i++)
        out[i] = (char)(word.p[i] >= ' ' && word.p[i] < 0x7f ? word.p[i] : '?');
    out[n] = '\0';
    return out;
}

static int look_parse(struct str rest, struct look *look, struct place place, struct error *err)
{
    struct str word;
    char name[32];
    int colours = 0;
    for (int words = 0; str_next_word(&rest, &word); words++) {
        struct colour colour;
        bool parent = str_eq(word, STR("-"));
        if (words == colours && colours < 2 && (parent || colour_parse(word, &colour))) {
            if (!parent && colours == 0)
                look->fg = colour, look->fg_own = 1;
            else if (!parent)
                look->bg = colour, look->bg_own = 1;
            colours++;
        } else if (attribute_parse(word, &look->attr)) {
            look->attr_own = 1;
        } else {
            return err_set(err, E_SYNTAX,
                           "%s:%d: '%s' is neither a colour (default, a name, 0-255, #rrggbb) nor "
                           "an attribute (bold dim underline reverse italic plain)",
                           place.where, place.line, quote(word, name));
        }
    }
    if (colours == 0)
        return err_set(err, E_SYNTAX, "%s:%d: a colour is missing after '='; write '-' for the parent's",
                       place.where, place.line);
    return 0;
}

static int unknown_role(struct str name, struct place place, struct error *err)
{
    char text[32];
    const char *near = role_suggest(name);
    return err_set(err, E_UNKNOWN, "%s:%d: there is no role '%s'%s%s%s", place.where, place.line,
                   quote(name, text), near ? "; did you mean '" : "", near ? near : "",
                   near ? "'?" : "");
}

static int line_parse(struct theme *theme, struct str line, struct place place, struct error *err)
{
    if (line.n > THEME_LINE_MAX)
        return err_set(err, E_LIMIT, "%s:%d: the line is longer than %d bytes", place.where,
                       place.line, THEME_LINE_MAX);
    line = str_trim(uncomment(line));
    if (line.n == 0)
        return 0;
    ptrdiff_t equals = str_find_byte(line, '=');
    if (equals < 0)
        return err_set(err, E_SYNTAX, "%s:%d: expected 'role = foreground background attributes'",
                       place.where, place.line);
    struct str name = str_trim(str_sub(line, 0, (size_t)equals));
    role_id role = role_find(name);
    bool paper = str_eq(name, STR("paper"));
    if (role == ROLE_COUNT_ && !paper)
        return unknown_role(name, place, err);
    struct look *look = paper ? &theme->paper : &theme->look[role];
    if (look->fg_own || look->bg_own || look->attr_own)
        return err_set(err, E_INVALID, "%s:%d: '%.*s' was set before; keep one of the two lines",
                       place.where, place.line, STR_ARG(name));
    return look_parse(str_sub(line, (size_t)equals + 1, line.n), look, place, err);
}

/* Fills what a role does not say from its parent, which stands above it in the table. */
static void resolve(struct theme *theme)
{
    for (int i = 1; i < ROLE_COUNT_; i++) {
        struct look *look = &theme->look[i];
        const struct look *parent = &theme->look[role_row((role_id)i)->parent];
        bool said = look->fg_own || look->bg_own || look->attr_own;
        if (!look->fg_own)
            look->fg = parent->fg;
        if (!look->bg_own)
            look->bg = parent->bg;
        if (!said)
            look->attr = parent->attr;
    }
}

static struct theme *theme_new(void)
{
    struct theme *theme = xcalloc(1, sizeof *theme);
    theme->paper.fg = (struct colour){COLOUR_INDEX, 252};
    theme->paper.bg = (struct colour){COLOUR_INDEX, 234};
    return theme;
}

struct theme *theme_plain(void)
{
    struct theme *theme = theme_new();
    theme->plain = 1;
    return theme;
}

void theme_free(struct theme **theme)
{
    free(*theme);
    *theme = NULL;
}

struct theme *theme_parse(struct str text, const char *where, struct error *err)
{
    if (text.n > THEME_BYTES_MAX) {
        err_set(err, E_LIMIT, "%s: a theme has at most %u KiB", where, THEME_BYTES_MAX / 1024);
        return NULL;
    }
    struct theme *theme = theme_new();
    struct place place = {where, 0};
    struct str line;
    while (str_next(&text, '\n', &line)) {
        place.line++;
        if (line_parse(theme, line, place, err) < 0) {
            theme_free(&theme);
            return NULL;
        }
    }
    resolve(theme);
    return theme;
}

static int read_all(int fd, const char *path, struct buf *text, struct error *err)
{
    struct stat stat;
    if (fstat(fd, &stat) != 0 || !S_ISREG(stat.st_mode))
        return err_set(err, E_OPEN, "%s: not a regular file", path);
    buf_reserve(text, THEME_BYTES_MAX + 1);
    while (text->n <= THEME_BYTES_MAX) {
        ssize_t n = read(fd, text->p + text->n, THEME_BYTES_MAX + 1 - text->n);
        if (n < 0 && errno != EINTR)
            return err_set(err, E_IO, "%s: %s", path, strerror(errno));
        if (n == 0)
            break;
        text->n += n > 0 ? (size_t)n : 0;
    }
    return 0;
}

struct theme *theme_read(const char *path, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        err_set(err, E_OPEN, "%s: %s", path, strerror(errno));
        return NULL;
    }
    struct buf text = {0};
    struct theme *theme = NULL;
    if (read_all(fd, path, &text, err) == 0)
        theme = theme_parse(buf_str(&text), path, err);
    buf_fini(&text);
    close(fd);
    return theme;
}

static bool same_colour(struct colour a, struct colour b)
{
    return a.kind == b.kind && (a.kind == COLOUR_OWN || a.value == b.value);
}

static double contrast(const struct theme *theme, struct colour fg, struct colour bg)
{
    uint32_t ink = colour_rgb(theme->paper.fg, 0xffffff), ground = colour_rgb(theme->paper.bg, 0);
    return theme_contrast_rgb(colour_rgb(fg, ink), colour_rgb(bg, ground));
}

/* Lays one look over another. A cell that stands on a ground of its own (a chip, a critical flag) keeps it. */
static struct look cover(const struct theme *theme, role_id role, role_id over)
{
    struct look look = theme->look[role];
    if (over == ROLE_NONE)
        return look;
    const struct look *above = &theme->look[over];
    const struct look *surface = &theme->look[role_row(over)->parent];
    look.attr |= above->attr;
    if (!same_colour(look.bg, surface->bg))
        return look;
    look.bg = above->bg;
    if (above->fg_own && !same_colour(above->fg, theme->look[ROLE_TEXT].fg))
        look.fg = above->fg;
    if (contrast(theme, look.fg, look.bg) < THEME_CONTRAST_MIN)
        look.fg = above->fg;
    return look;
}

/* True where the theme tells a cell from plain text and the reduced colours do not. */
static bool is_lost(const struct theme *theme, const struct look *look, const struct style *style)
{
    const struct look *text = &theme->look[ROLE_TEXT];
    if (!same_colour(look->bg, text->bg))
        return style->bg == COLOUR_DEFAULT;
    return false;
}

struct style theme_style(const struct theme *theme, role_id role, role_id over, enum depth depth)
{
    if (role >= ROLE_COUNT_)
        role = ROLE_TEXT;
    if (over >= ROLE_COUNT_)
        over = ROLE_NONE;
    unsigned mono = role_row(role)->mono | (over == ROLE_NONE ? 0 : role_row(over)->mono);
    if (theme->plain || depth == DEPTH_NONE)
        return (struct style){COLOUR_DEFAULT, COLOUR_DEFAULT, mono};
    struct look look = cover(theme, role, over);
    struct style style = {colour_reduce(look.fg, depth), colour_reduce_ground(look.bg, depth),
                          look.attr};
    if (depth > DEPTH_16)
        return style;
    if (is_lost(theme, &look, &style)) {
        style.attr |= mono;
        if ((mono & STYLE_REVERSE) != 0)
            style.fg = COLOUR_DEFAULT;
    } else if (style.bg == COLOUR_DEFAULT && (style.fg == 0 || style.fg == 7)) {
        style.fg = COLOUR_DEFAULT; /* near-white on the terminal's own ground: its own ink is safe */
    }
    return style;
}

double theme_contrast(const struct theme *theme, role_id role, role_id over)
{
    struct look look = cover(theme, role, over);
    return contrast(theme, look.fg, look.bg);
}

void theme_style_rgb(const struct theme *theme, struct style style, enum depth depth, uint32_t *fg,
                     uint32_t *bg)
{
    uint32_t ink = colour_rgb(theme->paper.fg, 0xffffff), ground = colour_rgb(theme->paper.bg, 0);
    bool direct = depth == DEPTH_DIRECT;
    uint32_t above = style.fg == COLOUR_DEFAULT ? ink
                     : direct                   ? (uint32_t)style.fg
                                                : theme_rgb(style.fg);
    uint32_t below = style.bg == COLOUR_DEFAULT ? ground
                     : direct                   ? (uint32_t)style.bg
                                                : theme_rgb(style.bg);
    bool reverse = (style.attr & STYLE_REVERSE) != 0;
    *fg = reverse ? below : above;
    *bg = reverse ? above : below;
}
