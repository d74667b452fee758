/* canvas: the catalogue of hostile text row by row, golden pictures, and a million random strings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "canvas/canvas.h"

/* Draws one text on a fresh row and gives the picture of it. */
static const char *drawn(struct str text, int width, unsigned flags, enum glyph_set glyphs, struct buf *out)
{
    struct grid *grid = grid_new(1, width, glyphs);
    buf_clear(out);
    canvas_text(canvas_of(grid), 0, 0, width, text, ROLE_TEXT, flags);
    canvas_dump_text(grid, out);
    out->n--; /* the line break */
    grid_free(&grid);
    return buf_cstr(out);
}

static const struct {
    const char *what;
    const char *text;
    size_t n;
    const char *shown;
    const char *exact; /* with CANVAS_EXACT; NULL = the same */
} catalogue[] = {
#define T(text) text, sizeof(text) - 1
    {"plain", T("meter-0042"), "meter-0042", NULL},
    {"CSI", T("a\033[31mb"), "a␛[31mb", NULL},
    {"OSC title", T("\033]0;x\a"), "␛]0;x␇", NULL},
    {"OSC 52", T("\033]52;c;YQ==\033\\"), "␛]52;c;YQ==␛\\", NULL},
    {"OSC 8", T("\033]8;;http://x\033\\y"), "␛]8;;http://x␛\\y", NULL},
    {"DCS", T("\033P$q\"p\033\\"), "␛P$q\"p␛\\", NULL},
    {"NUL", T("a\0b"), "a␀b", NULL},
    {"BEL BS DEL", T("\a\b\x7f"), "␇␈␡", NULL},
    {"tab is one blank", T("a\tb"), "a b", NULL},
    {"tab flood", T("\t\t\tb"), "   b", NULL},
    {"CR LF is one blank", T("a\r\nb"), "a b", NULL},
    {"lone CR", T("a\rb"), "a b", NULL},
    {"LF", T("a\nb"), "a b", NULL},
    {"VT and FF", T("a\vb\fc"), "a b c", NULL},
    {"NEL", T("a\xc2\x85" "b"), "a b", NULL},
    {"U+2028 U+2029", T("a\xe2\x80\xa8" "b\xe2\x80\xa9" "c"), "a b c", NULL},
    {"C1 as UTF-8", T("\xc2\x9b" "31m"), "<9b>31m", NULL},
    {"C1 as a raw byte", T("\x9b" "31m"), "�31m", NULL},
    {"0x9c inside a character", T("\xe2\x9c\xb3"), "✳", NULL},
    {"bidi override", T("a\xe2\x80\xae" "b"), "a<202e>b", NULL},
    {"bidi isolate", T("\xe2\x81\xa6x\xe2\x81\xa9"), "<2066>x<2069>", NULL},
    {"LRM RLM ALM", T("\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c"), "<200e><200f><061c>", NULL},
    {"Hebrew stays", T("\xd7\xa9\xd7\x9c"), "של", NULL},
    {"Arabic stays", T("\xd8\xb3"), "س", NULL},
    {"Cyrillic look-alike stays", T("\xd0\xb0"), "а", NULL},
    {"ZWSP", T("a\xe2\x80\x8b" "b"), "ab", "a<200b>b"},
    {"ZWNJ ZWJ WJ BOM", T("a\xe2\x80\x8c\xe2\x80\x8d\xe2\x81\xa0\xef\xbb\xbf" "b"), "ab", "a<200c><200d><2060><feff>b"},
    {"soft hyphen", T("a\xc2\xad" "b"), "ab", "a<ad>b"},
    {"tag characters", T("a\xf3\xa0\x81\xa1" "b"), "ab", "a<e0061>b"},
    {"variation selector", T("\xe2\x9d\xa4\xef\xb8\x8f"), "❤", "❤<fe0f>"},
    {"two marks stay", T("e\xcc\x81\xcc\xa3"), "e\xcc\x81\xcc\xa3", NULL},
    {"a third goes", T("e\xcc\x81\xcc\xa3\xcc\x82x"), "e\xcc\x81\xcc\xa3" "x", "e\xcc\x81\xcc\xa3<0302>x"},
    {"mark without a base", T("\xcc\x81x"), "◌\xcc\x81" "x", "<0301>x"},
    {"wide", T("\xe6\xbc\xa2" "a"), "漢a", NULL},
    {"emoji family", T("\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9"), "👨👩", "👨<200d>👩"},
    {"private use", T("\xee\x80\x80"), "<e000>", NULL},
    {"noncharacter", T("\xef\xbf\xbe"), "<fffe>", NULL},
    {"Hangul filler", T("\xe3\x85\xa4"), "<3164>", NULL},
    {"overlong", T("\xc0\xaf"), "��", NULL},
    {"surrogate", T("\xed\xa0\x80"), "���", NULL},
    {"beyond U+10FFFF", T("\xf4\x90\x80\x80"), "����", NULL},
    {"cut off", T("a\xe2\x82"), "a�", NULL},
    {"format text", T("%n%s $(x) {{"), "%n%s $(x) {{", NULL},
#undef T
};

static void test_catalogue(void **state)
{
    struct buf out = {0};
    (void)state;
    for (size_t i = 0; i < sizeof catalogue / sizeof catalogue[0]; i++) {
        struct str text = {catalogue[i].text, catalogue[i].n};
        const char *exact = catalogue[i].exact != NULL ? catalogue[i].exact : catalogue[i].shown;
        print_message("%s\n", catalogue[i].what);
        assert_string_equal(drawn(text, 40, 0, GLYPH_SET_UTF8, &out), catalogue[i].shown);
        assert_string_equal(drawn(text, 40, CANVAS_EXACT, GLYPH_SET_UTF8, &out), exact);
    }
    buf_fini(&out);
}

static void test_altered_is_marked(void **state)
{
    (void)state;
    struct grid *grid = grid_new(1, 8, GLYPH_SET_UTF8);
    canvas_text(canvas_of(grid), 0, 0, 8, STR("a\033b\nc"), ROLE_ACCENT, 0);
    static const role_id roles[] = {ROLE_ACCENT, ROLE_ALTERED, ROLE_ACCENT, ROLE_ALTERED, ROLE_ACCENT, ROLE_TEXT};
    for (int i = 0; i < 6; i++)
        assert_int_equal(grid->cells[i].role, roles[i]);
    grid_free(&grid);
}

static void test_fitting(void **state)
{
    struct buf out = {0};
    (void)state;
    assert_string_equal(drawn(STR("abcdef"), 4, 0, GLYPH_SET_UTF8, &out), "abcd");
    assert_string_equal(drawn(STR("abcdef"), 4, CANVAS_ELLIPSIS, GLYPH_SET_UTF8, &out), "abc…");
    assert_string_equal(drawn(STR("abcd"), 4, CANVAS_ELLIPSIS, GLYPH_SET_UTF8, &out), "abcd");
    assert_string_equal(drawn(STR("abcdef"), 4, CANVAS_ELLIPSIS_LEFT, GLYPH_SET_UTF8, &out), "…def");
    assert_string_equal(drawn(STR("smart-meter-0321"), 14, CANVAS_ELLIPSIS_MIDDLE, GLYPH_SET_UTF8, &out), "smart-m…r-0321");
    assert_string_equal(drawn(STR("smart-meter-0321"), 16, CANVAS_ELLIPSIS_MIDDLE, GLYPH_SET_UTF8, &out),
                        "smart-meter-0321");
    assert_string_equal(drawn(STR("smart-meter-0321"), 11, CANVAS_ELLIPSIS_MIDDLE, GLYPH_SET_ASCII, &out), "smart..0321");
    assert_string_equal(drawn(STR("abcdefghij"), 8, CANVAS_ELLIPSIS, GLYPH_SET_ASCII, &out), "abcdef..");
    assert_string_equal(drawn(STR("ab"), 4, CANVAS_RIGHT, GLYPH_SET_UTF8, &out), "  ab");
    assert_string_equal(drawn(STR("ab"), 6, CANVAS_CENTRE, GLYPH_SET_UTF8, &out), "  ab");
    assert_string_equal(drawn(STR("a漢字"), 4, 0, GLYPH_SET_UTF8, &out), "a漢");
    assert_string_equal(drawn(STR("漢字"), 3, CANVAS_ELLIPSIS, GLYPH_SET_UTF8, &out), "漢…");
    assert_string_equal(drawn(STR("漢字漢"), 4, CANVAS_ELLIPSIS, GLYPH_SET_UTF8, &out), "漢 …");
    assert_string_equal(drawn(STR("漢"), 1, 0, GLYPH_SET_UTF8, &out), "");
    buf_fini(&out);
}

static void test_glyph_sets(void **state)
{
    struct buf out = {0};
    (void)state;
    assert_string_equal(drawn(STR("▲ a → b × ●"), 40, 0, GLYPH_SET_ASCII, &out), "! a -> b x *");
    assert_string_equal(drawn(STR("─│…"), 40, 0, GLYPH_SET_VT100, &out), "─│...");
    assert_string_equal(drawn(STR("\033\x7f"), 40, 0, GLYPH_SET_ASCII, &out), "^[^?");
    for (int i = 0; i < GLYPH_COUNT_; i++) {
        const struct glyph_row *row = glyph_row((enum glyph)i);
        assert_int_equal(utf8_width(row->point), 1);
        assert_int_equal(utf8_classify(row->point), UTF8_TEXT);
        assert_true(row->ascii > ' ' && row->ascii < 0x7f);
    }
    buf_fini(&out);
}

/* A wide character never keeps one half, whoever overwrites the other. */
static void test_halves(void **state)
{
    (void)state;
    struct buf out = {0};
    struct grid *grid = grid_new(2, 6, GLYPH_SET_UTF8);
    struct canvas canvas = canvas_of(grid);
    canvas_text(canvas, 0, 0, 6, STR("漢字漢"), ROLE_TEXT, 0);
    canvas_text(canvas, 0, 1, 1, STR("x"), ROLE_TEXT, 0);
    canvas_text(canvas_sub(canvas, 0, 4, 1, 1), 0, 0, 1, STR("y"), ROLE_TEXT, 0);
    canvas_text(canvas, 1, 0, 6, STR("a漢bc"), ROLE_TEXT, 0);
    canvas_text(canvas, 1, 2, 2, STR("字"), ROLE_TEXT, 0);
    canvas_dump_text(grid, &out);
    assert_string_equal(buf_cstr(&out), " x字y\na 字c\n");
    buf_fini(&out);
    grid_free(&grid);
}

static bool find_ab(void *user, struct str text, size_t from, size_t *start, size_t *end)
{
    (void)user;
    ptrdiff_t at = str_find(str_sub(text, from, text.n), STR("ab"));
    *start = from + (size_t)at;
    *end = *start + 2;
    return at >= 0;
}

static void test_golden(void **state)
{
    (void)state;
    struct buf out = {0};
    struct grid *grid = grid_new(5, 20, GLYPH_SET_UTF8);
    struct canvas canvas = canvas_of(grid);
    struct canvas_finder finder = {find_ab, NULL};
    canvas_rule(canvas, 0, STR("one"), STR_NONE);
    struct canvas inside = canvas_box(canvas_sub(canvas, 1, 0, 4, 12), STR("box"), ROLE_POPUP_BORDER, ROLE_POPUP_TITLE);
    inside.finder = &finder;
    canvas_text(inside, 0, 0, 10, STR("xabyab漢"), ROLE_WARN, 0);
    canvas_print(canvas, 2, 13, 7, ROLE_MUTED, CANVAS_RIGHT, "%d", 42);
    canvas_underlay(canvas, 2, 0, 20, ROLE_ROW_CURSOR);
    canvas_dump(grid, &out);
    assert_string_equal(buf_cstr(&out), "── one ─────────────\n"
                                        "┌─ box ────┐\n"
                                        "│xabyab漢  │      42\n"
                                        "│          │\n"
                                        "└──────────┘\n"
                                        "--- roles\n"
                                        "---ttt--------------\n"
                                        "+++TTT++++++\n"
                                        "+wwwwwwww..+......mm\n"
                                        "+..........+\n"
                                        "++++++++++++\n"
                                        "--- over\n"
                                        "\n"
                                        "\n"
                                        ">>//>//>>>>>>>>>>>>>\n"
                                        "\n"
                                        "\n");
    buf_fini(&out);
    grid_free(&grid);
}

static void test_clipping(void **state)
{
    (void)state;
    struct grid *grid = grid_new(3, 10, GLYPH_SET_UTF8);
    struct canvas canvas = canvas_sub(canvas_of(grid), 1, 2, 1, 5);
    struct buf out = {0};
    canvas_text(canvas, 0, 0, 100, STR("abcdefghijk"), ROLE_TEXT, 0);
    canvas_text(canvas, 1, 0, 5, STR("no"), ROLE_TEXT, 0);
    canvas_text(canvas, -1, 0, 5, STR("no"), ROLE_TEXT, 0);
    canvas_text(canvas, 0, -1, 5, STR("no"), ROLE_TEXT, 0);
    canvas_repeat(canvas, 0, 4, 100, 'z', ROLE_TEXT);
    canvas_overlay(canvas, 0, -3, 100, ROLE_ROW_CURSOR);
    canvas_dump_text(grid, &out);
    assert_string_equal(buf_cstr(&out), "\n  abcdz\n\n");
    assert_true(canvas_is_empty(canvas_sub(canvas, 5, 5, 5, 5)));
    assert_true(canvas_is_empty(canvas_box(canvas_sub(canvas, 0, 0, 1, 1), STR_NONE, ROLE_RULE, ROLE_RULE)));
    struct grid *huge = grid_new(1 << 20, 1 << 20, GLYPH_SET_UTF8);
    assert_int_equal(huge->rows, CANVAS_ROWS_MAX);
    grid_free(&huge);
    grid_free(&grid);
    buf_fini(&out);
}

static uint64_t random_state = 88172645463325252u;

static uint64_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static void random_text(struct buf *out)
{
    buf_clear(out);
    for (uint64_t n = next_random() % 24; n > 0; n--) {
        uint64_t r = next_random();
        char bytes[4];
        static const uint32_t tricky[] = {0x1b, 0x9b, 0x202e, 0x200b, 0x301, 0x6f22, 0x1f600, 0xe0061, 0x3164, 0xad, 0x1160};
        if (r % 4 == 0)
            buf_add_byte(out, (char)(r >> 16));
        else if (r % 4 == 1)
            buf_add(out, bytes, utf8_encode(tricky[(r >> 8) % 11], bytes));
        else
            buf_add(out, bytes, utf8_encode((uint32_t)(r >> 16) % (r % 4 == 2 ? 0x300 : 0x110000), bytes));
    }
}

/* Every cell holds text of the right width and nothing else; halves stand in pairs. */
static void check_cells(const struct grid *grid, int guard)
{
    for (int i = 0; i < grid->cols; i++) {
        const struct cell *cell = &grid->cells[i];
        if (i >= guard) {
            assert_int_equal(cell->point, '#');
            continue;
        }
        if (cell->width == 0) {
            assert_true(i > 0 && cell[-1].width == 2 && cell->point == 0);
            continue;
        }
        assert_int_equal(utf8_classify(cell->point), UTF8_TEXT);
        assert_int_equal(utf8_width(cell->point), cell->width);
        assert_true(cell->width == 1 || (i + 1 < guard && cell[1].width == 0));
        for (int k = 0; k < CANVAS_MARKS; k++)
            assert_true(cell->mark[k] == 0 || utf8_classify(cell->mark[k]) == UTF8_COMBINING);
    }
}

static void test_million(void **state)
{
    (void)state;
    struct buf text = {0};
    struct grid *grid = grid_new(1, 24, GLYPH_SET_UTF8);
    for (int i = 0; i < 1000000; i++) {
        int width = (int)(next_random() % 20) + 1;
        unsigned flags = (unsigned)next_random() & 0x3f;
        random_text(&text);
        canvas_repeat(canvas_of(grid), 0, 0, 24, '#', ROLE_TEXT);
        struct canvas canvas = canvas_sub(canvas_of(grid), 0, 0, 1, width);
        canvas_fill(canvas, ROLE_TEXT);
        int used = canvas_text(canvas, 0, 0, width, buf_str(&text), ROLE_TEXT, flags);
        assert_in_range(used, 0, width);
        check_cells(grid, width);
        int columns;
        size_t fit = canvas_fit(canvas, buf_str(&text), width, flags, &columns);
        assert_true(fit <= text.n && (fit > 0 || text.n == 0));
        assert_true(columns <= width || columns <= 8); /* one character alone */
    }
    grid_free(&grid);
    buf_fini(&text);
}

static void test_roles(void **state)
{
    (void)state;
    char seen[128] = {0};
    for (int i = 0; i < ROLE_COUNT_; i++) {
        const struct role_row *row = role_row((role_id)i);
        assert_true(row->parent < i || i == 0);
        assert_true(row->letter > ' ' && row->letter < 0x7f);
        assert_int_equal(seen[(unsigned char)row->letter]++, 0);
        assert_int_equal(role_find(str_of(row->name)), i);
    }
    assert_int_equal(role_find(STR("nothing")), ROLE_COUNT_);
    assert_string_equal(role_suggest(STR("table.heder")), "table.header");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalogue), cmocka_unit_test(test_altered_is_marked), cmocka_unit_test(test_fitting),
        cmocka_unit_test(test_glyph_sets), cmocka_unit_test(test_halves), cmocka_unit_test(test_golden),
        cmocka_unit_test(test_clipping), cmocka_unit_test(test_million), cmocka_unit_test(test_roles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
