/* Bindings in one list, maps by name with parents. Small numbers: every question is a walk over the list. */
#include "command/keymap.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/xalloc.h"

struct map {
    char *name;
    int parent; /* -1 none */
};

struct keymaps {
    struct map map[KEYMAP_COUNT_MAX];
    int map_count;
    struct binding *binding;
    size_t count, capacity;
    struct binding *taken; /* bindings that later ones replaced, paired with them */
    size_t taken_count, taken_capacity;
    struct arena *texts;
};

struct keymaps *keymaps_new(void)
{
    struct keymaps *maps = xcalloc(1, sizeof *maps);
    maps->texts = arena_new();
    return maps;
}

void keymaps_free(struct keymaps **maps)
{
    if (*maps == NULL)
        return;
    arena_free(&(*maps)->texts);
    free((*maps)->binding);
    free((*maps)->taken);
    free(*maps);
    *maps = NULL;
}

static char *keep(struct keymaps *maps, struct str text)
{
    return (char *)(uintptr_t)arena_str(maps->texts, text).p;
}

static int map_find(const struct keymaps *maps, struct str name)
{
    for (int i = 0; i < maps->map_count; i++)
        if (str_eq(name, str_of(maps->map[i].name)))
            return i;
    return -1;
}

static int depth_of(const struct keymaps *maps, int map)
{
    int depth = 0;
    while (map >= 0 && depth <= KEYMAP_DEPTH_MAX) {
        map = maps->map[map].parent;
        depth++;
    }
    return depth;
}

int keymaps_add(struct keymaps *maps, const char *name, const char *parent, struct error *err)
{
    int above = parent != NULL && parent[0] != '\0' ? map_find(maps, str_of(parent)) : -1;
    if (above < 0 && parent != NULL && parent[0] != '\0')
        return err_set(err, E_UNKNOWN, "keymap '%s' needs '%s', which there is not", name, parent);
    int known = map_find(maps, str_of(name));
    if (known >= 0)
        return maps->map[known].parent == above
                   ? 0
                   : err_set(err, E_INVALID, "keymap '%s' has another parent already", name);
    if (maps->map_count == KEYMAP_COUNT_MAX || depth_of(maps, above) >= KEYMAP_DEPTH_MAX)
        return err_set(err, E_LIMIT, "keymap '%s': there are too many, or too many above it", name);
    maps->map[maps->map_count++] = (struct map){keep(maps, str_of(name)), above};
    return 0;
}

bool keymaps_has(const struct keymaps *maps, struct str name)
{
    return map_find(maps, name) >= 0;
}

static bool same_keys(const struct key_sequence *a, const struct key_sequence *b)
{
    return a->count == b->count && memcmp(a->key, b->key, (size_t)a->count * sizeof a->key[0]) == 0;
}

static bool begins_with(const struct key_sequence *all, const key_id *keys, int count)
{
    return all->count >= count && memcmp(all->key, keys, (size_t)count * sizeof keys[0]) == 0;
}

static struct binding *own_binding(const struct keymaps *maps, int map, const struct key_sequence *keys)
{
    for (size_t i = 0; i < maps->count; i++)
        if (maps->binding[i].keymap == maps->map[map].name && same_keys(&maps->binding[i].keys, keys))
            return &maps->binding[i];
    return NULL;
}

static int unknown_map(const struct keymaps *maps, struct str name, struct error *err)
{
    struct buf names = {0};
    for (int i = 0; i < maps->map_count; i++)
        buf_add_fmt(&names, "%s%s", i > 0 ? " " : "", maps->map[i].name);
    int code = err_set(err, E_UNKNOWN, "there is no keymap '%.*s'; there are: %s",
                       (int)(name.n < 40 ? name.n : 40), name.p, buf_cstr(&names));
    buf_fini(&names);
    return code;
}

/* Remembers both sides of a replacement between different origins, for the report. */
static void note_taken(struct keymaps *maps, const struct binding *old, const struct binding *now)
{
    if (strcmp(old->command, now->command) == 0 || strcmp(old->origin, now->origin) == 0)
        return;
    maps->taken = xgrow(maps->taken, &maps->taken_capacity, maps->taken_count + 2, sizeof *maps->taken);
    maps->taken[maps->taken_count++] = *now;
    maps->taken[maps->taken_count++] = *old;
}

int keymap_bind(struct keymaps *maps, struct str keymap, struct str keys, struct str command,
                struct str note, const char *origin, struct error *err)
{
    int map = map_find(maps, keymap);
    struct binding binding = {.note = ""};
    if (map < 0)
        return unknown_map(maps, keymap, err);
    int code = key_sequence_parse(keys, &binding.keys, err);
    if (code < 0)
        return code;
    binding.keymap = maps->map[map].name;
    binding.command = keep(maps, str_trim(command));
    binding.note = keep(maps, str_trim(note));
    binding.origin = keep(maps, str_of(origin));
    struct binding *old = own_binding(maps, map, &binding.keys);
    if (old != NULL) {
        note_taken(maps, old, &binding);
        *old = binding;
        return 0;
    }
    if (maps->count == KEYMAP_BINDINGS_MAX)
        return err_set(err, E_LIMIT, "there are more than %d bindings", KEYMAP_BINDINGS_MAX);
    maps->binding = xgrow(maps->binding, &maps->capacity, maps->count + 1, sizeof *maps->binding);
    maps->binding[maps->count++] = binding;
    return 0;
}

int keymap_unbind(struct keymaps *maps, struct str keymap, struct str keys, const char *origin,
                  struct error *err)
{
    return keymap_bind(maps, keymap, keys, STR_NONE, STR_NONE, origin, err);
}

/* ---------------------------------------------------------------- lines of text */

/* Cuts the note behind the last "  #" (two blanks, so that a command may hold a #). */
static struct str take_note(struct str *line)
{
    ptrdiff_t at = str_find(*line, STR("  #"));
    if (at < 0)
        return STR_NONE;
    struct str note = str_trim(str_sub(*line, (size_t)at + 3, line->n));
    *line = str_sub(*line, 0, (size_t)at);
    return note;
}

static int read_line(struct keymaps *maps, struct str line, const char *origin, struct error *err)
{
    struct str verb, map, keys;
    line = str_trim(line);
    if (line.n == 0 || line.p[0] == '#')
        return 0;
    struct str note = take_note(&line);
    bool known = str_next_word(&line, &verb) &&
                 (str_eq(verb, STR("bind")) || str_eq(verb, STR("unbind")));
    if (!known || !str_next_word(&line, &map) || !str_next_word(&line, &keys))
        return err_set(err, E_SYNTAX, "expected 'bind KEYMAP KEY COMMAND  # note' or 'unbind KEYMAP KEY'");
    line = str_trim(line);
    if (str_eq(verb, STR("unbind")))
        return line.n == 0 ? keymap_unbind(maps, map, keys, origin, err)
                           : err_set(err, E_SYNTAX, "unbind takes a keymap and a key only");
    if (line.n == 0)
        return err_set(err, E_SYNTAX, "the command is missing");
    return keymap_bind(maps, map, keys, line, note, origin, err);
}

int keymap_read(struct keymaps *maps, struct str text, const char *where, struct error *err)
{
    struct str line;
    for (int number = 1; str_next(&text, '\n', &line); number++) {
        char origin[200];
        struct error why = {0};
        snprintf(origin, sizeof origin, "%.180s:%d", where, number);
        int code = read_line(maps, line, origin, &why);
        if (code < 0)
            return err_set(err, why.code, "%s: %s", origin, why.text);
    }
    return 0;
}

/* ---------------------------------------------------------------- questions */

static bool is_bound(const struct binding *binding)
{
    return binding->command[0] != '\0';
}

/* Whether a longer visible sequence begins with these keys. A nearer map that unbinds it hides it. */
static bool has_longer(const struct keymaps *maps, int map, const key_id *keys, int count)
{
    for (; map >= 0; map = maps->map[map].parent)
        for (size_t i = 0; i < maps->count; i++) {
            const struct binding *binding = &maps->binding[i];
            if (binding->keymap == maps->map[map].name && is_bound(binding) &&
                binding->keys.count > count && begins_with(&binding->keys, keys, count))
                return true;
        }
    return false;
}

enum keymap_answer keymap_lookup(const struct keymaps *maps, struct str keymap, const key_id *keys,
                                 int count, const struct binding **found)
{
    int start = map_find(maps, keymap);
    struct key_sequence sequence = {.count = count};
    *found = NULL;
    if (start < 0 || count < 1 || count > KEY_SEQUENCE_MAX)
        return KEYMAP_NOTHING;
    memcpy(sequence.key, keys, (size_t)count * sizeof keys[0]);
    for (int map = start; map >= 0; map = maps->map[map].parent) {
        const struct binding *binding = own_binding(maps, map, &sequence);
        if (binding == NULL)
            continue;
        *found = is_bound(binding) ? binding : NULL;
        break;
    }
    if (*found != NULL)
        return KEYMAP_FOUND;
    return has_longer(maps, start, keys, count) ? KEYMAP_MORE : KEYMAP_NOTHING;
}

/* A binding works from `start` when looking its keys up there finds it. */
static bool is_visible(const struct keymaps *maps, int start, const struct binding *binding)
{
    const struct binding *found;
    struct str name = str_of(maps->map[start].name);
    return keymap_lookup(maps, name, binding->keys.key, binding->keys.count, &found) == KEYMAP_FOUND &&
           found == binding;
}

static struct str first_word(struct str line)
{
    struct str word;
    str_next_word(&line, &word);
    return word;
}

static const struct binding *search(const struct keymaps *maps, int start, struct str command,
                                    bool whole)
{
    for (int map = start; map >= 0; map = maps->map[map].parent)
        for (size_t i = 0; i < maps->count; i++) {
            const struct binding *binding = &maps->binding[i];
            struct str line = str_of(binding->command);
            if (binding->keymap != maps->map[map].name || !is_bound(binding))
                continue;
            if (str_eq(whole ? line : first_word(line), command) && is_visible(maps, start, binding))
                return binding;
        }
    return NULL;
}

const struct binding *keymap_key_of(const struct keymaps *maps, struct str keymap, struct str command)
{
    int start = map_find(maps, keymap);
    if (start < 0)
        return NULL;
    const struct binding *found = search(maps, start, str_trim(command), true);
    return found != NULL ? found : search(maps, start, str_trim(command), false);
}

size_t keymap_hint(const struct keymaps *maps, struct str keymap, struct str command, char *out,
                   size_t size)
{
    const struct binding *binding = keymap_key_of(maps, keymap, command);
    struct buf text = {0};
    if (binding != NULL)
        key_sequence_print(&binding->keys, &text);
    size_t n = str_copy(buf_str(&text), out, size);
    buf_fini(&text);
    return n;
}

void keymap_each(const struct keymaps *maps, struct str keymap, binding_fn fn, void *user)
{
    int start = map_find(maps, keymap);
    for (int map = start; map >= 0; map = maps->map[map].parent)
        for (size_t i = 0; i < maps->count; i++) {
            const struct binding *binding = &maps->binding[i];
            if (binding->keymap == maps->map[map].name && is_bound(binding) &&
                is_visible(maps, start, binding))
                fn(user, binding);
        }
}

static bool is_above(const struct keymaps *maps, const char *high, const char *low)
{
    for (int map = map_find(maps, str_of(low)); map >= 0; map = maps->map[map].parent)
        if (maps->map[map].name == high)
            return true;
    return false;
}

/* The shorter sequence runs at once, so the longer one behind it cannot be typed. */
static bool hides(const struct keymaps *maps, const struct binding *a, const struct binding *b)
{
    return is_bound(a) && is_bound(b) && a->keys.count < b->keys.count &&
           begins_with(&b->keys, a->keys.key, a->keys.count) &&
           (is_above(maps, a->keymap, b->keymap) || is_above(maps, b->keymap, a->keymap));
}

int keymap_conflicts(const struct keymaps *maps, conflict_fn fn, void *user)
{
    int count = 0;
    for (size_t i = 0; i + 1 < maps->taken_count; i += 2, count++)
        fn(user, &maps->taken[i], &maps->taken[i + 1]);
    for (size_t i = 0; i < maps->count; i++)
        for (size_t k = 0; k < maps->count; k++)
            if (hides(maps, &maps->binding[i], &maps->binding[k])) {
                fn(user, &maps->binding[i], &maps->binding[k]);
                count++;
            }
    return count;
}
