/* q=field:value,field:a|b,… and sort=-timestamp,id. Knows the documented fields and no others. */
#include "lab/eventquery.h"

#include <stdlib.h>
#include <strings.h>

#include "base/xalloc.h"
#include "lab/identity.h"
#include "lab/stamp.h"
#include "lab/wording.h"

#define DAY_MS 86400000LL
/* How far a shown time can be from the moment of arrival: lags, and clocks that faults have set wrong. */
#define SLACK_MS (2 * 3600000LL)

enum value_kind { IS_NUMBER, IS_FLAG, IS_TEXT, IS_TIME };

struct subject {
    const struct world *w;
    const struct happening *h;
};

/* What a record has in a field: a number, or text (written into out). */
typedef int64_t (*number_fn)(const struct subject *s);
typedef void (*text_fn)(const struct subject *s, struct buf *out);
enum match { MATCH_EQUAL, MATCH_PART, MATCH_BEGIN, MATCH_ICCID };

struct field {
    const char *name;
    enum value_kind kind;
    int alternatives, sortable;
    enum match match;
    number_fn number;
    text_fn text;
};

static int64_t get_id(const struct subject *s)
{
    return s->h->id;
}

static int64_t get_time(const struct subject *s)
{
    return s->h->ts;
}

static int64_t get_type(const struct subject *s)
{
    return kind_row(s->h->kind)->type;
}

static int64_t get_source(const struct subject *s)
{
    return kind_row(s->h->kind)->source;
}

static int64_t get_severity(const struct subject *s)
{
    return kind_row(s->h->kind)->severity;
}

static int64_t get_alert(const struct subject *s)
{
    return kind_row(s->h->kind)->alert;
}

static int64_t get_rat(const struct subject *s)
{
    return s->h->session != 0 && kind_row(s->h->kind)->detail != NULL ? s->h->rat : -1;
}

static int has_device(const struct subject *s)
{
    return s->h->device != HAPPENING_NOBODY;
}

static int has_network(const struct subject *s)
{
    int type = kind_row(s->h->kind)->type;
    return has_device(s) && type >= 1 && type <= 5 && kind_row(s->h->kind)->detail != NULL;
}

static void get_description(const struct subject *s, struct buf *out)
{
    wording_text(out, s->w, s->h);
}

static void get_org(const struct subject *s, struct buf *out)
{
    buf_add_text(out, world_orgs[s->h->org % WORLD_ORGS].name);
}

static void get_user(const struct subject *s, struct buf *out)
{
    enum happening_about about = kind_row(s->h->kind)->about;
    if (about == ABOUT_USER || about == ABOUT_VPN)
        buf_add_text(out, world_users[s->h->user % WORLD_USERS].username);
}

/* One function for each number that a device has. */
#define DEVICE_TEXT(name, call)                                                                    \
    static void name(const struct subject *s, struct buf *out)                                     \
    {                                                                                              \
        char text[IDENTITY_MAX] = "";                                                              \
        if (has_device(s))                                                                         \
            call;                                                                                  \
        buf_add_text(out, text);                                                                   \
    }

DEVICE_TEXT(get_endpoint, identity_name(s->w, s->h->device, text))
DEVICE_TEXT(get_tags, identity_tags(s->w, s->h->device, text))
DEVICE_TEXT(get_ip, identity_ip(s->h->device, text))
DEVICE_TEXT(get_imei, identity_imeisv(s->w, s->h->device, s->h->imei, text))
DEVICE_TEXT(get_imsi, identity_imsi(s->h->sim, s->h->imsi, text))
DEVICE_TEXT(get_iccid, identity_iccid(s->h->sim, text))
DEVICE_TEXT(get_iccid_luhn, identity_iccid_luhn(s->h->sim, text))

static void get_network(const struct subject *s, struct buf *out)
{
    if (has_network(s))
        buf_add_text(out, carrier_get(s->h->carrier)->name);
}

static void get_country(const struct subject *s, struct buf *out)
{
    if (has_network(s))
        buf_add_text(out, carrier_country(carrier_get(s->h->carrier))->name);
}

static const struct field fields[] = {
    {"from", IS_TIME, 0, 0, MATCH_EQUAL, NULL, NULL},
    {"until", IS_TIME, 0, 0, MATCH_EQUAL, NULL, NULL},
    {"timestamp", IS_TIME, 0, 1, MATCH_EQUAL, get_time, NULL},
    {"id", IS_NUMBER, 0, 2, MATCH_EQUAL, get_id, NULL},
    {"type", IS_NUMBER, 1, 1, MATCH_EQUAL, get_type, NULL},
    {"source", IS_NUMBER, 0, 1, MATCH_EQUAL, get_source, NULL},
    {"severity", IS_NUMBER, 0, 1, MATCH_EQUAL, get_severity, NULL},
    {"alert", IS_FLAG, 0, 1, MATCH_EQUAL, get_alert, NULL},
    {"description", IS_TEXT, 0, 0, MATCH_PART, NULL, get_description},
    {"organisation", IS_TEXT, 0, 1, MATCH_PART, NULL, get_org},
    {"user", IS_TEXT, 0, 1, MATCH_PART, NULL, get_user},
    {"endpoint", IS_TEXT, 1, 1, MATCH_PART, NULL, get_endpoint},
    {"tags", IS_TEXT, 0, 1, MATCH_PART, NULL, get_tags},
    {"ip_address", IS_TEXT, 0, 1, MATCH_BEGIN, NULL, get_ip},
    {"imei", IS_TEXT, 0, 0, MATCH_BEGIN, NULL, get_imei},
    {"imsi", IS_TEXT, 0, 1, MATCH_BEGIN, NULL, get_imsi},
    {"iccid", IS_TEXT, 1, 1, MATCH_ICCID, NULL, get_iccid},
    {"iccid_with_luhn", IS_TEXT, 1, 0, MATCH_ICCID, NULL, get_iccid_luhn},
    {"network", IS_TEXT, 1, 0, MATCH_PART, NULL, get_network},
    {"rat", IS_NUMBER, 1, 0, MATCH_EQUAL, get_rat, NULL},
    {"country", IS_TEXT, 1, 0, MATCH_PART, NULL, get_country},
};

enum {
    FIELD_FROM,
    FIELD_UNTIL,
    FIELD_TIMESTAMP,
    FIELD_ID,
    FIELD_COUNT = sizeof fields / sizeof fields[0]
};

static unsigned find_field(struct str name)
{
    unsigned i = 0;
    while (i < FIELD_COUNT && !str_eq(str_of(fields[i].name), name))
        i++;
    return i;
}

void eventquery_init(struct event_query *query)
{
    *query = (struct event_query){.from = INT64_MIN,
                                  .until = INT64_MAX,
                                  .device = HAPPENING_NOBODY,
                                  .sim = HAPPENING_NOBODY,
                                  .user = -1};
}

static int read_value(const struct field *field, struct str text, int64_t *number,
                      struct error *err)
{
    int good = text.n > 0;
    if (field->kind == IS_NUMBER)
        good = str_i64(text, number) && *number >= 0;
    else if (field->kind == IS_TIME)
        good = stamp_read(text, number);
    else if (field->kind == IS_FLAG)
        good = str_eq(text, STR("true")) || str_eq(text, STR("false"));
    if (field->kind == IS_FLAG)
        *number = str_eq(text, STR("true"));
    return good ? 0
                : err_set(err, E_SYNTAX, "value '%.*s' of filter '%s' is not valid", STR_ARG(text),
                          field->name);
}

static int read_condition(struct event_query *query, struct str piece, struct error *err)
{
    ptrdiff_t colon = str_find_byte(piece, ':');
    if (colon <= 0)
        return err_set(err, E_SYNTAX, "filter '%.*s' is not field:criteria", STR_ARG(piece));
    unsigned f = find_field(str_sub(piece, 0, (size_t)colon));
    if (f == FIELD_COUNT || f == FIELD_ID)
        return err_set(err, E_SYNTAX, "filter '%.*s' is not known", (int)colon, piece.p);
    if (query->condition_count == EVENTQUERY_CONDITIONS_MAX)
        return err_set(err, E_SYNTAX, "too many filters");
    struct event_condition *c = &query->conditions[query->condition_count++];
    *c = (struct event_condition){.field = f};
    struct str rest = str_sub(piece, (size_t)colon + 1, piece.n), value;
    int most = fields[f].alternatives ? EVENTQUERY_ALTERNATIVES_MAX : 1;
    bool plain = !fields[f].alternatives;
    do {
        if (plain)
            value = rest;
        else if (!str_next(&rest, '|', &value))
            value = STR_NONE;
        if (c->count == most)
            return err_set(err, E_SYNTAX, "filter '%s' takes at most %d values", fields[f].name,
                           most);
        c->texts[c->count] = value;
        int rc = read_value(&fields[f], value, &c->numbers[c->count++], err);
        if (rc < 0)
            return rc;
    } while (!plain && rest.p != NULL);
    return 0;
}

/* from and until become the span; the condition itself is dropped. */
static int take_times(struct event_query *query, struct error *err)
{
    int seen_from = 0, seen_until = 0, kept = 0;
    for (int i = 0; i < query->condition_count; i++) {
        const struct event_condition *c = &query->conditions[i];
        if (c->field == FIELD_FROM) {
            seen_from = 1;
            query->from = c->numbers[0];
        } else if (c->field == FIELD_UNTIL) {
            seen_until = 1;
            query->until = c->numbers[0];
        } else if (c->field == FIELD_TIMESTAMP) {
            query->from = c->numbers[0] / DAY_MS * DAY_MS;
            query->until = query->from + DAY_MS - 1;
        } else {
            query->conditions[kept++] = *c;
        }
    }
    query->condition_count = kept;
    if (seen_from != seen_until)
        return err_set(err, E_SYNTAX, "filters 'from' and 'until' are only valid together");
    return 0;
}

int eventquery_parse_q(struct event_query *query, struct str q, struct error *err)
{
    struct str rest = q, piece;
    while (str_next(&rest, ',', &piece)) {
        int rc = read_condition(query, piece, err);
        if (rc < 0)
            return rc;
    }
    return take_times(query, err);
}

int eventquery_parse_sort(struct event_query *query, struct str sort, struct error *err)
{
    struct str rest = sort, piece;
    while (str_next(&rest, ',', &piece)) {
        int descending = str_starts(piece, STR("-"));
        if (descending)
            piece = str_sub(piece, 1, piece.n);
        unsigned f = find_field(piece);
        if (f == FIELD_COUNT || !fields[f].sortable || query->sort_count == EVENTQUERY_SORT_MAX)
            return err_set(err, E_SYNTAX, "sort criterion '%.*s' is not valid", STR_ARG(piece));
        query->sort[query->sort_count].field = f;
        query->sort[query->sort_count++].descending = descending;
    }
    return 0;
}

/* ---------------------------------------------------------------- selecting */

static int contains(struct str text, struct str part)
{
    for (size_t i = 0; i + part.n <= text.n; i++)
        if (strncasecmp(text.p + i, part.p, part.n) == 0)
            return 1;
    return 0;
}

static int matches(enum match match, struct str text, struct str wanted)
{
    if (text.n == 0)
        return 0;
    if (match == MATCH_PART)
        return contains(text, wanted);
    if (match == MATCH_ICCID && wanted.n > 19)
        return str_eq(text, wanted);
    return str_starts(text, wanted);
}

static int holds(const struct event_condition *c, const struct subject *s)
{
    const struct field *f = &fields[c->field];
    struct buf text = {0};
    if (f->text != NULL)
        f->text(s, &text);
    int64_t number = f->number != NULL ? f->number(s) : 0;
    int found = 0;
    for (int i = 0; i < c->count && !found; i++)
        found = f->text != NULL ? matches(f->match, buf_str(&text), c->texts[i])
                                : number == c->numbers[i];
    buf_fini(&text);
    return found;
}

static int selects(const struct event_query *query, const struct subject *s)
{
    if (s->h->ts < query->from || s->h->ts > query->until || s->h->id <= query->after)
        return 0;
    enum happening_about about = kind_row(s->h->kind)->about;
    if (query->user >= 0 &&
        (s->h->user != query->user || (about != ABOUT_USER && about != ABOUT_VPN)))
        return 0;
    for (int i = 0; i < query->condition_count; i++)
        if (!holds(&query->conditions[i], s))
            return 0;
    return 1;
}

struct finding {
    uint64_t *found;
    size_t count, capacity;
};

static void keep(struct finding *finding, uint64_t sequence)
{
    finding->found =
        xgrow(finding->found, &finding->capacity, finding->count + 1, sizeof *finding->found);
    finding->found[finding->count++] = sequence;
}

/* Newest first along the chain of one device or SIM, then turned round. */
static void find_chained(const struct world *w, const struct event_query *query,
                         struct finding *finding)
{
    bool by_sim = query->sim != HAPPENING_NOBODY;
    uint64_t next = by_sim ? w->devices[query->sim].last_sim : w->devices[query->device].last;
    while (next > w->ledger.first) {
        const struct happening *h = ledger_get(&w->ledger, next - 1);
        if (selects(query, &(struct subject){w, h}))
            keep(finding, next - 1);
        uint32_t back = by_sim ? h->back_sim : h->back;
        if (back == 0 || back >= next)
            break;
        next -= back;
    }
    for (size_t i = 0; i < finding->count / 2; i++) {
        uint64_t other = finding->found[i];
        finding->found[i] = finding->found[finding->count - 1 - i];
        finding->found[finding->count - 1 - i] = other;
    }
}

static void find_all(const struct world *w, const struct event_query *query,
                     struct finding *finding)
{
    uint64_t from = w->ledger.first, until = w->ledger.end;
    if (query->from > HAPPENING_EPOCH_MS + SLACK_MS)
        from = ledger_find(&w->ledger, ledger_id_at(query->from - SLACK_MS));
    if (query->after > 0 && ledger_find(&w->ledger, query->after + 1) > from)
        from = ledger_find(&w->ledger, query->after + 1);
    if (query->until < w->now)
        until = ledger_find(&w->ledger, ledger_id_at(query->until + SLACK_MS));
    for (uint64_t i = from; i < until; i++)
        if (selects(query, &(struct subject){w, ledger_get(&w->ledger, i)}))
            keep(finding, i);
}

static int compare_field(const struct field *f, const struct subject *a, const struct subject *b)
{
    if (f->number != NULL) {
        int64_t x = f->number(a), y = f->number(b);
        return x < y ? -1 : x > y;
    }
    struct buf x = {0}, y = {0};
    f->text(a, &x);
    f->text(b, &y);
    int order = str_compare(buf_str(&x), buf_str(&y));
    buf_fini(&x);
    buf_fini(&y);
    return order;
}

struct sorting {
    const struct world *w;
    const struct event_query *query;
};

static int compare(const void *left, const void *right, void *user)
{
    const struct sorting *sorting = user;
    const struct ledger *ledger = &sorting->w->ledger;
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    struct subject x = {sorting->w, ledger_get(ledger, a)}, y = {sorting->w, ledger_get(ledger, b)};
    for (int i = 0; i < sorting->query->sort_count; i++) {
        int order = compare_field(&fields[sorting->query->sort[i].field], &x, &y);
        if (order != 0)
            return sorting->query->sort[i].descending ? -order : order;
    }
    return a < b ? -1 : a > b;
}

static uint64_t page_start(uint64_t page, uint64_t per_page, uint64_t total)
{
    uint64_t last = total > 0 ? (total - 1) / per_page + 1 : 1;
    return ((page < 1 ? 1 : page > last ? last : page) - 1) * per_page;
}

static bool is_whole(const struct event_query *query)
{
    return query->condition_count == 0 && query->from == INT64_MIN && query->until == INT64_MAX &&
           query->device == HAPPENING_NOBODY && query->sim == HAPPENING_NOBODY && query->user < 0 &&
           query->after == 0 && (query->sort_count == 0 || query->sort[0].field == FIELD_ID);
}

/* Everything by id: no need to look at any record. */
static struct selection run_whole(const struct world *w, const struct event_query *query,
                                  uint64_t page, uint64_t per_page)
{
    struct selection s = {.total = w->ledger.end - w->ledger.first};
    bool descending = query->sort_count > 0 && query->sort[0].descending;
    s.skip = page_start(page, per_page, s.total);
    s.count = (size_t)(s.total - s.skip < per_page ? s.total - s.skip : per_page);
    s.found = xmalloc((s.count + 1) * sizeof *s.found);
    for (size_t i = 0; i < s.count; i++)
        s.found[i] = descending ? w->ledger.end - 1 - s.skip - i : w->ledger.first + s.skip + i;
    return s;
}

struct selection eventquery_run(const struct world *w, const struct event_query *query,
                                uint64_t page, uint64_t per_page)
{
    if (is_whole(query))
        return run_whole(w, query, page, per_page);
    struct finding finding = {0};
    if (query->device != HAPPENING_NOBODY || query->sim != HAPPENING_NOBODY)
        find_chained(w, query, &finding);
    else
        find_all(w, query, &finding);
    struct sorting sorting = {w, query};
    if (query->sort_count > 0 && finding.count > 1)
        qsort_r(finding.found, finding.count, sizeof *finding.found, compare, &sorting);
    struct selection s = {.found = finding.found, .total = finding.count};
    s.skip = page_start(page, per_page, s.total);
    s.count = (size_t)(s.total - s.skip < per_page ? s.total - s.skip : per_page);
    if (s.count > 0 && s.skip > 0)
        memmove(s.found, s.found + s.skip, s.count * sizeof *s.found);
    return s;
}
