/* Small lists of (id, description). Owns their texts. Must not know how they are fetched. */
#include "emnify/lookup.h"

#include "base/intern.h"
#include "base/xalloc.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#define ENTRIES_MAX 4096u
#define NAME_MAX_ 200u

static const char *const paths[LOOKUP_COUNT_] = {
    [LOOKUP_EVENT_TYPE] = "event/type",
    [LOOKUP_RAT_TYPE] = "rat_type",
    [LOOKUP_DEVICE_STATUS] = "endpoint/status",
    [LOOKUP_SIM_STATUS] = "sim/status",
};

struct entry {
    enum lookup_list list;
    int64_t id;
    struct str name;
};

struct lookup {
    struct arena *arena;
    struct entry *entries;
    size_t count, capacity;
    bool asked[LOOKUP_COUNT_];
};

struct lookup *lookup_new(void)
{
    struct lookup *l = xcalloc(1, sizeof *l);
    l->arena = arena_new();
    return l;
}

void lookup_free(struct lookup **lookup)
{
    if (*lookup == NULL)
        return;
    arena_free(&(*lookup)->arena);
    free((*lookup)->entries);
    free(*lookup);
    *lookup = NULL;
}

const char *lookup_path(enum lookup_list list)
{
    return paths[list];
}

enum lookup_list lookup_next(const struct lookup *l)
{
    int list = 0;
    while (list < LOOKUP_COUNT_ && l->asked[list])
        list++;
    return (enum lookup_list)list;
}

static void add(struct lookup *l, enum lookup_list list, const cJSON *item)
{
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(item, "id");
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(item, "description");
    if (!cJSON_IsString(name))
        name = cJSON_GetObjectItemCaseSensitive(item, "name");
    if (!cJSON_IsNumber(id) || !cJSON_IsString(name) || l->count == ENTRIES_MAX)
        return;
    if (id->valuedouble < 0 || id->valuedouble > 1e9)
        return;
    l->entries = xgrow(l->entries, &l->capacity, l->count + 1, sizeof *l->entries);
    struct str text = str_sub(str_of(name->valuestring), 0, NAME_MAX_);
    l->entries[l->count++] = (struct entry){list, (int64_t)id->valuedouble, arena_str(l->arena, text)};
}

int lookup_take(struct lookup *l, enum lookup_list list, struct str body, struct error *err)
{
    l->asked[list] = true;
    cJSON *json = body.n > 0 ? cJSON_ParseWithLength(body.p, body.n) : NULL;
    bool good = cJSON_IsArray(json);
    const cJSON *item;
    cJSON_ArrayForEach(item, json)
        add(l, list, item);
    cJSON_Delete(json);
    return good ? 0 : err_set(err, E_SYNTAX, "%s: the answer is not a list; names are shown as numbers", paths[list]);
}

struct str lookup_name(const struct lookup *l, enum lookup_list list, int64_t id)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->entries[i].list == list && l->entries[i].id == id)
            return l->entries[i].name;
    return STR_NONE;
}
