/* What an event says, field by field. Knows the store's columns and the original bytes; must not know what it means. */
#include "fleet/reading.h"

#include "base/xalloc.h"
#include "model/ident.h"

#include <stdlib.h>

#define TEXTS_AT_ONCE 256u

void reading_fini(struct reading *r)
{
    free(r->page.who);
    free(r->page.texts);
    free(r->page.networks);
    buf_fini(&r->raw);
}

/* ---- the page ---- */

/* So many items at least; new ones are zero. */
static void *room(void *items, size_t *count, size_t *capacity, size_t wanted, size_t size)
{
    if (wanted <= *count)
        return items;
    items = xgrow(items, capacity, wanted, size);
    memset((char *)items + *count * size, 0, (wanted - *count) * size);
    *count = wanted;
    return items;
}

static const struct column *page_column(struct reading *r, field_id field)
{
    struct reading_page *page = &r->page;
    if (!page->known[field])
        page->columns[field] = segment_column(page->segment, field);
    page->known[field] = true;
    return &page->columns[field];
}

/* The ids of the texts in cells from..until-1 of a column of combinations. */
static void keep_texts(struct reading *r, const struct column *column, uint32_t from, uint32_t until)
{
    struct str texts[TEXTS_AT_ONCE];
    uint32_t cells[TEXTS_AT_ONCE], ids[TEXTS_AT_ONCE];
    for (uint32_t at = from; at < until;) {
        size_t n = 0;
        for (; at < until && n < TEXTS_AT_ONCE; at++) {
            uint32_t text = column_text(column, at);
            if (text == COLUMN_TEXT_ABSENT || r->page.texts[text] != 0)
                continue;
            cells[n] = text;
            texts[n++] = segment_text(r->page.segment, text);
        }
        intern_add_all(r->texts, texts, n, ids);
        for (size_t i = 0; i < n; i++)
            r->page.texts[cells[i]] = ids[i];
    }
}

static int64_t cell_number(const struct column *column, uint32_t at)
{
    int64_t number = column_number(column, at);
    return number == COLUMN_I64_ABSENT ? -1 : number;
}

/* The combinations that are new since the page was opened last. */
static void read_combinations(struct reading *r)
{
    struct reading_page *page = &r->page;
    static const field_id fields[] = {FIELD_DEV, FIELD_ORG, FIELD_TAG, FIELD_IMEI, FIELD_IP, FIELD_ICCID, FIELD_IMSI};
    enum { FIELDS = sizeof fields / sizeof *fields };
    const struct column *text[FIELDS], *dev = page_column(r, FIELD_DEV_ID), *sim = page_column(r, FIELD_SIM_ID),
                                       *org = page_column(r, FIELD_ORG_ID);
    uint32_t from = (uint32_t)page->who_count;
    page->who = room(page->who, &page->who_count, &page->who_capacity, dev->n, sizeof *page->who);
    for (int i = 0; i < FIELDS; i++) {
        text[i] = page_column(r, fields[i]);
        keep_texts(r, text[i], from, dev->n);
    }
    for (uint32_t at = from; at < dev->n; at++) {
        uint32_t id[FIELDS];
        for (int i = 0; i < FIELDS; i++)
            id[i] = page->texts[column_text(text[i], at)];
        page->who[at] = (struct reading_who){cell_number(dev, at), cell_number(sim, at), cell_number(org, at),
                                             id[0], id[1], id[2], id[3], id[4], id[5], id[6],
                                             ident_modem(intern_get(r->texts, id[3]))};
    }
}

void reading_open(struct reading *r, row_id row)
{
    struct reading_page *page = &r->page;
    page->segment = store_segment_of(r->store, row);
    memset(page->known, 0, sizeof page->known);
    if (page->segment == NULL)
        return;
    if (page->seq != segment_seq(page->segment))
        page->who_count = page->text_count = page->network_count = 0;
    page->seq = segment_seq(page->segment);
    page->texts = room(page->texts, &page->text_count, &page->text_capacity,
                       (size_t)segment_text_count(page->segment) + 1, sizeof *page->texts);
    page->networks = room(page->networks, &page->network_count, &page->network_capacity, page_column(r, FIELD_OP)->n,
                          sizeof *page->networks);
    read_combinations(r);
}

void reading_close(struct reading *r)
{
    r->page.segment = NULL;
}

static bool on_page(const struct reading *r)
{
    return r->segment != NULL && r->segment == r->page.segment;
}

static uint32_t page_cell(const struct reading *r, const struct column *column)
{
    return column->ref != NULL ? column->ref[r->index] : r->index;
}

/* ---- values ---- */

void reading_begin(struct reading *r, row_id row)
{
    bool same = r->page.segment != NULL && row >> 16 == r->page.seq;
    r->row = row;
    r->index = (uint32_t)(row & 0xffff);
    r->segment = same ? r->page.segment : store_segment_of(r->store, row);
    r->type = r->segment != NULL ? segment_types(r->segment)[r->index] : TYPE_OTHER;
}

static int64_t number_or(struct reading *r, field_id field, int64_t absent)
{
    struct value v;
    if (!on_page(r))
        return store_get(r->store, r->row, field, &v) ? v.i : absent;
    const struct column *column = page_column(r, field);
    int64_t number = column_number(column, page_cell(r, column));
    return number == (column->width == COLUMN_U8 ? COLUMN_U8_ABSENT : COLUMN_I64_ABSENT) ? absent : number;
}

int64_t reading_number(struct reading *r, field_id field)
{
    return number_or(r, field, -1);
}

static int64_t reading_moment(struct reading *r, field_id field)
{
    return number_or(r, field, INSTANT_NONE);
}

struct str reading_text(struct reading *r, field_id field)
{
    struct value v;
    if (!on_page(r))
        return store_get(r->store, r->row, field, &v) ? v.s : STR_NONE;
    const struct column *column = page_column(r, field);
    return segment_text(r->segment, column_text(column, page_cell(r, column)));
}

uint32_t reading_kept(struct reading *r, field_id field)
{
    if (!on_page(r))
        return intern_add(r->texts, reading_text(r, field));
    const struct column *column = page_column(r, field);
    uint32_t text = column_text(column, page_cell(r, column));
    if (text != COLUMN_TEXT_ABSENT && r->page.texts[text] == 0)
        r->page.texts[text] = intern_add(r->texts, segment_text(r->segment, text));
    return text != COLUMN_TEXT_ABSENT ? r->page.texts[text] : 0;
}

static struct reading_who read_who(struct reading *r)
{
    return (struct reading_who){
        .dev_id = reading_number(r, FIELD_DEV_ID),
        .sim_id = reading_number(r, FIELD_SIM_ID),
        .org_id = reading_number(r, FIELD_ORG_ID),
        .name = reading_kept(r, FIELD_DEV),
        .org = reading_kept(r, FIELD_ORG),
        .tags = reading_kept(r, FIELD_TAG),
        .imei = reading_kept(r, FIELD_IMEI),
        .ip = reading_kept(r, FIELD_IP),
        .iccid = reading_kept(r, FIELD_ICCID),
        .imsi = reading_kept(r, FIELD_IMSI),
        .modem = ident_modem(reading_text(r, FIELD_IMEI)),
    };
}

const struct reading_who *reading_who_of(struct reading *r, row_id row)
{
    const struct reading_page *page = &r->page;
    uint32_t index = (uint32_t)(row & 0xffff);
    bool held = page->segment != NULL && row >> 16 == page->seq && index < segment_rows(page->segment);
    return held ? &page->who[page_column(r, FIELD_DEV_ID)->ref[index]] : NULL;
}

const struct reading_who *reading_who(struct reading *r)
{
    const struct reading_who *known = reading_who_of(r, r->row);
    if (known == NULL)
        r->who = read_who(r);
    return known != NULL ? known : &r->who;
}

/* ---- places ---- */

static struct str first_of(struct str list)
{
    struct str piece = list;
    str_next(&list, VALUE_SEPARATOR, &piece);
    return piece;
}

static struct place network_of(struct reading *r)
{
    return (struct place){
        .op = reading_text(r, FIELD_OP),
        .country = reading_text(r, FIELD_COUNTRY),
        .cc = reading_text(r, FIELD_CC),
        .mcc = first_of(reading_text(r, FIELD_MCC)),
        .mnc = first_of(reading_text(r, FIELD_MNC)),
        .rat = PLACE_UNKNOWN,
        .lac = PLACE_UNKNOWN,
        .ci = PLACE_UNKNOWN,
    };
}

/* The event's network without its radio, PLACE_NONE when it says nothing that makes a place by itself. */
static uint32_t page_network(struct reading *r)
{
    struct reading_page *page = &r->page;
    const struct column *column = page_column(r, FIELD_OP);
    size_t at = page_cell(r, column);
    if (page->networks[at] == 0) {
        const struct place place = network_of(r);
        page->networks[at] = places_add(r->places, &place) + 1;
    }
    return page->networks[at] - 1;
}

uint32_t reading_place(struct reading *r)
{
    const struct place_radio radio = {reading_number(r, FIELD_RAT), reading_number(r, FIELD_LAC),
                                      reading_number(r, FIELD_CI)};
    uint32_t network = on_page(r) ? page_network(r) : PLACE_NONE;
    if (network != PLACE_NONE)
        return places_at(r->places, network, &radio);
    struct place place = network_of(r);
    place.rat = radio.rat;
    place.lac = radio.lac;
    place.ci = radio.ci;
    return places_add(r->places, &place);
}

/* ---- quotas and sessions ---- */

/* Of the original bytes in r->raw, which are opened once for all that is asked of them. */
static bool raw_value(struct reading *r, field_id field, struct value *out)
{
    return event_extract(buf_str(&r->raw), field, r->scratch, out);
}

static bool open_raw(struct reading *r)
{
    buf_clear(&r->raw);
    arena_reset(r->scratch);
    return store_raw(r->store, r->row, &r->raw, NULL) >= 0;
}

static double raw_double(struct reading *r, field_id field)
{
    struct value v;
    double number = -1;
    if (raw_value(r, field, &v)) {
        if (v.kind == KIND_TEXT)
            str_double(v.s, &number);
        else
            number = (double)v.i;
    }
    return number;
}

static const struct quota_type {
    type_id type;
    uint8_t service, used_up, expired, assigned;
} quota_types[] = {
    {TYPE_QUOTA_THRESHOLD, SIM_DATA, 0, 0, 0}, {TYPE_QUOTA_USED, SIM_DATA, 1, 0, 0}, {TYPE_QUOTA_ASSIGN, SIM_DATA, 0, 0, 1},
    {TYPE_QUOTA_EXPIRE, SIM_DATA, 0, 1, 0},    {TYPE_SMS_THRESHOLD, SIM_SMS, 0, 0, 0}, {TYPE_SMS_USED, SIM_SMS, 1, 0, 0},
    {TYPE_SMS_ASSIGN, SIM_SMS, 0, 0, 1},       {TYPE_SMS_EXPIRE, SIM_SMS, 0, 1, 0},
};

void reading_quota(struct reading *r, struct sim_news *news)
{
    const struct quota_type *row = NULL;
    for (size_t i = 0; i < sizeof quota_types / sizeof *quota_types; i++)
        row = quota_types[i].type == r->type ? &quota_types[i] : row;
    if (row == NULL)
        return;
    if (!open_raw(r))
        buf_clear(&r->raw);
    struct value expiry;
    double volume = raw_double(r, FIELD_QUOTA_VOLUME);
    double percent = raw_double(r, FIELD_QUOTA_THRESHOLD), at = raw_double(r, FIELD_QUOTA_THRESHOLD_VOLUME);
    news->service = row->service;
    news->used_up = row->used_up;
    news->expired = row->expired;
    news->size = row->assigned ? volume : percent > 0 && at > 0 ? at * 100 / percent : -1;
    news->left = row->expired || volume < 0 ? 0 : volume;
    if (raw_value(r, FIELD_QUOTA_EXPIRY, &expiry))
        news->expires_ms = expiry.i;
    news->blocks = news->used_up || news->expired;
}

uint16_t reading_quota_left(const struct sim_news *news)
{
    if (news->service != SIM_DATA || news->expired)
        return STEP_QUOTA_UNKNOWN;
    if (news->used_up)
        return 0;
    if (news->size <= 0)
        return STEP_QUOTA_UNKNOWN;
    double ratio = news->left / news->size;
    return (uint16_t)((ratio > 1 ? 1 : ratio) * 10000 + 0.5);
}

bool reading_session(struct reading *r, const struct step *step, struct session_note *out)
{
    reading_begin(r, step->row);
    if (r->segment == NULL)
        return false;
    struct str sid = reading_text(r, FIELD_SESSION_ID);
    int64_t pdp = reading_number(r, FIELD_PDP_ID), sid_number;
    bool is_pdp = str_i64(sid, &sid_number) && sid_number == pdp;
    *out = (struct session_note){
        .sid = is_pdp ? 0 : intern_add(r->texts, sid),
        .imsi = reading_who(r)->imsi,
        .ue_ip = reading_kept(r, FIELD_UE_IP),
        .place = step->named_place,
        .pdp_id = pdp,
        .tunnel_ms = reading_moment(r, FIELD_TUNNEL),
        .ts_ms = step->ts_ms,
        .rx = reading_number(r, FIELD_RX),
        .tx = reading_number(r, FIELD_TX),
        .row = step->row,
    };
    return true;
}
