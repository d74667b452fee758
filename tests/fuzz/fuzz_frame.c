/* Any bytes, in two different splits: the same texts must come out, and each must decode or be refused in words. */
#include "base/buf.h"
#include "base/err.h"
#include "base/sha256.h"
#include "decode/frame.h"
#include "decode/json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct heard {
    struct buf log;
    struct decoder *decoder;
};

static void on_text(void *user, struct str json, uint64_t offset, uint64_t line)
{
    struct heard *h = user;
    struct event event;
    struct error err = {0};
    must(json.n >= 2 && json.n <= FRAME_ELEMENT_MAX);
    int result = decode_event(h->decoder, json, 0, &event, &err);
    must(result == 0 ? event.id != 0 : err.code == -result && err.text[0] != '\0');
    buf_add_fmt(&h->log, "%llu:%llu:", (unsigned long long)offset, (unsigned long long)line);
    buf_add_str(&h->log, json);
}

static void on_bad(void *user, struct str bytes, uint64_t offset, uint64_t line, const char *reason)
{
    (void)user;
    (void)bytes;
    (void)offset;
    must(line >= 1 && reason != NULL);
}

static uint64_t hear(struct str s, size_t piece)
{
    static struct decoder *decoder; /* what it guesses from one input must not change the next */
    if (decoder == NULL)
        decoder = decoder_new();
    decoder_reset(decoder);
    struct heard h = {{0}, decoder};
    const struct frame_sink sink = {&h, on_text, on_bad};
    struct frame *frame = frame_new(0);
    for (size_t at = 0; at < s.n; at += piece)
        frame_push(frame, str_sub(s, at, piece), &sink);
    frame_finish(frame, &sink);
    must(frame_pending(frame) == 0);
    frame_free(&frame);
    uint64_t digest = sha256_u64(buf_str(&h.log));
    buf_fini(&h.log);
    return digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    err_set_last_words(abort); /* an exit would leave the fuzzer without the input */
    struct str s = {(const char *)data, size};
    size_t piece = size > 0 ? 1 + data[size - 1] : 1;
    must(hear(s, size > 0 ? size : 1) == hear(s, piece));
    return 0;
}
