/* Where files live: XDG base directories, /etc/xdg/evmon, the shipped data beside the program. */
#ifndef EVMON_APP_PLACES_H
#define EVMON_APP_PLACES_H

#include "base/buf.h"
#include "base/err.h"

enum places_dir {
    PLACE_CONFIG, /* $XDG_CONFIG_HOME/evmon */
    PLACE_SYSTEM, /* /etc/xdg/evmon (the first of $XDG_CONFIG_DIRS) */
    PLACE_STATE,  /* $XDG_STATE_HOME/evmon */
    PLACE_DATA,   /* $XDG_DATA_HOME/evmon */
    PLACE_SHIPPED, /* installed data: themes/ */
};

/* Writes "PLACE/NAME" into out, terminated. False when the place is not known (no HOME). */
bool places_path(enum places_dir place, const char *name, struct buf *out);
/* Makes the directory of the place, 0700. */
int places_make(enum places_dir place, struct error *err);
/* A program that belongs to us: beside our own binary, else where it was installed. False when there is none. */
bool places_program(const char *name, struct buf *out);

#endif
