/* The list of what may stand at a place. The language says which words fit; values come out of a count over the store.
 * Knows nothing of keys and cells. */
#include "query/offers.h"

#include "base/xalloc.h"
#include "filter/amend.h"
#include "filter/filter.h"
#include "model/type.h"
#include "query/group.h"

#include <stdlib.h>

#define VALUES_MAX 65536 /* the most frequent ones are looked through for what was typed */

struct offers {
    struct store *store;
    struct reader *reader;
    struct offers_lists lists;
    struct group *group;      /* of `counted`; NULL: nothing is counted */
    field_id counted;
    struct filter_suggestion place;
    struct buf typed;         /* what stands there */
    enum filter_place behind; /* of a value */
    size_t word_count, count;
    struct offer words[OFFERS_MAX], list[OFFERS_MAX];
    struct group_row *values;
    size_t capacity;
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
    free(offers->values);
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
    const struct group_by by = {.field = field};
    offers->group = group_new(offers->store, &by, offers->reader);
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

enum fit { FIT_BEGINS, FIT_WITHIN };

static bool fits(struct str text, struct str typed, enum fit fit)
{
    if (text.n > 0 && text.p[0] == '"')
        text = str_sub(text, 1, text.n);
    if (str_starts_nocase(text, typed))
        return fit == FIT_BEGINS;
    if (fit == FIT_BEGINS || typed.n == 0)
        return false;
    for (size_t at = 1; at + typed.n <= text.n; at++) {
        if (str_starts_nocase(str_sub(text, at, text.n), typed))
            return true;
    }
    return false;
}

static void take_value(struct offers *offers, const struct group_row *row, enum fit fit)
{
    struct buf text = {0};
    write_value(offers, &row->value, &text);
    struct offer *offer = find_offer(offers, buf_str(&text));
    if (offer == NULL && fits(buf_str(&text), buf_str(&offers->typed), fit))
        offer = add(offers->list, &offers->count, buf_str(&text), "");
    if (offer != NULL) {
        offer->count = row->count;
        offer->counted = true;
    }
    buf_fini(&text);
}

static int more_often(const void *a, const void *b)
{
    const struct offer *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->insert, y->insert);
}

static size_t read_values(struct offers *offers)
{
    size_t n = group_count(offers->group);
    n = n < VALUES_MAX ? n : VALUES_MAX;
    offers->values = xgrow(offers->values, &offers->capacity, n + 1, sizeof *offers->values);
    return group_read(offers->group, GROUP_BY_COUNT, n, offers->values);
}

/* Words of a closed list that are not in the store keep their place behind those that are; values that only contain
 * what was typed come last. */
static void take_values(struct offers *offers)
{
    memcpy(offers->list, offers->words, sizeof offers->list);
    offers->count = offers->word_count;
    if (offers->place.values_of == FIELD_NONE)
        return;
    size_t n = read_values(offers);
    bool closed = is_closed(offers->counted);
    for (size_t i = 0; i < offers->word_count; i++)
        offers->list[i].counted = closed && group_progress(offers->group) >= 1;
    for (size_t i = 0; i < n; i++)
        take_value(offers, &offers->values[i], FIT_BEGINS);
    if (closed)
        qsort(offers->list, offers->count, sizeof *offers->list, more_often);
    for (size_t i = 0; i < n; i++)
        take_value(offers, &offers->values[i], FIT_WITHIN);
}

/* ---- the door ---- */

void offers_ask(struct offers *offers, struct str query, size_t at)
{
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
    if (offers->place.values_of != FIELD_NONE)
        count_values(offers, offers->place.values_of);
    take_values(offers);
}

bool offers_work(struct offers *offers, int64_t budget_ns)
{
    if (offers->group == NULL || offers->place.values_of == FIELD_NONE || offers_progress(offers) >= 1)
        return false;
    bool more = group_work(offers->group, budget_ns);
    take_values(offers);
    return more;
}

double offers_progress(const struct offers *offers)
{
    bool counts = offers->group != NULL && offers->place.values_of != FIELD_NONE;
    return counts ? group_progress(offers->group) : 1;
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
