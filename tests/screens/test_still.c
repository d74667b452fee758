/* The promise of the stream as an operator has it, tried on the whole view: whatever arrives, late or not, whatever is
 * evicted, however the filter is typed, taken back, built from values, walked through, switched off, widened by context,
 * whichever profile is put on, however events are grouped: the selected event stays selected while it matches - or the
 * row is that stands for it -, and the cursor stays on its row of the screen. Random steps, checked after each. */
#include "scene.h"

#include "base/clock.h"
#include "view/stream.h"

#include <stdio.h>
#include <stdlib.h>

#define ROUNDS 700
#define STORE_BYTES ((size_t)1 << 20) /* small, so that events are evicted all the time */
#define NOW INT64_C(1787388000000)

static struct {
    struct scene *scene;
    uint64_t random, next;
    int64_t now;
    const char *step;
    size_t kept, hidden, expired, folded;
} t;

static size_t below(size_t limit)
{
    uint64_t x = (t.random += UINT64_C(0x9e3779b97f4a7c15));
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (size_t)((x ^ (x >> 31)) % limit);
}

static struct stream *stream(void)
{
    return (struct stream *)stack_top(t.scene->stack);
}

/* ---- what happens ---- */

static void arrive(size_t count)
{
    static const char *const networks[][3] = {
        {"Vodafone", "de", "Germany"}, {"Orange", "fr", "France"}, {"T-Mobile", "nl", "Netherlands"}, {"Salt", "ch", "Switzerland"}};
    static const int types[] = {1, 2, 3, 5, 9, 15, 19, 21};
    for (size_t i = 0; i < count; i++) {
        struct buf json = {0};
        char stamp[40];
        t.now += (int64_t)below(900);
        int64_t ms = t.now - (below(4) == 0 ? (int64_t)below(90000) : 0);
        instant_format(ms, NULL, INSTANT_ISO, stamp, sizeof stamp);
        const char *const *net = networks[below(4)];
        size_t device = below(30), severity = below(8);
        buf_add_fmt(&json,
                    "{\"timestamp\":\"%s\",\"id\":%llu,\"event_type\":{\"id\":%d},\"event_severity\":{\"id\":%d},"
                    "\"event_source\":{\"id\":%zu},\"alert\":%s,\"description\":\"step %zu\",\"organisation\":{\"id\":%zu,"
                    "\"name\":\"Customer %zu\"},\"endpoint\":{\"id\":%zu,\"name\":\"meter-%zu\"},\"sim\":{\"id\":%zu},"
                    "\"detail\":{\"name\":\"%s\",\"country\":{\"name\":\"%s\",\"iso_code\":\"%s\"}}}",
                    stamp, (unsigned long long)++t.next, types[below(8)], severity > 6 ? 2 : severity > 4 ? 1 : 0, below(3),
                    below(5) == 0 ? "true" : "false", below(40), device % 3, device % 3, device + 1, device, device + 100,
                    net[0], net[2], net[1]);
        scene_event(t.scene, buf_str(&json), ms + 300);
        buf_fini(&json);
    }
    clock_freeze(t.now + 500);
    scene_flush(t.scene);
}

static void type(const char *text)
{
    for (; *text != '\0'; text++)
        scene_key(t.scene, *text == ' ' ? STR("Space") : (struct str){text, 1});
}

static const char *const queries[] = {
    "cc:de", "-cc:de", "sev>=warn", "op~/a/", "dev:meter-1 or alert:true", "last 15m", "type:pdp", "missing:cc", "cc:zz",
    "same device (sev:critical) within 1h", "org:\"Customer 1\" -is:alert", "id>100", "\"step 7\"",
};
#define QUERY_COUNT (sizeof queries / sizeof *queries)

static void apply_filter(void)
{
    struct buf line = {0};
    buf_add_fmt(&line, "filter %s", queries[below(QUERY_COUNT)]);
    scene_run(t.scene, buf_cstr(&line));
    buf_fini(&line);
}

/* Typed key by key, with completion now and then, events arriving meanwhile; kept or taken back. */
static void type_filter(void)
{
    scene_key(t.scene, STR("f"));
    scene_key(t.scene, STR("^U"));
    type(queries[below(QUERY_COUNT)]);
    if (below(3) == 0)
        scene_key(t.scene, STR("Tab"));
    if (below(3) == 0)
        arrive(1 + below(5));
    scene_draw(t.scene);
    scene_key(t.scene, below(2) == 0 ? STR("Enter") : STR("Esc"));
    while (filterbar_is_open(&stream()->bar)) /* a mistake, or a choice that Esc only gave back */
        scene_key(t.scene, STR("Esc"));
}

static void press(const char *keys)
{
    struct str rest = str_of(keys), key;
    while (str_next(&rest, ' ', &key))
        scene_key(t.scene, key);
}

static void switch_profile(void)
{
    static const struct str columns[] = {STR("time type dev what"), STR("time dt type dev org op cc what"), STR("time sev op")};
    static const struct str sorts[] = {STR("time"), STR("-time"), STR("time")};
    struct profile *profile = profile_new();
    struct error err = {0};
    profile_put(profile, PROFILE_FILTER, str_of(queries[below(QUERY_COUNT)]), 0);
    profile_put(profile, PROFILE_COLUMNS, columns[below(3)], 0);
    profile_put(profile, PROFILE_SORT, sorts[below(3)], 0);
    profile_put(profile, PROFILE_GROUP, STR("group"), (int64_t)below(FOLD_KIND_COUNT_));
    profile_put(profile, PROFILE_GROUP_WITHIN, STR("span"), below(2) == 0 ? 10000 : 600000);
    if (stream_set_profile(stream(), profile, (int)below(10), &err) < 0) {
        fprintf(stderr, "a profile is refused: %s\n", err.text);
        exit(1);
    }
    profile_free(&profile);
}

static void group(void)
{
    static const char *const lines[] = {"group none", "group repeats 10m", "group device 1h", "group cause", "group cause 5s"};
    scene_run(t.scene, lines[below(sizeof lines / sizeof *lines)]);
}

struct deed {
    const char *name, *keys; /* keys, or else a function */
    void (*run)(void);
    bool acts_on_row; /* what it takes its value from is the chosen event from then on */
};
static const struct deed deeds[] = {
    {"filter QUERY", NULL, apply_filter, false},    {"typing", NULL, type_filter, false},
    {"typing again", NULL, type_filter, false},     {"profile", NULL, switch_profile, false},
    {"keep", "+", NULL, true},                      {"hide", "-", NULL, true},
    {"this device", ". d", NULL, true},             {"this type", ". t", NULL, true},
    {"severity", "!", NULL, false},                 {"alerts", "L", NULL, false},
    {"window", "T", NULL, false},                   {"off and on", "V", NULL, false},
    {"context", "C", NULL, false},                  {"back", "[", NULL, false},
    {"forward", "]", NULL, false},                  {"order", "I", NULL, false},
    {"group", "D", NULL, false},                    {"group KIND", NULL, group, false},
    {"group again", NULL, group, false},           {"and again", NULL, group, false},
    {"open and back", "Enter Esc", NULL, true},
    {"only by menu", "* j j Enter", NULL, true},    {"menu and away", "* Esc", NULL, false},
};
#define DEED_COUNT (sizeof deeds / sizeof *deeds)

static void walk(void)
{
    static const char *const keys[] = {"k", "j", "PgUp", "PgDn", "k", "^U", "^D", "h", "l", "g"};
    scene_run(t.scene, "filter-clear");
    scene_key(t.scene, STR("k")); /* holds, wherever it was */
    scene_key(t.scene, str_of(keys[below(sizeof keys / sizeof *keys)]));
    scene_draw(t.scene);
}

/* ---- what must hold ---- */

static void fail(const char *what)
{
    struct buf picture = {0};
    canvas_dump_text(t.scene->grid, &picture);
    fprintf(stderr, "after %s (event %llu): %s\n%s", t.step, (unsigned long long)t.next, what, buf_cstr(&picture));
    exit(1);
}

static bool matches(row_id row)
{
    const struct sieve *sieve = &stream()->sieve;
    return !sieve_is_narrowing(sieve) || filter_match(sieve->filter, t.scene->store, row);
}

/* The row of another event that stands for this one: the list says so, and both are of one group by its query. */
static bool is_behind(row_id eye, row_id row)
{
    const struct slice *slice = stream()->slice;
    const struct slice_anchor anchor = slice_anchor(slice, eye);
    const struct filter_env env = {.now = t.now};
    struct buf query = {0};
    struct filter *filter = NULL;
    size_t index;
    fold_query(slice_get_fold(slice), t.scene->store, row, &query);
    bool same = query.n > 0 && filter_compile(buf_str(&query), &env, &filter, NULL) >= 0 &&
                filter_match(filter, t.scene->store, eye) && filter_match(filter, t.scene->store, row);
    filter_free(&filter);
    buf_fini(&query);
    return same && slice_find(slice, &anchor, &index) == SLICE_FOLDED && slice_row(slice, index) == row &&
           stream()->cursor.folded;
}

/* An event that has the row keeps it whatever arrives, unless the list is not complete yet, or events that were there
 * before begin to match. */
static bool keeps_its_row(void)
{
    const struct sieve *sieve = &stream()->sieve;
    return slice_progress(stream()->slice) == 1 &&
           (!sieve_is_narrowing(sieve) || str_find(sieve_text(sieve), STR("same")) < 0);
}

/* The row of the screen that wears the cursor; -1 = none, or several. */
static int cursor_on_screen(void)
{
    const struct grid *grid = t.scene->grid;
    struct canvas inner = {.rows = stream()->view.rows, .cols = stream()->view.cols};
    struct stream_parts parts = stream_arrange(stream(), inner);
    int found = -1, top = grid->rows - 2 - inner.rows; /* the header above, the footer below */
    for (int row = 0; row < parts.rows.rows; row++) {
        int at = top + parts.rows.row + row;
        if (grid->cells[at * grid->cols + 40].over != ROLE_ROW_CURSOR && grid->cells[at * grid->cols + 1].over != ROLE_ROW_CURSOR)
            continue;
        if (found >= 0)
            return -1;
        found = row;
    }
    return found;
}

static void check(row_id eye, int at)
{
    scene_draw(t.scene);
    if (slice_count(stream()->slice) == 0)
        return;
    if (stream()->window.cursor != at)
        fail("the cursor has left its row");
    if (cursor_on_screen() != at)
        fail("the picture shows it elsewhere");
    if (!store_has(t.scene->store, eye)) {
        t.expired++;
    } else if (!matches(eye)) {
        t.hidden++;
        if (stream_row(stream()) == eye)
            fail("what does not match is selected");
    } else if (stream_row(stream()) == eye) {
        t.kept++;
    } else if (!is_behind(eye, stream_row(stream()))) {
        fail("another event is selected");
    } else {
        t.folded++;
    }
}

static void one_round(void)
{
    if (below(4) == 0 || stream()->cursor.mode != CURSOR_HOLD || slice_count(stream()->slice) == 0)
        walk();
    if (stream()->cursor.mode != CURSOR_HOLD)
        return; /* the list is that short */
    const struct deed *deed = &deeds[below(DEED_COUNT)];
    row_id eye = deed->acts_on_row ? stream_row(stream()) : stream()->cursor.anchor.row;
    int at = stream()->window.cursor;
    t.scene->note_count = 0; /* sentences pile up */
    t.step = "arrivals";
    bool has_row = stream_row(stream()) == eye && keeps_its_row();
    arrive(below(60));
    check(eye, at);
    if (has_row && store_has(t.scene->store, eye) && matches(eye) && stream_row(stream()) != eye)
        fail("a late event has taken its row");
    if (deed->acts_on_row)
        eye = stream_row(stream());
    t.step = deed->name;
    if (deed->run != NULL)
        deed->run();
    else
        press(deed->keys);
    check(eye, at);
}

static void try_it(uint64_t seed, int rows, int cols)
{
    const char *top = getenv("top_srcdir") != NULL ? getenv("top_srcdir") : ".";
    t.random = seed;
    t.now = NOW;
    clock_freeze(NOW);
    t.scene = scene_new(top, rows, cols, GLYPH_SET_UTF8);
    store_set_max_bytes(t.scene->store, STORE_BYTES);
    arrive(400);
    scene_draw(t.scene);
    for (int round = 0; round < ROUNDS; round++)
        one_round();
    if (store_evicted(t.scene->store) == 0)
        fail("nothing was evicted: the test proves little");
    scene_free(&t.scene);
}

int main(void)
{
    try_it(1, 30, 100);
    try_it(2, 20, 60);
    printf("%zu times kept, %zu folded, %zu hidden, %zu expired\n", t.kept, t.folded, t.hidden, t.expired);
    return t.kept > ROUNDS && t.folded > ROUNDS / 20 && t.hidden > ROUNDS / 10 && t.expired > 0 ? 0 : 1;
}
