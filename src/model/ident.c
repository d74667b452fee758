/* IMSI, ICCID and IMEI taken apart, and the check digit they share (Luhn, ISO/IEC 7812-1).
 * The tables of networks are radio.c's. */
#include "model/ident.h"

#include "model/radio.h"

#define IMEI_BODY 14  /* type (TAC) and serial number; check digit or software version come behind */
#define ICCID_BODY 19 /* what the platform sends; the card carries one digit more */

char ident_luhn_digit(struct str digits)
{
    unsigned sum = 0;
    for (size_t i = 0; i < digits.n; i++) {
        unsigned d = (unsigned)(digits.p[digits.n - 1 - i] - '0');
        if (i % 2 == 0) /* the check digit will stand to the right */
            d = d > 4 ? 2 * d - 9 : 2 * d;
        sum += d;
    }
    return (char)('0' + (10 - sum % 10) % 10);
}

static enum luhn check_last(struct str digits)
{
    return ident_luhn_digit(str_sub(digits, 0, digits.n - 1)) == digits.p[digits.n - 1] ? LUHN_HOLDS
                                                                                        : LUHN_WRONG;
}

bool ident_imsi(struct str digits, struct imsi *out)
{
    *out = (struct imsi){0};
    if (digits.n < 6 || digits.n > 15 || !str_is_digits(digits))
        return false;
    size_t mnc = (size_t)radio_mnc_length(digits);
    out->mcc = str_sub(digits, 0, 3);
    out->mnc = str_sub(digits, 3, mnc);
    out->msin = str_sub(digits, 3 + mnc, digits.n);
    out->home = radio_operator(out->mcc, out->mnc);
    const char *iso = radio_country_iso(out->mcc);
    out->country = iso != NULL ? radio_country_name(str_of(iso)) : NULL;
    return true;
}

bool ident_iccid(struct str digits, struct iccid *out)
{
    *out = (struct iccid){0};
    if (digits.n < 18 || digits.n > 20 || !str_is_digits(digits))
        return false;
    out->body = str_sub(digits, 0, ICCID_BODY);
    if (digits.n == ICCID_BODY + 1)
        out->check = check_last(digits);
    size_t n = str_copy(out->body, out->full, sizeof out->full);
    if (n == ICCID_BODY) {
        out->full[n] = ident_luhn_digit(out->body);
        out->full[n + 1] = '\0';
    }
    return true;
}

bool ident_iccid_same(struct str a, struct str b)
{
    if (a.n == b.n)
        return str_eq(a, b);
    struct str longer = a.n > b.n ? a : b, shorter = a.n > b.n ? b : a;
    return shorter.n == ICCID_BODY && longer.n == ICCID_BODY + 1 && str_is_digits(longer) &&
           str_starts(longer, shorter) && check_last(longer) == LUHN_HOLDS;
}

bool ident_imei(struct str digits, struct imei *out)
{
    *out = (struct imei){0};
    if (digits.n < IMEI_BODY || digits.n > 16 || !str_is_digits(digits))
        return false;
    struct str body = str_sub(digits, 0, IMEI_BODY);
    out->tac = str_sub(digits, 0, 8);
    out->serial = str_sub(digits, 8, 6);
    if (digits.n == 16)
        out->version = str_sub(digits, IMEI_BODY, 2);
    else if (digits.n == 15)
        out->check = check_last(digits);
    str_copy(body, out->full, sizeof out->full);
    out->full[IMEI_BODY] = ident_luhn_digit(body);
    out->full[IMEI_BODY + 1] = '\0';
    return true;
}

uint64_t ident_modem(struct str imei)
{
    struct imei parts;
    uint64_t number = 0;
    if (imei.n == 0)
        return 0;
    if (ident_imei(imei, &parts) && str_u64(str_sub(imei, 0, IMEI_BODY), &number) && number > 0)
        return number;
    return str_hash(imei) | UINT64_C(1) << 63; /* no number of 14 digits is as large */
}
