/* Any field of any row. Owns one row's original bytes and what was read out of them. */
#include "query/reader.h"

#include "base/xalloc.h"

#include <stdlib.h>

struct reader {
    const struct store *store;
    reader_derive_fn derive;
    void *derive_user;
    row_id row; /* whose bytes are held; ROW_NONE = none */
    struct buf raw;
    struct arena *arena; /* texts read out of raw */
};

struct reader *reader_new(const struct store *store)
{
    struct reader *reader = xcalloc(1, sizeof *reader);
    reader->store = store;
    reader->arena = arena_new();
    return reader;
}

void reader_free(struct reader **reader)
{
    if (*reader == NULL)
        return;
    buf_fini(&(*reader)->raw);
    arena_free(&(*reader)->arena);
    free(*reader);
    *reader = NULL;
}

void reader_set_derive(struct reader *reader, reader_derive_fn fn, void *user)
{
    reader->derive = fn;
    reader->derive_user = user;
}

struct str reader_raw(struct reader *reader, row_id row, struct error *err)
{
    if (row == ROW_NONE || !store_has(reader->store, row))
        return STR_NONE;
    if (reader->row == row)
        return buf_str(&reader->raw);
    buf_clear(&reader->raw);
    arena_reset(reader->arena);
    reader->row = ROW_NONE;
    if (store_raw(reader->store, row, &reader->raw, err) < 0)
        return STR_NONE;
    reader->row = row;
    return buf_str(&reader->raw);
}

static bool as_sent(struct reader *reader, row_id row, field_id field, struct value *out)
{
    unsigned odd = store_marks(reader->store, row) & (EVENT_ID_TEXT | EVENT_ODD_FIELD);
    return odd != 0 && (field_row(field)->flags & FIELD_NAMING) != 0 &&
           event_as_sent(reader_raw(reader, row, NULL), field, reader->arena, out);
}

bool reader_get(struct reader *reader, row_id row, field_id field, struct value *out)
{
    *out = VALUE_ABSENT;
    switch (field_row(field)->home) {
    case HOME_FLEET:
        return reader->derive != NULL && reader->derive(reader->derive_user, row, field, out);
    case HOME_RAW:
        return event_extract(reader_raw(reader, row, NULL), field, reader->arena, out);
    default:
        return store_get(reader->store, row, field, out) || as_sent(reader, row, field, out);
    }
}
