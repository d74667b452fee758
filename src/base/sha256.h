/* SHA-256 (FIPS 180-4): names for events that come without an id. Not a security boundary by itself. */
#ifndef EVMON_BASE_SHA256_H
#define EVMON_BASE_SHA256_H

#include "base/str.h"

void sha256(struct str bytes, unsigned char digest[32]);
/* The first eight bytes as a number. */
uint64_t sha256_u64(struct str bytes);

#endif
