/* The field registry: rows by id and by name, and the words of the closed enums.
 * Everything is read from fields.def; the words of a closed enum come from the table that owns them. */
#include "model/field.h"

#include "base/err.h"
#include "model/radio.h"
#include "model/type.h"

#define NAME_MAX_LENGTH 40

static const struct field_row rows[FIELD_COUNT_] = {
#define LIST FIELD_LIST
#define CALC FIELD_CALC
#define PATHS_ALL FIELD_PATHS_ALL
#define NAMING FIELD_NAMING
#define FIELD(id, name, aliases, kind, home, flags, paths, title, width, help)                     \
    {name, aliases, KIND_##kind, HOME_##home, flags, paths, title, width, help},
#include "model/fields.def"
#undef FIELD
#undef LIST
#undef CALC
#undef PATHS_ALL
#undef NAMING
};

/* Stored rows first, RAW rows next, FLEET rows last: the store's columns are indexed by field_id. */
#define FIELD(id, name, aliases, kind, home, ...)                                                  \
    _Static_assert((HOME_##home < HOME_RAW) == (FIELD_##id < FIELD_SIM_MADE), #id ": stored rows come first"); \
    _Static_assert((HOME_##home == HOME_FLEET) == (FIELD_##id >= FIELD_AT_OP), #id ": fleet rows come last");
#include "model/fields.def"
#undef FIELD
_Static_assert((int)FIELD_COUNT_ < (int)FIELD_NONE, "a field_id is one byte");

const struct field_row *field_row(field_id field)
{
    must(field < FIELD_COUNT_);
    return &rows[field];
}

static bool has_name(const struct field_row *row, struct str name)
{
    if (str_eq_nocase(str_of(row->name), name))
        return true;
    struct str aliases = str_of(row->aliases), alias;
    while (str_next(&aliases, ',', &alias)) {
        if (str_eq_nocase(alias, name))
            return true;
    }
    return false;
}

field_id field_find(struct str name)
{
    if (name.n == 0)
        return FIELD_NONE;
    for (field_id i = 0; i < FIELD_COUNT_; i++) {
        if (has_name(&rows[i], name))
            return i;
    }
    return FIELD_NONE;
}

/* Edits between two short words, any case: insert, drop, replace, swap neighbours. */
static size_t distance(struct str a, struct str b)
{
    size_t row[3][NAME_MAX_LENGTH + 1];
    for (size_t j = 0; j <= b.n; j++)
        row[1][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *now = row[(i + 1) % 3], *last = row[i % 3], *before = row[(i + 2) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            bool same = str_eq_nocase(str_sub(a, i - 1, 1), str_sub(b, j - 1, 1));
            size_t best = last[j - 1] + (same ? 0 : 1);
            best = last[j] + 1 < best ? last[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && str_eq_nocase(str_sub(a, i - 1, 1), str_sub(b, j - 2, 1)) &&
                str_eq_nocase(str_sub(a, i - 2, 1), str_sub(b, j - 1, 1)) && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
    }
    return row[(a.n + 1) % 3][b.n];
}

static void consider(struct str word, struct str candidate, const char *name, size_t *best, const char **found)
{
    if (candidate.n == 0 || candidate.n > NAME_MAX_LENGTH)
        return;
    size_t d = distance(word, candidate);
    bool begins = word.n >= 2 && str_starts_nocase(candidate, word);
    if (begins && d > 2)
        d = 2;
    size_t most = begins ? 2 : word.n <= 3 ? 1 : 2;
    if (d <= most && d < *best) {
        *best = d;
        *found = name;
    }
}

const char *field_suggest(struct str name)
{
    const char *found = NULL;
    size_t best = SIZE_MAX;
    if (name.n == 0 || name.n > NAME_MAX_LENGTH)
        return NULL;
    for (field_id i = 0; i < FIELD_COUNT_; i++) {
        consider(name, str_of(rows[i].name), rows[i].name, &best, &found);
        struct str aliases = str_of(rows[i].aliases), alias;
        while (str_next(&aliases, ',', &alias))
            consider(name, alias, rows[i].name, &best, &found);
    }
    return found;
}

/* ---- closed enums ---- */

static const char *const states[] = {"offline", "attached", "online", "blocked", "disabled", "suspended", "unknown"};
static const char *const sim_states[] = {"issued", "activated", "suspended", "deleted", "test"};

static const char *word_of(const char *const *words, size_t count, int64_t index)
{
    return index >= 0 && (uint64_t)index < count ? words[index] : NULL;
}

/* A RAT id without a slug leaves a hole in the list: an empty word, which matches nothing. */
static const char *rat_word(int64_t index)
{
    const char *slug = radio_rat_slug(index);
    return slug != NULL ? slug : index >= 0 && index < RADIO_RAT_COUNT ? "" : NULL;
}

const char *field_enum_word(field_id field, int64_t index)
{
    switch ((enum field)field) {
    case FIELD_TYPE: return index >= 0 && index < TYPE_COUNT_ ? type_row((type_id)index)->slug : NULL;
    case FIELD_SOURCE: return word_of(origin_names, ORIGIN_COUNT_, index);
    case FIELD_RAT:
    case FIELD_AT_RAT: return rat_word(index);
    case FIELD_STATE: return word_of(states, sizeof states / sizeof states[0], index);
    case FIELD_SIM_STATE: return word_of(sim_states, sizeof sim_states / sizeof sim_states[0], index);
    default: return NULL;
    }
}

int field_enum_find(field_id field, struct str word)
{
    if (word.n == 0)
        return -1;
    if (field == FIELD_RAT || field == FIELD_AT_RAT)
        return radio_rat_find(word);
    const char *known;
    for (int i = 0; (known = field_enum_word(field, i)) != NULL; i++) {
        if (str_eq_nocase(str_of(known), word))
            return i;
    }
    return -1;
}

void field_tell(field_id field, struct buf *out)
{
    const struct field_row *row = field_row(field);
    buf_add_text(out, row->help);
    if (row->aliases[0] != '\0')
        buf_add_fmt(out, " (also %s)", row->aliases);
}
