/* Any bytes as lines of a keymap, and as names of keys: what is read prints as something that reads back the same. */
#include <stdint.h>

#include "command/keymap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_binding(void *user, const struct binding *binding)
{
    struct buf text = {0};
    struct key_sequence again;
    (void)user;
    key_sequence_print(&binding->keys, &text);
    must(key_sequence_parse(buf_str(&text), &again, NULL) == 0);
    must(again.count == binding->keys.count);
    for (int i = 0; i < again.count; i++)
        must(again.key[i] == binding->keys.key[i]);
    buf_fini(&text);
}

static void ignore(void *user, const struct binding *works, const struct binding *hidden)
{
    (void)user;
    (void)works;
    (void)hidden;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct error err = {0};
    struct keymaps *maps = keymaps_new();
    must(keymaps_add(maps, "global", "", NULL) == 0);
    must(keymaps_add(maps, "stream", "global", NULL) == 0);
    key_id key = key_parse(text, NULL);
    if (key != KEY_NONE) {
        char name[KEY_NAME_MAX];
        must(key_parse((struct str){name, key_print(key, name)}, NULL) == key);
    }
    int code = keymap_read(maps, text, "fuzz", &err);
    must((code < 0) == (err.code != 0));
    keymap_each(maps, STR("stream"), check_binding, NULL);
    keymap_conflicts(maps, ignore, NULL);
    keymaps_free(&maps);
    return 0;
}
