/* One text: decoded or refused; what is decoded is UTF-8, prints, and comes out the same of the compacted text. */
#include "base/buf.h"
#include "base/jscan.h"
#include "base/utf8.h"
#include "decode/json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void print_fields(const struct event *event, struct buf *out)
{
    for (field_id field = 1; field < FIELD_STORED_COUNT; field++) {
        const struct value *v = &event->v[field];
        if (kind_is_text(v->kind))
            must(utf8_is_valid(v->s));
        buf_add_fmt(out, " %s=", field_row(field)->name);
        value_print(out, field, v, PRINT_MACHINE, NULL);
        struct buf people = {0};
        value_print(&people, field, v, PRINT_PEOPLE, NULL);
        buf_fini(&people);
    }
}

static void extract_fields(const struct event *event)
{
    struct arena *arena = arena_new();
    for (field_id field = 0; field < FIELD_COUNT_; field++) {
        struct value v;
        must(event_extract(event->raw, field, arena, &v) == value_is_present(&v));
        if (kind_is_text(v.kind))
            must(utf8_is_valid(v.s));
    }
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    err_set_last_words(abort); /* an exit would leave the fuzzer without the input */
    static struct decoder *decoder; /* what it guesses from one input must not change the next */
    if (decoder == NULL)
        decoder = decoder_new();
    decoder_reset(decoder);
    struct event event;
    struct error err = {0};
    struct buf compact = {0}, first = {0}, second = {0};
    int result = decode_event(decoder, (struct str){(const char *)data, size}, 0, &event, &err);
    must(result == 0 || (err.code == -result && err.text[0] != '\0'));
    if (result == 0) {
        print_fields(&event, &first);
        extract_fields(&event);
        must(jscan_compact(&compact, event.raw) == 0);
        must(decode_event(decoder, buf_str(&compact), 0, &event, &err) == 0);
        print_fields(&event, &second);
        must(str_eq(buf_str(&first), buf_str(&second)));
    }
    buf_fini(&compact);
    buf_fini(&first);
    buf_fini(&second);
    return 0;
}
