/* Repeatable chance: the same seed gives the same life. Every actor holds its own 64-bit state, so that what happens to
 * one device never changes what happens to another. Not for secrets. */
#ifndef EVMON_LAB_CHANCE_H
#define EVMON_LAB_CHANCE_H

#include <math.h>
#include <stdint.h>

/* A stateless mix of two numbers (the finaliser of splitmix64). */
static inline uint64_t chance_mix(uint64_t a, uint64_t b)
{
    uint64_t z = a + 0x9e3779b97f4a7c15ULL * (b + 1);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

static inline uint64_t chance_next(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15ULL;
    return chance_mix(*state, 0);
}

/* 0 to n - 1; 0 for n = 0. */
static inline uint32_t chance_below(uint64_t *state, uint32_t n)
{
    return (uint32_t)(((chance_next(state) >> 32) * n) >> 32);
}

/* [0, 1) */
static inline double chance_unit(uint64_t *state)
{
    return (double)(chance_next(state) >> 11) * 0x1p-53;
}

/* lo to hi, both included. */
static inline int64_t chance_between(uint64_t *state, int64_t lo, int64_t hi)
{
    return lo + (int64_t)(chance_unit(state) * (double)(hi - lo + 1));
}

/* Exponentially spread around a mean, kept within a twentieth and six times of it. */
static inline double chance_spread(uint64_t *state, double mean)
{
    double x = -log(1.0 - chance_unit(state));
    return mean * (x < 0.05 ? 0.05 : x > 6.0 ? 6.0 : x);
}

#endif
