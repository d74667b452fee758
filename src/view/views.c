/* The list of all views. Nothing else: a new view is one line here. */
#include "view/actionview.h"
#include "view/detail.h"
#include "view/deviceview.h"
#include "view/facetview.h"
#include "view/factview.h"
#include "view/feedview.h"
#include "view/fleetview.h"
#include "view/helpview.h"
#include "view/imsiview.h"
#include "view/journalview.h"
#include "view/netview.h"
#include "view/orgview.h"
#include "view/palette.h"
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
    &valuemenu_ops,
    &deviceview_ops,
    &factview_ops,
    &fleetview_ops,
    &actionview_ops,
    &simview_ops,
    &imsiview_ops,
    &netview_ops,
    &orgview_ops,
    &userview_ops,
    NULL,
};
/* clang-format on */
