/* The list of all views, and what is asked of it as a whole: a new view is one line here. The views themselves must not
 * know this file; they have desk->views. */
#include "view/actionview.h"
#include "view/causeview.h"
#include "view/detail.h"
#include "view/deviceview.h"
#include "view/facetview.h"
#include "view/factview.h"
#include "view/feedview.h"
#include "view/fleetview.h"
#include "view/groupview.h"
#include "view/helpview.h"
#include "view/imsiview.h"
#include "view/journalview.h"
#include "view/netview.h"
#include "view/orgview.h"
#include "view/palette.h"
#include "view/picker.h"
#include "view/settings.h"
#include "view/simview.h"
#include "view/stream.h"
#include "view/userview.h"
#include "view/valuemenu.h"

/* clang-format off */
const struct view_ops *const views_all[] = {
    &stream_ops,
    &detail_ops,
    &feedview_ops,
    &journalview_ops,
    &settings_ops,
    &helpview_ops,
    &palette_ops,
    &facetview_ops,
    &picker_ops,
    &valuemenu_ops,
    &deviceview_ops,
    &factview_ops,
    &fleetview_ops,
    &groupview_ops,
    &actionview_ops,
    &simview_ops,
    &imsiview_ops,
    &netview_ops,
    &orgview_ops,
    &userview_ops,
    &causeview_ops,
    NULL,
};
/* clang-format on */

/* A view's own map, then those of the views it is built on, then drill (where something can be opened from), list,
 * global. */
static const char *keymap_behind(const struct view_ops *ops)
{
    return ops->base != NULL ? ops->base->keymap : ops->here != NULL ? "drill" : "list";
}

static void declare_keymap(struct keymaps *maps, const struct view_ops *ops)
{
    struct error err = {0};
    if (ops->base != NULL)
        declare_keymap(maps, ops->base);
    must(keymaps_add(maps, ops->keymap, keymap_behind(ops), &err) >= 0);
}

void views_declare_keymaps(struct keymaps *maps)
{
    struct error err = {0};
    must(keymaps_add(maps, "global", "", &err) >= 0);
    must(keymaps_add(maps, "list", "global", &err) >= 0);
    must(keymaps_add(maps, "drill", "list", &err) >= 0);
    for (const struct view_ops *const *ops = views_all; *ops != NULL; ops++)
        declare_keymap(maps, *ops);
}

const struct view_ops *views_find(struct str name)
{
    for (const struct view_ops *const *ops = views_all; *ops != NULL; ops++) {
        if (str_eq_nocase(str_of((*ops)->name), name))
            return *ops;
    }
    return NULL;
}
