/* Owns the storage of a profile and the comparison of two. Must not know files, filters or screens. */
#include "model/profile.h"

#include "base/xalloc.h"

#include <stdlib.h>

/* clang-format off */
enum { TEXT = PROFILE_KIND_TEXT, LIST = PROFILE_KIND_LIST, SPAN = PROFILE_KIND_SPAN, ENUM = PROFILE_KIND_ENUM };
static const struct profile_row rows[PROFILE_OPTION_COUNT_] = {
#define PROFILE(id, name, kind, min, max, fallback, number, words, sentence) \
    {name, (enum profile_kind)(kind), min, max, fallback, number, words, sentence},
#include "model/profile.def"
};
static const struct profile_row paint_rows[PROFILE_PAINT_OPTION_COUNT_] = {
#define PAINT(id, name, kind, fallback, number, words, sentence) \
    {name, (enum profile_kind)(kind), 0, 0, fallback, number, words, sentence},
#include "model/profile.def"
};
/* clang-format on */

const char *const profile_origin_names[PROFILE_ORIGIN_COUNT_] = {"shipped", "team", "own"};

const struct profile_row *profile_row(enum profile_option option)
{
    must((unsigned)option < PROFILE_OPTION_COUNT_);
    return &rows[option];
}

const struct profile_row *profile_paint_row(enum profile_paint_option option)
{
    must((unsigned)option < PROFILE_PAINT_OPTION_COUNT_);
    return &paint_rows[option];
}

struct profile *profile_new(void)
{
    struct profile *profile = xcalloc(1, sizeof *profile);
    for (int i = 0; i < PROFILE_OPTION_COUNT_; i++)
        profile_put(profile, (enum profile_option)i, str_of(rows[i].fallback), rows[i].number);
    return profile;
}

void profile_free(struct profile **p)
{
    struct profile *profile = *p;
    if (profile == NULL)
        return;
    for (int i = 0; i < PROFILE_OPTION_COUNT_; i++)
        free(profile->text[i]);
    for (int i = 0; i < profile->paint_count; i++)
        for (int k = 0; k < PROFILE_PAINT_OPTION_COUNT_; k++)
            free(profile->paint[i].text[k]);
    free(profile);
    *p = NULL;
}

struct profile *profile_dup(const struct profile *from)
{
    struct profile *profile = xcalloc(1, sizeof *profile);
    for (int i = 0; i < PROFILE_OPTION_COUNT_; i++)
        profile_put(profile, (enum profile_option)i, str_of(from->text[i]), from->number[i]);
    profile->paint_count = from->paint_count;
    for (int i = 0; i < from->paint_count; i++)
        for (int k = 0; k < PROFILE_PAINT_OPTION_COUNT_; k++)
            profile->paint[i].text[k] = xstrdup(from->paint[i].text[k]);
    return profile;
}

void profile_put(struct profile *profile, enum profile_option option, struct str text, int64_t number)
{
    char *copy = str_dup(text); /* text may be what stands there */
    free(profile->text[option]);
    profile->text[option] = copy;
    profile->number[option] = number;
}

const char *profile_text(const struct profile *profile, enum profile_option option)
{
    return profile->text[option];
}

int64_t profile_number(const struct profile *profile, enum profile_option option)
{
    return profile->number[option];
}

int profile_key(const struct profile *profile)
{
    return (int)profile->number[PROFILE_KEY] - 1; /* the first word is none */
}

bool profile_paint_add(struct profile *profile, const struct str text[PROFILE_PAINT_OPTION_COUNT_])
{
    if (profile->paint_count == PROFILE_PAINTS_MAX)
        return false;
    struct profile_paint *paint = &profile->paint[profile->paint_count++];
    for (int k = 0; k < PROFILE_PAINT_OPTION_COUNT_; k++)
        paint->text[k] = str_dup(text[k]);
    return true;
}

static bool paints_are_alike(const struct profile *a, const struct profile *b)
{
    if (a->paint_count != b->paint_count)
        return false;
    for (int i = 0; i < a->paint_count; i++)
        for (int k = 0; k < PROFILE_PAINT_OPTION_COUNT_; k++)
            if (strcmp(a->paint[i].text[k], b->paint[i].text[k]) != 0)
                return false;
    return true;
}

int profile_compare(const struct profile *a, const struct profile *b, profile_difference_fn visit, void *user)
{
    int count = 0;
    for (int i = 0; i < PROFILE_OPTION_COUNT_; i++) {
        if (strcmp(a->text[i], b->text[i]) == 0)
            continue;
        count++;
        if (visit != NULL && !visit(user, i, a->text[i], b->text[i]))
            return count;
    }
    if (!paints_are_alike(a, b)) {
        count++;
        if (visit != NULL)
            visit(user, -1, "", "");
    }
    return count;
}

bool profile_is_set(const struct profile *profile, enum profile_option option)
{
    return strcmp(profile->text[option], rows[option].fallback) != 0;
}
