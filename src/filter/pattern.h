/* Regular expressions: the only file that includes PCRE2. Every match has a limit of steps; what needs more does not
 * match and is counted, so that no pattern can stall the screen. */
#ifndef EVMON_FILTER_PATTERN_H
#define EVMON_FILTER_PATTERN_H

#include "filter/lex.h"

struct pattern;

/* Working memory shared by the patterns of one filter. Zero-initialised is ready. */
struct pattern_pool {
    void *match_data, *context, *stack;
    uint32_t credit, cheap;
    uint64_t given_up;
};
void pattern_pool_fini(struct pattern_pool *pool);

/* span: the bytes of the pattern in the query, its delimiters included. */
struct pattern *pattern_new(struct str text, enum lex_case flag, struct span span, struct error *err);
void pattern_free(struct pattern **pattern);
bool pattern_matches(const struct pattern *pattern, struct str text, struct pattern_pool *pool);

#endif
