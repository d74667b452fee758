/* Owns the choice of the source that is asked. Must not know what is asked, nor what the answers mean. */
#include "app/facts.h"

#include "emnify/emnify.h"
#include "emnify/inspect.h"

static row_id newest_row(const struct device *device)
{
    for (size_t i = device != NULL ? device->count : 0; i-- > 0;)
        if ((device->steps[i].flags & STEP_GONE) == 0)
            return device->steps[i].row;
    return ROW_NONE;
}

/* An event of it that is still held: of a SIM, of the device it was last seen in. */
static row_id row_of(const struct app *app, struct fact_about about)
{
    if (about.subject == FACT_OF_DEVICE)
        return newest_row(fleet_device(app->fleet, about.id));
    const struct simcard *sim = fleet_sim(app->fleet, about.id);
    if (sim == NULL || (sim->device_count == 0 && sim->life_count == 0))
        return ROW_NONE;
    if (sim->device_count == 0)
        return sim->life[sim->life_count - 1].row;
    const struct sim_seen *last = &sim->devices[0];
    for (int i = 1; i < sim->device_count; i++)
        last = sim->devices[i].last_ms > last->last_ms ? &sim->devices[i] : last;
    return newest_row(fleet_device(app->fleet, last->device_id));
}

struct source *facts_source(const struct app *app, struct fact_about about)
{
    struct source *delivered = feeds_source(app->feeds, store_feed(app->store, row_of(app, about))), *only = NULL;
    int count = 0;
    if (delivered != NULL && emnify_base(delivered) != NULL)
        return delivered;
    for (int i = 0; i < feeds_count(app->feeds); i++) {
        if (emnify_base(feeds_source(app->feeds, i)) == NULL)
            continue;
        only = feeds_source(app->feeds, i);
        count++;
    }
    return count == 1 ? only : NULL;
}

static struct inspect *inspect_for(const struct app *app, struct fact_about about)
{
    struct source *source = facts_source(app, about);
    return source != NULL ? emnify_inspect(source) : NULL;
}

static void on_changed(void *user)
{
    hub_dirty(user, VIEW_UPDATE | VIEW_DRAW);
}

const struct fact_book *facts_book(void *user, struct fact_about about)
{
    static const struct fact_book unasked = {.about = {FACT_OF_DEVICE, -1}};
    struct inspect *inspect = inspect_for(user, about);
    const struct fact_book *book = inspect != NULL ? inspect_book(inspect, about) : NULL;
    return book != NULL || inspect == NULL ? book : &unasked;
}

void facts_ask(void *user, struct fact_about about, enum desk_want want)
{
    static const enum inspect_want wants[] = {
        [DESK_MISSING] = INSPECT_MISSING,
        [DESK_AGAIN] = INSPECT_AGAIN,
        [DESK_STATE] = INSPECT_STATE,
        [DESK_NETWORK] = INSPECT_NETWORK,
    };
    struct inspect *inspect = inspect_for(user, about);
    if (inspect == NULL)
        return;
    inspect_listen(inspect, on_changed, user);
    inspect_ask(inspect, about, wants[want]);
}

void facts_leave(void *user, struct fact_about about)
{
    struct inspect *inspect = inspect_for(user, about);
    if (inspect != NULL)
        inspect_leave(inspect, about);
}

const char *facts_api(void *user, struct fact_about about)
{
    const struct app *app = user;
    struct source *source = facts_source(app, about);
    return source != NULL ? emnify_base(source) : options_text(app->setup.options, SETTING_API_URL);
}
