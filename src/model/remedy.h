/* Remedies: the platform's calls that change something, as shell commands to copy. Nothing here or above sends them.
 * The bearer token never stands in a command nor among its arguments: it comes from the variable EVMON_AUTH by a pipe. */
#ifndef EVMON_MODEL_REMEDY_H
#define EVMON_MODEL_REMEDY_H

#include "base/buf.h"
#include "base/err.h"
#include "base/zone.h"

enum remedy {
#define REMEDY(id, ...) REMEDY_##id,
#include "model/remedies.def"
#undef REMEDY
    REMEDY_COUNT_
};

enum remedy_when {
    REMEDY_WHEN_ALWAYS,
    REMEDY_WHEN_ONLINE,
    REMEDY_WHEN_ATTACHED, /* or online */
    REMEDY_WHEN_ENABLED,
    REMEDY_WHEN_DISABLED,
    REMEDY_WHEN_ACTIVE,
    REMEDY_WHEN_INACTIVE, /* issued, factory test, suspended */
    REMEDY_WHEN_BLOCKED,
};

struct remedy_row {
    enum remedy_when when;
    const char *method, *path, *body, *title, *help;
};
const struct remedy_row *remedy_row(enum remedy remedy);

/* What a call is filled with. */
enum remedy_blank {
    REMEDY_DEVICE, /* known from what it is about, not asked for */
    REMEDY_SIM,
    REMEDY_TEXT,
    REMEDY_SENDER,
    REMEDY_MEGABYTES,
    REMEDY_MESSAGES,
    REMEDY_DATE,
    REMEDY_OPERATOR,
    REMEDY_BLANK_COUNT_
};
#define REMEDY_VALUE_MAX 480
struct remedy_values {
    char text[REMEDY_BLANK_COUNT_][REMEDY_VALUE_MAX]; /* "" = not known */
};
/* What stands there before anybody has typed something; the date is 30 days after now. */
void remedy_values_usual(struct remedy_values *values, int64_t now_ms);
const char *remedy_blank_title(enum remedy_blank blank); /* "Megabytes" */
bool remedy_has(enum remedy remedy, enum remedy_blank blank);
/* Whether a text may stand there. */
int remedy_check(enum remedy_blank blank, struct str text, struct error *err);

/* Appends the command, over several lines; base is the API's address. -E_INVALID and err when a blank it needs is empty or
 * not right. */
int remedy_command(enum remedy remedy, const struct remedy_values *values, const char *base, struct buf *out,
                   struct error *err);
/* Appends the command that fills EVMON_AUTH from the application token in EVMON_TOKEN. */
void remedy_login(const char *base, struct buf *out);
/* Appends text as one word of a POSIX shell. */
void remedy_quote(struct buf *out, struct str text);

#endif
