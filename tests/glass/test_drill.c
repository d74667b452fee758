/* Drilling in the whole program: from an event to its device, SIM and IMSI and back to the very row one came from; from a
 * cell, from a number to the events behind it, and sentences where there is nowhere to go. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pane.h"

static char evmon[512], story[512];

static struct glass *open_story(int rows, int cols)
{
    const char *argv[] = {evmon, story, NULL};
    /* no place to remember anything in: each run begins at the newest event */
    const char *env[] = {"XDG_CONFIG_HOME=/dev/null/x", "XDG_STATE_HOME=/dev/null/x", "XDG_DATA_HOME=/dev/null/x",
                         "EVMON_TOKEN", "EVMON_CONFIG", "NO_COLOR", NULL};
    struct glass *glass = glass_open(&(struct glass_setup){.argv = argv, .rows = rows, .cols = cols, .env = env});
    glass_expect(glass, "COMPLETE");
    glass_expect(glass, "FOLLOW");
    return glass;
}

static void end(struct glass **glass)
{
    glass_keys(*glass, "Q");
    glass_keys(*glass, "y");
    int status = glass_wait(*glass);
    check(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    glass_close(glass);
}

/* The list's row under the cursor, with where it stands. */
static void eye(struct glass *glass, struct buf *out)
{
    struct buf row = {0};
    buf_clear(out);
    for (int i = 0; i < glass_rows(glass); i++) {
        buf_clear(&row);
        glass_row(glass, i, &row);
        if (str_starts(buf_str(&row), STR("\xe2\x96\xb8")))
            buf_add_fmt(out, "%d: %.*s", i, STR_ARG(buf_str(&row)));
    }
    buf_fini(&row);
}

static void test_there_and_back(void)
{
    struct glass *glass = open_story(30, 100);
    struct buf before = {0}, after = {0};
    glass_keys(glass, "k k k k k");
    glass_expect(glass, "row 27 of 32");
    eye(glass, &before);
    glass_keys(glass, "d");
    glass_expect(glass, "DEVICE gps-tracker-17");
    glass_expect(glass, "device gps-tracker-17"); /* the trail says where one is */
    glass_expect(glass, "REJECTED");
    glass_keys(glass, "s");
    glass_expect(glass, "SIM 8988303000012345678");
    glass_expect(glass, "IMEI CHANGED");
    glass_keys(glass, "i");
    glass_expect(glass, "IMSI 901430000012345");
    glass_keys(glass, "Esc");
    glass_expect(glass, "IMEI CHANGED");
    glass_keys(glass, "Esc");
    glass_expect(glass, "REJECTED");
    glass_keys(glass, "Esc");
    glass_expect(glass, "row 27 of 32");
    glass_expect_gone(glass, "DEVICE gps-tracker-17");
    eye(glass, &after);
    check(before.n > 0 && str_eq(buf_str(&before), buf_str(&after)));
    buf_fini(&before);
    buf_fini(&after);
    end(&glass);
}

/* What has no row of its own is written as well. */
static void export_all(struct glass *glass)
{
    char folder[] = "/tmp/evmon-drill-XXXXXX", path[64], line[100], text[4096];
    int lines = 0;
    check(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/out", folder);
    snprintf(line, sizeof line, "export ndjson %s", path);
    glass_keys(glass, ":");
    glass_type(glass, line);
    glass_keys(glass, "Enter");
    glass_expect(glass, "Exported 32 events");
    FILE *file = fopen(path, "r");
    for (size_t n; file != NULL && (n = fread(text, 1, sizeof text, file)) > 0;)
        for (size_t i = 0; i < n; i++)
            lines += text[i] == '\n';
    check(lines == 32);
    if (file != NULL)
        fclose(file);
    unlink(path);
    rmdir(folder);
}

/* From a row that stands for several events to those, and back to the same row; then each has its own again. */
static void test_group_and_back(void)
{
    struct glass *glass = open_story(30, 100);
    struct buf before = {0}, after = {0};
    glass_keys(glass, "D");
    glass_expect(glass, "by repeats in 1m");
    glass_expect(glass, "more folded");
    glass_keys(glass, "@");
    glass_type(glass, "09:14:05");
    glass_keys(glass, "Enter");
    glass_expect(glass, "Enter opens the");
    glass_expect(glass, "HOLD");
    glass_expect(glass, "row 27 of 27"); /* the last row of a picture: all of it is there */
    eye(glass, &before);
    glass_keys(glass, "Enter");
    glass_expect(glass, "stream \xe2\x96\xb8 \xc3\x97");
    glass_expect(glass, "gps-tracker-17 quota_exhausted within 1m");
    glass_keys(glass, "j Enter");
    glass_expect(glass, "EVENT");
    glass_keys(glass, "Esc Esc");
    glass_expect(glass, "row 27 of 27");
    eye(glass, &after);
    check(before.n > 0 && str_eq(buf_str(&before), buf_str(&after)));
    glass_keys(glass, "y r");
    glass_expect(glass, "the row of one of several events");
    export_all(glass);
    glass_keys(glass, "D D D");
    glass_expect(glass, "32 events");
    buf_fini(&before);
    buf_fini(&after);
    end(&glass);
}

/* What a number stands for: the events of one session; its filter is the device's own. */
static void test_number_to_events(void)
{
    struct glass *glass = open_story(30, 100);
    glass_keys(glass, "k d");
    glass_expect(glass, "28 held");
    static const char *const parts[] = {"the event that led to this state", "nothing: no API access here",
                                        "the event that led to the chosen state", "the event at this time, in the list",
                                        "the events of this session"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        glass_keys(glass, "Tab");
        glass_expect(glass, parts[i]);
    }
    glass_keys(glass, "j j Enter");
    glass_expect(glass, "session.id:7c1e-0003");
    glass_expect(glass, "2 match");
    glass_keys(glass, "Esc"); /* back on the session's line, and all events below */
    glass_expect(glass, "opens the events of this session");
    glass_expect(glass, "28 held");
    check(!glass_has(glass, "session.id:7c1e-0003"));
    glass_keys(glass, "Esc");
    glass_expect(glass, "of 32");
    end(&glass);
}

/* A chosen cell opens what it names; small screens turn pages. */
static void test_cell_and_pages(void)
{
    struct glass *glass = open_story(20, 60);
    glass_keys(glass, "k l l l l");
    glass_keys(glass, "Enter");
    glass_expect(glass, "DEVICE gps-tracker-17");
    glass_expect(glass, "State");
    glass_keys(glass, "Tab");
    glass_expect(glass, "SESSIONS");
    glass_expect_gone(glass, "REJECTED");
    glass_keys(glass, "Tab");
    glass_expect(glass, "28 held");
    glass_keys(glass, "O O");
    glass_expect(glass, "Harbour Metering");
    end(&glass);
}

static void test_nowhere_to_go(void)
{
    struct glass *glass = open_story(24, 80);
    glass_keys(glass, ":");
    glass_type(glass, "device no-such-pump");
    glass_keys(glass, "Enter");
    glass_expect(glass, "no event held names a device `no-such-pump`");
    glass_keys(glass, ":");
    glass_type(glass, "imsi 12ab");
    glass_keys(glass, "Enter");
    glass_expect(glass, "an IMSI has 6 to 15 digits");
    end(&glass);
}

int main(void)
{
    const char *build = getenv("top_builddir"), *source = getenv("top_srcdir");
    snprintf(evmon, sizeof evmon, "%s/evmon", build != NULL ? build : ".");
    snprintf(story, sizeof story, "%s/tests/data/drill.ndjson", source != NULL ? source : ".");
    test_there_and_back();
    test_group_and_back();
    test_number_to_events();
    test_cell_and_pages();
    test_nowhere_to_go();
    printf("%s\n", pane_failures() == 0 ? "all as expected" : "something is wrong");
    return pane_failures() > 0;
}
