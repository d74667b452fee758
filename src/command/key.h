/* Keys and their names: "j" "G" "^F" "F4" "Esc" "Enter" "Tab" "S-Tab" "Space" "PgDn" "Up" "M-x" "M-Enter".
 * The terminal speaks in these names, keymaps are written in them, and the screen shows them. */
#ifndef EVMON_COMMAND_KEY_H
#define EVMON_COMMAND_KEY_H

#include "base/buf.h"
#include "base/err.h"

typedef uint32_t key_id; /* a code point, or one of enum key; plus modifiers */

enum key {
    KEY_NONE = 0,
    KEY_SPECIAL = 0x110000, /* code points lie below */
#define KEY(id, name, ...) KEY_##id,
#include "command/keys.def"
#undef KEY
    KEY_SPECIAL_END,
    KEY_CTRL = 1 << 24, /* with a small letter or one of @ [ \ ] ^ _ or a special key */
    KEY_META = 1 << 25, /* Alt, or Esc before it */
    KEY_SHIFT = 1 << 26 /* with special keys only */
};

#define KEY_NAME_MAX 24
#define KEY_SEQUENCE_MAX 3 /* keys in a row that make one binding: "yr" */

struct key_sequence {
    key_id key[KEY_SEQUENCE_MAX];
    int count;
};

/* One name; aliases such as Ctrl-F, C-f, <Esc>, PageDown, Return, BS are taken too. KEY_NONE and err on anything else. */
key_id key_parse(struct str name, struct error *err);
/* The canonical name into out. Returns its length. */
size_t key_print(key_id key, char out[KEY_NAME_MAX]);
/* A binding's left side: one name ("F4", "^F", "gg", "yr", "g Space"). 0 or -E. */
int key_sequence_parse(struct str text, struct key_sequence *out, struct error *err);
void key_sequence_print(const struct key_sequence *sequence, struct buf *out);
/* The character a key types into a text field, 0 when it types none. */
uint32_t key_typed(key_id key);

#endif
