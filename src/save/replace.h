/* Small files of ours, written so that a reader sees the old one or the new one and never half of one: a copy beside it
 * that has no name while it is written, then a rename: whatever ends the program, no half of one stays. Mode 0600, never through a link. Nobody's changes are overwritten unasked. */
#ifndef EVMON_SAVE_REPLACE_H
#define EVMON_SAVE_REPLACE_H

#include "base/err.h"
#include "base/str.h"

/* What a file held when it was read. */
struct replace_stamp {
    bool exists;
    unsigned char digest[32];
};
struct replace_stamp replace_stamp(struct str bytes); /* of a file with these bytes; {0} = of none */
bool replace_stamp_eq(const struct replace_stamp *a, const struct replace_stamp *b);

/* Puts bytes into the file at path. expected: what must stand there now, else -E_BUSY and nothing is touched; NULL =
 * whatever does. Other -E_ with "PATH: ...". */
int replace_file(const char *path, struct str bytes, const struct replace_stamp *expected, struct error *err);

#endif
