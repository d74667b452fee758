/* Which rows a headless command means: --filter, --profile, --since and --until in one test, each id once. */
#ifndef EVMON_CLI_SELECT_H
#define EVMON_CLI_SELECT_H

#include "cli/pass.h"
#include "fleet/fleet.h"
#include "query/reader.h"
#include "query/slice.h"

struct select;
/* Reads the queries before anything is loaded, so that a mistake costs no time; said on standard error. The exit code. */
int select_new(const struct pass *h, struct select **select);
/* After pass_load: settles relative times and gives the test. It must be asked before anybody who listens to the
 * store does. */
void select_begin(struct select *select, struct pass *h, struct slice_test *test);
/* Before select_begin: take the fleet fields from here (borrowed). Without it a fleet is made when a query names one. */
void select_use_fleet(struct select *select, struct fleet *fleet);
/* Before select_begin: a fleet is needed, whatever the queries name. */
void select_want_fleet(struct select *select);
/* After select_begin: the reader's fleet fields come from here until select_end. */
void select_serve(struct select *select, struct reader *reader);
/* One row. */
bool select_matches(const struct slice_test *test, const struct store *store, row_id row);
/* The rows that match, in the screen's order, after select_begin. The caller frees the slice. */
struct slice *select_rows(const struct select *select, const struct slice_test *test);
/* Says what the queries could not decide. */
void select_end(struct select *select, const struct pass *h);
void select_free(struct select **select);

#endif
