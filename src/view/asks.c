/* The commands that ask the platform about one device or SIM. Must not know how it is asked: that is the desk's. */
#include "view/asks.h"

#include "base/clock.h"
#include "view/factsheet.h"

#define OLDER_MS ((int64_t)3600000)                /* of the whole stream: an hour more at a time */
#define OLDER_OF_ONE_MS ((int64_t)30 * 86400000)   /* of one device or SIM: as far back as the platform keeps events */

static const char *const words[FACT_SUBJECT_COUNT_] = {"device", "sim"};

void asks_print(struct fact_about about, struct buf *out)
{
    buf_add_fmt(out, "%s %lld", words[about.subject], (long long)about.id);
}

int asks_parse(struct str text, struct fact_about *about, struct error *err)
{
    struct str word, id = text;
    str_next(&id, ' ', &word);
    about->subject = str_eq_nocase(word, str_of(words[FACT_OF_SIM])) ? FACT_OF_SIM : FACT_OF_DEVICE;
    if (str_eq_nocase(word, str_of(words[about->subject])) && str_i64(str_trim(id), &about->id))
        return 0;
    return err_set(err, E_USAGE, "name what it is about: `device ID` or `sim ID`, by the platform's number");
}

void asks_name(const struct desk *desk, struct fact_about about, struct buf *out)
{
    struct str name = STR_NONE;
    const struct device *device = desk->fleet != NULL && about.subject == FACT_OF_DEVICE ? fleet_device(desk->fleet, about.id) : NULL;
    const struct simcard *sim = desk->fleet != NULL && about.subject == FACT_OF_SIM ? fleet_sim(desk->fleet, about.id) : NULL;
    if (device != NULL)
        name = fleet_text(desk->fleet, device->name.text);
    if (sim != NULL)
        name = fleet_text(desk->fleet, sim->iccid);
    if (name.n > 0)
        buf_add_str(out, name);
    else
        buf_add_fmt(out, "%lld", (long long)about.id);
}

static int find_about(struct view *view, struct fact_about *about, struct error *err)
{
    if (factsheet_about(view, about))
        return 0;
    return err_set(err, E_INVALID, "what is under the cursor names neither a device nor a SIM");
}

/* A view about what is meant: by the argument, else by this view or its cursor. */
static int open_about(struct view *view, const char *name, struct str args, struct error *err)
{
    struct fact_about about;
    struct buf line = {0};
    int result = args.n > 0 ? asks_parse(args, &about, err) : find_about(view, &about, err);
    if (result < 0)
        return result;
    buf_add_fmt(&line, "view %s ", name);
    asks_print(about, &line);
    view->desk->run(view->desk->app, buf_cstr(&line));
    buf_fini(&line);
    return 0;
}

static int run_facts(void *target, struct str args, struct error *err)
{
    return open_about(target, "facts", args, err);
}

static int run_actions(void *target, struct str args, struct error *err)
{
    return open_about(target, "actions", args, err);
}

static int ask(struct view *view, enum desk_want want, struct error *err)
{
    struct fact_about about;
    const struct desk *desk = view->desk;
    int result = find_about(view, &about, err);
    if (result < 0)
        return result;
    if (desk->facts(desk->app, about) == NULL)
        return err_set(err, E_UNSUPPORTED, "no source here has API access to it");
    if (view->ops->about == NULL) /* the answer is to be seen somewhere */
        result = open_about(view, "facts", STR_NONE, err);
    desk->facts_ask(desk->app, about, want);
    return result;
}

static int run_again(void *target, struct str args, struct error *err)
{
    (void)args;
    return ask(target, DESK_AGAIN, err);
}

static int run_locate(void *target, struct str args, struct error *err)
{
    (void)args;
    return ask(target, DESK_NETWORK, err);
}

/* A view about one device or SIM fetches all that the platform has of it, any other one the hour before what is held. */
static int run_older(void *target, struct str args, struct error *err)
{
    const struct view *view = target;
    const struct desk *desk = view->desk;
    struct fact_about about;
    bool scoped = view->ops->about != NULL && view->ops->about(view, &about);
    int64_t span = scoped ? OLDER_OF_ONE_MS : OLDER_MS, now = clock_wall_ms(), reach = desk_reach(desk);
    if (args.n > 0 && (!instant_parse_span(args, &span) || span <= 0))
        return err_set(err, E_USAGE, "older takes a span of time: older 6h");
    int64_t until = scoped || reach == INSTANT_NONE || reach > now ? now : reach;
    desk->fetch_older(desk->app, scoped ? &about : NULL, until - span, until);
    return 0;
}

const struct command asks_commands[ASKS_COUNT] = {
    {"facts", "", "[WHICH]", run_facts, "what the platform's API says of this device or SIM", "WHICH is `device ID` or `sim ID`."},
    {"facts-again", "", "", run_again, "ask the platform for its facts anew", ""},
    {"locate", "", "", run_locate, "ask the network where the device is: up to half a minute", ""},
    {"older", "", "[SPAN]", run_older, "fetch older events, of this device or SIM alone where the view is about one",
     "Without SPAN an hour more of the stream, or all 30 days of one device or SIM. ^C stops it."},
    {"actions", "", "[WHICH]", run_actions, "what could be done on the platform, as commands to copy; nothing is sent", ""},
};
