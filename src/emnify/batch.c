/* Collects elements of pages and sorts them by id. Owns copies of their bytes until they are handed over. */
#include "emnify/batch.h"

#include "base/xalloc.h"

#include <stdlib.h>

void batch_add(struct batch *batch, const struct page_element *element)
{
    if (!element->odd)
        batch->last_key = element->id;
    batch->entries = xgrow(batch->entries, &batch->capacity, batch->count + 1, sizeof *batch->entries);
    batch->entries[batch->count] =
        (struct batch_entry){batch->last_key, batch->count, batch->bytes.n, element->bytes.n};
    batch->count++;
    buf_add_str(&batch->bytes, element->bytes);
}

/* Pages run from the newest down: of equal keys the later one is the older event. */
static int compare(const void *a, const void *b)
{
    const struct batch_entry *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->seq > y->seq ? -1 : 1;
}

void batch_flush(struct batch *batch, size_t most, batch_deliver_fn deliver, void *user)
{
    struct buf out = {0};
    if (batch->count > 1)
        qsort(batch->entries, batch->count, sizeof *batch->entries, compare);
    for (size_t i = 0; i < batch->count; i++) {
        const struct batch_entry *e = &batch->entries[i];
        buf_add_text(&out, out.n == 0 ? "[" : ",\n");
        buf_add(&out, batch->bytes.p + e->offset, e->n);
        if (out.n < most && i + 1 < batch->count)
            continue;
        buf_add_text(&out, "]\n");
        deliver(user, buf_str(&out));
        buf_clear(&out);
    }
    buf_fini(&out);
    buf_clear(&batch->bytes);
    batch->count = 0;
    batch->last_key = 0;
}

void batch_fini(struct batch *batch)
{
    buf_fini(&batch->bytes);
    free(batch->entries);
    *batch = (struct batch){0};
}
