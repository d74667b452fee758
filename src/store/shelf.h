/* What the raw parts of all segments share: the compressor, the block opened last, and the files
 * that are read again. */
#ifndef EVMON_STORE_SHELF_H
#define EVMON_STORE_SHELF_H

#include "base/buf.h"
#include "base/err.h"

struct shelf;

struct shelf *shelf_new(void);
void shelf_free(struct shelf **shelf); /* closes every file */

/* Takes the descriptor. A file stays open until it has been used and its last user is gone. */
int shelf_add_file(struct shelf *shelf, int fd);
bool shelf_has_file(const struct shelf *shelf, int file);
void shelf_ref_file(struct shelf *shelf, int file);
void shelf_unref_file(struct shelf *shelf, int file);
/* Appends n bytes from offset; all of them or an error. */
int shelf_read_file(const struct shelf *shelf, int file, uint64_t offset, size_t n, struct buf *out,
                    struct error *err);

/* Packs into new memory (exactly *packed bytes; caller frees). */
void *shelf_pack(struct shelf *shelf, struct str bytes, size_t *packed);
/* The contents of a packed block: borrowed until the next call. serial names the block (see
 * shelf_serial). */
int shelf_unpack(struct shelf *shelf, uint64_t serial, struct str packed, size_t full,
                 struct str *bytes, struct error *err);
uint64_t shelf_serial(struct shelf *shelf); /* a new name for a block, never used again */

#endif
