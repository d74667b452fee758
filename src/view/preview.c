/* The words for a profile, and the counts beside them. Must not know the list of profiles or keys. */
#include "view/preview.h"

#include "base/clock.h"
#include "base/fmt.h"
#include "base/xalloc.h"
#include "base/utf8.h"
#include "view/guise.h"

#include <stdio.h>
#include <stdlib.h>

#define PAINTS_TOLD 3
#define RATE_WORDS 36 /* columns beside the sparkline: its label and what it adds up to */

void preview_init(struct preview *preview, const struct desk *desk)
{
    struct error err = {0};
    const struct options *options = desk->options;
    int fields = options_find(options, STR("facets.fields"));
    *preview = (struct preview){.desk = desk, .query = xstrdup("")};
    facets_init(&preview->facets, desk, NULL);
    if (facets_parse(&preview->facets, str_of(options_text(options, fields)), &err) < 0)
        must(facets_parse(&preview->facets, str_of(options_row(options, fields)->fallback), &err) >= 0);
    rate_init(&preview->rate, desk);
    preview->sheet = sheet_new();
}

void preview_fini(struct preview *preview)
{
    facets_fini(&preview->facets);
    rate_fini(&preview->rate);
    sheet_free(&preview->sheet);
    profile_free(&preview->profile);
    filter_free(&preview->filter);
    free(preview->query);
}

/* ---- the query ---- */

struct filter_env preview_env(const struct preview *preview)
{
    struct filter_env env = preview->rate.sieve.env; /* it knows the lists, and what the fleet knows */
    env.zone = preview->desk->zone;
    env.now = desk_now(preview->desk);
    return env;
}

static int use_query(struct preview *p, struct str query, struct error *err)
{
    const struct filter_env env = preview_env(p);
    struct filter *filter = NULL, *old = p->filter;
    char *text = str_dup(query);
    int result = filter_compile(str_of(text), &env, &filter, err);
    if (result >= 0 && filter_is_every(filter))
        filter_free(&filter);
    free(p->query);
    p->query = text;
    p->filter = filter;
    if (result >= 0)
        result = facets_set(&p->facets, p->filter, err);
    filter_free(&old);
    rate_set(&p->rate, str_of(p->query));
    return result;
}

int preview_set_query(struct preview *preview, struct str query, struct error *err)
{
    preview->ticked = 1;
    return use_query(preview, query, err);
}

void preview_show(struct preview *preview, const struct profile_entry *entry)
{
    struct buf query = {0};
    const struct profile *shown = preview->profile;
    bool same = shown != NULL && profile_compare(shown, entry->profile, NULL, NULL) == 0 &&
                strcmp(profile_text(shown, PROFILE_NAME), profile_text(entry->profile, PROFILE_NAME)) == 0;
    if (same)
        return;
    profile_free(&preview->profile);
    preview->profile = profile_dup(entry->profile);
    preview->ticked = 0;
    err_clear(&preview->err);
    guise_query(preview->profile, &query);
    use_query(preview, buf_str(&query), &preview->err);
    buf_fini(&query);
}

bool preview_work(struct preview *preview, int64_t budget_ns)
{
    int64_t until = clock_mono_ns() + budget_ns;
    bool more = preview->err.code == 0 && preview->facets.seen > 0 && facets_work(&preview->facets, budget_ns / 2);
    more |= rate_work(&preview->rate, until - clock_mono_ns());
    return more;
}

/* ---- words ---- */

static void add_line(struct preview *p, const char *label)
{
    sheet_line(p->sheet, str_of(label), -1, SHEET_OWN);
}

static void fill_query(struct preview *p)
{
    add_line(p, "filter");
    bool bad = p->err.code != 0;
    sheet_span(p->sheet, bad ? ROLE_INPUT_ERROR : p->query[0] != '\0' ? ROLE_ACCENT : ROLE_MUTED,
               p->query[0] != '\0' ? str_of(p->query) : STR("none: everything"));
    if (p->ticked)
        sheet_span(p->sheet, ROLE_WARN, STR("  ticked here"));
    if (bad)
        sheet_text(p->sheet, ROLE_WARN, str_of(p->err.text));
}

static const char *columns_of(const struct preview *p)
{
    const char *own = profile_text(p->profile, PROFILE_COLUMNS);
    const struct options *options = p->desk->options;
    return own[0] != '\0' ? own : options_text(options, options_find(options, STR("stream.columns")));
}

static void fill_columns(struct preview *p)
{
    bool own = profile_is_set(p->profile, PROFILE_COLUMNS);
    add_line(p, "columns");
    sheet_span(p->sheet, own ? ROLE_VALUE : ROLE_MUTED, str_of(columns_of(p)));
}

static void order_words(const struct preview *p, char *out, size_t size)
{
    struct str sort = str_of(profile_text(p->profile, PROFILE_SORT));
    bool down = str_starts(sort, STR("-"));
    struct str field = down ? str_sub(sort, 1, sort.n) : sort;
    if (field_find(field) == FIELD_TS)
        snprintf(out, size, "%s first", down ? "newest" : "oldest");
    else
        snprintf(out, size, "by %.*s, %s first", STR_ARG(field), down ? "largest" : "smallest");
}

static void fill_group(struct preview *p)
{
    if (guise_fold(p->profile).kind != FOLD_NONE)
        sheet_print(p->sheet, ROLE_VALUE, "; group %s in %s", profile_text(p->profile, PROFILE_GROUP),
                    profile_text(p->profile, PROFILE_GROUP_WITHIN));
}

static void fill_order(struct preview *p)
{
    char words[96];
    bool own = profile_is_set(p->profile, PROFILE_SORT);
    order_words(p, words, sizeof words);
    add_line(p, "order");
    sheet_span(p->sheet, own ? ROLE_VALUE : ROLE_MUTED, str_of(words));
    fill_group(p);
    if (profile_number(p->profile, PROFILE_LAYOUT) != PROFILE_LAYOUT_KEEP)
        sheet_print(p->sheet, ROLE_VALUE, "; detail %s", profile_text(p->profile, PROFILE_LAYOUT));
}

static void fill_colours(struct preview *p)
{
    int count = p->profile->paint_count;
    for (int i = 0; i < count && i < PAINTS_TOLD; i++) {
        const struct profile_paint *paint = &p->profile->paint[i];
        const char *cells = paint->text[PROFILE_PAINT_CELLS];
        add_line(p, i == 0 ? "colour" : "");
        sheet_print(p->sheet, ROLE_VALUE, "%s ", paint->text[PROFILE_PAINT_ROLE]);
        if (cells[0] != '\0')
            sheet_print(p->sheet, ROLE_VALUE, "in %s ", cells);
        sheet_print(p->sheet, ROLE_MUTED, "if %s", paint->text[PROFILE_PAINT_QUERY]);
    }
    if (count > PAINTS_TOLD)
        sheet_print(p->sheet, ROLE_MUTED, " and %d more", count - PAINTS_TOLD);
}

static void add_where(struct preview *p, enum profile_option filter, enum profile_option every)
{
    if (profile_is_set(p->profile, filter))
        sheet_print(p->sheet, ROLE_VALUE, " if %s", profile_text(p->profile, filter));
    sheet_print(p->sheet, ROLE_MUTED, ", at most once in %s", profile_text(p->profile, every));
}

static void add_bell(struct preview *p)
{
    if (profile_number(p->profile, PROFILE_BELL_SEVERITY) == PROFILE_BELL_OFF) {
        sheet_span(p->sheet, ROLE_MUTED, STR("silent"));
        return;
    }
    sheet_print(p->sheet, ROLE_VALUE, "from %s on", profile_text(p->profile, PROFILE_BELL_SEVERITY));
    add_where(p, PROFILE_BELL_FILTER, PROFILE_BELL_EVERY);
    if (profile_number(p->profile, PROFILE_BELL_NOTIFY) != PROFILE_NOTIFY_NONE)
        sheet_print(p->sheet, ROLE_VALUE, ", and a notice (%s)", profile_text(p->profile, PROFILE_BELL_NOTIFY));
}

/* Program and arguments, a blank between them. */
static void add_hook(struct preview *p)
{
    struct str words = str_of(profile_text(p->profile, PROFILE_HOOK_COMMAND)), word;
    for (bool first = true; str_next(&words, PROFILE_LIST_SEPARATOR, &word); first = false)
        sheet_print(p->sheet, ROLE_VALUE, "%s%.*s", first ? "" : " ", STR_ARG(word));
    add_where(p, PROFILE_HOOK_FILTER, PROFILE_HOOK_EVERY);
}

static void fill_alarms(struct preview *p, const struct preview_look *look)
{
    add_line(p, "bell");
    add_bell(p);
    if (!profile_is_set(p->profile, PROFILE_HOOK_COMMAND)) {
        sheet_span(p->sheet, ROLE_MUTED, STR(", no hook"));
        return;
    }
    add_line(p, "hook");
    add_hook(p);
    char handed[FMT_MAX], skipped[FMT_MAX];
    if (!look->hook.armed) {
        sheet_span(p->sheet, ROLE_MUTED, STR("; not armed"));
        return;
    }
    fmt_count(look->hook.handed, handed, sizeof handed);
    fmt_count(look->hook.skipped, skipped, sizeof skipped);
    sheet_print(p->sheet, ROLE_WARN, "; armed: %s handed over, %s skipped", handed, skipped);
}

/* The home directory as ~. */
static void fill_file(struct preview *p, const struct profile_entry *entry)
{
    const char *home = getenv("HOME"), *path = entry->path != NULL ? entry->path : "";
    size_t n = home != NULL ? strlen(home) : 0;
    bool within = n > 1 && strncmp(path, home, n) == 0 && path[n] == '/';
    char when[40];
    add_line(p, "file");
    sheet_print(p->sheet, ROLE_VALUE, "%s%s", within ? "~" : "", path[0] != '\0' ? path + (within ? n : 0) : "none; it is built in");
    if (entry->changed_ms > 0) {
        instant_format(entry->changed_ms, p->desk->zone, INSTANT_MINUTES, when, sizeof when);
        add_line(p, "changed");
        sheet_print(p->sheet, ROLE_VALUE, "%s", when);
    }
}

static void fill_differences(struct preview *p, struct str differences)
{
    struct str line;
    while (str_next(&differences, '\n', &line)) {
        if (line.n > 0)
            sheet_text(p->sheet, ROLE_WARN, line);
    }
}

/* The last hour in as many columns as there are, a whole number of minutes each. */
static void add_spark(struct preview *p, int step)
{
    double column[RATE_MINUTES] = {0}, most = 0;
    int count = RATE_MINUTES / step;
    for (int i = 0; i < count * step; i++)
        column[i / step] += p->rate.minute[i];
    for (int i = 0; i < count; i++)
        most = column[i] > most ? column[i] : most;
    for (int i = 0; i < count; i++) {
        char sign[4];
        int level = most > 0 ? (int)(column[i] / most * 8 + 0.5) : 0; /* something is never drawn as nothing */
        size_t n = utf8_encode(glyph_block(GLYPH_SET_UTF8, level < 1 ? 1 : level), sign);
        sheet_span(p->sheet, column[i] > 0 ? ROLE_SPARK : ROLE_MUTED, (struct str){sign, n});
    }
    sheet_span(p->sheet, ROLE_MUTED, STR("  "));
}

static void fill_rate(struct preview *p, int cols)
{
    static const int steps[] = {1, 2, 3, 4, 5, 6};
    double most = 0, all = 0;
    char peak[FMT_MAX], sum[FMT_MAX];
    if (p->err.code != 0)
        return;
    add_line(p, "hour");
    if (!p->rate.known) {
        sheet_span(p->sheet, ROLE_MUTED, STR("counting ..."));
        return;
    }
    for (int i = 0; i < RATE_MINUTES; i++) {
        most = p->rate.minute[i] > most ? p->rate.minute[i] : most;
        all += p->rate.minute[i];
    }
    if (all == 0) {
        sheet_span(p->sheet, ROLE_MUTED, STR("nothing in the last 60 minutes"));
        return;
    }
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (RATE_MINUTES / steps[i] > cols - RATE_WORDS)
            continue;
        add_spark(p, steps[i]);
        break;
    }
    fmt_count((uint64_t)most, peak, sizeof peak);
    fmt_count((uint64_t)all, sum, sizeof sum);
    sheet_print(p->sheet, ROLE_MUTED, "%s, at most %s a minute", sum, peak);
}

static void fill_short(struct preview *p, const struct preview_look *look)
{
    char order[96];
    fill_rate(p, look->cols);
    order_words(p, order, sizeof order);
    add_line(p, "shows");
    sheet_print(p->sheet, ROLE_VALUE, "%s, %s", columns_of(p), order);
    fill_group(p);
    fill_alarms(p, look);
}

void preview_fill(struct preview *preview, const struct profile_entry *entry, const struct preview_look *look)
{
    sheet_clear(preview->sheet);
    if (preview->profile == NULL)
        return;
    fill_query(preview);
    if (look->extent == PREVIEW_SHORT) {
        fill_short(preview, look);
        return;
    }
    fill_columns(preview);
    fill_order(preview);
    fill_colours(preview);
    fill_alarms(preview, look);
    fill_file(preview, entry);
    fill_rate(preview, look->cols);
    fill_differences(preview, look->differences);
}

void preview_layout(struct preview *preview, const struct grid *grid, int cols)
{
    sheet_layout(preview->sheet, grid, cols, SHEET_NO_HEADS);
}

void preview_draw(const struct preview *preview, struct canvas canvas)
{
    sheet_draw(preview->sheet, canvas, 0, -1);
}
