/* See pane.h. Owns the scratch directory that stands for the user's home. */
#include "pane.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

static int failures;

void pane_check(int fine, const char *what, const char *file, int line)
{
    if (fine)
        return;
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
    failures++;
}

int pane_failures(void)
{
    return failures;
}

static const char *path_of(const char *variable, const char *name)
{
    static char paths[8][600];
    static unsigned next;
    char *path = paths[next++ % 8];
    const char *top = getenv(variable);
    snprintf(path, sizeof paths[0], "%s/%s", top != NULL ? top : ".", name);
    return path;
}

const char *pane_built(const char *name)
{
    return path_of("top_builddir", name);
}

const char *pane_source(const char *name)
{
    return path_of("top_srcdir", name);
}

struct glass *pane_open(int rows, int cols, const char *const args[], const char *const env[])
{
    static char home[] = "/tmp/evmon-glass-XXXXXX", config[600], state[600], data[600];
    if (config[0] == '\0' && mkdtemp(home) != NULL) {
        snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s/config", home);
        snprintf(state, sizeof state, "XDG_STATE_HOME=%s/state", home);
        snprintf(data, sizeof data, "XDG_DATA_HOME=%s/data", home);
    }
    const char *all[16] = {config, state, data, "EVMON_TOKEN", "EVMON_CONFIG", "NO_COLOR"};
    for (int i = 0; env != NULL && env[i] != NULL && i < 9; i++)
        all[6 + i] = env[i];
    const char *argv[16] = {pane_built("evmon")};
    for (int i = 0; args[i] != NULL && i < 14; i++)
        argv[i + 1] = args[i];
    return glass_open(&(struct glass_setup){.argv = argv, .rows = rows, .cols = cols, .env = all});
}

/* The last of two sequences in what was sent. */
static bool ends_with(const struct glass *glass, const char *on, const char *off)
{
    ptrdiff_t last_on = -1, last_off = -1;
    struct str log = glass_log(glass);
    for (ptrdiff_t at = 0, n; (n = str_find(str_sub(log, (size_t)at, log.n), str_of(on))) >= 0; at += n + 1)
        last_on = at + n;
    for (ptrdiff_t at = 0, n; (n = str_find(str_sub(log, (size_t)at, log.n), str_of(off))) >= 0; at += n + 1)
        last_off = at + n;
    return last_off >= last_on;
}

bool pane_is_restored(const struct glass *glass)
{
    return !glass_is_alt(glass) && glass_is_echoing(glass) && !glass_is_mouse(glass) &&
           ends_with(glass, "\033[?2004h", "\033[?2004l") && ends_with(glass, "\033[?25l", "\033[?25h");
}

void pane_close(struct glass **glass, int exit_code)
{
    int status = glass_wait(*glass);
    check(WIFEXITED(status) && WEXITSTATUS(status) == exit_code);
    ptrdiff_t at = glass_audit(glass_log(*glass), 0);
    if (at >= 0)
        fprintf(stderr, "unexpected byte at %td\n", at);
    check(at < 0);
    check(glass_replies(*glass) == 0);
    check(pane_is_restored(*glass));
    glass_close(glass);
}

/* Name, state and parent of a process; false when there is none. */
static bool look_at(int pid, char name[64], char *state, int *parent)
{
    char path[64], line[512] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *f = fopen(path, "r");
    if (f == NULL)
        return false;
    bool fine = fgets(line, sizeof line, f) != NULL && sscanf(line, "%*d (%63[^)]) %c %d", name, state, parent) == 3;
    fclose(f);
    return fine;
}

pid_t pane_child(pid_t parent, const char *name)
{
    DIR *proc = opendir("/proc");
    pid_t found = 0;
    for (struct dirent *entry; proc != NULL && found == 0 && (entry = readdir(proc)) != NULL;) {
        char comm[64], state;
        int pid = atoi(entry->d_name), ppid;
        if (pid > 0 && look_at(pid, comm, &state, &ppid) && ppid == parent && strcmp(comm, name) == 0)
            found = pid;
    }
    closedir(proc);
    return found;
}

bool pane_is_dead(struct glass *glass, void *user)
{
    char comm[64], state;
    int ppid;
    (void)glass;
    return !look_at((int)*(pid_t *)user, comm, &state, &ppid) || state == 'Z';
}
