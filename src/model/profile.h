/* A profile: a named way of looking at the stream. Filter, columns, order, colours, bell and hook, as the options of
 * profile.def. Plain data: how it is written in a file is app/'s business, what its texts mean that of the floors above. */
#ifndef EVMON_MODEL_PROFILE_H
#define EVMON_MODEL_PROFILE_H

#include "base/err.h"
#include "base/str.h"

enum profile_option {
#define PROFILE(id, ...) PROFILE_##id,
#include "model/profile.def"
    PROFILE_OPTION_COUNT_
};
enum profile_paint_option {
#define PAINT(id, ...) PROFILE_PAINT_##id,
#include "model/profile.def"
    PROFILE_PAINT_OPTION_COUNT_
};
enum profile_kind { PROFILE_KIND_TEXT, PROFILE_KIND_LIST, PROFILE_KIND_SPAN, PROFILE_KIND_ENUM };

/* What profile.def says of an option. */
struct profile_row {
    const char *name; /* "bell.every" */
    enum profile_kind kind;
    int64_t min, max;
    const char *fallback;
    int64_t number;
    const char *words;
    const char *sentence;
};
const struct profile_row *profile_row(enum profile_option option);
const struct profile_row *profile_paint_row(enum profile_paint_option option);

enum profile_layout { PROFILE_LAYOUT_KEEP, PROFILE_LAYOUT_AUTO, PROFILE_LAYOUT_LIST, PROFILE_LAYOUT_BELOW, PROFILE_LAYOUT_RIGHT };
enum profile_bell { PROFILE_BELL_OFF, PROFILE_BELL_INFO, PROFILE_BELL_WARN, PROFILE_BELL_CRITICAL };
enum profile_notify { PROFILE_NOTIFY_NONE, PROFILE_NOTIFY_OSC9, PROFILE_NOTIFY_OSC777 };

#define PROFILE_PAINTS_MAX 32
#define PROFILE_LIST_MAX 16         /* words of a LIST */
#define PROFILE_LIST_SEPARATOR '\n' /* between them in the text */

struct profile_paint {
    char *text[PROFILE_PAINT_OPTION_COUNT_];
};

struct profile {
    char *text[PROFILE_OPTION_COUNT_];      /* as it would be written; never NULL */
    int64_t number[PROFILE_OPTION_COUNT_];  /* what it means: milliseconds, index of the word; 0 for texts */
    struct profile_paint paint[PROFILE_PAINTS_MAX];
    int paint_count;
};

struct profile *profile_new(void); /* every option at its default, the name empty */
void profile_free(struct profile **profile);
struct profile *profile_dup(const struct profile *profile);
/* Copies the text; number is what it means (0 for texts). */
void profile_put(struct profile *profile, enum profile_option option, struct str text, int64_t number);
const char *profile_text(const struct profile *profile, enum profile_option option);
int64_t profile_number(const struct profile *profile, enum profile_option option);
int profile_key(const struct profile *profile); /* 0-9, -1 none */
/* A rule behind the others; false when there are PROFILE_PAINTS_MAX. */
bool profile_paint_add(struct profile *profile, const struct str text[PROFILE_PAINT_OPTION_COUNT_]);

/* What differs: option -1 stands for the colour rules, whose texts are then empty. False from visit stops. Returns how
 * many were told. visit may be NULL. */
typedef bool (*profile_difference_fn)(void *user, int option, const char *a, const char *b);
int profile_compare(const struct profile *a, const struct profile *b, profile_difference_fn visit, void *user);
bool profile_is_set(const struct profile *profile, enum profile_option option); /* not at its default */

/* ---- a set of them, as it is shown ---- */

/* Who gave it. A later one of the same name (any case) stands for an earlier one. */
enum profile_origin { PROFILE_SHIPPED, PROFILE_TEAM, PROFILE_OWN, PROFILE_ORIGIN_COUNT_ };
extern const char *const profile_origin_names[PROFILE_ORIGIN_COUNT_]; /* "shipped" "team" "own" */

/* One row of the picker. */
struct profile_entry {
    struct profile *profile;   /* owned by the set */
    enum profile_origin origin;
    char *path;                /* of its file */
    int64_t changed_ms;        /* the file's, wall clock */
    int key;                   /* the digit that reaches it: its own, unless another one came first; -1 none */
    int64_t matches;           /* rows of the store that pass its filter, as counted last; -1 not counted */
    unsigned is_counting : 1;
};

#endif
