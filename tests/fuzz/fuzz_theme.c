/* Any bytes as a theme: a theme or a sentence, and every style of what was read can be asked for. */
#include <stdint.h>

#include "base/err.h"
#include "canvas/theme.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error err = {0};
    struct theme *theme = theme_parse((struct str){(const char *)data, size}, "fuzz", &err);
    must((theme == NULL) == (err.code != 0));
    for (size_t i = 0; theme == NULL && err.text[i] != '\0'; i++)
        must(err.text[i] >= ' ' && err.text[i] < 0x7f); /* nothing of the file reaches a terminal raw */
    for (int role = 0; theme != NULL && role < ROLE_COUNT_; role++)
        for (enum depth depth = DEPTH_NONE; depth <= DEPTH_DIRECT; depth++) {
            static const int32_t most[] = {-1, 7, 15, 255, 0xffffff};
            struct style style = theme_style(theme, (role_id)role, ROLE_ROW_CURSOR, depth);
            must(style.fg >= -1 && style.fg <= most[depth] && style.bg >= -1 && style.bg <= most[depth]);
        }
    theme_free(&theme);
    return 0;
}
