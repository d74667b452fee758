/* Strings that try to hurt whoever prints, stores or compares them; see the fault "hostile". */
#ifndef EVMON_LAB_HOSTILE_H
#define EVMON_LAB_HOSTILE_H

#include "base/str.h"

struct str hostile_text(unsigned n); /* already escaped: the inside of a JSON string */

#endif
