/* The sources of this run: opened, started, ended together. Their number is the store's `feed`. */
#ifndef EVMON_APP_FEEDS_H
#define EVMON_APP_FEEDS_H

#include "app/ingest.h"
#include "app/setup.h"

#define FEEDS_MAX 255

struct feeds;
struct feeds *feeds_new(struct loop *loop, struct ingest *ingest);
/* Asks all to end, runs the loop until they have, frees. */
void feeds_free(struct feeds **feeds);

/* 0, or -E and err ("SPEC: ..."). The source is not started. */
int feeds_open(struct feeds *feeds, const char *spec, const struct source_settings *settings,
               struct error *err);
void feeds_start(struct feeds *feeds);
int feeds_count(const struct feeds *feeds);
struct source *feeds_source(const struct feeds *feeds, int index);
/* All have come to their end (or there is none). */
bool feeds_are_gone(const struct feeds *feeds);
/* The first that ended with an error, NULL when none did. */
const struct feed *feeds_failed(const struct feeds *feeds);
/* Nothing but files and standard input, all to be read to their end. */
bool feeds_are_finite(const struct feeds *feeds);

#endif
