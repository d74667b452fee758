/* The table of roles and its look-up by name. Knows no colour. */
#include "canvas/role.h"

static const struct role_row rows[ROLE_COUNT_] = {
#define ROLE(id, name, parent, mono, letter, help) {name, ROLE_##parent, mono, letter, help},
#include "canvas/roles.def"
#undef ROLE
};

const struct role_row *role_row(role_id role)
{
    return &rows[role < ROLE_COUNT_ ? role : ROLE_TEXT];
}

role_id role_find(struct str name)
{
    role_id i = 0;
    while (i < ROLE_COUNT_ && !str_eq(name, str_of(rows[i].name)))
        i++;
    return i;
}

const char *role_suggest(struct str name)
{
    const char *best = NULL;
    size_t most = 2;
    for (int i = 0; i < ROLE_COUNT_; i++) {
        size_t n = str_likeness(name, str_of(rows[i].name));
        if (n > most) {
            most = n;
            best = rows[i].name;
        }
    }
    return best;
}
