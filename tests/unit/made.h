/* Events made from a number, for tests of the store and what stands on it: deterministic, with every kind of field,
 * repeating devices and operators, sessions that differ. Text lives in the struct made. */
#ifndef EVMON_TEST_MADE_H
#define EVMON_TEST_MADE_H

#include "model/event.h"

#include <stdarg.h>
#include <stdio.h>

struct made {
    struct event event;
    char text[16][160];
    int used;
};

/* A small generator of our own, so that a seed means the same everywhere. */
static inline uint64_t made_random(uint64_t *state)
{
    uint64_t x = (*state += UINT64_C(0x9e3779b97f4a7c15));
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static inline void made_number(struct made *made, field_id field, int64_t number)
{
    made->event.v[field] = (struct value){field_row(field)->kind, number, STR_NONE};
}

__attribute__((format(printf, 3, 4))) static inline void made_text(struct made *made,
                                                                   field_id field,
                                                                   const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = made->text[made->used++];
    int n = vsnprintf(text, sizeof made->text[0], format, args);
    va_end(args);
    made->event.v[field] = (struct value){field_row(field)->kind, 0, {text, (size_t)n}};
}

/* Event number n (its id is n + 1), happened at order_ms. */
static inline void made_event(struct made *made, uint64_t n, int64_t order_ms)
{
    uint64_t state = n;
    made->used = 0;
    memset(&made->event, 0, sizeof made->event);
    struct event *event = &made->event;
    uint64_t device = made_random(&state) % 50, kind = made_random(&state) % 4;
    event->id = n + 1;
    event->order_ms = order_ms;
    event->arrival_ms = order_ms + 300;
    made_number(made, FIELD_ID, (int64_t)event->id);
    made_number(made, FIELD_TS, order_ms);
    event->type = (type_id)(kind % 3);
    made_number(made, FIELD_TYPE, event->type);
    made_number(made, FIELD_SEV, (int64_t)(made_random(&state) % 3));
    made_number(made, FIELD_SOURCE, (int64_t)(made_random(&state) % 3));
    if (made_random(&state) % 8 != 0)
        made_number(made, FIELD_ALERT, (int64_t)(made_random(&state) % 2));
    made_text(made, FIELD_DESC, "Something of kind %d happened to number %d", (int)kind,
              (int)(made_random(&state) % 20));
    made_text(made, FIELD_DEV, "%s-%04d", device % 2 == 0 ? "pump" : "Meter", (int)device);
    made_number(made, FIELD_DEV_ID, (int64_t)(700000 + device));
    made_text(made, FIELD_IMSI, "90143%010d", (int)device);
    if (kind != 3)
        made_text(made, FIELD_OP, "Operator %d", (int)(device % 7));
    if (kind == 2) {
        made_text(made, FIELD_APN, "em");
        made_text(made, FIELD_TEID, "%d%c%d", (int)n, VALUE_SEPARATOR, (int)n + 1);
        made_number(made, FIELD_RAT, 1 + (int64_t)(device % 6));
        made_number(made, FIELD_VOL, (int64_t)(made_random(&state) % 1000000));
    }
    char *raw = made->text[made->used++];
    int length = snprintf(raw, sizeof made->text[0], "{\"id\":%llu,\"note\":\"event %llu\"}",
                          (unsigned long long)event->id, (unsigned long long)n);
    event->raw = (struct str){raw, (size_t)length};
}

#endif
