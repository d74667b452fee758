/* The command line and the configuration files joined: what every program of evmon begins with. */
#ifndef EVMON_APP_SETUP_H
#define EVMON_APP_SETUP_H

#include "app/args.h"
#include "app/config.h"
#include "app/setting.h"
#include "base/instant.h"
#include "io/source.h"

#define SETUP_MISTAKES_MAX 16

struct setup {
    const struct args *args; /* borrowed */
    struct options *options;
    struct config config;
    struct zone *zone; /* of what is shown and typed */
    int mistake_count; /* of configuration files; more than SETUP_MISTAKES_MAX are only counted */
    struct error mistake[SETUP_MISTAKES_MAX];
};

/* Reads the files, then the command line over them. -E_USAGE and err when an argument is wrong; mistakes in files are
 * kept in setup->mistake and leave the defaults (the caller decides whether that is the end). */
int setup_init(struct setup *setup, const struct args *args, struct error *err);
void setup_fini(struct setup *setup);
/* Reads the files anew; what the command line and :set said stays. */
void setup_reload(struct setup *setup);
/* The paths that setup_reload reads, 0 and 1; empty when there is none. */
void setup_path(const struct setup *setup, int index, struct buf *out);

/* One source as it was named, and with what it is to be opened. */
struct setup_source {
    const char *spec;
    bool is_platform; /* emnify: */
    const char *token_file, *token_command;
};
/* The sources: operands, else a pipe on standard input, else the configuration's. Returns how many; list is the
 * caller's, freed with free(). */
int setup_sources(const struct setup *setup, struct setup_source **list);
/* --since or --until against `now`; INSTANT_NONE when it was not given. */
int setup_time(const struct setup *setup, enum arg arg, int64_t now, int64_t *ms, struct error *err);
/* --now, or `clock` when it was not given. */
int setup_now(const struct setup *setup, int64_t clock, int64_t *ms, struct error *err);
/* Fills the settings for a source. */
int setup_source_settings(const struct setup *setup, const struct setup_source *source,
                          struct source_settings *out, struct error *err);

#endif
