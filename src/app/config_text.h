/* What every file in libconfuse's syntax has in common: what is refused before the library sees it, and mistakes that are
 * named with file and line. */
#ifndef EVMON_APP_CONFIG_TEXT_H
#define EVMON_APP_CONFIG_TEXT_H

#include "app/config.h"
#include "base/err.h"
#include "base/str.h"

#include <confuse.h>

/* Size, sections that are not closed and, in shared files, the environment. where names the file in err. */
int config_text_check(struct str text, const char *where, enum config_trust trust, struct error *err);
/* Parses into cfg, whose callbacks may say cfg_error(): it becomes "WHERE:LINE: ..." in err. */
int config_text_parse(cfg_t *cfg, struct str text, const char *where, struct error *err);

#endif
