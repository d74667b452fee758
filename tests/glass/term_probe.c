/* A small program for test_term: puts a picture on the terminal and answers keys, so that curses.c can be looked at
 * through the glass without the rest of evmon.  Usage: term_probe THEME [SEED [PIPE]] */
#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "term/term.h"

struct probe {
    struct term *term;
    struct grid *grid;
    const struct theme *theme;
    char last[64];
    uint64_t seed, strings;
    int pipe_fd, wide, running, shift;
};

static volatile sig_atomic_t resized;

static void on_winch(int number)
{
    (void)number;
    resized = 1;
}

static uint64_t next_random(struct probe *probe)
{
    probe->seed ^= probe->seed << 13;
    probe->seed ^= probe->seed >> 7;
    probe->seed ^= probe->seed << 17;
    return probe->seed;
}

/* Pieces an attacker would use, mixed with noise. */
static const char *const pieces[] = {
    "\033[2J", "\033]0;title\a", "\033]52;c;?\a", "\033P$q\"p\033\\", "\033[6n", "\033[c", "\r\n", "\t", "\a",
    "\b\b\b", "\x7f", "\xc2\x9b" "31m", "\x9b" "5n", "\xe2\x80\xae", "\xe2\x80\x8b", "\xef\xbb\xbf", "\xf3\xa0\x80\xa1",
    "e\xcc\x81\xcc\x82\xcc\x83", "\xcc\x88", "\xe6\xbc\xa2", "\xf0\x9f\x98\x80", "\xc0\xaf", "\xf0\x80\x80", "\xed\xa0\x80",
    "\xee\x80\x80", "\xef\xbf\xbf", "\xd7\xa9", "\xd8\xa7", "plain", "\xc3\xa9", "\x0e", "\x0f", "\033(0", "\xe2\x80\xa8",
    "\xe1\x84\x80\xe1\x85\xa1", "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9", "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa",
};

static void hostile(struct probe *probe, struct buf *out)
{
    buf_clear(out);
    int n = 1 + (int)(next_random(probe) % 12);
    for (int i = 0; i < n; i++) {
        uint64_t r = next_random(probe);
        char byte = (char)(r >> 24);
        char bytes[4];
        if (r % 3 == 0)
            buf_add_text(out, pieces[(r >> 8) % (sizeof pieces / sizeof pieces[0])]);
        else if (r % 3 == 1)
            buf_add_byte(out, byte);
        else
            buf_add(out, bytes, utf8_encode((uint32_t)(r >> 16) % 0x110000, bytes));
    }
    probe->strings++;
}

static void draw_hostile(struct probe *probe)
{
    struct canvas canvas = canvas_of(probe->grid);
    struct buf text = {0};
    for (int row = 0; row + 1 < canvas.rows; row++)
        for (int col = 0; col < canvas.cols; col += 20) {
            hostile(probe, &text);
            unsigned flags = (unsigned)next_random(probe) & 0x3f;
            canvas_text(canvas, row, col, 19, buf_str(&text), (role_id)(next_random(probe) % ROLE_COUNT_), flags);
        }
    buf_fini(&text);
}

static void draw(struct probe *probe)
{
    grid_clear(probe->grid);
    struct canvas canvas = canvas_of(probe->grid);
    if (probe->strings > 0)
        draw_hostile(probe);
    canvas_print(canvas, 0, 0, 60, ROLE_HEADER, CANVAS_PAD, "probe %dx%d depth %d glyphs %d", canvas.rows, canvas.cols,
                 (int)term_depth(probe->term), (int)term_glyphs(probe->term));
    if (canvas.rows > 8 && probe->strings == 0) {
        canvas_text(canvas, 2, 4, 40, STR("\033]0;evil\a\xc2\x9b" "31mred\xe2\x80\xae" "gpj"), ROLE_TEXT, 0);
        canvas_text(canvas, 3, 4, 40, STR("wide \xe6\xbc\xa2\xe5\xad\x97 m\xc3\xbcller e\xcc\x81"), ROLE_TEXT, 0);
        canvas_box(canvas_sub(canvas, 4, 4, 3, 20), STR("box"), ROLE_RULE, ROLE_RULE_TITLE);
        canvas_text(canvas, 7, 4, 10, STR("critical"), ROLE_CRITICAL, 0);
        canvas_text(canvas, 8, 4, 10, STR("alert"), ROLE_ALERT, 0);
        for (int row = 9; row + 2 < canvas.rows; row++)
            canvas_print(canvas, row, 4, canvas.cols - 8, ROLE_TEXT, 0, "line %d of a list that moves, and %d more words of it",
                         row + probe->shift, (row + probe->shift) * 7919);
    }
    canvas_print(canvas, canvas.rows - 1, 0, canvas.cols, ROLE_FOOTER, CANVAS_PAD, "last %s strings %llu skipped %llu",
                 probe->last, (unsigned long long)probe->strings,
                 (unsigned long long)term_frames_skipped(probe->term));
    term_present(probe->term, probe->grid);
}

/* Draws without ever waiting for the terminal, until frames have been skipped; says so on the pipe. */
static void flood(struct probe *probe)
{
    uint64_t until = term_frames_skipped(probe->term) + 1000;
    probe->strings = 1;
    while (term_frames_skipped(probe->term) < until)
        draw(probe);
    if (write(probe->pipe_fd, "s", 1) != 1)
        exit(3);
}

static void resize(struct probe *probe)
{
    resized = 0;
    if (term_resize(probe->term))
        grid_resize(probe->grid, term_rows(probe->term), term_cols(probe->term));
}

static void suspend(struct probe *probe)
{
    term_suspend(probe->term);
    raise(SIGSTOP);
    term_resume(probe->term);
    grid_resize(probe->grid, term_rows(probe->term), term_cols(probe->term));
}

static void copy(struct probe *probe)
{
    enum term_copied copied = term_copy(probe->term, STR("copied text"));
    snprintf(probe->last, sizeof probe->last, "copy=%d", (int)copied);
}

static void command(struct probe *probe, const char *key)
{
    switch (key[0]) {
    case 'q': probe->running = 0; break;
    case 'h': probe->strings += probe->strings == 0; break;
    case 'j': probe->shift++; break;
    case 'f': flood(probe); break;
    case 'm': term_set_mouse(probe->term, 1); break;
    case 'y': copy(probe); break;
    case 'b': term_bell(probe->term); break;
    case 'v': term_set_glyphs(probe->term, GLYPH_SET_VT100); probe->grid->glyphs = GLYPH_SET_VT100; break;
    case 'z': suspend(probe); break;
    case 'S': raise(SIGSEGV); break;
    case 'A': abort();
    default: break;
    }
}

static void take(struct probe *probe, const struct term_event *event)
{
    if (event->kind == TERM_GONE)
        exit(9);
    if (event->kind == TERM_PASTE) {
        char text[21];
        str_copy(event->text, text, sizeof text);
        snprintf(probe->last, sizeof probe->last, "paste %zu [%s]", event->text.n, text);
    }
    if (event->kind == TERM_MOUSE)
        snprintf(probe->last, sizeof probe->last, "%s at %d,%d", event->key, event->row, event->col);
    if (event->kind != TERM_KEY)
        return;
    snprintf(probe->last, sizeof probe->last, "<%s>", event->key);
    if (event->key[1] == '\0')
        command(probe, event->key);
}

static void wait_for(struct probe *probe)
{
    struct pollfd fd = {term_input_fd(probe->term), POLLIN, 0};
    if (term_flush(probe->term) > 0)
        fd.events |= POLLOUT;
    int ms = term_escape_wait(probe->term);
    struct timespec limit = {ms / 1000, ms % 1000 * 1000000L};
    sigset_t none;
    sigemptyset(&none);
    ppoll(&fd, 1, ms < 0 ? NULL : &limit, &none); /* SIGWINCH comes in here only */
}

static struct theme *find_theme(const char *path)
{
    struct error err = {0};
    struct theme *theme = theme_read(path, &err);
    if (theme == NULL)
        fprintf(stderr, "%s\n", err.text);
    return theme != NULL ? theme : theme_plain();
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    struct error err = {0};
    struct term_setup setup = {.in = 0, .out = 1, .depth = -1, .glyphs = -1};
    struct theme *theme = find_theme(argc > 1 ? argv[1] : "themes/dark");
    struct probe probe = {.theme = theme, .seed = 88172645463325252u, .running = 1, .pipe_fd = -1};
    probe.seed += argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
    probe.pipe_fd = argc > 3 ? atoi(argv[3]) : -1;
    struct sigaction winch = {.sa_handler = on_winch};
    sigaction(SIGWINCH, &winch, NULL);
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGWINCH);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
    probe.term = term_open_tty(&setup, &err);
    if (probe.term == NULL) {
        fprintf(stderr, "%s\n", err.text);
        return 2;
    }
    term_guard_crashes();
    term_set_theme(probe.term, theme);
    probe.grid = grid_new(term_rows(probe.term), term_cols(probe.term), term_glyphs(probe.term));
    while (probe.running) {
        draw(&probe);
        wait_for(&probe);
        if (resized)
            resize(&probe);
        for (struct term_event event; (event = term_read(probe.term)).kind != TERM_NOTHING;)
            take(&probe, &event);
    }
    term_close(&probe.term);
    grid_free(&probe.grid);
    theme_free(&theme);
    return 0;
}
