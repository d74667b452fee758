/* Owns what of a source's life is worth an entry. Must not know why a source changes its state. */
#include "app/lifeline.h"

#include "base/clock.h"
#include "base/fmt.h"

#include <stdarg.h>
#include <stdio.h>

struct teller {
    struct lifeline *life;
    struct chronicle *chronicle;
    int number;
    const struct feed *feed;
};

static void tell(const struct teller *t, enum tone tone, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void tell(const struct teller *t, enum tone tone, const char *format, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    chronicle_say_of(t->chronicle, t->number, tone, text);
}

static const char *reason(const struct feed *feed)
{
    return feed->last_error.text[0] != '\0' ? feed->last_error.text : "for no known reason";
}

static void look_failed(const struct teller *t)
{
    bool failed = feed_has_failed(t->feed);
    if (failed && !t->life->failed)
        tell(t, TONE_CRITICAL, "failed: %s", reason(t->feed));
    else if (!failed && t->life->failed)
        tell(t, TONE_MUTED, "tried again");
    t->life->failed = failed;
}

static void look_held(const struct teller *t)
{
    bool held = t->feed->state == FEED_PAUSED && t->feed->held;
    char span[FMT_MAX];
    if (held && !t->life->held) {
        t->life->held_ms = clock_wall_ms();
        tell(t, TONE_TEXT, "paused by you");
    } else if (!held && t->life->held) {
        fmt_span(clock_wall_ms() - t->life->held_ms, span, sizeof span);
        tell(t, TONE_MUTED, "let go on by you after %s", span);
    }
    t->life->held = held;
}

static void begin_outage(const struct teller *t)
{
    struct lifeline *life = t->life;
    life->lost = true;
    life->lost_ms = t->feed->down_since_ms;
    life->retries = t->feed->retries > 0 ? t->feed->retries - 1 : 0;
    life->gaps = t->feed->gaps;
    tell(t, TONE_WARN, "%s: %s", life->lived ? "lost" : "not reached yet", reason(t->feed));
}

/* Back is told when it is known whether anything is missing. */
static void end_outage(const struct teller *t)
{
    char span[FMT_MAX], tries[FMT_MAX];
    uint64_t count = t->feed->retries - t->life->retries;
    t->life->lost = false;
    fmt_span(t->feed->since_ms - t->life->lost_ms, span, sizeof span);
    fmt_count(count, tries, sizeof tries);
    bool whole = t->feed->gaps == t->life->gaps;
    tell(t, whole ? TONE_GOOD : TONE_WARN, "%s after %s, %s %s: %s", t->life->lived ? "back" : "reached", span, tries,
         count == 1 ? "try" : "tries", whole ? "nothing was lost" : "with a gap, its entry stands here until it is filled");
}

static void look_lost(const struct teller *t)
{
    if (!t->life->lost && t->feed->state == FEED_RETRY)
        begin_outage(t);
    else if (t->life->lost && t->feed->state == FEED_LIVE && !t->feed->behind)
        end_outage(t);
    t->life->lost = t->life->lost && t->feed->state != FEED_GONE;
    t->life->lived |= t->feed->state == FEED_LIVE;
}

void lifeline_look(struct lifeline *life, struct chronicle *chronicle, int feed_number, const struct feed *feed)
{
    const struct teller t = {life, chronicle, feed_number, feed};
    look_lost(&t);
    look_failed(&t);
    look_held(&t);
}
