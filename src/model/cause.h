/* Causes: the platform says why in English prose; a table makes stable codes of it (evmon-filter(7)), the operator's own
 * patterns (evmon.conf(5)) first. */
#ifndef EVMON_MODEL_CAUSE_H
#define EVMON_MODEL_CAUSE_H

#include "base/err.h"
#include "model/type.h"

#define CAUSE_OTHER "other" /* a reason that no pattern knows */

#define CAUSE_RULES_MAX 64    /* own patterns */
#define CAUSE_CODE_MAX 32     /* letters of a code */
#define CAUSE_PART_MAX 160    /* bytes of a pattern */
#define CAUSE_SENTENCE_MAX 104 /* bytes of a sentence without what changes in it */

/* An own pattern: events whose description holds the part get the code. */
struct cause_rule {
    char code[CAUSE_CODE_MAX + 1];
    char part[CAUSE_PART_MAX + 1]; /* lower case, blanks single */
    bool typed;                    /* of the types below alone, whatever they are; else of all that carry causes */
    bool types[TYPE_COUNT_];
};

/* -E_INVALID with the reason when the code is not made of small letters, digits and _, or is "other"; when the part is
 * empty or too long. */
int cause_rule_init(struct cause_rule *rule, struct str code, struct str part, struct error *err);
int cause_rule_add_type(struct cause_rule *rule, struct str slug, struct error *err);
/* From now on, for all that is decoded: the first that fits wins, before the shipped table. Copied. */
void cause_use(const struct cause_rule *rules, int count);
int cause_own_count(void); /* patterns in use */

/* The code for an event of this platform type and severity, CAUSE_OTHER when no part matches, NULL when the type carries
 * no cause. The first row of causes.def whose part stands in the description (any case) wins. Lives until the next
 * cause_use. */
const char *cause_of(int64_t api_id, int severity, struct str description);
/* What is the same in all sentences of this kind: words that hold a digit or something in quotation marks are #. Cut
 * after CAUSE_SENTENCE_MAX bytes, but not within a letter. Returns the bytes written. */
size_t cause_sentence(struct str description, char out[CAUSE_SENTENCE_MAX]);

#endif
