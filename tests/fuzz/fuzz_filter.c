/* Any bytes as a query: a sentence that is safe for a terminal, or a program whose canonical text compiles to the same
 * program, that answers alike when asked twice, and whose negation answers the opposite. */
#include "../unit/made.h"

#include <stdlib.h>

#include "base/buf.h"
#include "filter/filter.h"

#define ROWS 64
#define NOON INT64_C(1787400000000)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int lookup_list(void *user, struct str name, struct buf *text, struct error *err)
{
    (void)user;
    if (str_eq(name, STR("none")))
        return err_set(err, E_OPEN, "no list none");
    buf_add_text(text, "# made up\n901430000000001\nmeter 7\nvoda*\n10.64.0.0/16\n");
    return 0;
}

static struct store *made_store(void)
{
    static struct store *store; /* the same rows for all inputs */
    if (store != NULL)
        return store;
    store = store_new(&(struct store_options){0});
    for (uint64_t n = 0; n < ROWS; n++) {
        struct made made;
        row_id row;
        char raw[96];
        made_event(&made, n, NOON - (int64_t)n * 61000);
        snprintf(raw, sizeof raw, "{\"id\":%llu,\"detail\":{\"a\":[1,\"x\"]}}", (unsigned long long)n + 1);
        made.event.raw = str_of(raw);
        store_append(store, &made.event, 0, (struct raw_place){-1, 0}, &row);
    }
    return store;
}

static struct filter *compile(struct str query, struct error *err)
{
    struct filter_env env = {.lookup_list = lookup_list, .now = NOON};
    struct filter *filter = NULL;
    int rc = filter_compile(query, &env, &filter, err);
    must((rc < 0) == (filter == NULL) && (rc < 0) == (err->code != 0));
    if (filter != NULL)
        filter_bind(filter, made_store());
    return filter;
}

static uint64_t answer(struct filter *filter)
{
    uint64_t bits = 0;
    filter_run(filter, store_segment(made_store(), 0), 0, ROWS, &bits);
    return bits;
}

static void check_sentence(struct str query, const struct error *err)
{
    struct buf out = {0};
    must(err->from <= err->to);
    filter_error_text(query, err, &out);
    for (size_t i = 0; i < out.n; i++)
        must((unsigned char)out.p[i] >= ' ' || out.p[i] == '\n');
    must(str_find_byte(buf_str(&out), 0x7f) < 0);
    buf_fini(&out);
}

static void check_program(struct filter *filter, struct str query)
{
    struct error err = {0};
    struct buf out = {0};
    struct str canonical = filter_canonical(filter);
    struct filter *again = compile(canonical, &err);
    must(again != NULL && str_eq(filter_canonical(again), canonical));
    uint64_t bits = answer(filter);
    must(answer(filter) == bits && answer(again) == bits);
    must(!filter_is_every(filter) || bits == UINT64_MAX);
    buf_add_text(&out, "not (");
    buf_add_str(&out, query);
    buf_add_byte(&out, ')');
    err = (struct error){0};
    struct filter *opposite = filter_is_every(filter) ? NULL : compile(buf_str(&out), &err);
    must(opposite == NULL || answer(opposite) == ~bits || filter_pattern_limits(filter) > 0);
    buf_clear(&out);
    filter_explain(filter, &out);
    filter_pushdown(filter, &out);
    (void)filter_set_now(filter, NOON + 3600000);
    (void)answer(filter);
    buf_fini(&out);
    filter_free(&opposite);
    filter_free(&again);
}

static bool visit(void *user, const char *insert, const char *help)
{
    (void)help;
    must(insert[0] != '\0');
    return ++*(unsigned *)user < 1000;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str query = {(const char *)data, size};
    struct error err = {0};
    unsigned offered = 0;
    struct filter *filter = compile(query, &err);
    if (filter != NULL)
        check_program(filter, query);
    else
        check_sentence(query, &err);
    struct filter_suggestion s = filter_suggest(query, size / 2, visit, &offered);
    must(s.from <= s.to && s.to <= size);
    filter_free(&filter);
    return 0;
}
