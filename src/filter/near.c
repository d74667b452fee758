/* Edit distance over short words. Knows the lists it is asked about only through a function. */
#include "filter/near.h"

#include <stdio.h>

#define NEAR_MAX 40

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c == '_' || c == '-' ? '.' : c);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Insertions, removals, changes and swaps of neighbours. Words longer than NEAR_MAX are never near. */
static size_t distance(struct str a, struct str b)
{
    size_t rows[3][NEAR_MAX + 1];
    if (a.n > NEAR_MAX || b.n > NEAR_MAX)
        return NEAR_MAX;
    for (size_t j = 0; j <= b.n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            bool same = lower(a.p[i - 1]) == lower(b.p[j - 1]);
            row[j] = least(above[j - 1] + !same, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && lower(a.p[i - 1]) == lower(b.p[j - 2]) && lower(a.p[i - 2]) == lower(b.p[j - 1]))
                row[j] = least(row[j], above2[j - 2] + 1);
        }
    }
    return rows[a.n % 3][b.n];
}

const char *near_word(struct str word, near_word_fn word_at, const void *user)
{
    const char *best = NULL;
    size_t best_distance = word.n <= 4 ? 2 : word.n <= 7 ? 3 : 4; /* one less is near enough */
    if (word.n == 0)
        return NULL;
    for (size_t i = 0;; i++) {
        const char *candidate = word_at(user, i);
        if (candidate == NULL)
            return best;
        size_t d = distance(word, str_of(candidate));
        if (word.n >= 2 && str_starts_nocase(str_of(candidate), word) && d > 1)
            d = 1; /* the beginning of a longer word */
        if (d < best_distance) {
            best_distance = d;
            best = candidate;
        }
    }
}

static const char *flag_at(const void *user, size_t index)
{
    (void)user;
    return index < FLAG_COUNT_ ? ast_flags[index].name : NULL;
}

static const char *entity_at(const void *user, size_t index)
{
    (void)user;
    return index < ENTITY_COUNT_ ? ast_entities[index] : NULL;
}

/* The index of the word, or an error that names the near one, else all. */
static int find_word(struct str name, const char *what, near_word_fn at, struct span span, struct error *err)
{
    char all[200] = "";
    size_t n = 0;
    for (size_t i = 0; at(NULL, i) != NULL; i++) {
        if (str_eq_nocase(name, str_of(at(NULL, i))))
            return (int)i;
        n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", i > 0 ? ", " : "", at(NULL, i));
    }
    int shown = name.n > 40 ? 40 : (int)name.n;
    const char *near = near_word(name, at, NULL);
    if (near != NULL)
        return err_set_at(err, E_UNKNOWN, span.from, span.to, "%.*s is not %s; did you mean %s? There are %s", shown,
                          name.p, what, near, all);
    return err_set_at(err, E_UNKNOWN, span.from, span.to, "%s is one of %s", what, all);
}

int near_flag(struct str name, struct span span, struct error *err)
{
    return find_word(name, "a flag", flag_at, span, err);
}

int near_entity(struct str name, struct span span, struct error *err)
{
    return find_word(name, "an entity", entity_at, span, err);
}
