/* What can be done with the value under the cursor: one row per act says its command, the term it makes of the value and
 * what that term stands in for. Works in every view that can say what is under its cursor; the filter that changes is
 * the one of the list in it, or of the nearest list below it. */
#include "view/values.h"

#include "base/err.h"
#include "filter/amend.h"
#include "view/stream.h"

#include <stdio.h>

#define ANY_KIND (~0u)
#define KIND(kind) (1u << KIND_##kind)
#define AMOUNTS (KIND(SEVERITY) | KIND(NUMBER) | KIND(PERCENT) | KIND(SIZE) | KIND(DURATION))

struct value_act {
    const char *shape;    /* %t the term of the value, %f its field, %v the value as it is written */
    const char *sentence; /* in the menu; %v as above */
    unsigned kinds;
    enum amend_slot slot;
    bool alone; /* in place of the whole filter */
};

enum { KEEP, HIDE, ONLY, AT_LEAST, AT_MOST, SINCE, UNTIL, BEFORE };
static const struct value_act acts[VIEW_VALUE_COUNT] = {
    [KEEP] = {"%t", "keep only events with %v", ANY_KIND, AMEND_SAME, false},
    [HIDE] = {"-%t", "hide events with %v", ANY_KIND, AMEND_SAME, false},
    [ONLY] = {"%t", "%v alone, in place of the filter", ANY_KIND, AMEND_SAME, true},
    [AT_LEAST] = {"%f>=%v", "%v and above", AMOUNTS, AMEND_FIELD, false},
    [AT_MOST] = {"%f<=%v", "%v and below", AMOUNTS, AMEND_FIELD, false},
    [SINCE] = {"since %v", "from %v on", KIND(TIME), AMEND_TIME, false},
    [UNTIL] = {"until %v", "before %v", KIND(TIME), AMEND_TIME, false},
    [BEFORE] = {"same device (%t) within 24h", "events of a device within a day after %v", ANY_KIND & ~KIND(TIME),
                AMEND_SAME, false},
};

/* ---- the value ---- */

/* A row without a chosen cell stands for its type; a type that the list does not know goes by its number. */
static bool find_here(struct view *view, field_id *field, struct value *value)
{
    field_id cell = view->ops->cell != NULL ? view->ops->cell(view) : FIELD_NONE;
    *field = cell != FIELD_NONE ? cell : FIELD_TYPE;
    if (!view->ops->here(view, *field, value) || !value_is_present(value))
        return false;
    if (*field != FIELD_TYPE || value->i != TYPE_OTHER)
        return true;
    *field = FIELD_TYPE_ID;
    return view->ops->here(view, *field, value) && value_is_present(value);
}

bool values_here(struct view *view, struct buf *term, enum kind *kind, size_t *value_at)
{
    field_id field;
    struct value value = VALUE_ABSENT;
    if (view->ops->here == NULL || !find_here(view, &field, &value))
        return false;
    size_t from = term->n;
    amend_add_term(term, field, &value);
    *kind = value.kind;
    bool group = term->p[from] == '(';
    *value_at = group ? from : from + strcspn(buf_cstr(term) + from, ":=") + 1;
    return true;
}

/* ---- the acts ---- */

static void add_shaped(const char *shape, struct str term, size_t value_at, struct buf *out)
{
    for (const char *c = shape; *c != '\0'; c++) {
        if (*c != '%') {
            buf_add_byte(out, *c);
            continue;
        }
        c++;
        if (*c == 't')
            buf_add_str(out, term);
        else if (*c == 'v')
            buf_add_str(out, str_sub(term, value_at, term.n));
        else
            buf_add_str(out, str_sub(term, 0, value_at > 0 ? value_at - 1 : 0));
    }
}

bool values_sentence(int act, enum kind kind, struct str value, struct buf *out)
{
    must(act >= 0 && act < VIEW_VALUE_COUNT);
    if ((acts[act].kinds >> kind & 1) == 0)
        return false;
    add_shaped(acts[act].sentence, value, 0, out);
    return true;
}

static field_id field_of(struct view *view)
{
    field_id field = FIELD_NONE;
    struct value value;
    find_here(view, &field, &value);
    return field;
}

/* The operator looks at something else than the list: says what has become of it. */
static void tell_below(struct view *view, const struct stream *stream)
{
    char text[ERROR_TEXT_MAX], filter[ERROR_TEXT_MAX - 60];
    if (&stream->view == view)
        return;
    str_copy(stream_filter(stream), filter, sizeof filter);
    snprintf(text, sizeof text, "The list below now shows %s", filter[0] != '\0' ? filter : "everything");
    view->desk->say(view->desk->app, TONE_GOOD, text);
}

static int add_query(struct view *view, const struct value_act *act, struct str term, struct buf *query, struct error *err)
{
    const struct stream *stream = stream_of(view);
    if (stream == NULL)
        return err_set(err, E_INVALID, "there is no list here to filter");
    return amend(act->alone ? STR_NONE : stream_filter(stream), act->slot, field_of(view), term, query, err);
}

int values_query(struct view *view, int act, struct buf *query, struct error *err)
{
    struct buf term = {0}, shaped = {0};
    enum kind kind;
    size_t value_at;
    int result;
    if (!values_here(view, &term, &kind, &value_at))
        result = err_set(err, E_INVALID, "there is no %s under the cursor to filter by; h and l choose the column",
                         field_of(view) == FIELD_NONE ? "value" : field_row(field_of(view))->name);
    else if ((acts[act].kinds >> kind & 1) == 0)
        result = err_set(err, E_INVALID, "%s has no order of more and less", field_row(field_of(view))->name);
    else {
        add_shaped(acts[act].shape, buf_str(&term), value_at, &shaped);
        result = add_query(view, &acts[act], buf_str(&shaped), query, err);
    }
    buf_fini(&term);
    buf_fini(&shaped);
    return result;
}

static int run_act(struct view *view, int index, struct error *err)
{
    struct stream *stream = stream_of(view);
    struct buf query = {0};
    int result = values_query(view, index, &query, err);
    if (result >= 0 && &stream->view == view)
        stream_choose(stream);
    if (result >= 0)
        result = stream_set_filter(stream, buf_str(&query), err);
    if (result >= 0)
        tell_below(view, stream);
    buf_fini(&query);
    return result;
}

#define ACT(ident, index)                                                                                              \
    static int run_##ident(void *target, struct str args, struct error *err)                                           \
    {                                                                                                                  \
        (void)args;                                                                                                    \
        return run_act(target, index, err);                                                                            \
    }
ACT(keep, KEEP)
ACT(hide, HIDE)
ACT(only, ONLY)
ACT(at_least, AT_LEAST)
ACT(at_most, AT_MOST)
ACT(since, SINCE)
ACT(until, UNTIL)
ACT(before, BEFORE)
#undef ACT

const struct command view_values[VIEW_VALUE_COUNT] = {
    {"keep", "", "", run_keep, "only events with the value under the cursor", "Joins it to the filter."},
    {"hide", "", "", run_hide, "no events with the value under the cursor", ""},
    {"only", "", "", run_only, "the value under the cursor in place of the whole filter", ""},
    {"at-least", "", "", run_at_least, "the value under the cursor and above", ""},
    {"at-most", "", "", run_at_most, "the value under the cursor and below", ""},
    {"since-here", "", "", run_since, "from the time under the cursor on", ""},
    {"until-here", "", "", run_until, "before the time under the cursor", ""},
    {"before-this", "", "", run_before, "events of a device within a day after this value", ""},
};
