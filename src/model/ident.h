/* Numbers of the SIM world taken apart. IMSI: 3GPP TS 23.003 2.2; IMEI and IMEISV: 6.2; ICCID: ITU-T E.118 (Luhn). */
#ifndef EVMON_MODEL_IDENT_H
#define EVMON_MODEL_IDENT_H

#include "base/str.h"

struct imsi {
    struct str mcc, mnc, msin; /* slices of the digits */
    const char *home;          /* home network's name, NULL when the MCC-MNC is not in the tables */
    const char *country;       /* home country's name or NULL */
};
/* 6 to 15 digits. The MNC's length comes from the tables (2 when unknown). */
bool ident_imsi(struct str digits, struct imsi *out);

enum luhn { LUHN_ABSENT, LUHN_HOLDS, LUHN_WRONG };
struct iccid {
    struct str body;  /* without check digit */
    enum luhn check;  /* LUHN_ABSENT for 19 digits: the platform leaves the check digit off */
    char full[24];    /* 20 digits with the right check digit */
};
bool ident_iccid(struct str digits, struct iccid *out);
/* 19 and 20 digit forms of one card (evmon-filter(7)); prefixes compare by the caller. */
bool ident_iccid_same(struct str a, struct str b);

struct imei {
    struct str tac, serial, version; /* version (SVN) only of 16 digits */
    enum luhn check;                 /* of 15 digits */
    char full[16];                   /* the 15-digit IMEI with its check digit */
};
/* 14 to 16 digits; a trailing `f` filler is taken off by decode. */
bool ident_imei(struct str digits, struct imei *out);
/* The modem itself: type and serial number, without check digit and software version, so that a new firmware is no
 * other modem. What is no IMEI stands for itself; 0 for an empty text. */
uint64_t ident_modem(struct str imei);
char ident_luhn_digit(struct str digits);

#endif
