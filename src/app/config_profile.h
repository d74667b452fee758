/* A profile's file (libconfuse syntax) <-> struct profile. Every value is judged by its row of model/profile.def, and
 * what is written in it (queries, columns, roles) by the floor it belongs to, so that a mistake is told with its line and
 * not when the profile is needed. No profile sees the environment: such files go from hand to hand. */
#ifndef EVMON_APP_CONFIG_PROFILE_H
#define EVMON_APP_CONFIG_PROFILE_H

#include "base/buf.h"
#include "command/option.h"
#include "model/profile.h"

/* Reads a file's text; where names it in errors, name is the profile's when the file gives none. 0 and *out (the
 * caller's), or -E with "WHERE:LINE: ...". */
int config_profile_parse(struct str text, const char *where, const char *name, struct profile **out, struct error *err);
/* Sets one option from text, by the same rules. */
int config_profile_set(struct profile *profile, enum profile_option option, struct str text, struct error *err);
/* Writes what is not at its default, so that parsing gives the same profile. */
void config_profile_print(const struct profile *profile, struct buf *out);
/* The comment block at the top of a file, with its line breaks; empty when there is none. Borrowed from text. */
struct str config_profile_comment(struct str text);
/* The rows as options, for the man page; PROFILE_OPTION_COUNT_ of them. */
const struct option_row *config_profile_rows(void);

#endif
