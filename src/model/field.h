/* The field registry: every field of an event by id and by name, generated from fields.def. */
#ifndef EVMON_MODEL_FIELD_H
#define EVMON_MODEL_FIELD_H

#include "base/buf.h"
#include "model/value.h"

enum field {
#define FIELD(id, ...) FIELD_##id,
#include "model/fields.def"
#undef FIELD
    FIELD_COUNT_
};
typedef uint8_t field_id;

#define FIELD_STORED_COUNT ((int)FIELD_SIM_MADE) /* fields below this live in the store's columns */
#define FIELD_NONE ((field_id)0xff)

enum home { HOME_FACT, HOME_WHAT, HOME_WHO, HOME_NET, HOME_SESSION, HOME_USER, HOME_RAW, HOME_FLEET };
#define HOME_DIMENSION_FIRST HOME_WHAT
#define HOME_DIMENSION_LAST HOME_USER

enum field_flag { FIELD_LIST = 1, FIELD_CALC = 2, FIELD_PATHS_ALL = 4, FIELD_NAMING = 8 };

struct field_row {
    const char *name;    /* canonical, as printed by filters */
    const char *aliases; /* comma-separated, may be empty */
    enum kind kind;
    enum home home;
    unsigned flags;    /* enum field_flag */
    const char *paths; /* space-separated, tried in order */
    const char *title; /* column heading, at most `width` columns where width > 0 */
    int width;
    const char *help;
};

const struct field_row *field_row(field_id field);
/* By name or alias, any case; also `csv` names of evmon(1) (time, device, severity ...). FIELD_NONE when unknown. */
field_id field_find(struct str name);
/* The nearest known name for "did you mean", or NULL when none is near. */
const char *field_suggest(struct str name);
/* Appends what it is and how else it is called: "device (endpoint) name (also device)". */
void field_tell(field_id field, struct buf *out);

/* The words of a closed enum field (type, source, rat, at.rat, state, sim.state): word i, or NULL past the end. */
const char *field_enum_word(field_id field, int64_t index);
/* The index of a word or alias (any case), -1 when unknown. Types: slug; see model/type.h for ids and prefixes. */
int field_enum_find(field_id field, struct str word);

#endif
