/* The roles: what a cell is, never how it looks. A theme says how a role looks; a role that the theme does not name
 * looks like its parent. */
#ifndef EVMON_CANVAS_ROLE_H
#define EVMON_CANVAS_ROLE_H

#include "base/str.h"

enum role {
#define ROLE(id, ...) ROLE_##id,
#include "canvas/roles.def"
#undef ROLE
    ROLE_COUNT_
};
typedef uint8_t role_id;

/* As `over` of a cell: nothing lies over it. */
#define ROLE_NONE ((role_id)ROLE_TEXT)

enum style_attr {
    STYLE_BOLD = 1 << 0,
    STYLE_DIM = 1 << 1,
    STYLE_UNDERLINE = 1 << 2,
    STYLE_REVERSE = 1 << 3,
    STYLE_ITALIC = 1 << 4,
};

struct role_row {
    const char *name;   /* "table.header" */
    role_id parent;     /* itself for ROLE_TEXT */
    unsigned mono;      /* enum style_attr: how it stands out where colour cannot */
    char letter;        /* in canvas_dump */
    const char *help;   /* what wears it */
};

const struct role_row *role_row(role_id role);
role_id role_find(struct str name); /* ROLE_COUNT_ when unknown */
const char *role_suggest(struct str name); /* the nearest name, or NULL */

#endif
