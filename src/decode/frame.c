/* Cuts a stream of bytes into whole JSON texts. Good input is cut by bracket balance alone, straight out of the caller's
 * bytes; only where that fails it looks closer: a line that begins with {, or an element that reads as an event.
 * Knows of JSON what jscan tells. */
#include "decode/frame.h"

#include "base/buf.h"
#include "base/jscan.h"
#include "base/xalloc.h"
#include "decode/damage.h"
#include "decode/outline.h"

#include <stdlib.h>

#define BRACE_CHECKS_MAX 64            /* closer looks at one text: each costs its length */
#define PIECE_MIN ((size_t)4096)
#define HEAD 4 /* bytes that tell an encoding */

enum mode {
    AT_HEAD, /* nothing seen yet */
    BETWEEN, /* texts */
    IN_TEXT,
    IN_JUNK,    /* something that is no object: up to the end of the line, in arrays up to a comma */
    IN_LOST,    /* in an array whose commas no longer tell: up to what reads as an event */
    SKIP_TEXT,  /* the rest of a text that was too long */
    SKIP_JUNK,
    REFUSED,    /* everything until finish */
};

struct frame {
    enum mode mode;
    bool in_array;
    bool doubt;     /* a damaged text may have taken the array's end for its own */
    bool line_used; /* a text stands on this line already */
    bool lines;     /* the last text stood alone on its line */
    bool ending;    /* called from finish: nothing more will come */
    uint64_t page_max, taken;
    uint64_t offset, line; /* of the first byte that is not done with */
    struct outline outline; /* IN_TEXT, SKIP_TEXT */
    int brace_checks;
    size_t junk_at; /* IN_JUNK: bytes looked at */
    bool junk_string, junk_escape;
    size_t lost_next; /* IN_LOST: bytes worth another look */
    const char *lost_reason;
    int refusal;
    struct buf tail; /* from `offset` on, while a text is unfinished */
};

struct frame *frame_new(uint64_t page_max)
{
    struct frame *f = xcalloc(1, sizeof *f);
    f->page_max = page_max;
    f->line = 1;
    return f;
}

void frame_free(struct frame **frame)
{
    if (*frame == NULL)
        return;
    buf_fini(&(*frame)->tail);
    free(*frame);
    *frame = NULL;
}

size_t frame_pending(const struct frame *f)
{
    return f->tail.n;
}

static uint64_t count_breaks(struct str s)
{
    uint64_t n = 0;
    for (const char *at; s.n > 0 && (at = memchr(s.p, '\n', s.n)) != NULL; n++)
        s = str_sub(s, (size_t)(at - s.p) + 1, s.n);
    return n;
}

/* One run over a piece of input: `done` bytes of it are dealt with. */
struct run {
    struct frame *f;
    struct str all;
    size_t done;
    const struct frame_sink *sink;
};

static struct str rest_of(const struct run *r)
{
    return str_sub(r->all, r->done, r->all.n);
}

static void advance(struct run *r, size_t bytes, uint64_t breaks)
{
    r->done += bytes;
    r->f->offset += bytes;
    r->f->line += breaks;
    if (breaks > 0)
        r->f->line_used = false;
}

static void tell_bad(struct run *r, struct str bytes, uint64_t line, const char *reason)
{
    uint64_t offset = r->f->offset + (uint64_t)(bytes.p - rest_of(r).p);
    r->sink->bad(r->sink->user, str_sub(bytes, 0, FRAME_ELEMENT_MAX), offset, line, reason);
}

/* A line that never was the beginning of an object is told as that, not as one that was cut. */
static const char *reason_of_line(struct str line, const char *reason)
{
    struct str inside = line.p[0] == '{' ? str_trim(str_sub(line, 1, line.n)) : STR_NONE;
    if (line.p[0] == '[' || (line.p[0] == '{' && (inside.n == 0 || inside.p[0] == '"' || inside.p[0] == '}')))
        return reason;
    return "it is not a JSON object";
}

/* Tells that the next `n` bytes are bad and passes over them: in NDJSON each line by itself. */
static void drop(struct run *r, size_t n, const char *reason)
{
    struct str bytes = str_sub(rest_of(r), 0, n), left = bytes, piece;
    uint64_t line = r->f->line;
    if (!r->f->lines) {
        tell_bad(r, str_trim(bytes), line, reason);
    } else {
        for (; str_next(&left, '\n', &piece); line++) {
            piece = str_trim(piece);
            if (piece.n > 0)
                tell_bad(r, piece, line, reason_of_line(piece, reason));
        }
    }
    advance(r, n, count_breaks(bytes));
    r->f->mode = BETWEEN;
}

/* ---- finding the place again ---- */

/* From here on, up to what reads as an event. */
static bool get_lost(struct frame *f, size_t looked_at, const char *reason)
{
    f->mode = IN_LOST;
    f->lost_next = looked_at + 1;
    f->lost_reason = reason;
    return true;
}

/* The text at hand is damaged somewhere in its `n` bytes: goes on at the next event inside, else behind them. */
static void give_up(struct run *r, size_t n, const char *reason)
{
    struct frame *f = r->f;
    size_t again = damage_next_event(str_sub(rest_of(r), 0, n), DAMAGE_ALL_THERE);
    if (again == 0 && f->in_array)
        f->doubt = get_lost(f, n, reason);
    else
        drop(r, again > 0 ? again : n, reason);
}

/* ---- a text ---- */

static void begin_text(struct frame *f)
{
    f->mode = IN_TEXT;
    f->outline = (struct outline){0};
    f->brace_checks = 0;
}

static void end_text(struct run *r, size_t n)
{
    struct frame *f = r->f;
    struct str text = str_sub(rest_of(r), 0, n);
    if (text.p[n - 1] != (text.p[0] == '{' ? '}' : ']')) {
        give_up(r, n, "its brackets do not match");
        return;
    }
    uint64_t breaks = f->outline.lines;
    if (n > FRAME_ELEMENT_MAX)
        r->sink->bad(r->sink->user, str_sub(text, 0, FRAME_BAD_MAX), f->offset, f->line, "it is longer than 1 MiB");
    else
        r->sink->text(r->sink->user, text, f->offset, f->line);
    f->lines = breaks == 0 && !f->line_used && !f->in_array;
    advance(r, n, breaks);
    f->line_used = true;
    f->mode = BETWEEN;
}

/* A line begins with { inside the text. Does the text go on there, or is it a new one after an unfinished line? It goes
 * on where a value may stand, in a document that opened with a bracket alone on its line. */
static bool goes_on(struct frame *f, struct str so_far)
{
    struct jscan scan;
    enum jscan_token token;
    struct str first;
    struct str rest = so_far;
    str_next(&rest, '\n', &first);
    if (f->lines || str_trim(first).n > 1)
        return false;
    if (++f->brace_checks > BRACE_CHECKS_MAX)
        return true;
    jscan_init(&scan, so_far);
    while ((token = jscan_next(&scan)) != JSCAN_END && token != JSCAN_ERROR) {
    }
    return jscan_wants_value(&scan);
}

/* More than 1 MiB and no end: damage that swallowed its neighbours, or really that long. */
static void overlong(struct run *r)
{
    struct frame *f = r->f;
    struct str text = rest_of(r);
    size_t again = damage_is_at_the_end(str_sub(text, 0, FRAME_ELEMENT_MAX)) ? 0 : damage_next_event(text, DAMAGE_ALL_THERE);
    if (again > 0) {
        drop(r, again, "its brackets do not match");
        return;
    }
    r->sink->bad(r->sink->user, str_sub(text, 0, FRAME_BAD_MAX), f->offset, f->line, "it is longer than 1 MiB");
    f->mode = SKIP_TEXT;
    advance(r, text.n, f->outline.lines);
    f->line_used = true;
    f->outline.lines = 0;
    f->outline.at = f->outline.ignore = 0;
}

static bool run_text(struct run *r)
{
    struct frame *f = r->f;
    struct str text = rest_of(r);
    size_t position;
    switch (outline_run(&f->outline, text, &position)) {
    case OUTLINE_END: end_text(r, position); return true;
    case OUTLINE_BRACE:
        if (goes_on(f, str_sub(text, 0, position)))
            f->outline.ignore = position + 1;
        else
            drop(r, position, "the line ends before its object does");
        return true;
    case OUTLINE_MORE: break;
    }
    if (text.n > FRAME_ELEMENT_MAX) {
        overlong(r);
        return true;
    }
    if (f->ending)
        give_up(r, text.n, "the input ends before its object does");
    return f->ending;
}

static bool skip_text(struct run *r)
{
    struct frame *f = r->f;
    size_t position = r->all.n - r->done;
    if (position == 0)
        return false;
    enum outline_event event = outline_run(&f->outline, rest_of(r), &position);
    if (event == OUTLINE_BRACE && !f->lines && !f->outline.in_string) {
        f->outline.ignore = position + 1;
        return true;
    }
    advance(r, position, count_breaks(str_sub(rest_of(r), 0, position)));
    f->outline.at = f->outline.ignore = 0;
    f->outline.lines = 0;
    if (event != OUTLINE_MORE)
        f->mode = BETWEEN;
    return event != OUTLINE_MORE;
}

/* ---- what is no object ---- */

/* Up to the line's end, in an array up to a comma or bracket outside of strings. */
static bool junk_ends(struct frame *f, char c)
{
    if (c == '\n')
        return true;
    if (!f->in_array)
        return false;
    if (f->junk_escape)
        f->junk_escape = false;
    else if (c == '"')
        f->junk_string = !f->junk_string;
    else if (c == '\\')
        f->junk_escape = f->junk_string;
    else
        return !f->junk_string && (c == ',' || c == ']');
    return false;
}

static bool run_lost(struct run *r)
{
    struct frame *f = r->f;
    struct str s = rest_of(r);
    if (s.n == 0 || (s.n < f->lost_next && !f->ending))
        return false;
    bool more = !f->ending && s.n <= FRAME_ELEMENT_MAX;
    size_t again = damage_next_event(s, more ? DAMAGE_MORE_MAY_COME : DAMAGE_ALL_THERE);
    if (again == DAMAGE_UNDECIDED) {
        f->lost_next = 2 * s.n;
        return false;
    }
    if (again > 0) {
        f->in_array = damage_byte_before(s, again) != ']';
        f->doubt = false;
    }
    if (again > 0 || f->ending) {
        drop(r, again > 0 ? again : s.n, f->lost_reason);
        return true;
    }
    f->lost_next = 2 * s.n;
    if (s.n <= FRAME_ELEMENT_MAX)
        return false;
    tell_bad(r, str_sub(s, 0, FRAME_BAD_MAX), f->line, f->lost_reason);
    advance(r, s.n, count_breaks(s));
    f->lost_next = 0;
    return false;
}

static bool run_junk(struct run *r)
{
    struct frame *f = r->f;
    struct str s = rest_of(r);
    size_t at = f->junk_at;
    while (at < s.n && !junk_ends(f, s.p[at]))
        at++;
    bool ended = at < s.n || f->ending;
    f->junk_at = at;
    if (f->mode == SKIP_JUNK) {
        advance(r, at, 0);
        f->junk_at = 0;
        f->mode = ended ? BETWEEN : SKIP_JUNK;
    } else if (at > FRAME_ELEMENT_MAX) {
        tell_bad(r, str_sub(s, 0, FRAME_BAD_MAX), f->line, "it is longer than 1 MiB");
        advance(r, at, 0);
        f->junk_at = 0;
        f->mode = ended ? BETWEEN : SKIP_JUNK;
    } else if (ended && f->in_array && !damage_is_scalar(str_sub(s, 0, at))) {
        get_lost(f, at - 1, "it is not a JSON object");
    } else if (ended) {
        size_t again = f->in_array ? 0 : damage_next_event(str_sub(s, 0, at), DAMAGE_ALL_THERE);
        if (again > 0 && damage_byte_before(s, again) == ',') /* a damaged text closed its array too early */
            f->in_array = f->doubt = true;
        drop(r, again > 0 ? again : at, "it is not a JSON object");
    }
    return ended;
}

/* ---- between texts ---- */

static void begin_junk(struct frame *f)
{
    f->mode = IN_JUNK;
    f->junk_at = 0;
    f->junk_string = f->junk_escape = false;
}

/* A byte order mark may stand before any text: files are often put together. */
static bool pass_mark(struct run *r)
{
    struct str s = rest_of(r);
    if (str_starts(s, STR("\xef\xbb\xbf"))) {
        advance(r, 3, 0);
        return true;
    }
    if (s.n < 3 && !r->f->ending && memcmp(s.p, "\xef\xbb\xbf", s.n) == 0)
        return false;
    begin_junk(r->f);
    return true;
}

static void open_or_close_array(struct run *r, char c)
{
    struct frame *f = r->f;
    if (c == '[' && f->in_array) {
        begin_text(f); /* an array in the array: decode will say that it is no event */
        return;
    }
    f->in_array = c == '[';
    advance(r, 1, 0);
    f->line_used = true;
}

static bool run_between(struct run *r)
{
    while (r->done < r->all.n) {
        struct frame *f = r->f;
        char c = r->all.p[r->done];
        switch (c) {
        case '\n': advance(r, 1, 1); continue;
        case ' ':
        case '\t':
        case '\r':
        case '\x1e': /* RFC 7464 */
        case ',': advance(r, 1, 0); continue;
        case '{': begin_text(f); return true;
        case ']':
            if (!f->in_array) {
                begin_junk(f);
                return true;
            }
            open_or_close_array(r, c);
            continue;
        case '[':
            open_or_close_array(r, c);
            if (f->mode == IN_TEXT)
                return true;
            continue;
        case '\xef':
            if (!pass_mark(r))
                return false;
            if (f->mode == IN_JUNK)
                return true;
            continue;
        default: begin_junk(f); return true;
        }
    }
    return false;
}

static void refuse(struct run *r, int code, const char *reason)
{
    struct frame *f = r->f;
    tell_bad(r, str_sub(rest_of(r), 0, FRAME_BAD_MAX), f->line, reason);
    f->mode = REFUSED;
    f->refusal = -code;
}

/* The first bytes of UTF-16 and UTF-32 are a mark, or a zero beside an ASCII character. */
static bool run_head(struct run *r)
{
    struct str s = rest_of(r);
    if (s.n == 0 || (s.n < HEAD && !r->f->ending))
        return false;
    bool wide = str_starts(s, STR("\xff\xfe")) || str_starts(s, STR("\xfe\xff")) ||
                (s.n >= 2 && (s.p[0] == '\0' || s.p[1] == '\0'));
    if (wide)
        refuse(r, E_UNSUPPORTED, "the input is UTF-16, UTF-32 or no text at all; convert it to UTF-8 first (iconv)");
    else
        r->f->mode = BETWEEN;
    return true;
}

/* Deals with as much as it can; returns the bytes done with. */
static size_t run(struct frame *f, struct str all, const struct frame_sink *sink)
{
    struct run r = {f, all, 0, sink};
    bool more = true;
    while (more) {
        switch (f->mode) {
        case AT_HEAD: more = run_head(&r); break;
        case BETWEEN: more = run_between(&r); break;
        case IN_TEXT: more = run_text(&r); break;
        case SKIP_TEXT: more = skip_text(&r); break;
        case IN_JUNK:
        case SKIP_JUNK: more = run_junk(&r); break;
        case IN_LOST: more = run_lost(&r); break;
        case REFUSED:
            r.done = all.n;
            more = false;
            break;
        }
    }
    return r.done;
}

/* ---- the door ---- */

int frame_push(struct frame *f, struct str bytes, const struct frame_sink *sink)
{
    if (f->page_max > 0 && f->mode != REFUSED && bytes.n > f->page_max - f->taken) {
        struct run r = {f, bytes, 0, sink};
        refuse(&r, E_LIMIT, "the page is larger than allowed; the rest of it is left out");
        buf_clear(&f->tail);
    }
    f->taken += bytes.n;
    size_t piece = PIECE_MIN;
    while (f->tail.n > 0 && bytes.n > 0) { /* finish what has begun, then go on without copying */
        size_t before = f->tail.n;
        buf_add_str(&f->tail, str_sub(bytes, 0, piece));
        size_t done = run(f, buf_str(&f->tail), sink);
        if (done >= before) {
            bytes = str_sub(bytes, done - before, bytes.n);
            buf_clear(&f->tail);
        } else {
            bytes = str_sub(bytes, piece, bytes.n);
            buf_drop_front(&f->tail, done);
            piece *= 2;
        }
    }
    if (bytes.n > 0) {
        size_t done = run(f, bytes, sink);
        buf_add_str(&f->tail, str_sub(bytes, done, bytes.n));
    }
    return f->mode == REFUSED ? f->refusal : 0;
}

void frame_finish(struct frame *f, const struct frame_sink *sink)
{
    f->ending = true;
    size_t done = run(f, buf_str(&f->tail), sink);
    if (f->in_array && !f->doubt && f->mode != REFUSED)
        sink->bad(sink->user, STR_NONE, f->offset, f->line, "the array has no end");
    (void)done;
    struct buf tail = f->tail;
    buf_clear(&tail);
    *f = (struct frame){.page_max = f->page_max, .line = 1, .tail = tail};
}
