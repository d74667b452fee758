/* From an event to its device, to the network it is on, into the fleet list, and back to the same row: the whole program in
 * a pane of glass, over a file. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "pane.h"

/* The row that the pointer stands on, without its ages. */
static void pointed(struct glass *glass, char *out, size_t size)
{
    struct buf row = {0};
    out[0] = '\0';
    for (int i = 0; i < glass_rows(glass); i++) {
        buf_clear(&row);
        glass_row(glass, i, &row);
        if (str_starts(buf_str(&row), STR("\xe2\x96\xb8 ")))
            snprintf(out, size, "%d %.60s", i, buf_cstr(&row));
    }
    buf_fini(&row);
}

static void walk(struct glass *glass)
{
    char before[128], after[128];
    glass_expect(glass, "316 events");
    glass_keys(glass, "k k k k k k k k k k k k");
    glass_expect(glass, "HOLD");
    glass_expect(glass, "row 304 of 316");
    pointed(glass, before, sizeof before);
    check(before[0] != '\0');
    glass_keys(glass, "d");
    glass_expect(glass, "DEVICE ");
    glass_keys(glass, "o");
    glass_expect(glass, "NETWORK ");
    glass_expect(glass, "REJECTS BY CAUSE");
    glass_keys(glass, "R");
    glass_expect(glass, "Every device");
    glass_expect(glass, "34 devices");
    glass_keys(glass, "Esc");
    glass_expect(glass, "NETWORK ");
    glass_keys(glass, "Esc");
    glass_expect(glass, "DEVICE ");
    glass_keys(glass, "Esc");
    glass_expect(glass, "row 304 of 316");
    glass_expect_gone(glass, "DEVICE \xc2\xb7");
    pointed(glass, after, sizeof after);
    if (strcmp(before, after) != 0)
        fprintf(stderr, "before: %s\nafter:  %s\n", before, after);
    check(strcmp(before, after) == 0);
}

int main(void)
{
    static char evmon[512], file[512], home[] = "/tmp/evmon-walk-XXXXXX", config[600], state[600];
    const char *build = getenv("top_builddir"), *source = getenv("top_srcdir");
    if (mkdtemp(home) == NULL)
        return 1;
    snprintf(evmon, sizeof evmon, "%s/evmon", build != NULL ? build : ".");
    snprintf(file, sizeof file, "%s/tests/data/fleet.ndjson", source != NULL ? source : ".");
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s/config", home);
    snprintf(state, sizeof state, "XDG_STATE_HOME=%s/state", home);
    const char *env[] = {config, state, "EVMON_TOKEN", "EVMON_CONFIG", "NO_COLOR", NULL};
    const char *argv[] = {evmon, file, NULL};
    struct glass *glass = glass_open(&(struct glass_setup){.argv = argv, .rows = 30, .cols = 100, .env = env});
    walk(glass);
    glass_keys(glass, "Q y");
    int status = glass_wait(glass);
    check(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    glass_close(&glass);
    return pane_failures() > 0;
}
