/* The render kinds of model/type.h: how a field and its companions become spans of a sheet. All of the detail panel's
 * special looks live here, usable by every event type. */
#ifndef EVMON_WIDGET_RENDER_H
#define EVMON_WIDGET_RENDER_H

#include "base/instant.h"
#include "model/type.h"
#include "widget/sheet.h"

/* Where values come from. value fills out and returns true when the field is present. */
struct render_source {
    bool (*value)(void *user, field_id field, struct value *out);
    void *user;
    struct str raw;          /* the original bytes, for kinds that read arrays */
    int64_t now;             /* for "1m37s ago" */
    const struct zone *zone; /* NULL = UTC */
    role_id (*role)(enum tone tone); /* the view's table */
};

/* Adds one line to the sheet; nothing when the line's field is absent. Returns 1 when it was added. */
int render_line(struct sheet *sheet, const struct section_line *line, const struct render_source *source);
/* A whole section with its title. Returns the number of lines. */
int render_section(struct sheet *sheet, const struct section *section, const struct render_source *source);

#endif
