/* The event types: one row per platform id (types.def), pdp.reject derived, everything else "type.N".
 * Source of ids and names: the platform's documentation and its list /event/type. */
#ifndef EVMON_MODEL_TYPE_H
#define EVMON_MODEL_TYPE_H

#include "model/field.h"
#include "model/tone.h"

/* Index in the table, not the platform's id. TYPE_OTHER stands for every id that is not listed. */
typedef uint8_t type_id;

/* How a line of a detail panel shows its value. */
enum render {
    RENDER_PLAIN,    /* the field printed by kind */
    RENDER_TIME,     /* absolute, zone, and how long ago */
    RENDER_SEVERITY, /* letter, word, tone */
    RENDER_FLAG,     /* yes / no */
    RENDER_DEVICE,   /* name #id */
    RENDER_IMSI,     /* digits, MCC-MNC-MSIN, home network named */
    RENDER_ICCID,    /* digits, issuer, whether the check digit holds */
    RENDER_IMEI,     /* TAC, serial, check digit or SV */
    RENDER_NETWORK,  /* operator, country, MCC-MNC */
    RENDER_CELL,     /* LAC, CI, SAC, RAC as the RAT needs them */
    RENDER_NODE,     /* VLR, SGSN or MME out of the description; MCC/MNC inside a 3GPP host name decoded */
    RENDER_RAT,      /* slug and generation */
    RENDER_ADDRESS,  /* an address, or several */
    RENDER_VOLUME,   /* total, rx, tx and the mean rate over the duration */
    RENDER_SPAN,     /* a duration in words */
    RENDER_QUOTA,    /* bar and percent */
    RENDER_CHANGE,   /* from -> to */
    RENDER_CAUSE,    /* cause code and the sentence */
    RENDER_CHANGES,  /* detail.changed_data: a line per name, old -> new */
    RENDER_LONG,     /* text wrapped over several lines */
};

struct section_line {
    const char *label;
    field_id field; /* the field whose absence hides the line; render kinds read their companions themselves */
    enum render render;
};

struct section {
    const char *title;
    const struct section_line *lines;
    int line_count;
};

#define TYPE_SECTIONS_MAX 8

struct type_row {
    int api_id;        /* -1 for TYPE_OTHER; 3 for pdp.create and pdp.reject */
    const char *slug;  /* "pdp.create" */
    const char *title; /* "Create PDP Context" */
    const char *category;
    enum tone tone;
    const char *glyph;                            /* one column, UTF-8; an ASCII twin follows after a space */
    const char *help;                             /* one sentence: what it means to an operator */
    const struct section *sections[TYPE_SECTIONS_MAX]; /* NULL-terminated when fewer */
};

enum type {
#define TYPE(id, ident, ...) TYPE_##ident,
#include "model/types.def"
#undef TYPE
    TYPE_COUNT_
};

const struct type_row *type_row(type_id type); /* must be < TYPE_COUNT_ */
/* The row of a platform id: pdp.reject for 3 when severity is warn or above; TYPE_OTHER when the id is not listed. */
type_id type_of(int64_t api_id, int severity);
type_id type_find(struct str slug); /* whole slug, any case; TYPE_COUNT_ when unknown */
#define TYPE_ID_NONE INT64_MIN /* the platform gave no number */
/* Writes what is shown as an event's type: the row's slug, or "type.N" for TYPE_OTHER, or "no type". Returns the length. */
size_t type_slug(type_id type, int64_t api_id, char *out, size_t size);

#endif
