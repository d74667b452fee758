/* One JSON text to one event, by the paths of fields.def: the only JSON-to-event code there is. */
#ifndef EVMON_DECODE_JSON_H
#define EVMON_DECODE_JSON_H

#include "model/event.h"

#define JSON_KEYS_MAX 1000 /* in one event; more are refused */

/* The trie of paths, and the arena in which what cannot be borrowed from the input lives. */
struct decoder;

struct decoder *decoder_new(void);
void decoder_free(struct decoder **decoder);
void decoder_reset(struct decoder *decoder); /* events decoded so far lose their texts */

/* Fills *out. Its texts are slices of `json` or of the decoder's arena: valid until either goes.
 * A field of a type it cannot take is absent and marked; the event is refused (-E_SYNTAX, -E_LIMIT, -E_INVALID, with
 * the byte range in err) only when it is not JSON, not an object, too deep, has too many keys or an id of no use. */
int decode_event(struct decoder *decoder, struct str json, int64_t arrival_ms, struct event *out,
                 struct error *err);

#endif
