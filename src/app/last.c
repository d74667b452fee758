/* Owns the file "last": a word and its value a line. Must not know what is done with them. */
#include "app/last.h"

#include "app/places.h"
#include "app/slurp.h"
#include "save/replace.h"

#define BYTES_MAX 4096

void last_read(struct last *last)
{
    struct buf path = {0}, text = {0};
    *last = (struct last){.event = 0};
    if (places_path(PLACE_STATE, "last", &path) && slurp_file(buf_cstr(&path), BYTES_MAX, &text, NULL) >= 0) {
        struct str rest = buf_str(&text), line, word;
        while (str_next(&rest, '\n', &line)) {
            if (!str_next(&line, ' ', &word))
                continue;
            if (str_eq(word, STR("profile")))
                str_copy(line, last->profile, sizeof last->profile);
            else if (str_eq(word, STR("facets")))
                str_copy(line, last->facets, sizeof last->facets);
            else if (str_eq(word, STR("event")) && !str_u64(line, &last->event))
                last->event = 0;
        }
    }
    buf_fini(&path);
    buf_fini(&text);
}

int last_write(const struct last *last, struct error *err)
{
    struct buf path = {0}, text = {0};
    int result = places_make(PLACE_STATE, err);
    if (result >= 0 && places_path(PLACE_STATE, "last", &path)) {
        buf_add_fmt(&text, "profile %s\n", last->profile);
        if (last->event != 0)
            buf_add_fmt(&text, "event %llu\n", (unsigned long long)last->event);
        if (last->facets[0] != '\0')
            buf_add_fmt(&text, "facets %s\n", last->facets);
        result = replace_file(buf_cstr(&path), buf_str(&text), NULL, err);
    }
    buf_fini(&path);
    buf_fini(&text);
    return result;
}
