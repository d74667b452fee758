/* The table of routes. */
#include "lab/resources.h"

const struct route rest_routes[] = {
    {METHOD_GET, "/event", resevents_all, "all events"},
    {METHOD_GET, "/event/type", resevents_types, "event types"},
    {METHOD_GET, "/rat_type", reslookups_rat, "radio access types"},
    {METHOD_GET, "/endpoint/status", reslookups_endpoint_status, "statuses of a device"},
    {METHOD_GET, "/sim/status", reslookups_sim_status, "statuses of a SIM"},
    {METHOD_GET, "/operator", reslookups_operator, "networks"},
    {METHOD_GET, "/country", reslookups_country, "countries; geographic=true"},
    {METHOD_GET, "/organisation/my", reslookups_org, "the organisation that is signed in"},
    {METHOD_GET, "/organisation/my/stats", reslookups_org_stats, "its SIM counts"},
    {METHOD_GET, "/endpoint", resdevices_list, "devices; q= page= per_page= sort=id|-id"},
    {METHOD_GET, "/endpoint/#", resdevices_one, "a device"},
    {METHOD_GET, "/endpoint/#/connectivity", resdevices_connectivity, "where it is, and its session"},
    {METHOD_GET, "/endpoint/#/connectivity_info", resdevices_connectivity_info, "asks the network: takes 5 to 12 s"},
    {METHOD_GET, "/endpoint/#/stats", resstats_device, "what it moved"},
    {METHOD_GET, "/endpoint/#/stats/daily", resstats_daily, "day by day; start_date= end_date="},
    {METHOD_GET, "/endpoint/#/quota/data", resdevices_quota_data, "its data quota"},
    {METHOD_GET, "/endpoint/#/quota/sms", resdevices_quota_sms, "its SMS quota"},
    {METHOD_GET, "/endpoint/#/sms", resdevices_sms, "its messages"},
    {METHOD_GET, "/sim/#", resdevices_sim, "a SIM"},
    {METHOD_GET, "/sim/#/stats", resstats_sim, "what it moved"},
    {METHOD_GET, "/sim/#/stats/daily", resstats_sim_daily, "day by day"},
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
