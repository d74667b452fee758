/* Where a value leads: one row per drill-down says its command, its view, the fields that give the view's argument and
 * the cells that lead there. Every view that can say what is under its cursor has these commands. */
#include "view/view.h"

#include "base/err.h"

#define ALTERNATIVES 4

struct drill_way {
    const char *command; /* also in the sentence: "this event names no device" */
    const char *view;
    field_id argument[ALTERNATIVES]; /* the first that is there */
    field_id behind[ALTERNATIVES];   /* the same, behind a slash: "Vodafone/de" */
    field_id cells[ALTERNATIVES];    /* a cell of these opens it */
};

#define NO FIELD_NONE
static const struct drill_way ways[VIEW_DRILL_COUNT] = {
    {"device", "device", {FIELD_DEV_ID, FIELD_DEV, NO}, {NO}, {FIELD_DEV, FIELD_DEV_ID, FIELD_STATE, FIELD_FLAPS}},
    {"SIM", "sim", {FIELD_SIM_ID, FIELD_ICCID, NO}, {NO}, {FIELD_ICCID, FIELD_SIM_ID, FIELD_SIM_STATE, NO}},
    {"IMSI", "imsi", {FIELD_IMSI, NO}, {NO}, {FIELD_IMSI, NO}},
    {"operator", "network", {FIELD_OP, FIELD_AT_OP, NO}, {FIELD_CC, FIELD_AT_CC, NO}, {FIELD_OP, FIELD_AT_OP, NO}},
    {"organisation", "organisation", {FIELD_ORG_ID, FIELD_ORG, NO}, {NO}, {FIELD_ORG, FIELD_ORG_ID, NO}},
    {"user", "user", {FIELD_USER, NO}, {NO}, {FIELD_USER, FIELD_USER_NAME, FIELD_USER_ID, NO}},
};
#undef NO

/* The first field of the row that is there, appended as a machine would write it. An id that no column can hold leads
 * nowhere. */
static bool add_first(const struct view *view, const field_id *fields, struct buf *out)
{
    for (int i = 0; i < ALTERNATIVES && fields[i] != FIELD_NONE; i++) {
        struct value value = VALUE_ABSENT;
        bool number = field_row(fields[i])->kind == KIND_NUMBER;
        if (!view->ops->here(view, fields[i], &value) || !value_is_present(&value) || (number && kind_is_text(value.kind)))
            continue;
        value_print(out, fields[i], &value, PRINT_MACHINE, NULL);
        return true;
    }
    return false;
}

static void open_way(struct view *view, const struct drill_way *way, struct str argument)
{
    struct buf line = {0};
    buf_add_fmt(&line, "view %s %.*s", way->view, STR_ARG(argument));
    view->desk->run(view->desk->app, buf_cstr(&line));
    buf_fini(&line);
}

static int go(struct view *view, const struct drill_way *way, struct str args, struct error *err)
{
    struct buf argument = {0}, behind = {0};
    int result = 0;
    if (args.n > 0) {
        open_way(view, way, args);
    } else if (add_first(view, way->argument, &argument)) {
        if (add_first(view, way->behind, &behind))
            buf_add_fmt(&argument, "/%.*s", STR_ARG(buf_str(&behind)));
        open_way(view, way, buf_str(&argument));
    } else {
        result = err_set(err, E_INVALID, "what is under the cursor names no %s", way->command);
    }
    buf_fini(&argument);
    buf_fini(&behind);
    return result;
}

const char *view_drill_known(const struct view *view, int drill)
{
    struct buf argument = {0};
    bool known = add_first(view, ways[drill].argument, &argument);
    buf_fini(&argument);
    return known ? ways[drill].command : NULL;
}

bool view_drill_cell(struct view *view)
{
    field_id cell = view->ops->cell != NULL ? view->ops->cell(view) : FIELD_NONE;
    struct error err = {0};
    for (int i = 0; i < VIEW_DRILL_COUNT && cell != FIELD_NONE; i++) {
        for (int k = 0; k < ALTERNATIVES && ways[i].cells[k] != FIELD_NONE; k++) {
            if (ways[i].cells[k] == cell)
                return go(view, &ways[i], STR_NONE, &err) >= 0;
        }
    }
    return false;
}

#define DRILL(ident, index)                                                                                            \
    static int run_##ident(void *target, struct str args, struct error *err)                                           \
    {                                                                                                                  \
        return go(target, &ways[index], args, err);                                                                    \
    }
DRILL(device, 0)
DRILL(sim, 1)
DRILL(imsi, 2)
DRILL(operator, 3)
DRILL(organisation, 4)
DRILL(user, 5)
#undef DRILL

const struct command view_drills[VIEW_DRILL_COUNT] = {
    {"device", "", "[DEVICE]", run_device, "the device under the cursor, or by id or name", ""},
    {"sim", "", "[SIM]", run_sim, "the SIM under the cursor, or by id or ICCID", ""},
    {"imsi", "", "[IMSI]", run_imsi, "the IMSI under the cursor", ""},
    {"operator", "network", "[OPERATOR]", run_operator, "the operator in its country: `operator Vodafone/de`", ""},
    {"organisation", "", "[ORGANISATION]", run_organisation, "the organisation under the cursor, or by id or name", ""},
    {"user", "", "[USER]", run_user, "what a user did: the one under the cursor, or by user name", ""},
};
