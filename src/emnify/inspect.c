/* The queue of questions and the lanes they run in. Owns the books. Must not know what stands in an answer (model/fact)
 * nor who looks at it. */
#include "emnify/inspect.h"

#include "base/clock.h"
#include "base/xalloc.h"
#include "emnify/refusal.h"

#include <stdio.h>
#include <stdlib.h>

#define URL_MAX 2048
#define BEARER_MAX 8192
#define TRIES_MAX 2
#define AGAIN_AFTER_MS 2000        /* between two tries */
#define AGAIN_AFTER_MOST_MS 15000  /* what the platform may ask for, for a question that somebody waits for */
#define SLOW_TOTAL_MS 60000
#define BODY_MAX_ ((size_t)1 << 20)

#define LANES (INSPECT_LANES + INSPECT_SLOW_LANES)

struct entry {
    struct fact_book book;
    uint8_t tries[FACT_TOPIC_COUNT_];
    uint64_t used; /* the clock of the LRU: larger is later */
};

struct lane {
    struct inspect *inspect;
    struct curlhub_call *call; /* NULL: free */
    struct entry *entry;
    enum fact_topic topic;
    unsigned bearer; /* the serial of the one it asked with */
};

struct inspect {
    struct inspect_host host;
    struct entry *entries[INSPECT_BOOKS_MAX];
    int count;
    uint64_t used;
    struct lane lanes[LANES]; /* the usual ones, then the slow ones */
    struct loop_timer *timer;
    int64_t not_before_ms; /* monotonic: the platform asked to wait */
    void (*changed)(void *user);
    void *changed_user;
};

static int64_t mono_ms(void)
{
    return clock_mono_ns() / 1000000;
}

static void timer_fires(void *user)
{
    inspect_go(user);
}

struct inspect *inspect_new(const struct inspect_host *host)
{
    struct inspect *i = xcalloc(1, sizeof *i);
    i->host = *host;
    i->timer = loop_timer_new(host->loop, timer_fires, i);
    for (int lane = 0; lane < LANES; lane++)
        i->lanes[lane].inspect = i;
    return i;
}

static void free_entry(struct entry *entry)
{
    fact_book_fini(&entry->book);
    free(entry);
}

void inspect_free(struct inspect **inspect)
{
    struct inspect *i = *inspect;
    if (i == NULL)
        return;
    for (int lane = 0; lane < LANES; lane++)
        curlhub_cancel(&i->lanes[lane].call);
    for (int at = 0; at < i->count; at++)
        free_entry(i->entries[at]);
    loop_timer_free(&i->timer);
    free(i);
    *inspect = NULL;
}

void inspect_listen(struct inspect *i, void (*changed)(void *user), void *user)
{
    i->changed = changed;
    i->changed_user = user;
}

static void tell(struct inspect *i)
{
    if (i->changed != NULL)
        i->changed(i->changed_user);
}

/* ---------------------------------------------------------------- books */

static struct entry *find(const struct inspect *i, struct fact_about about)
{
    for (int at = 0; at < i->count; at++)
        if (fact_about_is(i->entries[at]->book.about, about))
            return i->entries[at];
    return NULL;
}

const struct fact_book *inspect_book(const struct inspect *i, struct fact_about about)
{
    const struct entry *entry = find(i, about);
    return entry != NULL ? &entry->book : NULL;
}

/* The one used longest ago that nobody waits for; the last place when all are waited for. */
static int place_to_forget(const struct inspect *i)
{
    int oldest = -1;
    for (int at = 0; at < i->count; at++)
        if (!fact_book_is_asking(&i->entries[at]->book) &&
            (oldest < 0 || i->entries[at]->used < i->entries[oldest]->used))
            oldest = at;
    return oldest >= 0 ? oldest : i->count - 1;
}

static struct entry *open_entry(struct inspect *i, struct fact_about about)
{
    struct entry *entry = find(i, about);
    if (entry == NULL) {
        if (i->count == INSPECT_BOOKS_MAX) {
            int at = place_to_forget(i);
            inspect_leave(i, i->entries[at]->book.about);
            free_entry(i->entries[at]);
            i->entries[at] = i->entries[--i->count];
        }
        entry = xcalloc(1, sizeof *entry);
        entry->book.about = about;
        i->entries[i->count++] = entry;
    }
    entry->used = ++i->used;
    return entry;
}

/* ---------------------------------------------------------------- wishes */

static bool is_wanted(enum fact_topic topic, enum fact_subject subject, enum inspect_want want)
{
    const struct fact_topic_row *row = fact_topic_row(topic);
    if (row->subject != subject)
        return false;
    if (want == INSPECT_NETWORK)
        return row->how == FACT_SLOW;
    return row->how != FACT_SLOW && (want != INSPECT_STATE || topic == FACT_TOPIC_CONNECTIVITY);
}

void inspect_ask(struct inspect *i, struct fact_about about, enum inspect_want want)
{
    struct entry *entry = open_entry(i, about);
    for (int topic = 0; topic < FACT_TOPIC_COUNT_; topic++) {
        struct fact_answer *answer = &entry->book.answers[topic];
        bool is_there = want == INSPECT_MISSING && answer->state != FACT_UNASKED;
        if (!is_wanted((enum fact_topic)topic, about.subject, want) || answer->asking || is_there)
            continue;
        answer->asking = true;
        answer->asked_ms = clock_wall_ms();
        entry->tries[topic] = 0;
    }
    tell(i);
    inspect_go(i);
}

void inspect_leave(struct inspect *i, struct fact_about about)
{
    struct entry *entry = find(i, about);
    if (entry == NULL)
        return;
    for (int lane = 0; lane < LANES; lane++)
        if (i->lanes[lane].call != NULL && i->lanes[lane].entry == entry)
            curlhub_cancel(&i->lanes[lane].call);
    for (int topic = 0; topic < FACT_TOPIC_COUNT_; topic++)
        entry->book.answers[topic].asking = false;
    inspect_go(i);
}

/* ---------------------------------------------------------------- answers */

static void refuse(struct fact_answer *answer, enum fact_state state, const char *reason)
{
    struct fact_answer refused = {.state = state, .at_ms = clock_wall_ms()};
    str_copy(str_of(reason), refused.reason, sizeof refused.reason);
    fact_answer_fini(answer);
    *answer = refused;
}

/* What was known stays, with a word about why there is nothing newer. */
static void fail(struct fact_answer *answer, const char *reason)
{
    answer->asking = false;
    if (answer->state == FACT_HERE)
        str_copy(str_of(reason), answer->reason, sizeof answer->reason);
    else
        refuse(answer, FACT_REFUSED, reason);
}

/* The active network query answers 200 even when the network had nothing to say. */
static void look_inside(struct fact_book *book, enum fact_topic topic)
{
    struct value error, state;
    char reason[ERROR_TEXT_MAX];
    if (fact_topic_row(topic)->how != FACT_SLOW || !fact_get(book, FACT_NETWORK_ERROR, 0, &error) ||
        fact_get(book, FACT_NETWORK_STATE, 0, &state))
        return;
    refusal_of_network(error.s, reason, sizeof reason);
    refuse(&book->answers[topic], FACT_REFUSED, reason);
}

static void take_good(struct entry *entry, enum fact_topic topic, struct str body)
{
    struct fact_answer *answer = &entry->book.answers[topic];
    (void)fact_read(answer, topic, body, NULL); /* what is no answer is REFUSED with its reason */
    answer->asking = false;
    answer->at_ms = clock_wall_ms();
    look_inside(&entry->book, topic);
}

static void wait_before_next(struct inspect *i, const struct curlhub_answer *answer)
{
    int64_t wait = answer->error.code == 0 ? curlhub_retry_after_ms(answer) : -1;
    if (wait < 0)
        wait = AGAIN_AFTER_MS;
    i->not_before_ms = mono_ms() + (wait < AGAIN_AFTER_MOST_MS ? wait : AGAIN_AFTER_MOST_MS);
}

static void take(struct lane *lane, const struct curlhub_answer *answer)
{
    struct inspect *i = lane->inspect;
    struct fact_answer *place = &lane->entry->book.answers[lane->topic];
    char reason[ERROR_TEXT_MAX];
    bool last = ++lane->entry->tries[lane->topic] >= TRIES_MAX;
    enum refusal refusal = refusal_of(lane->topic, answer, reason, sizeof reason);
    switch (refusal) {
    case REFUSAL_NONE: take_good(lane->entry, lane->topic, answer->body); break;
    case REFUSAL_ABSENT: refuse(place, FACT_ABSENT, reason); break;
    case REFUSAL_FINAL: refuse(place, FACT_REFUSED, reason); break;
    case REFUSAL_LATER: wait_before_next(i, answer); break;
    case REFUSAL_TOKEN: (void)token_refused(i->host.token, lane->bearer); break;
    }
    if (last && (refusal == REFUSAL_LATER || refusal == REFUSAL_TOKEN))
        fail(place, reason);
}

static void answered(void *user, const struct curlhub_answer *answer)
{
    struct lane *lane = user;
    lane->call = NULL;
    take(lane, answer);
    tell(lane->inspect);
    inspect_go(lane->inspect);
}

/* ---------------------------------------------------------------- questions */

static bool is_under_way(const struct inspect *i, const struct entry *entry, enum fact_topic topic)
{
    for (int lane = 0; lane < LANES; lane++)
        if (i->lanes[lane].call != NULL && i->lanes[lane].entry == entry && i->lanes[lane].topic == topic)
            return true;
    return false;
}

static bool is_slow(enum fact_topic topic)
{
    return fact_topic_row(topic)->how == FACT_SLOW;
}

/* The first waiting question of that kind, of what was asked for last. */
static struct entry *next_question(const struct inspect *i, bool slow, enum fact_topic *topic)
{
    struct entry *best = NULL;
    for (int at = 0; at < i->count; at++) {
        struct entry *entry = i->entries[at];
        if (best != NULL && best->used > entry->used)
            continue;
        for (int t = 0; t < FACT_TOPIC_COUNT_; t++) {
            bool waits = entry->book.answers[t].asking && is_slow((enum fact_topic)t) == slow;
            if (!waits || is_under_way(i, entry, (enum fact_topic)t))
                continue;
            best = entry;
            *topic = (enum fact_topic)t;
            break;
        }
    }
    return best;
}

static void ask(struct lane *lane, const char *bearer)
{
    const struct inspect_host *host = &lane->inspect->host;
    char url[URL_MAX], authorization[BEARER_MAX + 32];
    const char *path = fact_topic_row(lane->topic)->path, *id = strchr(path, '#');
    must(id != NULL);
    snprintf(url, sizeof url, "%s/%.*s%lld%s", host->base, (int)(id - path), path,
             (long long)lane->entry->book.about.id, id + 1);
    snprintf(authorization, sizeof authorization, "Authorization: Bearer %s", bearer);
    const char *headers[] = {authorization, "Accept: application/json", "User-Agent: evmon/" PACKAGE_VERSION, NULL};
    struct curlhub_request request = {.url = url, .headers = headers, .limits = host->limits};
    if (request.limits.body_max == 0)
        request.limits.body_max = BODY_MAX_;
    if (is_slow(lane->topic)) {
        request.limits.total_ms = SLOW_TOTAL_MS;
        request.limits.slow_seconds = SLOW_TOTAL_MS / 1000;
    }
    struct error err = {0};
    budget_take(host->budget, mono_ms());
    host->counted(host->user);
    lane->call = curlhub_start(host->loop, &request, answered, lane, &err);
    explicit_bzero(authorization, sizeof authorization);
    if (lane->call == NULL)
        fail(&lane->entry->book.answers[lane->topic], err.text);
}

/* Fills a free lane; false when there is nothing for it, or it must wait. */
static bool fill(struct inspect *i, struct lane *lane, bool slow)
{
    enum fact_topic topic;
    struct entry *entry = next_question(i, slow, &topic);
    if (entry == NULL)
        return false;
    int64_t now = mono_ms(), wait = budget_wait_ms(i->host.budget, BUDGET_POLITE, now);
    if (i->not_before_ms - now > wait)
        wait = i->not_before_ms - now;
    if (wait > 0) {
        if (!loop_timer_is_armed(i->timer))
            loop_timer_start(i->timer, wait);
        return false;
    }
    const char *bearer = token_bearer(i->host.token, now);
    if (bearer == NULL) {
        i->host.need_token(i->host.user);
        return false;
    }
    lane->entry = entry;
    lane->topic = topic;
    lane->bearer = token_serial(i->host.token);
    ask(lane, bearer);
    return true;
}

void inspect_go(struct inspect *i)
{
    for (int at = 0; at < LANES; at++)
        while (i->lanes[at].call == NULL && fill(i, &i->lanes[at], at >= INSPECT_LANES))
            ;
}

void inspect_fail(struct inspect *i, const struct error *err)
{
    for (int at = 0; at < i->count; at++)
        for (int topic = 0; topic < FACT_TOPIC_COUNT_; topic++)
            if (i->entries[at]->book.answers[topic].asking &&
                !is_under_way(i, i->entries[at], (enum fact_topic)topic))
                fail(&i->entries[at]->book.answers[topic], err->text);
    tell(i);
}
