/* Runs are found by bisection; they give way to an array when they would be no smaller. Must not
 * know what arrived. */
#include "store/moments.h"

#include "base/err.h"
#include "base/xalloc.h"

#include <stdlib.h>

#define FEW_RUNS     32u
#define ROWS_PER_RUN 4u /* fewer rows to a run on average: an array is as small, and faster */

void moments_fini(struct moments *moments)
{
    free(moments->runs);
    free(moments->each);
    *moments = (struct moments){0};
}

bool moments_takes(const struct moments *moments, uint32_t row, int64_t ms)
{
    int64_t after;
    if (row == 0)
        return true;
    return !__builtin_sub_overflow(ms, moments->base, &after) && after >= INT32_MIN &&
           after <= INT32_MAX;
}

static int32_t after_base(const struct moments *moments, uint32_t row)
{
    if (moments->each != NULL)
        return moments->each[row];
    size_t low = 0, high = moments->run_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (moments->runs[middle].first <= row)
            low = middle;
        else
            high = middle;
    }
    return moments->runs[low].after;
}

static void give_up_runs(struct moments *moments, uint32_t rows)
{
    int32_t *each = xgrow(NULL, &moments->each_capacity, (size_t)rows + 1, sizeof *each);
    for (uint32_t row = 0; row < rows; row++)
        each[row] = after_base(moments, row);
    free(moments->runs);
    moments->runs = NULL;
    moments->run_count = moments->run_capacity = 0;
    moments->each = each;
}

void moments_add(struct moments *moments, uint32_t row, int64_t ms)
{
    must(moments_takes(moments, row, ms));
    if (row == 0)
        moments->base = ms;
    int32_t after = (int32_t)(ms - moments->base);
    if (moments->each == NULL && row > 0 && moments->runs[moments->run_count - 1].after == after)
        return;
    if (moments->each == NULL && moments->run_count >= FEW_RUNS &&
        moments->run_count >= row / ROWS_PER_RUN)
        give_up_runs(moments, row);
    if (moments->each != NULL) {
        moments->each =
            xgrow(moments->each, &moments->each_capacity, (size_t)row + 1, sizeof *moments->each);
        moments->each[row] = after;
        return;
    }
    moments->runs =
        xgrow(moments->runs, &moments->run_capacity, moments->run_count + 1, sizeof *moments->runs);
    moments->runs[moments->run_count++] = (struct moments_run){row, after};
}

int64_t moments_get(const struct moments *moments, uint32_t row)
{
    return moments->base + after_base(moments, row);
}

void moments_seal(struct moments *moments, uint32_t rows)
{
    if (moments->each != NULL) {
        moments->each = xrealloc(moments->each, rows * sizeof *moments->each);
        moments->each_capacity = rows;
    } else if (moments->run_count > 0) {
        moments->runs = xrealloc(moments->runs, moments->run_count * sizeof *moments->runs);
        moments->run_capacity = moments->run_count;
    }
}

size_t moments_bytes(const struct moments *moments)
{
    return moments->run_capacity * sizeof *moments->runs +
           moments->each_capacity * sizeof *moments->each;
}
