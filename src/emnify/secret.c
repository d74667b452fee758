/* Where the application token comes from. Owns the one copy of EVMON_TOKEN (the environment belongs to the process, so
 * this is the only static of the folder) and takes it out of the environment, so that no child inherits it. */
#include "emnify/secret.h"

#include "base/buf.h"
#include "base/xalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define COMMAND_MS 60000
#define COMMAND_WORDS_MAX 64
#define HOST_MAX 300

struct secret {
    struct loop *loop;
    char *file, *command;
    char origin[300];
    struct loop_child *child;
    struct loop_timer *timer;
    struct buf output;
    secret_done_fn done;
    void *user;
    bool output_ended, exited;
    int status;
};

static struct {
    char *token;
    char host[HOST_MAX];
} inherited;

static void take_environment(void)
{
    char *value = getenv("EVMON_TOKEN");
    if (value == NULL || value[0] == '\0')
        return;
    free(inherited.token);
    inherited.token = xstrdup(value);
    inherited.host[0] = '\0';
    explicit_bzero(value, strlen(value)); /* /proc/PID/environ shows these very bytes */
    unsetenv("EVMON_TOKEN");
}

static int bind_inherited(const char *host, struct error *err)
{
    if (inherited.host[0] == '\0')
        str_copy(str_of(host), inherited.host, sizeof inherited.host);
    if (strcmp(inherited.host, host) == 0)
        return 0;
    return err_set(err, E_AUTH, "EVMON_TOKEN is used for %.100s and is not sent to %.100s; give that one a token_file",
                   inherited.host, host);
}

/* Opens the file and looks at what was opened, so that nobody can swap it in between. */
static int open_file(const char *path, struct error *err)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return err_set(err, E_OPEN, "token file %s: cannot be opened: %s", path, strerror(errno));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        err_set(err, E_OPEN, "token file %s: is not a regular file", path);
    else if ((st.st_mode & 077) != 0)
        err_set(err, E_PERMISSION, "token file %s: can be read by others (mode %04o); chmod 600 %s", path,
                (unsigned)(st.st_mode & 07777), path);
    else if (st.st_size > (off_t)SECRET_MAX)
        err_set(err, E_LIMIT, "token file %s: is longer than %u bytes; it holds one token", path, SECRET_MAX);
    else
        return fd;
    close(fd);
    return err != NULL ? -err->code : -E_OPEN;
}

static int check_file(const char *path, struct error *err)
{
    int fd = open_file(path, err);
    if (fd >= 0)
        close(fd);
    return fd >= 0 ? 0 : fd;
}

static void wipe(struct buf *b)
{
    if (b->p != NULL)
        explicit_bzero(b->p, b->capacity);
    buf_fini(b);
}

struct secret *secret_new(struct loop *loop, const char *host, const char *file, const char *command, struct error *err)
{
    take_environment();
    struct secret *s = xcalloc(1, sizeof *s);
    s->loop = loop;
    int rc = 0;
    if (inherited.token != NULL) {
        str_copy(STR("EVMON_TOKEN"), s->origin, sizeof s->origin);
        rc = bind_inherited(host, err);
    } else if (file != NULL && file[0] != '\0') {
        s->file = xstrdup(file);
        snprintf(s->origin, sizeof s->origin, "the file %s", file);
        rc = check_file(file, err);
    } else if (command != NULL && command[0] != '\0') {
        s->command = xstrdup(command);
        str_copy(STR("token_command"), s->origin, sizeof s->origin);
    } else {
        rc = err_set(err, E_AUTH, "no application token; set EVMON_TOKEN, --token-file (mode 0600) or token_command");
    }
    if (rc < 0)
        secret_free(&s);
    return s;
}

void secret_free(struct secret **secret)
{
    struct secret *s = *secret;
    if (s == NULL)
        return;
    *secret = NULL;
    secret_cancel(s);
    free(s->file);
    free(s->command);
    free(s);
}

const char *secret_origin(const struct secret *s)
{
    return s->origin;
}

/* ---------------------------------------------------------------- handing it out */

static void give(struct secret *s, struct str raw)
{
    struct error err = {0};
    struct str token = str_trim(raw);
    for (size_t i = 0; i < token.n; i++)
        if (token.p[i] <= ' ' || token.p[i] > '~')
            err_set(&err, E_AUTH, "%s holds more than one word, or bytes that no token has", s->origin);
    if (token.n == 0)
        err_set(&err, E_AUTH, "%s gave no token; put the application token there", s->origin);
    s->done(s->user, token, err.code != 0 ? &err : NULL);
}

static void fail(struct secret *s, const struct error *err)
{
    s->done(s->user, STR_NONE, err);
}

static void fetch_file(struct secret *s)
{
    struct error err = {0};
    int fd = open_file(s->file, &err);
    if (fd < 0) {
        fail(s, &err);
        return;
    }
    struct buf text = {0};
    buf_reserve(&text, SECRET_MAX);
    ssize_t n = read(fd, text.p, SECRET_MAX);
    close(fd);
    text.n = n > 0 ? (size_t)n : 0;
    give(s, buf_str(&text));
    wipe(&text);
}

/* ---------------------------------------------------------------- a command */

static void command_ends(struct secret *s)
{
    if (!s->output_ended || !s->exited)
        return;
    struct error err = {0};
    struct buf output = s->output;
    s->output = (struct buf){0};
    int status = s->status;
    secret_cancel(s);
    if (output.n > SECRET_MAX)
        err_set(&err, E_AUTH, "token_command wrote more than %u bytes; it should write the token only", SECRET_MAX);
    else if (status != 0)
        err_set(&err, E_AUTH, "token_command ended with code %d; run it by hand to see why", status);
    if (err.code != 0)
        fail(s, &err);
    else
        give(s, buf_str(&output));
    wipe(&output);
}

static void command_output(void *user, const char *bytes, size_t n)
{
    struct secret *s = user;
    s->output_ended = n == 0;
    if (s->output.n <= SECRET_MAX)
        buf_add(&s->output, bytes, n);
    explicit_bzero((char *)(uintptr_t)bytes, n); /* the pipe's block is ours alone */
    command_ends(s);
}

static void command_exits(void *user, int status, int signal)
{
    struct secret *s = user;
    s->exited = true;
    s->status = signal != 0 ? 128 + signal : status;
    command_ends(s);
}

static void command_takes_too_long(void *user)
{
    struct secret *s = user;
    struct error err = {0};
    err_set(&err, E_AUTH, "token_command did not end within %d s; run it by hand to see why", COMMAND_MS / 1000);
    secret_cancel(s);
    fail(s, &err);
}

static const struct loop_child_ops command_ops = {.output = command_output, .exited = command_exits};

static void fetch_command(struct secret *s)
{
    struct error err = {0};
    char *copy = xstrdup(s->command), *argv[COMMAND_WORDS_MAX + 1], *save = NULL;
    size_t n = 0;
    for (char *word = strtok_r(copy, " \t\n", &save); word != NULL && n < COMMAND_WORDS_MAX;
         word = strtok_r(NULL, " \t\n", &save))
        argv[n++] = word;
    argv[n] = NULL;
    if (n > 0)
        s->child = loop_child_start(s->loop, argv, &command_ops, s, &err);
    else
        err_set(&err, E_AUTH, "token_command is empty");
    free(copy);
    if (s->child == NULL) {
        err_prefix(&err, "token_command");
        fail(s, &err);
        return;
    }
    loop_child_close_input(s->child);
    s->timer = loop_timer_new(s->loop, command_takes_too_long, s);
    loop_timer_start(s->timer, COMMAND_MS);
}

void secret_fetch(struct secret *s, secret_done_fn done, void *user)
{
    secret_cancel(s);
    s->done = done;
    s->user = user;
    if (s->file != NULL)
        fetch_file(s);
    else if (s->command != NULL)
        fetch_command(s);
    else
        give(s, str_of(inherited.token));
}

void secret_cancel(struct secret *s)
{
    loop_child_free(&s->child);
    loop_timer_free(&s->timer);
    wipe(&s->output);
    s->output_ended = s->exited = false;
    s->status = 0;
}
