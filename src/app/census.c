/* Owns the counting of rows by profile. Must not know who shows the counts. */
#include "app/census.h"

#include "app/listdir.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "filter/filter.h"
#include "query/fleetflag.h"
#include "view/guise.h"

#include <stdlib.h>

#define AGAIN_NS INT64_C(2000000000) /* counts may be this old while events come in */
#define WORDS (SEGMENT_ROWS / 64)

struct census {
    struct store *store;
    struct fleet *fleet;
    struct filter_env env;
    /* The round under way: one profile after the other, one segment after the other. */
    char *name; /* of the profile being counted; NULL: between rounds */
    struct filter *filter;
    int at;
    size_t segment;
    int64_t count;
    uint64_t evicted; /* by the store when this profile was begun: segments have moved since, if it changed */
    uint64_t total;   /* rows when the round began */
    int64_t ended_ns; /* of the last round */
    uint64_t bits[WORDS];
};

static struct value derive(void *user, const struct segment *segment, uint32_t row, field_id field)
{
    const struct census *census = user;
    struct value value = VALUE_ABSENT;
    if (census->fleet != NULL)
        fleet_derive(census->fleet, segment_row(segment, row), field, &value);
    return value;
}

static bool flag(void *user, const struct segment *segment, uint32_t row, const char *word)
{
    return fleetflag_is(&((const struct census *)user)->env, segment, row, word);
}

struct census *census_new(struct store *store, struct fleet *fleet)
{
    struct census *census = xcalloc(1, sizeof *census);
    census->store = store;
    census->fleet = fleet;
    census->env = (struct filter_env){.user = census, .derive = derive, .flag = flag, .lookup_list = listdir_lookup};
    return census;
}

static void leave_profile(struct census *census)
{
    filter_free(&census->filter);
    free(census->name);
    census->name = NULL;
}

void census_free(struct census **p)
{
    if (*p == NULL)
        return;
    leave_profile(*p);
    free(*p);
    *p = NULL;
}

static void begin_profile(struct census *census, struct profile_entry *entry)
{
    struct buf query = {0};
    leave_profile(census);
    census->name = xstrdup(profile_text(entry->profile, PROFILE_NAME));
    census->segment = 0;
    census->count = 0;
    census->evicted = store_evicted(census->store);
    guise_query(entry->profile, &query);
    if (filter_compile(buf_str(&query), &census->env, &census->filter, NULL) >= 0)
        filter_bind(census->filter, census->store);
    entry->is_counting = 1;
    buf_fini(&query);
}

static void count_segment(struct census *census)
{
    const struct segment *segment = store_segment(census->store, census->segment++);
    uint32_t rows = segment_rows(segment);
    if (filter_is_every(census->filter)) {
        census->count += rows;
        return;
    }
    filter_run(census->filter, segment, 0, rows, census->bits);
    for (uint32_t i = 0; i < (rows + 63) / 64; i++)
        census->count += __builtin_popcountll(census->bits[i]);
}

/* One step; false when the profile is counted, or cannot be. */
static bool step(struct census *census, struct profile_entry *entry)
{
    if (census->filter == NULL)
        return false;
    if (census->evicted != store_evicted(census->store))
        begin_profile(census, entry);
    if (census->segment >= store_segment_count(census->store)) {
        entry->matches = census->count;
        return false;
    }
    count_segment(census);
    return true;
}

/* The set was read anew meanwhile: the round goes on where the name stands now. */
static struct profile_entry *entry_at(struct census *census, const struct profiles *profiles)
{
    struct profile_entry *entry = profiles_entry(profiles, census->at);
    bool begun = entry != NULL && census->name != NULL &&
                 strcmp(profile_text(entry->profile, PROFILE_NAME), census->name) == 0;
    if (entry != NULL && !begun)
        begin_profile(census, entry);
    return entry;
}

bool census_work(struct census *census, const struct profiles *profiles, const struct zone *zone, int64_t now_ms,
                 int64_t budget_ns)
{
    int64_t begin = clock_mono_ns();
    bool resting = census->at >= profiles_count(profiles);
    bool fresh = census->total == store_total(census->store) && census->ended_ns != 0;
    if (resting && (fresh || begin - census->ended_ns < AGAIN_NS))
        return false;
    if (resting)
        census->at = 0;
    if (census->at == 0 && census->name == NULL)
        census->total = store_total(census->store);
    census->env.zone = zone;
    census->env.now = now_ms;
    struct profile_entry *entry;
    while ((entry = entry_at(census, profiles)) != NULL) {
        if (!step(census, entry)) {
            entry->is_counting = 0;
            leave_profile(census);
            census->at++;
        }
        if (clock_mono_ns() - begin >= budget_ns)
            break;
    }
    if (entry == NULL)
        census->ended_ns = clock_mono_ns();
    return census->at < profiles_count(profiles);
}
