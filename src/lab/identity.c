/* Numbers from indexes, so that a million events need no copies of them. Formats: IMSI and IMEI of 3GPP TS 23.003,
 * ICCID of ITU-T E.118; the prefixes are those the platform's SIMs carry. */
#include "lab/identity.h"

#include <stdio.h>
#include <string.h>

#include "lab/chance.h"

int64_t identity_endpoint(uint32_t device)
{
    return WORLD_DEVICE_ID + (int64_t)device;
}

int64_t identity_sim(uint32_t sim)
{
    return WORLD_SIM_ID + (int64_t)sim;
}

void identity_name(const struct world *w, uint32_t device, char out[IDENTITY_MAX])
{
    snprintf(out, IDENTITY_MAX, "%s-%04u", trade_get(w->devices[device].trade)->name, device);
}

void identity_tags(const struct world *w, uint32_t device, char out[IDENTITY_MAX])
{
    static const char *const tags[] = {
        "", "", "", "", "", "north", "pilot", "vip", "north,2g-sunset"};
    uint64_t h = chance_mix(w->options.seed, 70000 + device);
    snprintf(out, IDENTITY_MAX, "%s", tags[h % 9]);
}

void identity_ip(uint32_t device, char out[IDENTITY_MAX])
{
    snprintf(out, IDENTITY_MAX, "10.%u.%u.%u", 96 + (device >> 16), (device >> 8) & 255U,
             device & 255U);
}

static char luhn(const char *digits, size_t n)
{
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned v = (unsigned)(digits[n - 1 - i] - '0');
        if (i % 2 == 0)
            v = v > 4 ? 2 * v - 9 : 2 * v;
        sum += v;
    }
    return (char)('0' + (10 - sum % 10) % 10);
}

void identity_imeisv(const struct world *w, uint32_t device, unsigned n, char out[IDENTITY_MAX])
{
    static const char *const tacs[] = {"86769405", "35291711", "86442703", "35876110", "86158003"};
    uint64_t h = chance_mix(w->options.seed + n, 30000000 + device);
    const char *tac = tacs[(w->devices[device].trade + n) % 5];
    snprintf(out, IDENTITY_MAX, "%s%06u%02u", tac, (unsigned)(h % 1000000),
             1 + (unsigned)(h >> 40) % 60);
}

void identity_imei(const struct world *w, uint32_t device, unsigned n, char out[IDENTITY_MAX])
{
    identity_imeisv(w, device, n, out);
    out[14] = luhn(out, 14);
    out[15] = '\0';
}

void identity_imsi(uint32_t sim, unsigned n, char out[IDENTITY_MAX])
{
    static const char *const homes[WORLD_IMSIS] = {"90143", "29505", "90143"};
    snprintf(out, IDENTITY_MAX, "%s%010u", homes[n % WORLD_IMSIS], 310000000 + sim * 3 + n);
}

int64_t identity_imsi_id(uint32_t sim, unsigned n)
{
    return 6100000 + (int64_t)sim * WORLD_IMSIS + n;
}

void identity_iccid(uint32_t sim, char out[IDENTITY_MAX])
{
    snprintf(out, IDENTITY_MAX, "8988303%012u", 4400000 + sim * 7);
}

void identity_iccid_luhn(uint32_t sim, char out[IDENTITY_MAX])
{
    identity_iccid(sim, out);
    out[19] = luhn(out, 19);
    out[20] = '\0';
}

void identity_msisdn(uint32_t sim, char out[IDENTITY_MAX])
{
    snprintf(out, IDENTITY_MAX, "423663%09u", 910000000 + sim);
}

int64_t identity_produced(uint32_t sim)
{
    /* Some morning between 2022 and 2025. */
    return 1641024000000LL + (int64_t)(chance_mix(sim, 9) % 1300) * 86400000LL + 43931000LL;
}

void identity_uuid(const struct world *w, uint64_t session, char out[IDENTITY_MAX])
{
    uint64_t a = chance_mix(w->options.seed, session * 2),
             b = chance_mix(w->options.seed, session * 2 + 1);
    snprintf(out, IDENTITY_MAX, "%08x-%04x-4%03x-8%03x-%012llx", (unsigned)(a >> 32),
             (unsigned)(a >> 16) & 0xffffU, (unsigned)a & 0xfffU, (unsigned)(b >> 52) & 0xfffU,
             (unsigned long long)(b & 0xffffffffffffULL));
}
