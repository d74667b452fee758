/* One JSON scalar turned into a value: the one place that knows how the platform spells things (doc/PLATFORM.md 2.4). */
#ifndef EVMON_MODEL_WIRE_H
#define EVMON_MODEL_WIRE_H

#include "base/arena.h"
#include "base/jscan.h"
#include "model/value.h"

enum wire {
    WIRE_ODD,     /* there is something, but of a type the kind cannot take */
    WIRE_ABSENT,  /* null, an empty string, an empty container */
    WIRE_PRESENT,
};

/* The token just scanned as a value of `kind`. Texts are slices of the scanned bytes where they needed no change, else
 * from the arena; `*repaired` is set (never cleared) when bytes had to be replaced. ENUM, SEVERITY, PERCENT and DURATION
 * are not spelt on the wire and are ODD. Containers are ODD. */
enum wire wire_value(const struct jscan *scan, enum jscan_token token, enum kind kind, struct arena *arena,
                     struct value *out, bool *repaired);
/* The text of a STRING token, unescaped and repaired. */
struct str wire_text(const struct jscan *scan, struct arena *arena, bool *repaired);
/* A JSON number or numeric string as an integer times 10^scale, rounded half away from zero. WIRE_EXACT refuses to
 * round. False when it does not fit. */
enum wire_rounding { WIRE_EXACT, WIRE_ROUNDED };
bool wire_decimal(struct str text, int scale, enum wire_rounding rounding, int64_t *out);
/* Whether the text is an IPv4 or IPv6 address. */
bool wire_is_address(struct str text);

#endif
