/* The keymaps: the shipped bindings (default.conf), then the system's and the user's keys.conf over them. */
#ifndef EVMON_APP_KEYS_H
#define EVMON_APP_KEYS_H

#include "command/keymap.h"

/* Reads all of them. Mistakes and conflicts are told one by one (the rest stays in force). */
typedef void (*keys_mistake_fn)(void *user, const char *sentence);
struct keymaps *keys_shipped(keys_mistake_fn mistake, void *user); /* default.conf alone */
struct keymaps *keys_new(keys_mistake_fn mistake, void *user);

#endif
