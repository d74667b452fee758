/* Closer looks at bytes that did not come out as whole texts. Knows of JSON what jscan and outline tell; of events one
 * key, to find the place again. */
#include "decode/damage.h"

#include "base/jscan.h"
#include "decode/frame.h"
#include "decode/outline.h"

#include <string.h>

#define CANDIDATES_MAX 256             /* elements tried after damage, and the bytes that may cost */
#define CANDIDATE_BYTES_MAX ((size_t)8 << 20)

static const struct str sign = {"event_type", 10}; /* a key that every event has at its top */

static bool has_sign(struct str json)
{
    struct jscan scan;
    bool found = false;
    enum jscan_token token;
    jscan_init(&scan, json);
    while ((token = jscan_next(&scan)) != JSCAN_END && token != JSCAN_ERROR)
        found |= token == JSCAN_KEY && scan.depth == 1 && str_eq(scan.text, sign);
    return found && token == JSCAN_END;
}

char damage_byte_before(struct str s, size_t at)
{
    while (at > 0 && strchr(" \t\r\n", s.p[at - 1]) != NULL && s.p[at - 1] != '\0')
        at--;
    return at > 0 ? s.p[at - 1] : '\0';
}

size_t damage_next_event(struct str s, enum damage_rest rest)
{
    size_t cost = 0, at = 1;
    for (int tried = 0; tried < CANDIDATES_MAX && cost < CANDIDATE_BYTES_MAX; at++) {
        ptrdiff_t next = str_find_byte(str_sub(s, at, s.n), '{');
        if (next < 0)
            return 0;
        at += (size_t)next;
        char before = damage_byte_before(s, at);
        if (before == '\0' || strchr(",}[]", before) == NULL)
            continue;
        struct outline outline = {.ignore = SIZE_MAX};
        struct str text = str_sub(s, at, FRAME_ELEMENT_MAX);
        size_t end = text.n;
        enum outline_event event = outline_run(&outline, text, &end);
        if (event == OUTLINE_MORE && rest == DAMAGE_MORE_MAY_COME && text.n < FRAME_ELEMENT_MAX)
            return DAMAGE_UNDECIDED;
        tried++;
        cost += end;
        if (event == OUTLINE_END && has_sign(str_sub(text, 0, end)))
            return at;
    }
    return 0;
}

bool damage_is_at_the_end(struct str s)
{
    const size_t word = 8;
    struct jscan scan;
    enum jscan_token token;
    jscan_init(&scan, s);
    while ((token = jscan_next(&scan)) != JSCAN_END && token != JSCAN_ERROR) {
    }
    return scan.at + word >= s.n || scan.depth == JSCAN_DEPTH_MAX;
}

bool damage_is_scalar(struct str s)
{
    struct jscan scan;
    jscan_init(&scan, s);
    enum jscan_token token = jscan_next(&scan);
    return token >= JSCAN_STRING && jscan_next(&scan) == JSCAN_END;
}
