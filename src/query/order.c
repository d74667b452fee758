/* How two rows compare. One definition serves the insertion of single rows (order_field) and the
 * sorting of whole tables by keys (order_key, order_rank_key): they must agree. Must not know how
 * rows are listed. */
#include "query/order.h"

#include "base/err.h"
#include "base/utf8.h"

#include <arpa/inet.h>

static void rank_words(struct order *order)
{
    for (int i = 0; i < 256; i++) {
        const char *word = field_enum_word(order->by.field, i);
        int before = 0;
        for (int k = 0; k < 256 && word != NULL; k++) {
            const char *other = field_enum_word(order->by.field, k);
            before += other != NULL && strcmp(other, word) < 0;
        }
        order->enum_rank[i] = (uint8_t)(word != NULL ? before : i);
    }
}

void order_init(struct order *order, const struct store *store, struct slice_order by)
{
    must(by.field < FIELD_STORED_COUNT);
    *order = (struct order){.store = store, .by = by};
    if (field_row(by.field)->kind == KIND_ENUM)
        rank_words(order);
}

bool order_is_time(const struct order *order)
{
    return order->by.field == FIELD_TS;
}

static int compare_time(const void *store, row_id a, row_id b)
{
    return store_compare(store, a, b);
}

struct rowlist_order order_time(const struct store *store)
{
    return (struct rowlist_order){compare_time, store};
}

/* Addresses by number, IPv4 first; only the first of several. */
static int compare_address(struct str a, struct str b)
{
    unsigned char bytes[2][17] = {{0}, {0}};
    struct str both[2] = {a, b};
    for (int i = 0; i < 2; i++) {
        char text[INET6_ADDRSTRLEN];
        struct str first;
        struct str rest = both[i];
        if (!str_next(&rest, VALUE_SEPARATOR, &first) || first.n >= sizeof text)
            continue;
        str_copy(first, text, sizeof text);
        if (inet_pton(AF_INET, text, bytes[i] + 13) != 1) {
            inet_pton(AF_INET6, text, bytes[i] + 1);
            bytes[i][0] = 1;
        }
    }
    return memcmp(bytes[0], bytes[1], sizeof bytes[0]);
}

static uint32_t next_folded(struct str *s)
{
    uint32_t point = (unsigned char)s->p[0];
    size_t n = 1;
    if (point >= 0x80)
        n = utf8_next(*s, &point);
    if (point >= 'A' && point <= 'Z')
        point += 'a' - 'A';
    else if (point >= 0x80)
        point = utf8_fold_point(point);
    s->p += n;
    s->n -= n;
    return point;
}

static int compare_text(struct str a, struct str b)
{
    struct str whole_a = a, whole_b = b;
    while (a.n > 0 && b.n > 0) {
        uint32_t in_a = next_folded(&a), in_b = next_folded(&b);
        if (in_a != in_b)
            return in_a < in_b ? -1 : 1;
    }
    if (a.n > 0 || b.n > 0)
        return a.n > 0 ? 1 : -1;
    return str_compare(whole_a, whole_b);
}

bool order_is_by_text(const struct order *order)
{
    const struct field_row *row = field_row(order->by.field);
    return (row->flags & FIELD_LIST) != 0 || kind_is_text(row->kind);
}

int order_text(const struct order *order, struct str a, struct str b)
{
    int way = field_row(order->by.field)->kind == KIND_IP ? compare_address(a, b) : 0;
    return way != 0 ? way : compare_text(a, b);
}

uint64_t order_rank_key(const struct order *order, uint64_t rank)
{
    return order->by.direction == SLICE_ASCENDING ? rank : (UINT64_C(1) << 63) - rank;
}

uint64_t order_key(const struct order *order, const struct value *v)
{
    if (!value_is_present(v))
        return ORDER_KEY_ABSENT;
    int64_t number = v->i;
    if (v->kind == KIND_ENUM && number >= 0 && number < 256)
        number = order->enum_rank[number];
    uint64_t key =
        (uint64_t)number ^ (UINT64_C(1) << 63); /* INT64_MIN marks absence: never 0 or all ones */
    return order->by.direction == SLICE_ASCENDING ? key - 1 : ~key;
}

static int compare_field(const void *user, row_id a, row_id b)
{
    const struct order *order = user;
    struct value in_a, in_b;
    bool has_a = store_get(order->store, a, order->by.field, &in_a);
    bool has_b = store_get(order->store, b, order->by.field, &in_b);
    int way = 0;
    if (has_a != has_b)
        return has_a ? -1 : 1;
    if (has_a && in_a.s.n > 0) {
        way = order_text(order, in_a.s, in_b.s);
        way = order->by.direction == SLICE_ASCENDING ? way : -way;
    } else if (has_a) {
        uint64_t key_a = order_key(order, &in_a), key_b = order_key(order, &in_b);
        way = key_a < key_b ? -1 : key_a > key_b;
    }
    return way != 0 ? way : store_compare(order->store, a, b);
}

struct rowlist_order order_field(const struct order *order)
{
    return (struct rowlist_order){compare_field, order};
}
