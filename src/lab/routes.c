/* The table of routes. */
#include "lab/resources.h"

const struct route rest_routes[] = {
    {METHOD_GET, "/event", resevents_all, "all events"},
    {METHOD_GET, "/event/type", resevents_types, "event types"},
    {METHOD_GET, "/endpoint/#/event", resevents_device, "events of a device"},
    {METHOD_GET, "/sim/#/event", resevents_sim, "events of a SIM"},
    {METHOD_GET, "/user/my/event", resevents_my_user, "events of the user that is signed in"},
    {METHOD_GET, "/user/#/event", resevents_user, "events of a user"},
    {METHOD_GET, NULL, NULL, NULL},
};

const struct route rest_lab_routes[] = {
    {METHOD_GET, "/lab/fault", reslab_fault_list, "faults that are on"},
    {METHOD_POST, "/lab/fault", reslab_fault_add, "one more"},
    {METHOD_DELETE, "/lab/fault", reslab_fault_clear, "all off, the lock-out too"},
    {METHOD_GET, "/lab/truth", reslab_truth, "every event as emitted; after=ID limit=N"},
    {METHOD_GET, "/lab/truth/devices", reslab_truth_devices, "each device's true state"},
    {METHOD_GET, "/lab/truth/sessions", reslab_truth_sessions, "each data session"},
    {METHOD_GET, "/lab/requests", reslab_requests, "the newest requests; limit=N"},
    {METHOD_GET, "/lab/world", reslab_world, "clock and counts"},
    {METHOD_POST, "/lab/world", reslab_world_set, "freeze it, let it go on"},
    {METHOD_GET, NULL, NULL, NULL},
};
