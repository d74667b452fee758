/* Runs every tests/filter/NAME.t, or those that are named. */
#include "cases.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    struct cases_result all = {0, 0};
    char pattern[4096];
    const char *top = getenv("top_srcdir");
    glob_t found = {0};
    snprintf(pattern, sizeof pattern, "%s/tests/filter/*.t", top != NULL ? top : ".");
    if (argc < 2 && glob(pattern, 0, NULL, &found) != 0) {
        printf("%s: no such files\n", pattern);
        return 1;
    }
    char **paths = argc < 2 ? found.gl_pathv : argv + 1;
    size_t count = argc < 2 ? found.gl_pathc : (size_t)argc - 1;
    for (size_t i = 0; i < count; i++) {
        struct cases_result result = cases_run(paths[i]);
        printf("%s: %d right, %d wrong\n", paths[i], result.good, result.bad);
        all.good += result.good;
        all.bad += result.bad;
    }
    printf("%d right, %d wrong\n", all.good, all.bad);
    globfree(&found);
    return all.bad > 0 || all.good == 0;
}
