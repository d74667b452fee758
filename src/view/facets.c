/* Which facets there are and which are in view. Only those in view count: the others are let go of. Must not know keys or
 * the view that the facets stand in. */
#include "view/facets.h"

#include "base/clock.h"

void facets_init(struct facets *facets, const struct desk *desk, const struct sieve *list)
{
    *facets = (struct facets){.desk = desk, .list = list};
}

static void close_seen(struct facets *facets)
{
    for (int i = 0; i < facets->seen; i++)
        facet_free(&facets->facet[i]);
    facets->seen = 0;
}

void facets_fini(struct facets *facets)
{
    close_seen(facets);
}

/* ---- which fields ---- */

static int find_field(const struct facets *facets, field_id field)
{
    for (int i = 0; i < facets->count; i++) {
        if (facets->field[i] == field)
            return i;
    }
    return -1;
}

static int no_field(struct str name, struct error *err)
{
    const char *near = field_suggest(name);
    if (near != NULL)
        return err_set(err, E_UNKNOWN, "there is no field `%.*s`; did you mean %s?", STR_ARG(name), near);
    return err_set(err, E_UNKNOWN, "there is no field `%.*s`; :help fields lists them", STR_ARG(name));
}

int facets_parse(struct facets *facets, struct str names, struct error *err)
{
    struct facets parsed = {.count = 0};
    struct str name;
    while (str_next(&names, ' ', &name)) {
        field_id field = field_find(name);
        if (name.n == 0)
            continue;
        if (field == FIELD_NONE)
            return no_field(name, err);
        if (find_field(&parsed, field) < 0 && parsed.count < FACETS_MAX)
            parsed.field[parsed.count++] = field;
    }
    if (parsed.count == 0)
        return err_set(err, E_INVALID, "name at least one field");
    close_seen(facets);
    facets->count = parsed.count;
    memcpy(facets->field, parsed.field, sizeof facets->field);
    facets->chosen = facets->first = 0;
    return 0;
}

void facets_print(const struct facets *facets, struct buf *out)
{
    for (int i = 0; i < facets->count; i++)
        buf_add_fmt(out, "%s%s", i > 0 ? " " : "", field_row(facets->field[i])->name);
}

int facets_add(struct facets *facets, field_id field, struct error *err)
{
    int at = find_field(facets, field);
    if (at < 0 && facets->count == FACETS_MAX)
        return err_set(err, E_LIMIT, "%d fields are shown already; drop one first", FACETS_MAX);
    if (at < 0) {
        at = facets->chosen + 1;
        memmove(&facets->field[at + 1], &facets->field[at], (size_t)(facets->count - at));
        facets->field[at] = field;
        facets->count++;
    }
    facets->chosen = at;
    return 0;
}

int facets_replace(struct facets *facets, field_id field, struct error *err)
{
    int at = find_field(facets, field);
    if (at >= 0)
        return facets_add(facets, field, err);
    facets->field[facets->chosen] = field;
    return 0;
}

int facets_drop(struct facets *facets, struct error *err)
{
    if (facets->count == 1)
        return err_set(err, E_INVALID, "the last field stays; another one can take its place");
    facets->count--;
    memmove(&facets->field[facets->chosen], &facets->field[facets->chosen + 1],
            (size_t)(facets->count - facets->chosen));
    facets->chosen = facets->chosen < facets->count ? facets->chosen : facets->count - 1;
    return 0;
}

/* ---- what is in view ---- */

static int first_for(const struct facets *facets, int seen)
{
    int first = facets->first;
    if (facets->chosen < first)
        first = facets->chosen;
    if (facets->chosen >= first + seen)
        first = facets->chosen - seen + 1;
    return first + seen > facets->count ? facets->count - seen : first;
}

static struct facet *take(struct facet **from, int count, field_id field)
{
    for (int i = 0; i < count; i++) {
        struct facet *facet = from[i];
        if (facet == NULL || facet->field != field)
            continue;
        from[i] = NULL;
        return facet;
    }
    return NULL;
}

/* Those that stay in view are kept with their counts. */
static void move_window(struct facets *facets, int first, int seen, const struct filter *filter)
{
    struct facet *old[FACETS_SEEN_MAX];
    int old_seen = facets->seen;
    memcpy(old, facets->facet, sizeof old);
    for (int i = 0; i < seen; i++) {
        struct error err = {0};
        facets->facet[i] = take(old, old_seen, facets->field[first + i]);
        if (facets->facet[i] != NULL)
            continue;
        facets->facet[i] = facet_new(facets->desk, facets->field[first + i], facets->list);
        facet_set(facets->facet[i], filter, &err);
    }
    for (int i = 0; i < old_seen; i++)
        facet_free(&old[i]);
    facets->first = first;
    facets->seen = seen;
}

static bool fits(const struct facets *facets, int first, int seen)
{
    bool same = first == facets->first && seen == facets->seen;
    for (int i = 0; same && i < seen; i++)
        same = facets->facet[i]->field == facets->field[first + i];
    return same;
}

void facets_fit(struct facets *facets, int cols, const struct filter *filter)
{
    int seen = facets_width(cols);
    seen = seen < facets->count ? seen : facets->count;
    int first = first_for(facets, seen);
    if (!fits(facets, first, seen))
        move_window(facets, first, seen, filter);
}

int facets_set(struct facets *facets, const struct filter *filter, struct error *err)
{
    int result = 0;
    for (int i = 0; i < facets->seen && result >= 0; i++)
        result = facet_set(facets->facet[i], filter, err);
    return result;
}

bool facets_work(struct facets *facets, int64_t budget_ns)
{
    int64_t until = clock_mono_ns() + budget_ns;
    bool more = false;
    int chosen = facets->chosen - facets->first;
    for (int i = 0; i < facets->seen; i++) {
        int at = (chosen + i) % facets->seen; /* the one that is looked at comes first */
        int64_t left = until - clock_mono_ns();
        if (left <= 0)
            return true;
        more |= facet_work(facets->facet[at], left);
    }
    return more;
}

void facets_step(struct facets *facets, int direction)
{
    facets->chosen = (facets->chosen + direction + facets->count) % facets->count;
}

struct facet *facets_chosen(struct facets *facets)
{
    int at = facets->chosen - facets->first;
    bool there = at >= 0 && at < facets->seen && facets->facet[at]->field == facets->field[facets->chosen];
    return there ? facets->facet[at] : NULL;
}
