/* A dimension of one segment: a row for each distinct combination of the fields that share a home,
 * named by 16 bits. Which fields, and how wide their cells are, comes from fields.def alone. */
#ifndef EVMON_STORE_DIMENSION_H
#define EVMON_STORE_DIMENSION_H

#include "store/lexicon.h"
#include "store/store.h"

#define DIMENSION_COUNT      (HOME_DIMENSION_LAST - HOME_DIMENSION_FIRST + 1)
#define DIMENSION_FIELDS_MAX 24

/* The fields of one home, which stand together in fields.def: first..first+count-1. */
struct layout {
    field_id first;
    uint8_t count;
    enum column_width width[DIMENSION_FIELDS_MAX];
};
/* Fills one layout per dimension; the same for every segment. */
void layout_init(struct layout layouts[DIMENSION_COUNT]);
enum column_width layout_width(field_id field);
uint8_t layout_cell(enum column_width width); /* bytes */

struct dimension {
    const struct layout *layout;
    uint32_t n, capacity;
    struct cells {
        void *data;
        uint8_t bytes;               /* of one cell */
        uint32_t *texts, text_count; /* once packed: see struct column */
        int64_t base;
    } cells[DIMENSION_FIELDS_MAX];
    int64_t min[DIMENSION_FIELDS_MAX], max[DIMENSION_FIELDS_MAX];
    uint32_t *hashes; /* by row, for growing the slots; dropped with the seal, like these: */
    uint32_t *slots;  /* 16 bits of hash (never 0) << 16 | row, 0 = free */
    uint32_t mask;
    uint32_t absent; /* the row with every field absent, UINT32_MAX while there is none */
};

void dimension_init(struct dimension *dimension, const struct layout *layout);
void dimension_fini(struct dimension *dimension);
/* The row that holds these values (event->v), made when there is none. */
uint16_t dimension_add(struct dimension *dimension, struct lexicon *lexicon, const struct value *v);
/* Drops what only adding needs and packs the cells; text_count is the lexicon's. */
void dimension_seal(struct dimension *dimension, uint32_t text_count);
struct column dimension_column(const struct dimension *dimension, field_id field);
size_t dimension_bytes(const struct dimension *dimension);

/* The number kept for a value in a column of numbers; the absent mark when there is none. */
int64_t dimension_number(const struct value *v);
uint8_t dimension_byte(const struct value *v);

#endif
