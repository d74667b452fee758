/* Lines typed before: each once, the newest last, within the caps; what is written is read again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "save/lines.h"

static void a_line_is_kept_once(void **state)
{
    (void)state;
    struct lines lines = {0};
    struct buf out = {0};
    lines_read(&lines, STR("cc:de\nsev>=warn\n\ncc:de \nop:Voda\x07" "fone\n"));
    lines_add(&lines, STR("is:alert"));
    lines_add(&lines, STR("sev>=warn"));
    lines_print(&lines, &out);
    assert_string_equal(buf_cstr(&out), "cc:de\nis:alert\nsev>=warn\n");
    buf_fini(&out);
    lines_fini(&lines);
}

static void the_oldest_give_way(void **state)
{
    (void)state;
    struct lines lines = {0}, again = {0};
    struct buf out = {0};
    char line[32];
    for (int i = 0; i < LINES_MAX + 50; i++) {
        snprintf(line, sizeof line, "dev.id:%d", i);
        lines_add(&lines, str_of(line));
    }
    assert_int_equal(lines.count, LINES_MAX);
    assert_string_equal(lines.line[0], "dev.id:50");
    lines_print(&lines, &out);
    lines_read(&again, buf_str(&out));
    assert_int_equal(again.count, lines.count);
    for (size_t i = 0; i < again.count; i++)
        assert_string_equal(again.line[i], lines.line[i]);
    buf_fini(&out);
    lines_fini(&lines);
    lines_fini(&again);
}

static void a_line_has_a_largest_size(void **state)
{
    (void)state;
    struct lines lines = {0};
    static char line[LINES_BYTES_MAX + 1];
    memset(line, 'a', sizeof line);
    lines_add(&lines, (struct str){line, sizeof line});
    assert_int_equal(lines.count, 0);
    lines_add(&lines, (struct str){line, sizeof line - 1});
    assert_int_equal(lines.count, 1);
    lines_fini(&lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_kept_once),
        cmocka_unit_test(the_oldest_give_way),
        cmocka_unit_test(a_line_has_a_largest_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
