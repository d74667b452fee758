/* The fleet: what the events mean for devices, SIMs and networks. One pass over each event as it arrives; the same
 * events give the same fleet in whatever order they come. */
#ifndef EVMON_FLEET_FLEET_H
#define EVMON_FLEET_FLEET_H

#include "fleet/network.h"
#include "fleet/simcard.h"

#define FLEET_ENTITIES_DEFAULT 200000

struct fleet;
struct fleet *fleet_new(struct store *store, size_t max_entities); /* tells itself what the store holds already */
void fleet_free(struct fleet **fleet);
/* As of a moment: events after it are not taken in. */
struct fleet *fleet_new_at(struct store *store, size_t max_entities, int64_t until_ms);
/* A span in which completeness was not proved: confidence falls for what was silent in it. */
void fleet_note_gap(struct fleet *fleet, int64_t from_ms, int64_t until_ms);
/* Fleets for `--at T`: events after this moment are not taken in. INSTANT_NONE = all. Before anything is added. */
void fleet_set_until(struct fleet *fleet, int64_t until_ms);

size_t fleet_device_count(const struct fleet *fleet);
size_t fleet_others(const struct fleet *fleet); /* devices forgotten because max_entities was reached */
const struct device *fleet_device(const struct fleet *fleet, int64_t device_id); /* NULL = never seen */
const struct device *fleet_device_by_name(const struct fleet *fleet, struct str name); /* the newest of that name */
typedef bool (*fleet_device_fn)(void *user, const struct device *device);
void fleet_each_device(const struct fleet *fleet, fleet_device_fn fn, void *user); /* until fn returns false */
/* Every device has a slot, 0 to the count less 1, that it keeps; when one is forgotten, the newcomer takes its slot. */
const struct device *fleet_device_in(const struct fleet *fleet, size_t slot);
/* The device that changed last, then by ->older: those with ->changed above a known tick changed since. NULL = none. */
const struct device *fleet_last_changed(const struct fleet *fleet);
struct networks *fleet_networks(const struct fleet *fleet); /* of all devices, kept up to date; borrowed */
/* The same numbers for some devices alone; the caller frees. */
struct networks *fleet_networks_of(struct fleet *fleet, const struct device *const *devices, size_t count);
const struct simcard *fleet_sim(const struct fleet *fleet, int64_t sim_id);
const struct simcard *fleet_sim_by_iccid(const struct fleet *fleet, struct str iccid); /* 19 or 20 digits */
typedef bool (*fleet_sim_fn)(void *user, const struct simcard *sim);
void fleet_each_sim(const struct fleet *fleet, fleet_sim_fn fn, void *user);
size_t fleet_sim_count(const struct fleet *fleet);
struct str fleet_text(const struct fleet *fleet, uint32_t text);       /* names and numbers of devices and SIMs */
const struct place *fleet_place(const struct fleet *fleet, uint32_t place); /* NULL = unknown */
void fleet_counts(const struct fleet *fleet, size_t by_state[DEVICE_STATE_COUNT_]);
size_t fleet_bytes(const struct fleet *fleet);
/* Grows with every change; cheap "must I redraw?". */
uint64_t fleet_generation(const struct fleet *fleet);

/* The fields of home FLEET for one event, as of that event: at.*, state, sim.state, dt, age, flaps, silent, quota.left. Fits
 * reader_derive_fn with the fleet as user. now_ms for age is the clock. */
bool fleet_derive(void *fleet, row_id row, field_id field, struct value *out);
/* The same fields, and those that name the device (dev dev.id org org.id sim.id iccid imsi imei ip tag), as the device
 * stands at now_ms: flaps, silent and age run on while nothing happens. Text is borrowed from the fleet. */
bool fleet_now(const struct fleet *fleet, const struct device *device, field_id field, int64_t now_ms, struct value *out);

#endif
