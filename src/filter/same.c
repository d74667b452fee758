/* `same ENTITY (Q) within D`: events that match Q, by entity, sorted by time and id. The index is built when a test
 * first asks and grows with the store; it also remembers the newest event seen of each entity, so that an event that
 * comes late is known to change earlier answers. */
#include "filter/program.h"

#include "base/xalloc.h"
#include "filter/rawpath.h"

#include <stdlib.h>

/* A matching event of one entity. */
struct sight {
    int64_t ts;
    uint64_t id;
    row_id row;
};

struct track {
    uint64_t key; /* hash of the entity, never 0 */
    int64_t newest_ts, told_ts; /* of all events, and of those that were there before this round */
    uint64_t newest_id, told_id;
    uint64_t round;
    struct sight *sights; /* by time, then id */
    size_t count, capacity;
};

struct same {
    enum entity entity;
    int64_t within_ms;
    struct program program;
    struct track *tracks; /* open addressing by key */
    size_t size, count;
    row_id read_to;
    uint64_t round; /* grows with each catching up: rows of one round have not been tested before it */
    bool asked;
};

static int compare_moment(int64_t ts_a, uint64_t id_a, int64_t ts_b, uint64_t id_b)
{
    if (ts_a != ts_b)
        return ts_a < ts_b ? -1 : 1;
    return (id_a > id_b) - (id_a < id_b);
}

/* ---- keys ---- */

static uint64_t hash_of(struct buf *scratch)
{
    uint64_t hash = str_hash(buf_str(scratch));
    return hash != 0 ? hash : 1;
}

static bool cell_of(const struct segment *segment, uint32_t row, field_id field, struct value *out)
{
    struct column column = segment_column(segment, field);
    uint32_t at = column.ref != NULL ? column.ref[row] : row;
    *out = VALUE_ABSENT;
    if (column.width == COLUMN_TEXT) {
        uint32_t id = column_text(&column, at);
        *out = (struct value){id != COLUMN_TEXT_ABSENT ? KIND_TEXT : KIND_NONE, 0, segment_text(segment, id)};
    } else {
        int64_t number = column_number(&column, at);
        int64_t absent = column.width == COLUMN_U8 ? COLUMN_U8_ABSENT : COLUMN_I64_ABSENT;
        *out = (struct value){number != absent ? KIND_NUMBER : KIND_NONE, number, STR_NONE};
    }
    return value_is_present(out);
}

static void add_part(struct buf *key, char tag, const struct value *value)
{
    buf_add_byte(key, tag);
    if (value->s.n > 0)
        buf_add_str(key, value->s);
    else
        buf_add(key, &value->i, sizeof value->i);
    buf_add_byte(key, '\0');
}

/* Appends the field with a tag, so that values of different fields never meet. */
static bool add_cell(struct buf *key, char tag, const struct segment *segment, uint32_t row, field_id field)
{
    struct value value;
    if (!cell_of(segment, row, field, &value))
        return false;
    add_part(key, tag, &value);
    return true;
}

struct first_text {
    struct buf *out;
    bool found;
};

static bool take_text(void *user, enum rawpath_form form, struct str text)
{
    struct first_text *take = user;
    take->found = form == RAWPATH_SCALAR;
    if (take->found)
        buf_add_str(take->out, text);
    return false;
}

/* Appends detail.pdp_context.KEY out of the original bytes in engine->raw. */
static bool add_context(struct engine *engine, struct buf *key, struct str name)
{
    const struct str path[] = {STR("detail"), STR("pdp_context"), name};
    struct first_text take = {key, false};
    rawpath_each(buf_str(&engine->raw), path, 3, &engine->text, take_text, &take);
    buf_add_byte(key, '\0');
    return take.found;
}

/* pdp_context mcc-mnc. The columns join these with the operator's own codes, so the original bytes must say which they
 * are; events without any code or cell are not opened. */
static bool add_network(struct engine *engine, struct buf *key, const struct segment *segment, uint32_t row)
{
    struct value mcc, mnc;
    if (!cell_of(segment, row, FIELD_MCC, &mcc) || !cell_of(segment, row, FIELD_MNC, &mnc))
        return false;
    buf_clear(&engine->raw);
    if (segment_raw(segment, row, &engine->raw, NULL) < 0)
        return false;
    buf_add_byte(key, 'n');
    return add_context(engine, key, STR("mcc")) && add_context(engine, key, STR("mnc"));
}

static bool add_cell_id(struct engine *engine, struct buf *key, const struct segment *segment, uint32_t row)
{
    return add_cell(key, 'l', segment, row, FIELD_LAC) && add_cell(key, 'c', segment, row, FIELD_CI) &&
           add_network(engine, key, segment, row);
}

static bool add_operator(struct engine *engine, struct buf *key, const struct segment *segment, uint32_t row)
{
    if (add_cell(key, 'o', segment, row, FIELD_OP) && add_cell(key, 'c', segment, row, FIELD_CC))
        return true;
    buf_clear(key);
    return add_network(engine, key, segment, row);
}

/* The entity of a row as a hash, 0 when it has none. */
static uint64_t key_of(struct engine *engine, enum entity entity, const struct segment *segment, uint32_t row)
{
    struct buf *key = &engine->join;
    bool there = false;
    buf_clear(key);
    switch (entity) {
    case ENTITY_DEVICE: there = add_cell(key, 'd', segment, row, FIELD_DEV_ID); break;
    case ENTITY_SIM:
        there = add_cell(key, 's', segment, row, FIELD_SIM_ID) || add_cell(key, 'i', segment, row, FIELD_ICCID);
        break;
    case ENTITY_IMSI: there = add_cell(key, 'm', segment, row, FIELD_IMSI); break;
    case ENTITY_ORG: there = add_cell(key, 'g', segment, row, FIELD_ORG_ID); break;
    case ENTITY_OPERATOR: there = add_operator(engine, key, segment, row); break;
    case ENTITY_CELL: there = add_cell_id(engine, key, segment, row); break;
    case ENTITY_SESSION: there = add_cell(key, 'e', segment, row, FIELD_SESSION_ID); break;
    case ENTITY_COUNT_: break;
    }
    return there ? hash_of(key) : 0;
}

/* ---- tracks ---- */

#define FIRST_SIZE 256

static struct track *slot_of(const struct same *same, uint64_t key)
{
    size_t at = key & (same->size - 1);
    while (same->tracks[at].key != 0 && same->tracks[at].key != key)
        at = (at + 1) & (same->size - 1);
    return &same->tracks[at];
}

static struct track *find_track(const struct same *same, uint64_t key)
{
    struct track *track = same->size > 0 ? slot_of(same, key) : NULL;
    return track != NULL && track->key != 0 ? track : NULL;
}

static void grow_tracks(struct same *same)
{
    struct track *old = same->tracks;
    size_t size = same->size;
    same->size = size > 0 ? size * 2 : FIRST_SIZE;
    same->tracks = xcalloc(same->size, sizeof *same->tracks);
    for (size_t i = 0; i < size; i++) {
        if (old[i].key != 0)
            *slot_of(same, old[i].key) = old[i];
    }
    free(old);
}

static struct track *add_track(struct same *same, uint64_t key)
{
    if (same->count >= same->size / 2)
        grow_tracks(same);
    struct track *track = slot_of(same, key);
    if (track->key == 0) {
        *track = (struct track){.key = key, .newest_ts = INT64_MIN, .told_ts = INT64_MIN};
        same->count++;
    }
    return track;
}

/* The number of sights before the moment. */
static size_t before(const struct track *track, int64_t ts, uint64_t id)
{
    size_t low = 0, high = track->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct sight *sight = &track->sights[middle];
        if (compare_moment(sight->ts, sight->id, ts, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_sight(struct track *track, struct sight sight)
{
    size_t at = before(track, sight.ts, sight.id);
    track->sights = xgrow(track->sights, &track->capacity, track->count + 1, sizeof *track->sights);
    memmove(track->sights + at + 1, track->sights + at, (track->count - at) * sizeof *track->sights);
    track->sights[at] = sight;
    track->count++;
}

/* Takes in a row; true when an event of its entity that is later in time was there already, and this one matches. */
static bool take_row(struct engine *engine, struct same *same, const struct segment *segment, uint32_t row,
                     bool matches)
{
    struct value ts;
    if (!cell_of(segment, row, FIELD_TS, &ts))
        return false;
    uint64_t key = key_of(engine, same->entity, segment, row), id = segment_ids(segment)[row];
    if (key == 0)
        return false;
    struct track *track = add_track(same, key);
    if (track->round != same->round) {
        track->round = same->round;
        track->told_ts = track->newest_ts;
        track->told_id = track->newest_id;
    }
    bool late = matches && compare_moment(ts.i, id, track->told_ts, track->told_id) < 0;
    if (compare_moment(ts.i, id, track->newest_ts, track->newest_id) > 0) {
        track->newest_ts = ts.i;
        track->newest_id = id;
    }
    if (matches)
        add_sight(track, (struct sight){ts.i, id, segment_row(segment, row)});
    return late;
}

/* ---- the door ---- */

#define PIECE_ROWS 4096u

static bool take_segment(struct engine *engine, struct same *same, const struct segment *segment, uint32_t from)
{
    uint64_t bits[PIECE_ROWS / 64];
    bool late = false;
    uint32_t rows = segment_rows(segment);
    for (uint32_t base = from / 64 * 64; base < rows; base += PIECE_ROWS) {
        uint32_t to = rows - base < PIECE_ROWS ? rows : base + PIECE_ROWS;
        eval_run(engine, &same->program, segment, base, to, bits);
        for (uint32_t row = base > from ? base : from; row < to; row++)
            late |= take_row(engine, same, segment, row, bits[(row - base) / 64] >> (row % 64) & 1);
    }
    return late;
}

bool same_catch_up(struct engine *engine, struct same *same)
{
    row_id newest = engine->store != NULL ? store_newest(engine->store) : ROW_NONE;
    bool late = false;
    if (same->read_to >= newest)
        return false;
    same->round++;
    for (size_t i = 0; i < store_segment_count(engine->store); i++) {
        const struct segment *segment = store_segment(engine->store, i);
        uint32_t rows = segment_rows(segment);
        if (rows == 0 || segment_row(segment, rows - 1) <= same->read_to)
            continue;
        bool begun = same->read_to >= segment_row(segment, 0);
        late |= take_segment(engine, same, segment, begun ? (uint32_t)(same->read_to - segment_row(segment, 0)) + 1 : 0);
        same->read_to = segment_row(segment, rows - 1);
    }
    return late && same->asked;
}

bool same_forget(struct same *same, const struct segment *segment)
{
    row_id first = segment_row(segment, 0), last = segment_row(segment, segment_rows(segment));
    bool any = false;
    for (size_t i = 0; i < same->size; i++) {
        struct track *track = &same->tracks[i];
        size_t kept = 0;
        for (size_t k = 0; k < track->count; k++) {
            if (track->sights[k].row < first || track->sights[k].row >= last)
                track->sights[kept++] = track->sights[k];
        }
        any |= kept < track->count;
        track->count = kept;
    }
    return any;
}

static bool ask(struct engine *engine, const struct same *same, const struct segment *segment, uint32_t row)
{
    struct value ts;
    if (!cell_of(segment, row, FIELD_TS, &ts))
        return false;
    uint64_t key = key_of(engine, same->entity, segment, row);
    const struct track *track = key != 0 ? find_track(same, key) : NULL;
    if (track == NULL)
        return false;
    size_t n = before(track, ts.i, segment_ids(segment)[row]);
    if (n == 0)
        return false;
    int64_t away;
    return same->within_ms < 0 ||
           (!__builtin_sub_overflow(ts.i, track->sights[n - 1].ts, &away) && away <= same->within_ms);
}

void same_eval(struct engine *engine, struct same *same, const struct segment *segment, uint32_t base, uint32_t n,
               uint64_t *mask)
{
    same_catch_up(engine, same);
    same->asked = true;
    for (uint32_t w = 0; w < (n + 63) / 64; w++) {
        for (uint64_t left = mask[w]; left != 0; left &= left - 1) {
            uint32_t bit = (uint32_t)__builtin_ctzll(left);
            if (!ask(engine, same, segment, base + w * 64 + bit))
                mask[w] &= ~(UINT64_C(1) << bit);
        }
    }
}

struct same *same_new(enum entity entity, int64_t within_ms, const struct node *inner, struct engine *engine,
                      struct arena *arena, struct error *err)
{
    struct same *same = xcalloc(1, sizeof *same);
    same->entity = entity;
    same->within_ms = within_ms;
    if (plan_compile(&same->program, engine, arena, inner, err) < 0)
        same_free(&same);
    return same;
}

struct program *same_program(struct same *same)
{
    return &same->program;
}

void same_reset(struct same *same)
{
    for (size_t i = 0; i < same->size; i++)
        free(same->tracks[i].sights);
    free(same->tracks);
    same->tracks = NULL;
    same->size = same->count = 0;
    same->read_to = ROW_NONE;
    same->asked = false;
}

void same_free(struct same **same)
{
    if (*same == NULL)
        return;
    same_reset(*same);
    program_fini(&(*same)->program);
    free(*same);
    *same = NULL;
}
