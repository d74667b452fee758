/* UTF-8 decoding, graphemes, folding, and the class of every code point a terminal could act on. */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

static void bad_parts_become_one_mark_each(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        int marks, others;
    } cases[] = {
        {"\xc0\xaf", 2, 0},                 /* overlong / */
        {"\xe0\x80\xaf", 3, 0},             /* overlong in three */
        {"\xf0\x80\x80\xaf", 4, 0},         /* and in four */
        {"\xed\xa0\x80", 3, 0},             /* a surrogate (CESU-8) */
        {"\xf4\x90\x80\x80", 4, 0},         /* above 10ffff */
        {"\xe2\x82", 1, 0},                 /* cut off: one maximal part */
        {"\xf0\x9f\x98" "x", 1, 1},
        {"a\xff" "b", 1, 2},
        {"\x80\x80", 2, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str rest = str_of(cases[i].bytes);
        int marks = 0, others = 0;
        uint32_t c;
        assert_false(utf8_is_valid(rest));
        for (size_t n; (n = utf8_next(rest, &c)) > 0; rest = str_sub(rest, n, rest.n))
            c == UTF8_REPLACEMENT ? marks++ : others++;
        assert_int_equal(marks, cases[i].marks);
        assert_int_equal(others, cases[i].others);
        struct buf repaired = {0};
        utf8_repair(&repaired, str_of(cases[i].bytes));
        assert_true(utf8_is_valid(buf_str(&repaired)));
        assert_int_equal(repaired.n, 3 * cases[i].marks + cases[i].others);
        buf_fini(&repaired);
    }
}

static void every_scalar_value_makes_the_round_trip(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        char bytes[4];
        uint32_t back;
        size_t n = utf8_encode(c, bytes);
        assert_int_equal(utf8_next((struct str){bytes, n}, &back), n);
        bool surrogate = c >= 0xd800 && c <= 0xdfff;
        assert_int_equal(back, surrogate ? UTF8_REPLACEMENT : c);
        assert_true(utf8_is_valid((struct str){bytes, n}));
    }
}

static void clusters_have_one_spacing_code_point(void **state)
{
    (void)state;
    struct str rest = STR("e\xcc\x81" "x" "\xe6\x97\xa5" "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"), cluster;
    static const int widths[] = {1, 1, 2, 1, 1};
    static const size_t sizes[] = {3, 1, 3, 4, 4};
    int width;
    for (size_t i = 0; i < 5; i++) {
        assert_true(utf8_grapheme(&rest, &cluster, &width));
        assert_int_equal(width, widths[i]);
        assert_int_equal(cluster.n, sizes[i]);
    }
    assert_false(utf8_grapheme(&rest, &cluster, &width));
    assert_int_equal(utf8_columns(STR("a\xe6\x97\xa5" "b")), 4);
    assert_int_equal(utf8_width('\t'), 0);
    assert_int_equal(utf8_width(0x9b), 0);
}

static void folding_is_simple_and_per_code_point(void **state)
{
    (void)state;
    static const uint32_t pairs[][2] = {
        {'A', 'a'}, {'z', 'z'}, {0xc4, 0xe4}, {0xdf, 0xdf}, {0x1e9e, 0xdf}, {0x3a3, 0x3c3}, {0x3c2, 0x3c3},
        {0x212a, 'k'}, {0x17f, 's'}, {0x410, 0x430}, {0x130, 0x130}, {0x131, 0x131}, {0x10400, 0x10428},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_int_equal(utf8_fold_point(pairs[i][0]), pairs[i][1]);
    struct buf out = {0};
    utf8_fold(&out, STR("Z\xc3\x9cRICH"));
    assert_string_equal(buf_cstr(&out), "z\xc3\xbcrich");
    buf_fini(&out);
}

static void classes_of_code_points(void **state)
{
    (void)state;
    static const struct {
        uint32_t from, to;
        enum utf8_class class;
    } cases[] = {
        {0x00, 0x08, UTF8_CONTROL},     {0x09, 0x0d, UTF8_SPACE},       {0x0e, 0x1f, UTF8_CONTROL},
        {0x20, 0x7e, UTF8_TEXT},        {0x7f, 0x7f, UTF8_CONTROL},     {0x80, 0x84, UTF8_C1},
        {0x85, 0x85, UTF8_SPACE},       {0x86, 0x9f, UTF8_C1},          {0xa0, 0xac, UTF8_TEXT},
        {0xad, 0xad, UTF8_INVISIBLE},   {0x300, 0x34e, UTF8_COMBINING}, {0x61c, 0x61c, UTF8_BIDI},
        {0x5d0, 0x5ea, UTF8_TEXT},      {0x200b, 0x200d, UTF8_INVISIBLE}, {0x200e, 0x200f, UTF8_BIDI},
        {0x2028, 0x2029, UTF8_SPACE},   {0x202a, 0x202e, UTF8_BIDI},    {0x2060, 0x2060, UTF8_INVISIBLE},
        {0x2066, 0x2069, UTF8_BIDI},    {0x3164, 0x3164, UTF8_STRANGE}, {0x4e00, 0x4eff, UTF8_TEXT},
        {0xd800, 0xdfff, UTF8_STRANGE}, {0xe000, 0xf8ff, UTF8_STRANGE}, {0xfe00, 0xfe0f, UTF8_INVISIBLE},
        {0xfeff, 0xfeff, UTF8_INVISIBLE}, {0xfffd, 0xfffd, UTF8_TEXT},  {0xfffe, 0xffff, UTF8_STRANGE},
        {0x1f600, 0x1f64f, UTF8_TEXT},  {0xe0000, 0xe007f, UTF8_INVISIBLE}, {0x10fffe, 0x10ffff, UTF8_STRANGE},
        {0x110000, 0x110000, UTF8_STRANGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (uint32_t c = cases[i].from; c <= cases[i].to; c++)
            assert_int_equal(utf8_classify(c), cases[i].class);
    }
}

/* What is drawn as it is must take a column, and nothing that moves the cursor may be text. */
static void text_has_columns(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        if (utf8_classify(c) == UTF8_TEXT)
            assert_in_range(utf8_width(c), 1, 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_parts_become_one_mark_each),
        cmocka_unit_test(every_scalar_value_makes_the_round_trip),
        cmocka_unit_test(clusters_have_one_spacing_code_point),
        cmocka_unit_test(folding_is_simple_and_per_code_point),
        cmocka_unit_test(classes_of_code_points),
        cmocka_unit_test(text_has_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
