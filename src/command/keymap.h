/* Keymaps: key sequence -> command line, by name, each with a parent that is asked next ("detail" -> "stream" ->
 * "global"). Written as lines `bind KEYMAP KEY COMMAND  # note` and `unbind KEYMAP KEY`. */
#ifndef EVMON_COMMAND_KEYMAP_H
#define EVMON_COMMAND_KEYMAP_H

#include "command/key.h"

#define KEYMAP_COUNT_MAX 64
#define KEYMAP_BINDINGS_MAX 2000 /* over all keymaps */
#define KEYMAP_DEPTH_MAX 8       /* parents above one another */

struct keymaps;

struct binding {
    struct key_sequence keys;
    const char *keymap;  /* the map it stands in */
    const char *command; /* a command line: "goto -1h" */
    const char *note;    /* shown in help; may be empty */
    const char *origin;  /* who bound it: "default.conf:12" */
};

struct keymaps *keymaps_new(void);
void keymaps_free(struct keymaps **maps);
/* Declares a map; the parent ("" = none) must be there. A second declaration with the same parent does nothing. */
int keymaps_add(struct keymaps *maps, const char *name, const char *parent, struct error *err);
bool keymaps_has(const struct keymaps *maps, struct str name);
/* Binds in one map; what the same keys did in it before is replaced (keymap_conflicts tells). */
int keymap_bind(struct keymaps *maps, struct str keymap, struct str keys, struct str command, struct str note,
                const char *origin, struct error *err);
/* The keys do nothing in this map from now on, whatever its parents say. */
int keymap_unbind(struct keymaps *maps, struct str keymap, struct str keys, const char *origin, struct error *err);
/* Reads lines of `bind` and `unbind`; where names the text in errors. Stops at the first mistake. */
int keymap_read(struct keymaps *maps, struct str text, const char *where, struct error *err);

enum keymap_answer { KEYMAP_NOTHING, KEYMAP_MORE, KEYMAP_FOUND };
/* What the keys pressed so far do, in the map and its parents. KEYMAP_MORE: a longer sequence begins with them. */
enum keymap_answer keymap_lookup(const struct keymaps *maps, struct str keymap, const key_id *keys, int count,
                                 const struct binding **found);
/* The first binding that runs this command line in the map or its parents and is not hidden by another one; an exact
 * match of the whole line first, then of its command name alone. NULL when no key does. */
const struct binding *keymap_key_of(const struct keymaps *maps, struct str keymap, struct str command);
/* Its keys as text, for hints: "G" or "" when there is none. Returns the length. */
size_t keymap_hint(const struct keymaps *maps, struct str keymap, struct str command, char *out, size_t size);
/* Every visible binding of the map and its parents, nearest map first, in the order they were made. */
typedef void (*binding_fn)(void *user, const struct binding *binding);
void keymap_each(const struct keymaps *maps, struct str keymap, binding_fn fn, void *user);
/* Pairs that cannot both work: one sequence is the beginning of another in the same chain, or a later line took the
 * keys of an earlier one (with another command, from another origin). Returns how many. */
typedef void (*conflict_fn)(void *user, const struct binding *works, const struct binding *hidden);
int keymap_conflicts(const struct keymaps *maps, conflict_fn fn, void *user);

#endif
