/* What the tests against evmon-lab share: the lab as a child, one platform source made fast, a sink that knows every id,
 * and the lab's own routes for faults and for the truth. Everything waits for conditions; a minute without success fails. */
#ifndef EVMON_TESTS_RIG_H
#define EVMON_TESTS_RIG_H

#include "base/buf.h"
#include "emnify/emnify.h"
#include "emnify/idset.h"

struct rig {
    struct loop *loop;
    struct loop_timer *ticker; /* no turn of the loop waits longer than tick_ms */
    int64_t tick_ms;
    struct loop_child *lab;
    struct buf lab_says;
    char url[128];  /* of the API */
    char root[128]; /* of the lab's own routes */
    char dir[64], token_file[96];
    struct emnify_tuning tuning;
    struct backoff backoff;
    struct source *source;
    struct idset *seen;
    int64_t since_ms;  /* of the source; set before it is opened */
    uint64_t events, twice, odd;
    int64_t owner;     /* a device: how many events name it as theirs */
    uint64_t owned;
    uint64_t *truth; /* ids that were really emitted */
    size_t truth_count, truth_capacity;
    uint64_t truth_last;
    unsigned gaps, filled, cuts;
    bool gone, sink_full;
};

void rig_begin(struct rig *rig, const char *const lab_options[]); /* NULL-terminated, may be NULL: no lab */
void rig_end(struct rig *rig);
void rig_start_lab(struct rig *rig, const char *const lab_options[]);
void rig_kill_lab(struct rig *rig); /* SIGKILL, and waits for its end */
/* Opens and starts `emnify:URL`; url NULL = the lab's. */
void rig_open(struct rig *rig, const char *url);
void rig_close(struct rig *rig);

typedef bool (*rig_condition_fn)(struct rig *rig);
void rig_wait(struct rig *rig, rig_condition_fn condition, const char *what);
bool rig_is_live(struct rig *rig);
bool rig_is_retrying(struct rig *rig);

/* Asks the lab and waits for the answer's body, appended to out (may be NULL). Fails the test unless 2xx. */
void rig_ask(struct rig *rig, const char *path, const char *post, struct buf *out);
void rig_fault(struct rig *rig, const char *json);
void rig_clear_faults(struct rig *rig);
/* Freezes the lab (what was on its way arrives), and waits until all that it emitted has come, once. */
void rig_assert_complete(struct rig *rig);
/* The same for what was emitted since the last such call, while the stream goes on. */
void rig_assert_complete_so_far(struct rig *rig);
size_t rig_missing(const struct rig *rig); /* of what rig_assert_complete learned */

#endif
