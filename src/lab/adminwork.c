/* People at work: log-ins, quotas, orders, clouds. A table of rows, played in a shuffled order within two minutes; and
 * the hum that is always there: VPN clients that renew, a mistyped password now and then. */
#include "lab/incidents.h"

#include "lab/chance.h"
#include "lab/hands.h"
#include "lab/life.h"
#include "lab/script.h"

#define SECOND 1000

enum subject_of { OF_ORG, OF_SHELF, OF_DEVICE };

static const struct work {
    enum kind kind;
    enum subject_of of;
    int64_t a_from, a_to, b_from, b_to;
} works[] = {
    {KIND_USER_FAILED, OF_ORG, 0, 0, 0, 0},
    {KIND_USER_FAILED, OF_ORG, 0, 0, 0, 0},
    {KIND_USER_LOCKED, OF_ORG, 0, 0, 0, 0},
    {KIND_APP_FAILED, OF_ORG, 0, 0, 0, 0},
    {KIND_SUPPORT, OF_ORG, 0, 0, 0, 0},
    {KIND_MFA, OF_ORG, 300, 900, 0, 0},
    {KIND_MFA_TRUST, OF_ORG, 100, 200, 0, 0},
    {KIND_USER_INVITE, OF_ORG, 0, 0, 0, 0},
    {KIND_USER_RESET, OF_ORG, 0, 0, 0, 0},
    {KIND_USER_ASK, OF_ORG, 0, 0, 0, 0},
    {KIND_USER_VERIFY, OF_ORG, 0, 0, 0, 0},
    {KIND_USER_DELETE, OF_ORG, 0, 0, 0, 0},
    {KIND_USER_FEDERATION, OF_ORG, 0, 0, 0, 0},
    {KIND_USER_SWITCH, OF_ORG, 0, 0, 0, 0},
    {KIND_ORG_SIGNUP, OF_ORG, 0, 0, 0, 0},
    {KIND_ORG_UPDATE, OF_ORG, 0, 0, 200000000, 399999999},
    {KIND_ORG_BILLING, OF_ORG, 0, 2, 200000000, 399999999},
    {KIND_ORG_BLOCK_PREPAID, OF_ORG, 0, 0, 0, 0},
    {KIND_ORG_BLOCK_COST, OF_ORG, 0, 0, 0, 0},
    {KIND_TARIFF_PLAN, OF_ORG, 0, 0, 0, 0},
    {KIND_TARIFF_USAGE, OF_ORG, 600, 640, 0, 0},
    {KIND_TARIFF_INCLUSIVE, OF_ORG, 1, 20, 0, 0},
    {KIND_PAYMENT, OF_ORG, 120, 4800, 0, 0},
    {KIND_ORDER_SUBMIT, OF_ORG, 50, 500, 88000, 88999},
    {KIND_ORDER_UPDATE, OF_ORG, 50, 500, 88000, 88999},
    {KIND_ORDER_THRESHOLD, OF_ORG, 80, 95, 0, 0},
    {KIND_ORDER_LIMIT, OF_ORG, 0, 0, 0, 0},
    {KIND_SIM_REGISTER, OF_ORG, 1, 500, 5100, 5900},
    {KIND_CLOUD_SHARE, OF_ORG, 410, 440, 0, 0},
    {KIND_CLOUD_TGW_UP, OF_ORG, 410, 440, 0, 0},
    {KIND_CLOUD_VPN_UP, OF_ORG, 450, 470, 0, 0},
    {KIND_CLOUD_STATE_DOWN, OF_ORG, 450, 470, 0, 0},
    {KIND_CLOUD_STATE_UP, OF_ORG, 450, 470, 0, 0},
    {KIND_CLOUD_TGW_DOWN, OF_ORG, 380, 409, 0, 0},
    {KIND_CLOUD_VPN_DOWN, OF_ORG, 380, 409, 0, 0},
    {KIND_VPN_CONNECT, OF_ORG, 0, 0, 0, 0},
    {KIND_VPN_DISCONNECT, OF_ORG, 0, 0, 0, 0},
    {KIND_QUOTA_ENABLE, OF_ORG, 0, 0, 0, 0},
    {KIND_QUOTA_DISABLE, OF_ORG, 0, 0, 0, 0},
    {KIND_SMS_ENABLE, OF_ORG, 0, 0, 0, 0},
    {KIND_SMS_DISABLE, OF_ORG, 0, 0, 0, 0},
    {KIND_SMS_ASSIGN, OF_DEVICE, 10, 100, 20, 20},
    {KIND_SMS_DELETE, OF_SHELF, 0, 0, 0, 0},
    {KIND_SMS_EXPIRE, OF_SHELF, 0, 0, 0, 0},
    {KIND_QUOTA_ASSIGN, OF_SHELF, 5000000, 50000000, 10, 25},
    {KIND_QUOTA_DELETE, OF_SHELF, 0, 0, 0, 0},
    {KIND_QUOTA_EXPIRE, OF_SHELF, 0, 0, 0, 0},
    {KIND_LIMIT_EXTENSION, OF_DEVICE, 10, 200, 0, 0},
    {KIND_SIM_ISSUE, OF_SHELF, 0, 0, 0, 0},
    {KIND_SIM_TEST, OF_SHELF, 0, 0, 0, 0},
    {KIND_SIM_ACTIVATE_FTM, OF_SHELF, 0, 0, 0, 0},
    {KIND_SIM_RELEASE, OF_SHELF, 0, 0, 0, 0},
    {KIND_SIM_ASSIGN, OF_SHELF, 0, 0, 0, 0},
    {KIND_SIM_MIGRATE, OF_SHELF, 0, 0, 0, 0},
    {KIND_SIM_DELETE, OF_SHELF, 0, 0, 0, 0},
    {KIND_DEV_RESET, OF_DEVICE, 0, 0, 0, 0},
    {KIND_GENERIC_THROTTLE, OF_DEVICE, 0, 0, 0, 0},
    {KIND_LOC_REFUSED, OF_DEVICE, 0, 0, 0, 0},
};
#define WORK_COUNT (sizeof works / sizeof works[0])

void adminwork_begin(struct world *w, unsigned scenario, int64_t at)
{
    struct scenario_state *s = &w->scenarios[scenario];
    for (uint32_t i = 0; i < WORK_COUNT; i++)
        script_later(w, scenario, 1, i, at + chance_between(&s->luck, 0, 120 * SECOND));
}

static uint32_t on_shelf(const struct world *w, uint64_t *luck)
{
    uint32_t n = w->options.devices, start = chance_below(luck, n);
    for (uint32_t i = 0; i < n; i++)
        if (w->devices[(start + i) % n].shelved)
            return (start + i) % n;
    return HAPPENING_NOBODY;
}

static uint32_t subject(struct world *w, struct scenario_state *s, enum subject_of of)
{
    if (of == OF_SHELF)
        return on_shelf(w, &s->luck);
    s->victim_count = 0;
    if (of == OF_DEVICE)
        script_pick(w, s, WANT_ANY, 1);
    return s->victim_count > 0 ? s->victims[0] : HAPPENING_NOBODY;
}

static struct happening *say_people(struct world *w, struct scenario_state *s, enum kind kind,
                                    int64_t at)
{
    struct happening *h = world_say(w, kind, HAPPENING_NOBODY, at);
    h->user = (uint16_t)chance_below(&s->luck, WORLD_USERS);
    h->org = world_any_org(w, &s->luck);
    return h;
}

static void do_work(struct world *w, struct scenario_state *s, const struct work *work, int64_t at)
{
    uint32_t device = subject(w, s, work->of);
    if (work->of != OF_ORG && device == HAPPENING_NOBODY)
        return;
    if (work->kind == KIND_DEV_RESET) {
        hands_reset(w, device, at);
        return;
    }
    if (work->kind == KIND_GENERIC_THROTTLE && w->devices[device].presence != IS_ONLINE)
        return;
    struct happening *h = work->of == OF_ORG ? say_people(w, s, work->kind, at)
                                             : world_say(w, work->kind, device, at);
    h->a = chance_between(&s->luck, work->a_from, work->a_to);
    h->b = chance_between(&s->luck, work->b_from, work->b_to);
    if (work->kind == KIND_LOC_REFUSED)
        h->reason = REFUSED_NETWORK;
    if (work->kind == KIND_GENERIC_THROTTLE)
        life_close(w, device, at);
}

void adminwork_step(struct world *w, unsigned scenario, unsigned step, uint32_t work, int64_t at)
{
    (void)step;
    do_work(w, &w->scenarios[scenario], &works[work % WORK_COUNT], at);
}

/* ---------------------------------------------------------------- the hum */

void adminwork_hum_begin(struct world *w, unsigned scenario, int64_t at)
{
    struct scenario_state *s = &w->scenarios[scenario];
    for (uint32_t i = 0; i < 14; i++)
        script_later(w, scenario, 1, i, at + chance_between(&s->luck, 0, SCRIPT_PERIOD_MS));
}

void adminwork_hum_step(struct world *w, unsigned scenario, unsigned step, uint32_t n, int64_t at)
{
    static const enum kind hum[14] = {
        KIND_VPN_AUTH,    KIND_VPN_AUTH,    KIND_VPN_AUTH,  KIND_VPN_AUTH,    KIND_VPN_AUTH,
        KIND_VPN_AUTH,    KIND_VPN_AUTH,    KIND_VPN_AUTH,  KIND_VPN_CONNECT, KIND_VPN_DISCONNECT,
        KIND_USER_FAILED, KIND_USER_SWITCH, KIND_MFA_TRUST, KIND_SIM_ISSUE};
    struct scenario_state *s = &w->scenarios[scenario];
    (void)step;
    if (hum[n % 14] != KIND_SIM_ISSUE) {
        say_people(w, s, hum[n % 14], at)->a = 400 + n;
        return;
    }
    uint32_t device = on_shelf(w, &s->luck);
    if (device != HAPPENING_NOBODY)
        world_say(w, KIND_SIM_ISSUE, device, at);
}
