/* Filters on one key: how severe, alerts alone, this device, this SIM, this type, how far back. Each is one term of the
 * filter; pressed again it is replaced or goes, and the rest of the filter stays. */
#include "view/stream.h"

#include "filter/amend.h"

static int set_term(struct stream *s, enum amend_slot slot, field_id field, struct str term, struct error *err)
{
    struct buf query = {0};
    int result = amend(stream_filter(s), slot, field, term, &query, err);
    if (result >= 0)
        result = stream_set_filter(s, buf_str(&query), err);
    buf_fini(&query);
    return result;
}

/* The steps of a key: the one behind the step in force is next, from what is none of them the first. */
struct steps {
    enum amend_slot slot;
    field_id field;
    const char *const *terms; /* "" = without */
    const char *const *words; /* the same as arguments */
    const char *const *said;  /* and in the footer */
    int count;
};

static int step_in_force(const struct stream *s, const struct steps *steps)
{
    struct buf now = {0};
    int found = -1;
    amend_find(stream_filter(s), steps->slot, steps->field, &now);
    for (int i = 0; i < steps->count; i++) {
        if (str_eq(buf_str(&now), str_of(steps->terms[i])))
            found = i;
    }
    buf_fini(&now);
    return found;
}

static int take_step(struct stream *s, const struct steps *steps, struct str word, struct error *err)
{
    int next = (step_in_force(s, steps) + 1) % steps->count;
    for (int i = 0; word.n > 0 && i < steps->count; i++)
        next = str_eq_nocase(word, str_of(steps->words[i])) ? i : next;
    if (word.n > 0 && !str_eq_nocase(word, str_of(steps->words[next])))
        return -E_UNKNOWN;
    int result = set_term(s, steps->slot, steps->field, str_of(steps->terms[next]), err);
    if (result >= 0)
        s->view.desk->say(s->view.desk->app, TONE_MUTED, steps->said[next]);
    return result;
}

int stream_run_severity(void *target, struct str args, struct error *err)
{
    static const char *const terms[] = {"", "sev>=warn", "sev>=critical"}, *const words[] = {"info", "warn", "critical"};
    static const char *const said[] = {"Every severity.", "Warnings and worse.", "Critical events."};
    static const struct steps steps = {AMEND_FIELD, FIELD_SEV, terms, words, said, 3};
    int result = take_step(target, &steps, args, err);
    return result == -E_UNKNOWN ? err_set(err, E_UNKNOWN, "severity is one of info, warn, critical") : result;
}

int stream_run_alerts(void *target, struct str args, struct error *err)
{
    static const char *const terms[] = {"", "is:alert"}, *const words[] = {"all", "alerts"};
    static const char *const said[] = {"Alerts and others.", "Alerts only."};
    static const struct steps steps = {AMEND_FIELD, FIELD_ALERT, terms, words, said, 2};
    (void)args;
    return take_step(target, &steps, STR_NONE, err);
}

int stream_run_window(void *target, struct str args, struct error *err)
{
    static const char *const terms[] = {"", "last 15m", "last 1h", "last 4h"}, *const words[] = {"all", "15m", "1h", "4h"};
    static const char *const said[] = {"All times.", "The last 15 minutes.", "The last hour.", "The last 4 hours."};
    static const struct steps steps = {AMEND_TIME, FIELD_NONE, terms, words, said, 4};
    int result = take_step(target, &steps, args, err);
    if (result != -E_UNKNOWN)
        return result;
    struct buf term = {0}; /* any other span */
    buf_add_fmt(&term, "last %.*s", STR_ARG(args));
    result = set_term(target, AMEND_TIME, FIELD_NONE, buf_str(&term), err);
    buf_fini(&term);
    return result;
}

/* What a word of `this WORD` stands for: the first field that the event has. */
static const struct {
    const char *word;
    field_id fields[2];
} things[] = {
    {"device", {FIELD_DEV_ID, FIELD_DEV}}, {"sim", {FIELD_SIM_ID, FIELD_ICCID}}, {"type", {FIELD_TYPE, FIELD_TYPE}},
    {"operator", {FIELD_OP, FIELD_AT_OP}}, {"org", {FIELD_ORG, FIELD_ORG_ID}},
};

static int keep_this(struct stream *s, field_id field, const struct value *value, struct error *err)
{
    struct buf term = {0}, now = {0};
    amend_add_term(&term, field, value);
    amend_find(stream_filter(s), AMEND_FIELD, field, &now);
    bool again = str_eq(buf_str(&term), buf_str(&now));
    int result = set_term(s, AMEND_FIELD, field, again ? STR_NONE : buf_str(&term), err);
    buf_fini(&term);
    buf_fini(&now);
    return result;
}

int stream_run_this(void *target, struct str args, struct error *err)
{
    struct stream *s = target;
    struct value value;
    if (!s->head_focused && stream_row(s) == ROW_NONE)
        return err_set(err, E_INVALID, "there is no event under the cursor to go by");
    stream_choose(s);
    const field_id named = field_find(args);
    field_id fields[2] = {named, named};
    for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
        if (str_eq_nocase(args, str_of(things[i].word)))
            memcpy(fields, things[i].fields, sizeof fields);
    }
    for (int i = 0; i < 2 && fields[i] != FIELD_NONE; i++) {
        if (s->view.ops->here(&s->view, fields[i], &value) && value_is_present(&value))
            return keep_this(s, fields[i], &value, err);
    }
    return err_set(err, E_INVALID, "the event under the cursor has no %.*s", STR_ARG(args));
}
