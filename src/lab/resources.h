/* The functions behind the routes of rest.c, by resource. Each fills the reply; the route's numbers are request->ids. */
#ifndef EVMON_LAB_RESOURCES_H
#define EVMON_LAB_RESOURCES_H

#include "lab/rest.h"

/* The device of the path's first number; NULL with a 404 in the reply. */
const struct device *resconnect_device(struct lab *lab, const struct request *request,
                                       struct reply *reply, uint32_t *index);

void resevents_all(struct lab *lab, const struct request *request, struct reply *reply);
void resevents_device(struct lab *lab, const struct request *request, struct reply *reply);
void resevents_sim(struct lab *lab, const struct request *request, struct reply *reply);
void resevents_user(struct lab *lab, const struct request *request, struct reply *reply);
void resevents_my_user(struct lab *lab, const struct request *request, struct reply *reply);
void resevents_types(struct lab *lab, const struct request *request, struct reply *reply);

void reslab_fault_list(struct lab *lab, const struct request *request, struct reply *reply);
void reslab_fault_add(struct lab *lab, const struct request *request, struct reply *reply);
void reslab_fault_clear(struct lab *lab, const struct request *request, struct reply *reply);
void reslab_truth(struct lab *lab, const struct request *request, struct reply *reply);
void reslab_truth_devices(struct lab *lab, const struct request *request, struct reply *reply);
void reslab_truth_sessions(struct lab *lab, const struct request *request, struct reply *reply);
void reslab_requests(struct lab *lab, const struct request *request, struct reply *reply);
void reslab_world(struct lab *lab, const struct request *request, struct reply *reply);
void reslab_world_set(struct lab *lab, const struct request *request, struct reply *reply);

void reslookups_rat(struct lab *lab, const struct request *request, struct reply *reply);
void reslookups_endpoint_status(struct lab *lab, const struct request *request,
                                struct reply *reply);
void reslookups_sim_status(struct lab *lab, const struct request *request, struct reply *reply);
void reslookups_operator(struct lab *lab, const struct request *request, struct reply *reply);
void reslookups_country(struct lab *lab, const struct request *request, struct reply *reply);
void reslookups_org(struct lab *lab, const struct request *request, struct reply *reply);
void reslookups_org_stats(struct lab *lab, const struct request *request, struct reply *reply);
void resdevices_one(struct lab *lab, const struct request *request, struct reply *reply);
void resdevices_list(struct lab *lab, const struct request *request, struct reply *reply);
void resconnect_connectivity(struct lab *lab, const struct request *request, struct reply *reply);
void resconnect_connectivity_info(struct lab *lab, const struct request *request,
                                  struct reply *reply);
void resdevices_quota_data(struct lab *lab, const struct request *request, struct reply *reply);
void resdevices_quota_sms(struct lab *lab, const struct request *request, struct reply *reply);
void resdevices_sms(struct lab *lab, const struct request *request, struct reply *reply);
void ressims_one(struct lab *lab, const struct request *request, struct reply *reply);
void resstats_device(struct lab *lab, const struct request *request, struct reply *reply);
void resstats_sim(struct lab *lab, const struct request *request, struct reply *reply);
void resstats_daily(struct lab *lab, const struct request *request, struct reply *reply);
void resstats_sim_daily(struct lab *lab, const struct request *request, struct reply *reply);

#endif
