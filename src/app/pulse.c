/* Owns when a frame is made. Must not know what is on it. */
#include "app/pulse.h"

#include "base/clock.h"
#include "base/xalloc.h"

#include <stdlib.h>

#define FRAME_BUDGET_NS 8000000 /* of update work per frame; the rest follows in the next turns */
/* Frames that nobody asked for may take so much of a line; what was not used is good for a while. */
#define LINE_BYTES_PER_MS 8
#define CREDIT_BYTES      4000
#define GAP_MS_MAX        250 /* no rest is longer, however much a frame took */

struct pulse {
    struct term *term;
    const struct pulse_ops *ops;
    void *user;
    struct loop_timer *timer;
    struct loop_idle *turn;    /* work is left: the next frame is made in the next turn */
    struct loop_watch *output; /* NULL headless */
    int64_t gap_ms, last_ns;
    int64_t credit;   /* bytes that the next frames may take without a longer rest */
    int64_t credited_ms;
    uint64_t charged; /* bytes written that are paid for */
    unsigned due : 1;     /* something changed since the last frame */
    unsigned waiting : 1; /* for the terminal to take the last frame */
};

static int64_t since_last_ms(const struct pulse *pulse)
{
    return (clock_mono_ns() - pulse->last_ns) / 1000000;
}

static void wait_for_terminal(struct pulse *pulse)
{
    if (pulse->output == NULL)
        return;
    pulse->waiting = 1;
    loop_watch_set(pulse->output, LOOP_WRITABLE);
}

static void make_frame(struct pulse *pulse)
{
    int result = 0;
    if (!term_is_ready(pulse->term)) {
        wait_for_terminal(pulse); /* this frame is skipped: the next one shows the newest state */
        return;
    }
    pulse->due = 0;
    pulse->last_ns = clock_mono_ns();
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
    pulse->gap_ms = 1000 / frames_per_second;
}

/* Frames that take much are followed by longer rests: where whole screens change with each, nobody reads them all. */
static int64_t rest_ms(struct pulse *pulse)
{
    int64_t now_ms = clock_mono_ns() / 1000000;
    uint64_t bytes = term_bytes(pulse->term);
    pulse->credit += (now_ms - pulse->credited_ms) * LINE_BYTES_PER_MS;
    pulse->credit = pulse->credit < CREDIT_BYTES ? pulse->credit : CREDIT_BYTES;
    pulse->credit -= (int64_t)(bytes - pulse->charged);
    pulse->credited_ms = now_ms;
    pulse->charged = bytes;
    if (pulse->credit < -GAP_MS_MAX * LINE_BYTES_PER_MS)
        pulse->credit = -GAP_MS_MAX * LINE_BYTES_PER_MS;
    int64_t rest = -pulse->credit / LINE_BYTES_PER_MS;
    return rest > pulse->gap_ms ? rest : pulse->gap_ms;
}

void pulse_mark(struct pulse *pulse)
{
    pulse->due = 1;
    if (pulse->waiting || loop_timer_is_armed(pulse->timer))
        return;
    int64_t left = rest_ms(pulse) - since_last_ms(pulse);
    loop_timer_start(pulse->timer, left > 0 ? left : 0);
}

void pulse_now(struct pulse *pulse)
{
    pulse->due = 1;
    if (!pulse->waiting)
        loop_timer_start(pulse->timer, 0);
}
