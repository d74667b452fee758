/* The compiled query: a flat list of steps over tests, run with a mask of the rows that are still in question.
 * Private to the library. */
#ifndef EVMON_FILTER_PROGRAM_H
#define EVMON_FILTER_PROGRAM_H

#include "filter/ast.h"
#include "filter/filter.h"
#include "filter/fold.h"
#include "filter/grams.h"
#include "filter/pattern.h"

enum op {
#define OP(id, ...) OP_##id,
#include "filter/ops.def"
#undef OP
    OP_COUNT_
};

enum source {
#define SOURCE(id, ...) SOURCE_##id,
#include "filter/sources.def"
#undef SOURCE
    SOURCE_COUNT_
};

struct op_row {
    const char *name;
    int cost;
    const char *help;
};
extern const struct op_row program_ops[OP_COUNT_];
extern const struct op_row program_sources[SOURCE_COUNT_];

/* Rows of a segment, or the distinct combinations of one dimension of it. */
#define SPACE_ROWS HOME_FACT

struct interval {
    int64_t low, high; /* both included */
};

struct block {
    struct address from, to; /* both included */
};

/* Texts to compare with; every array is sorted and free of what another entry makes needless. */
struct texts {
    struct str *exact, *prefixes, *globs;
    struct needle *needles;
    size_t exact_count, prefix_count, glob_count, needle_count;
};

struct same;

struct test {
    enum op op;
    enum source source;
    field_id field;
    bool negate; /* != !~ not in: present, and no element matches */
    int cost;
    bool times;  /* its intervals depend on the reference time or the zone */
    const struct node *node; /* what it came from: for explain, times, and JSON values */

    uint8_t *codes; /* 256 */
    struct interval *intervals;
    size_t interval_count;
    struct block *blocks;
    size_t block_count;
    struct texts texts;
    struct pattern *pattern;
    struct same *same;
    uint32_t first, last; /* SOURCE_DIMENSION: its steps */
    enum home space;      /* of those steps */
};

enum step_kind {
    STEP_TEST,     /* keep what passes test `arg` */
    STEP_SKIP,     /* nothing left: go on at `arg` */
    STEP_OR,       /* begin: the rows in question are set aside */
    STEP_OR_NEXT,  /* next alternative, for the rows that none took; none left: go on at `arg` */
    STEP_OR_END,
    STEP_NOT,      /* begin */
    STEP_NOT_END,
    STEP_NONE,     /* nothing passes */
};

struct step {
    enum step_kind kind;
    uint32_t arg;
};

/* What one segment taught: one per test. */
struct known {
    uint8_t *memo; /* by text id: 0 not asked, 1 no, 2 yes */
    size_t memo_size;
    uint8_t *hits; /* by combination, SOURCE_DIMENSION */
    uint32_t hit_rows, hit_capacity, hit_count;
};

#define KNOWN_SEGMENTS 2 /* the one that grows, and the one that is being read */

struct known_segment {
    const struct segment *segment;
    uint64_t seq, used;
    struct known *tests;
};

struct program {
    struct step *steps;
    size_t step_count, step_capacity;
    uint32_t main_from; /* the steps of dimension tests come first */
    struct test *tests;
    size_t test_count, test_capacity;
    int depth;         /* masks needed */
    bool huge;         /* too many tests to remember results per segment: work in large blocks instead */
    struct known_segment known[KNOWN_SEGMENTS];
    uint64_t clock;
};

/* What all programs of one filter share while they run. */
struct engine {
    struct filter_env env;
    const struct store *store;
    struct buf folded, text, raw, join;
    struct arena *arena; /* of one value */
    struct pattern_pool pool;
    struct grams *grams[FIELD_COUNT_];
};

/* plan.c: tree to program. The arena holds what tests point to. */
int plan_compile(struct program *program, struct engine *engine, struct arena *arena, const struct node *root,
                 struct error *err);
/* Times relative to now get their intervals again. True when one changed. */
bool plan_place_times(struct program *program, const struct engine *engine);
void program_fini(struct program *program);

/* eval.c */
void eval_run(struct engine *engine, struct program *program, const struct segment *segment, uint32_t from, uint32_t to,
              uint64_t *bits);

/* A stretch of a column. */
struct cells {
    const struct segment *segment;
    struct column column;
    uint32_t base, n;
};
/* eval_text.c; known is NULL in huge programs, which remember nothing. */
void eval_texts(struct engine *engine, const struct test *test, struct known *known, const struct cells *cells,
                uint64_t *mask);
/* eval_column.c: keeps the bits of `mask` (row base + i is bit i) whose cell passes; n cells. */
void eval_column(struct engine *engine, const struct test *test, struct known *known, const struct segment *segment,
                 uint32_t base, uint32_t n, uint64_t *mask);
/* eval_row.c: tests that look at one row after the other. */
void eval_rows(struct engine *engine, const struct test *test, const struct segment *segment, uint32_t base, uint32_t n,
               uint64_t *mask);

/* match.c: a present value, its elements, and negation. */
bool match_value(struct engine *engine, const struct test *test, const struct value *value);
/* same.c */
struct same *same_new(enum entity entity, int64_t within_ms, const struct node *inner, struct engine *engine,
                      struct arena *arena, struct error *err);
void same_free(struct same **same);
struct program *same_program(struct same *same);
void same_eval(struct engine *engine, struct same *same, const struct segment *segment, uint32_t base, uint32_t n,
               uint64_t *mask);
/* Takes in the rows up to the store's newest. True when a late one may have changed earlier answers. */
bool same_catch_up(struct engine *engine, struct same *same);
bool same_forget(struct same *same, const struct segment *segment);
void same_reset(struct same *same);

#endif
