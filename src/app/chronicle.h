/* What went wrong and what was said: texts that could not be read, gaps, notes, the life of the sources. Capped rings, newest last; what fell
 * out is still counted. The views read it through their desk. */
#ifndef EVMON_APP_CHRONICLE_H
#define EVMON_APP_CHRONICLE_H

#include "view/view.h"

#define CHRONICLE_MAX 1000              /* rows of each kind */
#define CHRONICLE_RAW_MAX (4u * 1024)   /* bytes kept of a text that could not be read */

struct chronicle;
struct chronicle *chronicle_new(void);
void chronicle_free(struct chronicle **chronicle);

void chronicle_add_bad(struct chronicle *chronicle, const struct desk_bad *bad); /* raw is copied, cut at CHRONICLE_RAW_MAX */
void chronicle_add_gap(struct chronicle *chronicle, int feed, int64_t from_ms, int64_t until_ms, const char *why);
/* What was missing between these moments has come: the gaps that lie inside are taken out. */
void chronicle_fill_gap(struct chronicle *chronicle, int feed, int64_t from_ms, int64_t until_ms);
void chronicle_say(struct chronicle *chronicle, enum tone tone, const char *sentence);
void chronicle_say_of(struct chronicle *chronicle, int feed, enum tone tone, const char *sentence);

int chronicle_bad_count(const struct chronicle *chronicle);
const struct desk_bad *chronicle_bad(const struct chronicle *chronicle, int index); /* 0 = oldest kept; NULL outside */
int chronicle_gap_count(const struct chronicle *chronicle);
const struct desk_gap *chronicle_gap(const struct chronicle *chronicle, int index);
int chronicle_note_count(const struct chronicle *chronicle);
const struct desk_note *chronicle_note(const struct chronicle *chronicle, int index);
uint64_t chronicle_bad_total(const struct chronicle *chronicle); /* ever */

#endif
