/* Foreign text on its way to standard output and standard error; output formats; what the formats quote. */
#include "app/format.h"
#include "app/plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static void shows(const char *text, size_t n, const char *shown)
{
    struct buf out = {0};
    plain_add(&out, (struct str){text, n});
    assert_string_equal(buf_cstr(&out), shown);
    buf_fini(&out);
}
#define SHOWS(text, shown) shows(text, sizeof(text) - 1, shown)

static void controls_become_visible(void **state)
{
    (void)state;
    SHOWS("plain text", "plain text");
    SHOWS("a\x1b[31mb", "a\xe2\x90\x9b[31mb");
    SHOWS("a\0b\x07\x7f", "a\xe2\x90\x80" "b\xe2\x90\x87\xe2\x90\xa1");
    SHOWS("one\ttwo\nthree\r\nfour\rfive", "one two three four five");
    SHOWS("x\xc2\x9by", "x<9b>y");
    SHOWS("x\xe2\x80\xaey", "x<202e>y");
    SHOWS("x\xe2\x80\x8by", "xy");
    SHOWS("\xff\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    SHOWS("e\xcc\x81\xcc\x81\xcc\x81\xcc\x81", "e\xcc\x81\xcc\x81");
    SHOWS("gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f");
}

static void cells_are_cut_and_padded(void **state)
{
    struct buf out = {0};
    (void)state;
    plain_add_cell(&out, STR("abc"), 5, PLAIN_PADDED);
    plain_add_cell(&out, STR("abcdefgh"), 5, PLAIN_PADDED);
    plain_add_cell(&out, STR("\xe4\xb8\xad\xe6\x96\x87"), 3, PLAIN_PADDED); /* wide: no half of it */
    plain_add_cell(&out, STR("tail"), 0, PLAIN_RAGGED);
    assert_string_equal(buf_cstr(&out), "abc  abcde\xe4\xb8\xad tail");
    buf_fini(&out);
}

static const struct str names[] = {{"id", 2}, {"alert", 5}, {"device", 6}, {"desc", 4}};
static const int widths[] = {4, 5, 6, 10};
static const struct format_table table = {names, widths, 4, 0};

static void writes(const char *format, const struct format_cell *cell, const char *expected)
{
    const struct format *f = format_find(format);
    struct buf out = {0};
    assert_non_null(f);
    f->begin(&out, &table);
    f->row(&out, &table, cell, 0);
    f->end(&out, &table, 1);
    assert_string_equal(buf_cstr(&out), expected);
    buf_fini(&out);
}

static void formats_quote_what_they_must(void **state)
{
    (void)state;
    const struct format_cell cell[] = {{KIND_NUMBER, {"7", 1}},
                                       {KIND_BOOL, {"true", 4}},
                                       {KIND_NONE, {NULL, 0}},
                                       {KIND_TEXT, {"=a, \"b\"\n<c>|", 12}}};
    writes("csv", cell, "id,alert,device,desc\n7,true,,\"'=a, \"\"b\"\" <c>|\"\n");
    writes("tsv", cell, "id\talert\tdevice\tdesc\n7\ttrue\t\t=a, \"b\" <c>|\n");
    writes("json", cell,
           "[\n{\"id\":7,\"alert\":true,\"device\":null,\"desc\":\"=a, \\\"b\\\"\\n<c>|\"}\n]\n");
    writes("ndjson", cell, "{\"id\":7,\"alert\":true,\"device\":null,\"desc\":\"=a, \\\"b\\\"\\n<c>|\"}\n");
    writes("markdown", cell,
           "| id | alert | device | desc |\n| --- | --- | --- | --- |\n| 7 | true |  | =a, \"b\" &lt;c>\\| |\n");
    writes("text", cell, "7     true           =a, \"b\" <c>|\n");
}

/* A spreadsheet runs what begins like a formula; a number stays a number. */
static void csv_defuses_formulas(void **state)
{
    static const struct {
        enum kind kind;
        const char *text, *csv;
    } rows[] = {
        {KIND_TEXT, "=1+1", "'=1+1"},         {KIND_TEXT, "+1", "'+1"},     {KIND_TEXT, "-2", "'-2"},
        {KIND_TEXT, "@SUM(A1)", "'@SUM(A1)"}, {KIND_TEXT, "a=b", "a=b"},    {KIND_TEXT, "", ""},
        {KIND_TEXT, "=a,b", "\"'=a,b\""},     {KIND_NUMBER, "-2", "-2"},    {KIND_OPEN, "=x", "'=x"},
        {KIND_TEXT, "\xe2\x80\x8b=1", "'=1"}, /* what is dropped does not hide it */
        {KIND_TEXT, "\r\n=1", "' =1"},         {KIND_TEXT, " @x ", "\"' @x \""},
        {KIND_TEXT, "=HYPERLINK(\"u\")", "\"'=HYPERLINK(\"\"u\"\")\""},
    };
    static const struct format_table one = {names, widths, 1, 0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf out = {0};
        struct format_cell cell = {rows[i].kind, str_of(rows[i].text)};
        format_find("csv")->row(&out, &one, &cell, 0);
        assert_true(out.n > 0 && out.p[--out.n] == '\n');
        assert_string_equal(buf_cstr(&out), rows[i].csv);
        buf_fini(&out);
    }
}

static void nothing_matched_is_still_a_document(void **state)
{
    struct buf out = {0};
    (void)state;
    format_find("json")->begin(&out, &table);
    format_find("json")->end(&out, &table, 0);
    assert_string_equal(buf_cstr(&out), "[]\n");
    assert_null(format_find("xml"));
    buf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(controls_become_visible),
        cmocka_unit_test(cells_are_cut_and_padded),
        cmocka_unit_test(formats_quote_what_they_must),
        cmocka_unit_test(csv_defuses_formulas),
        cmocka_unit_test(nothing_matched_is_still_a_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
