/* What is really so: for tests that compare what they derived. One JSON object a line. */
#ifndef EVMON_LAB_TRUTH_H
#define EVMON_LAB_TRUTH_H

#include "base/buf.h"
#include "lab/world.h"

/* {"device_id","device","org","state","since","cause_id","shelf","sessions","rx","tx"…}: a line for each device. */
void truth_devices(struct buf *out, const struct world *world);
/* {"device_id","session_id","start","end","duration","rx","tx","operator","rat","ue_ip","end_id"}; open ones end null. */
void truth_sessions(struct buf *out, const struct world *world);
void truth_events(struct buf *out, const struct world *world, int64_t after, uint64_t most);

#endif
