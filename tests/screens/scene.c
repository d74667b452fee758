/* The desk of the screen tests. Commands that change the program itself do nothing here. */
#include "scene.h"

#include "base/clock.h"
#include "base/xalloc.h"
#include "view/stream.h"

#include <stdio.h>
#include <stdlib.h>

#define UPDATES_MAX 200 /* a view that never comes to rest is a bug */
#define BUDGET_NS 1000000000

static const struct option_row option_rows[] = {
#define OPT(id, name, kind, min, max, fallback, words, unit, sentence, dirties)                                        \
    {name, OPTION_##kind, min, max, fallback, words, unit, sentence, 0},
#include "app/options.def"
#undef OPT
};

static int do_nothing(void *target, struct str args, struct error *err)
{
    (void)target, (void)args, (void)err;
    return 0;
}

static int run_back(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    stack_pop(((struct scene *)target)->stack);
    return 0;
}

static int run_help(void *target, struct str args, struct error *err)
{
    return stack_push(((struct scene *)target)->stack, views_find(STR("help")), args, err);
}

static int run_palette(void *target, struct str args, struct error *err)
{
    return stack_push(((struct scene *)target)->stack, views_find(STR("palette")), args, err);
}

static int run_devices(void *target, struct str args, struct error *err)
{
    return stack_push(((struct scene *)target)->stack, views_find(STR("devices")), args, err);
}

static int run_view(void *target, struct str args, struct error *err)
{
    struct str name;
    str_next(&args, ' ', &name);
    return stack_push(((struct scene *)target)->stack, views_find(name), args, err);
}

static int run_freeze(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct scene *scene = target;
    scene->desk.frozen = !scene->desk.frozen;
    stack_mark(scene->stack, VIEW_UPDATE);
    return 0;
}

/* UTC, local, both. */
static int run_zone(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct scene *scene = target;
    struct desk *desk = &scene->desk;
    if (desk->beside != NULL) {
        desk->beside = NULL;
        desk->zone = desk->utc;
    } else if (desk->zone == desk->utc) {
        desk->zone = desk->local;
    } else {
        desk->zone = desk->utc;
        desk->beside = desk->local;
    }
    stack_mark(scene->stack, VIEW_UPDATE);
    return 0;
}

static int run_profile(void *target, struct str args, struct error *err)
{
    struct scene *scene = target;
    for (int i = 0; i < scene->profile_count; i++) {
        struct profile_entry *entry = &scene->profiles[i];
        if (!str_eq(str_of(profile_text(entry->profile, PROFILE_NAME)), args))
            continue;
        scene->profile_current = i;
        return stream_set_profile((struct stream *)stack_bottom(scene->stack), entry->profile, entry->key, err);
    }
    return err_set(err, E_UNKNOWN, "there is no profile `%.*s`", STR_ARG(args));
}

static struct command command_rows[] = {
#define CMD(name, aliases, args, fn, line, help) {name, aliases, args, do_nothing, line, help},
#include "app/commands.def"
#undef CMD
};
#define COMMAND_COUNT ((int)(sizeof command_rows / sizeof *command_rows))

static void wire_commands(void)
{
    static const struct {
        const char *name;
        command_fn run;
    } real[] = {{"back", run_back},       {"leave", run_back},     {"help", run_help},       {"palette", run_palette}, {"view", run_view},
                {"devices", run_devices}, {"profile", run_profile}, {"freeze", run_freeze},   {"zone", run_zone}};
    for (int i = 0; i < COMMAND_COUNT; i++) {
        for (size_t k = 0; k < sizeof real / sizeof *real; k++) {
            if (strcmp(command_rows[i].name, real[k].name) == 0)
                command_rows[i].run = real[k].run;
        }
    }
}

/* ---- what the desk asks ---- */

static int feed_count(void *app)
{
    return ((struct scene *)app)->feed_count;
}

static const struct feed *feed(void *app, int index)
{
    return &((struct scene *)app)->feeds[index];
}

static int bad_count(void *app)
{
    return ((struct scene *)app)->bad_count;
}

static const struct desk_bad *bad(void *app, int index)
{
    return &((struct scene *)app)->bad[index];
}

static int gap_count(void *app)
{
    return ((struct scene *)app)->gap_count;
}

static const struct desk_gap *gap(void *app, int index)
{
    return &((struct scene *)app)->gap[index];
}

static int note_count(void *app)
{
    return ((struct scene *)app)->note_count;
}

static const struct desk_note *note(void *app, int index)
{
    return &((struct scene *)app)->note[index];
}

static void say(void *app, enum tone tone, const char *sentence)
{
    struct scene *scene = app;
    must(scene->note_count < SCENE_ROWS_MAX);
    struct desk_note *row = &scene->note[scene->note_count++];
    row->number = (uint64_t)scene->note_count;
    row->when_ms = clock_wall_ms();
    row->tone = tone;
    snprintf(row->text, sizeof row->text, "%s", sentence);
    stack_answered(scene->stack);
}

static void copy(void *app, struct str text, const char *what)
{
    struct scene *scene = app;
    char said[120];
    buf_clear(&scene->copied);
    buf_add_str(&scene->copied, text);
    snprintf(said, sizeof said, "Copied %s (%zu bytes).", what, text.n);
    say(app, TONE_GOOD, said);
}

static void run_line(void *app, const char *line)
{
    scene_run(app, line);
}

static void feed_pause(void *app, int index)
{
    struct feed *row = &((struct scene *)app)->feeds[index];
    row->held = !row->held;
    row->state = row->held ? FEED_PAUSED : FEED_LIVE;
}

static void feed_retry(void *app, int index)
{
    (void)app, (void)index;
}

static void fetch_older(void *app, const struct fact_about *about, int64_t from_ms, int64_t until_ms)
{
    (void)app, (void)about, (void)from_ms, (void)until_ms;
}

static const struct fact_book *facts(void *app, struct fact_about about)
{
    struct scene *scene = app;
    scene->book.about = about;
    return scene->has_api ? &scene->book : NULL;
}

static void facts_ask(void *app, struct fact_about about, enum desk_want want)
{
    (void)app, (void)about, (void)want;
}

static void facts_leave(void *app, struct fact_about about)
{
    (void)app, (void)about;
}

static const char *api(void *app, struct fact_about about)
{
    (void)app, (void)about;
    return "https://cdn.emnify.net/api/v1";
}

static void export_rows(void *app, const row_id *rows, size_t count, const char *format, const char *path)
{
    char said[200];
    (void)rows;
    snprintf(said, sizeof said, "Wrote %zu rows as %s to %s.", count, format, path);
    say(app, TONE_GOOD, said);
}

static int profile_count(void *app)
{
    return ((struct scene *)app)->profile_count;
}

static const struct profile_entry *profile_at(void *app, int index)
{
    return &((struct scene *)app)->profiles[index];
}

static int profile_current(void *app)
{
    return ((struct scene *)app)->profile_current;
}

static bool count_matches(void *app, int64_t budget_ns)
{
    struct scene *scene = app;
    (void)budget_ns;
    for (int i = 0; i < scene->profile_count; i++) {
        const struct filter_env env = {.now = clock_wall_ms()};
        struct filter *filter = NULL;
        struct buf query = {0};
        guise_query(scene->profiles[i].profile, &query);
        scene->profiles[i].matches = filter_compile(buf_str(&query), &env, &filter, NULL) >= 0 ? 0 : -1;
        for (row_id row = store_oldest(scene->store); filter != NULL && row != ROW_NONE; row = store_next(scene->store, row))
            scene->profiles[i].matches += filter_match(filter, scene->store, row);
        filter_free(&filter);
        buf_fini(&query);
    }
    return false;
}

static void profile_share(void *app, int index)
{
    struct buf line = {0};
    buf_add_fmt(&line, "evmon --profile '%s'", profile_text(profile_at(app, index)->profile, PROFILE_NAME));
    copy(app, buf_str(&line), "the command line");
    buf_fini(&line);
}

static void profile_differences(void *app, int index, struct buf *out)
{
    buf_add_fmt(out, "filter: %s \xe2\x86\x92 type:pdp.reject cc:de\n",
                profile_text(profile_at(app, index)->profile, PROFILE_FILTER));
}

static struct desk_hook hook(void *app)
{
    (void)app;
    return (struct desk_hook){true, 3, 12};
}

static int past_count(void *app)
{
    return ((struct scene *)app)->past_count;
}

static const char *past(void *app, int index)
{
    const struct scene *scene = app;
    return scene->past[scene->past_count - 1 - index];
}

static void past_add(void *app, struct str filter)
{
    struct scene *scene = app;
    bool again = scene->past_count > 0 && str_eq(str_of(scene->past[scene->past_count - 1]), filter);
    if (!again && scene->past_count < SCENE_ROWS_MAX)
        scene->past[scene->past_count++] = str_dup(filter);
}

static void each_list(void *app, void (*visit)(void *user, const char *name), void *user)
{
    (void)app;
    visit(user, "vip-sims");
    visit(user, "test-devices");
}

static void dirty(void *app, unsigned bits)
{
    stack_mark(((struct scene *)app)->stack, bits);
}

/* ---- life ---- */

static struct keymaps *read_keys(const char *top)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/src/app/default.conf", top);
    FILE *file = fopen(path, "r");
    must(file != NULL);
    struct buf text = {0};
    char piece[4096];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, file)) > 0)
        buf_add(&text, piece, n);
    fclose(file);
    struct keymaps *maps = keymaps_new();
    struct error err = {0};
    views_declare_keymaps(maps);
    if (keymap_read(maps, buf_str(&text), "default.conf", &err) < 0) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    buf_fini(&text);
    return maps;
}

static void lay_desk(struct scene *s)
{
    s->desk = (struct desk){
        .app = s, .store = s->store, .buckets = s->buckets, .fleet = s->fleet, .options = s->options,
        .keymaps = s->keymaps, .zone = NULL, .utc = NULL, .local = s->local, .commands = &s->commands, .views = views_all,
        .feed_count = feed_count, .feed = feed, .bad_count = bad_count, .bad = bad, .gap_count = gap_count, .gap = gap,
        .note_count = note_count, .note = note, .say = say, .copy = copy, .run = run_line, .feed_pause = feed_pause,
        .feed_retry = feed_retry, .fetch_older = fetch_older, .facts = facts, .facts_ask = facts_ask, .facts_leave = facts_leave,
        .api = api, .export_rows = export_rows, .dirty = dirty,
        .profile_count = profile_count, .profile = profile_at, .profile_current = profile_current,
        .profile_count_matches = count_matches, .hook = hook, .profile_share = profile_share, .profile_differences = profile_differences,
        .past_count = past_count, .past = past, .past_add = past_add, .each_list = each_list,
    };
}

struct scene *scene_new(const char *top, int rows, int cols, enum glyph_set glyphs)
{
    struct scene *s = xcalloc(1, sizeof *s);
    struct error err = {0};
    wire_commands();
    s->store = store_new(&(struct store_options){0});
    s->buckets = buckets_new(s->store);
    s->fleet = fleet_new(s->store, FLEET_ENTITIES_DEFAULT);
    s->decoder = decoder_new();
    s->options = options_new(option_rows, (int)(sizeof option_rows / sizeof *option_rows));
    s->keymaps = read_keys(top);
    s->local = zone_new(STR("CET-1CEST,M3.5.0,M10.5.0/3"), &err);
    must(s->local != NULL);
    s->commands = (struct command_set){command_rows, COMMAND_COUNT, s, "global"};
    lay_desk(s);
    s->stack = stack_new(&s->desk);
    must(stack_push(s->stack, views_find(STR("stream")), STR_NONE, &err) >= 0);
    s->grid = grid_new(rows, cols, glyphs);
    return s;
}

void scene_free(struct scene **scene)
{
    struct scene *s = *scene;
    if (s == NULL)
        return;
    stack_free(&s->stack);
    for (int i = 0; i < s->profile_count; i++) {
        profile_free(&s->profiles[i].profile);
        free(s->profiles[i].path);
    }
    grid_free(&s->grid);
    zone_free(&s->local);
    keymaps_free(&s->keymaps);
    options_free(&s->options);
    decoder_free(&s->decoder);
    fleet_free(&s->fleet);
    buckets_free(&s->buckets);
    store_free(&s->store);
    for (int i = 0; i < s->past_count; i++)
        free(s->past[i]);
    buf_fini(&s->copied);
    fact_book_fini(&s->book);
    free(s);
    *scene = NULL;
}

void scene_profile(struct scene *s, enum profile_origin origin, struct str name)
{
    must(s->profile_count < SCENE_PROFILES_MAX);
    struct profile_entry *entry = &s->profiles[s->profile_count++];
    *entry = (struct profile_entry){.profile = profile_new(), .origin = origin, .key = -1};
    entry->path = str_dup(STR("/etc/xdg/evmon/profiles.d/some.conf"));
    entry->changed_ms = clock_wall_ms() - INT64_C(172800000);
    profile_put(entry->profile, PROFILE_NAME, name, 0);
}

static int64_t word_index(const char *words, struct str word)
{
    struct str rest = str_of(words), piece;
    for (int64_t i = 0; str_next(&rest, ',', &piece); i++) {
        if (str_eq(piece, word))
            return i;
    }
    return 0;
}

bool scene_say(struct scene *s, struct str option, struct str text)
{
    struct profile_entry *entry = &s->profiles[s->profile_count - 1];
    int64_t number = 0;
    if (str_eq(option, STR("colour"))) {
        const struct str paint[PROFILE_PAINT_OPTION_COUNT_] = {[PROFILE_PAINT_QUERY] = text, [PROFILE_PAINT_ROLE] = STR("warn")};
        return profile_paint_add(entry->profile, paint);
    }
    for (int i = 0; i < PROFILE_OPTION_COUNT_; i++) {
        const struct profile_row *row = profile_row((enum profile_option)i);
        if (!str_eq(option, str_of(row->name)))
            continue;
        if (row->kind == PROFILE_KIND_SPAN)
            must(instant_parse_span(text, &number));
        else if (row->kind == PROFILE_KIND_ENUM)
            number = word_index(row->words, text);
        profile_put(entry->profile, (enum profile_option)i, text, number);
        entry->key = profile_key(entry->profile);
        return true;
    }
    return false;
}

void scene_event(struct scene *s, struct str json, int64_t arrival_ms)
{
    struct event event;
    struct error err = {0};
    row_id row;
    if (decode_event(s->decoder, json, arrival_ms, &event, &err) < 0) {
        fprintf(stderr, "%s: %.*s\n", err.text, STR_ARG(json));
        exit(1);
    }
    store_append(s->store, &event, 0, (struct raw_place){-1, 0}, &row);
    decoder_reset(s->decoder);
}

void scene_flush(struct scene *s)
{
    store_flush(s->store);
    stack_mark(s->stack, VIEW_UPDATE);
}

void scene_key(struct scene *s, struct str key)
{
    scene_draw(s);
    stack_key(s->stack, key, &s->commands);
}

void scene_run(struct scene *s, const char *line)
{
    scene_draw(s);
    stack_run(s->stack, str_of(line), &s->commands);
    stack_mark(s->stack, VIEW_UPDATE);
}

void scene_resize(struct scene *s, int rows, int cols)
{
    grid_resize(s->grid, rows, cols);
    stack_mark(s->stack, VIEW_LAYOUT);
}

void scene_draw(struct scene *s)
{
    stack_draw(s->stack, s->grid); /* views learn their size */
    int updates = 0;
    do {
        stack_update(s->stack, BUDGET_NS);
        must(updates++ < UPDATES_MAX);
    } while ((stack_top(s->stack)->dirty & VIEW_UPDATE) != 0);
    stack_draw(s->stack, s->grid);
}
