/* Owns what was said of each source. Must not know what is printed, nor why a source fails. */
#include "cli/trouble.h"

#include "app/plain.h"
#include "base/clock.h"
#include "base/fmt.h"
#include "view/view.h"

static void say_failed(struct trouble *trouble, int index, const struct feed *feed)
{
    if (!trouble->of[index].failed)
        plain_say(NULL, "%s", feed->last_error.text[0] != '\0' ? feed->last_error.text : feed->name);
    trouble->of[index].failed = true;
}

/* Without its numbers: "after 12 ms" is the same reason as "after 13 ms". */
static uint64_t hash_of(const char *text)
{
    char words[ERROR_TEXT_MAX];
    size_t n = 0;
    for (; *text != '\0' && n < sizeof words; text++)
        if (*text < '0' || *text > '9')
            words[n++] = *text;
    return str_hash((struct str){words, n});
}

/* True when it is new in this outage. */
static bool note_reason(struct trouble *trouble, int index, const char *text)
{
    uint64_t hash = hash_of(text);
    int count = trouble->of[index].count;
    for (int i = 0; i < count; i++)
        if (trouble->of[index].reason[i] == hash)
            return false;
    if (count == TROUBLE_REASONS_MAX)
        return false;
    trouble->of[index].reason[trouble->of[index].count++] = hash;
    return true;
}

static void look_at(struct trouble *trouble, int index, const struct feed *feed, void (*clear)(void *user), void *user)
{
    char wait[FMT_MAX];
    bool waits = feed->state == FEED_RETRY && note_reason(trouble, index, feed->last_error.text);
    bool back = feed->state == FEED_LIVE && trouble->of[index].count > 0;
    if ((waits || back) && clear != NULL)
        clear(user);
    if (waits) {
        view_wait(feed->retry_at_ms - clock_wall_ms(), wait, sizeof wait);
        plain_say(feed->name, "%s; next try in %s", feed->last_error.text, wait);
    }
    if (back) {
        trouble->of[index].count = 0;
        plain_say(feed->name, "it works again");
    }
}

void trouble_look(struct trouble *trouble, const struct feeds *feeds, void (*clear)(void *user), void *user)
{
    for (int i = 0; i < feeds_count(feeds); i++) {
        const struct feed *feed = source_feed(feeds_source(feeds, i));
        look_at(trouble, i, feed, clear, user);
        if (feed_has_failed(feed) && feed->follows && !feeds_are_gone(feeds))
            say_failed(trouble, i, feed); /* the others go on, perhaps for days */
    }
}

bool trouble_settle(struct trouble *trouble, const struct feeds *feeds)
{
    bool failed = false;
    for (int i = 0; i < feeds_count(feeds); i++) {
        const struct feed *feed = source_feed(feeds_source(feeds, i));
        if (!feed_has_failed(feed))
            continue;
        say_failed(trouble, i, feed);
        failed = true;
    }
    return failed;
}
