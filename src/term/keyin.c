/* The input side of a terminal as a small machine over bytes. What may follow what is ECMA-48's grammar: ESC [ then
 * parameters, intermediates and one final byte; ESC O and one byte; strings (OSC, DCS, APC, PM, SOS) up to their end,
 * which are answers nobody asked for and are dropped. */
#include "term/keyin.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/utf8.h"

#define ESC '\033'
#define ESCAPE_MS_DEFAULT 25

enum step { STEP_EVENT, STEP_DROPPED, STEP_MORE };

void keyin_fini(struct keyin *keyin)
{
    buf_fini(&keyin->in);
    buf_fini(&keyin->paste);
}

void keyin_teach(struct keyin *keyin, const char *bytes, const char *name)
{
    size_t n = bytes != NULL ? strlen(bytes) : 0;
    if (n == 0 || n >= KEYIN_SEQUENCE_BYTES || keyin->sequence_count == KEYIN_SEQUENCES_MAX)
        return;
    if (n == 1 && bytes[0] != '\b')
        return;
    struct keyin_sequence *row = &keyin->sequence[keyin->sequence_count++];
    memcpy(row->bytes, bytes, n);
    row->n = n;
    snprintf(row->name, sizeof row->name, "%s", name);
}

void keyin_feed(struct keyin *keyin, const void *bytes, size_t n)
{
    buf_drop_front(&keyin->in, keyin->at);
    keyin->at = 0;
    buf_add(&keyin->in, bytes, n);
    keyin->fed_ns = clock_mono_ns();
}

static struct str waiting(const struct keyin *keyin)
{
    return str_sub(buf_str(&keyin->in), keyin->at, keyin->in.n);
}

static bool is_late(const struct keyin *keyin, int ms)
{
    return clock_mono_ns() - keyin->fed_ns >= (int64_t)ms * 1000000;
}

static int escape_ms(const struct keyin *keyin)
{
    return keyin->escape_ms > 0 ? keyin->escape_ms : ESCAPE_MS_DEFAULT;
}

static enum step key_event(struct term_event *event, const char *modifier, const char *name)
{
    event->kind = TERM_KEY;
    snprintf(event->key, sizeof event->key, "%s%s", modifier, name);
    return STEP_EVENT;
}

/* The terminal's own sequences: the longest that matches wins. STEP_MORE when one may still become complete. */
static enum step match_taught(struct keyin *keyin, struct str in, struct term_event *event)
{
    const struct keyin_sequence *best = NULL;
    bool partial = false;
    for (int i = 0; i < keyin->sequence_count; i++) {
        const struct keyin_sequence *row = &keyin->sequence[i];
        struct str bytes = {row->bytes, row->n};
        if (str_starts(in, bytes) && (best == NULL || row->n > best->n))
            best = row;
        else if (in.n < row->n && str_starts(bytes, in))
            partial = true;
    }
    if (best == NULL)
        return partial ? STEP_MORE : STEP_DROPPED;
    keyin->at += best->n;
    return key_event(event, "", best->name);
}

static const struct {
    char final;
    const char *name;
} finals[] = {
    {'A', "Up"}, {'B', "Down"}, {'C', "Right"}, {'D', "Left"}, {'H', "Home"}, {'F', "End"},
    {'P', "F1"}, {'Q', "F2"},   {'R', "F3"},    {'S', "F4"},   {'Z', "Tab"},  {'M', "Enter"},
};

static const struct {
    int number;
    const char *name;
} tildes[] = {
    {1, "Home"}, {2, "Ins"}, {3, "Del"},  {4, "End"},  {5, "PgUp"}, {6, "PgDn"}, {7, "Home"},
    {8, "End"},  {11, "F1"}, {12, "F2"},  {13, "F3"},  {14, "F4"},  {15, "F5"},  {17, "F6"},
    {18, "F7"},  {19, "F8"}, {20, "F9"},  {21, "F10"}, {23, "F11"}, {24, "F12"},
};

/* xterm's modifier parameter: 1 + Shift 1, Alt 2, Ctrl 4. */
static const char *const modifiers[] = {"",     "S-",     "M-",     "M-S-",
                                        "C-",   "C-S-",   "M-C-",   "M-C-S-"};

static const char *modifier_of(int parameter)
{
    return parameter >= 1 && parameter <= 8 ? modifiers[parameter - 1] : "";
}

#define PARAMETERS 4

struct csi {
    int parameter[PARAMETERS];
    int count;
    char mark, final; /* mark: one of < = > ? in front, or 0 */
    size_t n;         /* bytes of the whole sequence, ESC [ included */
};

/* Reads ESC [ ... final. 0 more bytes are needed, 1 read, -1 not a sequence. */
static int csi_read(struct str in, struct csi *csi)
{
    *csi = (struct csi){.count = 1};
    size_t i = 2;
    if (i < in.n && in.p[i] >= '<' && in.p[i] <= '?')
        csi->mark = in.p[i++];
    for (; i < in.n && i < KEYIN_ESCAPE_MAX; i++) {
        char c = in.p[i];
        if (c >= '0' && c <= '9') {
            int *last = &csi->parameter[csi->count - 1];
            *last = *last < 10000 ? *last * 10 + (c - '0') : *last;
        } else if (c == ';' || c == ':') {
            csi->count += csi->count < PARAMETERS;
        } else if (c >= '@' && c <= '~') {
            csi->final = c;
            csi->n = i + 1;
            return 1;
        } else if (c < ' ' || c > '/') {
            return -1;
        }
    }
    return i >= KEYIN_ESCAPE_MAX ? -1 : 0;
}

static enum step mouse_event(const struct csi *csi, struct term_event *event)
{
    int button = csi->parameter[0];
    bool release = csi->final == 'm';
    if ((button & 32) != 0 || csi->count < 3)
        return STEP_DROPPED;
    event->kind = TERM_MOUSE;
    event->col = csi->parameter[1] - 1;
    event->row = csi->parameter[2] - 1;
    if ((button & 64) != 0)
        snprintf(event->key, sizeof event->key, "%s", (button & 1) != 0 ? "WheelDown" : "WheelUp");
    else
        snprintf(event->key, sizeof event->key, "%s%d", release ? "Release" : "Press",
                 (button & 3) + 1);
    return STEP_EVENT;
}

static enum step csi_event(struct keyin *keyin, const struct csi *csi, struct term_event *event)
{
    if (csi->mark == '<' && (csi->final == 'M' || csi->final == 'm'))
        return mouse_event(csi, event);
    if (csi->mark != 0)
        return STEP_DROPPED;
    if (csi->final == '~' && csi->parameter[0] == 200) {
        keyin->pasting = 1;
        return STEP_DROPPED;
    }
    const char *modifier = modifier_of(csi->count > 1 ? csi->parameter[1] : 1);
    if (csi->final == 'Z')
        return key_event(event, "S-", "Tab");
    for (size_t i = 0; csi->final == '~' && i < sizeof tildes / sizeof tildes[0]; i++)
        if (tildes[i].number == csi->parameter[0])
            return key_event(event, modifier, tildes[i].name);
    /* A cursor position report ends in R as F3 does with a modifier: nobody asked for one. */
    if (csi->final == 'R' || csi->final == 'M')
        return STEP_DROPPED;
    for (size_t i = 0; i < sizeof finals / sizeof finals[0]; i++)
        if (finals[i].final == csi->final)
            return key_event(event, modifier, finals[i].name);
    return STEP_DROPPED;
}

static enum step ss3_event(struct keyin *keyin, struct str in, struct term_event *event)
{
    if (in.n < 3)
        return STEP_MORE;
    keyin->at += 3;
    for (size_t i = 0; i < sizeof finals / sizeof finals[0]; i++)
        if (finals[i].final == in.p[2] && finals[i].final != 'Z')
            return key_event(event, "", finals[i].name);
    if (in.p[2] >= 'j' && in.p[2] <= 'y') { /* the number pad in application mode */
        char text[] = {(char)(in.p[2] - 'j' + '*'), '\0'};
        return key_event(event, "", text);
    }
    return STEP_DROPPED;
}

/* OSC, DCS, APC, PM, SOS: dropped up to BEL or ESC \. */
static enum step string_drop(struct keyin *keyin, struct str in)
{
    for (size_t i = 2; i < in.n; i++) {
        bool st = in.p[i] == ESC && i + 1 < in.n && in.p[i + 1] == '\\';
        if (in.p[i] == '\a' || st) {
            keyin->at += i + (st ? 2 : 1);
            return STEP_DROPPED;
        }
    }
    if (in.n < 16 * KEYIN_ESCAPE_MAX)
        return STEP_MORE;
    keyin->at += in.n;
    return STEP_DROPPED;
}

/* A character or a control; never ESC. */
static enum step plain_event(struct keyin *keyin, struct str in, const char *modifier,
                             struct term_event *event)
{
    uint32_t point;
    size_t n = utf8_next(in, &point);
    unsigned char lead = (unsigned char)in.p[0];
    size_t wants = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
    if (n < wants && n == in.n && !is_late(keyin, escape_ms(keyin)))
        return STEP_MORE;
    keyin->at += n;
    if (point == ' ')
        return key_event(event, modifier, "Space");
    if (point == '\t')
        return key_event(event, modifier, "Tab");
    if (point == '\r' || point == '\n')
        return key_event(event, modifier, "Enter");
    if (point == 0x7f)
        return key_event(event, modifier, "BS");
    if (point < 0x20) {
        char caret[] = {'^', (char)(point + '@'), '\0'};
        return key_event(event, modifier, caret);
    }
    enum utf8_class class = utf8_classify(point);
    if (point == UTF8_REPLACEMENT || (class != UTF8_TEXT && class != UTF8_COMBINING))
        return STEP_DROPPED;
    char text[5] = {0};
    utf8_encode(point, text);
    return key_event(event, modifier, text);
}

static enum step escape_event(struct keyin *keyin, struct str in, struct term_event *event)
{
    bool late = is_late(keyin, escape_ms(keyin));
    if (in.n == 1 || in.p[1] == ESC) {
        if (in.n == 1 && !late)
            return STEP_MORE;
        keyin->at++;
        return key_event(event, "", "Esc");
    }
    enum step step = STEP_MORE;
    struct csi csi;
    if (in.p[1] == '[') {
        int got = csi_read(in, &csi);
        if (got > 0) {
            keyin->at += csi.n;
            return csi_event(keyin, &csi, event);
        }
        if (got < 0) {
            keyin->at += 2;
            return STEP_DROPPED;
        }
    } else if (in.p[1] == 'O') {
        step = ss3_event(keyin, in, event);
    } else if (in.p[1] != '\0' && strchr("]P_^X", in.p[1]) != NULL) {
        step = string_drop(keyin, in);
    } else {
        keyin->at++;
        return plain_event(keyin, str_sub(in, 1, in.n), "M-", event);
    }
    if (step != STEP_MORE || !late)
        return step;
    /* It never became a sequence: M-[ M-O M-] and their like. */
    keyin->at++;
    return plain_event(keyin, str_sub(in, 1, in.n), "M-", event);
}

/* Collects a paste up to its end mark. */
static enum step paste_event(struct keyin *keyin, struct str in, struct term_event *event)
{
    static const struct str end = {"\033[201~", 6};
    ptrdiff_t at = str_find(in, end);
    bool late = is_late(keyin, KEYIN_PASTE_WAIT_MS);
    size_t take = at >= 0 ? (size_t)at : late ? in.n : in.n > 5 ? in.n - 5 : 0;
    size_t room = TERM_PASTE_MAX - keyin->paste.n;
    buf_add(&keyin->paste, in.p, take < room ? take : room);
    keyin->at += take + (at >= 0 ? end.n : 0);
    if (at < 0 && !late)
        return STEP_MORE;
    keyin->pasting = 0;
    event->kind = TERM_PASTE;
    event->text = buf_str(&keyin->paste);
    return STEP_EVENT;
}

static enum step next_step(struct keyin *keyin, struct term_event *event)
{
    struct str in = waiting(keyin);
    if (keyin->pasting)
        return paste_event(keyin, in, event);
    if (in.n == 0)
        return STEP_MORE;
    enum step step = match_taught(keyin, in, event);
    if (step == STEP_EVENT)
        return step;
    if (step == STEP_MORE && in.p[0] == ESC && in.n > 1 && !is_late(keyin, escape_ms(keyin)))
        return STEP_MORE;
    if (in.p[0] == ESC)
        return escape_event(keyin, in, event);
    return plain_event(keyin, in, "", event);
}

struct term_event keyin_next(struct keyin *keyin)
{
    struct term_event event = {.kind = TERM_NOTHING};
    if (!keyin->pasting)
        buf_clear(&keyin->paste); /* the last paste was borrowed until now */
    enum step step = STEP_DROPPED;
    while (step == STEP_DROPPED)
        step = next_step(keyin, &event);
    return event;
}

int keyin_wait(const struct keyin *keyin)
{
    bool pending = waiting(keyin).n > 0;
    if (!pending && !keyin->pasting)
        return -1;
    int64_t limit = keyin->pasting ? KEYIN_PASTE_WAIT_MS : escape_ms(keyin);
    int64_t left = limit - (clock_mono_ns() - keyin->fed_ns) / 1000000;
    return left > 0 ? (int)left : 0;
}
