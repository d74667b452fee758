/* The platform as a source: `emnify:` and `emnify:URL`. */
#ifndef EVMON_EMNIFY_EMNIFY_H
#define EVMON_EMNIFY_EMNIFY_H

#include "emnify/budget.h"
#include "emnify/lookup.h"
#include "emnify/tail.h"
#include "io/curlhub.h"
#include "io/source.h"

#define EMNIFY_URL_DEFAULT "https://cdn.emnify.net/api/v1"

extern const struct source_kind emnify_source_kind;

/* source_tuning.kind_tuning of this kind: everything that makes tests fast. */
struct emnify_tuning {
    struct tail_settings tail;
    struct budget_rate budget[2];
    struct curlhub_limits limits;
};
void emnify_tuning_usual(struct emnify_tuning *tuning);

/* The platform's name for a number, empty while (or if) it is not known. The source must be of this kind. */
struct str emnify_name(struct source *source, enum lookup_list list, int64_t id);
/* Its questions about single devices and SIMs; NULL when the source is of another kind, or is being closed. */
struct inspect;
struct inspect *emnify_inspect(struct source *source);
/* The API's address, without a slash at the end; NULL when the source is of another kind. */
const char *emnify_base(const struct source *source);

#endif
