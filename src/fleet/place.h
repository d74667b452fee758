/* Places: where a device was last seen, as a small number. The same operator, country, RAT and cell give the same id. */
#ifndef EVMON_FLEET_PLACE_H
#define EVMON_FLEET_PLACE_H

#include "base/str.h"

struct place {
    struct str op, country, cc, mcc, mnc; /* empty = not known; borrowed from the table */
    int64_t rat, lac, ci;                 /* -1 = not known */
};
#define PLACE_UNKNOWN (-1)
#define PLACE_NONE 0u /* nothing known, or dropped by a purge */
#define PLACE_MAX (1u << 20) /* different places; later ones lose their cell */

struct places;
struct places *places_new(void);
void places_free(struct places **places);
uint32_t places_add(struct places *places, const struct place *place); /* PLACE_NONE when nothing in it is known */
/* The same network as a place that names one, with what this event says of the radio. */
struct place_radio {
    int64_t rat, lac, ci; /* -1 = not known */
};
uint32_t places_at(struct places *places, uint32_t network, const struct place_radio *radio);
const struct place *places_get(const struct places *places, uint32_t id); /* NULL for PLACE_NONE */
/* A place without a RAT gets that of the one before it, when both are of one network. The cell is not carried on: a
 * location update means that it may be another one. */
uint32_t places_join(struct places *places, uint32_t before, uint32_t named);
/* An operator in a country, whatever the RAT and cell: the key of the network screens, "Vodafone/de". */
bool place_same_network(const struct place *a, const struct place *b);
size_t places_bytes(const struct places *places);

#endif
