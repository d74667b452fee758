/* What the stream shows while there is nothing to show: why, and what to do. A stranger sees this page first. */
#include "view/stream.h"

#include "base/clock.h"
#include "base/fmt.h"

#include <stdio.h>

struct page {
    struct canvas canvas;
    int row, col;
};

/* Wraps at blanks. */
static void say(struct page *page, role_id role, const char *text)
{
    struct str rest = str_of(text);
    int width = page->canvas.cols - page->col - (page->col > 0 ? 1 : 0), columns;
    while (rest.n > 0 && page->row < page->canvas.rows && width > 1) {
        size_t n = canvas_fit(page->canvas, rest, width, 0, &columns), cut = n;
        while (n < rest.n && cut > 0 && rest.p[cut - 1] != ' ')
            cut--;
        n = cut > 0 ? cut : n;
        canvas_text(page->canvas, page->row++, page->col, width, str_sub(rest, 0, n), role, 0);
        rest = str_sub(rest, n, rest.n);
    }
}

/* A command and what it does; where it is narrow, below it. */
static void offer(struct page *page, const char *command, const char *words)
{
    int width = 20, col = page->col + 2;
    canvas_text(page->canvas, page->row, col, page->canvas.cols - col, str_of(command), ROLE_ACCENT, 0);
    bool narrow = page->canvas.cols < 50;
    page->row += narrow ? 1 : 0;
    col += narrow ? 2 : width + 2;
    canvas_text(page->canvas, page->row++, col, page->canvas.cols - col, str_of(words), ROLE_TEXT, CANVAS_ELLIPSIS);
}

static void draw_first_start(struct page *page)
{
    say(page, ROLE_TEXT, "No source is open. End evmon and start it with one of these:");
    page->row++;
    offer(page, "evmon demo", "a simulated fleet, nothing needed");
    offer(page, "evmon emnify:", "your fleet, by the platform's API");
    offer(page, "evmon events.ndjson", "a file, also .gz and .zst");
    offer(page, "command | evmon -", "whatever a program writes");
    page->row++;
    say(page, ROLE_MUTED, "emnify: takes an application token from EVMON_TOKEN, or from the file named by --token-file. "
                          "A source in the configuration is opened whenever none is named.");
}

/* The feed that says most about why nothing is there. */
static const struct feed *telling(const struct desk *desk)
{
    static const int rank[FEED_STATE_COUNT_] = {
        [FEED_GONE] = 1, [FEED_LIVE] = 2, [FEED_PAUSED] = 3, [FEED_OPENING] = 4, [FEED_RETRY] = 6,
    };
    const struct feed *best = NULL;
    int best_rank = -1;
    for (int i = 0; i < desk->feed_count(desk->app); i++) {
        const struct feed *feed = desk->feed(desk->app, i);
        int r = feed_has_failed(feed) ? 5 : feed_is_down(feed) ? rank[FEED_RETRY] : rank[feed->state];
        if (r > best_rank) {
            best = feed;
            best_rank = r;
        }
    }
    return best;
}

/* What a source that is tried again does instead of giving events. */
static const char *trouble_words(const struct feed *feed)
{
    switch (feed->last_error.code) {
    case E_AUTH: return "does not accept the login";
    case E_PERMISSION: return "does not let this login read events";
    case E_LIMIT: return "asks to slow down";
    case E_HTTP: return "answers, but not with events";
    default: return "cannot be reached";
    }
}

static void state_sentence(const struct feed *feed, char *out, size_t size)
{
    char span[FMT_MAX];
    int64_t wait = feed->retry_at_ms - clock_wall_ms();
    view_wait(wait, span, sizeof span);
    switch (feed->state) {
    case FEED_RETRY: snprintf(out, size, "%s %s. Next try in %s.", feed->name, trouble_words(feed), span); break;
    case FEED_OPENING:
        snprintf(out, size, "%s %s ...", feed_is_down(feed) ? "Trying again:" : "Opening", feed->name);
        break;
    case FEED_LIVE: snprintf(out, size, "%s is open. No event yet: a quiet fleet is no fault.", feed->name); break;
    case FEED_PAUSED: snprintf(out, size, "%s is paused.", feed->name); break;
    case FEED_GONE:
        if (!feed->finished)
            snprintf(out, size, "%s has failed.", feed->name);
        else if (feed->bad > 0)
            snprintf(out, size, "%s was read to its end; not one event in it could be read.", feed->name);
        else
            snprintf(out, size, "%s was read to its end; it holds no events.", feed->name);
        break;
    default: snprintf(out, size, "%s is not started.", feed->name); break;
    }
}

static void add_key(struct page *page, const struct desk *desk, const char *command, const char *words)
{
    char key[KEY_NAME_MAX];
    if (keymap_hint(desk->keymaps, STR("stream"), str_of(command), key, sizeof key) > 0)
        offer(page, key, words);
}

static void draw_feed(struct page *page, const struct desk *desk, const struct feed *feed)
{
    char text[200], bad[FMT_MAX];
    state_sentence(feed, text, sizeof text);
    say(page, ROLE_TEXT, text);
    if (feed->doing[0] != '\0')
        say(page, ROLE_MUTED, feed->doing);
    bool trouble = feed_is_down(feed) || feed_has_failed(feed);
    if (trouble && feed->last_error.code != 0)
        say(page, ROLE_WARN, feed->last_error.text);
    page->row++;
    if (feed->bad > 0) {
        fmt_count(feed->bad, bad, sizeof bad);
        snprintf(text, sizeof text, "%s text%s could not be read; the journal says why", bad, feed->bad == 1 ? "" : "s");
        add_key(page, desk, "view journal", text);
    }
    add_key(page, desk, "view feeds", "everything about the sources");
    if (feed_is_down(feed) || feed_has_failed(feed))
        add_key(page, desk, "retry", "try again now");
}

void stream_empty_draw(const struct stream *s, struct canvas canvas)
{
    const struct desk *desk = s->view.desk;
    int rows = 10, cols = 76;
    struct page page = {canvas, canvas.rows > rows ? (canvas.rows - rows) / 3 : 0,
                        canvas.cols > cols + 4 ? (canvas.cols - cols) / 2 : canvas.cols > 50 ? 2 : 0};
    const struct feed *feed = telling(desk);
    if (store_count(desk->store) > 0 && slice_progress(s->slice) < 1)
        say(&page, ROLE_MUTED, "Looking through the events ...");
    else if (feed == NULL)
        draw_first_start(&page);
    else
        draw_feed(&page, desk, feed);
}
