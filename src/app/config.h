/* Configuration files (libconfuse) -> options and named sources. A file is data: no includes, no functions, no
 * environment in shared files, at most 256 KiB; a mistake is named with file and line and nothing of that file counts. */
#ifndef EVMON_APP_CONFIG_H
#define EVMON_APP_CONFIG_H

#include "command/option.h"
#include "model/cause.h"

#include <stdbool.h>

#define CONFIG_BYTES_MAX (256u * 1024)
#define CONFIG_SOURCES_MAX 64

/* source NAME { spec = ...; token_file = ...; token_command = ... } */
struct config_source {
    char *name, *spec;
    char *token_file, *token_command; /* NULL = those of api.* */
};

struct config {
    struct config_source source[CONFIG_SOURCES_MAX];
    int source_count;
    struct cause_rule cause[CAUSE_RULES_MAX]; /* in the order they are tried: those of the file read last first */
    int cause_count;
};

enum config_trust {
    CONFIG_SHARED, /* /etc/xdg, team files: ${ENV} is refused */
    CONFIG_OWN,    /* the user's own */
};

/* Reads one file into options (with the origin) and config. 1 read, 0 there is none, -E with "FILE:LINE: ..." */
int config_read(struct config *config, struct options *options, const char *path, enum config_trust trust,
                enum option_origin origin, struct error *err);
/* The same from bytes; where names them in errors. */
int config_parse(struct config *config, struct options *options, struct str text, const char *where,
                 enum config_trust trust, enum option_origin origin, struct error *err);
void config_fini(struct config *config);

#endif
