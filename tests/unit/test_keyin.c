/* keyin and the headless terminal: bytes to keys, pastes, the mouse, and what must never become a key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/clock.h"
#include "term/keyin.h"

/* All keys that the bytes make, separated by blanks; time goes on by more than the wait at the end. */
static const char *keys_of(const char *bytes, size_t n, struct buf *out)
{
    struct keyin keyin = {0};
    struct term_event event;
    clock_freeze(1000);
    keyin_teach(&keyin, "\033[[A", "F1");
    keyin_teach(&keyin, "\033OA", "Up");
    keyin_feed(&keyin, bytes, n);
    buf_clear(out);
    for (int round = 0; round < 2; round++) {
        while ((event = keyin_next(&keyin)).kind != TERM_NOTHING) {
            const char *kind = event.kind == TERM_PASTE ? "paste:" : event.kind == TERM_MOUSE ? "mouse:" : "";
            buf_add_fmt(out, "%s%s%.*s", out->n > 0 ? " " : "", kind, STR_ARG(event.text));
            buf_add_text(out, event.key);
        }
        clock_freeze(1000 + 2000);
    }
    clock_freeze(-1);
    keyin_fini(&keyin);
    return buf_cstr(out);
}

static const struct {
    const char *bytes;
    size_t n;
    const char *keys;
} rows[] = {
#define B(text) text, sizeof(text) - 1
    {B("jG"), "j G"},
    {B(" \t\r\n\x7f"), "Space Tab Enter Enter BS"},
    {B("\x06\x03\x00\x1f"), "^F ^C ^@ ^_"},
    {B("\xc3\xa9\xe6\xbc\xa2"), "\xc3\xa9 \xe6\xbc\xa2"},
    {B("\033"), "Esc"},
    {B("\033\033"), "Esc Esc"},
    {B("\033x"), "M-x"},
    {B("\033\r"), "M-Enter"},
    {B("\033\0j"), "M-^@ j"},
    {B("\033OA\033[B\033OP"), "Up Down F1"},
    {B("\033[[A"), "F1"},
    {B("\033[1;5C\033[1;2A\033[1;3D"), "C-Right S-Up M-Left"},
    {B("\033[5~\033[6~\033[3;5~\033[24~"), "PgUp PgDn C-Del F12"},
    {B("\033[Z"), "S-Tab"},
    {B("\033[<0;11;6M\033[<0;11;6m\033[<64;1;1M"), "mouse:Press1 mouse:Release1 mouse:WheelUp"},
    {B("\033[200~a\r\nq\033[201~j"), "paste:a\r\nq j"},
    {B("\033[200~never ends"), "paste:never ends"},
    /* answers nobody asked for */
    {B("\033[?62;22c\033[24;80R\033[0n\033[>0;276;0cj"), "j"},
    {B("\033]52;c;cXE=\a\033]11;rgb:0/0/0\033\\\033P1$r0m\033\\j"), "j"},
    {B("\033[1;2;3;4;5;6;7;8zj"), "j"},
    {B("\xff\xc0\xaf\x9bj"), "j"},
    {B("\xc2\x9b" "j\xe2\x80\xae" "k"), "j k"},
    {B("\033["), "M-["},
    {B("\033O"), "M-O"},
#undef B
};

static void test_rows(void **state)
{
    struct buf out = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(keys_of(rows[i].bytes, rows[i].n, &out), rows[i].keys);
    buf_fini(&out);
}

/* The same keys whatever the pieces in which the bytes arrive. */
static void test_pieces(void **state)
{
    (void)state;
    struct keyin keyin = {0};
    struct buf out = {0};
    static const char bytes[] = "j\033[1;5C\xe6\xbc\xa2\033[200~a\033[b\033[201~\033OPq";
    clock_freeze(1000);
    for (size_t i = 0; i + 1 < sizeof bytes; i++) {
        struct term_event event;
        keyin_feed(&keyin, bytes + i, 1);
        while ((event = keyin_next(&keyin)).kind != TERM_NOTHING)
            buf_add_fmt(&out, "%s%.*s ", event.key, STR_ARG(event.text));
    }
    assert_string_equal(buf_cstr(&out), "j C-Right \xe6\xbc\xa2 a\033[b F1 q ");
    clock_freeze(-1);
    keyin_fini(&keyin);
    buf_fini(&out);
}

static void test_waiting(void **state)
{
    (void)state;
    struct keyin keyin = {.escape_ms = 40};
    clock_freeze(1000);
    assert_int_equal(keyin_wait(&keyin), -1);
    keyin_feed(&keyin, "\033", 1);
    assert_int_equal(keyin_next(&keyin).kind, TERM_NOTHING);
    assert_int_equal(keyin_wait(&keyin), 40);
    clock_freeze(1030);
    assert_int_equal(keyin_wait(&keyin), 10);
    clock_freeze(1040);
    assert_string_equal(keyin_next(&keyin).key, "Esc");
    assert_int_equal(keyin_wait(&keyin), -1);
    clock_freeze(-1);
    keyin_fini(&keyin);
}

static void test_paste_cap(void **state)
{
    (void)state;
    struct keyin keyin = {0};
    keyin_feed(&keyin, "\033[200~", 6);
    for (int i = 0; i < 200; i++) {
        char block[1000];
        memset(block, 'x', sizeof block);
        keyin_feed(&keyin, block, sizeof block);
        assert_int_equal(keyin_next(&keyin).kind, TERM_NOTHING);
    }
    keyin_feed(&keyin, "\033[201~", 6);
    struct term_event event = keyin_next(&keyin);
    assert_int_equal(event.kind, TERM_PASTE);
    assert_int_equal(event.text.n, TERM_PASTE_MAX);
    keyin_fini(&keyin);
}

static uint64_t random_state = 88172645463325252u;

static uint64_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

/* Noise makes keys or nothing, and always comes to an end. */
static void test_noise(void **state)
{
    (void)state;
    static const char letters[] = "\033\033\033[[O]P0123456789;<?~MmABCRcn\a\\\x9b\xc2\xe2 jq";
    struct buf bytes = {0}, out = {0};
    for (int i = 0; i < 100000; i++) {
        buf_clear(&bytes);
        for (uint64_t n = next_random() % 20; n > 0; n--) {
            uint64_t r = next_random();
            buf_add_byte(&bytes, r % 5 == 0 ? (char)(r >> 8) : letters[(r >> 8) % (sizeof letters - 1)]);
        }
        keys_of(bytes.p != NULL ? bytes.p : "", bytes.n, &out);
    }
    buf_fini(&bytes);
    buf_fini(&out);
}

static void test_headless(void **state)
{
    (void)state;
    struct term *term = term_open_headless(3, 10, DEPTH_256, GLYPH_SET_UTF8);
    struct grid *grid = grid_new(3, 10, GLYPH_SET_UTF8);
    struct buf out = {0};
    term_headless_keys(term, "j  PgDn\n^F");
    term_headless_paste(term, STR("a b"));
    assert_string_equal(term_read(term).key, "j");
    assert_string_equal(term_read(term).key, "PgDn");
    assert_string_equal(term_read(term).key, "^F");
    struct term_event event = term_read(term);
    assert_int_equal(event.kind, TERM_PASTE);
    assert_true(str_eq(event.text, STR("a b")));
    assert_int_equal(term_read(term).kind, TERM_NOTHING);
    assert_null(term_headless_grid(term));
    canvas_text(canvas_of(grid), 1, 2, 8, STR("frame"), ROLE_TEXT, 0);
    assert_int_equal(term_present(term, grid), 1);
    canvas_dump_text(term_headless_grid(term), &out);
    assert_string_equal(buf_cstr(&out), "\n  frame\n\n");
    term_headless_stall(term, 1);
    assert_int_equal(term_present(term, grid), 0);
    assert_false(term_is_ready(term));
    assert_int_equal(term_frames_skipped(term), 1);
    term_headless_stall(term, 0);
    term_headless_size(term, 5, 20);
    assert_true(term_resize(term));
    assert_false(term_resize(term));
    assert_int_equal(term_cols(term), 20);
    static const char *const texts[] = {"", "a", "ab", "abc", "copied text\n"};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(term_copy(term, str_of(texts[i])), TERM_COPIED);
        assert_true(str_eq(term_headless_clipboard(term), str_of(texts[i])));
    }
    term_headless_gone(term);
    assert_int_equal(term_read(term).kind, TERM_GONE);
    assert_true(term_present(term, grid) < 0);
    grid_free(&grid);
    term_close(&term);
    buf_fini(&out);
}

static void test_copy_cap(void **state)
{
    (void)state;
    struct term *term = term_open_headless(3, 10, DEPTH_256, GLYPH_SET_UTF8);
    char *text = calloc(1, TERM_CLIPBOARD_MAX + 1);
    assert_int_equal(term_copy(term, (struct str){text, TERM_CLIPBOARD_MAX}), TERM_COPIED);
    assert_int_equal(term_copy(term, (struct str){text, TERM_CLIPBOARD_MAX + 1}), TERM_COPY_TOO_LONG);
    free(text);
    term_close(&term);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),  cmocka_unit_test(test_pieces),   cmocka_unit_test(test_waiting),
        cmocka_unit_test(test_paste_cap), cmocka_unit_test(test_noise), cmocka_unit_test(test_headless),
        cmocka_unit_test(test_copy_cap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
