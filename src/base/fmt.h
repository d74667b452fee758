/* Numbers for people: counts, sizes, spans. All write at most `size` bytes, terminated, and return the length. */
#ifndef EVMON_BASE_FMT_H
#define EVMON_BASE_FMT_H

#include "base/str.h"

#define FMT_MAX 32 /* enough for every function here */

size_t fmt_count(uint64_t n, char *out, size_t size);       /* 1,284 */
size_t fmt_count_short(uint64_t n, char *out, size_t size); /* 999, 1.2k, 41k, 412k, 1.3M: at most 4 columns */
size_t fmt_bytes(uint64_t bytes, char *out, size_t size);   /* 512 B, 1.5 KiB, 12 MiB (memory and files) */
size_t fmt_mb(double mb, char *out, size_t size);           /* a platform volume (MB = 10^6): 0 B, 1.2 kB, 0.64 MB, 21.9 MB, 1.20 GB */
size_t fmt_span(int64_t ms, char *out, size_t size);        /* two units: 41s, 2m21s, 1h07m, 3d04h; under 10 s 0.4s */
size_t fmt_span_short(int64_t ms, char *out, size_t size);  /* one unit, at most 4 columns: 2s, 31m, 9h, 21d */
size_t fmt_percent(double ratio, char *out, size_t size);   /* 0.76 -> 76%; 0 < r < 1 % -> <1% */
size_t fmt_rate(double per_second, char *out, size_t size); /* 12, 0.4, 1.2k (the caller adds the unit) */

#endif
