/* raw.PATH: values at a path of an event's JSON, arrays on the way and at the end fanned out (evmon-filter(7)). */
#ifndef EVMON_FILTER_RAWPATH_H
#define EVMON_FILTER_RAWPATH_H

#include "base/buf.h"
#include "base/str.h"

enum rawpath_form { RAWPATH_SCALAR, RAWPATH_OBJECT };

/* text: of a string (unescaped, in scratch), a number, true or false; none for an object that is not empty. null and
 * what is empty is not visited. False stops. */
typedef bool (*rawpath_visit_fn)(void *user, enum rawpath_form form, struct str text);
void rawpath_each(struct str json, const struct str *keys, size_t key_count, struct buf *scratch, rawpath_visit_fn visit,
                  void *user);

#endif
