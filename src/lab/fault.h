/* Faults on demand: rows of a table, given by option or by POST /lab/fault, each for some requests of a path. */
#ifndef EVMON_LAB_FAULT_H
#define EVMON_LAB_FAULT_H

#include "base/err.h"
#include "lab/reply.h"

#define FAULTS_MAX 32

/* How the bytes of the answer travel. */
enum wire_mode {
    WIRE_PLAIN,
    WIRE_TRUNCATE,   /* half of the body, then the connection is closed */
    WIRE_LONG,       /* content-length is larger than the body; closed after it */
    WIRE_SHORT,      /* content-length is smaller than the body that follows */
    WIRE_DRIP,       /* a byte at a time */
    WIRE_STALL,      /* no answer at all */
    WIRE_HANG,       /* headers, then nothing */
    WIRE_RESET,      /* the connection is reset at once */
    WIRE_RESET_BODY, /* in the middle of the body */
};

struct lab;
struct fault;

enum fault_stage {
    FAULT_ANSWER, /* instead of the answer */
    FAULT_CHANGE, /* the answer is changed */
    FAULT_WIRE,   /* the answer is sent badly */
    FAULT_WORLD,  /* what is emitted is changed, for as long as it is on */
};

struct fault_row {
    const char *name, *help;
    enum fault_stage stage;
    enum wire_mode wire;
    void (*act)(struct lab *lab, const struct fault *fault,
                struct reply *reply);                                /* ANSWER, CHANGE */
    void (*set)(struct lab *lab, const struct fault *fault, int on); /* WORLD */
    int status;                                                      /* ANSWER */
};

struct fault {
    const struct fault_row *row;
    int64_t count;  /* requests left, -1 = until cleared */
    int64_t after;  /* requests to let pass first */
    int64_t every;  /* then each nth */
    int64_t until;  /* ms, 0 = no end */
    int64_t number; /* "by": what the row makes of it */
    int64_t delay;  /* ms */
    int64_t hits, seen;
    char path[64];  /* beginning of the path behind /api/v1, "*" = all */
    char retry[64]; /* Retry-After, "" = none */
};

struct faults {
    struct fault active[FAULTS_MAX];
    int count;
};

extern const struct fault_row fault_rows[];
extern const unsigned fault_row_count;

/* NAME[:key=value,…]; keys: count after every for by delay path retry. */
int fault_parse(struct str spec, int64_t now, struct fault *fault, struct error *err);
/* The same from a JSON object {"fault":NAME,key:value…}. */
int fault_parse_json(struct str json, int64_t now, struct fault *fault, struct error *err);
int fault_add(struct lab *lab, const struct fault *fault, struct error *err);
void fault_clear(struct lab *lab);
/* The fault that strikes a request for that path now, or NULL. */
const struct fault *fault_take(struct lab *lab, struct str path, int64_t now);
void fault_expire(struct lab *lab, int64_t now); /* ends those of the world whose time is over */
void fault_json(struct buf *out, const struct lab *lab);

#endif
