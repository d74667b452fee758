/* The numbers and names of a device: IMEI, IMSI, ICCID, MSISDN, addresses. Made from its index, never stored. */
#ifndef EVMON_LAB_IDENTITY_H
#define EVMON_LAB_IDENTITY_H

#include "lab/world.h"

#define IDENTITY_MAX 64

int64_t identity_endpoint(uint32_t device);
int64_t identity_sim(uint32_t sim);
void identity_name(const struct world *world, uint32_t device, char out[IDENTITY_MAX]);
void identity_tags(const struct world *world, uint32_t device,
                   char out[IDENTITY_MAX]); /* may be empty */
void identity_ip(uint32_t device, char out[IDENTITY_MAX]);
/* The 16-digit IMEISV of the n-th piece of hardware that carries the SIM; and the 15 digits with the check digit. */
void identity_imeisv(const struct world *world, uint32_t device, unsigned n,
                     char out[IDENTITY_MAX]);
void identity_imei(const struct world *world, uint32_t device, unsigned n, char out[IDENTITY_MAX]);
void identity_imsi(uint32_t sim, unsigned n, char out[IDENTITY_MAX]);
int64_t identity_imsi_id(uint32_t sim, unsigned n);
void identity_iccid(uint32_t sim, char out[IDENTITY_MAX]);      /* 19 digits */
void identity_iccid_luhn(uint32_t sim, char out[IDENTITY_MAX]); /* 20 */
void identity_msisdn(uint32_t sim, char out[IDENTITY_MAX]);
int64_t identity_produced(uint32_t sim); /* production and import date, ms */
void identity_uuid(const struct world *world, uint64_t session, char out[IDENTITY_MAX]);

#endif
