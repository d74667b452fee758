/* What went wrong and what was said: texts that could not be read, gaps, notes. Capped rings, newest last; what fell
 * out is still counted. The views read it through their desk. */
#ifndef EVMON_APP_JOURNAL_H
#define EVMON_APP_JOURNAL_H

#include "view/view.h"

#define JOURNAL_MAX 1000              /* rows of each kind */
#define JOURNAL_RAW_MAX (4u * 1024)   /* bytes kept of a text that could not be read */

struct journal;
struct journal *journal_new(void);
void journal_free(struct journal **journal);

void journal_add_bad(struct journal *journal, const struct desk_bad *bad); /* raw is copied, cut at JOURNAL_RAW_MAX */
void journal_add_gap(struct journal *journal, int feed, int64_t from_ms, int64_t until_ms, const char *why);
/* What was missing between these moments has come: the gaps that lie inside are taken out. */
void journal_fill_gap(struct journal *journal, int feed, int64_t from_ms, int64_t until_ms);
void journal_say(struct journal *journal, enum tone tone, const char *sentence);

int journal_bad_count(const struct journal *journal);
const struct desk_bad *journal_bad(const struct journal *journal, int index); /* 0 = oldest kept; NULL outside */
int journal_gap_count(const struct journal *journal);
const struct desk_gap *journal_gap(const struct journal *journal, int index);
int journal_note_count(const struct journal *journal);
const struct desk_note *journal_note(const struct journal *journal, int index);
uint64_t journal_bad_total(const struct journal *journal); /* ever */

#endif
