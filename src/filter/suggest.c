/* Completion: the parser reads the text up to the cursor and tells what it expected last; the words for that come from
 * the tables. Values seen in the store are the caller's to add. */
#include "filter/filter.h"

#include "filter/parse.h"
#include "filter/canon.h"
#include "model/type.h"

#include <stdio.h>

struct offer {
    struct str typed;
    filter_suggest_fn visit;
    void *user;
    bool stopped;
    size_t offered;
};

static void offer_word(struct offer *o, const char *word, const char *suffix, const char *help)
{
    char insert[96];
    if (o->stopped || o->visit == NULL || word[0] == '\0' || !str_starts_nocase(str_of(word), o->typed))
        return;
    snprintf(insert, sizeof insert, "%s%s", word, suffix);
    o->offered++;
    o->stopped = !o->visit(o->user, insert, help);
}

static void offer_fields(struct offer *o, const char *suffix)
{
    for (int field = 0; field < FIELD_COUNT_; field++)
        offer_word(o, field_row((field_id)field)->name, suffix, field_row((field_id)field)->help);
    if (o->offered > 0)
        return; /* an alias is offered only where no name begins like that */
    for (int field = 0; field < FIELD_COUNT_; field++) {
        struct str aliases = str_of(field_row((field_id)field)->aliases), alias;
        char text[48];
        while (o->typed.n > 0 && str_next(&aliases, ',', &alias)) {
            str_copy(alias, text, sizeof text);
            offer_word(o, text, suffix, field_row((field_id)field)->help);
        }
    }
}

/* Behind a field's whole name: what may compare it. */
static void offer_operators(struct offer *o)
{
    static const struct {
        const char *text, *help;
        bool ordered, patterns; /* only where there is more and less, or a text */
    } ops[] = {
        {"=", "is exactly", false, false},   {"!=", "is there, and is another", false, false},
        {">=", "at least", true, false},     {"<=", "at most", true, false},
        {">", "more than", true, false},     {"<", "less than", true, false},
        {"~", "matches a pattern: ~/gps.*7/", false, true}, {"!~", "matches no pattern", false, true},
    };
    field_id field = field_find(o->typed);
    if (field == FIELD_NONE)
        return;
    enum kind kind = field_row(field)->kind;
    bool patterns = kind == KIND_TEXT || kind == KIND_ENUM || kind == KIND_OPEN || kind == KIND_DIGITS;
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        char word[64];
        snprintf(word, sizeof word, "%.*s%s", (int)(o->typed.n < 48 ? o->typed.n : 48), o->typed.p, ops[i].text);
        if ((!ops[i].ordered || kind_is_ordered(kind)) && (!ops[i].patterns || patterns))
            offer_word(o, word, "", ops[i].help);
    }
}

static void offer_terms(struct offer *o)
{
    static const char *const words[][2] = {
        {"is:", "a flag: is:alert"},
        {"has:", "the field is present"},
        {"missing:", "the field is absent"},
        {"not ", "keeps what does not match"},
        {"or ", "either side"},
        {"since ", "from a time on"},
        {"until ", "before a time"},
        {"last ", "the newest: last 15m"},
        {"same ", "an earlier event of the same device, SIM, cell"},
    };
    offer_fields(o, ":");
    offer_operators(o);
    offer_word(o, "raw.", "", "any JSON path of the original event");
    for (size_t i = 0; o->typed.n > 0 && i < sizeof words / sizeof *words; i++)
        offer_word(o, words[i][0], "", words[i][1]);
}

static void offer_types(struct offer *o)
{
    for (type_id type = 0; type < TYPE_COUNT_; type++) {
        if (type != TYPE_OTHER)
            offer_word(o, type_row(type)->slug, "", type_row(type)->title);
    }
}

static void offer_list(struct offer *o, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        offer_word(o, words[i], "", "");
}

static void offer_values(struct offer *o, field_id field)
{
    static const char *const bools[] = {"true", "false"};
    static const char *const sizes[] = {"KB", "MB", "GB", "KiB", "MiB"}, *const spans[] = {"s", "m", "h", "d"};
    enum kind kind = field == FIELD_NONE ? KIND_NONE : field_row(field)->kind;
    struct str unit = o->typed;
    while (unit.n > 0 && ((unit.p[0] >= '0' && unit.p[0] <= '9') || unit.p[0] == '.'))
        unit = str_sub(unit, 1, unit.n);
    if (kind == KIND_SEVERITY)
        offer_list(o, severity_names, SEVERITY_COUNT_);
    else if (kind == KIND_BOOL)
        offer_list(o, bools, 2);
    else if (field == FIELD_TYPE)
        offer_types(o);
    else if (kind == KIND_ENUM) {
        const char *word;
        for (int i = 0; (word = field_enum_word(field, i)) != NULL; i++)
            offer_word(o, word, "", "");
    } else if ((kind == KIND_SIZE || kind == KIND_DURATION) && unit.n < o->typed.n) {
        const char *const *units = kind == KIND_SIZE ? sizes : spans;
        size_t count = kind == KIND_SIZE ? sizeof sizes / sizeof *sizes : sizeof spans / sizeof *spans;
        char text[64];
        for (size_t i = 0; i < count && o->typed.n < 40; i++) {
            snprintf(text, sizeof text, "%.*s%s", (int)(o->typed.n - unit.n), o->typed.p, units[i]);
            offer_word(o, text, "", "");
        }
    }
}

static void offer_times(struct offer *o, enum expect expect)
{
    static const char *const times[] = {"-15m", "-1h", "-4h", "today", "yesterday", "now"};
    static const char *const spans[] = {"15m", "1h", "4h", "24h", "7d"};
    if (expect == EXPECT_TIME)
        offer_list(o, times, sizeof times / sizeof *times);
    else
        offer_list(o, spans, sizeof spans / sizeof *spans);
}

static void offer_at(struct offer *o, const struct place *place)
{
    switch (place->expect) {
    case EXPECT_TERM: offer_terms(o); break;
    case EXPECT_VALUE: offer_values(o, place->field); break;
    case EXPECT_FIELD: offer_fields(o, ""); break;
    case EXPECT_TIME:
    case EXPECT_SPAN: offer_times(o, place->expect); break;
    case EXPECT_ENTITY: offer_list(o, ast_entities, ENTITY_COUNT_); break;
    case EXPECT_FLAG:
        for (int flag = 0; flag < FLAG_COUNT_; flag++)
            if (ast_flags[flag].of != FLAG_OF_LATER)
                offer_word(o, ast_flags[flag].name, "", ast_flags[flag].help);
        break;
    default: break;
    }
}

struct filter_suggestion filter_suggest(struct str query, size_t at, filter_suggest_fn visit, void *user)
{
    struct place place = {EXPECT_NOTHING, FIELD_NONE, 0};
    struct arena *arena = arena_new();
    struct ast ast = {.arena = arena};
    struct error err = {0};
    struct str front = str_sub(query, 0, at);
    parse_query(front, &ast, &place, &err);
    struct scan scan = {query, place.from < front.n ? place.from : front.n};
    struct filter_suggestion s = {.from = scan.at, .to = at < query.n ? at : query.n, .values_of = FIELD_NONE};
    s.typed = str_sub(front, s.from, front.n);
    if (str_starts(s.typed, STR("\"")))
        s.typed = str_sub(s.typed, 1, s.typed.n);
    s.list_name = place.expect == EXPECT_LIST_NAME;
    s.term = place.expect == EXPECT_TERM || place.expect == EXPECT_NOTHING;
    s.values_of = place.expect == EXPECT_VALUE ? place.field : FIELD_NONE;
    /* a piece that ended before the cursor leaves nothing to complete but what may follow */
    bool ended = lex_value_end(&scan, s.from) < s.to && query.p[s.from] != '"';
    struct offer offer = {.typed = s.typed, .visit = visit, .user = user};
    if (ended) {
        s.from = s.to;
        s.typed = STR_NONE;
        s.values_of = FIELD_NONE;
        s.term = true;
        offer.typed = STR_NONE;
        if (lex_is_space(query.p[s.to - 1]))
            offer_terms(&offer);
    } else {
        offer_at(&offer, &place);
    }
    arena_free(&arena);
    return s;
}

/* ---- values as they must be written ---- */

void filter_add_value(struct buf *out, field_id field, struct str value, enum filter_place place)
{
    (void)field;
    bool plain = value.n > 0;
    for (size_t i = 0; i < value.n; i++) {
        unsigned char c = (unsigned char)value.p[i];
        bool wild = place == FILTER_BEHIND_COLON && strchr("*?@<>=~!", c) != NULL;
        plain = plain && c > ' ' && c != 0x7f && strchr(",()\"", c) == NULL && !wild;
    }
    if (plain && str_find(value, STR("..")) < 0 && strchr("<>=~!@(", value.p[0]) == NULL)
        buf_add_str(out, value);
    else
        ast_quote(out, value);
}

void filter_add_text(struct buf *out, struct str text)
{
    bool letters = text.n > 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i] | 0x20;
        letters = letters && ((c >= 'a' && c <= 'z') || (text.p[i] >= '0' && text.p[i] <= '9') || (i > 0 && c == '-'));
    }
    struct scan scan = {text, 0};
    if (letters && lex_word_at(&scan, 0) == WORD_PLAIN)
        buf_add_str(out, text);
    else if (text.n > 0)
        ast_quote(out, text);
}
