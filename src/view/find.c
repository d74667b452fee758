/* Search in what rows show. Caseless by simple folding; a row is looked at as the columns print it, so that a hit is
 * always something the eye can see. */
#include "view/find.h"

#include "base/clock.h"
#include "base/utf8.h"

#define ROWS_PER_LOOK 64 /* between two looks at the clock */

static bool next_hit(void *user, struct str text, size_t from, size_t *start, size_t *end)
{
    const struct find *find = user;
    struct str pattern = str_of(find->pattern);
    for (size_t at = from; pattern.n > 0 && at < text.n;) {
        size_t t = at, p = 0;
        while (p < pattern.n && t < text.n) {
            uint32_t a, b;
            size_t pn = utf8_next(str_sub(pattern, p, pattern.n), &a);
            size_t tn = utf8_next(str_sub(text, t, text.n), &b);
            if (a != utf8_fold_point(b))
                break;
            p += pn;
            t += tn;
        }
        if (p == pattern.n) {
            *start = at;
            *end = t;
            return true;
        }
        uint32_t skipped;
        at += utf8_next(str_sub(text, at, text.n), &skipped);
    }
    return false;
}

void find_set(struct find *find, struct str pattern)
{
    struct buf folded = {0};
    utf8_fold(&folded, pattern);
    str_copy(buf_str(&folded), find->pattern, sizeof find->pattern);
    buf_fini(&folded);
    find->finder = (struct canvas_finder){next_hit, find};
}

bool find_is_set(const struct find *find)
{
    return find->pattern[0] != '\0';
}

static bool row_matches(const struct find *find, const struct find_list *list, row_id row, struct buf *text)
{
    for (int i = 0; i < list->columns->count; i++) {
        size_t start, end;
        buf_clear(text);
        lineup_text(list->columns->field[i], row, list->store, list->reader, list->zone, text);
        if (next_hit((void *)(uintptr_t)find, buf_str(text), 0, &start, &end))
            return true;
    }
    return false;
}

enum find_answer find_step(const struct find *find, const struct find_list *list, size_t *index, int direction,
                           int64_t budget_ns)
{
    int64_t until = clock_mono_ns() + budget_ns;
    size_t count = slice_count(list->slice);
    struct buf text = {0};
    enum find_answer answer = FIND_NONE;
    for (int looked = 0; *index < count; *index += (size_t)(ptrdiff_t)direction, looked++) {
        if (row_matches(find, list, slice_row(list->slice, *index), &text)) {
            answer = FIND_HIT;
            break;
        }
        if (looked % ROWS_PER_LOOK == ROWS_PER_LOOK - 1 && clock_mono_ns() > until) {
            *index += (size_t)(ptrdiff_t)direction;
            answer = FIND_MORE;
            break;
        }
    }
    buf_fini(&text);
    return answer;
}
