/* The store: every event that was received, column by column, in segments of 65,536.
 *
 * An event's facts are columns of their own; what belongs to the device, the operator, the session, the user or the
 * sentence is kept once per distinct combination (a dimension row) and referenced by 16 bits. A segment owns one arena,
 * so that forgetting the oldest segment is dropping it. The original bytes stay readable: blocks of zstd for streams,
 * file and offset for plain files.
 *
 * Rows are named by row_id and never by pointer: after eviction the store answers "gone". */
#ifndef EVMON_STORE_STORE_H
#define EVMON_STORE_STORE_H

#include "base/buf.h"
#include "model/event.h"

typedef uint64_t row_id; /* segment sequence << 16 | index; 0 is no row; grows with arrival */
#define ROW_NONE ((row_id)0)
#define SEGMENT_ROWS 65536u

struct store;
struct segment;

struct store_options {
    size_t max_bytes; /* the oldest segments go when the total passes this; 0 = no limit */
};

struct store *store_new(const struct store_options *options);
void store_free(struct store **store);
void store_set_max_bytes(struct store *store, size_t max_bytes);

/* Where the original bytes of an event are. Plain files stay where they are; everything else is kept compressed. */
struct raw_place {
    int file;        /* from store_add_file, or -1: keep a compressed copy of event->raw */
    uint64_t offset; /* in that file; the length is event->raw.n */
};
/* The store takes the descriptor (closed when the last segment that uses it is gone; events that name it after that are
 * copied). Must support pread. */
int store_add_file(struct store *store, int fd);

enum store_verdict {
    STORE_ADDED,
    STORE_DUPLICATE, /* same id, same bytes: nothing was kept */
    STORE_CHANGED,   /* same id, other bytes: kept as a row of its own, marked EVENT_CHANGED */
};
/* Copies what it needs out of the event. feed: a small number for "which source" (0-254). *row is the new row, or for
 * STORE_DUPLICATE the old one. */
enum store_verdict store_append(struct store *store, const struct event *event, uint8_t feed, struct raw_place place,
                                row_id *row);
/* True when an event with this id is stored (used to find where pages overlap). */
bool store_has_id(const struct store *store, uint64_t id);

/* Told after each batch (store_flush) and before a segment is dropped. */
struct store_listener {
    void (*added)(void *user, row_id first, row_id last, size_t count); /* new rows first..last in arrival order */
    void (*evicting)(void *user, const struct segment *segment);        /* its rows are readable for the last time */
    void *user;
};
void store_listen(struct store *store, const struct store_listener *listener);
void store_unlisten(struct store *store, void *user);
/* Tells the listeners what came since the last flush, then evicts. Rows are readable from append on. */
void store_flush(struct store *store);

size_t store_count(const struct store *store);        /* rows that are readable */
uint64_t store_total(const struct store *store);      /* rows ever added */
uint64_t store_evicted(const struct store *store);
size_t store_bytes(const struct store *store);        /* memory in use, original bytes included */
size_t store_raw_bytes(const struct store *store);    /* of those, the compressed original bytes */
row_id store_oldest(const struct store *store);       /* by arrival; ROW_NONE when empty */
row_id store_newest(const struct store *store);
int64_t store_reach_ms(const struct store *store);    /* the earliest order time still held; INSTANT_NONE when empty */
int64_t store_latest_ms(const struct store *store);   /* the latest; INSTANT_NONE when empty */
row_id store_next(const struct store *store, row_id row); /* by arrival; ROW_NONE at the end; from ROW_NONE: the oldest */
row_id store_prev(const struct store *store, row_id row);

/* One row. All return false / the neutral value when the row is gone. Borrowed text lives until the next eviction. */
bool store_has(const struct store *store, row_id row);
bool store_get(const struct store *store, row_id row, field_id field, struct value *out); /* stored fields only */
type_id store_type(const struct store *store, row_id row);
uint64_t store_id(const struct store *store, row_id row);
int64_t store_order_ms(const struct store *store, row_id row);
int64_t store_arrival_ms(const struct store *store, row_id row);
int store_severity(const struct store *store, row_id row); /* SEVERITY_INFO when absent */
bool store_alert(const struct store *store, row_id row);
unsigned store_marks(const struct store *store, row_id row); /* enum event_mark */
int store_feed(const struct store *store, row_id row);       /* -1 when gone */
/* Appends the original bytes. Opens a compressed block or reads the file: microseconds, not for whole tables. */
int store_raw(const struct store *store, row_id row, struct buf *out, struct error *err);
/* The newest row of this id, ROW_NONE when there is none: of `changed` events the latest delivery. */
row_id store_find_id(const struct store *store, uint64_t id);
/* < 0, 0, > 0: the screen's order, by order time, then id, then arrival. Both rows must be present. */
int store_compare(const struct store *store, row_id a, row_id b);

/* ---- segments and columns, for filter/ and query/ ---- */

size_t store_segment_count(const struct store *store);
const struct segment *store_segment(const struct store *store, size_t index); /* 0 = oldest */
const struct segment *store_segment_of(const struct store *store, row_id row); /* NULL when gone */
uint64_t segment_seq(const struct segment *segment);
uint32_t segment_rows(const struct segment *segment);
row_id segment_row(const struct segment *segment, uint32_t index);
struct str segment_text(const struct segment *segment, uint32_t text_id); /* empty for 0 = absent */
uint32_t segment_text_count(const struct segment *segment);               /* the largest text id */
int segment_raw(const struct segment *segment, uint32_t index, struct buf *out, struct error *err);

enum column_width { COLUMN_U8, COLUMN_I64, COLUMN_TEXT };
#define COLUMN_U8_ABSENT 0xff
#define COLUMN_I64_ABSENT INT64_MIN
#define COLUMN_TEXT_ABSENT 0

/* A field of one segment, valid until the next append. Row r has the value in cell ref ? ref[r] : r; n cells (n = rows
 * when ref is NULL). So a test of a dimension's field runs over n distinct combinations and is looked up per row.
 * Facts (ref is NULL) are plain arrays: uint8_t for COLUMN_U8, int64_t for COLUMN_I64. Cells of a dimension are packed
 * when their segment is full: read them with column_number and column_text. min and max are over the present values of
 * U8 and I64 columns (min > max when all are absent). Repeated fields are texts whatever their kind, with
 * VALUE_SEPARATOR between the elements, in columns and in store_get. */
struct column {
    enum column_width width;
    uint8_t bytes;         /* of a cell: 1, 2, 4 or 8 */
    uint32_t n;
    const void *cells;
    const uint16_t *ref;   /* NULL for facts */
    const uint32_t *texts; /* packed texts: the cell's text id is texts[cell]; NULL: the cell is the id */
    int64_t base;          /* packed numbers: added to the cell; the cell with all bits set is absent */
    int64_t min, max;
};
static inline uint32_t column_cell(const struct column *column, uint32_t at)
{
    if (column->bytes == 1)
        return ((const uint8_t *)column->cells)[at];
    return column->bytes == 2 ? ((const uint16_t *)column->cells)[at]
                              : ((const uint32_t *)column->cells)[at];
}
/* Of COLUMN_U8 (COLUMN_U8_ABSENT) and COLUMN_I64 (COLUMN_I64_ABSENT). */
static inline int64_t column_number(const struct column *column, uint32_t at)
{
    if (column->bytes == 8)
        return ((const int64_t *)column->cells)[at];
    uint32_t cell = column_cell(column, at);
    if (column->width == COLUMN_U8)
        return cell;
    return cell == UINT32_MAX >> (32 - 8 * column->bytes) ? COLUMN_I64_ABSENT : column->base + cell;
}
/* The text id of COLUMN_TEXT; 0 = absent. */
static inline uint32_t column_text(const struct column *column, uint32_t at)
{
    uint32_t cell = column_cell(column, at);
    return column->texts != NULL ? column->texts[cell] : cell;
}
struct column segment_column(const struct segment *segment, field_id stored_field);
/* Order time and id of every row, for sorting without a call per row. */
const int64_t *segment_order_ms(const struct segment *segment);
void segment_order_range(const struct segment *segment, int64_t *min, int64_t *max); /* min > max when empty */
const uint64_t *segment_ids(const struct segment *segment);
const uint8_t *segment_types(const struct segment *segment);

#endif
