/* The pty, the emulator and the waiting. */
#include "glass.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <vterm.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/utf8.h"
#include "base/xalloc.h"

struct glass {
    int fd, keep; /* keep: our own hold on the slave side, to look at its modes */
    pid_t pid;
    VTerm *vt;
    VTermScreen *screen;
    int rows, cols;
    struct buf log;
    uint64_t bytes, replies;
    unsigned alt : 1, mouse : 1, closed : 1, reaped : 1;
    int status;
};

static int on_property(VTermProp prop, VTermValue *value, void *user)
{
    struct glass *glass = user;
    if (prop == VTERM_PROP_ALTSCREEN)
        glass->alt = value->boolean != 0;
    if (prop == VTERM_PROP_MOUSE)
        glass->mouse = value->number != 0;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

static void on_reply(const char *bytes, size_t n, void *user)
{
    struct glass *glass = user;
    (void)bytes;
    glass->replies += n;
}

static void set_environment(const struct glass_setup *setup)
{
    static const char *const unset[] = {"NO_COLOR", "COLORTERM", "TMUX", "STY", "ESCDELAY", "LINES", "COLUMNS"};
    for (size_t i = 0; i < sizeof unset / sizeof unset[0]; i++)
        unsetenv(unset[i]);
    setenv("TERM", setup->term != NULL ? setup->term : "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    for (int i = 0; setup->env != NULL && setup->env[i] != NULL; i++) {
        char *pair = xstrdup(setup->env[i]);
        char *value = strchr(pair, '=');
        if (value == NULL) {
            unsetenv(pair);
        } else {
            *value = '\0';
            setenv(pair, value + 1, 1);
        }
        free(pair);
    }
}

static void run_child(const struct glass_setup *setup)
{
    set_environment(setup);
    char *argv[32] = {NULL};
    for (int i = 0; i < 31 && setup->argv[i] != NULL; i++)
        argv[i] = xstrdup(setup->argv[i]);
    execv(argv[0], argv);
    fprintf(stderr, "cannot run %s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

struct glass *glass_open(const struct glass_setup *setup)
{
    struct winsize size = {.ws_row = (unsigned short)setup->rows,
                           .ws_col = (unsigned short)setup->cols};
    char name[128];
    struct glass *glass = xcalloc(1, sizeof *glass);
    glass->pid = forkpty(&glass->fd, name, NULL, &size);
    if (glass->pid == 0)
        run_child(setup);
    must(glass->pid > 0);
    glass->keep = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    fcntl(glass->fd, F_SETFL, O_NONBLOCK);
    fcntl(glass->fd, F_SETFD, FD_CLOEXEC);
    glass->rows = setup->rows;
    glass->cols = setup->cols;
    glass->vt = vterm_new(setup->rows, setup->cols);
    vterm_set_utf8(glass->vt, 1);
    vterm_output_set_callback(glass->vt, on_reply, glass);
    glass->screen = vterm_obtain_screen(glass->vt);
    vterm_screen_set_callbacks(glass->screen, &callbacks, glass);
    vterm_screen_enable_altscreen(glass->screen, 1);
    vterm_screen_reset(glass->screen, 1);
    return glass;
}

static bool reap(struct glass *glass, int options)
{
    if (!glass->reaped && waitpid(glass->pid, &glass->status, options) == glass->pid)
        glass->reaped = 1;
    return glass->reaped;
}

void glass_close(struct glass **glass_pointer)
{
    struct glass *glass = *glass_pointer;
    if (glass == NULL)
        return;
    if (!reap(glass, WNOHANG)) {
        kill(glass->pid, SIGKILL);
        reap(glass, 0);
    }
    if (glass->keep >= 0)
        close(glass->keep);
    if (glass->fd >= 0)
        close(glass->fd);
    vterm_free(glass->vt);
    buf_fini(&glass->log);
    free(glass);
    *glass_pointer = NULL;
}

pid_t glass_pid(const struct glass *glass)
{
    return glass->pid;
}

int glass_fd(const struct glass *glass)
{
    return glass->fd;
}

bool glass_pump(struct glass *glass)
{
    char bytes[16384];
    for (;;) {
        ssize_t n = glass->fd < 0 ? -1 : read(glass->fd, bytes, sizeof bytes);
        if (n <= 0) {
            if (n < 0 && (errno == EAGAIN || errno == EINTR))
                return true;
            glass->closed = 1;
            return false;
        }
        glass->bytes += (uint64_t)n;
        buf_add(&glass->log, bytes, (size_t)n);
        vterm_input_write(glass->vt, bytes, (size_t)n);
        vterm_screen_flush_damage(glass->screen);
    }
}

static void fail(struct glass *glass, const char *what, const char *text)
{
    struct buf out = {0};
    glass_screen(glass, &out);
    fprintf(stderr, "glass: waited %d s for %s '%s'%s\n%.*s---\n", GLASS_DEADLINE_MS / 1000, what,
            text, reap(glass, WNOHANG) ? " (the program has ended)" : "", STR_ARG(buf_str(&out)));
    if (glass->reaped)
        fprintf(stderr, "status %d, signal %d\n", WEXITSTATUS(glass->status),
                WIFSIGNALED(glass->status) ? WTERMSIG(glass->status) : 0);
    buf_fini(&out);
    glass_close(&glass);
    exit(1);
}

/* One turn of waiting: reads, asks, and sleeps in poll until more comes. */
static bool turn(struct glass *glass, int64_t end)
{
    int64_t left = (end - clock_mono_ns()) / 1000000;
    if (left <= 0)
        return false;
    struct pollfd fd = {glass->fd, POLLIN, 0};
    poll(&fd, 1, left < 100 ? (int)left : 100);
    return true;
}

void glass_until(struct glass *glass, const char *what, glass_fn fn, void *user)
{
    int64_t end = clock_mono_ns() + (int64_t)GLASS_DEADLINE_MS * 1000000;
    for (;;) {
        bool open = glass_pump(glass);
        if (fn(glass, user))
            return;
        if (!open || !turn(glass, end))
            fail(glass, what, "");
    }
}

struct wanted {
    const char *text;
    int row, col;
};

static void cell_text(struct glass *glass, int row, int col, struct buf *out, int *width)
{
    VTermScreenCell cell;
    *width = 1;
    if (!vterm_screen_get_cell(glass->screen, (VTermPos){row, col}, &cell))
        return;
    if (cell.chars[0] == 0)
        buf_add_byte(out, ' ');
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0; i++) {
        char bytes[4];
        if (cell.chars[i] != (uint32_t)-1)
            buf_add(out, bytes, utf8_encode(cell.chars[i], bytes));
    }
    *width = cell.width > 0 ? cell.width : 1;
}

static void row_from(struct glass *glass, int row, int col, struct buf *out)
{
    int width;
    for (; col < glass->cols; col += width)
        cell_text(glass, row, col, out, &width);
}

void glass_row(struct glass *glass, int row, struct buf *out)
{
    row_from(glass, row, 0, out);
    while (out->n > 0 && out->p[out->n - 1] == ' ')
        out->n--;
}

void glass_screen(struct glass *glass, struct buf *out)
{
    for (int row = 0; row < glass->rows; row++) {
        struct buf line = {0};
        glass_row(glass, row, &line);
        buf_add_str(out, buf_str(&line));
        buf_add_byte(out, '\n');
        buf_fini(&line);
    }
}

bool glass_has(struct glass *glass, const char *text)
{
    struct buf out = {0};
    glass_screen(glass, &out);
    bool found = str_find(buf_str(&out), str_of(text)) >= 0;
    buf_fini(&out);
    return found;
}

static bool is_there(struct glass *glass, void *user)
{
    const struct wanted *wanted = user;
    if (wanted->row < 0)
        return glass_has(glass, wanted->text);
    struct buf out = {0};
    row_from(glass, wanted->row, wanted->col, &out);
    bool found = str_starts(buf_str(&out), str_of(wanted->text));
    buf_fini(&out);
    return found;
}

static bool is_absent(struct glass *glass, void *user)
{
    return !is_there(glass, user);
}

void glass_expect(struct glass *glass, const char *text)
{
    struct wanted wanted = {text, -1, -1};
    glass_until(glass, text, is_there, &wanted);
}

void glass_expect_at(struct glass *glass, int row, int col, const char *text)
{
    struct wanted wanted = {text, row, col};
    glass_until(glass, text, is_there, &wanted);
}

void glass_expect_gone(struct glass *glass, const char *text)
{
    struct wanted wanted = {text, -1, -1};
    glass_until(glass, text, is_absent, &wanted);
}

/* What the program wrote last may still be on its way through the kernel; a byte of our own behind it says when all of
 * it is here. */
static void drain(struct glass *glass, int64_t end)
{
    bool put = false;
    while (glass->keep >= 0 && !(put = write(glass->keep, "", 1) == 1) && errno == EAGAIN) {
        glass_pump(glass); /* nobody has read for long: there was no room */
        if (!turn(glass, end))
            fail(glass, "room in", "the terminal");
    }
    if (put) {
        while (glass_pump(glass), glass->log.n == 0 || glass->log.p[glass->log.n - 1] != '\0')
            if (!turn(glass, end))
                fail(glass, "the last bytes of", "the program");
        glass->log.n--;
        glass->bytes--;
    }
    glass_pump(glass);
}

int glass_wait(struct glass *glass)
{
    int64_t end = clock_mono_ns() + (int64_t)GLASS_DEADLINE_MS * 1000000;
    while (!reap(glass, WNOHANG)) {
        glass_pump(glass);
        if (!turn(glass, end))
            fail(glass, "the end of", "the program");
    }
    drain(glass, end);
    return glass->status;
}

/* ---------------------------------------------------------------- typing */

void glass_send(struct glass *glass, const char *bytes, size_t n)
{
    int64_t end = clock_mono_ns() + (int64_t)GLASS_DEADLINE_MS * 1000000;
    while (n > 0) {
        ssize_t put = write(glass->fd, bytes, n);
        if (put > 0) {
            bytes += put;
            n -= (size_t)put;
            continue;
        }
        if (errno != EAGAIN && errno != EINTR)
            return;
        glass_pump(glass);
        if (!turn(glass, end))
            fail(glass, "room for", "keys");
    }
}

void glass_type(struct glass *glass, const char *text)
{
    glass_send(glass, text, strlen(text));
}

static const struct {
    const char *name, *bytes;
} keys[] = {
    {"Esc", "\033"},        {"Enter", "\r"},       {"Tab", "\t"},         {"S-Tab", "\033[Z"},
    {"Space", " "},         {"BS", "\177"},        {"Del", "\033[3~"},    {"Ins", "\033[2~"},
    {"Up", "\033OA"},       {"Down", "\033OB"},    {"Right", "\033OC"},   {"Left", "\033OD"},
    {"Home", "\033OH"},     {"End", "\033OF"},     {"PgUp", "\033[5~"},   {"PgDn", "\033[6~"},
    {"F1", "\033OP"},       {"F2", "\033OQ"},      {"F3", "\033OR"},      {"F4", "\033OS"},
    {"F5", "\033[15~"},     {"F6", "\033[17~"},    {"F7", "\033[18~"},    {"F8", "\033[19~"},
    {"F9", "\033[20~"},     {"F10", "\033[21~"},   {"F11", "\033[23~"},   {"F12", "\033[24~"},
};

static void press(struct glass *glass, struct str name)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (str_eq(name, str_of(keys[i].name))) {
            glass_type(glass, keys[i].bytes);
            return;
        }
    if (name.n == 2 && name.p[0] == '^') {
        char control = (char)(name.p[1] & 0x1f);
        glass_send(glass, &control, 1);
        return;
    }
    if (str_starts(name, STR("M-"))) {
        glass_send(glass, "\033", 1);
        name = str_sub(name, 2, name.n);
    }
    glass_send(glass, name.p, name.n);
}

void glass_keys(struct glass *glass, const char *names)
{
    struct str rest = str_of(names), name;
    while (str_next(&rest, ' ', &name))
        if (name.n > 0)
            press(glass, name);
}

void glass_resize(struct glass *glass, int rows, int cols)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    glass_pump(glass);
    glass->rows = rows;
    glass->cols = cols;
    vterm_set_size(glass->vt, rows, cols);
    ioctl(glass->fd, TIOCSWINSZ, &size); /* the kernel sends SIGWINCH */
}

void glass_hang_up(struct glass *glass)
{
    if (glass->keep >= 0)
        close(glass->keep);
    close(glass->fd);
    glass->keep = glass->fd = -1;
}

/* ---------------------------------------------------------------- looking */

static int colour_of(struct glass *glass, VTermColor colour)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(&colour) || VTERM_COLOR_IS_DEFAULT_BG(&colour))
        return -1;
    (void)glass;
    if (VTERM_COLOR_IS_INDEXED(&colour))
        return colour.indexed.idx;
    return 0x1000000 | colour.rgb.red << 16 | colour.rgb.green << 8 | colour.rgb.blue;
}

struct glass_style glass_style_at(struct glass *glass, int row, int col)
{
    VTermScreenCell cell;
    memset(&cell, 0, sizeof cell);
    vterm_screen_get_cell(glass->screen, (VTermPos){row, col}, &cell);
    struct glass_style style = {colour_of(glass, cell.fg), colour_of(glass, cell.bg), 0, 0, 0};
    style.bold = cell.attrs.bold;
    style.underline = cell.attrs.underline != 0;
    style.reverse = cell.attrs.reverse;
    return style;
}

int glass_rows(const struct glass *glass)
{
    return glass->rows;
}

int glass_cols(const struct glass *glass)
{
    return glass->cols;
}

bool glass_is_alt(const struct glass *glass)
{
    return glass->alt;
}

bool glass_is_mouse(const struct glass *glass)
{
    return glass->mouse;
}

bool glass_is_echoing(const struct glass *glass)
{
    struct termios modes;
    if (tcgetattr(glass->keep, &modes) != 0)
        return false;
    return (modes.c_lflag & ECHO) != 0 && (modes.c_lflag & ICANON) != 0 &&
           (modes.c_iflag & ICRNL) != 0 && (modes.c_oflag & ONLCR) != 0;
}

uint64_t glass_bytes(const struct glass *glass)
{
    return glass->bytes;
}

struct str glass_log(const struct glass *glass)
{
    return buf_str(&glass->log);
}

uint64_t glass_replies(const struct glass *glass)
{
    return glass->replies;
}
