/* A segment: columns of facts, five dimensions, one lexicon, the original bytes, and a small table
 * to find ids. Arrays grow by doubling, so that a store of ten events stays small. Must not know
 * about other segments. */
#include "store/segment.h"

#include "base/instant.h"
#include "base/xalloc.h"
#include "store/moments.h"

#include <stdlib.h>

#define FIRST_CAPACITY 256u
#define FACT_FIELDS    6 /* FIELD_ID .. FIELD_ALERT, the first rows of fields.def */
#define ODD_ID                                                                                     \
    (UINT64_C(1) << 63) /* set in ids that are no number of 63 bits: EVENT_NO_ID, EVENT_ID_TEXT */

_Static_assert(FIELD_ID == 0 && FIELD_ALERT == FACT_FIELDS - 1, "the facts come first");

struct span {
    uint64_t min, max;
};

struct segment {
    uint64_t seq;
    uint32_t rows, capacity;
    bool sealed;
    uint64_t *id;
    int64_t *order_ms;
    int64_t *id_column; /* FIELD_ID with odd ids absent; NULL while there are none and id serves */
    int64_t
        *ts_column; /* FIELD_TS with absent times; NULL while there are none and order_ms serves */
    uint32_t *content;
    struct moments arrival;
    uint8_t *type, *severity, *source, *alert;
    uint8_t *feed, *marks; /* NULL while every row is as the first: from one feed, without marks */
    uint8_t first_feed;
    uint16_t *ref[DIMENSION_COUNT];
    int64_t min[FACT_FIELDS], max[FACT_FIELDS], order_min, order_max;
    struct span plain,
        odd; /* of the ids held, each kind by itself, so that one odd id does not widen the other */
    uint16_t *slots; /* rows by id; 0 = free, row 0 is looked at by itself */
    uint32_t slot_count;
    struct dimension dimension[DIMENSION_COUNT];
    struct lexicon lexicon;
    struct raw raw;
};

struct segment *segment_new(uint64_t seq, const struct layout *layouts, struct shelf *shelf)
{
    struct segment *segment = xcalloc(1, sizeof *segment);
    segment->seq = seq;
    segment->order_min = INT64_MAX;
    segment->order_max = INT64_MIN;
    segment->plain = segment->odd = (struct span){UINT64_MAX, 0};
    for (int i = 0; i < FACT_FIELDS; i++) {
        segment->min[i] = INT64_MAX;
        segment->max[i] = INT64_MIN;
    }
    for (int i = 0; i < DIMENSION_COUNT; i++)
        dimension_init(&segment->dimension[i], &layouts[i]);
    lexicon_init(&segment->lexicon);
    raw_init(&segment->raw, shelf);
    return segment;
}

void segment_free(struct segment **pointer)
{
    struct segment *segment = *pointer;
    if (segment == NULL)
        return;
    void *arrays[] = {segment->id,      segment->order_ms, segment->id_column, segment->ts_column,
                      segment->content, segment->type,     segment->severity,  segment->source,
                      segment->alert,   segment->feed,     segment->marks,     segment->slots};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        free(arrays[i]);
    for (int i = 0; i < DIMENSION_COUNT; i++) {
        free(segment->ref[i]);
        dimension_fini(&segment->dimension[i]);
    }
    moments_fini(&segment->arrival);
    lexicon_fini(&segment->lexicon);
    raw_fini(&segment->raw);
    free(segment);
    *pointer = NULL;
}

/* ---- ids ---- */

/* Where the search for an id begins: the upper bits of a product, scaled to the table, which has
 * any size. */
static uint32_t id_slot(const struct segment *segment, uint64_t id)
{
    uint64_t hash = (id * UINT64_C(0x9e3779b97f4a7c15)) >> 32;
    return (uint32_t)((hash * segment->slot_count) >> 32);
}

static uint32_t next_slot(const struct segment *segment, uint32_t at)
{
    return at + 1 < segment->slot_count ? at + 1 : 0;
}

static void put_id(struct segment *segment, uint32_t row)
{
    if (row == 0)
        return;
    uint32_t at = id_slot(segment, segment->id[row]);
    while (segment->slots[at] != 0)
        at = next_slot(segment, at);
    segment->slots[at] = (uint16_t)row;
}

static void resize_slots(struct segment *segment)
{
    segment->slot_count = segment->capacity / 2 * 3 + 1; /* two thirds full at the most */
    free(segment->slots);
    segment->slots = xcalloc(segment->slot_count, sizeof *segment->slots);
    for (uint32_t row = 1; row < segment->rows; row++)
        put_id(segment, row);
}

static void match_row(const struct segment *segment, uint32_t row, uint64_t id, uint32_t content,
                      struct segment_match *match)
{
    if (segment->id[row] != id)
        return;
    if (match->newest == SEGMENT_ROWS || row > match->newest)
        match->newest = row;
    if (segment->content[row] == content)
        match->same = row;
}

struct segment_match segment_find(const struct segment *segment, uint64_t id, uint32_t content)
{
    struct segment_match match = {SEGMENT_ROWS, SEGMENT_ROWS};
    const struct span *span = (id & ODD_ID) != 0 ? &segment->odd : &segment->plain;
    if (id < span->min || id > span->max)
        return match;
    match_row(segment, 0, id, content, &match);
    for (uint32_t at = id_slot(segment, id); segment->slots[at] != 0; at = next_slot(segment, at))
        match_row(segment, segment->slots[at], id, content, &match);
    return match;
}

/* ---- growing ---- */

static void resize(struct segment *segment, uint32_t capacity)
{
    segment->id = xrealloc(segment->id, capacity * sizeof *segment->id);
    segment->order_ms = xrealloc(segment->order_ms, capacity * sizeof *segment->order_ms);
    segment->content = xrealloc(segment->content, capacity * sizeof *segment->content);
    segment->type = xrealloc(segment->type, capacity);
    segment->severity = xrealloc(segment->severity, capacity);
    segment->source = xrealloc(segment->source, capacity);
    segment->alert = xrealloc(segment->alert, capacity);
    if (segment->feed != NULL)
        segment->feed = xrealloc(segment->feed, capacity);
    if (segment->marks != NULL)
        segment->marks = xrealloc(segment->marks, capacity);
    for (int i = 0; i < DIMENSION_COUNT; i++)
        segment->ref[i] = xrealloc(segment->ref[i], capacity * sizeof *segment->ref[i]);
    if (segment->id_column != NULL)
        segment->id_column = xrealloc(segment->id_column, capacity * sizeof *segment->id_column);
    if (segment->ts_column != NULL)
        segment->ts_column = xrealloc(segment->ts_column, capacity * sizeof *segment->ts_column);
    segment->capacity = capacity;
    resize_slots(segment);
}

bool segment_takes(const struct segment *segment, const struct event *event)
{
    if (segment->sealed || segment->rows == SEGMENT_ROWS)
        return false;
    return moments_takes(&segment->arrival, segment->rows, event->arrival_ms);
}

static void note_range(struct segment *segment, field_id field, int64_t number)
{
    if (number < segment->min[field])
        segment->min[field] = number;
    if (number > segment->max[field])
        segment->max[field] = number;
}

/* A column that differs from the array it usually shares: made when the first row differs. */
static int64_t *own_column(const struct segment *segment, const void *shared)
{
    int64_t *column = xmalloc(segment->capacity * sizeof *column);
    memcpy(column, shared, segment->rows * sizeof *column);
    return column;
}

static void append_numbers(struct segment *segment, uint32_t row, const struct event *event)
{
    segment->id[row] = event->id;
    segment->order_ms[row] = event->order_ms;
    bool odd = (event->id & ODD_ID) != 0;
    struct span *span = odd ? &segment->odd : &segment->plain;
    if (event->id < span->min)
        span->min = event->id;
    if (event->id > span->max)
        span->max = event->id;
    if (event->order_ms < segment->order_min)
        segment->order_min = event->order_ms;
    if (event->order_ms > segment->order_max)
        segment->order_max = event->order_ms;

    int64_t id = odd ? COLUMN_I64_ABSENT : (int64_t)event->id;
    if (odd && segment->id_column == NULL)
        segment->id_column = own_column(segment, segment->id);
    if (segment->id_column != NULL)
        segment->id_column[row] = id;
    if (!odd)
        note_range(segment, FIELD_ID, id);

    int64_t ts = dimension_number(&event->v[FIELD_TS]);
    if (ts != event->order_ms && segment->ts_column == NULL)
        segment->ts_column = own_column(segment, segment->order_ms);
    if (segment->ts_column != NULL)
        segment->ts_column[row] = ts;
    if (ts != COLUMN_I64_ABSENT)
        note_range(segment, FIELD_TS, ts);
}

static uint8_t append_byte(struct segment *segment, field_id field, const struct event *event)
{
    uint8_t byte = dimension_byte(&event->v[field]);
    if (byte != COLUMN_U8_ABSENT)
        note_range(segment, field, byte);
    return byte;
}

static void append_rarities(struct segment *segment, uint32_t row, uint8_t feed, uint8_t marks)
{
    if (row == 0)
        segment->first_feed = feed;
    if (feed != segment->first_feed && segment->feed == NULL)
        segment->feed = memset(xmalloc(segment->capacity), segment->first_feed, segment->capacity);
    if (segment->feed != NULL)
        segment->feed[row] = feed;
    if (marks != 0 && segment->marks == NULL)
        segment->marks = xcalloc(segment->capacity, 1);
    if (segment->marks != NULL)
        segment->marks[row] = marks;
}

uint32_t segment_append(struct segment *segment, const struct event *event, unsigned marks,
                        uint8_t feed, uint32_t content, struct raw_place place)
{
    must(segment_takes(segment, event));
    uint32_t row = segment->rows;
    if (row == segment->capacity)
        resize(segment, row > 0 ? row * 2 : FIRST_CAPACITY);
    append_numbers(segment, row, event);
    segment->content[row] = content;
    moments_add(&segment->arrival, row, event->arrival_ms);
    segment->type[row] = event->type;
    note_range(segment, FIELD_TYPE, event->type);
    segment->severity[row] = append_byte(segment, FIELD_SEV, event);
    segment->source[row] = append_byte(segment, FIELD_SOURCE, event);
    segment->alert[row] = append_byte(segment, FIELD_ALERT, event);
    append_rarities(segment, row, feed, (uint8_t)marks);
    for (int i = 0; i < DIMENSION_COUNT; i++)
        segment->ref[i][row] = dimension_add(&segment->dimension[i], &segment->lexicon, event->v);
    raw_add(&segment->raw, row, event->raw, place);
    put_id(segment, row);
    segment->rows++;
    return row;
}

void segment_seal(struct segment *segment)
{
    if (segment->sealed)
        return;
    segment->sealed = true;
    if (segment->rows > 0 && segment->rows < segment->capacity)
        resize(segment, segment->rows);
    for (int i = 0; i < DIMENSION_COUNT; i++)
        dimension_seal(&segment->dimension[i], segment->lexicon.count);
    moments_seal(&segment->arrival, segment->rows);
    lexicon_seal(&segment->lexicon);
    raw_seal(&segment->raw, segment->rows);
}

size_t segment_bytes(const struct segment *segment)
{
    size_t row = sizeof *segment->id + sizeof *segment->order_ms + sizeof *segment->content + 4 +
                 DIMENSION_COUNT * sizeof *segment->ref[0];
    row += segment->feed != NULL ? sizeof *segment->feed : 0;
    row += segment->marks != NULL ? sizeof *segment->marks : 0;
    row += segment->id_column != NULL ? sizeof *segment->id_column : 0;
    row += segment->ts_column != NULL ? sizeof *segment->ts_column : 0;
    size_t bytes = sizeof *segment + segment->capacity * row;
    bytes += segment->slot_count * sizeof *segment->slots;
    for (int i = 0; i < DIMENSION_COUNT; i++)
        bytes += dimension_bytes(&segment->dimension[i]);
    return bytes + moments_bytes(&segment->arrival) + lexicon_bytes(&segment->lexicon) +
           raw_place_bytes(&segment->raw) + raw_packed_bytes(&segment->raw);
}

size_t segment_raw_bytes(const struct segment *segment)
{
    return raw_packed_bytes(&segment->raw);
}

/* ---- reading ---- */

uint64_t segment_seq(const struct segment *segment)
{
    return segment->seq;
}

uint32_t segment_rows(const struct segment *segment)
{
    return segment->rows;
}

row_id segment_row(const struct segment *segment, uint32_t index)
{
    return segment->seq << 16 | index;
}

struct str segment_text(const struct segment *segment, uint32_t text_id)
{
    return lexicon_get(&segment->lexicon, text_id);
}

uint32_t segment_text_count(const struct segment *segment)
{
    return segment->lexicon.count;
}

int segment_raw(const struct segment *segment, uint32_t index, struct buf *out, struct error *err)
{
    must(index < segment->rows);
    size_t before = out->n;
    int failed = raw_read(&segment->raw, index, out, err);
    if (failed < 0)
        return failed;
    struct str bytes = {out->n > before ? out->p + before : NULL, out->n - before};
    if ((uint32_t)str_hash(bytes) == segment->content[index])
        return 0;
    out->n = before;
    return err_set(err, E_GONE,
                   "the original bytes are gone: the file was changed after it was read");
}

static struct column fact_column(const struct segment *segment, field_id field)
{
    struct column column = {
        .n = segment->rows, .min = segment->min[field], .max = segment->max[field]};
    column.width = layout_width(field);
    column.bytes = layout_cell(column.width);
    const void *cells[FACT_FIELDS] = {
        [FIELD_ID] = segment->id_column != NULL ? (const void *)segment->id_column : segment->id,
        [FIELD_TS] = segment->ts_column != NULL ? segment->ts_column : segment->order_ms,
        [FIELD_TYPE] = segment->type,
        [FIELD_SEV] = segment->severity,
        [FIELD_SOURCE] = segment->source,
        [FIELD_ALERT] = segment->alert,
    };
    column.cells = cells[field];
    return column;
}

struct column segment_column(const struct segment *segment, field_id field)
{
    must(field < FIELD_STORED_COUNT);
    if (field < FACT_FIELDS)
        return fact_column(segment, field);
    int home = (int)field_row(field)->home - HOME_DIMENSION_FIRST;
    struct column column = dimension_column(&segment->dimension[home], field);
    column.ref = segment->ref[home];
    return column;
}

void segment_get(const struct segment *segment, uint32_t index, field_id field, struct value *out)
{
    must(index < segment->rows);
    *out = VALUE_ABSENT;
    struct column column = segment_column(segment, field);
    uint32_t at = column.ref != NULL ? column.ref[index] : index;
    bool present;
    if (column.width == COLUMN_TEXT) {
        out->s = segment_text(segment, column_text(&column, at));
        present = out->s.n > 0;
    } else {
        out->i = column_number(&column, at);
        present = out->i != (column.width == COLUMN_U8 ? COLUMN_U8_ABSENT : COLUMN_I64_ABSENT);
    }
    if (present)
        out->kind = field_row(field)->kind;
    else
        *out = VALUE_ABSENT;
}

struct segment_fact segment_fact(const struct segment *segment, uint32_t index)
{
    must(index < segment->rows);
    return (struct segment_fact){
        .id = segment->id[index],
        .order_ms = segment->order_ms[index],
        .arrival_ms = moments_get(&segment->arrival, index),
        .type = segment->type[index],
        .severity = segment->severity[index],
        .source = segment->source[index],
        .alert = segment->alert[index],
        .feed = segment->feed != NULL ? segment->feed[index] : segment->first_feed,
        .marks = segment->marks != NULL ? segment->marks[index] : 0,
    };
}

void segment_order_range(const struct segment *segment, int64_t *min, int64_t *max)
{
    *min = segment->order_min;
    *max = segment->order_max;
}

const int64_t *segment_order_ms(const struct segment *segment)
{
    return segment->order_ms;
}

const uint64_t *segment_ids(const struct segment *segment)
{
    return segment->id;
}

const uint8_t *segment_types(const struct segment *segment)
{
    return segment->type;
}
