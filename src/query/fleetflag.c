/* A table of which field a flag is read from. Must not know how a query is evaluated. */
#include "query/fleetflag.h"

#include "fleet/history.h"
#include "fleet/rhythm.h"

static const struct {
    const char *name;
    field_id field;
    int64_t least;
} flags[] = {
    {"flapping", FIELD_FLAPS, HISTORY_FLAP_LIMIT + 1},
    {"silent", FIELD_SILENT, RHYTHM_SILENT},
};

bool fleetflag_is(const struct filter_env *env, const struct segment *segment, uint32_t row, const char *name)
{
    for (size_t i = 0; env->derive != NULL && i < sizeof flags / sizeof *flags; i++) {
        if (strcmp(flags[i].name, name) != 0)
            continue;
        struct value value = env->derive(env->user, segment, row, flags[i].field);
        return value_is_present(&value) && value.i >= flags[i].least;
    }
    return false;
}
