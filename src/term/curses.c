/* THE ncurses file: frames out through ncurses, bytes in through keyin.
 *
 * ncurses never sees the terminal. It writes into a memory file; after each frame the bytes are taken out of it and
 * put on a non-blocking spool, so a terminal that stops reading costs frames and nothing else. The tty's modes, its size
 * and its input are ours. ncurses knows what the screen shows, since bytes once made are always sent, in order. */
#include "term/term.h"

#include <errno.h>
#include <langinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "term/term_ops.h"
#include "term/tty.h"
#include "term/spool.h"

/* After ours: its macros are short words. */
#define NCURSES_WIDECHAR 1
#include <curses.h>

#define LEAVE_MS 300 /* how long the last bytes may take; a dead terminal is not waited for */

/* How ncurses is told a role. */
struct ink {
    int pair; /* of colours, -1: not known yet */
    attr_t attr;
    int ground;
};

struct screen {
    struct term term;
    SCREEN *sp;
    FILE *out, *in;
    struct spool spool;
    struct tty tty;
    struct grid *shown;     /* what ncurses was last told */
    struct buf enter;       /* makes the screen ours: after newterm, after ^Z */
    cchar_t *line;          /* one row for add_wchnstr */
    struct ink ink[ROLE_COUNT_][ROLE_COUNT_]; /* by role and over */
    unsigned all : 1, mouse : 1, utf8 : 1, away : 1;
    char mouse_on[64], mouse_off[64];
};

static struct screen *screen_of(const struct term *term)
{
    return (struct screen *)(uintptr_t)term;
}

/* ---------------------------------------------------------------- what terminfo says */

static const char *capability(const char *name)
{
    const char *text = tigetstr(name);
    return text == NULL || text == (char *)-1 ? NULL : text;
}

/* A capability without its padding marks $<5>. */
static void add_capability(struct buf *out, const char *name)
{
    const char *text = capability(name);
    for (; text != NULL && *text != '\0'; text++) {
        const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
        if (end != NULL)
            text = end;
        else
            buf_add_byte(out, *text);
    }
}

static const struct {
    const char *capability, *name;
} known_keys[] = {
    {"kcuu1", "Up"},  {"kcud1", "Down"}, {"kcub1", "Left"},  {"kcuf1", "Right"}, {"khome", "Home"},
    {"kend", "End"},  {"kpp", "PgUp"},   {"knp", "PgDn"},    {"kich1", "Ins"},   {"kdch1", "Del"},
    {"kbs", "BS"},    {"kcbt", "S-Tab"}, {"kent", "Enter"},  {"kf1", "F1"},      {"kf2", "F2"},
    {"kf3", "F3"},    {"kf4", "F4"},     {"kf5", "F5"},      {"kf6", "F6"},      {"kf7", "F7"},
    {"kf8", "F8"},    {"kf9", "F9"},     {"kf10", "F10"},    {"kf11", "F11"},    {"kf12", "F12"},
    {"kri", "S-Up"},  {"kind", "S-Down"}, {"kLFT", "S-Left"}, {"kRIT", "S-Right"},
};

static void teach_keys(struct screen *self)
{
    for (size_t i = 0; i < sizeof known_keys / sizeof known_keys[0]; i++)
        keyin_teach(&self->term.keyin, capability(known_keys[i].capability), known_keys[i].name);
}

static bool environment_has(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

static enum depth find_depth(void)
{
    if (environment_has("NO_COLOR") || !has_colors())
        return DEPTH_NONE;
    if (tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || capability("RGB") != NULL)
        return DEPTH_DIRECT;
    return COLORS >= 256 ? DEPTH_256 : COLORS >= 16 ? DEPTH_16 : COLORS >= 8 ? DEPTH_8 : DEPTH_NONE;
}

static enum glyph_set find_glyphs(const struct screen *self)
{
    if (self->utf8)
        return GLYPH_SET_UTF8;
    return capability("acsc") != NULL ? GLYPH_SET_VT100 : GLYPH_SET_ASCII;
}

/* Terminals with an alternate screen are xterm's family: they know OSC and swallow what they do not. */
static void find_extras(struct screen *self, const char *type)
{
    bool family = capability("smcup") != NULL && strncmp(type, "vt", 2) != 0;
    self->term.in_tmux = environment_has("TMUX");
    self->term.in_screen = !self->term.in_tmux && strncmp(type, "screen", 6) == 0 &&
                           environment_has("STY");
    self->term.can_clipboard = (capability("Ms") != NULL || family) &&
                               strncmp(type, "linux", 5) != 0;
    self->term.can_title = tigetflag("XT") > 0;
    bool mouse = capability("kmous") != NULL;
    snprintf(self->mouse_on, sizeof self->mouse_on, "%s", mouse ? "\033[?1000h\033[?1006h" : "");
    snprintf(self->mouse_off, sizeof self->mouse_off, "%s", mouse ? "\033[?1006l\033[?1000l" : "");
}

/* ---------------------------------------------------------------- leaving and coming back */

static void find_enter(struct screen *self, const struct term_setup *setup)
{
    buf_clear(&self->enter);
    if (!setup->no_alt)
        add_capability(&self->enter, "smcup");
    add_capability(&self->enter, "smkx");
    add_capability(&self->enter, "BE");
}

/* Attributes, colours, line drawing, scroll region, keypad, paste, mouse, cursor; the last line; the other screen. */
static void find_farewell(struct screen *self, const struct term_setup *setup)
{
    static const char *const names[] = {"sgr0", "op", "rmacs", "BD", "rmkx", "cnorm"};
    struct buf out = {0};
    buf_add_text(&out, self->mouse_off);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        add_capability(&out, names[i]);
    if (!setup->no_alt && capability("rmcup") != NULL)
        add_capability(&out, "rmcup");
    else if (capability("cup") != NULL)
        buf_add_text(&out, "\r\n\n");
    tty_set_farewell(buf_str(&out));
    buf_fini(&out);
}

/* ---------------------------------------------------------------- from ncurses to the spool */

/* Takes what ncurses wrote into its memory file. */
static void collect(struct screen *self)
{
    int fd = fileno(self->out);
    off_t size = lseek(fd, 0, SEEK_CUR);
    if (size <= 0)
        return;
    size_t n = (size_t)size;
    struct buf *pending = &self->spool.pending;
    buf_reserve(pending, n);
    ssize_t got = pread(fd, pending->p + pending->n, n, 0);
    if (got > 0 && !self->spool.dead)
        pending->n += (size_t)got;
    if (lseek(fd, 0, SEEK_SET) != 0 || ftruncate(fd, 0) != 0)
        self->spool.dead = 1;
}

static int screen_flush(struct term *term)
{
    struct screen *self = screen_of(term);
    int left = spool_flush(&self->spool);
    term->bytes = self->spool.written;
    return left;
}

static void screen_send(struct term *term, struct str bytes)
{
    struct screen *self = screen_of(term);
    spool_add(&self->spool, bytes.p, bytes.n);
    screen_flush(term);
}

/* ---------------------------------------------------------------- styles */

static const struct {
    unsigned style;
    attr_t attr;
} attributes[] = {
    {STYLE_BOLD, A_BOLD},       {STYLE_DIM, A_DIM},       {STYLE_UNDERLINE, A_UNDERLINE},
    {STYLE_REVERSE, A_REVERSE}, {STYLE_ITALIC, A_ITALIC},
};

static struct ink find_ink(const struct screen *self, role_id role, role_id over)
{
    struct style style = {COLOUR_DEFAULT, COLOUR_DEFAULT, role_row(role)->mono};
    if (self->term.theme != NULL)
        style = theme_style(self->term.theme, role, over, self->term.depth);
    int pair = 0;
    if (self->term.depth != DEPTH_NONE && (style.fg >= 0 || style.bg >= 0)) {
        pair = alloc_pair(style.fg, style.bg);
        if (pair < 0)
            pair = 0;
    }
    attr_t attr = A_NORMAL;
    for (size_t i = 0; i < sizeof attributes / sizeof attributes[0]; i++)
        if ((style.attr & attributes[i].style) != 0)
            attr |= attributes[i].attr;
    return (struct ink){pair, attr, style.bg};
}

static const struct ink *ink_of(struct screen *self, const struct cell *cell)
{
    struct ink *ink = &self->ink[cell->role][cell->over];
    if (ink->pair < 0)
        *ink = find_ink(self, cell->role, cell->over);
    return ink;
}

static void screen_redraw(struct term *term)
{
    screen_of(term)->all = 1;
}

static void screen_restyle(struct term *term)
{
    struct screen *self = screen_of(term);
    for (int i = 0; i < ROLE_COUNT_; i++)
        for (int k = 0; k < ROLE_COUNT_; k++)
            self->ink[i][k].pair = -1;
    /* Every cell is told again; ncurses sends only those that look different now. */
    for (int i = 0; i < self->shown->rows * self->shown->cols; i++)
        self->shown->cells[i].width = 3;
}

/* ---------------------------------------------------------------- cells */

/* The line drawing set's letter for a line of ours, or 0. */
static chtype line_letter(uint32_t point)
{
    static const struct {
        uint32_t point;
        char letter;
    } letters[] = {
        {0x2500, 'q'}, {0x2502, 'x'}, {0x250c, 'l'}, {0x2510, 'k'}, {0x2514, 'm'}, {0x2518, 'j'},
        {0x251c, 't'}, {0x2524, 'u'}, {0x252c, 'w'}, {0x2534, 'v'}, {0x253c, 'n'}, {0x2592, 'a'},
        {0x00b7, '~'},
    };
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
        if (letters[i].point == point)
            return (chtype)letters[i].letter;
    return 0;
}

/* What the C library believes of a character must be what we believe, or ncurses and the terminal part ways. */
static wchar_t agreed(const struct screen *self, uint32_t point, int width)
{
    if (point >= ' ' && point < 0x7f)
        return (wchar_t)point;
    if (!self->utf8)
        return L'?';
    return wcwidth((wchar_t)point) == width ? (wchar_t)point : width == 1 ? UTF8_REPLACEMENT : L'?';
}

/* One cell, or both halves of a wide one. Returns the entries of `out` it filled. */
static int put_cell(struct screen *self, const struct cell *cell, const struct ink *ink, cchar_t *out)
{
    int pair = ink->pair;
    attr_t attr = ink->attr;
    wchar_t text[2 + CANVAS_MARKS] = {agreed(self, cell->point, cell->width), 0};
    chtype letter = self->term.glyphs == GLYPH_SET_VT100 ? line_letter(cell->point) : 0;
    if (letter != 0) {
        text[0] = (wchar_t)letter;
        attr |= A_ALTCHARSET;
    }
    int n = 1;
    for (int i = 0; i < CANVAS_MARKS && cell->mark[i] != 0 && self->utf8; i++)
        if (wcwidth((wchar_t)cell->mark[i]) == 0 && text[0] == (wchar_t)cell->point)
            text[n++] = (wchar_t)cell->mark[i];
    setcchar(out, text, attr, (short)(pair < 0x7fff ? pair : 0x7fff), &pair);
    if (cell->width == 2 && text[0] == L'?') { /* not agreed on: two narrow ones */
        out[1] = out[0];
        return 2;
    }
    return 1;
}

static bool same_cell(const struct cell *a, const struct cell *b)
{
    return a->point == b->point && a->width == b->width && a->role == b->role &&
           a->over == b->over && a->mark[0] == b->mark[0] && a->mark[1] == b->mark[1];
}

static bool is_blank(const struct cell *cell)
{
    return cell->point == ' ' && cell->width == 1 && cell->mark[0] == 0;
}

/* Do blanks look alike in both? */
static bool blanks_alike(const struct ink *a, const struct ink *b)
{
    const attr_t seen = A_UNDERLINE | A_REVERSE;
    return a->ground == b->ground && ((a->attr | b->attr) & seen) == 0;
}

/* The ink of a cell. Nobody sees the colour of a blank's letter: it goes on with the ink before it, and the terminal is
 * not told another one for it. What a row is told depends on the row alone, so that ncurses knows it again further up. */
static const struct ink *ink_at(struct screen *self, const struct cell *row, int col)
{
    const struct ink *ink = ink_of(self, &row[col]);
    while (col > 0 && is_blank(&row[col])) {
        const struct ink *before = ink_of(self, &row[--col]);
        if (!blanks_alike(before, ink))
            break;
        ink = before;
    }
    return ink;
}

/* Tells ncurses a row that changed: from the first changed cell to the last, and the blanks behind it. */
static void put_row(struct screen *self, const struct grid *grid, int row)
{
    size_t at = (size_t)row * (size_t)grid->cols;
    const struct cell *now = grid->cells + at;
    struct cell *then = self->shown->cells + at;
    int first = 0, last = grid->cols - 1;
    while (first <= last && same_cell(&now[first], &then[first]))
        first++;
    while (last > first && same_cell(&now[last], &then[last]))
        last--;
    if (first > last)
        return;
    while (first > 0 && now[first].width == 0)
        first--;
    while (last + 1 < grid->cols && is_blank(&now[last + 1]))
        last++;
    int count = 0;
    for (int col = first; col <= last; col++)
        if (now[col].width != 0)
            count += put_cell(self, &now[col], ink_at(self, now, col), self->line + count);
    mvwadd_wchnstr(stdscr, row, first, self->line, count);
    memcpy(then, now, (size_t)grid->cols * sizeof *now);
}

static void put_caret(const struct grid *grid)
{
    bool shown = grid->caret_row >= 0 && grid->caret_row < LINES && grid->caret_col < COLS;
    curs_set(shown ? 1 : 0);
    leaveok(stdscr, shown ? FALSE : TRUE);
    if (shown)
        wmove(stdscr, grid->caret_row, grid->caret_col);
}

static void fit_line(struct screen *self, int cols)
{
    self->line = xrealloc(self->line, ((size_t)cols + 2) * 2 * sizeof *self->line);
}

static int screen_present(struct term *term, const struct grid *grid)
{
    struct screen *self = screen_of(term);
    if (self->away || grid->rows != LINES || grid->cols != COLS)
        return 0; /* a frame of the size before: the next one fits */
    if (self->shown->rows != grid->rows || self->shown->cols != grid->cols) {
        grid_resize(self->shown, grid->rows, grid->cols);
        screen_restyle(term);
        fit_line(self, grid->cols);
    }
    if (self->all)
        clearok(curscr, TRUE);
    self->all = 0;
    for (int row = 0; row < grid->rows; row++)
        put_row(self, grid, row);
    put_caret(grid);
    wnoutrefresh(stdscr);
    doupdate();
    collect(self);
    int left = screen_flush(term);
    return left < 0 ? left : 1;
}

/* ---------------------------------------------------------------- size, input, coming and going */

/* All rows scroll and are edited: ncurses takes that for granted of a terminal that got another size, or comes back. */
static void send_region(struct screen *self)
{
    const char *region = capability("csr");
    if (region == NULL)
        return;
    struct str bytes = str_of(tiparm(region, 0, LINES - 1));
    spool_add(&self->spool, bytes.p, bytes.n);
}

static bool screen_resize(struct term *term)
{
    struct screen *self = screen_of(term);
    int rows = LINES, cols = COLS;
    tty_size(&self->tty, &rows, &cols);
    bool changed = rows != term->rows || cols != term->cols;
    if (!changed)
        return false;
    resize_term(rows, cols);
    term->rows = LINES;
    term->cols = COLS;
    send_region(self);
    wclear(stdscr);
    self->all = 1;
    screen_restyle(term);
    return true;
}

static struct term_event screen_read(struct term *term)
{
    struct screen *self = screen_of(term);
    struct term_event event = keyin_next(&term->keyin);
    while (event.kind == TERM_NOTHING && !self->spool.dead) {
        char bytes[4096];
        ssize_t n = read(self->tty.fd, bytes, sizeof bytes);
        if (n > 0) {
            keyin_feed(&term->keyin, bytes, (size_t)n);
            event = keyin_next(&term->keyin);
        } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
            self->spool.dead = 1;
        } else if (errno == EAGAIN) {
            break;
        }
    }
    if (event.kind == TERM_NOTHING && self->spool.dead)
        event.kind = TERM_GONE;
    return event;
}

static void screen_mouse(struct term *term, unsigned on)
{
    struct screen *self = screen_of(term);
    if (self->mouse == (on & 1))
        return;
    self->mouse = on & 1;
    screen_send(term, str_of(on ? self->mouse_on : self->mouse_off));
}

static void enter(struct screen *self)
{
    tty_raw(&self->tty);
    spool_add(&self->spool, self->enter.p, self->enter.n);
    send_region(self);
    if (self->mouse)
        spool_add(&self->spool, self->mouse_on, strlen(self->mouse_on));
}

static void leave(struct screen *self)
{
    struct str farewell = tty_farewell();
    spool_add(&self->spool, farewell.p, farewell.n);
    spool_drain(&self->spool, LEAVE_MS);
    tty_cooked(&self->tty);
}

static void screen_suspend(struct term *term)
{
    struct screen *self = screen_of(term);
    if (!self->away)
        leave(self);
    self->away = 1;
}

static void screen_resume(struct term *term)
{
    struct screen *self = screen_of(term);
    if (self->away)
        tty_remember(&self->tty);
    self->away = 0;
    enter(self);
    screen_resize(term);
    self->all = 1;
}

static void screen_free(struct screen *self)
{
    if (self->sp != NULL) {
        set_term(self->sp);
        endwin(); /* into the memory file: nobody reads it any more */
        delscreen(self->sp);
    }
    if (self->out != NULL)
        fclose(self->out);
    if (self->in != NULL)
        fclose(self->in);
    tty_close(&self->tty);
    spool_fini(&self->spool);
    buf_fini(&self->enter);
    grid_free(&self->shown);
    free(self->line);
    free(self);
}

static void screen_close(struct term *term)
{
    struct screen *self = screen_of(term);
    if (!self->away)
        leave(self);
    screen_free(self);
}

static const struct term_ops screen_ops = {
    screen_close,   screen_read,   screen_flush, screen_present, screen_redraw,  screen_resize,
    screen_suspend, screen_resume, screen_mouse, screen_send,    screen_restyle,
};

/* ---------------------------------------------------------------- opening */

/* newterm takes over signals that are at their default; app/ handles them, so they go back. */
static SCREEN *quiet_newterm(const char *type, FILE *out, FILE *in)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    struct sigaction saved[sizeof numbers / sizeof numbers[0]];
    setenv("NCURSES_NO_PADDING", "1", 1);
    setenv("NCURSES_NO_UTF8_ACS", "1", 1);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        sigaction(numbers[i], NULL, &saved[i]);
    use_env(TRUE);
    SCREEN *sp = newterm(type, out, in);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        sigaction(numbers[i], &saved[i], NULL);
    unsetenv("NCURSES_NO_PADDING");
    unsetenv("NCURSES_NO_UTF8_ACS");
    return sp;
}

static int open_curses(struct screen *self, const char *type, struct error *err)
{
    struct tty_lent size;
    int fd = memfd_create("evmon-frame", MFD_CLOEXEC);
    self->out = fd < 0 ? NULL : fdopen(fd, "w+");
    self->in = fopen("/dev/null", "re");
    if (self->out == NULL || self->in == NULL)
        return err_set(err, E_OPEN, "no memory file for the screen: %s", strerror(errno));
    tty_lend_size(&self->tty, &size);
    self->sp = quiet_newterm(type, self->out, self->in);
    tty_take_size_back(&size);
    if (self->sp == NULL)
        return err_set(err, E_UNKNOWN,
                       "the terminal type '%.40s' is not known here; set TERM to one that is "
                       "(xterm-256color, vt100), or install ncurses-term", type);
    if (capability("cup") == NULL)
        return err_set(err, E_UNSUPPORTED, "a terminal of type '%.40s' cannot place its cursor; "
                                           "use 'evmon print' there", type);
    return 0;
}

static void prepare_curses(struct screen *self)
{
    nonl();
    typeahead(-1);
    idlok(stdscr, TRUE);
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    collect(self); /* what newterm had to say: find_enter says it */
    buf_clear(&self->spool.pending);
}

static void set_escape(struct screen *self, const struct term_setup *setup)
{
    int64_t ms;
    const char *asked = getenv("ESCDELAY");
    self->term.keyin.escape_ms = setup->escape_ms;
    if (asked != NULL && str_i64(str_of(asked), &ms) && ms > 0 && ms <= 5000)
        self->term.keyin.escape_ms = (int)ms;
}

struct term *term_open_tty(const struct term_setup *setup, struct error *err)
{
    const char *type = setup->type != NULL ? setup->type : getenv("TERM");
    struct screen *self = xcalloc(1, sizeof *self);
    self->tty.fd = self->tty.out = -1;
    self->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    if (type == NULL || type[0] == '\0')
        type = "dumb";
    if (tty_open(&self->tty, setup->in, setup->out, err) < 0 || open_curses(self, type, err) < 0) {
        screen_free(self);
        return NULL;
    }
    prepare_curses(self);
    self->term.ops = &screen_ops;
    self->term.in_fd = self->tty.fd;
    self->term.out_fd = self->spool.fd = self->tty.out;
    self->term.depth = setup->depth >= 0 ? (enum depth)setup->depth : find_depth();
    self->term.glyphs = setup->glyphs >= 0 ? (enum glyph_set)setup->glyphs : find_glyphs(self);
    teach_keys(self);
    find_extras(self, type);
    find_enter(self, setup);
    find_farewell(self, setup);
    set_escape(self, setup);
    self->shown = grid_new(LINES, COLS, self->term.glyphs);
    self->term.rows = LINES;
    self->term.cols = COLS;
    fit_line(self, COLS);
    screen_restyle(&self->term);
    enter(self);
    screen_resize(&self->term);
    self->all = 1;
    return &self->term;
}
