/* Rows to original bytes. A row of a file costs six bytes here; a row of a stream its share of a
 * packed block, which holds the lengths of its rows first and then their bytes. Must not know what
 * the bytes say. */
#include "store/raw.h"

#include "base/xalloc.h"

#include <stdlib.h>

void raw_init(struct raw *raw, struct shelf *shelf)
{
    memset(raw, 0, sizeof *raw);
    raw->shelf = shelf;
}

void raw_fini(struct raw *raw)
{
    for (size_t i = 0; i < raw->block_count; i++)
        free(raw->blocks[i].packed);
    for (size_t i = 0; i < raw->file_count; i++)
        shelf_unref_file(raw->shelf, raw->files[i].file);
    free(raw->blocks);
    buf_fini(&raw->open);
    free(raw->at);
    free(raw->length);
    free(raw->slot);
    free(raw->files);
}

static void close_block(struct raw *raw)
{
    if (raw->open_rows == 0)
        return;
    struct buf whole = {0};
    size_t head = raw->open_rows * sizeof *raw->open_lengths;
    buf_reserve(&whole, head + raw->open.n);
    buf_add(&whole, raw->open_lengths, head);
    buf_add_str(&whole, buf_str(&raw->open));
    must(whole.n < UINT32_MAX);
    struct raw_block block = {.first = raw->open_first,
                              .rows = raw->open_rows,
                              .full_n = (uint32_t)whole.n,
                              .serial = shelf_serial(raw->shelf)};
    size_t packed_n;
    block.packed = shelf_pack(raw->shelf, buf_str(&whole), &packed_n);
    must(packed_n < UINT32_MAX);
    block.packed_n = (uint32_t)packed_n;
    buf_fini(&whole);
    raw->blocks =
        xgrow(raw->blocks, &raw->block_capacity, raw->block_count + 1, sizeof *raw->blocks);
    raw->blocks[raw->block_count++] = block;
    raw->packed_bytes += packed_n;
    raw->open_rows = 0;
    buf_clear(&raw->open);
}

static void add_copy(struct raw *raw, uint32_t row, struct str bytes)
{
    if (raw->open_rows == 0)
        raw->open_first = row;
    must(row == raw->open_first + raw->open_rows && bytes.n < UINT32_MAX / 2);
    raw->open_lengths[raw->open_rows++] = (uint32_t)bytes.n;
    buf_add_str(&raw->open, bytes);
    if (raw->open_rows == RAW_BLOCK_ROWS || raw->open.n >= RAW_BLOCK_BYTES)
        close_block(raw);
}

/* The slot of a file that can name this offset, RAW_FILES_MAX when there is none: the bytes must be
 * copied. */
static size_t file_slot(struct raw *raw, struct raw_place place)
{
    if (!shelf_has_file(raw->shelf, place.file))
        return RAW_FILES_MAX;
    for (size_t i = raw->file_count; i-- > 0;) {
        const struct raw_file *known = &raw->files[i];
        if (known->file != place.file)
            continue;
        bool near = place.offset >= known->base && place.offset - known->base < RAW_NOT_IN_FILE;
        return near ? i : RAW_FILES_MAX;
    }
    if (raw->file_count == RAW_FILES_MAX)
        return RAW_FILES_MAX;
    raw->files = xgrow(raw->files, &raw->file_capacity, raw->file_count + 1, sizeof *raw->files);
    raw->files[raw->file_count] = (struct raw_file){place.file, place.offset};
    shelf_ref_file(raw->shelf, place.file);
    return raw->file_count++;
}

static void resize_places(struct raw *raw, size_t capacity)
{
    raw->at = xrealloc(raw->at, capacity * sizeof *raw->at);
    raw->length = xrealloc(raw->length, capacity * sizeof *raw->length);
    if (raw->slot != NULL)
        raw->slot = xrealloc(raw->slot, capacity);
    for (size_t i = raw->place_capacity; i < capacity; i++)
        raw->at[i] = RAW_NOT_IN_FILE;
    raw->place_capacity = capacity;
}

static size_t grown(uint32_t row)
{
    size_t capacity = row < RAW_BLOCK_ROWS ? RAW_BLOCK_ROWS * 2 : (size_t)row * 2;
    return capacity < SEGMENT_ROWS ? capacity : SEGMENT_ROWS;
}

static void add_place(struct raw *raw, uint32_t row, size_t slot, struct str bytes, uint64_t offset)
{
    if (row >= raw->place_capacity)
        resize_places(raw, grown(row));
    if (slot > 0 && raw->slot == NULL)
        raw->slot = xcalloc(raw->place_capacity, sizeof *raw->slot);
    raw->at[row] = (uint32_t)(offset - raw->files[slot].base);
    raw->length[row] = (uint16_t)bytes.n;
    if (raw->slot != NULL)
        raw->slot[row] = (uint8_t)slot;
}

void raw_add(struct raw *raw, uint32_t row, struct str bytes, struct raw_place place)
{
    bool can = place.file >= 0 && bytes.n <= RAW_LENGTH_MAX;
    size_t slot = can ? file_slot(raw, place) : RAW_FILES_MAX;
    if (slot < RAW_FILES_MAX)
        add_place(raw, row, slot, bytes, place.offset);
    if (slot == RAW_FILES_MAX)
        add_copy(raw, row, bytes);
    else if (raw->open_rows > 0)
        add_copy(raw, row, STR_NONE);
}

void raw_seal(struct raw *raw, uint32_t rows)
{
    close_block(raw);
    buf_fini(&raw->open);
    if (raw->place_capacity > rows)
        resize_places(raw, rows);
}

static const struct raw_block *block_of(const struct raw *raw, uint32_t row)
{
    size_t low = 0, high = raw->block_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (raw->blocks[middle].first + raw->blocks[middle].rows <= row)
            low = middle + 1;
        else
            high = middle;
    }
    return low < raw->block_count && raw->blocks[low].first <= row ? &raw->blocks[low] : NULL;
}

static void add_row(struct buf *out, const uint32_t *lengths, const char *bytes, uint32_t index)
{
    size_t from = 0;
    for (uint32_t i = 0; i < index; i++)
        from += lengths[i];
    if (lengths[index] > 0)
        buf_add(out, bytes + from, lengths[index]);
}

int raw_read(const struct raw *raw, uint32_t row, struct buf *out, struct error *err)
{
    if (row < raw->place_capacity && raw->at[row] != RAW_NOT_IN_FILE) {
        const struct raw_file *file = &raw->files[raw->slot != NULL ? raw->slot[row] : 0];
        return shelf_read_file(raw->shelf, file->file, file->base + raw->at[row], raw->length[row],
                               out, err);
    }
    if (raw->open_rows > 0 && row >= raw->open_first && row - raw->open_first < raw->open_rows) {
        add_row(out, raw->open_lengths, raw->open.p, row - raw->open_first);
        return 0;
    }
    const struct raw_block *block = block_of(raw, row);
    must(block != NULL);
    struct str whole;
    int failed =
        shelf_unpack(raw->shelf, block->serial, (struct str){block->packed, block->packed_n},
                     block->full_n, &whole, err);
    if (failed < 0)
        return failed;
    uint32_t lengths[RAW_BLOCK_ROWS];
    size_t head = block->rows * sizeof *lengths;
    memcpy(lengths, whole.p, head);
    add_row(out, lengths, whole.p + head, row - block->first);
    return 0;
}

size_t raw_packed_bytes(const struct raw *raw)
{
    return raw->packed_bytes + raw->open.capacity;
}

size_t raw_place_bytes(const struct raw *raw)
{
    return raw->block_capacity * sizeof *raw->blocks + raw->file_capacity * sizeof *raw->files +
           raw->place_capacity * (sizeof *raw->at + sizeof *raw->length +
                                  (raw->slot != NULL ? sizeof *raw->slot : 0));
}
