/* What an event says, field by field. Knows the store's columns and the original bytes; must not know what it means. */
#include "fleet/reading.h"

void reading_begin(struct reading *r, row_id row)
{
    r->row = row;
    r->type = store_has(r->store, row) ? store_type(r->store, row) : TYPE_OTHER;
}

int64_t reading_number(const struct reading *r, field_id field)
{
    struct value v;
    return store_get(r->store, r->row, field, &v) ? v.i : -1;
}

struct str reading_text(const struct reading *r, field_id field)
{
    struct value v;
    return store_get(r->store, r->row, field, &v) ? v.s : STR_NONE;
}

uint32_t reading_kept(const struct reading *r, field_id field)
{
    return intern_add(r->texts, reading_text(r, field));
}

static struct str first_of(struct str list)
{
    struct str piece = list;
    str_next(&list, VALUE_SEPARATOR, &piece);
    return piece;
}

uint32_t reading_place(const struct reading *r)
{
    struct place place = {
        .op = reading_text(r, FIELD_OP),
        .country = reading_text(r, FIELD_COUNTRY),
        .cc = reading_text(r, FIELD_CC),
        .mcc = first_of(reading_text(r, FIELD_MCC)),
        .mnc = first_of(reading_text(r, FIELD_MNC)),
        .rat = reading_number(r, FIELD_RAT),
        .lac = reading_number(r, FIELD_LAC),
        .ci = reading_number(r, FIELD_CI),
    };
    return places_add(r->places, &place);
}

static bool raw_value(struct reading *r, field_id field, struct value *out)
{
    buf_clear(&r->raw);
    arena_reset(r->scratch);
    return store_raw(r->store, r->row, &r->raw, NULL) >= 0 && event_extract(buf_str(&r->raw), field, r->scratch, out);
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
    if (!store_has(r->store, step->row))
        return false;
    struct value v;
    struct str sid = reading_text(r, FIELD_SESSION_ID);
    int64_t pdp = reading_number(r, FIELD_PDP_ID), sid_number;
    bool is_pdp = str_i64(sid, &sid_number) && sid_number == pdp;
    *out = (struct session_note){
        .sid = is_pdp ? 0 : intern_add(r->texts, sid),
        .imsi = reading_kept(r, FIELD_IMSI),
        .ue_ip = reading_kept(r, FIELD_UE_IP),
        .place = step->named_place,
        .pdp_id = pdp,
        .tunnel_ms = store_get(r->store, step->row, FIELD_TUNNEL, &v) ? v.i : INSTANT_NONE,
        .ts_ms = step->ts_ms,
        .rx = reading_number(r, FIELD_RX),
        .tx = reading_number(r, FIELD_TX),
        .row = step->row,
    };
    return true;
}
