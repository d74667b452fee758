/* Pairing of creates and deletes. Knows one device at a time; the order of calls is the order of events. */
#include "fleet/sessions.h"

#include "base/xalloc.h"

#include <stdlib.h>

#define REASON_LASTS_MS 120000 /* an announced cut follows within seconds; whole-second events lag up to 11 s */

const char *const session_end_words[SESSION_END_COUNT_] = {"", "network", "policy", "quota", "api", "lost"};

void sessions_init(struct sessions *s)
{
    *s = (struct sessions){.reason_ms = INSTANT_NONE};
}

void sessions_fini(struct sessions *s)
{
    free(s->items);
    sessions_init(s);
}

void sessions_copy(struct sessions *to, const struct sessions *from)
{
    struct session *items = xgrow(to->items, &to->capacity, from->count, sizeof *items);
    size_t capacity = to->capacity;
    if (from->count > 0)
        memcpy(items, from->items, from->count * sizeof *items);
    *to = *from;
    to->items = items;
    to->capacity = capacity;
}

enum likeness { LIKE_NO, LIKE_MAYBE, LIKE_YES };

/* Whether a note speaks of this session: the first key that both have decides. */
static enum likeness likeness(const struct session *session, const struct session_note *note)
{
    if (session->sid != 0 && note->sid != 0)
        return session->sid == note->sid ? LIKE_YES : LIKE_NO;
    if (session->pdp_id >= 0 && note->pdp_id >= 0 && session->pdp_id == note->pdp_id)
        return LIKE_YES;
    bool tunnels = session->tunnel_ms != INSTANT_NONE && note->tunnel_ms != INSTANT_NONE;
    if (tunnels && session->imsi != 0 && session->imsi == note->imsi)
        return session->tunnel_ms == note->tunnel_ms ? LIKE_YES : LIKE_NO;
    return session->pdp_id >= 0 && note->pdp_id >= 0 ? LIKE_NO : LIKE_MAYBE;
}

static bool is_pending(const struct session *session)
{
    return session->deleted == ROW_NONE && (session->end == SESSION_OPEN || session->end == SESSION_LOST);
}

static struct session *find(struct sessions *s, const struct session_note *note)
{
    struct session *maybe = NULL;
    for (size_t i = s->count; i-- > 0;) {
        struct session *session = &s->items[i];
        if (!is_pending(session))
            continue;
        enum likeness like = likeness(session, note);
        if (like == LIKE_YES)
            return session;
        if (like == LIKE_MAYBE && session->end == SESSION_OPEN && maybe == NULL)
            maybe = session;
    }
    return maybe;
}

/* The oldest ended one makes room; its sums are in rx_closed and tx_closed already. */
static void make_room(struct sessions *s)
{
    if (s->count < SESSIONS_MAX)
        return;
    size_t victim = 0;
    while (victim + 1 < s->count && s->items[victim].end == SESSION_OPEN)
        victim++;
    s->open -= s->items[victim].end == SESSION_OPEN ? 1 : 0;
    memmove(&s->items[victim], &s->items[victim + 1], (s->count - victim - 1) * sizeof *s->items);
    s->count--;
}

static struct session *append(struct sessions *s, const struct session_note *note)
{
    make_room(s);
    s->items = xgrow(s->items, &s->capacity, s->count + 1, sizeof *s->items);
    struct session *session = &s->items[s->count++];
    *session = (struct session){
        .sid = note->sid,
        .imsi = note->imsi,
        .ue_ip = note->ue_ip,
        .place = note->place,
        .pdp_id = note->pdp_id,
        .tunnel_ms = note->tunnel_ms,
        .start_ms = INSTANT_NONE,
        .end_ms = INSTANT_NONE,
        .rx = -1,
        .tx = -1,
    };
    return session;
}

static void fill_in(struct session *session, const struct session_note *note)
{
    session->ue_ip = note->ue_ip != 0 ? note->ue_ip : session->ue_ip;
    session->place = note->place != 0 ? note->place : session->place;
    session->sid = session->sid != 0 ? session->sid : note->sid;
    if (session->tunnel_ms == INSTANT_NONE)
        session->tunnel_ms = note->tunnel_ms;
}

/* A device has one data session at a time: what is still open when another begins lost its delete. */
static void lose_open(struct sessions *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->items[i].end != SESSION_OPEN)
            continue;
        s->items[i].end = SESSION_LOST;
        s->items[i].flags |= SESSION_OVERLAP;
        s->overlaps++;
        s->open--;
    }
}

void sessions_create(struct sessions *s, const struct session_note *note)
{
    struct session *known = find(s, note);
    if (known != NULL && likeness(known, note) == LIKE_YES) {
        fill_in(known, note);
        return;
    }
    lose_open(s);
    struct session *session = append(s, note);
    session->start_ms = note->ts_ms;
    session->created = note->row;
    s->open++;
}

void sessions_update(struct sessions *s, const struct session_note *note)
{
    struct session *session = find(s, note);
    if (session != NULL) {
        fill_in(session, note);
        return;
    }
    lose_open(s);
    session = append(s, note); /* it is open, though its beginning was not seen */
    session->start_ms = note->tunnel_ms;
    session->flags = SESSION_ORPHAN;
    s->orphans++;
    s->open++;
}

static enum session_end reason_at(struct sessions *s, int64_t ts_ms)
{
    bool fresh = s->reason_ms != INSTANT_NONE && ts_ms - s->reason_ms <= REASON_LASTS_MS;
    enum session_end reason = fresh && s->reason != SESSION_OPEN ? (enum session_end)s->reason : SESSION_BY_NETWORK;
    s->reason_ms = INSTANT_NONE;
    return reason;
}

void sessions_delete(struct sessions *s, const struct session_note *note)
{
    struct session *session = find(s, note);
    if (session == NULL) {
        session = append(s, note);
        session->start_ms = note->tunnel_ms;
        session->flags = SESSION_ORPHAN;
        s->orphans++;
    } else if (session->end == SESSION_OPEN) {
        s->open--;
    }
    fill_in(session, note);
    session->end_ms = note->ts_ms;
    session->rx = note->rx;
    session->tx = note->tx;
    session->deleted = note->row;
    session->end = (uint8_t)reason_at(s, note->ts_ms);
    s->ended++;
    s->rx_closed += note->rx > 0 ? note->rx : 0;
    s->tx_closed += note->tx > 0 ? note->tx : 0;
}

double session_moved(const struct session *s, int64_t from_ms, int64_t until_ms)
{
    double bytes = (double)((s->rx > 0 ? s->rx : 0) + (s->tx > 0 ? s->tx : 0));
    if (s->end_ms == INSTANT_NONE || bytes <= 0)
        return 0;
    if (s->start_ms == INSTANT_NONE || s->start_ms >= s->end_ms)
        return s->end_ms >= from_ms && s->end_ms < until_ms ? bytes : 0;
    int64_t from = s->start_ms > from_ms ? s->start_ms : from_ms, until = s->end_ms < until_ms ? s->end_ms : until_ms;
    return until > from ? bytes * (double)(until - from) / (double)(s->end_ms - s->start_ms) : 0;
}

void sessions_announce(struct sessions *s, enum session_end reason, int64_t ts_ms)
{
    s->reason = (uint8_t)reason;
    s->reason_ms = ts_ms;
}
