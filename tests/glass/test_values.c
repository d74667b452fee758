/* Values and profiles in the whole program: tick what is shown, use it, take it back; the picker by its key. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "glass.h"

static char evmon[512], every_type[512], home[] = "/tmp/evmon-values-XXXXXX";
static int failures;

static struct glass *open_evmon(int rows, int cols)
{
    static char config[300], system[300], state[300], data[300];
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s/config", home);
    snprintf(system, sizeof system, "XDG_CONFIG_DIRS=%s/system", home);
    snprintf(state, sizeof state, "XDG_STATE_HOME=%s/state", home);
    snprintf(data, sizeof data, "XDG_DATA_HOME=%s/data", home);
    const char *env[] = {config, system, state, data, "EVMON_TOKEN", "EVMON_CONFIG", "NO_COLOR", NULL};
    const char *argv[] = {evmon, every_type, NULL};
    return glass_open(&(struct glass_setup){.argv = argv, .rows = rows, .cols = cols, .env = env});
}

static void end(struct glass **glass)
{
    glass_keys(*glass, "Q");
    glass_keys(*glass, "y");
    int status = glass_wait(*glass);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "test_values.c: it did not end well: %d\n", status);
        failures++;
    }
    glass_close(glass);
}

/* Two ticks and Enter: the list shows both, the panel is gone. Esc brings back what was. */
static void test_facets(void)
{
    struct glass *glass = open_evmon(30, 100);
    glass_expect(glass, "76 events");
    glass_keys(glass, "v");
    glass_expect(glass, "71 values");
    glass_expect(glass, "[ ] pdp.reject");
    glass_keys(glass, "Space");
    glass_expect(glass, "[x] pdp.reject");
    glass_expect(glass, "4 of 76 shown");
    glass_keys(glass, "j");
    glass_keys(glass, "Space");
    glass_expect(glass, "6 of 76 shown");
    glass_expect(glass, "71 values"); /* a field's own ticks do not narrow it */
    glass_keys(glass, "Enter");
    glass_expect_gone(glass, "71 values");
    glass_expect(glass, "type:pdp.reject,loc.update");
    glass_keys(glass, "v");
    glass_expect(glass, "[x] loc.update");
    glass_keys(glass, "x");
    glass_expect(glass, "76 events");
    glass_keys(glass, "Esc");
    glass_expect_gone(glass, "71 values");
    glass_expect(glass, "6 of 76 shown");
    end(&glass);
}

/* F7, choose, Enter: the list looks through the profile. Ticks in the preview come along. */
static void test_picker(void)
{
    struct glass *glass = open_evmon(30, 100);
    glass_expect(glass, "76 events");
    glass_keys(glass, "F7");
    glass_expect(glass, "Preview");
    glass_expect(glass, "PDP rejects");
    glass_keys(glass, "j");
    glass_keys(glass, "j");
    glass_expect(glass, "2 PDP rejects");
    glass_expect(glass, "4 of 76 events");
    glass_keys(glass, "Enter");
    glass_expect_gone(glass, "Preview");
    glass_expect(glass, "[2] PDP rejects");
    glass_expect(glass, "4 of 76 shown");
    glass_keys(glass, "F7");
    glass_expect(glass, "[x] pdp.reject");
    glass_keys(glass, "Tab");
    glass_expect(glass, " VALUES ");
    glass_keys(glass, "-");
    glass_expect(glass, "ticked here");
    glass_keys(glass, "Enter");
    glass_expect(glass, "-type:pdp.reject");
    glass_expect(glass, "72 of 76 shown");
    glass_keys(glass, "B");
    glass_expect(glass, "Filters used before");
    glass_resize(glass, 20, 60);
    glass_expect_gone(glass, "Filters used before");
    glass_keys(glass, "=");
    glass_expect(glass, "Preview");
    glass_resize(glass, 30, 100);
    glass_keys(glass, "0");
    glass_expect(glass, "76 events");
    end(&glass);
}

int main(void)
{
    const char *build = getenv("top_builddir"), *source = getenv("top_srcdir");
    snprintf(evmon, sizeof evmon, "%s/evmon", build != NULL ? build : ".");
    snprintf(every_type, sizeof every_type, "%s/tests/data/every-type.ndjson", source != NULL ? source : ".");
    signal(SIGPIPE, SIG_IGN);
    if (mkdtemp(home) == NULL) {
        perror(home);
        return 1;
    }
    test_facets();
    test_picker();
    printf("%s\n", failures == 0 ? "all as expected" : "something is wrong");
    return failures > 0;
}
