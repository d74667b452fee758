/* The commands of the fleet list: filter, order, search, open. */
#include "view/fleetview.h"

#include "base/fmt.h"
#include "filter/amend.h"

#include <stdio.h>
#include <stdlib.h>

static void say(struct fleetview *v, enum tone tone, const char *text)
{
    v->view.desk->say(v->view.desk->app, tone, text);
}

/* ---- filter ---- */

static int set_filter(struct fleetview *v, struct str text, struct error *err)
{
    fleetview_changed(v);
    return roster_set_filter(v->roster, text, v->view.desk->zone, err);
}

void fleetview_filter_tell(struct fleetview *v)
{
    struct roster_sums sums = roster_sums(v->roster);
    char matches[FMT_MAX], all[FMT_MAX], text[120];
    if (!filterbar_is_open(&v->bar))
        return;
    fmt_count(sums.devices, matches, sizeof matches);
    fmt_count(fleet_device_count(v->view.desk->fleet), all, sizeof all);
    snprintf(text, sizeof text, "%s of %s devices match as they stand now", matches, all);
    filterbar_tell(&v->bar, text);
}

static int filter_changed(struct view *view, struct str text, struct error *err)
{
    return set_filter((struct fleetview *)view, text, err);
}

static void remember(const struct desk *desk, struct str filter)
{
    if (filter.n > 0 && desk->past_add != NULL)
        desk->past_add(desk->app, filter);
}

static void filter_accepted(struct view *view, struct str text)
{
    struct fleetview *v = (struct fleetview *)view;
    struct error err = {0};
    if (set_filter(v, text, &err) < 0)
        say(v, TONE_WARN, err.text);
    remember(view->desk, roster_filter(v->roster));
}

static void filter_cancelled(struct view *view)
{
    struct fleetview *v = (struct fleetview *)view;
    set_filter(v, str_of(v->filter_before), NULL);
}

static int run_filter(void *target, struct str args, struct error *err)
{
    static const struct filterbar_use use = {filter_changed, filter_accepted, filter_cancelled};
    struct fleetview *v = target;
    if (args.n > 0)
        return set_filter(v, args, err);
    free(v->filter_before);
    v->filter_before = str_dup(roster_filter(v->roster));
    filterbar_open(&v->bar, &v->view, &use, roster_filter(v->roster));
    fleetview_changed(v);
    return 0;
}

static int run_filter_clear(void *target, struct str args, struct error *err)
{
    (void)args;
    return set_filter(target, STR_NONE, err);
}

/* The value under the cursor joined to the filter: only it, or all but it. */
static int by_value(struct fleetview *v, bool only, struct error *err)
{
    field_id field = v->column >= 0 ? fleetview_columns[v->column].field : (field_id)FIELD_STATE;
    struct buf term = {0}, query = {0};
    struct value value;
    if (field == FIELD_NONE || !fleetview_ops.here(&v->view, field, &value))
        return err_set(err, E_INVALID, "there is nothing to filter by in this cell; h and l choose another");
    buf_add_text(&term, only ? "" : "not ");
    amend_add_term(&term, field, &value);
    int result = amend(roster_filter(v->roster), only ? AMEND_FIELD : AMEND_SAME, field, buf_str(&term), &query, err);
    if (result >= 0)
        result = set_filter(v, buf_str(&query), err);
    buf_fini(&term);
    buf_fini(&query);
    return result;
}

static int run_keep(void *target, struct str args, struct error *err)
{
    (void)args;
    return by_value(target, true, err);
}

static int run_hide(void *target, struct str args, struct error *err)
{
    (void)args;
    return by_value(target, false, err);
}

/* ---- order ---- */

static int sort_by(struct fleetview *v, int column)
{
    const struct fleetview_column *row = &fleetview_columns[column];
    roster_set_order(v->roster, (struct roster_order){row->sort, row->falling});
    fleetview_changed(v);
    return 0;
}

static int run_sort_left(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct fleetview *v = target;
    return sort_by(v, (fleetview_sorted(v) + FLEETVIEW_COLUMNS - 1) % FLEETVIEW_COLUMNS);
}

static int run_sort_right(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct fleetview *v = target;
    return sort_by(v, (fleetview_sorted(v) + 1) % FLEETVIEW_COLUMNS);
}

static int run_sort_invert(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct fleetview *v = target;
    struct roster_order order = roster_get_order(v->roster);
    order.descending = !order.descending;
    roster_set_order(v->roster, order);
    fleetview_changed(v);
    return 0;
}

static int run_sort(void *target, struct str args, struct error *err)
{
    struct fleetview *v = target;
    for (int i = 0; i < FLEETVIEW_COLUMNS; i++)
        if (str_eq_nocase(str_of(devicesort_rows[fleetview_columns[i].sort].word), str_trim(args)))
            return sort_by(v, i);
    return err_set(err, E_UNKNOWN, "devices are sorted by name, state, since, operator, country, rat, sessions, volume, "
                                   "flaps, rejects, quota, alert, last or org, not by `%.*s`", STR_ARG(args));
}

/* ---- cells ---- */

static int run_left(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct fleetview *v = target;
    v->column = v->column > 0 ? v->column - 1 : -1;
    return 0;
}

static int run_right(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct fleetview *v = target;
    v->column += v->column + 1 < FLEETVIEW_COLUMNS ? 1 : 0;
    return 0;
}

static int run_detail(void *target, struct str args, struct error *err)
{
    (void)args;
    struct fleetview *v = target;
    if (v->chosen < 0)
        return err_set(err, E_INVALID, "there is no device under the cursor");
    if (!view_drill_cell(&v->view))
        v->view.desk->run(v->view.desk->app, "device");
    return 0;
}

/* ---- search ---- */

static bool shows(const struct fleetview *v, const struct device *d)
{
    const struct fleet *fleet = v->view.desk->fleet;
    const uint32_t texts[] = {d->name.text, d->iccid.text, d->imsi.text, d->imei.text, d->ip.text, d->org.text};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t start, end;
        struct str text = fleet_text(fleet, texts[i]);
        if (text.n > 0 && v->find.finder.next(v->find.finder.user, text, 0, &start, &end))
            return true;
    }
    return false;
}

static int search(struct fleetview *v, int direction)
{
    size_t count = roster_count(v->roster), index = v->index;
    if (!find_is_set(&v->find)) {
        say(v, TONE_MUTED, "Nothing to search for yet.");
        return 0;
    }
    for (index += (size_t)(ptrdiff_t)direction; index < count; index += (size_t)(ptrdiff_t)direction)
        if (shows(v, roster_at(v->roster, index))) {
            fleetview_to(v, index);
            return 0;
        }
    say(v, TONE_MUTED, direction > 0 ? "No further device below has this in its name or numbers."
                                     : "No further device above has this in its name or numbers.");
    return 0;
}

static void search_changed(struct view *view, struct str text)
{
    find_set(&((struct fleetview *)view)->find, text);
}

static void search_accepted(struct view *view, struct str text)
{
    struct fleetview *v = (struct fleetview *)view;
    find_set(&v->find, text);
    if (text.n > 0 && (roster_count(v->roster) == 0 || !shows(v, roster_at(v->roster, v->index))))
        search(v, +1);
}

static void search_cancelled(struct view *view)
{
    find_set(&((struct fleetview *)view)->find, STR_NONE);
}

static int run_search(void *target, struct str args, struct error *err)
{
    static const struct prompt_use use = {"/", search_changed, search_accepted, search_cancelled, NULL};
    (void)err;
    struct fleetview *v = target;
    if (args.n > 0)
        search_accepted(&v->view, args);
    else
        prompt_open(&v->prompt, &v->view, &use, STR_NONE);
    return 0;
}

static int run_search_next(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return search(target, +1);
}

static int run_search_prev(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return search(target, -1);
}

const struct command fleetview_commands[FLEETVIEW_COMMAND_COUNT] = {
    {"filter", "f", "[QUERY]", run_filter, "show only devices that match", "A device is tested as it stands now, see evmon-fleet(7): state:online at.cc:de flaps>3"},
    {"filter-clear", "", "", run_filter_clear, "show every device again", ""},
    {"keep", "", "", run_keep, "only devices with the value under the cursor", "Without a chosen cell: with its state."},
    {"hide", "", "", run_hide, "no devices with the value under the cursor", ""},
    {"sort", "", "COLUMN", run_sort, "order the list by a column", ""},
    {"sort-left", "", "", run_sort_left, "order by the column to the left", ""},
    {"sort-right", "", "", run_sort_right, "order by the column to the right", ""},
    {"sort-invert", "", "", run_sort_invert, "turn the order round", ""},
    {"left", "", "", run_left, "the cell to the left, or the whole row", ""},
    {"right", "", "", run_right, "the cell to the right", ""},
    {"detail", "open", "", run_detail, "open the device, or what the chosen cell names", ""},
    {"search", "", "[TEXT]", run_search, "find a device by name, IMSI, ICCID, IMEI or address", ""},
    {"search-next", "", "", run_search_next, "the next one below", ""},
    {"search-prev", "", "", run_search_prev, "the next one above", ""},
};
