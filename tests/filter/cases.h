/* The files *.t: events, queries, ids that match, and errors with their carets.
 *
 *   # a comment                 set NAME      the events of the lines {...} that follow
 *   now 2026-08-22T12:00:00Z    zone NAME     list NAME value|value|# comment
 *   include NAME              the lines of a file beside this one
 *   use NAME                    the queries that follow ask the events of this set
 *   ? QUERY                     \n in it is a line break, \t a tab
 *   = 1 2 3                     the ids that match, in order of arrival; = alone: none
 *   ! ^^^                       instead: where the carets stand under the query
 *   ! words of the message
 */
#ifndef EVMON_TEST_CASES_H
#define EVMON_TEST_CASES_H

#include "base/buf.h"

struct cases_result {
    int good, bad;
};

/* Runs the cases of one file and prints what fails. */
struct cases_result cases_run(const char *path);

#endif
