/* The event types and the sections of their detail panels, from types.def and sections.def.
 * The only place that knows that a refused Create PDP Context is a type of its own. */
#include "model/type.h"

#include "base/err.h"

#include <inttypes.h>
#include <stdio.h>

#define LINE(label, field, render) {label, FIELD_##field, RENDER_##render},
#define SECTION(ident, title, ...) static const struct section_line lines_##ident[] = {__VA_ARGS__};
#include "model/sections.def"
#undef SECTION
#define SECTION(ident, title, ...)                                                                 \
    static const struct section section_##ident = {title, lines_##ident,                           \
                                                   (int)(sizeof lines_##ident / sizeof lines_##ident[0])};
#include "model/sections.def"
#undef SECTION
#undef LINE

#define USE(ident) &section_##ident,
#define TYPE(id, ident, slug, title, category, tone, glyph, help, ...)                             \
    {id, slug, title, category, TONE_##tone, glyph, help, {__VA_ARGS__}},
static const struct type_row rows[TYPE_COUNT_] = {
#include "model/types.def"
};
#undef TYPE
#undef USE

const struct type_row *type_row(type_id type)
{
    must(type < TYPE_COUNT_);
    return &rows[type];
}

type_id type_of(int64_t api_id, int severity)
{
    type_id low = 0, high = TYPE_PDP_REJECT; /* the rows below are in the order of their ids */
    while (low < high) {
        type_id middle = (type_id)((low + high) / 2);
        if (rows[middle].api_id < api_id)
            low = (type_id)(middle + 1);
        else
            high = middle;
    }
    if (low == TYPE_PDP_REJECT || rows[low].api_id != api_id)
        return TYPE_OTHER;
    return low == TYPE_PDP_CREATE && severity >= SEVERITY_WARN ? TYPE_PDP_REJECT : low;
}

type_id type_find(struct str slug)
{
    type_id i = 0;
    while (i < TYPE_OTHER && !str_eq_nocase(str_of(rows[i].slug), slug))
        i++;
    return i < TYPE_OTHER ? i : TYPE_COUNT_;
}

size_t type_slug(type_id type, int64_t api_id, char *out, size_t size)
{
    char text[32];
    if (type != TYPE_OTHER)
        return str_copy(str_of(type_row(type)->slug), out, size);
    if (api_id == TYPE_ID_NONE)
        return str_copy(STR("no type"), out, size);
    snprintf(text, sizeof text, "type.%" PRId64, api_id);
    return str_copy(str_of(text), out, size);
}
