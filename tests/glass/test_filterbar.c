/* The filter bar in a pane of glass: typed over a file of events, completed, taken back, kept; remembered by the next
 * session. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pane.h"

static char evmon[512], events[512], home[] = "/tmp/evmon-bar-XXXXXX", remembered[600];

static struct glass *open_evmon(void)
{
    static char config[600], state[600];
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s/config", home);
    snprintf(state, sizeof state, "XDG_STATE_HOME=%s/state", home);
    const char *env[] = {config, state, "EVMON_TOKEN", "EVMON_CONFIG", "NO_COLOR", NULL};
    const char *argv[] = {evmon, events, NULL};
    struct glass *glass = glass_open(&(struct glass_setup){.argv = argv, .rows = 30, .cols = 100, .env = env});
    glass_expect(glass, "76 events");
    return glass;
}

static void end(struct glass **glass)
{
    glass_keys(*glass, "Q");
    glass_expect(*glass, "End evmon?");
    glass_keys(*glass, "y");
    int status = glass_wait(*glass);
    if (status != 0)
        fprintf(stderr, "it ended with %#x\n", (unsigned)status);
    check(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    check(glass_audit(glass_log(*glass), 0) < 0);
    glass_close(glass);
}

/* The rows between the header and the footer, where the list is. */
static void read_list(struct glass *glass, struct buf *out)
{
    for (int row = 2; row < 20; row++)
        glass_row(glass, row, out);
}

static void test_esc_brings_back_what_was(void)
{
    struct glass *glass = open_evmon();
    struct buf before = {0}, after = {0};
    glass_keys(glass, "k k k k");
    glass_expect(glass, "row 72 of 76");
    read_list(glass, &before);
    glass_keys(glass, "f");
    glass_expect(glass, "f>");
    glass_type(glass, "type:pdp");
    glass_expect(glass, "of 76 match");
    glass_expect(glass, "rejected"); /* a value that the file holds */
    glass_keys(glass, "Tab");
    glass_expect(glass, "f> type:pdp.reject");
    glass_expect(glass, "4 of 76 match");
    glass_keys(glass, "Esc"); /* the choice */
    glass_expect(glass, "7 of 76 match");
    glass_keys(glass, "Esc"); /* the bar */
    glass_expect_gone(glass, "f>");
    glass_expect(glass, "row 72 of 76");
    read_list(glass, &after);
    check(str_eq(buf_str(&before), buf_str(&after)));
    buf_fini(&before);
    buf_fini(&after);
    end(&glass);
}

static void test_a_mistake_is_pointed_at(void)
{
    struct glass *glass = open_evmon();
    glass_keys(glass, "f");
    glass_type(glass, "sev>=purple");
    glass_expect(glass, "^^^^^^ severity is one of info, warn, critical");
    glass_keys(glass, "Enter"); /* nothing that is wrong is kept */
    glass_expect(glass, "f> sev>=purple");
    glass_keys(glass, "Esc");
    glass_expect(glass, "76 events");
    end(&glass);
}

static bool is_remembered(struct glass *glass, void *user)
{
    struct stat st;
    (void)glass, (void)user;
    return stat(remembered, &st) == 0 && st.st_size > 0;
}

static void test_enter_keeps_and_the_next_session_knows(void)
{
    struct stat st;
    struct glass *glass = open_evmon();
    glass_keys(glass, "f");
    glass_type(glass, "sev>=w");
    glass_keys(glass, "Tab");
    glass_expect(glass, "f> sev>=warn");
    glass_keys(glass, "Enter");
    glass_expect(glass, "28 of 76 shown");
    glass_until(glass, "the filter is in the file", is_remembered, NULL);
    check(stat(remembered, &st) == 0 && (st.st_mode & 0777) == 0600);
    glass_keys(glass, "V");
    glass_expect(glass, "76 events");
    end(&glass);
    glass = open_evmon();
    glass_keys(glass, "f Up");
    glass_expect(glass, "f> sev>=warn");
    glass_keys(glass, "^U");
    glass_keys(glass, "^R");
    glass_expect(glass, "earlier filters");
    glass_keys(glass, "Enter");
    glass_expect(glass, "28 of 76 shown");
    end(&glass);
}

static void test_values_become_filters(void)
{
    struct glass *glass = open_evmon();
    glass_keys(glass, "G"); /* the last session's place came back */
    glass_expect(glass, "FOLLOW");
    glass_keys(glass, "k k +");
    glass_expect(glass, "type:pdp.reject");
    glass_expect(glass, "4 of 76 shown");
    glass_keys(glass, "[");
    glass_expect(glass, "76 events");
    glass_keys(glass, "*");
    glass_expect(glass, "keep only events with");
    glass_keys(glass, "-");
    glass_expect(glass, "72 of 76 shown");
    glass_keys(glass, "C C");
    glass_expect(glass, "3 around");
    end(&glass);
}

int main(void)
{
    const char *build = getenv("top_builddir"), *source = getenv("top_srcdir");
    snprintf(evmon, sizeof evmon, "%s/evmon", build != NULL ? build : ".");
    snprintf(events, sizeof events, "%s/tests/data/every-type.ndjson", source != NULL ? source : ".");
    if (mkdtemp(home) == NULL)
        return 99;
    snprintf(remembered, sizeof remembered, "%s/state/evmon/filters", home);
    signal(SIGPIPE, SIG_IGN);
    test_esc_brings_back_what_was();
    test_a_mistake_is_pointed_at();
    test_enter_keeps_and_the_next_session_knows();
    test_values_become_filters();
    printf("%s\n", pane_failures() == 0 ? "all as expected" : "something is wrong");
    return pane_failures() > 0;
}
