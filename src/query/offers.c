/* The list of what may stand at a place. The language says which words fit; values come out of a count over the store,
 * and are looked through in pieces for those that fit. Knows nothing of keys and cells. */
#include "query/offers.h"

#include "base/clock.h"
#include "base/xalloc.h"
#include "filter/amend.h"
#include "filter/filter.h"
#include "model/type.h"
#include "query/group.h"

#include <stdlib.h>

#define CLOSED_MAX 256u       /* values of a field that has words for them; there are a few dozen */
#define SAMPLE 262144u        /* rows after which a field shows whether its values repeat */
#define ASK_NS 1000000        /* of looking at once, while a key waits for its answer */
#define LOOK_GAP_NS 250000000 /* between two looks at counts that are still growing */

/* Values that begin with what was typed come before those that only contain it. */
enum fit { FIT_BEGINS, FIT_WITHIN, FIT_COUNT_ };

/* One pass over the values counted so far. */
struct look {
    struct group_top top[FIT_COUNT_];
    enum fit fit; /* the pass that is on; FIT_COUNT_: done */
    unsigned generation;
    int64_t began_ns;
};

struct offers {
    struct store *store;
    struct reader *reader;
    struct offers_lists lists;
    struct group *group;      /* of `counted`; NULL: nothing is counted */
    field_id counted;
    bool sampled;             /* values hardly repeat: those of the newest events are offered, without counts */
    struct filter_suggestion place;
    struct buf typed;         /* what stands there */
    enum filter_place behind; /* of a value */
    struct look look;
    struct buf text;
    size_t word_count, count;
    struct offer words[OFFERS_MAX], list[OFFERS_MAX];
};

struct offers *offers_new(struct store *store, struct reader *reader, const struct offers_lists *lists)
{
    struct offers *offers = xcalloc(1, sizeof *offers);
    offers->store = store;
    offers->reader = reader;
    offers->lists = *lists;
    offers->place.values_of = FIELD_NONE;
    return offers;
}

void offers_free(struct offers **pointer)
{
    struct offers *offers = *pointer;
    if (offers == NULL)
        return;
    group_free(&offers->group);
    buf_fini(&offers->typed);
    buf_fini(&offers->text);
    free(offers);
    *pointer = NULL;
}

/* ---- words ---- */

static struct offer *add(struct offer *list, size_t *count, struct str insert, const char *help)
{
    if (*count == OFFERS_MAX || insert.n >= OFFERS_TEXT_MAX)
        return NULL;
    struct offer *offer = &list[(*count)++];
    *offer = (struct offer){.help = help};
    str_copy(insert, offer->insert, sizeof offer->insert);
    return offer;
}

static bool take_word(void *user, const char *insert, const char *help)
{
    struct offers *offers = user;
    return add(offers->words, &offers->word_count, str_of(insert), help) != NULL;
}

static void take_list(void *user, const char *name)
{
    struct offers *offers = user;
    char word[OFFERS_TEXT_MAX];
    size_t n = str_copy(str_of(name), word + 1, sizeof word - 1);
    word[0] = '@';
    if (str_starts_nocase((struct str){word, n + 1}, buf_str(&offers->typed)))
        take_word(offers, word, "a list of values");
}

/* ---- values ---- */

/* Values that repeat, and are in columns: an event's id never does, times hardly, and the original bytes of a million
 * events are not opened for a list. */
static bool is_countable(field_id field)
{
    const struct field_row *row = field_row(field);
    return field != FIELD_ID && row->kind != KIND_TIME && row->home != HOME_RAW;
}

/* Its words are its values; elsewhere words are units and the like. */
static bool is_closed(field_id field)
{
    enum kind kind = field_row(field)->kind;
    return kind == KIND_ENUM || kind == KIND_SEVERITY || kind == KIND_BOOL;
}

static void count_values(struct offers *offers, field_id field)
{
    if (field == offers->counted && offers->group != NULL)
        return;
    group_free(&offers->group);
    offers->counted = field;
    offers->sampled = false;
    offers->count = 0;
    const struct group_by by = {.field = field};
    offers->group = group_new(offers->store, &by, offers->reader);
}

/* Counting a million sentences of which hardly two are the same takes long and offers nothing. */
static bool hardly_repeats(const struct offers *offers)
{
    uint64_t with = group_total(offers->group).count - group_absent(offers->group).count;
    return with >= SAMPLE && group_count(offers->group) > with / 2;
}

/* The value as it is written behind the operator, for the eye and for the text alike. */
static void write_value(const struct offers *offers, const struct value *value, struct buf *out)
{
    struct buf term = {0};
    field_id field = offers->counted;
    if (field == FIELD_TYPE && value->i == TYPE_OTHER) { /* all that the list does not know */
        buf_add_text(out, "type.*");
        return;
    }
    if (kind_is_text(value->kind)) {
        filter_add_value(out, field, value->s, offers->behind);
        return;
    }
    amend_add_term(&term, field, value);
    buf_add_str(out, str_sub(buf_str(&term), strlen(field_row(field)->name) + 1, term.n));
    buf_fini(&term);
}

/* Also what the first pass took, so that the second one adds nothing twice. */
static struct offer *find_offer(struct offers *offers, struct str word)
{
    for (size_t i = 0; i < offers->count; i++) {
        if (str_eq_nocase(str_of(offers->list[i].insert), word))
            return &offers->list[i];
    }
    return NULL;
}

static bool fits(struct str text, struct str typed, enum fit fit)
{
    if (text.n > 0 && text.p[0] == '"')
        text = str_sub(text, 1, text.n);
    if (str_starts_nocase(text, typed))
        return fit == FIT_BEGINS;
    if (fit == FIT_BEGINS)
        return false;
    for (size_t at = 1; at + typed.n <= text.n; at++) {
        if (str_starts_nocase(str_sub(text, at, text.n), typed))
            return true;
    }
    return false;
}

/* Quotes are the only difference between a text and how it is written. */
static bool is_as_written(const struct offers *offers, const struct value *value)
{
    struct str typed = buf_str(&offers->typed);
    return kind_is_text(value->kind) && str_find_byte(typed, '"') < 0 && str_find_byte(typed, '\\') < 0;
}

static bool is_wanted(void *user, const struct group_row *row)
{
    struct offers *offers = user;
    struct str typed = buf_str(&offers->typed);
    if (row->value.s.n >= OFFERS_TEXT_MAX)
        return false;
    if (typed.n == 0 || is_as_written(offers, &row->value))
        return fits(row->value.s, typed, offers->look.fit);
    buf_clear(&offers->text);
    write_value(offers, &row->value, &offers->text);
    return fits(buf_str(&offers->text), typed, offers->look.fit);
}

static void take_value(struct offers *offers, const struct group_row *row)
{
    buf_clear(&offers->text);
    write_value(offers, &row->value, &offers->text);
    struct offer *offer = find_offer(offers, buf_str(&offers->text));
    if (offer == NULL)
        offer = add(offers->list, &offers->count, buf_str(&offers->text), "");
    if (offer == NULL)
        return;
    offer->count = row->count;
    offer->counted = !offers->sampled;
}

static int more_often(const void *a, const void *b)
{
    const struct offer *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->insert, y->insert);
}

static void begin_list(struct offers *offers)
{
    memcpy(offers->list, offers->words, sizeof offers->list);
    offers->count = offers->word_count;
}

/* Words that are not in the store keep their place behind those that are. */
static void list_closed(struct offers *offers)
{
    struct group_row rows[CLOSED_MAX];
    size_t n = group_read(offers->group, GROUP_BY_COUNT, CLOSED_MAX, rows);
    begin_list(offers);
    for (size_t i = 0; i < offers->word_count; i++)
        offers->list[i].counted = group_progress(offers->group) >= 1;
    for (offers->look.fit = FIT_BEGINS; offers->look.fit < FIT_COUNT_; offers->look.fit++) {
        for (size_t i = 0; i < n; i++) {
            if (is_wanted(offers, &rows[i]))
                take_value(offers, &rows[i]);
        }
        if (offers->look.fit == FIT_BEGINS)
            qsort(offers->list, offers->count, sizeof *offers->list, more_often);
    }
}

static void list_open(struct offers *offers)
{
    begin_list(offers);
    for (int fit = 0; fit < FIT_COUNT_; fit++) {
        for (size_t i = 0; i < offers->look.top[fit].count; i++)
            take_value(offers, &offers->look.top[fit].rows[i]);
    }
}

/* ---- looking through what is counted ---- */

static bool has_values(const struct offers *offers)
{
    return offers->place.values_of != FIELD_NONE;
}

static void begin_look(struct offers *offers)
{
    offers->look = (struct look){.generation = group_generation(offers->group), .began_ns = clock_mono_ns()};
}

/* True while there is more to look at. */
static bool look_on(struct offers *offers, int64_t budget_ns)
{
    struct look *look = &offers->look;
    const struct group_wish wish = {GROUP_TOP_MAX, is_wanted, offers};
    int64_t until = clock_mono_ns() + budget_ns;
    if (look->fit < FIT_COUNT_ && look->generation != group_generation(offers->group))
        begin_look(offers);
    if (look->fit < FIT_COUNT_ && is_closed(offers->counted))
        list_closed(offers);
    while (look->fit < FIT_COUNT_) {
        if (group_top_step(offers->group, &look->top[look->fit], &wish, until - clock_mono_ns()))
            return true;
        look->fit = offers->typed.n > 0 ? look->fit + 1 : FIT_COUNT_; /* of nothing typed all begin */
        if (look->fit == FIT_COUNT_)
            list_open(offers);
    }
    return false;
}

/* Until the look is through, values that were offered and still fit stay: nothing flickers while one types. */
static void keep_what_fits(struct offers *offers, size_t old_words)
{
    struct offer before[OFFERS_MAX];
    struct str typed = buf_str(&offers->typed);
    size_t old = offers->count;
    memcpy(before, offers->list, sizeof before);
    begin_list(offers);
    for (size_t i = old_words; i < old && offers->count < OFFERS_MAX; i++) {
        struct str text = str_of(before[i].insert);
        if (fits(text, typed, FIT_BEGINS) || fits(text, typed, FIT_WITHIN))
            offers->list[offers->count++] = before[i];
    }
}

/* ---- the door ---- */

void offers_ask(struct offers *offers, struct str query, size_t at)
{
    size_t old_words = offers->word_count;
    offers->word_count = 0;
    offers->place = filter_suggest(query, at, take_word, offers);
    buf_clear(&offers->typed);
    buf_add_str(&offers->typed, offers->place.typed);
    size_t from = offers->place.from;
    offers->behind = from > 0 && query.p[from - 1] == '=' ? FILTER_BEHIND_EQUAL : FILTER_BEHIND_COLON;
    if (offers->place.list_name && offers->lists.each_list != NULL)
        offers->lists.each_list(offers->lists.user, take_list, offers);
    if (offers->place.values_of != FIELD_NONE && !is_countable(offers->place.values_of))
        offers->place.values_of = FIELD_NONE;
    if (!has_values(offers)) {
        begin_list(offers);
        return;
    }
    count_values(offers, offers->place.values_of);
    keep_what_fits(offers, old_words);
    begin_look(offers);
    look_on(offers, ASK_NS);
}

static bool is_counting(const struct offers *offers)
{
    return !offers->sampled && group_progress(offers->group) < 1;
}

static void count_on(struct offers *offers, int64_t budget_ns)
{
    group_work(offers->group, budget_ns);
    offers->sampled = hardly_repeats(offers);
    bool nothing_yet = offers->count == offers->word_count;
    if (!is_counting(offers) || nothing_yet || clock_mono_ns() - offers->look.began_ns > LOOK_GAP_NS)
        begin_look(offers);
}

bool offers_work(struct offers *offers, int64_t budget_ns)
{
    int64_t until = clock_mono_ns() + budget_ns;
    if (!has_values(offers))
        return false;
    bool counting = is_counting(offers);
    if (counting)
        count_on(offers, budget_ns);
    if (!counting && offers->look.fit == FIT_COUNT_)
        return false;
    return look_on(offers, until - clock_mono_ns()) || is_counting(offers);
}

double offers_progress(const struct offers *offers)
{
    return has_values(offers) && is_counting(offers) ? group_progress(offers->group) : 1;
}

size_t offers_count(const struct offers *offers)
{
    return offers->count;
}

const struct offer *offers_get(const struct offers *offers, size_t index)
{
    return index < offers->count ? &offers->list[index] : NULL;
}

size_t offers_from(const struct offers *offers)
{
    return offers->place.from;
}

size_t offers_to(const struct offers *offers)
{
    return offers->place.to;
}

bool offers_is_called_for(const struct offers *offers)
{
    return offers->typed.n > 0 || !offers->place.term;
}

field_id offers_field(const struct offers *offers)
{
    return offers->place.values_of;
}

bool offers_are_sampled(const struct offers *offers)
{
    return has_values(offers) && offers->sampled;
}
