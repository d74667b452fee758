/* HMAC-SHA256 (RFC 2104) over base64url segments. */
#include "lab/jwt.h"

#include <stdio.h>

#include "base/sha256.h"

static void hmac(uint64_t secret, struct str text, unsigned char out[32])
{
    struct buf inner = {0}, outer = {0};
    for (int i = 0; i < 64; i++) {
        unsigned char key = (unsigned char)(i < 8 ? secret >> 8 * i : 0);
        buf_add_byte(&inner, (char)(key ^ 0x36));
        buf_add_byte(&outer, (char)(key ^ 0x5c));
    }
    buf_add_str(&inner, text);
    sha256(buf_str(&inner), out);
    buf_add(&outer, out, 32);
    sha256(buf_str(&outer), out);
    buf_fini(&inner);
    buf_fini(&outer);
}

static void add_base64(struct buf *out, const void *bytes, size_t n)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i += 3) {
        unsigned v = (unsigned)p[i] << 16 | (i + 1 < n ? (unsigned)p[i + 1] << 8 : 0) |
                     (i + 2 < n ? p[i + 2] : 0U);
        for (size_t j = 0; j < 4 && i + j <= n; j++)
            buf_add_byte(out, letters[v >> (18 - 6 * j) & 63]);
    }
}

static void add_signature(struct buf *token, uint64_t secret)
{
    unsigned char digest[32];
    hmac(secret, buf_str(token), digest);
    buf_add_byte(token, '.');
    add_base64(token, digest, sizeof digest);
}

void jwt_issue(struct buf *out, uint64_t secret, int64_t now_ms, int64_t life_ms, uint64_t serial)
{
    static const char header[] = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    struct buf token = {0}, claims = {0};
    long long now = now_ms / 1000;
    buf_add_fmt(&claims,
                "{\"jti\":\"%llu\",\"iat\":%lld,\"exp\":%lld,\"iss\":\"evmon-lab\",\"sub\":"
                "\"application\",\"org\":7310}",
                (unsigned long long)serial, now, now + life_ms / 1000);
    add_base64(&token, header, sizeof header - 1);
    buf_add_byte(&token, '.');
    add_base64(&token, claims.p, claims.n);
    add_signature(&token, secret);
    buf_add_str(out, buf_str(&token));
    buf_fini(&claims);
    buf_fini(&token);
}

static int letter_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

static void read_base64(struct buf *out, struct str text)
{
    unsigned v = 0, bits = 0;
    for (size_t i = 0; i < text.n && letter_value(text.p[i]) >= 0; i++) {
        v = v << 6 | (unsigned)letter_value(text.p[i]);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            buf_add_byte(out, (char)(v >> bits & 0xff));
        }
    }
}

enum jwt_state jwt_check(struct str token, uint64_t secret, int64_t now_ms, uint64_t *serial)
{
    struct str rest = token, part[3];
    for (int i = 0; i < 3; i++)
        if (!str_next(&rest, '.', &part[i]))
            return JWT_SEGMENTS;
    if (rest.p != NULL || part[2].n == 0)
        return JWT_SEGMENTS;
    struct buf again = {0}, claims = {0};
    buf_add(&again, token.p, part[0].n + 1 + part[1].n);
    add_signature(&again, secret);
    bool ours = str_eq(buf_str(&again), token);
    read_base64(&claims, part[1]);
    unsigned long long number = 0;
    long long expires = 0;
    if (ours)
        ours = sscanf(buf_cstr(&claims), "{\"jti\":\"%llu\",\"iat\":%*d,\"exp\":%lld,", &number,
                      &expires) == 2;
    buf_fini(&claims);
    buf_fini(&again);
    *serial = number;
    return !ours ? JWT_FORGED : expires * 1000 <= now_ms ? JWT_EXPIRED : JWT_GOOD;
}
