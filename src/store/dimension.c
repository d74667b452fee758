/* Combinations as rows: hash the values, look the hash up, compare the cells, and only for a new
 * combination intern its texts. Most events repeat a combination, so the comparison is the usual
 * end. Must not know any field by name. */
#include "store/dimension.h"

#include "base/err.h"
#include "base/xalloc.h"

#include <stdio.h>
#include <stdlib.h>

#define FIRST_SLOTS 64u
#define FIRST_ROWS  16u
#define NUMBER_TEXT 24

enum column_width layout_width(field_id field)
{
    const struct field_row *row = field_row(field);
    if ((row->flags & FIELD_LIST) != 0 || kind_is_text(row->kind))
        return COLUMN_TEXT;
    bool small = row->kind == KIND_ENUM || row->kind == KIND_SEVERITY || row->kind == KIND_BOOL;
    return small ? COLUMN_U8 : COLUMN_I64;
}

uint8_t layout_cell(enum column_width width)
{
    static const uint8_t bytes[] = {[COLUMN_U8] = 1, [COLUMN_I64] = 8, [COLUMN_TEXT] = 4};
    return bytes[width];
}

void layout_init(struct layout layouts[DIMENSION_COUNT])
{
    memset(layouts, 0, DIMENSION_COUNT * sizeof *layouts);
    for (int f = 0; f < FIELD_STORED_COUNT; f++) {
        enum home home = field_row((field_id)f)->home;
        if (home < HOME_DIMENSION_FIRST || home > HOME_DIMENSION_LAST)
            continue;
        struct layout *layout = &layouts[home - HOME_DIMENSION_FIRST];
        if (layout->count == 0)
            layout->first = (field_id)f;
        must(layout->first + layout->count == f && layout->count < DIMENSION_FIELDS_MAX);
        layout->width[layout->count++] = layout_width((field_id)f);
    }
}

void dimension_init(struct dimension *dimension, const struct layout *layout)
{
    *dimension =
        (struct dimension){.layout = layout, .mask = FIRST_SLOTS - 1, .absent = UINT32_MAX};
    dimension->slots = xcalloc(FIRST_SLOTS, sizeof *dimension->slots);
    for (int i = 0; i < layout->count; i++) {
        dimension->min[i] = INT64_MAX;
        dimension->max[i] = INT64_MIN;
        dimension->cells[i].bytes = layout_cell(layout->width[i]);
    }
}

void dimension_fini(struct dimension *dimension)
{
    for (int i = 0; i < dimension->layout->count; i++) {
        free(dimension->cells[i].data);
        free(dimension->cells[i].texts);
    }
    free(dimension->hashes);
    free(dimension->slots);
}

int64_t dimension_number(const struct value *v)
{
    if (v->kind == KIND_NONE)
        return COLUMN_I64_ABSENT;
    return v->i == COLUMN_I64_ABSENT ? v->i + 1 : v->i;
}

uint8_t dimension_byte(const struct value *v)
{
    bool fits = v->kind != KIND_NONE && v->i >= 0 && v->i < COLUMN_U8_ABSENT;
    return fits ? (uint8_t)v->i : COLUMN_U8_ABSENT;
}

/* The text of a value in a column of texts: a lone number of a list may come as a number. */
static struct str text_of(const struct value *v, char scratch[NUMBER_TEXT])
{
    if (v->kind == KIND_NONE || v->s.n > 0 || kind_is_text(v->kind))
        return v->kind == KIND_NONE ? STR_NONE : v->s;
    int n = snprintf(scratch, NUMBER_TEXT, "%lld", (long long)v->i);
    return (struct str){scratch, (size_t)n};
}

/* A combination on its way in: what each cell would hold. */
struct tuple {
    struct str text[DIMENSION_FIELDS_MAX];
    uint64_t bits[DIMENSION_FIELDS_MAX]; /* the number, or the text's hash */
    char scratch[DIMENSION_FIELDS_MAX][NUMBER_TEXT];
    uint64_t hash;
    unsigned present;
};

static void tuple_read(struct tuple *tuple, const struct layout *layout, const struct value *v)
{
    uint64_t h = 0;
    unsigned present = 0;
    for (int i = 0; i < layout->count; i++) {
        const struct value *value = &v[i];
        if (value->kind == KIND_NONE) {
            tuple->text[i] = STR_NONE;
            tuple->bits[i] = (uint64_t)COLUMN_I64_ABSENT;
            continue;
        }
        if (layout->width[i] == COLUMN_TEXT) {
            tuple->text[i] = text_of(value, tuple->scratch[i]);
            tuple->bits[i] = str_hash(tuple->text[i]);
        } else {
            tuple->bits[i] = (uint64_t)dimension_number(value);
        }
        present++;
        h = (h ^ (tuple->bits[i] + (uint64_t)i)) * UINT64_C(0x9e3779b97f4a7c15);
        h ^= h >> 29;
    }
    tuple->hash = h;
    tuple->present = present;
}

static bool row_is(const struct dimension *dimension, const struct lexicon *lexicon, uint32_t row,
                   const struct tuple *tuple, const struct value *v)
{
    const struct layout *layout = dimension->layout;
    for (int i = 0; i < layout->count; i++) {
        if (layout->width[i] == COLUMN_U8) {
            if (((const uint8_t *)dimension->cells[i].data)[row] != dimension_byte(&v[i]))
                return false;
        } else if (layout->width[i] == COLUMN_I64) {
            if (((const int64_t *)dimension->cells[i].data)[row] != (int64_t)tuple->bits[i])
                return false;
        } else {
            uint32_t id = ((const uint32_t *)dimension->cells[i].data)[row];
            if ((id == 0) != (tuple->text[i].n == 0))
                return false;
            if (id != 0 && !str_eq(lexicon_get(lexicon, id), tuple->text[i]))
                return false;
        }
    }
    return true;
}

static void resize(struct dimension *dimension, uint32_t capacity)
{
    for (int i = 0; i < dimension->layout->count; i++) {
        struct cells *cells = &dimension->cells[i];
        cells->data = xrealloc(cells->data, (size_t)capacity * cells->bytes);
    }
    dimension->capacity = capacity;
}

static void note_range(struct dimension *dimension, int i, int64_t number)
{
    if (number < dimension->min[i])
        dimension->min[i] = number;
    if (number > dimension->max[i])
        dimension->max[i] = number;
}

static void write_cells(struct dimension *dimension, struct lexicon *lexicon, uint32_t row,
                        const struct tuple *tuple, const struct value *v)
{
    for (int i = 0; i < dimension->layout->count; i++) {
        switch (dimension->layout->width[i]) {
        case COLUMN_U8:
            ((uint8_t *)dimension->cells[i].data)[row] = dimension_byte(&v[i]);
            if (dimension_byte(&v[i]) != COLUMN_U8_ABSENT)
                note_range(dimension, i, v[i].i);
            break;
        case COLUMN_I64:
            ((int64_t *)dimension->cells[i].data)[row] = (int64_t)tuple->bits[i];
            if ((int64_t)tuple->bits[i] != COLUMN_I64_ABSENT)
                note_range(dimension, i, (int64_t)tuple->bits[i]);
            break;
        case COLUMN_TEXT:
            ((uint32_t *)dimension->cells[i].data)[row] =
                tuple->text[i].n > 0 ? lexicon_add(lexicon, tuple->text[i], tuple->bits[i])
                                     : COLUMN_TEXT_ABSENT;
            break;
        }
    }
}

static void put_slot(uint32_t *slots, uint32_t mask, uint32_t hash, uint32_t row)
{
    uint32_t at = hash & mask;
    while (slots[at] != 0)
        at = (at + 1) & mask;
    slots[at] = (hash >> 16 | 1) << 16 | row;
}

static void grow_slots(struct dimension *dimension)
{
    uint32_t mask = dimension->mask * 2 + 1;
    free(dimension->slots);
    dimension->slots = xcalloc((size_t)mask + 1, sizeof *dimension->slots);
    dimension->mask = mask;
    for (uint32_t row = 0; row < dimension->n; row++)
        put_slot(dimension->slots, mask, dimension->hashes[row], row);
}

static uint32_t new_row(struct dimension *dimension, uint32_t hash)
{
    must(dimension->slots != NULL && dimension->n < SEGMENT_ROWS);
    uint32_t row = dimension->n;
    if (row == dimension->capacity) {
        resize(dimension, row > 0 ? row * 2 : FIRST_ROWS);
        dimension->hashes =
            xrealloc(dimension->hashes, dimension->capacity * sizeof *dimension->hashes);
    }
    dimension->hashes[row] = hash;
    dimension->n++;
    if (dimension->n > dimension->mask / 4 * 3)
        grow_slots(dimension);
    else
        put_slot(dimension->slots, dimension->mask, hash, row);
    return row;
}

uint16_t dimension_add(struct dimension *dimension, struct lexicon *lexicon, const struct value *v)
{
    struct tuple tuple;
    v += dimension->layout->first;
    tuple_read(&tuple, dimension->layout, v);
    if (tuple.present == 0 && dimension->absent != UINT32_MAX)
        return (uint16_t)dimension->absent;
    uint32_t hash = (uint32_t)(tuple.hash >> 32), tag = hash >> 16 | 1;
    for (uint32_t at = hash & dimension->mask; dimension->slots[at] != 0;
         at = (at + 1) & dimension->mask) {
        uint32_t slot = dimension->slots[at];
        if (slot >> 16 == tag && row_is(dimension, lexicon, slot & 0xffff, &tuple, v))
            return (uint16_t)slot;
    }
    uint32_t row = new_row(dimension, hash);
    write_cells(dimension, lexicon, row, &tuple, v);
    if (tuple.present == 0)
        dimension->absent = row;
    return (uint16_t)row;
}

/* ---- packing ---- */

static void put_cell(void *data, uint8_t bytes, uint32_t at, uint32_t cell)
{
    if (bytes == 1)
        ((uint8_t *)data)[at] = (uint8_t)cell;
    else if (bytes == 2)
        ((uint16_t *)data)[at] = (uint16_t)cell;
    else
        ((uint32_t *)data)[at] = cell;
}

/* Numbers as their distance from the least; the cell with all bits set is left for absence. */
static void pack_numbers(struct cells *cells, uint32_t n, int64_t min, int64_t max)
{
    uint64_t range = min <= max ? (uint64_t)max - (uint64_t)min : 0;
    uint8_t bytes = range < UINT8_MAX ? 1 : range < UINT16_MAX ? 2 : range < UINT32_MAX ? 4 : 8;
    if (bytes == 8)
        return;
    const int64_t *numbers = cells->data;
    void *packed = xmalloc((size_t)n * bytes);
    for (uint32_t at = 0; at < n; at++) {
        bool absent = numbers[at] == COLUMN_I64_ABSENT;
        put_cell(packed, bytes, at,
                 absent ? UINT32_MAX : (uint32_t)((uint64_t)numbers[at] - (uint64_t)min));
    }
    free(cells->data);
    cells->data = packed;
    cells->bytes = bytes;
    cells->base = min <= max ? min : 0;
}

/* Text ids as numbers of the column's own texts, in order of appearance; seen is zeroed scratch by
 * text id. */
static void pack_texts(struct cells *cells, uint32_t n, uint32_t *seen)
{
    const uint32_t *ids = cells->data;
    uint32_t *texts = xmalloc(((size_t)n + 1) * sizeof *texts), count = 1;
    texts[0] = COLUMN_TEXT_ABSENT;
    for (uint32_t at = 0; at < n; at++) {
        if (ids[at] == COLUMN_TEXT_ABSENT || seen[ids[at]] != 0)
            continue;
        seen[ids[at]] = count;
        texts[count++] = ids[at];
    }
    uint8_t bytes = count <= UINT8_MAX ? 1 : 2;
    size_t saved = (size_t)n * (sizeof *ids - bytes);
    void *packed =
        saved > count * sizeof *texts && count <= UINT16_MAX ? xmalloc((size_t)n * bytes) : NULL;
    for (uint32_t at = 0; at < n && packed != NULL; at++)
        put_cell(packed, bytes, at, seen[ids[at]]);
    for (uint32_t i = 1; i < count; i++)
        seen[texts[i]] = 0;
    if (packed == NULL) {
        free(texts);
        return;
    }
    free(cells->data);
    *cells = (struct cells){.data = packed,
                            .bytes = bytes,
                            .texts = xrealloc(texts, count * sizeof *texts),
                            .text_count = count};
}

void dimension_seal(struct dimension *dimension, uint32_t text_count)
{
    free(dimension->slots);
    free(dimension->hashes);
    dimension->slots = NULL;
    dimension->hashes = NULL;
    if (dimension->n == 0)
        return;
    resize(dimension, dimension->n);
    uint32_t *seen = xcalloc((size_t)text_count + 1, sizeof *seen);
    for (int i = 0; i < dimension->layout->count; i++) {
        if (dimension->layout->width[i] == COLUMN_TEXT)
            pack_texts(&dimension->cells[i], dimension->n, seen);
        else if (dimension->layout->width[i] == COLUMN_I64)
            pack_numbers(&dimension->cells[i], dimension->n, dimension->min[i], dimension->max[i]);
    }
    free(seen);
}

struct column dimension_column(const struct dimension *dimension, field_id field)
{
    int i = field - dimension->layout->first;
    const struct cells *cells = &dimension->cells[i];
    return (struct column){.width = dimension->layout->width[i],
                           .bytes = cells->bytes,
                           .n = dimension->n,
                           .cells = cells->data,
                           .texts = cells->texts,
                           .base = cells->base,
                           .min = dimension->min[i],
                           .max = dimension->max[i]};
}

size_t dimension_bytes(const struct dimension *dimension)
{
    size_t bytes = dimension->slots != NULL ? ((size_t)dimension->mask + 1) * sizeof(uint32_t) : 0;
    if (dimension->hashes != NULL)
        bytes += dimension->capacity * sizeof(uint32_t);
    for (int i = 0; i < dimension->layout->count; i++)
        bytes += (size_t)dimension->capacity * dimension->cells[i].bytes +
                 dimension->cells[i].text_count * sizeof *dimension->cells[i].texts;
    return bytes;
}
