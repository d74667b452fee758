/* Plays scripts of events, keys and commands, and compares the screens with golden pictures in the same folder.
 *
 *   test_screens SCRIPT...       compares; says where the first row differs
 *   UPDATE=1 test_screens ...    writes the pictures anew (look at them before committing)
 *
 * A script is lines of `verb arguments`:
 *   new ROWSxCOLS [GLYPHS]       a fresh desk with the stream on it
 *   clock TIME                   the clock stands there from now on
 *   load FILE [FROM TO]          events of tests/data/FILE, those lines; arrival is 300 ms after the timestamp
 *   event JSON                   one event
 *   feed NAME STATE [KEY=VALUE]  a source; error= takes the rest of the line
 *   ask QUESTION               waits for its answer in the footer; nothing: no more
 *   gap FROM UNTIL WHY | bad LINE REASON | raw TEXT (of the last bad) | note TONE TEXT
 *   life TONE TEXT               a note about the first source
 *   facts TOPIC STATE [REST]     the platform can be asked; here JSON, asking, absent REASON, refused REASON
 *   entry ORIGIN NAME            a profile on the desk (shipped, team, own); of it: with OPTION TEXT | past FILTER
 *   key KEY...                   | run COMMAND LINE | resize ROWSxCOLS
 *   paint ROLE CELLS|- QUERY     a colour rule of the next profile; profile KEY|- NAME FILTER puts it on
 *   shot NAME                    the whole dump is NAME.txt
 *   text NAME                    only what a reader would copy
 *   mono NAME                    text, and how it looks without colour
 *   details NAME full|short      every event of the store, one after the other */
#include "scene.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "view/panel.h"
#include "view/stream.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

static struct {
    const char *top, *folder, *script;
    int line, failures, shots;
    bool updates;
    struct scene *scene;
} t;

static void die(const char *what, struct str about)
{
    fprintf(stderr, "%s:%d: %s: %.*s\n", t.script, t.line, what, STR_ARG(about));
    exit(1);
}

static bool slurp(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    char piece[4096];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, file)) > 0)
        buf_add(out, piece, n);
    fclose(file);
    return true;
}

static struct str word(struct str *rest)
{
    struct str piece = STR_NONE;
    *rest = str_trim(*rest);
    str_next(rest, ' ', &piece);
    *rest = str_trim(*rest);
    return piece;
}

static int64_t number(struct str *rest)
{
    int64_t value = 0;
    struct str text = word(rest);
    if (!str_i64(text, &value))
        die("not a number", text);
    return value;
}

static int64_t moment(struct str *rest)
{
    int64_t ms = 0;
    struct str text = word(rest);
    if (!instant_parse(text, &ms))
        die("not a time", text);
    return ms;
}

/* ---- pictures ---- */

static void complain(const char *name, struct str want, struct str got)
{
    struct str w = STR_NONE, g = STR_NONE;
    int row = 0;
    bool more_want = true, more_got = true;
    while (more_want || more_got) {
        more_want = str_next(&want, '\n', &w);
        more_got = str_next(&got, '\n', &g);
        if (more_want != more_got || !str_eq(w, g))
            break;
        row++;
    }
    fprintf(stderr, "%s:%d: %s differs in line %d\n  want %.*s\n  got  %.*s\n", t.script, t.line, name, row + 1,
            STR_ARG(more_want ? w : STR_NONE), STR_ARG(more_got ? g : STR_NONE));
    t.failures++;
}

static void compare(struct str name, struct str got)
{
    char path[4096];
    struct buf want = {0};
    snprintf(path, sizeof path, "%s/%.*s.txt", t.folder, STR_ARG(name));
    t.shots++;
    if (t.updates) {
        FILE *file = fopen(path, "w");
        must(file != NULL && fwrite(got.p, 1, got.n, file) == got.n && fclose(file) == 0);
    } else if (!slurp(path, &want)) {
        fprintf(stderr, "%s:%d: there is no %s\n", t.script, t.line, path);
        t.failures++;
    } else if (!str_eq(buf_str(&want), got)) {
        complain(path, buf_str(&want), got);
    }
    buf_fini(&want);
}

/* Every cell's attributes on a terminal without colours: b bold, d dim, u underline, r reverse, capitals with bold. */
static void dump_mono(const struct grid *grid, struct buf *out)
{
    static const char letters[16] = ".bdDuUmMrRsSvVwW";
    canvas_dump_text(grid, out);
    buf_add_text(out, "--- mono\n");
    for (int row = 0; row < grid->rows; row++) {
        for (int col = 0; col < grid->cols; col++) {
            const struct cell *cell = &grid->cells[row * grid->cols + col];
            unsigned attributes = role_row(cell->role)->mono;
            if (cell->over != ROLE_NONE)
                attributes |= role_row(cell->over)->mono;
            buf_add_byte(out, letters[attributes & 15]);
        }
        buf_add_byte(out, '\n');
    }
}

static void shoot(struct str verb, struct str name)
{
    struct buf picture = {0};
    scene_draw(t.scene);
    if (str_eq(verb, STR("shot")))
        canvas_dump(t.scene->grid, &picture);
    else if (str_eq(verb, STR("text")))
        canvas_dump_text(t.scene->grid, &picture);
    else
        dump_mono(t.scene->grid, &picture);
    compare(name, buf_str(&picture));
    buf_fini(&picture);
}

/* Rows at the end that hold nothing are left out. */
static void add_panel(struct grid *grid, struct panel *panel, row_id row, enum panel_size size, struct buf *out)
{
    struct buf text = {0}, title = {0};
    panel_show(panel, row, size);
    panel_title(panel, &title);
    grid_clear(grid);
    canvas_rule(canvas_of(grid), 0, buf_str(&title), STR_NONE);
    panel_draw(panel, canvas_sub(canvas_of(grid), 1, 2, grid->rows - 1, grid->cols - 4));
    canvas_dump_text(grid, &text);
    while (text.n > 1 && text.p[text.n - 1] == '\n' && text.p[text.n - 2] == '\n')
        text.n--;
    buf_add_str(out, buf_str(&text));
    buf_add_byte(out, '\n');
    buf_fini(&text);
    buf_fini(&title);
}

static void details(struct str rest)
{
    struct str name = word(&rest);
    bool full = str_eq(word(&rest), STR("full"));
    struct buf out = {0};
    struct panel panel;
    struct reader *reader = desk_reader(&t.scene->desk);
    struct grid *grid = grid_new(full ? 29 : 8, 100, GLYPH_SET_UTF8);
    panel_init(&panel, &t.scene->desk, reader);
    for (row_id row = store_oldest(t.scene->store); row != ROW_NONE; row = store_next(t.scene->store, row))
        add_panel(grid, &panel, row, full ? PANEL_FULL : PANEL_SHORT, &out);
    compare(name, buf_str(&out));
    panel_fini(&panel);
    reader_free(&reader);
    grid_free(&grid);
    buf_fini(&out);
}

/* ---- verbs ---- */

static void do_new(struct str rest)
{
    struct str size = word(&rest), rows;
    int64_t r = 0, c = 0;
    str_next(&size, 'x', &rows);
    if (!str_i64(rows, &r) || !str_i64(size, &c))
        die("not ROWSxCOLS", size);
    int set = GLYPH_SET_UTF8;
    for (int i = 0; i < GLYPH_SET_COUNT_; i++)
        set = str_eq(str_of(glyph_set_names[i]), rest) ? i : set;
    scene_free(&t.scene);
    t.scene = scene_new(t.top, (int)r, (int)c, (enum glyph_set)set);
}

static void do_resize(struct str rest)
{
    struct str rows;
    int64_t r = 0, c = 0;
    str_next(&rest, 'x', &rows);
    if (!str_i64(rows, &r) || !str_i64(rest, &c))
        die("not ROWSxCOLS", rest);
    scene_resize(t.scene, (int)r, (int)c);
}

static void take_event(struct str json)
{
    int64_t ms;
    ptrdiff_t at = str_find(json, STR("\"timestamp\":\""));
    struct str stamp = at >= 0 ? str_sub(json, (size_t)at + 13, 24) : STR_NONE;
    scene_event(t.scene, json, at >= 0 && instant_parse(stamp, &ms) ? ms + 300 : clock_wall_ms());
}

static void do_load(struct str rest)
{
    char path[4096];
    struct buf text = {0};
    struct str name = word(&rest), line;
    snprintf(path, sizeof path, "%s/tests/data/%.*s", t.top, STR_ARG(name));
    int64_t from = rest.n > 0 ? number(&rest) : 1, to = rest.n > 0 ? number(&rest) : INT64_MAX, n = 0;
    if (!slurp(path, &text))
        die("no such data", name);
    struct str lines = buf_str(&text);
    while (str_next(&lines, '\n', &line)) {
        n++;
        if (str_trim(line).n > 0 && n >= from && n <= to)
            take_event(line);
    }
    scene_flush(t.scene);
    buf_fini(&text);
}

static void do_event(struct str rest)
{
    take_event(rest);
    scene_flush(t.scene);
}

static void set_feed(struct feed *feed, struct str name, struct str value)
{
    int64_t n = 0;
    double d = -1;
    struct {
        const char *name;
        uint64_t *to;
    } counts[] = {{"events", &feed->events},     {"bytes", &feed->bytes}, {"dup", &feed->duplicates},
                  {"gaps", &feed->gaps},         {"bad", &feed->bad},     {"drops", &feed->drops},
                  {"requests", &feed->requests}, {"retries", &feed->retries},
                  {"changed", &feed->changed}};
    str_i64(value, &n);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (str_eq(str_of(counts[i].name), name))
            *counts[i].to = (uint64_t)n;
    }
    if (str_eq(name, STR("lag")))
        feed->lag_ms = n;
    else if (str_eq(name, STR("last")))
        feed->last_event_ms = clock_wall_ms() - n;
    else if (str_eq(name, STR("since")))
        feed->since_ms = clock_wall_ms() - n;
    else if (str_eq(name, STR("down")))
        feed->down_since_ms = clock_wall_ms() - n;
    else if (str_eq(name, STR("retry")))
        feed->retry_at_ms = clock_wall_ms() + n;
    else if (str_eq(name, STR("rate")) && str_double(value, &d))
        feed->per_second = d;
    else if (str_eq(name, STR("progress")) && str_double(value, &d))
        feed->progress = d;
    else if (str_eq(name, STR("code")))
        feed->last_error.code = (int)n;
    else if (str_eq(name, STR("held")))
        feed->held = 1;
    else if (str_eq(name, STR("finished")))
        feed->finished = 1;
    else if (str_eq(name, STR("error"))) {
        feed->last_error.code = feed->last_error.code != 0 ? feed->last_error.code : E_NETWORK;
        str_copy(value, feed->last_error.text, sizeof feed->last_error.text);
        feed->last_error_ms = clock_wall_ms() - 42000;
    }
}

static void do_feed(struct str rest)
{
    struct feed *feed = &t.scene->feeds[t.scene->feed_count++];
    *feed = (struct feed){.lag_ms = -1, .progress = -1, .since_ms = clock_wall_ms() - 61000};
    struct str name = word(&rest), state = word(&rest);
    for (size_t i = 0; i < name.n && i < FEED_NAME_MAX - 1; i++)
        feed->name[i] = name.p[i] == '_' ? ' ' : name.p[i];
    feed->follows = feed->fetches = str_starts(name, STR("emnify"));
    for (int i = 0; i < FEED_STATE_COUNT_; i++) {
        if (str_eq(str_of(feed_state_names[i]), state))
            feed->state = (enum feed_state)i;
    }
    while (rest.n > 0) {
        struct str value = str_starts(rest, STR("error=")) || str_starts(rest, STR("doing=")) ? rest : word(&rest), key;
        if (value.p == rest.p)
            rest = STR_NONE;
        str_next(&value, '=', &key);
        if (str_eq(key, STR("doing")))
            str_copy(value, feed->doing, sizeof feed->doing);
        else
            set_feed(feed, key, value);
    }
}

static void do_gap(struct str rest)
{
    struct desk_gap *gap = &t.scene->gap[t.scene->gap_count++];
    gap->from_ms = moment(&rest);
    gap->until_ms = moment(&rest);
    gap->when_ms = clock_wall_ms();
    str_copy(rest, gap->why, sizeof gap->why);
    stack_mark(t.scene->stack, VIEW_UPDATE);
}

static void do_bad(struct str rest)
{
    struct desk_bad *bad = &t.scene->bad[t.scene->bad_count++];
    bad->line = (uint64_t)number(&rest);
    bad->offset = bad->line * 700;
    bad->when_ms = clock_wall_ms();
    str_copy(rest, bad->reason, sizeof bad->reason);
}

static void do_raw(struct str rest)
{
    static char texts[32][200]; /* as long as the scene */
    static int used;
    char *text = texts[used++ % 32];
    size_t n = str_copy(rest, text, sizeof texts[0]);
    t.scene->bad[t.scene->bad_count - 1].raw = (struct str){text, n};
}

static void do_ask(struct str rest)
{
    static char question[200];
    str_copy(rest, question, sizeof question);
    t.scene->desk.question = rest.n > 0 ? question : NULL;
}

static void do_note(struct str rest)
{
    struct str tone = word(&rest);
    struct desk_note *note = &t.scene->note[t.scene->note_count++];
    note->number = (uint64_t)t.scene->note_count;
    note->when_ms = clock_wall_ms();
    note->tone = str_eq(tone, STR("good")) ? TONE_GOOD : str_eq(tone, STR("warn")) ? TONE_WARN : TONE_TEXT;
    str_copy(rest, note->text, sizeof note->text);
}

static void do_life(struct str rest)
{
    do_note(rest);
    t.scene->note[t.scene->note_count - 1].of_feed = true;
}

static void set_facts(struct fact_answer *answer, enum fact_topic topic, struct str state, struct str rest)
{
    bool here = str_eq(state, STR("here"));
    answer->asking = str_eq(state, STR("asking"));
    answer->asked_ms = answer->asking ? clock_wall_ms() : 0;
    if (answer->asking)
        return;
    if (here && fact_read(answer, topic, rest, NULL) < 0)
        die("no answer", rest);
    answer->at_ms = clock_wall_ms();
    if (!here)
        answer->state = str_eq(state, STR("absent")) ? FACT_ABSENT : FACT_REFUSED;
    if (!here)
        str_copy(rest, answer->reason, sizeof answer->reason);
}

static void do_facts(struct str rest)
{
    struct str name = word(&rest), state = word(&rest);
    int topic = 0;
    while (topic < FACT_TOPIC_COUNT_ && !str_eq(str_of(fact_topic_row((enum fact_topic)topic)->name), name))
        topic++;
    if (topic == FACT_TOPIC_COUNT_)
        die("no such topic", name);
    t.scene->has_api = true;
    set_facts(&t.scene->book.answers[topic], (enum fact_topic)topic, state, rest);
    stack_mark(t.scene->stack, VIEW_UPDATE);
}

static struct profile *dressing; /* rules wait here for their profile */

static void do_paint(struct str rest)
{
    struct str text[PROFILE_PAINT_OPTION_COUNT_];
    dressing = dressing != NULL ? dressing : profile_new();
    text[PROFILE_PAINT_ROLE] = word(&rest);
    text[PROFILE_PAINT_CELLS] = word(&rest);
    text[PROFILE_PAINT_QUERY] = rest;
    if (str_eq(text[PROFILE_PAINT_CELLS], STR("-")))
        text[PROFILE_PAINT_CELLS] = STR_NONE;
    must(profile_paint_add(dressing, text));
}

static void do_profile(struct str rest)
{
    struct str key = word(&rest);
    int64_t digit = -1;
    struct error err = {0};
    dressing = dressing != NULL ? dressing : profile_new();
    str_i64(key, &digit);
    profile_put(dressing, PROFILE_NAME, word(&rest), 0);
    profile_put(dressing, PROFILE_FILTER, rest, 0);
    if (stream_set_profile((struct stream *)stack_bottom(t.scene->stack), dressing, (int)digit, &err) < 0)
        die(err.text, rest);
    profile_free(&dressing);
}

static void do_entry(struct str rest)
{
    struct str origin = word(&rest);
    for (int i = 0; i < PROFILE_ORIGIN_COUNT_; i++) {
        if (str_eq(origin, str_of(profile_origin_names[i])))
            scene_profile(t.scene, (enum profile_origin)i, rest);
    }
}

static void do_with(struct str rest)
{
    struct str option = word(&rest);
    if (!scene_say(t.scene, option, rest))
        die("no such option of a profile", option);
}

static void do_past(struct str rest)
{
    t.scene->desk.past_add(t.scene, rest);
}

static void do_clock(struct str rest)
{
    clock_freeze(moment(&rest));
    if (t.scene != NULL)
        stack_mark(t.scene->stack, VIEW_UPDATE);
}

static void do_key(struct str rest)
{
    while (rest.n > 0)
        scene_key(t.scene, word(&rest));
}

static void do_run(struct str rest)
{
    char *line = str_dup(rest);
    scene_run(t.scene, line);
    free(line);
}

static void do_line(struct str verb, struct str rest)
{
    static const struct {
        const char *name;
        void (*run)(struct str rest);
    } verbs[] = {{"new", do_new},   {"resize", do_resize}, {"load", do_load}, {"event", do_event}, {"feed", do_feed},
                 {"gap", do_gap},   {"bad", do_bad},       {"raw", do_raw},   {"note", do_note},   {"ask", do_ask},   {"life", do_life},   {"clock", do_clock},
                 {"key", do_key},   {"paint", do_paint},   {"profile", do_profile},   {"run", do_run},
                 {"facts", do_facts}, {"details", details},        {"entry", do_entry},   {"with", do_with}, {"past", do_past}};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (str_eq(str_of(verbs[i].name), verb)) {
            verbs[i].run(rest);
            return;
        }
    }
    if (str_eq(verb, STR("shot")) || str_eq(verb, STR("text")) || str_eq(verb, STR("mono")))
        shoot(verb, rest);
    else
        die("no such verb", verb);
}

static void play(const char *script)
{
    struct buf text = {0};
    struct str lines, line;
    t.script = script;
    t.line = 0;
    if (!slurp(script, &text))
        die("cannot be read", str_of(script));
    lines = buf_str(&text);
    while (str_next(&lines, '\n', &line)) {
        t.line++;
        line = str_trim(line);
        if (line.n == 0 || line.p[0] == '#')
            continue;
        struct str verb = word(&line);
        do_line(verb, line);
    }
    scene_free(&t.scene);
    buf_fini(&text);
}

int main(int argc, char **argv)
{
    char pattern[4096], folder[4000];
    glob_t found = {0};
    t.top = getenv("top_srcdir") != NULL ? getenv("top_srcdir") : ".";
    t.updates = getenv("UPDATE") != NULL;
    snprintf(folder, sizeof folder, "%s/tests/screens", t.top);
    t.folder = folder;
    for (int i = 1; i < argc; i++)
        play(argv[i]);
    snprintf(pattern, sizeof pattern, "%s/*.script", folder);
    if (argc < 2 && glob(pattern, 0, NULL, &found) != 0) {
        fprintf(stderr, "no script matches %s\n", pattern);
        return 1;
    }
    for (size_t i = 0; i < found.gl_pathc; i++)
        play(found.gl_pathv[i]);
    globfree(&found);
    printf("%d screens, %d differ\n", t.shots, t.failures);
    return t.failures > 0 ? 1 : 0;
}
