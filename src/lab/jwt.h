/* JSON Web Tokens (RFC 7519), signed with HMAC-SHA256. For a simulator: the secret is no secret. */
#ifndef EVMON_LAB_JWT_H
#define EVMON_LAB_JWT_H

#include "base/buf.h"

enum jwt_state { JWT_GOOD, JWT_EXPIRED, JWT_FORGED, JWT_SEGMENTS };

void jwt_issue(struct buf *out, uint64_t secret, int64_t now_ms, int64_t life_ms, uint64_t serial);
enum jwt_state jwt_check(struct str token, uint64_t secret, int64_t now_ms, uint64_t *serial);

#endif
