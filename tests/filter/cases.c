/* Reads and runs *.t files. Each query is also printed and read again, walked by the naive evaluator, and asked row by
 * row, and all must agree. */
#include "cases.h"

#include "base/xalloc.h"
#include "base/zone.h"
#include "decode/json.h"
#include "filter/check.h"
#include "filter/filter.h"
#include "filter/parse.h"
#include "naive.h"

#include <stdio.h>
#include <stdlib.h>

#define SETS_MAX 16
#define LISTS_MAX 16

struct set {
    char name[32];
    struct store *store;
};

struct list {
    char name[32];
    struct buf text;
};

struct cases {
    const char *path;
    int line;
    struct set sets[SETS_MAX];
    size_t set_count;
    struct set *use;
    struct list lists[LISTS_MAX];
    size_t list_count;
    struct zone *zone;
    int64_t now;
    struct decoder *decoder;
    struct buf query;
    int query_line;
    struct cases_result result;
};

static void say(struct cases *c, const char *what, struct str a, struct str b)
{
    printf("%s:%d: %.*s\n    %s\n    wanted: %.*s\n    got:    %.*s\n", c->path, c->query_line,
           STR_ARG(buf_str(&c->query)), what, STR_ARG(a), STR_ARG(b));
    c->result.bad++;
}

static int lookup(void *user, struct str name, struct buf *text, struct error *err)
{
    struct cases *c = user;
    for (size_t i = 0; i < c->list_count; i++) {
        if (str_eq(name, str_of(c->lists[i].name))) {
            buf_add_str(text, buf_str(&c->lists[i].text));
            return 0;
        }
    }
    return err_set(err, E_UNKNOWN, "there is no list %.*s", STR_ARG(name));
}

static struct filter_env env_of(struct cases *c)
{
    return (struct filter_env){.user = c, .lookup_list = lookup, .zone = c->zone, .now = c->now};
}

/* ---- directives ---- */

static void add_event(struct cases *c, struct str json)
{
    struct event event;
    struct error err = {0};
    row_id row;
    if (c->use == NULL || decode_event(c->decoder, json, c->now, &event, &err) < 0) {
        printf("%s:%d: an event cannot be read: %s\n", c->path, c->line, err.text);
        c->result.bad++;
        return;
    }
    store_append(c->use->store, &event, 0, (struct raw_place){-1, 0}, &row);
}

static void use_set(struct cases *c, struct str name, bool make)
{
    for (size_t i = 0; i < c->set_count; i++) {
        if (str_eq(name, str_of(c->sets[i].name))) {
            c->use = &c->sets[i];
            return;
        }
    }
    if (!make || c->set_count == SETS_MAX) {
        printf("%s:%d: no such set\n", c->path, c->line);
        exit(1);
    }
    c->use = &c->sets[c->set_count++];
    str_copy(name, c->use->name, sizeof c->use->name);
    c->use->store = store_new(&(struct store_options){0});
}

static void add_list(struct cases *c, struct str rest)
{
    struct list *list = &c->lists[c->list_count++];
    struct str name, value;
    str_next(&rest, ' ', &name);
    str_copy(name, list->name, sizeof list->name);
    while (str_next(&rest, '|', &value)) {
        buf_add_str(&list->text, value);
        buf_add_byte(&list->text, '\n');
    }
}

static void set_zone(struct cases *c, struct str name)
{
    zone_free(&c->zone);
    c->zone = zone_new(name, NULL);
}

/* ---- a query that matches ---- */

static void ids_of(struct cases *c, struct filter *filter, struct buf *out)
{
    const struct store *store = c->use->store;
    uint64_t *bits = xcalloc(SEGMENT_ROWS / 64, sizeof *bits);
    filter_bind(filter, store);
    for (size_t s = 0; s < store_segment_count(store); s++) {
        const struct segment *segment = store_segment(store, s);
        filter_run(filter, segment, 0, segment_rows(segment), bits);
        for (uint32_t r = 0; r < segment_rows(segment); r++) {
            if (bits[r / 64] >> (r % 64) & 1)
                buf_add_fmt(out, "%s%llu", out->n > 0 ? " " : "", (unsigned long long)segment_ids(segment)[r]);
        }
    }
    free(bits);
}

static void ids_row_by_row(struct cases *c, struct filter *filter, struct buf *out)
{
    const struct store *store = c->use->store;
    for (row_id row = store_next(store, ROW_NONE); row != ROW_NONE; row = store_next(store, row)) {
        if (filter_match(filter, store, row))
            buf_add_fmt(out, "%s%llu", out->n > 0 ? " " : "", (unsigned long long)store_id(store, row));
    }
}

static void ids_naive(struct cases *c, struct buf *out)
{
    struct arena *arena = arena_new();
    struct ast ast = {.arena = arena};
    struct filter_env env = env_of(c);
    const struct store *store = c->use->store;
    struct naive naive = {store, &env};
    if (parse_query(buf_str(&c->query), &ast, NULL, NULL) == 0 && check_query(&ast, &env, NULL) == 0) {
        for (row_id row = store_next(store, ROW_NONE); row != ROW_NONE; row = store_next(store, row)) {
            if (naive_match(&naive, ast.root, row))
                buf_add_fmt(out, "%s%llu", out->n > 0 ? " " : "", (unsigned long long)store_id(store, row));
        }
    }
    arena_free(&arena);
}

/* The canonical text read again: the same text, the same events. */
static void check_round_trip(struct cases *c, const struct filter *filter, struct str wanted)
{
    struct filter_env env = env_of(c);
    struct filter *again = NULL;
    struct error err = {0};
    struct buf ids = {0};
    struct str canonical = filter_canonical(filter);
    if (filter_compile(canonical, &env, &again, &err) < 0) {
        say(c, "the canonical form does not compile", canonical, str_of(err.text));
        return;
    }
    if (!str_eq(filter_canonical(again), canonical))
        say(c, "the canonical form is not stable", canonical, filter_canonical(again));
    ids_of(c, again, &ids);
    if (!str_eq(buf_str(&ids), wanted))
        say(c, "the canonical form matches other events", canonical, buf_str(&ids));
    buf_fini(&ids);
    filter_free(&again);
}

static void check_match(struct cases *c, struct str wanted)
{
    struct filter_env env = env_of(c);
    struct filter *filter = NULL;
    struct error err = {0};
    struct buf ids = {0}, single = {0}, naive = {0};
    int bad = c->result.bad;
    if (filter_compile(buf_str(&c->query), &env, &filter, &err) < 0) {
        say(c, "does not compile", wanted, str_of(err.text));
        return;
    }
    ids_of(c, filter, &ids);
    if (!str_eq(buf_str(&ids), wanted))
        say(c, "the program", wanted, buf_str(&ids));
    ids_row_by_row(c, filter, &single);
    if (!str_eq(buf_str(&single), buf_str(&ids)))
        say(c, "row by row", buf_str(&ids), buf_str(&single));
    ids_naive(c, &naive);
    if (!str_eq(buf_str(&naive), wanted))
        say(c, "the naive walk", wanted, buf_str(&naive));
    check_round_trip(c, filter, buf_str(&ids));
    c->result.good += bad == c->result.bad;
    buf_fini(&ids);
    buf_fini(&single);
    buf_fini(&naive);
    filter_free(&filter);
}

/* ---- a query that is wrong ---- */

static struct str third_line(struct str text, struct str *message)
{
    struct str line, rest = text;
    str_next(&rest, '\n', message);
    str_next(&rest, '\n', &line);
    str_next(&rest, '\n', &line);
    return str_sub(line, 2, line.n);
}

static void check_error(struct cases *c, struct str wanted)
{
    struct filter_env env = env_of(c);
    struct filter *filter = NULL;
    struct error err = {0};
    struct buf text = {0};
    struct str message = STR_NONE;
    if (filter_compile(buf_str(&c->query), &env, &filter, &err) == 0) {
        say(c, "compiles, but should not", wanted, filter_canonical(filter));
        filter_free(&filter);
        return;
    }
    filter_error_text(buf_str(&c->query), &err, &text);
    struct str carets = third_line(buf_str(&text), &message);
    bool is_caret = str_ends(wanted, STR("^")) && str_trim(wanted).p[0] == '^';
    if (is_caret && !str_eq(carets, wanted))
        say(c, err.text, wanted, carets);
    else if (!is_caret && str_find(message, wanted) < 0)
        say(c, "another message", wanted, message);
    else
        c->result.good += is_caret;
    buf_fini(&text);
}

/* ---- lines ---- */

static void set_query(struct cases *c, struct str text)
{
    buf_clear(&c->query);
    c->query_line = c->line;
    for (size_t i = 0; i < text.n; i++) {
        bool escape = text.p[i] == '\\' && i + 1 < text.n && (text.p[i + 1] == 'n' || text.p[i + 1] == 't');
        if (escape)
            buf_add_byte(&c->query, text.p[++i] == 'n' ? '\n' : '\t');
        else
            buf_add_byte(&c->query, text.p[i]);
    }
}

static void include(struct cases *c, struct str name);

static void run_line(struct cases *c, struct str line)
{
    static const struct {
        struct str word;
    } words[] = {{STR("set ")}, {STR("now ")}, {STR("zone ")}, {STR("use ")}, {STR("list ")}, {STR("include ")}};
    size_t word = 0;
    while (word < 6 && !str_starts(line, words[word].word))
        word++;
    struct str rest = word < 6 ? str_sub(line, words[word].word.n, line.n) : STR_NONE;
    if (word == 0 || word == 3)
        use_set(c, rest, word == 0);
    else if (word == 1)
        instant_parse(rest, &c->now);
    else if (word == 2)
        set_zone(c, rest);
    else if (word == 4)
        add_list(c, rest);
    else if (word == 5)
        include(c, rest);
    else if (str_starts(line, STR("{")))
        add_event(c, line);
    else if (str_starts(line, STR("?")))
        set_query(c, str_sub(line, 2, line.n));
    else if (str_starts(line, STR("=")))
        check_match(c, str_sub(line, 2, line.n));
    else if (str_starts(line, STR("! ")))
        check_error(c, str_sub(line, 2, line.n));
    else if (line.n > 0 && line.p[0] != '#') {
        printf("%s:%d: what is this line?\n", c->path, c->line);
        c->result.bad++;
    }
}

static void run_file(struct cases *c, const char *path);

/* include NAME: the lines of a file beside this one */
static void include(struct cases *c, struct str name)
{
    char path[4096];
    const char *slash = strrchr(c->path, '/'), *outer = c->path;
    int line = c->line;
    snprintf(path, sizeof path, "%.*s/%.*s", slash != NULL ? (int)(slash - c->path) : 1, slash != NULL ? c->path : ".",
             STR_ARG(name));
    run_file(c, path);
    c->path = outer;
    c->line = line;
}

static struct buf slurp(const char *path)
{
    struct buf text = {0};
    FILE *file = fopen(path, "rb");
    char piece[4096];
    size_t n;
    if (file == NULL) {
        printf("%s cannot be read\n", path);
        exit(1);
    }
    while ((n = fread(piece, 1, sizeof piece, file)) > 0)
        buf_add(&text, piece, n);
    fclose(file);
    return text;
}

static void run_file(struct cases *c, const char *path)
{
    struct buf text = slurp(path);
    struct str rest = buf_str(&text), line;
    c->path = path;
    c->line = 0;
    while (str_next(&rest, '\n', &line)) {
        c->line++;
        run_line(c, line);
    }
    buf_fini(&text);
}

struct cases_result cases_run(const char *path)
{
    struct cases c = {.decoder = decoder_new()};
    run_file(&c, path);
    buf_fini(&c.query);
    for (size_t i = 0; i < c.set_count; i++)
        store_free(&c.sets[i].store);
    for (size_t i = 0; i < c.list_count; i++)
        buf_fini(&c.lists[i].text);
    zone_free(&c.zone);
    decoder_free(&c.decoder);
    return c.result;
}
