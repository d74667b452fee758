/* evmon's own log (--log FILE): one line a message, UTC time, never events, never secrets. Off until opened. */
#ifndef EVMON_BASE_LOG_H
#define EVMON_BASE_LOG_H

#include "base/err.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

int log_open(const char *path, enum log_level most, struct error *err); /* created 0600, not through a link */
void log_close(void);
/* Foreign text in the arguments is made safe (controls become spaces) before it is written. */
void log_say(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
