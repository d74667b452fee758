/* Owns how an event becomes one line of NDJSON. */
#include "app/original.h"

#include "base/jscan.h"

/* Line breaks inside a string are no valid JSON, but they come; an event stays one line. */
static void escape_breaks(struct buf *out, size_t from)
{
    if (memchr(out->p + from, '\n', out->n - from) == NULL &&
        memchr(out->p + from, '\r', out->n - from) == NULL)
        return;
    struct buf copy = {0};
    buf_add(&copy, out->p + from, out->n - from);
    out->n = from;
    for (size_t i = 0; i < copy.n; i++) {
        if (copy.p[i] == '\n' || copy.p[i] == '\r')
            buf_add_text(out, copy.p[i] == '\n' ? "\\n" : "\\r");
        else
            buf_add_byte(out, copy.p[i]);
    }
    buf_fini(&copy);
}

void original_add_line(struct buf *out, struct str raw)
{
    size_t from = out->n;
    bool spanned = memchr(raw.p, '\n', raw.n) != NULL || memchr(raw.p, '\r', raw.n) != NULL;
    if (!spanned || jscan_compact(out, raw) < 0) {
        out->n = from;
        buf_add_str(out, raw);
    }
    if (spanned)
        escape_breaks(out, from);
    buf_add_byte(out, '\n');
}
