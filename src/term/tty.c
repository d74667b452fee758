/* Descriptors and modes of the terminal. What is needed in a signal handler is kept in one static: fixed bytes, modes and
 * the descriptors to use. Knows no ncurses. */
#include "term/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "canvas/canvas.h"

#define RESTORE_MS 300 /* a terminal that does not take its last bytes is not waited for longer */

static struct {
    volatile sig_atomic_t raw;
    int fd;
    struct termios modes;
    char bytes[TTY_FAREWELL_MAX];
    volatile size_t n;
} rescue;

int tty_open(struct tty *tty, int in, int out, struct error *err)
{
    char name[64];
    *tty = (struct tty){-1, -1, -1};
    if (!isatty(in) || !isatty(out))
        return err_set(err, E_OPEN, "the screen needs a terminal on standard input and output; "
                                    "for files and pipes use 'evmon print'");
    /* A description of our own, so that not blocking it does not unblock the shell's. */
    if (ttyname_r(out, name, sizeof name) == 0)
        tty->fd = open(name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (tty->fd < 0) {
        tty->fd = fcntl(out, F_DUPFD_CLOEXEC, 3);
        tty->saved_flags = fcntl(out, F_GETFL);
        if (tty->fd < 0 || fcntl(tty->fd, F_SETFL, tty->saved_flags | O_NONBLOCK) != 0)
            return err_set(err, E_OPEN, "the terminal cannot be opened: %s", strerror(errno));
    }
    tty->out = fcntl(tty->fd, F_DUPFD_CLOEXEC, 3);
    if (tty->out < 0 || tcgetattr(tty->fd, &rescue.modes) != 0)
        return err_set(err, E_OPEN, "the terminal's modes cannot be read: %s", strerror(errno));
    rescue.fd = tty->fd;
    return 0;
}

void tty_close(struct tty *tty)
{
    if (tty->fd >= 0)
        close(tty->fd);
    if (tty->out >= 0)
        close(tty->out);
    tty->fd = tty->out = -1;
}

void tty_remember(struct tty *tty)
{
    tcgetattr(tty->fd, &rescue.modes);
}

/* Nothing is echoed, nothing is translated. The quit key keeps its signal: it is the way out of a program that no longer
 * answers. */
void tty_raw(struct tty *tty)
{
    struct termios modes = rescue.modes;
    modes.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON | IXOFF);
    modes.c_oflag &= ~(tcflag_t)(ONLCR | OCRNL);
    modes.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN);
    modes.c_cflag = (modes.c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
    modes.c_cc[VINTR] = modes.c_cc[VSUSP] = _POSIX_VDISABLE;
    if (tty->saved_flags >= 0)
        fcntl(tty->fd, F_SETFL, tty->saved_flags | O_NONBLOCK);
    rescue.raw = 1;
    tcsetattr(tty->fd, TCSANOW, &modes);
}

void tty_cooked(struct tty *tty)
{
    rescue.raw = 0;
    tcsetattr(tty->fd, TCSANOW, &rescue.modes);
    if (tty->saved_flags >= 0)
        fcntl(tty->fd, F_SETFL, tty->saved_flags);
}

void tty_size(const struct tty *tty, int *rows, int *cols)
{
    struct winsize size;
    if (ioctl(tty->fd, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0)
        return;
    *rows = size.ws_row < CANVAS_ROWS_MAX ? size.ws_row : CANVAS_ROWS_MAX;
    *cols = size.ws_col < CANVAS_COLS_MAX ? size.ws_col : CANVAS_COLS_MAX;
}

static void put_back(const char *name, char *value)
{
    if (value != NULL)
        setenv(name, value, 1);
    else
        unsetenv(name);
    free(value);
}

void tty_lend_size(const struct tty *tty, struct tty_lent *size)
{
    char number[16];
    int rows = 24, cols = 80;
    const char *lines = getenv("LINES"), *columns = getenv("COLUMNS");
    size->lines = lines != NULL ? str_dup(str_of(lines)) : NULL;
    size->columns = columns != NULL ? str_dup(str_of(columns)) : NULL;
    tty_size(tty, &rows, &cols);
    snprintf(number, sizeof number, "%d", rows);
    setenv("LINES", number, 1);
    snprintf(number, sizeof number, "%d", cols);
    setenv("COLUMNS", number, 1);
}

void tty_take_size_back(struct tty_lent *size)
{
    put_back("LINES", size->lines);
    put_back("COLUMNS", size->columns);
}

void tty_set_farewell(struct str bytes)
{
    rescue.n = 0;
    if (bytes.n > sizeof rescue.bytes)
        return;
    memcpy(rescue.bytes, bytes.p, bytes.n);
    rescue.n = bytes.n;
}

struct str tty_farewell(void)
{
    return (struct str){rescue.bytes, rescue.n};
}

void tty_restore(void)
{
    if (!rescue.raw)
        return;
    rescue.raw = 0;
    struct pollfd fd = {rescue.fd, POLLOUT, 0};
    for (size_t at = 0; at < rescue.n;) {
        ssize_t n = write(rescue.fd, rescue.bytes + at, rescue.n - at);
        if (n <= 0 && (errno != EAGAIN || poll(&fd, 1, RESTORE_MS) <= 0))
            break;
        at += n > 0 ? (size_t)n : 0;
    }
    tcsetattr(rescue.fd, TCSANOW, &rescue.modes);
}
