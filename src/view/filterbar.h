/* The filter bar: a query is typed over the list that it filters. A row for the text, a row for what it finds or what is
 * wrong with it, and above them a pop-up of what may be written there, or of filters used before.
 *
 * Tab, S-Tab and the arrows choose in the pop-up and write the choice at once; any other key takes it. ^R looks through
 * the filters used before. Enter applies, Esc brings back what was. */
#ifndef EVMON_VIEW_FILTERBAR_H
#define EVMON_VIEW_FILTERBAR_H

#include "query/offers.h"
#include "view/view.h"
#include "widget/input.h"

#define FILTERBAR_RESULT_MAX 320
#define FILTERBAR_HITS_MAX 200 /* of the search in earlier filters */

struct filterbar_use {
    int (*changed)(struct view *view, struct str text, struct error *err); /* at every edit: the list follows */
    void (*accepted)(struct view *view, struct str text);                  /* Enter; the text is a query */
    void (*cancelled)(struct view *view);                                  /* Esc */
};

enum filterbar_mode { FILTERBAR_TYPING, FILTERBAR_CHOOSING, FILTERBAR_SEARCHING };

struct filterbar {
    const struct filterbar_use *use; /* NULL = closed */
    struct input input;
    struct offers *offers;
    struct reader *reader;
    enum filterbar_mode mode;
    struct buf before;    /* the text from which choosing or searching began */
    size_t from, to;      /* the bytes of it that a choice replaces */
    int chosen;           /* in the pop-up; -1: none yet */
    int hits[FILTERBAR_HITS_MAX], hit_count; /* of desk->past, newest first */
    struct error err;     /* of the text; code E_NONE: it is a query */
    char result[FILTERBAR_RESULT_MAX]; /* what it finds */
};

void filterbar_open(struct filterbar *bar, struct view *view, const struct filterbar_use *use, struct str text);
void filterbar_fini(struct filterbar *bar);
bool filterbar_is_open(const struct filterbar *bar);
/* True while the text ends in a word, before the caret, that may still become a field or a word of the language: that word
 * and what stands before it. */
bool filterbar_is_in_word(const struct filterbar *bar, struct str *before, struct str *word);
/* Counts on. True while there is more to do. */
bool filterbar_work(struct filterbar *bar, int64_t budget_ns);
/* Says in the second row what the query finds. */
void filterbar_tell(struct filterbar *bar, const char *text);
/* Keys that it does not know are swallowed: a filter is being typed. */
bool filterbar_key(struct filterbar *bar, struct view *view, struct str key);
bool filterbar_paste(struct filterbar *bar, struct view *view, struct str text);
/* One or two rows at the bottom of `whole`, and the pop-up above them. */
void filterbar_draw(const struct filterbar *bar, const struct view *view, struct canvas rows, struct canvas whole);

#endif
