/* From a request to a reply: routes and the functions behind them. */
#ifndef EVMON_LAB_REST_H
#define EVMON_LAB_REST_H

#include "lab/lab.h"
#include "lab/reply.h"

typedef void (*rest_fn)(struct lab *lab, const struct request *request, struct reply *reply);

struct route {
    enum method method;
    const char *pattern; /* "#" stands for a number: request->ids */
    rest_fn answer;
    const char *help;
};

/* The platform's routes, below /api/v1; then those of the lab itself, below /lab. End with answer = NULL. */
extern const struct route rest_routes[], rest_lab_routes[];

/* Does everything but faults of the wire. `path` is the whole path. */
void rest_answer(struct lab *lab, struct str path, struct request *request, struct reply *reply);

#endif
