/* What every terminal does alike: counts, skipping of frames, and the few sequences that are ours and not ncurses':
 * clipboard, bell, title. No sequence here asks the terminal anything. */
#include "term/term.h"

#include <errno.h>
#include <signal.h>

#include "base/utf8.h"
#include "term/term_ops.h"
#include "term/tty.h"

void term_close(struct term **term)
{
    if (*term == NULL)
        return;
    keyin_fini(&(*term)->keyin);
    (*term)->ops->close(*term);
    *term = NULL;
}

int term_rows(const struct term *term)
{
    return term->rows;
}

int term_cols(const struct term *term)
{
    return term->cols;
}

enum depth term_depth(const struct term *term)
{
    return term->depth;
}

enum glyph_set term_glyphs(const struct term *term)
{
    return term->glyphs;
}

void term_set_glyphs(struct term *term, enum glyph_set glyphs)
{
    term->glyphs = glyphs;
    term->ops->restyle(term);
}

void term_set_theme(struct term *term, const struct theme *theme)
{
    term->theme = theme;
    term->ops->restyle(term);
}

void term_set_mouse(struct term *term, unsigned on)
{
    term->ops->mouse(term, on);
}

int term_input_fd(const struct term *term)
{
    return term->in_fd;
}

int term_output_fd(const struct term *term)
{
    return term->out_fd;
}

struct term_event term_read(struct term *term)
{
    return term->ops->read(term);
}

int term_escape_wait(const struct term *term)
{
    return keyin_wait(&term->keyin);
}

int term_flush(struct term *term)
{
    return term->ops->flush(term);
}

bool term_is_ready(struct term *term)
{
    return term_flush(term) <= 0;
}

int term_present(struct term *term, const struct grid *grid)
{
    int pending = term_flush(term);
    if (pending < 0)
        return pending;
    if (pending > 0) {
        term->skipped++;
        return 0;
    }
    term->frames++;
    return term->ops->present(term, grid);
}

void term_redraw(struct term *term)
{
    term->ops->redraw(term);
}

uint64_t term_bytes(const struct term *term)
{
    return term->bytes;
}

uint64_t term_frames(const struct term *term)
{
    return term->frames;
}

uint64_t term_frames_skipped(const struct term *term)
{
    return term->skipped;
}

bool term_resize(struct term *term)
{
    return term->ops->resize(term);
}

void term_suspend(struct term *term)
{
    term->ops->suspend(term);
}

void term_resume(struct term *term)
{
    term->ops->resume(term);
}

void term_restore(void)
{
    tty_restore();
}

static void crashed(int number)
{
    int saved = errno;
    tty_restore();
    errno = saved;
    signal(number, SIG_DFL);
    raise(number);
}

void term_guard_crashes(void)
{
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT};
    struct sigaction action = {.sa_handler = crashed};
    action.sa_flags = (int)(SA_RESETHAND | SA_NODEFER);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        sigaction(numbers[i], &action, NULL);
}

void term_bell(struct term *term)
{
    term->ops->send(term, STR("\a"));
}

static void add_base64(struct buf *out, struct str text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *p = (const unsigned char *)text.p;
    for (size_t i = 0; i < text.n; i += 3) {
        size_t left = text.n - i;
        uint32_t three = (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) |
                         (left > 2 ? p[i + 2] : 0);
        for (unsigned k = 0; k < 4; k++)
            buf_add_byte(out, k <= left ? digits[three >> (18 - 6 * k) & 63] : '=');
    }
}

enum term_copied term_copy(struct term *term, struct str text)
{
    if (!term->can_clipboard)
        return TERM_COPY_CANNOT;
    if (text.n > TERM_CLIPBOARD_MAX)
        return TERM_COPY_TOO_LONG;
    struct buf out = {0}, plain = {0};
    buf_add_text(&plain, "\033]52;c;");
    add_base64(&plain, text);
    buf_add_text(&plain, "\a");
    if (term->in_screen)
        buf_add_text(&out, "\033P");
    buf_add_str(&out, buf_str(&plain));
    if (term->in_screen)
        buf_add_text(&out, "\033\\");
    if (term->in_tmux) { /* plain for its `set-clipboard on`, wrapped for `allow-passthrough on` */
        buf_add_text(&out, "\033Ptmux;\033");
        buf_add_str(&out, buf_str(&plain));
        buf_add_text(&out, "\033\\");
    }
    term->ops->send(term, buf_str(&out));
    buf_fini(&out);
    buf_fini(&plain);
    return term->in_tmux ? TERM_COPIED_TMUX : TERM_COPIED;
}

#define TITLE_BYTES_MAX 200

/* A sequence for the terminal itself, its text without anything that could end it early. */
static void send_sequence(struct term *term, const char *begin, struct str text)
{
    struct buf out = {0};
    uint32_t point;
    if (!term->can_title)
        return;
    buf_add_text(&out, begin);
    for (size_t n; (n = utf8_next(text, &point)) > 0 && out.n < TITLE_BYTES_MAX; text = str_sub(text, n, text.n)) {
        char bytes[4];
        enum utf8_class class = utf8_classify(point);
        if (class == UTF8_TEXT)
            buf_add(&out, bytes, utf8_encode(point, bytes));
        else if (class == UTF8_SPACE)
            buf_add_byte(&out, ' ');
    }
    buf_add_text(&out, "\a");
    term->ops->send(term, buf_str(&out));
    buf_fini(&out);
}

void term_title(struct term *term, struct str title)
{
    send_sequence(term, "\033]2;", title);
}

void term_notify(struct term *term, enum term_notice notice, struct str text)
{
    send_sequence(term, notice == TERM_NOTICE_OSC9 ? "\033]9;" : "\033]777;notify;evmon;", text);
}
