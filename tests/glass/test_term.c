/* curses.c through the glass: under four terminal types, with hostile text, a terminal that stops reading, suspends,
 * crashes and hang-ups. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "pane.h"

static char probe_path[512], theme_path[512];

static struct glass *open_probe(const char *term, const char *seed, const char *pipe_fd, const char *const *env)
{
    const char *argv[] = {probe_path, theme_path, seed, pipe_fd, NULL};
    return glass_open(&(struct glass_setup){.argv = argv, .rows = 24, .cols = 80, .term = term, .env = env});
}

/* After the program has ended: before, the last sequence may not be there whole. */
static void check_bytes(struct glass *glass, unsigned allow)
{
    struct str log = glass_log(glass);
    ptrdiff_t at = glass_audit(log, allow);
    if (at >= 0) {
        fprintf(stderr, "unexpected bytes at %td of %zu:", at, log.n);
        for (size_t i = (size_t)at; i < (size_t)at + 24 && i < log.n; i++)
            fprintf(stderr, " %02x", (unsigned char)log.p[i]);
        fprintf(stderr, "\n");
        pane_check(0, "only what terminfo may send", __FILE__, __LINE__);
    }
    check(glass_replies(glass) == 0);
}

static void quit(struct glass *glass)
{
    glass_keys(glass, "q");
    int status = glass_wait(glass);
    check(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    check(!glass_is_alt(glass));
    check(!glass_is_mouse(glass));
    check(glass_is_echoing(glass));
}

static void test_type(const char *term, const char *depth)
{
    struct glass *glass = open_probe(term, "1", NULL, NULL);
    char head[64];
    snprintf(head, sizeof head, "probe 24x80 depth %s glyphs 0", depth);
    glass_expect_at(glass, 0, 0, head);
    glass_expect_at(glass, 2, 4, "\xe2\x90\x9b]0;evil\xe2\x90\x87<9b>31mred<202e>gpj");
    glass_expect_at(glass, 3, 4, "wide \xe6\xbc\xa2\xe5\xad\x97 m\xc3\xbcller e\xcc\x81");
    glass_expect_at(glass, 4, 4, "\xe2\x94\x8c\xe2\x94\x80 box \xe2\x94\x80");
    glass_expect_at(glass, 23, 0, "last  strings 0");
    uint64_t first = glass_bytes(glass);
    check(first <= 8000);
    glass_keys(glass, "j");
    glass_expect_at(glass, 9, 4, "line 10 of a list");
    glass_expect_at(glass, 23, 0, "last <j> strings 0");
    uint64_t scroll = glass_bytes(glass) - first;
    check(scroll < first / 2);
    glass_keys(glass, "F5");
    glass_expect(glass, "last <F5>");
    glass_keys(glass, "PgDn Up");
    glass_expect(glass, "last <Up>");
    glass_keys(glass, "Esc");
    glass_expect(glass, "last <Esc>");
    glass_keys(glass, "M-x");
    glass_expect(glass, "last <M-x>");
    glass_keys(glass, "^F");
    glass_expect(glass, "last <^F>");
    glass_resize(glass, 10, 40);
    glass_expect_at(glass, 0, 0, "probe 10x40");
    glass_resize(glass, 30, 100);
    glass_expect_at(glass, 0, 0, "probe 30x100");
    glass_expect_at(glass, 29, 0, "last <^F>");
    fprintf(stderr, "%s: first paint %llu bytes, one line further %llu\n", term, (unsigned long long)first,
            (unsigned long long)scroll);
    quit(glass);
    check_bytes(glass, 0);
    glass_close(&glass);
}

static void test_colours(void)
{
    struct glass *glass = open_probe(NULL, "1", NULL, NULL);
    glass_expect_at(glass, 7, 4, "critical");
    struct glass_style critical = glass_style_at(glass, 7, 4);
    check(critical.fg == 231 && critical.bg == 160 && critical.bold);
    struct glass_style header = glass_style_at(glass, 0, 0);
    check(header.bg == 236);
    quit(glass);
    glass_close(&glass);
    const char *const env[] = {"NO_COLOR=1", NULL};
    glass = open_probe(NULL, "1", NULL, env);
    glass_expect_at(glass, 7, 4, "critical");
    critical = glass_style_at(glass, 7, 4);
    check(critical.fg == -1 && critical.bg == -1 && critical.underline);
    check(glass_style_at(glass, 0, 0).reverse);
    quit(glass);
    glass_close(&glass);
}

/* Not a UTF-8 locale: lines by the line drawing set, nothing else beyond ASCII. */
static void test_plain_locale(void)
{
    const char *const env[] = {"LC_ALL=C", NULL};
    struct glass *glass = open_probe("vt100", "1", NULL, env);
    glass_expect_at(glass, 0, 0, "probe 24x80 depth 0 glyphs 1");
    glass_expect_at(glass, 2, 4, "^[]0;evil^G<9b>31mred<202e>gpj");
    glass_expect_at(glass, 4, 4, "\xe2\x94\x8c\xe2\x94\x80 box \xe2\x94\x80");
    quit(glass);
    check_bytes(glass, 0);
    glass_close(&glass);
    glass = open_probe(NULL, "1", NULL, NULL);
    glass_expect_at(glass, 4, 4, "\xe2\x94\x8c\xe2\x94\x80 box \xe2\x94\x80");
    glass_keys(glass, "v");
    glass_expect(glass, "glyphs 1");
    glass_expect_at(glass, 4, 4, "\xe2\x94\x8c\xe2\x94\x80 box \xe2\x94\x80");
    quit(glass);
    glass_close(&glass);
}

struct strings {
    unsigned long long least;
};

static bool has_strings(struct glass *glass, void *user)
{
    const struct strings *strings = user;
    struct buf out = {0};
    glass_screen(glass, &out);
    ptrdiff_t at = str_find(buf_str(&out), STR("strings "));
    unsigned long long seen = at < 0 ? 0 : strtoull(buf_cstr(&out) + at + 8, NULL, 10);
    buf_fini(&out);
    return seen >= strings->least;
}

static void test_hostile(const char *term, const char *seed, unsigned long long count)
{
    struct glass *glass = open_probe(term, seed, NULL, NULL);
    glass_expect(glass, "probe");
    glass_keys(glass, "h");
    for (unsigned long long n = 90; n < count; n += 90) {
        struct strings strings = {n};
        glass_until(glass, "more strings", has_strings, &strings);
        glass_keys(glass, "x");
    }
    quit(glass);
    check_bytes(glass, 0);
    glass_close(&glass);
}

/* The terminal stops reading: the program goes on, skips frames, and the screen is whole when reading goes on. */
static void test_stall(void)
{
    int ends[2];
    char number[16], byte;
    if (pipe(ends) != 0)
        exit(1);
    snprintf(number, sizeof number, "%d", ends[1]);
    struct glass *glass = open_probe(NULL, "1", number, NULL);
    glass_expect(glass, "probe");
    glass_keys(glass, "f");
    check(read(ends[0], &byte, 1) == 1); /* nobody reads the terminal meanwhile */
    glass_expect(glass, "last <f>");
    glass_expect(glass, "skipped 1");
    glass_keys(glass, "j");
    glass_expect(glass, "last <j>");
    quit(glass);
    check_bytes(glass, 0);
    glass_close(&glass);
    close(ends[0]);
    close(ends[1]);
}

static void test_suspend(void)
{
    struct glass *glass = open_probe(NULL, "1", NULL, NULL);
    glass_expect(glass, "probe");
    check(glass_is_alt(glass));
    glass_keys(glass, "z");
    int status;
    check(waitpid(glass_pid(glass), &status, WUNTRACED) > 0 && WIFSTOPPED(status));
    glass_pump(glass);
    check(!glass_is_alt(glass));
    check(glass_is_echoing(glass));
    glass_resize(glass, 20, 60);
    kill(glass_pid(glass), SIGCONT);
    glass_expect_at(glass, 0, 0, "probe 20x60");
    glass_expect_at(glass, 19, 0, "last <z>");
    check(glass_is_alt(glass));
    check(!glass_is_echoing(glass));
    quit(glass);
    glass_close(&glass);
}

static void test_crash(const char *key, int number)
{
    struct glass *glass = open_probe(NULL, "1", NULL, NULL);
    glass_expect(glass, "probe");
    glass_keys(glass, "m");
    glass_expect(glass, "last <m>");
    check(glass_is_mouse(glass));
    glass_keys(glass, key);
    int status = glass_wait(glass);
    check(WIFSIGNALED(status) && WTERMSIG(status) == number);
    check(!glass_is_alt(glass));
    check(!glass_is_mouse(glass));
    check(glass_is_echoing(glass));
    glass_close(&glass);
}

static void test_events(void)
{
    struct glass *glass = open_probe(NULL, "1", NULL, NULL);
    glass_expect(glass, "probe");
    glass_type(glass, "\033[200~q\rq\n\033[201~");
    glass_expect(glass, "paste 4 [q ");
    glass_type(glass, "\033[<0;11;6M");
    glass_expect(glass, "Press1 at 5,10");
    glass_type(glass, "\033[1;5C");
    glass_expect(glass, "last <C-Right>");
    /* Answers nobody asked for are not keys. */
    glass_type(glass, "\033[?62;1c\033]52;c;cXE=\a\033P1$r0m\033\\\033[24;80R");
    glass_type(glass, "\xc3\xa9");
    glass_expect(glass, "last <\xc3\xa9>");
    glass_keys(glass, "y");
    glass_expect(glass, "copy=0");
    check(str_find(glass_log(glass), STR("\033]52;c;Y29waWVkIHRleHQ=\a")) >= 0);
    quit(glass);
    check_bytes(glass, GLASS_ALLOW_CLIPBOARD);
    glass_close(&glass);
}

/* tmux takes the clipboard's sequence for itself, or passes it on: by its configuration one or the other is ignored. */
static void test_copy_in_tmux(void)
{
    static const char *const env[] = {"TMUX=/tmp/tmux,1,0", NULL};
    struct glass *glass = open_probe("screen-256color", "1", NULL, env);
    glass_expect(glass, "probe");
    glass_keys(glass, "y");
    glass_expect(glass, "copy=1");
    check(str_find(glass_log(glass), STR("\033]52;c;Y29waWVkIHRleHQ=\a"
                                         "\033Ptmux;\033\033]52;c;Y29waWVkIHRleHQ=\a\033\\")) >= 0);
    quit(glass);
    glass_close(&glass);
}

static void test_hang_up(void)
{
    struct glass *glass = open_probe(NULL, "1", NULL, NULL);
    glass_expect(glass, "probe");
    glass_hang_up(glass);
    int status = 0;
    check(waitpid(glass_pid(glass), &status, 0) > 0);
    check((WIFEXITED(status) && WEXITSTATUS(status) == 9) || (WIFSIGNALED(status) && WTERMSIG(status) == SIGHUP));
    glass_close(&glass);
}

/* The list itself: what it must refuse, and what it must let through. */
static void test_audit(void)
{
    static const char *const bad[] = {"\033]0;x\a", "\033[6n", "\033[c", "\033P$q\033\\", "\xc2\x9b" "1m", "\x9b" "1m",
                                      "\xe2\x80\xae", "\a", "\033[21t", "\033[?2026h", "\033[>c", "\033Z", "\033[5i"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        check(glass_audit(str_of(bad[i]), 0) == 0);
    check(glass_audit(STR("a\033[1;31mb\033[Hm\xc3\xbc"), 0) < 0);
    check(glass_audit(STR("\033]52;c;YQ==\a"), 0) == 0);
    check(glass_audit(STR("\033]52;c;YQ==\a"), GLASS_ALLOW_CLIPBOARD) < 0);
    check(glass_audit(STR("\033]52;c;?\a"), GLASS_ALLOW_CLIPBOARD) == 0);
}

int main(void)
{
    const char *source = getenv("top_srcdir"), *build = getenv("top_builddir");
    snprintf(probe_path, sizeof probe_path, "%s/tests/glass/term_probe", build != NULL ? build : ".");
    snprintf(theme_path, sizeof theme_path, "%s/themes/dark", source != NULL ? source : ".");
    unsigned long long count = getenv("EVMON_STRINGS") != NULL ? strtoull(getenv("EVMON_STRINGS"), NULL, 10) : 20000;
    test_audit();
    test_type("xterm-256color", "3");
    test_type("screen-256color", "3");
    test_type("vt100", "0");
    test_type("xterm-direct", "4");
    test_colours();
    test_plain_locale();
    test_events();
    test_copy_in_tmux();
    test_stall();
    test_suspend();
    test_crash("S", SIGSEGV);
    test_crash("A", SIGABRT);
    test_hang_up();
    test_hostile("xterm-256color", "1", count);
    test_hostile("vt100", "2", count / 10);
    test_hostile("screen-256color", "3", count / 10);
    if (pane_failures() == 0)
        printf("test_term: all passed\n");
    return pane_failures() == 0 ? 0 : 1;
}
