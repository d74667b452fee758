/* Numbers for people. Owns the thresholds and suffixes; knows no fields and no locale (the point is always a dot). */
#include "base/fmt.h"

#include <inttypes.h>
#include <stdio.h>

static size_t written(int n, size_t size)
{
    if (n < 0)
        return 0;
    return (size_t)n < size ? (size_t)n : size - 1;
}

size_t fmt_count(uint64_t n, char *out, size_t size)
{
    char digits[24];
    char text[32];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, n);
    size_t to = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[to++] = ',';
        text[to++] = digits[i];
    }
    return str_copy((struct str){text, to}, out, size);
}

size_t fmt_count_short(uint64_t n, char *out, size_t size)
{
    static const char suffixes[] = "kMGTPE";
    if (n < 1000)
        return written(snprintf(out, size, "%" PRIu64, n), size);
    size_t step = 0;
    uint64_t unit = 1000;
    while (n / unit >= 1000 && suffixes[step + 1] != '\0') {
        unit *= 1000;
        step++;
    }
    uint64_t whole = n / unit;
    if (whole < 10) /* cut, never rounded up: 999,999 must not read 1.0M */
        return written(snprintf(out, size, "%" PRIu64 ".%" PRIu64 "%c", whole,
                                n % unit / (unit / 10), suffixes[step]), size);
    return written(snprintf(out, size, "%" PRIu64 "%c", whole, suffixes[step]), size);
}

size_t fmt_bytes(uint64_t bytes, char *out, size_t size)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    if (bytes < 1024)
        return written(snprintf(out, size, "%" PRIu64 " B", bytes), size);
    double value = (double)bytes / 1024;
    size_t step = 0;
    while (value >= 1023.5 && step + 1 < sizeof units / sizeof units[0]) {
        value /= 1024;
        step++;
    }
    return written(snprintf(out, size, value < 9.95 ? "%.1f %s" : "%.0f %s", value, units[step]), size);
}

size_t fmt_mb(double mb, char *out, size_t size)
{
    static const struct {
        double from, unit;
        const char *name;
    } steps[] = {{999.5e3, 1e6, "TB"}, {999.5, 1e3, "GB"}, {0.1, 1, "MB"}, {0.001, 1e-3, "kB"}};
    double amount = mb < 0 ? -mb : mb;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (amount < steps[i].from * (1 - 1e-12))
            continue;
        double shown = amount / steps[i].unit;
        int decimals = shown < 9.995 ? 2 : shown < 99.95 ? 1 : 0;
        if (steps[i].unit < 1 && decimals == 2)
            decimals = 1;
        return written(snprintf(out, size, "%.*f %s", decimals, mb / steps[i].unit, steps[i].name), size);
    }
    return written(snprintf(out, size, "%.0f B", mb * 1e6 + 0.0), size);
}

static const struct unit {
    int64_t ms;
    char name;
} units[] = {{86400000, 'd'}, {3600000, 'h'}, {60000, 'm'}, {1000, 's'}};

size_t fmt_span(int64_t ms, char *out, size_t size)
{
    const char *sign = ms < 0 ? "-" : "";
    uint64_t span = ms < 0 ? 0 - (uint64_t)ms : (uint64_t)ms;
    if (span < 10000)
        return written(snprintf(out, size, "%s%" PRIu64 ".%" PRIu64 "s", sign, span / 1000,
                                span % 1000 / 100), size);
    if (span < 60000)
        return written(snprintf(out, size, "%s%" PRIu64 "s", sign, span / 1000), size);
    size_t i = 0;
    while (span < (uint64_t)units[i].ms)
        i++;
    uint64_t major = (uint64_t)units[i].ms, minor = (uint64_t)units[i + 1].ms;
    return written(snprintf(out, size, "%s%" PRIu64 "%c%02" PRIu64 "%c", sign, span / major,
                            units[i].name, span % major / minor, units[i + 1].name), size);
}

size_t fmt_span_short(int64_t ms, char *out, size_t size)
{
    const char *sign = ms < 0 ? "-" : "";
    uint64_t span = ms < 0 ? 0 - (uint64_t)ms : (uint64_t)ms;
    const uint64_t year = UINT64_C(365) * 86400000;
    if (span >= 1000 * (uint64_t)units[0].ms)
        return written(snprintf(out, size, "%s%" PRIu64 "y", sign, span / year), size);
    size_t i = 0;
    while (i < 3 && span < (uint64_t)units[i].ms)
        i++;
    return written(snprintf(out, size, "%s%" PRIu64 "%c", sign, span / (uint64_t)units[i].ms,
                            units[i].name), size);
}

size_t fmt_percent(double ratio, char *out, size_t size)
{
    if (ratio > 0 && ratio < 0.01)
        return written(snprintf(out, size, "<1%%"), size);
    double percent = ratio * 100;
    if (ratio < 1 && percent > 99.4) /* full is said only when it is */
        percent = 99;
    return written(snprintf(out, size, "%.0f%%", percent + 0.0), size);
}

size_t fmt_rate(double per_second, char *out, size_t size)
{
    if (per_second > 0 && per_second < 0.05)
        return written(snprintf(out, size, "<0.1"), size);
    if (per_second > 0 && per_second < 9.95 && per_second != (double)(int)per_second)
        return written(snprintf(out, size, "%.1f", per_second), size);
    if (per_second < 0)
        per_second = 0;
    return fmt_count_short((uint64_t)(per_second + 0.5), out, size);
}
