/* Owns when it rings and when the hook runs. Must not know how a terminal rings, nor how a process is started. */
#include "app/alarm.h"

#include "app/hook.h"
#include "app/listdir.h"
#include "app/original.h"
#include "app/parts.h"
#include "base/clock.h"
#include "base/fmt.h"
#include "base/xalloc.h"
#include "filter/filter.h"
#include "query/fleetflag.h"
#include "view/guise.h"

#include <stdlib.h>

#define LATE_MS 15000 /* events arrive up to 11 s after they happened, by nature */

struct alarm {
    struct app *app;
    struct profile *profile; /* NULL: none is in force */
    struct reader *reader;
    struct filter_env env;
    struct filter *shown, *rings, *hooks; /* of the profile, of its bell, of its hook */
    int64_t begun_ms, second;
    int64_t rung_ns, ran_ns; /* monotonic; 0 = never */
    struct hook *hook;       /* NULL: not armed */
    uint64_t handed, skipped; /* since it was armed */
    struct hook *failed;     /* to be freed when its own call is over */
};

static struct value derive(void *user, const struct segment *segment, uint32_t row, field_id field)
{
    const struct alarm *alarm = user;
    struct value value = VALUE_ABSENT;
    fleet_derive(alarm->app->fleet, segment_row(segment, row), field, &value);
    return value;
}

static bool flag(void *user, const struct segment *segment, uint32_t row, const char *word)
{
    return fleetflag_is(&((const struct alarm *)user)->env, segment, row, word);
}

/* ---- filters ---- */

static struct filter **filters_of(struct alarm *alarm, int index)
{
    struct filter **const all[] = {&alarm->shown, &alarm->rings, &alarm->hooks};
    return index < (int)(sizeof all / sizeof *all) ? all[index] : NULL;
}

static void on_added(void *user, row_id first, row_id last, size_t count)
{
    struct filter **f;
    (void)count;
    for (int i = 0; (f = filters_of(user, i)) != NULL; i++)
        if (*f != NULL)
            (void)filter_note_added(*f, ((struct alarm *)user)->app->store, first, last);
    alarm_take(user, first, last);
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct filter **f;
    for (int i = 0; (f = filters_of(user, i)) != NULL; i++)
        if (*f != NULL)
            (void)filter_note_evicting(*f, segment);
}

static void compile(struct alarm *alarm, struct str query, struct filter **out)
{
    struct error err = {0};
    filter_free(out);
    if (query.n == 0)
        return;
    if (filter_compile(query, &alarm->env, out, &err) >= 0)
        filter_bind(*out, alarm->app->store);
    else
        hub_say(alarm->app, TONE_WARN, "The bell and the hook of this profile: %s", err.text);
}

static void compile_all(struct alarm *alarm)
{
    struct buf query = {0};
    guise_query(alarm->profile, &query);
    alarm->env.zone = alarm->app->setup.zone;
    alarm->env.now = clock_wall_ms();
    compile(alarm, buf_str(&query), &alarm->shown);
    compile(alarm, str_of(profile_text(alarm->profile, PROFILE_BELL_FILTER)), &alarm->rings);
    compile(alarm, str_of(profile_text(alarm->profile, PROFILE_HOOK_FILTER)), &alarm->hooks);
    buf_fini(&query);
}

static void tick(struct alarm *alarm)
{
    int64_t now = clock_wall_ms();
    struct filter **f;
    if (now / 1000 == alarm->second)
        return;
    alarm->second = now / 1000;
    for (int i = 0; (f = filters_of(alarm, i)) != NULL; i++)
        if (*f != NULL)
            (void)filter_set_now(*f, now);
}

static bool passes(const struct alarm *alarm, struct filter *filter, row_id row)
{
    return filter == NULL || filter_match(filter, alarm->app->store, row);
}

/* ---- bell ---- */

static bool wants_bell(const struct alarm *alarm)
{
    return profile_number(alarm->profile, PROFILE_BELL_SEVERITY) != PROFILE_BELL_OFF;
}

static bool is_due(int64_t last_ns, int64_t every_ms)
{
    return last_ns == 0 || clock_mono_ns() - last_ns >= every_ms * 1000000;
}

static void ring(struct alarm *alarm, row_id row)
{
    struct app *app = alarm->app;
    int64_t notify = profile_number(alarm->profile, PROFILE_BELL_NOTIFY);
    alarm->rung_ns = clock_mono_ns();
    term_bell(app->term);
    if (notify == PROFILE_NOTIFY_NONE)
        return;
    struct buf text = {0};
    static const int fields[] = {FIELD_TYPE, FIELD_DEV, LINEUP_WHAT};
    buf_add_fmt(&text, "%s:", profile_text(alarm->profile, PROFILE_NAME));
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        buf_add_byte(&text, ' ');
        lineup_text(fields[i], row, app->store, alarm->reader, app->desk.zone, &text);
    }
    term_notify(app->term, notify == PROFILE_NOTIFY_OSC9 ? TERM_NOTICE_OSC9 : TERM_NOTICE_OSC777, buf_str(&text));
    buf_fini(&text);
}

static void maybe_ring(struct alarm *alarm, row_id row)
{
    static const int floors[] = {[PROFILE_BELL_INFO] = SEVERITY_INFO, [PROFILE_BELL_WARN] = SEVERITY_WARN,
                                 [PROFILE_BELL_CRITICAL] = SEVERITY_CRITICAL};
    int64_t floor = profile_number(alarm->profile, PROFILE_BELL_SEVERITY);
    if (wants_bell(alarm) && store_severity(alarm->app->store, row) >= floors[floor] &&
        is_due(alarm->rung_ns, profile_number(alarm->profile, PROFILE_BELL_EVERY)) && passes(alarm, alarm->rings, row))
        ring(alarm, row);
}

/* ---- hook ---- */

static void on_hook_ended(void *user, const char *why)
{
    struct alarm *alarm = user;
    if (why == NULL || alarm->hook == NULL)
        return;
    hub_say(alarm->app, TONE_WARN, "The hook of %s is disarmed, it failed: %s. :hook-arm arms it again.",
            profile_text(alarm->profile, PROFILE_NAME), why);
    alarm->failed = alarm->hook; /* this call is its own */
    alarm->hook = NULL;
}

static void maybe_hand_over(struct alarm *alarm, row_id row)
{
    if (alarm->hook == NULL || !passes(alarm, alarm->hooks, row))
        return;
    if (hook_is_running(alarm->hook) || !is_due(alarm->ran_ns, profile_number(alarm->profile, PROFILE_HOOK_EVERY))) {
        alarm->skipped++;
        return;
    }
    struct buf json = {0};
    alarm->handed++;
    original_add_line(&json, reader_raw(alarm->reader, row, NULL));
    alarm->ran_ns = clock_mono_ns();
    hook_run(alarm->hook, buf_str(&json));
    buf_fini(&json);
}

static bool same_hook(const struct profile *a, const struct profile *b)
{
    static const enum profile_option options[] = {PROFILE_NAME, PROFILE_FILTER, PROFILE_HOOK_COMMAND, PROFILE_HOOK_FILTER,
                                                  PROFILE_HOOK_EVERY, PROFILE_HOOK_TIMEOUT};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (strcmp(profile_text(a, options[i]), profile_text(b, options[i])) != 0)
            return false;
    return true;
}

/* ---- events ---- */

static bool is_live(const struct alarm *alarm, row_id row)
{
    const struct store *store = alarm->app->store;
    int64_t when = store_order_ms(store, row);
    return when >= alarm->begun_ms - LATE_MS && store_arrival_ms(store, row) - when < INGEST_OLD_MS &&
           (store_marks(store, row) & EVENT_NO_TIME) == 0;
}

void alarm_take(struct alarm *alarm, row_id first, row_id last)
{
    hook_free(&alarm->failed);
    if (alarm->profile == NULL || (!wants_bell(alarm) && alarm->hook == NULL))
        return;
    tick(alarm);
    for (row_id row = first; row != ROW_NONE && row <= last; row = store_next(alarm->app->store, row)) {
        if (!is_live(alarm, row) || !passes(alarm, alarm->shown, row))
            continue;
        maybe_ring(alarm, row);
        maybe_hand_over(alarm, row);
    }
}

void alarm_wear(struct alarm *alarm, const struct profile *profile)
{
    if (alarm->hook != NULL && !same_hook(alarm->profile, profile)) {
        hook_free(&alarm->hook);
        hub_say(alarm->app, TONE_MUTED, "The hook of %s is disarmed: another profile is in force, or its hook changed.",
                profile_text(alarm->profile, PROFILE_NAME));
    }
    struct profile *copy = profile_dup(profile);
    profile_free(&alarm->profile);
    alarm->profile = copy;
    compile_all(alarm);
}

struct alarm *alarm_new(struct app *app)
{
    struct alarm *alarm = xcalloc(1, sizeof *alarm);
    alarm->app = app;
    alarm->begun_ms = clock_wall_ms();
    alarm->reader = reader_new(app->store);
    alarm->env = (struct filter_env){.user = alarm, .derive = derive, .flag = flag, .lookup_list = listdir_lookup};
    store_listen(app->store, &(struct store_listener){on_added, on_evicting, alarm});
    return alarm;
}

void alarm_free(struct alarm **p)
{
    struct alarm *alarm = *p;
    struct filter **f;
    if (alarm == NULL)
        return;
    store_unlisten(alarm->app->store, alarm);
    hook_free(&alarm->hook);
    hook_free(&alarm->failed);
    for (int i = 0; (f = filters_of(alarm, i)) != NULL; i++)
        filter_free(f);
    reader_free(&alarm->reader);
    profile_free(&alarm->profile);
    free(alarm);
    *p = NULL;
}

struct desk_hook alarm_hook(const struct alarm *alarm)
{
    return (struct desk_hook){alarm->hook != NULL, alarm->handed, alarm->skipped};
}

/* ---- commands ---- */

int alarm_run_arm(void *target, struct str args, struct error *err)
{
    struct alarm *alarm = ((struct app *)target)->alarm;
    (void)args;
    const char *command = alarm->profile != NULL ? profile_text(alarm->profile, PROFILE_HOOK_COMMAND) : "";
    if (command[0] == '\0')
        return err_set(err, E_INVALID, "this profile has no hook; hook { command = ... } in its file is one");
    if (alarm->hook != NULL)
        return err_set(err, E_INVALID, "the hook is armed already; :hook-disarm ends that");
    unsetenv("EVMON_TOKEN"); /* no source has a use for it any more, and a child none at all */
    hook_free(&alarm->failed);
    alarm->hook = hook_new(alarm->app->loop, command, profile_number(alarm->profile, PROFILE_HOOK_TIMEOUT),
                           on_hook_ended, alarm);
    alarm->ran_ns = 0;
    alarm->handed = alarm->skipped = 0;
    hub_say(alarm->app, TONE_WARN, "Armed: new events of %s go to %.*s, at most one in %s. :hook-disarm ends that.",
            profile_text(alarm->profile, PROFILE_NAME), (int)strcspn(command, "\n"), command,
            profile_text(alarm->profile, PROFILE_HOOK_EVERY));
    return 0;
}

int alarm_run_disarm(void *target, struct str args, struct error *err)
{
    struct alarm *alarm = ((struct app *)target)->alarm;
    char handed[FMT_MAX], skipped[FMT_MAX];
    (void)args;
    if (alarm->hook == NULL)
        return err_set(err, E_INVALID, "no hook is armed");
    hook_free(&alarm->hook);
    fmt_count(alarm->handed, handed, sizeof handed);
    fmt_count(alarm->skipped, skipped, sizeof skipped);
    hub_say(alarm->app, TONE_GOOD, "The hook is disarmed; events handed to it: %s, skipped by its limit: %s.", handed, skipped);
    return 0;
}
