/* widget: columns that give way, golden pictures of each widget, the line editor, JSON and render kinds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "widget/bar.h"
#include "widget/histogram.h"
#include "widget/input.h"
#include "widget/pane.h"
#include "widget/popup.h"
#include "widget/render.h"
#include "widget/sheet.h"
#include "widget/spark.h"
#include "widget/table.h"
#include "widget/timeline.h"

static void expect_text(struct grid *grid, const char *picture)
{
    struct buf out = {0};
    canvas_dump_text(grid, &out);
    assert_string_equal(buf_cstr(&out), picture);
    buf_fini(&out);
    grid_free(&grid);
}

/* ---------------------------------------------------------------- table */

static const struct table_column columns[] = {
    {"TIME", 8, 0, 0, 0, TABLE_LEFT, 0, 0},     {"dev", 5, 4, 0, 4, TABLE_RIGHT, 0, 0},
    {"TYPE", 12, 11, 0, 0, TABLE_LEFT, 0, 1},   {"DEVICE", 14, 10, 0, 0, TABLE_LEFT, 0, 0},
    {"ORG", 11, 8, 0, 5, TABLE_LEFT, 0, 0},     {"OPERATOR", 9, 7, 0, 3, TABLE_LEFT, 0, 0},
    {"CC", 2, 0, 0, 6, TABLE_LEFT, 0, 0},       {"WHAT", 40, 20, 1, 0, TABLE_LEFT, 0, 0},
};
#define COLUMNS 8

static const char *fitted(int width, struct buf *out)
{
    struct table_layout layout;
    int end = 0;
    table_fit(columns, COLUMNS, width, &layout);
    buf_clear(out);
    for (int i = 0; i < COLUMNS; i++) {
        if (layout.columns[i] == 0)
            continue;
        buf_add_fmt(out, "%s:%d ", columns[i].title, layout.columns[i]);
        assert_true(layout.x[i] > end || i == 0);
        end = layout.x[i] + layout.columns[i];
        assert_true(end <= width);
    }
    return buf_cstr(out);
}

static void test_columns(void **state)
{
    (void)state;
    struct buf out = {0};
    assert_string_equal(fitted(200, &out), "TIME:8 dev:5 TYPE:12 DEVICE:14 ORG:11 OPERATOR:9 CC:2 WHAT:129 ");
    assert_string_equal(fitted(100, &out), "TIME:8 dev:5 TYPE:12 DEVICE:14 ORG:11 OPERATOR:9 CC:2 WHAT:29 ");
    assert_string_equal(fitted(80, &out), "TIME:8 dev:5 TYPE:12 DEVICE:14 OPERATOR:9 WHAT:24 ");
    assert_string_equal(fitted(60, &out), "TIME:8 TYPE:12 DEVICE:14 WHAT:20 ");
    assert_string_equal(fitted(40, &out), "TIME:8 TYPE:11 DEVICE:10 WHAT:5 ");
    for (int width = 1; width < 250; width++)
        fitted(width > 6 ? width : 7, &out);
    buf_fini(&out);
}

static void small_row(void *user, int row, struct table_row *out)
{
    (void)user;
    if (row == 1) {
        out->flags = TABLE_ROW_BANNER;
        buf_add_text(out->text, "gap of 3 minutes, nothing is known of it");
    }
    if (row == 2) {
        snprintf(out->flag, sizeof out->flag, "!");
        out->flag_role = ROLE_CRITICAL;
        buf_add_text(out->tail, "×14");
    }
}

static void small_cell(void *user, int row, int column, struct table_cell *out)
{
    (void)user;
    buf_add_fmt(out->text, column == 0 ? "row %d" : "value of %d goes on", row * 10);
    if (column == 1 && row == 2) {
        snprintf(out->mark, sizeof out->mark, "▲");
        out->mark_role = ROLE_ALERT;
        out->role = ROLE_WARN;
    }
}

static void test_table(void **state)
{
    (void)state;
    static const struct table_column two[] = {{"NAME", 7, 0, 0, 0, TABLE_RIGHT, 0, 0}, {"VALUE", 8, 0, 1, 0, TABLE_LEFT, 1, 1}};
    struct table_layout layout;
    struct grid *grid = grid_new(5, 28, GLYPH_SET_UTF8);
    struct canvas canvas = canvas_of(grid);
    table_fit(two, 2, 28, &layout);
    struct table table = {two, 2, &layout, 0, 4, 3, -1, 1, small_row, small_cell, NULL};
    table_draw_header(&table, canvas);
    table_draw(&table, canvas_sub(canvas, 1, 0, 4, 28));
    struct buf out = {0};
    canvas_dump(grid, &out);
    assert_string_equal(buf_cstr(&out), "     NAME  VALUE↑\n"
                                        "    row 0  value of 0 goes …\n"
                                        "  gap of 3 minutes, nothing…\n"
                                        "!  row 20 ▲value of 20 … ×14\n"
                                        "▸  row 30  value of 30 goes…\n"
                                        "--- roles\n"
                                        "HHHHHHHHHHHSSSSSSHHHHHHHHHHH\n"
                                        "\n"
                                        "..xxxxxxxxxxxxxxxxxxxxxxxxxx\n"
                                        "c.........!wwwwwwwwwwwww.mmm\n"
                                        "a\n"
                                        "--- over\n"
                                        "\n\n\n\n"
                                        ">>>>>>>>>>>>>>>>>>>>>>>>>>>>\n");
    buf_fini(&out);
    grid_free(&grid);
    assert_int_equal(table_scroll(0, 5, 100, 10), 0);
    assert_int_equal(table_scroll(0, 10, 100, 10), 1);
    assert_int_equal(table_scroll(50, 10, 100, 10), 10);
    assert_int_equal(table_scroll(95, 99, 100, 10), 90);
    assert_int_equal(table_scroll(3, 2, 4, 10), 0);
}

/* ---------------------------------------------------------------- small things */

static void test_bars(void **state)
{
    (void)state;
    struct grid *grid = grid_new(6, 40, GLYPH_SET_UTF8);
    struct canvas canvas = canvas_of(grid);
    bar_draw(canvas, 0, 0, 10, 0.5, ROLE_BAR_FULL);
    bar_draw(canvas, 0, 12, 10, 0.001, ROLE_BAR_FULL);
    bar_draw(canvas, 0, 24, 10, 0.999, ROLE_BAR_FULL);
    struct bar_hint hints[] = {{STR("f"), STR("filter")}, {STR(""), STR("hidden")}, {STR("Enter"), STR("open")},
                               {STR("Space"), STR("mark")}};
    bar_hints(canvas, 1, hints, 4, (struct bar_hint){STR("?"), STR("help")});
    bar_fkeys(canvas, 2, hints, 4);
    struct bar_piece pieces[] = {{STR("HOLD"), ROLE_CHIP_HOLD, 0, BAR_CHIP}, {STR("+37 new"), ROLE_TEXT, 0, 0},
                                 {STR("(3 alert"), ROLE_ALERT, 2, 0}, {STR(", 1 crit)"), ROLE_CRITICAL, 0, BAR_GLUE},
                                 {STR("a long query that may shrink"), ROLE_TEXT, 0, BAR_SHRINK},
                                 {STR("row 7"), ROLE_MUTED, 0, BAR_GAP}};
    bar_line(canvas, 3, pieces, 6, ROLE_TEXT);
    bar_line(canvas_sub(canvas, 4, 0, 1, 30), 0, pieces, 6, ROLE_TEXT);
    static const double values[] = {0, 1, 2, 4, 8, 0.1};
    spark_draw(canvas, 5, 0, 6, values, 6, 0, ROLE_SPARK);
    spark_draw(canvas, 5, 10, 3, values, 6, 16, ROLE_SPARK);
    expect_text(grid, "▓▓▓▓▓░░░░░  ▓░░░░░░░░░  ▓▓▓▓▓▓▓▓▓░\n"
                      " f filter  Enter open            ? help\n"
                      " ffilter Enteropen Spacemark\n"
                      " HOLD  +37 new a long query that … row 7\n"
                      " HOLD  +37 new a long q… row 7\n"
                      "▁▁▂▄█▁    ▂▄▁\n");
    grid = grid_new(1, 12, GLYPH_SET_ASCII);
    bar_draw(canvas_of(grid), 0, 0, 10, 0.4, ROLE_BAR_FULL);
    expect_text(grid, "[###.....]\n");
}

static void test_histogram(void **state)
{
    (void)state;
    static const uint32_t counts[][HISTOGRAM_PARTS] = {{4, 0, 0}, {0, 0, 0}, {8, 4, 4}, {0, 0, 1}, {2, 2, 0}, {1, 0, 0}};
    struct histogram histogram = {counts, 6, INT64_C(1787389200000), 1200000, NULL, 4,
                                  {STR("10 min"), STR("z zoom")},
                                  {ROLE_HIST_INFO, ROLE_HIST_WARN, ROLE_HIST_CRITICAL}};
    struct grid *grid = grid_new(3, 30, GLYPH_SET_UTF8);
    histogram_draw(&histogram, canvas_of(grid));
    struct buf out = {0};
    canvas_dump(grid, &out);
    assert_string_equal(buf_cstr(&out), "  16│  █   │ 10 min\n"
                                        "   0│▄▁█▁▄▁│ z zoom\n"
                                        "     09:00\n"
                                        "--- roles\n"
                                        "8888858755588nnnnnn88888888888\n"
                                        "8888858576588nnnnnn88888888888\n"
                                        "888888888888888888888888888888\n"
                                        "--- over\n"
                                        "........./\n"
                                        "........./\n"
                                        "\n");
    buf_fini(&out);
    grid_free(&grid);
}

static void test_timeline(void **state)
{
    (void)state;
    static const struct timeline_state states[] = {{0x2588, 'O', ROLE_LANE_ON, 1}, {0xb7, '.', ROLE_LANE_OFF, 0},
                                                   {'x', 'x', ROLE_LANE_BAD, 2}};
    static const struct timeline_span spans[] = {{0, 1800000, 0}, {1800000, 3000000, 1}, {2400000, 2400000, 2}};
    static const struct timeline_lane lanes[] = {{{"dev", 3}, spans, 3}};
    struct timeline timeline = {states, 3, lanes, 1, 0, 3600000, 600000, NULL, 5};
    struct grid *grid = grid_new(3, 29, GLYPH_SET_UTF8);
    assert_int_equal(timeline_draw(&timeline, canvas_of(grid)), 2);
    assert_int_equal(grid->cells[29 + 5 + 4].over, ROLE_SEARCH_HIT);
    expect_text(grid, "     00:00  00:20   00:40\n"
                      "dev  ████████████····x···\n"
                      "\n");
}

/* ---------------------------------------------------------------- pop-ups */

static void small_item(void *user, int index, struct popup_item *out)
{
    static const char *const names[] = {"goto", "next-alert", "quit"};
    (void)user;
    out->text = str_of(names[index]);
    out->note = STR("what it does");
    out->right = index == 2 ? STR("q") : STR_NONE;
    out->hits = 1;
}

static void test_popup(void **state)
{
    (void)state;
    struct popup popup = {STR("Commands"), STR("Esc"), 3, 1, 0, small_item, NULL};
    struct grid *grid = grid_new(7, 40, GLYPH_SET_UTF8);
    struct canvas canvas = canvas_of(grid);
    popup_draw(&popup, popup_area(canvas, &popup, POPUP_ABOVE, 6, 2, 34));
    expect_text(grid, "\n"
                      "  ┌─ Commands ─────────────────────┐\n"
                      "  │ goto        what it does       │\n"
                      "  │ next-alert  what it does       │\n"
                      "  │ quit        what it does     q │\n"
                      "  └────────────────────────── Esc ─┘\n"
                      "\n");
    popup.count = 10;
    popup_move(&popup, 5, 3);
    assert_int_equal(popup.chosen, 6);
    assert_int_equal(popup.top, 4);
    popup_move(&popup, 100, 3);
    assert_int_equal(popup.chosen, 9);
    assert_int_equal(popup.top, 7);
    popup_move(&popup, -100, 3);
    assert_int_equal(popup.top, 0);
}

/* ---------------------------------------------------------------- input */

static void type(struct input *input, const char *keys)
{
    struct str rest = str_of(keys), key;
    while (str_next(&rest, ' ', &key))
        if (key.n > 0)
            input_key(input, key);
}

static void expect_input(const struct input *input, const char *text, size_t caret)
{
    if (!str_eq(buf_str(&input->text), str_of(text)))
        fail_msg("'%.*s' instead of '%s'", STR_ARG(buf_str(&input->text)), text);
    assert_int_equal(input->caret, caret);
}

static void test_input(void **state)
{
    (void)state;
    struct input input;
    input_init(&input);
    type(&input, "s e v Space \xc3\xbc b Left BS x");
    expect_input(&input, "sev xb", 5);
    type(&input, "^A Del ^E ! ^B ^B");
    expect_input(&input, "ev xb!", 4);
    type(&input, "M-b ^K");
    expect_input(&input, "ev ", 3);
    type(&input, "^Y ^U ^Y");
    expect_input(&input, "ev xb!", 6);
    input_set(&input, STR("type:pdp.create org:x"));
    type(&input, "^W");
    expect_input(&input, "type:pdp.create org:", 20);
    input_set(&input, STR(""));
    input_insert(&input, STR("a\r\nb\tc\033[31m\xff\xc2\x9b"));
    expect_input(&input, "a b c[31m", 9);
    assert_int_equal(input_key(&input, STR("F4")), INPUT_IGNORED);
    assert_int_equal(input_key(&input, STR("Enter")), INPUT_IGNORED);
    input_remember(&input, STR("one"));
    input_remember(&input, STR("two"));
    input_remember(&input, STR("two"));
    input_set(&input, STR("draft"));
    type(&input, "Up");
    expect_input(&input, "two", 3);
    type(&input, "Up Up");
    expect_input(&input, "one", 3);
    type(&input, "Down Down Down");
    expect_input(&input, "draft", 5);
    for (int i = 0; i < 600; i++) {
        char line[16];
        snprintf(line, sizeof line, "%d", i);
        input_remember(&input, str_of(line));
    }
    assert_int_equal(input.history_count, INPUT_HISTORY_MAX);
    for (int i = 0; i < INPUT_BYTES_MAX; i++)
        input_insert(&input, STR("ab"));
    assert_true(input.text.n <= INPUT_BYTES_MAX);
    input_fini(&input);
}

static void test_input_drawing(void **state)
{
    (void)state;
    struct input input;
    struct grid *grid = grid_new(3, 24, GLYPH_SET_UTF8);
    struct canvas canvas = canvas_of(grid);
    input_init(&input);
    input_set(&input, STR("sev>=purple"));
    struct input_look look = {.prompt = STR("f> "), .note = STR("0 now"), .error_from = 5, .error_to = 11};
    input_draw(&input, canvas, &look);
    assert_int_equal(grid->cells[3].role, ROLE_INPUT);
    assert_int_equal(grid->cells[8].role, ROLE_INPUT_ERROR);
    assert_int_equal(grid->caret_col, 14);
    input_set(&input, STR("a text longer than the row it stands in"));
    look = (struct input_look){.prompt = STR("/")};
    assert_true(input_draw(&input, canvas_sub(canvas, 1, 0, 1, 24), &look) < 24);
    input_set(&input, STR("typ"));
    look = (struct input_look){.prompt = STR(":"), .ghost = STR("e:pdp")};
    input_draw(&input, canvas_sub(canvas, 2, 0, 1, 24), &look);
    assert_int_equal(grid->cells[48 + 4].role, ROLE_INPUT_GHOST);
    expect_text(grid, "f> sev>=purple    0 now\n"
                      "/ the row it stands in\n"
                      ":type:pdp\n");
    input_fini(&input);
}

/* ---------------------------------------------------------------- pane */

static void test_pane(void **state)
{
    (void)state;
    struct pane *pane = pane_new();
    struct grid *grid = grid_new(6, 20, GLYPH_SET_UTF8);
    pane_heading(pane, STR("Keys"));
    pane_span(pane, ROLE_HINT_KEY, STR("j "));
    pane_span(pane, ROLE_TEXT, STR("to the next row and no further"));
    pane_line(pane);
    pane_line(pane);
    pane_span(pane, ROLE_TEXT, STR("\033[2J\xe2\x80\x8b"));
    pane_line(pane);
    assert_int_equal(pane_layout(pane, grid, 20), 5);
    assert_int_equal(pane_search(pane, STR("FURTHER"), 0, 1), 2);
    assert_int_equal(pane_search(pane, STR("next"), 4, -1), 1);
    assert_int_equal(pane_search(pane, STR("nothing"), 0, 1), -1);
    pane_draw(pane, canvas_of(grid), 0);
    expect_text(grid, "── Keys ────────────\n"
                      "j to the next row an\n"
                      "d no further\n"
                      "\n"
                      "␛[2J<200b>\n"
                      "\n");
    pane_free(&pane);
}

static const char json[] = "{\"id\":1,\"t\":[true,{}],\n \"s\":\"\\u001b\",\"d\":{\"a\":[{\"b\":null}]}}";

static void expect_json(enum pane_json form, const char *text, const char *picture)
{
    struct pane *pane = pane_new();
    struct grid *grid = grid_new(16, 60, GLYPH_SET_UTF8);
    pane_json(pane, str_of(text), form);
    grid_resize(grid, pane_layout(pane, grid, 60), 60);
    pane_draw(pane, canvas_of(grid), 0);
    expect_text(grid, picture);
    pane_free(&pane);
}

static void test_json(void **state)
{
    (void)state;
    expect_json(PANE_JSON_PRETTY, json,
                "{\n  \"id\": 1,\n  \"t\": [\n    true,\n    {}\n  ],\n  \"s\": \"\\u001b\",\n"
                "  \"d\": {\n    \"a\": [\n      {\n        \"b\": null\n      }\n    ]\n  }\n}\n");
    expect_json(PANE_JSON_COMPACT, json,
                "{\"id\":1,\"t\":[true,{}],\"s\":\"\\u001b\",\"d\":{\"a\":[{\"b\":null}]}}\n");
    expect_json(PANE_JSON_BYTES, json, "{\"id\":1,\"t\":[true,{}],\n \"s\":\"\\u001b\",\"d\":{\"a\":[{\"b\":null}]}}\n");
    expect_json(PANE_JSON_COMPACT, "{\"a\": nope}", "{\"a\": nope}\n");
}

/* ---------------------------------------------------------------- sheet and render kinds */

static void test_sheet(void **state)
{
    (void)state;
    struct sheet *sheet = sheet_new();
    struct grid *grid = grid_new(8, 100, GLYPH_SET_UTF8);
    sheet_section(sheet, STR("Empty"), STR_NONE);
    sheet_section(sheet, STR("Device"), STR("event 7"));
    sheet_line(sheet, STR("Device"), 1, SHEET_PACK);
    sheet_print(sheet, ROLE_TEXT, "gps-tracker-%d", 17);
    sheet_line(sheet, STR("Quota"), 2, SHEET_PACK);
    sheet_bar(sheet, 0.5, 10);
    sheet_span(sheet, ROLE_TEXT, STR(" 50 %"));
    sheet_line(sheet, STR("Said"), 3, SHEET_OWN);
    sheet_span(sheet, ROLE_TEXT, STR("a sentence that is so long that it does not fit into the hundred columns "
                                     "this sheet has, and goes on below"));
    sheet_text(sheet, ROLE_MUTED, STR("a plain line"));
    assert_int_equal(sheet_layout(sheet, grid, 100, SHEET_HEADS), 5);
    sheet_draw(sheet, canvas_of(grid), 0, 2);
    assert_int_equal(grid->cells[200].over, ROLE_ROW_CURSOR);
    assert_int_equal(grid->cells[100].over, ROLE_NONE);
    assert_int_equal(sheet_line_at(sheet, 1, 60), 1);
    assert_int_equal(sheet_line_at(sheet, 3, 5), 2);
    assert_int_equal(sheet_line_row(sheet, 3), 4);
    assert_int_equal(sheet_tag(sheet, 1), 2);
    assert_int_equal(sheet_tag(sheet, 9), -1);
    struct buf out = {0};
    sheet_line_text(sheet, 0, &out);
    assert_string_equal(buf_cstr(&out), "gps-tracker-17");
    buf_fini(&out);
    expect_text(grid, "── Device ────────────────────────────────────────────────────────────────────────────── event 7 ───\n"
                      "  Device gps-tracker-17                              Quota  ▓▓▓▓▓░░░░░ 50 %\n"
                      "  Said   a sentence that is so long that it does not fit into the hundred columns this sheet has,\n"
                      "         and goes on below\n"
                      "  a plain line\n"
                      "\n\n\n");
    grid = grid_new(9, 30, GLYPH_SET_UTF8);
    assert_int_equal(sheet_layout(sheet, grid, 30, SHEET_NO_HEADS), 9);
    sheet_draw(sheet, canvas_of(grid), 1, -1);
    expect_text(grid, "  Quota  ▓▓▓▓▓░░░░░ 50 %\n"
                      "  Said   a sentence that is\n"
                      "         so long that it does\n"
                      "         not fit into the\n"
                      "         hundred columns this\n"
                      "         sheet has, and goes\n"
                      "         on below\n"
                      "  a plain line\n"
                      "\n");
    sheet_free(&sheet);
}

struct facts {
    struct value v[FIELD_COUNT_];
};

static bool fact(void *user, field_id field, struct value *out)
{
    *out = ((struct facts *)user)->v[field];
    return value_is_present(out);
}

static void rendered(struct facts *facts, field_id field, enum render render, const char *raw, const char *expected)
{
    struct sheet *sheet = sheet_new();
    struct section_line line = {"Label", field, render};
    struct render_source source = {fact, facts, str_of(raw), INT64_C(1787390142000), NULL, NULL};
    struct buf out = {0};
    render_line(sheet, &line, &source);
    for (int i = 0; i < sheet_line_count(sheet); i++) {
        buf_add_fmt(&out, "%.*s: ", STR_ARG(sheet_label(sheet, i)));
        sheet_line_text(sheet, i, &out);
        buf_add_byte(&out, '\n');
    }
    assert_string_equal(buf_cstr(&out), expected);
    buf_fini(&out);
    sheet_free(&sheet);
}

static struct value text_value(enum kind kind, const char *text)
{
    return (struct value){kind, 0, str_of(text)};
}

static struct value number_value(enum kind kind, int64_t i)
{
    return (struct value){kind, i, STR_NONE};
}

static void test_render(void **state)
{
    (void)state;
    struct facts f = {0};
    rendered(&f, FIELD_DEV, RENDER_DEVICE, "", "");
    f.v[FIELD_TS] = number_value(KIND_TIME, INT64_C(1787390045120));
    f.v[FIELD_SEV] = number_value(KIND_SEVERITY, SEVERITY_WARN);
    f.v[FIELD_ALERT] = number_value(KIND_BOOL, 1);
    f.v[FIELD_DEV] = text_value(KIND_TEXT, "gps-tracker-17");
    f.v[FIELD_DEV_ID] = number_value(KIND_NUMBER, 55214676);
    f.v[FIELD_IMSI] = text_value(KIND_DIGITS, "262011234567890");
    f.v[FIELD_ICCID] = text_value(KIND_DIGITS, "8988303000001234562");
    f.v[FIELD_IMEI] = text_value(KIND_DIGITS, "490154203237518");
    f.v[FIELD_OP] = text_value(KIND_TEXT, "Vodafone");
    f.v[FIELD_CC] = text_value(KIND_OPEN, "de");
    f.v[FIELD_MCC] = text_value(KIND_DIGITS, "262");
    f.v[FIELD_MNC] = text_value(KIND_DIGITS, "02");
    f.v[FIELD_LAC] = number_value(KIND_NUMBER, 921);
    f.v[FIELD_CI] = number_value(KIND_NUMBER, 26385153);
    f.v[FIELD_VOL] = number_value(KIND_SIZE, 31300000);
    f.v[FIELD_RX] = number_value(KIND_SIZE, 30000000);
    f.v[FIELD_TX] = number_value(KIND_SIZE, 1300000);
    f.v[FIELD_DUR] = number_value(KIND_DURATION, 41000);
    f.v[FIELD_QUOTA_VOLUME] = text_value(KIND_TEXT, "50");
    f.v[FIELD_QUOTA_THRESHOLD] = number_value(KIND_NUMBER, 80);
    f.v[FIELD_STATUS_FROM] = text_value(KIND_TEXT, "Activated");
    f.v[FIELD_STATUS_TO] = text_value(KIND_TEXT, "Suspended");
    f.v[FIELD_TYPE_TEXT] = text_value(KIND_TEXT, "x");
    rendered(&f, FIELD_TS, RENDER_TIME, "", "Label: 2026-08-22 09:14:05.120 UTC, 1m36s ago\n");
    rendered(&f, FIELD_SEV, RENDER_SEVERITY, "", "Label: warn\n");
    rendered(&f, FIELD_ALERT, RENDER_FLAG, "", "Label: yes\n");
    rendered(&f, FIELD_DEV, RENDER_DEVICE, "", "Label: gps-tracker-17 #55214676\n");
    rendered(&f, FIELD_IMEI, RENDER_IMEI, "", "Label: 490154203237518  TAC 49015420  serial 323751  check digit holds\n");
    rendered(&f, FIELD_OP, RENDER_NETWORK, "", "Label: Vodafone de  262-02\n");
    rendered(&f, FIELD_LAC, RENDER_CELL, "", "Label: LAC 921  CI 26385153 (eNodeB 103067 sector 1)\n");
    rendered(&f, FIELD_VOL, RENDER_VOLUME, "", "Label: 31.3 MB  down 30.0 MB  up 1.30 MB  0.76 MB/s on average\n");
    rendered(&f, FIELD_QUOTA_VOLUME, RENDER_QUOTA, "", "Label: 50.0 MB  threshold  80%\n");
    rendered(&f, FIELD_STATUS_TO, RENDER_CHANGE, "", "Label: Activated → Suspended\n");
    rendered(&f, FIELD_TYPE_TEXT, RENDER_CHANGES,
             "{\"detail\":{\"changed_data\":[{\"name\":{\"old\":\"A\",\"new\":\"B \\u001b\"}},{\"vat\":{\"old\":\"null\",\"new\":7}},3]}}",
             "name: A → B \033\nvat: (none) → 7\n");
    rendered(&f, FIELD_TYPE_TEXT, RENDER_CHANGES, "{}", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),  cmocka_unit_test(test_table),    cmocka_unit_test(test_bars),
        cmocka_unit_test(test_histogram), cmocka_unit_test(test_timeline), cmocka_unit_test(test_popup),
        cmocka_unit_test(test_input),    cmocka_unit_test(test_input_drawing), cmocka_unit_test(test_pane),
        cmocka_unit_test(test_json),     cmocka_unit_test(test_sheet),    cmocka_unit_test(test_render),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
