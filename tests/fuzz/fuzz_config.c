/* Any bytes as a configuration file or as a profile: read or refused with one sentence, never half of it. The first byte
 * chooses who reads and whom the file belongs to. */
#include <stdlib.h>

#include "app/config.h"
#include "app/config_profile.h"
#include "app/setting.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_outcome(int rc, const struct error *err)
{
    must((rc < 0) == (err->code != 0));
    for (size_t i = 0; err->text[i] != '\0'; i++)
        must((unsigned char)err->text[i] >= ' ' && err->text[i] != 0x7f);
}

static void read_config(struct str text, enum config_trust trust)
{
    struct error err = {0};
    struct config config = {0};
    struct options *options = options_new(setting_rows(), SETTING_COUNT_);
    int rc = config_parse(&config, options, text, "fuzz", trust, OPTION_USER, &err);
    check_outcome(rc, &err);
    for (int i = 0; rc < 0 && i < SETTING_COUNT_; i++)
        must(options_origin(options, i) == OPTION_DEFAULT); /* nothing of a bad file counts */
    for (int i = 0; i < config.source_count; i++)
        must(config.source[i].spec[0] != '\0');
    config_fini(&config);
    options_free(&options);
}

static void read_profile(struct str text)
{
    struct error err = {0};
    struct profile *profile = NULL, *again = NULL;
    struct buf first = {0}, second = {0};
    int rc = config_profile_parse(text, "fuzz", "fuzz", &profile, &err);
    check_outcome(rc, &err);
    (void)config_profile_comment(text);
    if (rc >= 0) {
        config_profile_print(profile, &first);
        must(config_profile_parse(buf_str(&first), "again", "fuzz", &again, &err) >= 0);
        config_profile_print(again, &second);
        must(str_eq(buf_str(&first), buf_str(&second)));
        profile_free(&again);
        profile_free(&profile);
    }
    buf_fini(&first);
    buf_fini(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    if (size > 0)
        text = str_sub(text, 1, size);
    if (size > 0 && (data[0] & 2) != 0)
        read_profile(text);
    else
        read_config(text, size > 0 && (data[0] & 1) != 0 ? CONFIG_SHARED : CONFIG_OWN);
    return 0;
}
