/* Compares what events say with what the API says. Owns the table of sentences. Must not know how either was come by. */
#include "view/finding.h"

#include "base/clock.h"
#include "base/fmt.h"
#include "model/field.h"

#include <stdio.h>

#define SETTLE_MS 15000 /* an event may become visible that long after what it tells */

/* ---------------------------------------------------------------- the connection */

/* What a difference may mean. Rows are asked in order; DEVICE_STATE_COUNT_ and NULL stand for any. */
static const struct {
    enum device_state derived;
    const char *said, *meaning;
} meanings[] = {
    {DEVICE_ONLINE, "ATTACHED", "the end of its session did not come as an event"},
    {DEVICE_ONLINE, "OFFLINE", "the end of its session and its purge did not come as events"},
    {DEVICE_ATTACHED, "ONLINE", "a session was opened that did not come as an event"},
    {DEVICE_ATTACHED, "OFFLINE", "it was purged without an event; an attachment may be a day old"},
    {DEVICE_OFFLINE, "ONLINE", "it came back, and no event said so"},
    {DEVICE_OFFLINE, "ATTACHED", "it came back, or the platform has not noticed yet: it keeps that for a day or two"},
    {DEVICE_BLOCKED, NULL, "the limit was lifted, or a new month began"},
    {DEVICE_STATE_COUNT_, "BLOCKED", "its traffic limit or its IMEI lock shut it out before the events began"},
    {DEVICE_STATE_COUNT_, NULL, "events are missing, or the platform is behind"},
};

static const char *meaning_of(enum device_state derived, struct str said)
{
    size_t i = 0;
    while ((meanings[i].derived != DEVICE_STATE_COUNT_ && meanings[i].derived != derived) ||
           (meanings[i].said != NULL && !str_eq_nocase(said, str_of(meanings[i].said))))
        i++;
    return meanings[i].meaning;
}

static int64_t last_step_ms(const struct device *device)
{
    return device->count > 0 ? device->steps[device->count - 1].ts_ms : INSTANT_NONE;
}

/* Disabled and suspended devices are not connected: the platform says so elsewhere. */
static bool is_comparable(enum device_state state)
{
    return state != DEVICE_UNKNOWN && state != DEVICE_DISABLED && state != DEVICE_SUSPENDED;
}

static bool compare_connection(const struct device *device, const struct fact_book *book, struct finding *out)
{
    const struct fact_answer *answer = &book->answers[FACT_TOPIC_CONNECTIVITY];
    enum device_state derived = device_state(device);
    struct value said;
    if (!fact_get(book, FACT_CONNECTIVITY_STATUS, 0, &said))
        return false;
    const char *name = machine_state_name(derived);
    if (derived == DEVICE_UNKNOWN) {
        *out = (struct finding){.tone = TONE_MUTED};
        snprintf(out->text, sizeof out->text, "platform says %.*s; its events do not tell", STR_ARG(str_sub(said.s, 0, 40)));
        return true;
    }
    if (!is_comparable(derived))
        return false;
    if (str_eq_nocase(said.s, str_of(name))) {
        *out = (struct finding){.tone = TONE_GOOD};
        snprintf(out->text, sizeof out->text, "%s, the platform and the events agree", name);
        return true;
    }
    bool settling = last_step_ms(device) + SETTLE_MS > answer->at_ms || clock_wall_ms() - answer->at_ms < SETTLE_MS;
    *out = (struct finding){.tone = settling ? TONE_MUTED : TONE_WARN};
    snprintf(out->text, sizeof out->text, "platform says %.*s, events say %s: %s", STR_ARG(str_sub(said.s, 0, 40)), name,
             settling ? "one of them may be on its way" : meaning_of(derived, said.s));
    return true;
}

/* ---------------------------------------------------------------- statuses that people set */

/* Whether the events' flag and the platform's word say the same; only asked where the events know for sure. */
static bool compare_status(struct str said, struct str word, bool derived, const char *what, struct finding *out)
{
    bool says = str_eq_nocase(said, word);
    if (said.n == 0 || says == derived)
        return false;
    *out = (struct finding){.tone = TONE_WARN};
    snprintf(out->text, sizeof out->text, "the platform calls the %s %.*s, events say it is %s%.*s", what,
             STR_ARG(str_sub(said, 0, 40)), derived ? "" : "not ", STR_ARG(word));
    return true;
}

int finding_all(const struct fleet *fleet, const struct fact_book *book, struct finding out[FINDINGS_MAX])
{
    const struct device *device = book->about.subject == FACT_OF_DEVICE && fleet != NULL ? fleet_device(fleet, book->about.id) : NULL;
    struct value status, sim;
    int count = 0;
    if (device == NULL)
        return 0;
    unsigned flags = device_machine(device)->flags;
    bool disabled = (flags & MACHINE_DISABLED) != 0, suspended = (flags & MACHINE_SUSPENDED) != 0;
    bool works = device_state(device) == DEVICE_ONLINE || device_state(device) == DEVICE_ATTACHED;
    count += compare_connection(device, book, &out[count]);
    if ((works || disabled) && fact_get(book, FACT_DEVICE_STATUS, 0, &status))
        count += compare_status(status.s, STR("disabled"), disabled, "device", &out[count]);
    if ((works || suspended) && fact_get(book, FACT_DEVICE_SIM_STATUS, 0, &sim))
        count += compare_status(sim.s, STR("suspended"), suspended, "SIM", &out[count]);
    return count;
}

bool finding_is_overtaken(const struct fleet *fleet, const struct fact_book *book)
{
    const struct fact_answer *answer = &book->answers[FACT_TOPIC_CONNECTIVITY];
    const struct device *device = fleet != NULL ? fleet_device(fleet, book->about.id) : NULL;
    return device != NULL && book->about.subject == FACT_OF_DEVICE && answer->state == FACT_HERE && device->since_ms > answer->at_ms;
}
