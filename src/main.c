/* The beginning: locale, signals, what other users of the machine may see; then the program that the first argument
 * names. Returns its exit code. */
#include "cli/cli.h"

#include <locale.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* Files we make are ours alone, and no copy of memory (which holds the token) is left behind. */
static void keep_private(void)
{
    umask(077);
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
#ifndef EVMON_SANITIZED /* the leak checker must be able to look at us */
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    keep_private();
    signal(SIGPIPE, SIG_IGN); /* a reader that goes away is seen as a failed write */
    const struct cli_program *program = NULL;
    if (argc > 1 && argv[1][0] != '\0' && argv[1][0] != '-')
        program = cli_find(argv[1]);
    if (program != NULL)
        return cli_run(program, argc - 1, argv + 1);
    return cli_run(cli_find(""), argc, argv);
}
