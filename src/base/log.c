/* evmon's own log: one line a message, one write a line.
 * Owns the file (a process has one log). Must never be given events or secrets. */
#include "base/log.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/instant.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOG_LINE_MAX 2048

static const char *const level_names[] = {"error", "warn", "info", "debug"};
static int log_fd = -1;
static enum log_level log_most;

int log_open(const char *path, enum log_level most, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
    if (fd < 0)
        return err_set(err, E_OPEN, "%s: the log cannot be opened (%s), name a file you may write",
                       path, errno == ELOOP ? "it is a link" : strerror(errno));
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return err_set(err, E_OPEN, "%s: the log is not a regular file, name another", path);
    }
    fchmod(fd, 0600); /* one that was there with a wider mode */
    log_close();
    log_fd = fd;
    log_most = most;
    return 0;
}

void log_close(void)
{
    if (log_fd >= 0)
        close(log_fd);
    log_fd = -1;
}

/* Controls would forge lines or reach the terminal of whoever reads the log. */
static void make_safe(char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20 || c == 0x7f)
            text[i] = ' ';
        else if (c == 0xc2 && i + 1 < n && ((unsigned char)text[i + 1] & 0xe0) == 0x80)
            text[i] = text[i + 1] = ' '; /* C1 in UTF-8 */
    }
}

void log_say(enum log_level level, const char *format, ...)
{
    if (log_fd < 0 || level > log_most)
        return;
    char line[LOG_LINE_MAX];
    size_t head = instant_format(clock_wall_ms(), NULL, INSTANT_ISO, line, sizeof line);
    head += (size_t)snprintf(line + head, sizeof line - head, " %-5s ", level_names[level]);
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line + head, sizeof line - head - 1, format, args);
    va_end(args);
    if (n < 0)
        return;
    size_t room = sizeof line - head - 2;
    size_t length = (size_t)n < room ? (size_t)n : room;
    make_safe(line + head, length);
    line[head + length] = '\n';
    ssize_t written = write(log_fd, line, head + length + 1);
    (void)written; /* a full disk must not disturb the stream */
}
