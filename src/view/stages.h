/* States one after another with an arrow between them and a time below each: as many of the last as fit, one chosen. */
#ifndef EVMON_VIEW_STAGES_H
#define EVMON_VIEW_STAGES_H

#include "view/view.h"

#define STAGES_ROWS 2

struct stage {
    char word[24];
    role_id role;
    int64_t ms;
};

struct stages {
    int count;
    void (*stage)(const void *user, int index, struct stage *out); /* 0 = the oldest */
    const void *user;
    enum instant_style style; /* of the times: INSTANT_HHMM, INSTANT_DATE */
    const struct zone *zone;
    int chosen; /* counted back from the last; -1 none */
};
void stages_draw(const struct stages *stages, struct canvas canvas);
/* One to the left or right of the chosen one. */
int stages_step(int chosen, int count, int direction);

#endif
