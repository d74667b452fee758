/* Any bytes as what a terminal sends: keys, pastes and the mouse come out, always a bounded number, never control bytes
 * in a key's name. The first byte says in which pieces the rest arrives. */
#include <stdint.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "term/keyin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void drain(struct keyin *keyin, size_t *events)
{
    for (struct term_event event; (event = keyin_next(keyin)).kind != TERM_NOTHING; ++*events) {
        must(event.text.n <= TERM_PASTE_MAX);
        struct str name = str_of(event.key);
        must(utf8_is_valid(name) && name.n < TERM_KEY_MAX);
        for (size_t i = 0; i < name.n; i++)
            must((unsigned char)name.p[i] >= 0x20 && name.p[i] != 0x7f);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct keyin keyin = {0};
    size_t events = 0;
    if (size == 0)
        return 0;
    size_t piece = 1 + data[0] % 64;
    clock_freeze(1000);
    keyin_teach(&keyin, "\033[[A", "F1");
    for (size_t at = 1; at < size; at += piece) {
        keyin_feed(&keyin, data + at, size - at < piece ? size - at : piece);
        drain(&keyin, &events);
    }
    clock_freeze(100000);
    drain(&keyin, &events);
    must(events <= size);
    must(keyin_wait(&keyin) <= KEYIN_PASTE_WAIT_MS);
    clock_freeze(-1);
    keyin_fini(&keyin);
    return 0;
}
