/* Readers for closed lists: types, sources, radio types, states, severities and yes or no. A value becomes the set of
 * codes it stands for, so that events are tested by one look-up. */
#include "filter/kinds.h"

#include "filter/fold.h"
#include "filter/near.h"
#include "model/type.h"

#include <stdio.h>

#define CODES 256
#define UNLISTED_TRIED 1000 /* type.0 to type.999: where a glob is tried before it is called unknown */

static const char *word_at(field_id field, size_t index)
{
    if (index >= CODES || (field == FIELD_TYPE && index == TYPE_OTHER))
        return NULL;
    return field_enum_word(field, (int64_t)index);
}

/* For near_word: skips nothing, since "" is never near. */
static const char *near_at(const void *user, size_t index)
{
    return word_at(*(const field_id *)user, index);
}

static void use_set(struct checker *c, struct item *item)
{
    item->typed.kind = TYPED_SET;
    item->typed.codes = arena_calloc(c->ast->arena, CODES, 1);
}

static int unknown_word(struct checker *c, const struct node *node, const struct operand *value)
{
    field_id field = node->field;
    const char *near = near_word(value->text, near_at, &field), *name = field_row(field)->name;
    if (near != NULL && near[0] != '\0')
        return kinds_bad(c, value->span, E_UNKNOWN, "%s has no value %.*s; did you mean %s?", name,
                         KINDS_SHOW(value->text), near);
    char all[300] = "";
    size_t n = 0;
    const char *word;
    for (size_t i = 0; (word = word_at(field, i)) != NULL && n + 40 < sizeof all && i < 40; i++) {
        if (word[0] != '\0')
            n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", n > 0 ? ", " : "", word);
    }
    if (field == FIELD_TYPE)
        return kinds_bad(c, value->span, E_UNKNOWN,
                         "%.*s is not an event type; there are pdp.create, loc.update, quota.used and others, "
                         "pdp for all that begin so, numeric ids and globs like auth.*_failed",
                         KINDS_SHOW(value->text));
    return kinds_bad(c, value->span, E_UNKNOWN, "%s is one of %s", name, all);
}

/* Sets the codes of the words that fit the folded glob. */
static bool set_glob(field_id field, struct str glob, uint8_t *codes)
{
    bool any = false;
    const char *word;
    for (size_t i = 0; (word = word_at(field, i)) != NULL; i++) {
        if (word[0] != '\0' && fold_glob(glob, str_of(word))) {
            codes[i] = 1;
            any = true;
        }
    }
    return any;
}

/* Sets the codes of the word and of those that go on behind it with a dot. */
static bool set_beginning(field_id field, struct str beginning, uint8_t *codes)
{
    bool any = false;
    const char *word;
    for (size_t i = 0; (word = word_at(field, i)) != NULL; i++) {
        struct str w = str_of(word);
        if (w.n > beginning.n && w.p[beginning.n] == '.' && str_starts_nocase(w, beginning)) {
            codes[i] = 1;
            any = true;
        }
    }
    return any;
}

/* Could the glob fit the type.N of an id that is not listed? */
static bool fits_unlisted(struct str glob)
{
    char text[32];
    for (int id = 0; id < UNLISTED_TRIED; id++) {
        int n = snprintf(text, sizeof text, "type.%d", id);
        if (fold_glob(glob, (struct str){text, (size_t)n}))
            return true;
    }
    return false;
}

static bool begins_unlisted(struct str glob)
{
    for (size_t i = 0; i < glob.n && i < 5; i++) {
        if (glob.p[i] == '*' || glob.p[i] == '?')
            return true;
        if (glob.p[i] != "type."[i])
            return false;
    }
    return glob.n >= 5;
}

static bool is_unlisted_slug(struct str folded)
{
    return str_starts(folded, STR("type.")) && str_is_digits(str_sub(folded, 5, folded.n));
}

/* The parts of a type that no other enum has: ids, and type.N for ids that are not listed. True when it was one. */
static bool read_type(struct str folded, bool whole, bool glob, struct typed *typed)
{
    if (glob && begins_unlisted(folded)) {
        typed->unlisted = folded;
        return false;
    }
    if (is_unlisted_slug(folded)) {
        typed->unlisted = folded;
        return true;
    }
    if (!whole && (str_eq(folded, STR("type")))) {
        typed->unlisted = STR("type.*");
        return true;
    }
    return false;
}

int kinds_read_enum(struct checker *c, const struct node *node, struct item *item)
{
    const struct operand *value = &item->low;
    bool whole = kinds_op(node, item) != LEX_COLON;
    bool glob = !whole && !value->quoted && fold_has_wildcard(value->text);
    int64_t id;
    if (node->field == FIELD_TYPE && str_is_digits(value->text)) {
        if (!str_i64(value->text, &id))
            return kinds_bad(c, value->span, E_RANGE, "the id is above 2^63");
        item->typed.kind = TYPED_TYPE_ID;
        item->typed.low = id;
        return 0;
    }
    use_set(c, item);
    struct str folded = kinds_fold(c, value->text);
    bool known = node->field == FIELD_TYPE && read_type(folded, whole, glob, &item->typed);
    if (glob) {
        known = set_glob(node->field, folded, item->typed.codes) ||
                (item->typed.unlisted.n > 0 && fits_unlisted(folded));
        return known ? 0 : unknown_word(c, node, value);
    }
    int code = field_enum_find(node->field, folded);
    if (code >= 0 && !(node->field == FIELD_TYPE && code == TYPE_OTHER)) {
        item->typed.codes[code] = known = true;
        folded = str_of(field_enum_word(node->field, code));
    }
    if (!whole && folded.n > 0)
        known = set_beginning(node->field, folded, item->typed.codes) || known;
    return known ? 0 : unknown_word(c, node, value);
}

static int severity_of(struct checker *c, const struct operand *value)
{
    for (int i = 0; i < SEVERITY_COUNT_; i++) {
        if (str_eq_nocase(value->text, str_of(severity_names[i])))
            return i;
    }
    return kinds_bad(c, value->span, E_UNKNOWN, "severity is one of info, warn, critical");
}

int kinds_read_severity(struct checker *c, const struct node *node, struct item *item)
{
    int low = SEVERITY_INFO, high = SEVERITY_CRITICAL;
    if (item->low.present && (low = severity_of(c, &item->low)) < 0)
        return low;
    if (item->high.present && (high = severity_of(c, &item->high)) < 0)
        return high;
    if (low > high)
        return kinds_bad(c, item->span, E_RANGE, "the range begins above its end; turn it round");
    use_set(c, item);
    enum lex_op op = kinds_op(node, item);
    for (int i = 0; i < SEVERITY_COUNT_; i++) {
        bool in = op == LEX_LESS       ? i < low
                  : op == LEX_AT_MOST  ? i <= low
                  : op == LEX_MORE     ? i > low
                  : op == LEX_AT_LEAST ? i >= low
                  : item->form == ITEM_RANGE ? i >= low && i <= high
                                         : i == low;
        item->typed.codes[i] = in;
    }
    return 0;
}

int kinds_read_bool(struct checker *c, const struct node *node, struct item *item)
{
    static const char *const words[] = {"false", "true", "no", "yes", "0", "1"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_eq_nocase(item->low.text, str_of(words[i]))) {
            use_set(c, item);
            item->typed.codes[i % 2] = 1;
            return 0;
        }
    }
    return kinds_bad(c, item->low.span, E_UNKNOWN, "%s is true or false (also yes, no, 1, 0)", kinds_name(node));
}
