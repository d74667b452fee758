/* theme: the format and its mistakes, inheritance, depths, and the contrast of every shipped theme. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "canvas/theme.h"

static struct theme *parsed(const char *text)
{
    struct error err = {0};
    struct theme *theme = theme_parse(str_of(text), "t", &err);
    if (theme == NULL)
        print_message("%s\n", err.text);
    assert_non_null(theme);
    return theme;
}

static void refused(const char *text, const char *sentence)
{
    struct error err = {0};
    assert_null(theme_parse(str_of(text), "t", &err));
    assert_true(err.code > 0);
    if (strncmp(err.text, sentence, strlen(sentence)) != 0)
        fail_msg("'%s' instead of '%s'", err.text, sentence);
}

static void test_mistakes(void **state)
{
    (void)state;
    refused("text = 1\nwarn 3", "t:2: expected 'role = foreground");
    refused("wran = 3", "t:1: there is no role 'wran'");
    refused("table.heder = 3", "t:1: there is no role 'table.heder'; did you mean 'table.header'?");
    refused("warn = purpel", "t:1: 'purpel' is neither a colour");
    refused("warn = 256", "t:1: '256' is neither");
    refused("warn = #12345", "t:1: a colour is missing");
    refused("warn = 1 2 3", "t:1: '3' is neither");
    refused("warn = bold", "t:1: a colour is missing");
    refused("warn =", "t:1: a colour is missing");
    refused("warn = 1\n\nwarn = 2", "t:3: 'warn' was set before");
    refused("warn = \033[31m", "t:1: '?[31m' is neither");
    struct buf big = {0};
    while (big.n <= THEME_BYTES_MAX)
        buf_add_text(&big, "# comment\n");
    struct error err = {0};
    assert_null(theme_parse(buf_str(&big), "t", &err));
    assert_int_equal(err.code, E_LIMIT);
    buf_clear(&big);
    for (int i = 0; i < 300; i++)
        buf_add_byte(&big, 'x');
    err_clear(&err);
    assert_null(theme_parse(buf_str(&big), "t", &err));
    assert_int_equal(err.code, E_LIMIT);
    buf_fini(&big);
    assert_null(theme_read("/dev/zero", NULL));
    assert_null(theme_read("/nonexistent", NULL));
}

static void test_reading(void **state)
{
    (void)state;
    struct theme *theme = parsed("# a theme\n  text = white default # of the terminal\r\nwarn = #ffaf00 - bold underline\n"
                                 "alert=209\nchip.hold = 16 #ffaf00\n");
    struct style style = theme_style(theme, ROLE_WARN, ROLE_NONE, DEPTH_256);
    assert_int_equal(style.fg, 214);
    assert_int_equal(style.bg, COLOUR_DEFAULT);
    assert_int_equal(style.attr, STYLE_BOLD | STYLE_UNDERLINE);
    assert_int_equal(theme_style(theme, ROLE_WARN, ROLE_NONE, DEPTH_DIRECT).fg, 0xffaf00);
    assert_int_equal(theme_style(theme, ROLE_WARN, ROLE_NONE, DEPTH_16).fg, 11);
    assert_int_equal(theme_style(theme, ROLE_WARN, ROLE_NONE, DEPTH_8).fg, 3);
    assert_int_equal(theme_style(theme, ROLE_CHIP_HOLD, ROLE_NONE, DEPTH_256).bg, 214);
    /* a role that is not named asks its parent */
    assert_int_equal(theme_style(theme, ROLE_TABLE_GAP, ROLE_NONE, DEPTH_256).fg, 214);
    assert_int_equal(theme_style(theme, ROLE_HINT_KEY, ROLE_NONE, DEPTH_256).fg, 7);
    /* without colour the attributes of roles.def are left */
    style = theme_style(theme, ROLE_ALERT, ROLE_ROW_CURSOR, DEPTH_NONE);
    assert_int_equal(style.fg, COLOUR_DEFAULT);
    assert_int_equal(style.attr, STYLE_BOLD | STYLE_REVERSE);
    theme_free(&theme);
}

/* The cursor row tints what lies under it; chips and flags keep their own ground; faint text becomes text. */
static void test_over(void **state)
{
    (void)state;
    struct theme *theme = parsed("paper = 252 234\ntext = 252 default\nmuted = 246\ncritical = 231 160\nrow.cursor = - 240\n"
                                 "search.hit = - - reverse");
    struct style style = theme_style(theme, ROLE_TEXT, ROLE_ROW_CURSOR, DEPTH_256);
    assert_int_equal(style.bg, 240);
    assert_int_equal(style.fg, 252);
    assert_int_equal(theme_style(theme, ROLE_MUTED, ROLE_ROW_CURSOR, DEPTH_256).fg, 252);
    assert_int_equal(theme_style(theme, ROLE_CRITICAL, ROLE_ROW_CURSOR, DEPTH_256).bg, 160);
    assert_int_equal(theme_style(theme, ROLE_CRITICAL, ROLE_SEARCH_HIT, DEPTH_256).attr, STYLE_REVERSE);
    /* where the grey of the cursor row cannot be shown, reverse stands for it */
    style = theme_style(theme, ROLE_TEXT, ROLE_ROW_CURSOR, DEPTH_8);
    assert_int_equal(style.attr & STYLE_REVERSE, STYLE_REVERSE);
    theme_free(&theme);
}

static void test_colour_arithmetic(void **state)
{
    (void)state;
    double black_white = theme_contrast_rgb(0, 0xffffff), same = theme_contrast_rgb(0x123456, 0x123456);
    assert_true(black_white > 20.99 && black_white < 21.01);
    assert_true(same > 0.999 && same < 1.001);
    /* grey 0x767676 on white is the textbook's 4.54 */
    double grey = theme_contrast_rgb(0x767676, 0xffffff);
    assert_true(grey > 4.53 && grey < 4.55);
    assert_int_equal(theme_rgb(16), 0);
    assert_int_equal(theme_rgb(231), 0xffffff);
    assert_int_equal(theme_rgb(214), 0xffaf00);
    assert_int_equal(theme_rgb(244), 0x808080);
}

/* Lines and empty parts of bars are shapes, not text. */
static bool is_text(role_id role)
{
    static const role_id shapes[] = {ROLE_RULE, ROLE_BAR_EMPTY, ROLE_POPUP_BORDER, ROLE_HIST_INFO, ROLE_HIST_WARN,
                                     ROLE_HIST_CRITICAL, ROLE_LANE_OFF};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        if (shapes[i] == role)
            return false;
    return true;
}

static double reduced_contrast(const struct theme *theme, role_id role, role_id over, enum depth depth)
{
    uint32_t fg, bg;
    theme_style_rgb(theme, theme_style(theme, role, over, depth), depth, &fg, &bg);
    return theme_contrast_rgb(fg, bg);
}

static void check_contrast(const char *name, double least)
{
    static const role_id overs[] = {ROLE_NONE, ROLE_ROW_CURSOR, ROLE_ROW_CURSOR_AWAY, ROLE_CELL_CURSOR, ROLE_SEARCH_HIT,
                                    ROLE_POPUP_CURSOR};
    char path[512];
    struct error err = {0};
    const char *source = getenv("top_srcdir");
    snprintf(path, sizeof path, "%s/themes/%s", source != NULL ? source : ".", name);
    struct theme *theme = theme_read(path, &err);
    if (theme == NULL)
        fail_msg("%s", err.text);
    for (int role = 0; role < ROLE_COUNT_; role++)
        for (size_t i = 0; i < sizeof overs / sizeof overs[0]; i++) {
            if (!is_text((role_id)role))
                continue;
            for (enum depth depth = DEPTH_256; depth <= DEPTH_DIRECT; depth++) {
                double ratio = reduced_contrast(theme, (role_id)role, overs[i], depth);
                if (ratio < least)
                    fail_msg("%s: %s under %s has a contrast of %.2f at depth %d", name, role_row((role_id)role)->name,
                             role_row(overs[i])->name, ratio, (int)depth);
            }
        }
    theme_free(&theme);
}

static void test_contrast(void **state)
{
    (void)state;
    check_contrast("dark", THEME_CONTRAST_MIN);
    check_contrast("light", THEME_CONTRAST_MIN);
    check_contrast("high-contrast", 7);
    check_contrast("colour-blind", THEME_CONTRAST_MIN);
    check_contrast("solarized", THEME_CONTRAST_MIN);
    check_contrast("mono", THEME_CONTRAST_MIN);
}

/* States that must be told apart are, whatever the depth. */
static void test_told_apart(void **state)
{
    static const char *const names[] = {"dark", "light", "high-contrast", "colour-blind", "solarized", "mono"};
    static const role_id loud[] = {ROLE_CRITICAL, ROLE_ALERT, ROLE_WARN, ROLE_CHIP_HOLD, ROLE_HEADER};
    char path[512];
    (void)state;
    for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
        const char *source = getenv("top_srcdir");
        snprintf(path, sizeof path, "%s/themes/%s", source != NULL ? source : ".", names[n]);
        struct theme *theme = theme_read(path, NULL);
        assert_non_null(theme);
        for (enum depth depth = DEPTH_NONE; depth <= DEPTH_DIRECT; depth++) {
            struct style text = theme_style(theme, ROLE_TEXT, ROLE_NONE, depth);
            for (size_t i = 0; i < sizeof loud / sizeof loud[0]; i++) {
                struct style style = theme_style(theme, loud[i], ROLE_NONE, depth);
                if (style.fg == text.fg && style.bg == text.bg && style.attr == text.attr)
                    fail_msg("%s: %s looks like text at depth %d", names[n], role_row(loud[i])->name, (int)depth);
            }
            struct style cursor = theme_style(theme, ROLE_TEXT, ROLE_ROW_CURSOR, depth);
            assert_true(cursor.bg != text.bg || cursor.attr != text.attr);
        }
        theme_free(&theme);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes), cmocka_unit_test(test_reading), cmocka_unit_test(test_over),
        cmocka_unit_test(test_colour_arithmetic), cmocka_unit_test(test_contrast), cmocka_unit_test(test_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
