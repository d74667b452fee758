/* PCRE2 behind two functions. UTF, caseless unless asked, no dotall, no multiline; compiled to machine code where the
 * machine can. Owns the limits. */
#include "filter/pattern.h"

#include "base/xalloc.h"
#include "base/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

/* Steps for one value: most need few. Those that need more may take many, as long as they are rare: a filter begins
 * with the credit for some thousand, and earns more with every value that was cheap. So neither one pattern nor fifty
 * can hold up a screen, and the answer depends on the data alone, never on the clock. */
#define LIMIT_CHEAP  50u
#define LIMIT_DEAR   5000u
#define CREDIT_FIRST 2000u
#define CHEAP_EARN   32u /* so many cheap values earn one dear one */
#define DEPTH_LIMIT 1000u
#define HEAP_LIMIT_KIB 8192u
#define STACK_FIRST (32 * 1024)
#define STACK_MOST (512 * 1024)

struct pattern {
    pcre2_code *code;
    bool compiled; /* to machine code */
};

struct pattern *pattern_new(struct str text, enum lex_case flag, struct span span, struct error *err)
{
    int code = 0;
    PCRE2_SIZE at = 0;
    uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | (flag == LEX_ANY_CASE ? PCRE2_CASELESS : 0);
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)(text.n > 0 ? text.p : ""), text.n, options, &code, &at, NULL);
    if (compiled == NULL) {
        unsigned char why[160];
        pcre2_get_error_message(code, why, sizeof why);
        size_t byte = span.from + 1 + at;
        size_t last = span.to > span.from ? span.to - 1 : span.from;
        byte = byte < last ? byte : last;
        err_set_at(err, E_SYNTAX, byte, byte + 1, "the pattern is not well-formed: %s", (const char *)why);
        return NULL;
    }
    struct pattern *pattern = xcalloc(1, sizeof *pattern);
    pattern->code = compiled;
    pattern->compiled = pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE) == 0;
    return pattern;
}

void pattern_free(struct pattern **pattern)
{
    if (*pattern == NULL)
        return;
    pcre2_code_free((*pattern)->code);
    free(*pattern);
    *pattern = NULL;
}

void pattern_pool_fini(struct pattern_pool *pool)
{
    pcre2_match_data_free(pool->match_data);
    pcre2_match_context_free(pool->context);
    pcre2_jit_stack_free(pool->stack);
    *pool = (struct pattern_pool){0};
}

static void prepare(struct pattern_pool *pool)
{
    if (pool->match_data != NULL)
        return;
    pool->match_data = pcre2_match_data_create(1, NULL);
    pool->context = pcre2_match_context_create(NULL);
    pool->stack = pcre2_jit_stack_create(STACK_FIRST, STACK_MOST, NULL);
    must(pool->match_data != NULL && pool->context != NULL);
    pool->credit = CREDIT_FIRST;
    pcre2_set_depth_limit(pool->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(pool->context, HEAP_LIMIT_KIB);
    pcre2_jit_stack_assign(pool->context, NULL, pool->stack);
}

static int match(const struct pattern *pattern, struct str text, struct pattern_pool *pool, uint32_t limit)
{
    PCRE2_SPTR subject = (PCRE2_SPTR)(text.n > 0 ? text.p : "");
    pcre2_set_match_limit(pool->context, limit);
    if (pattern->compiled)
        return pcre2_jit_match(pattern->code, subject, text.n, 0, 0, pool->match_data, pool->context);
    return pcre2_match(pattern->code, subject, text.n, 0, PCRE2_NO_UTF_CHECK, pool->match_data, pool->context);
}

static void earn(struct pattern_pool *pool)
{
    if (++pool->cheap % CHEAP_EARN == 0 && pool->credit < CREDIT_FIRST)
        pool->credit++;
}

bool pattern_matches(const struct pattern *pattern, struct str text, struct pattern_pool *pool)
{
    prepare(pool);
    if (!str_is_ascii(text) && !utf8_is_valid(text))
        return false;
    int rc = match(pattern, text, pool, LIMIT_CHEAP);
    if (rc >= 0 || rc == PCRE2_ERROR_NOMATCH) {
        earn(pool);
        return rc >= 0;
    }
    if (pool->credit > 0) {
        pool->credit--;
        rc = match(pattern, text, pool, LIMIT_DEAR);
    }
    if (rc < 0 && rc != PCRE2_ERROR_NOMATCH)
        pool->given_up++;
    return rc >= 0;
}
