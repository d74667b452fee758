/* Reads any field of any row: stored ones from their column, the others out of the original bytes, which are opened once
 * per row and kept for the next question about it. One reader serves one reader at a time. */
#ifndef EVMON_QUERY_READER_H
#define EVMON_QUERY_READER_H

#include "store/store.h"

struct reader;

/* Supplies the fields that are derived from other events (HOME_FLEET). False = absent. */
typedef bool (*reader_derive_fn)(void *user, row_id row, field_id field, struct value *out);

struct reader *reader_new(const struct store *store);
void reader_free(struct reader **reader);
void reader_set_derive(struct reader *reader, reader_derive_fn fn, void *user);
/* Ids that their column cannot hold (twenty digits, a word) come as they were sent, as DIGITS or TEXT. Text is borrowed until the next call for another row or the next eviction. */
bool reader_get(struct reader *reader, row_id row, field_id field, struct value *out);
/* The original bytes; empty when the row is gone or its bytes cannot be read (*err says why; may be NULL). */
struct str reader_raw(struct reader *reader, row_id row, struct error *err);

#endif
