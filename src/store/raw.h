/* The original bytes of one segment's rows: blocks of 256 rows packed together for streams, places
 * in a file for plain files. A segment may hold both. */
#ifndef EVMON_STORE_RAW_H
#define EVMON_STORE_RAW_H

#include "store/shelf.h"
#include "store/store.h"

#define RAW_BLOCK_ROWS  256u
#define RAW_BLOCK_BYTES ((size_t)1 << 20) /* a block of unusually long events closes earlier */
#define RAW_LENGTH_MAX  65535u            /* of a row in a file; longer ones are copied */
#define RAW_NOT_IN_FILE UINT32_MAX
#define RAW_FILES_MAX   255 /* of one segment; rows of further files are copied */

struct raw_block {
    uint32_t first, rows;
    void *packed;
    uint32_t packed_n, full_n;
    uint64_t serial;
};

struct raw {
    struct shelf *shelf;
    struct raw_block *blocks;
    size_t block_count, block_capacity;
    uint32_t open_first,
        open_rows; /* the block that is being filled, unpacked: lengths, then the bytes */
    uint32_t open_lengths[RAW_BLOCK_ROWS];
    struct buf open;
    /* places in files; NULL until the first row from a file */
    uint32_t *at; /* RAW_NOT_IN_FILE, or from files[slot].base */
    uint16_t *length;
    uint8_t *slot; /* NULL while there is one file */
    size_t place_capacity;
    struct raw_file {
        int file;
        uint64_t base; /* at[] counts from here */
    } * files;
    size_t file_count, file_capacity;
    size_t packed_bytes;
};

void raw_init(struct raw *raw, struct shelf *shelf);
void raw_fini(struct raw *raw);
void raw_add(struct raw *raw, uint32_t row, struct str bytes, struct raw_place place);
void raw_seal(struct raw *raw, uint32_t rows);
int raw_read(const struct raw *raw, uint32_t row, struct buf *out, struct error *err);
size_t raw_packed_bytes(const struct raw *raw); /* the copies */
size_t raw_place_bytes(const struct raw *raw);  /* what it takes to find them */

#endif
