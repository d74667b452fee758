/* The platform's facts in a pane of glass: the demo's own platform is asked about the device under the cursor; facts and
 * older events arrive, and an action is a command on the clipboard that nobody has sent. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "pane.h"

static struct glass *open_demo(void)
{
    static char evmon[512];
    static const char *const env[] = {"XDG_CONFIG_HOME=/dev/null/x", "XDG_STATE_HOME=/dev/null/x",
                                      "XDG_DATA_HOME=/dev/null/x", "EVMON_TOKEN", "EVMON_CONFIG", "NO_COLOR", NULL};
    const char *build = getenv("top_builddir");
    snprintf(evmon, sizeof evmon, "%s/evmon", build != NULL ? build : ".");
    const char *argv[] = {evmon, "demo", "--seed", "3", "--scenario", "calm", "--history", "5m", NULL};
    return glass_open(&(struct glass_setup){.argv = argv, .rows = 30, .cols = 100, .env = env});
}

/* From the newest event that names a device to its facts. */
static void open_facts(struct glass *glass)
{
    glass_expect(glass, "LIVE");
    glass_expect(glass, "pdp.");
    glass_keys(glass, "f");
    glass_type(glass, "type:pdp.create");
    glass_keys(glass, "Enter");
    glass_expect(glass, "pdp.create");
    glass_keys(glass, "k P");
    glass_expect(glass, "platform: device");
}

static void facts_arrive(struct glass *glass)
{
    glass_expect(glass, "Connection");
    glass_expect(glass, "Service profile");
    glass_expect_gone(glass, "asking, ");
    glass_expect(glass, "asked ");
    glass_keys(glass, "L G");
    glass_expect(glass, "Asking the network");
    glass_keys(glass, "r"); /* goes past the slow question */
    glass_expect_gone(glass, "Asking the network");
}

static bool has_fetched(struct glass *glass, void *user)
{
    (void)user;
    glass_pump(glass);
    return glass_has(glass, " came.") || glass_has(glass, "no further events of device");
}

/* Till the end, so that what is said of it does not come between later. */
static void older_events_come(struct glass *glass)
{
    glass_keys(glass, "b");
    glass_until(glass, "the end of the fetch", has_fetched, NULL);
}

static void an_action_is_copied(struct glass *glass)
{
    glass_keys(glass, "x");
    glass_expect(glass, "ACTIONS");
    glass_expect(glass, "$EVMON_AUTH");
    glass_expect(glass, "evmon sends nothing");
    glass_keys(glass, "Enter");
    glass_expect(glass, "Copied the command: drop the data session");
    check(str_find(glass_log(glass), STR("\x1b]52;")) >= 0);
    glass_keys(glass, "Esc");
    glass_expect(glass, "FACTS");
    glass_keys(glass, "Esc");
    glass_expect(glass, "HOLD");
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    struct glass *glass = open_demo();
    open_facts(glass);
    facts_arrive(glass);
    older_events_come(glass);
    an_action_is_copied(glass);
    glass_keys(glass, "Q");
    glass_keys(glass, "y");
    int status = glass_wait(glass);
    check(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    check(glass_audit(glass_log(glass), GLASS_ALLOW_CLIPBOARD) < 0);
    check(glass_replies(glass) == 0);
    glass_close(&glass);
    printf("%s\n", pane_failures() == 0 ? "all as expected" : "something is wrong");
    return pane_failures() > 0;
}
