/* The table of kinds. */
#include "lab/happening.h"

#include <stddef.h>

static const struct kind_row kinds[KIND_COUNT] = {
#define KIND(ident, ...) {__VA_ARGS__},
#include "lab/kinds.def"
#undef KIND
};

const struct kind_row *kind_row(unsigned kind)
{
    return &kinds[kind % KIND_COUNT];
}
