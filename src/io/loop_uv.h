/* Private to io/: what stands behind loop.h. The only header that shows libuv.
 *
 * Every handle is embedded in a struct whose first member is a loop_owner. The owner counts its open handles; when the
 * last one is closed its `gone` runs, and only `gone` may free the memory. */
#ifndef EVMON_IO_LOOP_UV_H
#define EVMON_IO_LOOP_UV_H

#include "io/loop.h"

#include <uv.h>

struct curlhub;

struct loop {
    uv_loop_t uv;
    uv_prepare_t turn; /* marks the end of a turn; not counted as something to wait for */
    uint64_t turn_at_ns, idle_ns, longest_ns;
    bool once;   /* this turn is the only one that was asked for, */
    bool served; /* and a timer has been served in it already */
    struct curlhub *hub; /* made at first use by curlhub.c */
    void (*hub_end)(struct loop *loop);
};

struct loop_owner {
    struct loop *loop;
    unsigned open; /* handles that libuv still knows */
    void (*gone)(struct loop_owner *owner);
};

/* After uv_X_init succeeded: the handle belongs to the owner now. */
void loop_own(struct loop_owner *owner, uv_handle_t *handle);
/* Closes one handle (nothing when it is closing already). */
void loop_disown(uv_handle_t *handle);
/* Translates a libuv error. */
int loop_error(struct error *err, int uv_code, const char *what);

#endif
