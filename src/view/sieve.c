/* The filter of a list. Knows the language's door and the slice's test; must not know keys or cells. */
#include "view/sieve.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/xalloc.h"
#include "query/fleetflag.h"

#include <stdio.h>
#include <stdlib.h>

static struct value derive(void *user, const struct segment *segment, uint32_t row, field_id field)
{
    const struct sieve *sieve = user;
    struct value value = VALUE_ABSENT;
    if (sieve->desk->fleet != NULL)
        fleet_derive(sieve->desk->fleet, segment_row(segment, row), field, &value);
    return value;
}

static bool flag(void *user, const struct segment *segment, uint32_t row, const char *name)
{
    const struct sieve *sieve = user;
    if (strcmp(name, "marked") == 0 || strcmp(name, "mine") == 0)
        return sieve->marks != NULL && marks_has(sieve->marks, segment_row(segment, row));
    return fleetflag_is(&sieve->env, segment, row, name);
}

static int lookup_list(void *user, struct str name, struct buf *text, struct error *err)
{
    const struct desk *desk = ((const struct sieve *)user)->desk;
    if (desk->lookup_list == NULL)
        return err_set(err, E_UNKNOWN, "there are no lists here");
    return desk->lookup_list(desk->app, name, text, err);
}

#define ABSENT_FIELDS 4
#define WORDS (SEGMENT_ROWS / 64)

/* Both filters; the typed one only where the base left something. */
static void run_both(void *user, const struct segment *segment, uint32_t from, uint32_t to, uint64_t *bits)
{
    struct sieve *sieve = user;
    uint64_t typed[WORDS], any = 0;
    uint32_t words = (to - from + 63) / 64;
    must(words <= WORDS);
    filter_run(sieve->base, segment, from, to, bits);
    for (uint32_t i = 0; i < words; i++)
        any |= bits[i];
    if (any == 0 || sieve->filter == NULL || sieve->off)
        return;
    filter_run(sieve->filter, segment, from, to, typed);
    for (uint32_t i = 0; i < words; i++)
        bits[i] &= typed[i];
}

static void begin_again(struct sieve *sieve)
{
    const struct slice_test both = {run_both, sieve}, typed = {filter_run, sieve->filter};
    bool every = sieve->filter == NULL || sieve->off;
    const struct slice_test *test = sieve->base != NULL ? &both : every ? NULL : &typed;
    if (sieve->slice != NULL)
        slice_set_test(sieve->slice, test);
    if (sieve->group != NULL)
        group_set_test(sieve->group, test);
}

/* A row once counted must be counted out by the same answer; these may have changed since. */
static bool forgets(const struct sieve *sieve, const struct filter *filter)
{
    return sieve->group != NULL &&
           (filter_live_flag(filter, 0) != NULL || filter_fleet_fields(filter, NULL, 0) > 0);
}

static void test_around(struct sieve *sieve)
{
    const struct slice_test base = {filter_run, sieve->base};
    if (sieve->around != NULL && sieve->base != NULL)
        slice_set_test(sieve->around, &base);
}

static void answers_changed(struct sieve *sieve)
{
    begin_again(sieve);
    test_around(sieve);
}

/* Both are told, whatever the first one answers. */
static void on_added(void *user, row_id first, row_id last, size_t count)
{
    struct sieve *sieve = user;
    struct filter *const filters[] = {sieve->base, sieve->filter};
    bool stale = false;
    (void)count;
    for (int i = 0; i < 2; i++)
        stale |= filters[i] != NULL &&
                 filter_note_added(filters[i], sieve->desk->store, first, last) == FILTER_STALE;
    if (stale)
        answers_changed(sieve);
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct sieve *sieve = user;
    struct filter *const filters[] = {sieve->base, sieve->filter};
    bool stale = false;
    for (int i = 0; i < 2; i++)
        stale |= filters[i] != NULL && (filter_note_evicting(filters[i], segment) == FILTER_STALE || forgets(sieve, filters[i]));
    if (stale)
        answers_changed(sieve);
}

void sieve_init(struct sieve *sieve, const struct desk *desk)
{
    *sieve = (struct sieve){.desk = desk, .text = xstrdup("")};
    sieve->env = (struct filter_env){.user = sieve, .lookup_list = lookup_list, .derive = derive, .flag = flag};
    store_listen(desk->store, &(struct store_listener){on_added, on_evicting, sieve});
}

void sieve_attach(struct sieve *sieve, struct slice *slice, const struct marks *marks)
{
    sieve->slice = slice;
    sieve->marks = marks;
    begin_again(sieve);
}

void sieve_attach_group(struct sieve *sieve, struct group *group, const struct marks *marks)
{
    sieve->group = group;
    sieve->marks = marks;
}

void sieve_fini(struct sieve *sieve)
{
    store_unlisten(sieve->desk->store, sieve);
    slice_free(&sieve->around);
    filter_free(&sieve->filter);
    filter_free(&sieve->base);
    free(sieve->text);
    sieve->text = NULL;
}

int sieve_set_base(struct sieve *sieve, struct str predicate, struct error *err)
{
    must(sieve->base == NULL);
    sieve->env.zone = sieve->desk->zone;
    sieve->env.now = desk_now(sieve->desk);
    int result = filter_compile(predicate, &sieve->env, &sieve->base, err);
    if (result < 0)
        return result;
    filter_bind(sieve->base, sieve->desk->store);
    begin_again(sieve);
    return 0;
}

int sieve_set(struct sieve *sieve, struct str text, struct error *err)
{
    struct filter *filter = NULL;
    sieve->env.zone = sieve->desk->zone;
    sieve->env.now = desk_now(sieve->desk);
    int result = filter_compile(text, &sieve->env, &filter, err);
    if (result < 0)
        return result;
    struct filter *old = sieve->filter;
    if (filter_is_every(filter))
        filter_free(&filter);
    else
        filter_bind(filter, sieve->desk->store);
    sieve->filter = filter;
    sieve->off = 0;
    sieve->absent_second = -1;
    begin_again(sieve);
    filter_free(&old); /* only now: the slice has let go of it */
    char *copy = str_dup(str_trim(text));
    free(sieve->text);
    sieve->text = copy;
    return 0;
}

void sieve_keep_around(struct sieve *sieve, enum sieve_around which)
{
    if (which == SIEVE_ALONE && sieve->around != NULL)
        slice_free(&sieve->around);
    if (which == SIEVE_ALONE)
        return;
    struct slice_order order = slice_get_order(sieve->slice);
    if (sieve->around == NULL) {
        sieve->around = slice_new(sieve->desk->store);
        test_around(sieve);
    }
    struct slice_order now = slice_get_order(sieve->around);
    if (now.field != order.field || now.direction != order.direction)
        slice_set_order(sieve->around, order);
}

bool sieve_is_narrowing(const struct sieve *sieve)
{
    return sieve->filter != NULL && !sieve->off;
}

void sieve_switch(struct sieve *sieve)
{
    sieve->off = !sieve->off;
    begin_again(sieve);
}

void sieve_tick(struct sieve *sieve)
{
    int64_t now = desk_now(sieve->desk);
    if (sieve->filter == NULL || now / 1000 == sieve->second)
        return;
    sieve->second = now / 1000;
    if (filter_set_now(sieve->filter, now) == FILTER_STALE)
        begin_again(sieve);
}

struct str sieve_text(const struct sieve *sieve)
{
    return str_of(sieve->text);
}

static uint64_t count_absent(const struct store *store, field_id field)
{
    uint64_t absent = 0;
    for (size_t k = 0; k < store_segment_count(store); k++) {
        const struct segment *segment = store_segment(store, k);
        absent += filter_absent(segment, field, 0, segment_rows(segment));
    }
    return absent;
}

static void tell_absent(const struct sieve *sieve, char *out, size_t size)
{
    field_id fields[ABSENT_FIELDS];
    size_t n = sieve->filter != NULL ? filter_compared(sieve->filter, fields, ABSENT_FIELDS) : 0, length = 0;
    for (size_t i = 0; i < n && length + 1 < size; i++) {
        uint64_t absent = count_absent(sieve->desk->store, fields[i]);
        char count[FMT_MAX];
        fmt_count(absent, count, sizeof count);
        if (absent > 0)
            length += (size_t)snprintf(out + length, size - length, "%s%s %s no %s", length > 0 ? ", " : "", count,
                                       absent == 1 ? "has" : "have", field_row(fields[i])->name);
    }
}

const char *sieve_absent(struct sieve *sieve)
{
    int64_t second = clock_wall_ms() / 1000;
    if (second == sieve->absent_second)
        return sieve->absent;
    sieve->absent_second = second;
    sieve->absent[0] = '\0';
    tell_absent(sieve, sieve->absent, sizeof sieve->absent);
    return sieve->absent;
}
