/* The distinct texts of one segment, as small numbers. Unlike base/intern it is made to be kept: 4
 * bytes and a length byte per text once sealed, and the look-up table is dropped with the seal. */
#ifndef EVMON_STORE_LEXICON_H
#define EVMON_STORE_LEXICON_H

#include "base/str.h"

struct lexicon {
    char **chunks;
    size_t chunk_count, chunk_capacity;
    uint32_t used, size; /* of the last chunk */
    uint32_t *places;    /* of every fourth text: chunk << 16 | offset; the others lie behind it */
    size_t place_capacity;
    uint32_t count;  /* the largest id */
    uint64_t *slots; /* hash << 32 | id, 0 = free; NULL once sealed */
    uint32_t mask;
    size_t chunk_bytes;
};

void lexicon_init(struct lexicon *lexicon);
void lexicon_fini(struct lexicon *lexicon);
/* The id of s, which must not be empty; hash is str_hash(s). Not after lexicon_seal. */
uint32_t lexicon_add(struct lexicon *lexicon, struct str s, uint64_t hash);
struct str lexicon_get(const struct lexicon *lexicon,
                       uint32_t id); /* empty for 0; stays where it is */
void lexicon_seal(struct lexicon *lexicon);
size_t lexicon_bytes(const struct lexicon *lexicon);

#endif
