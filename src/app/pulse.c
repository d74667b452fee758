/* Owns when a frame is made. Must not know what is on it. */
#include "app/pulse.h"

#include "base/clock.h"
#include "base/xalloc.h"

#include <stdlib.h>

#define FRAME_BUDGET_NS 8000000 /* of update work per frame; the rest follows in the next turns */
/* While few frames were made lately, up to BURST of them may come early: events that come now and then are seen at once.
 * A frame uses up a little less than its share of a second, so that what comes as often as the rate is not always late. */
#define GAP_LEAST_NS 30000000
#define BURST        3
#define PAID_PERCENT 90
#define CREDIT_BYTES 4000 /* what a line had to spare is good for a while */

/* Frames that nobody asked for may take so much of a line, and no rest is longer however much a frame took. */
static const struct line {
    int64_t bytes_per_ms, rest_ms_max;
} lines[] = {
    [PULSE_NEAR] = {12, 115},
    [PULSE_FAR] = {8, 250}, /* 64 kbit/s: what is not sent does not stand in front of an answer to a key */
};

struct pulse {
    struct term *term;
    const struct pulse_ops *ops;
    void *user;
    struct loop_timer *timer;
    struct loop_idle *turn;    /* work is left: the next frame is made in the next turn */
    struct loop_watch *output; /* NULL headless */
    struct line line;
    int64_t gap_ns, last_ns;
    int64_t paid_ns;  /* frames have used up the time until then */
    int64_t credit;   /* bytes that the next frames may take without a longer rest */
    int64_t credited_ms;
    uint64_t charged; /* bytes written that are paid for */
    unsigned due : 1;     /* something changed since the last frame */
    unsigned lazy : 1;    /* the timer waits for company: a mark makes it earlier */
    unsigned waiting : 1; /* for the terminal to take the last frame */
};

static void wait_for_terminal(struct pulse *pulse)
{
    if (pulse->output == NULL)
        return;
    pulse->waiting = 1;
    loop_watch_set(pulse->output, LOOP_WRITABLE);
}

static void pay(struct pulse *pulse)
{
    int64_t now_ns = clock_mono_ns(), gap_ns = pulse->gap_ns * PAID_PERCENT / 100, oldest = now_ns - BURST * gap_ns;
    pulse->last_ns = now_ns;
    pulse->paid_ns = (pulse->paid_ns > oldest ? pulse->paid_ns : oldest) + gap_ns;
    if (pulse->paid_ns > now_ns + gap_ns) /* frames for keys, and of work that went on, make nobody wait longer */
        pulse->paid_ns = now_ns + gap_ns;
}

static void make_frame(struct pulse *pulse)
{
    int result = 0;
    if (!term_is_ready(pulse->term)) {
        wait_for_terminal(pulse); /* this frame is skipped: the next one shows the newest state */
        return;
    }
    pulse->due = 0;
    pay(pulse);
    bool more = pulse->ops->frame(pulse->user, FRAME_BUDGET_NS, &result);
    if (result < 0) {
        pulse->ops->gone(pulse->user);
        return;
    }
    if (!term_is_ready(pulse->term))
        wait_for_terminal(pulse);
    if (more) {
        pulse->due = 1;
        loop_idle_start(pulse->turn);
    }
}

static void on_timer(void *user)
{
    struct pulse *pulse = user;
    if (pulse->due && !pulse->waiting)
        make_frame(pulse);
}

static void on_turn(void *user)
{
    struct pulse *pulse = user;
    loop_idle_stop(pulse->turn);
    on_timer(pulse);
}

static void on_output(void *user, unsigned ready, int status)
{
    struct pulse *pulse = user;
    (void)ready;
    int left = status < 0 ? status : term_flush(pulse->term);
    if (left > 0)
        return;
    loop_watch_set(pulse->output, 0);
    pulse->waiting = 0;
    if (left < 0)
        pulse->ops->gone(pulse->user);
    else if (pulse->due)
        pulse_mark(pulse);
}

struct pulse *pulse_new(struct loop *loop, struct term *term, const struct pulse_ops *ops, void *user)
{
    struct pulse *pulse = xcalloc(1, sizeof *pulse);
    pulse->term = term;
    pulse->ops = ops;
    pulse->user = user;
    pulse->timer = loop_timer_new(loop, on_timer, pulse);
    pulse->turn = loop_idle_new(loop, on_turn, pulse);
    if (term_output_fd(term) >= 0)
        pulse->output = loop_watch_new(loop, term_output_fd(term), on_output, pulse);
    pulse_set_rate(pulse, 10);
    pulse_set_line(pulse, PULSE_NEAR);
    return pulse;
}

void pulse_free(struct pulse **pulse)
{
    if (*pulse == NULL)
        return;
    loop_timer_free(&(*pulse)->timer);
    loop_idle_free(&(*pulse)->turn);
    if ((*pulse)->output != NULL)
        loop_watch_free(&(*pulse)->output);
    free(*pulse);
    *pulse = NULL;
}

void pulse_set_rate(struct pulse *pulse, int frames_per_second)
{
    pulse->gap_ns = 1000000000 / frames_per_second;
}

void pulse_set_line(struct pulse *pulse, enum pulse_line line)
{
    pulse->line = lines[line];
}

/* Frames that take much are followed by longer rests: where whole screens change with each, nobody reads them all. */
static int64_t rest_of_line_ns(struct pulse *pulse)
{
    int64_t now_ms = clock_mono_ns() / 1000000, per_ms = pulse->line.bytes_per_ms;
    uint64_t bytes = term_bytes(pulse->term);
    pulse->credit += (now_ms - pulse->credited_ms) * per_ms;
    pulse->credit = pulse->credit < CREDIT_BYTES ? pulse->credit : CREDIT_BYTES;
    pulse->credit -= (int64_t)(bytes - pulse->charged);
    pulse->credited_ms = now_ms;
    pulse->charged = bytes;
    if (pulse->credit < -pulse->line.rest_ms_max * per_ms)
        pulse->credit = -pulse->line.rest_ms_max * per_ms;
    return pulse->credit < 0 ? -pulse->credit / per_ms * 1000000 : 0;
}

/* How long the next frame that nobody asked for has to wait. */
static int64_t wait_ms(struct pulse *pulse)
{
    int64_t now_ns = clock_mono_ns(), rest = rest_of_line_ns(pulse);
    int64_t at = pulse->last_ns + (rest > GAP_LEAST_NS ? rest : GAP_LEAST_NS);
    at = at > pulse->paid_ns ? at : pulse->paid_ns;
    return at > now_ns ? (at - now_ns + 999999) / 1000000 : 0;
}

void pulse_mark(struct pulse *pulse)
{
    pulse->due = 1;
    if (pulse->waiting || (loop_timer_is_armed(pulse->timer) && !pulse->lazy))
        return;
    pulse->lazy = 0;
    loop_timer_start(pulse->timer, wait_ms(pulse));
}

void pulse_mark_lazily(struct pulse *pulse)
{
    pulse->due = 1;
    if (pulse->waiting || loop_timer_is_armed(pulse->timer))
        return;
    pulse->lazy = 1;
    loop_timer_start(pulse->timer, wait_ms(pulse) + pulse->gap_ns / 1000000);
}

void pulse_now(struct pulse *pulse)
{
    pulse->due = 1;
    pulse->lazy = 0;
    if (!pulse->waiting)
        loop_timer_start(pulse->timer, 0);
}
