/* Themes: lines `role = foreground [background] [attributes]`, `#` starts a comment at the beginning of a line or after
 * white space when it is not a colour. Colours: default, a name, 0-255, #rrggbb, or `-` (as the parent). Attributes: bold dim underline reverse italic.
 * The extra role `paper` says which two colours the author takes the terminal's own for (contrast only).
 * A theme is data: nothing in it reaches the terminal but colours and attributes. */
#ifndef EVMON_CANVAS_THEME_H
#define EVMON_CANVAS_THEME_H

#include "base/err.h"
#include "canvas/role.h"

#define THEME_BYTES_MAX (256u * 1024)
#define THEME_LINE_MAX 200
#define THEME_CONTRAST_MIN 4.5

struct theme;

enum depth { DEPTH_NONE, DEPTH_8, DEPTH_16, DEPTH_256, DEPTH_DIRECT };

#define COLOUR_DEFAULT (-1)

/* fg and bg: COLOUR_DEFAULT, an index below the depth, or 0xrrggbb for DEPTH_DIRECT. */
struct style {
    int32_t fg, bg;
    unsigned attr; /* enum style_attr */
};

/* Reads a theme from text; `where` is named in errors ("themes/dark:12: ..."). NULL on error: keep the last good one. */
struct theme *theme_parse(struct str text, const char *where, struct error *err);
/* The same from a file (regular, at most THEME_BYTES_MAX). */
struct theme *theme_read(const char *path, struct error *err);
struct theme *theme_plain(void); /* no colour, attributes of roles.def only: what is left when no theme can be read */
void theme_free(struct theme **theme);

/* How a cell looks. Where `over` (ROLE_NONE = nothing) leaves the role's own colour below THEME_CONTRAST_MIN, the
 * over's or the text's own foreground is used. Where the depth loses the difference, the mono attribute is added. */
struct style theme_style(const struct theme *theme, role_id role, role_id over, enum depth depth);
/* WCAG 2 contrast of a style at 256 colours or more, the terminal's own colours taken from `paper`. */
double theme_contrast(const struct theme *theme, role_id role, role_id over);
double theme_contrast_rgb(uint32_t a, uint32_t b); /* 0xrrggbb; 1 to 21 */
uint32_t theme_rgb(int32_t index);                 /* of a 256-colour index */
/* The colours of a style as 0xrrggbb, defaults from paper (for pictures). */
void theme_style_rgb(const struct theme *theme, struct style style, enum depth depth, uint32_t *fg, uint32_t *bg);

#endif
