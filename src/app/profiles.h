/* The set of profiles: shipped ones, the team's (/etc/xdg/evmon/profiles.d), the user's own, each over the one before by
 * name. Reads them, finds them by key and name, writes and deletes own ones. */
#ifndef EVMON_APP_PROFILES_H
#define EVMON_APP_PROFILES_H

#include "base/buf.h"
#include "model/profile.h"
#include "save/replace.h"

#define PROFILES_MAX 200 /* files of one directory; more are left out, and said */

struct profiles;
typedef void (*profiles_mistake_fn)(void *user, const char *sentence); /* "FILE:LINE: ..." */

struct profiles *profiles_new(void); /* empty but for Everything on key 0 */
void profiles_free(struct profiles **profiles);
/* All files anew. Mistakes are told one by one; a file that was good before stays as it was. Entries told of before are
 * gone. Returns how many mistakes there were. */
int profiles_read(struct profiles *profiles, profiles_mistake_fn mistake, void *user);

/* In the order of keys, then of names. There is always one with key 0. */
int profiles_count(const struct profiles *profiles);
struct profile_entry *profiles_entry(const struct profiles *profiles, int index);
/* A name as one word, for files and shells: "pdp-rejects". */
void profiles_add_word(struct buf *out, struct str name);
/* By name (any case), as it is or as one word, else by key. -1 and err, which names the nearest, when there is none. */
int profiles_find(const struct profiles *profiles, struct str name, struct error *err);
int profiles_find_key(const struct profiles *profiles, int key); /* -1 when no profile has it */
/* Why a profile is not there, when its file could not be read; NULL otherwise. */
const char *profiles_broken(const struct profiles *profiles, struct str name);
/* What the file of the entry held when it was read. */
struct replace_stamp profiles_stamp(const struct profiles *profiles, int index);

/* Writes an own profile; the comment block at the top of its file is kept. expected: see replace_file; NULL = whatever
 * stands there. -E_BUSY when the file is not as expected. Read anew afterwards. */
int profiles_save(struct profiles *profiles, const struct profile *profile, const struct replace_stamp *expected,
                  struct error *err);
/* Deletes the file of an own profile; what it held is kept for one undo. */
int profiles_delete(struct profiles *profiles, int index, struct error *err);
/* Puts the last deleted file back; *name (may be NULL) is borrowed until the next call. */
int profiles_undo(struct profiles *profiles, const char **name, struct error *err);
/* One profile by name or key, for a program that needs no other: a copy in *out, the caller's. Mistakes of files are told;
 * -E and err when it is not there (its file's mistake, if that is why). */
int profiles_load(struct str name, profiles_mistake_fn mistake, void *user, struct profile **out, struct error *err);
/* The directory of own (1) and team (0) profiles, to be watched; false when it is not known. */
bool profiles_directory(int which, struct buf *out);

#endif
