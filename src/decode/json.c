/* One pass over one JSON text: the scanner's tokens walk the trie of paths, values land in the event, and what is
 * computed from several of them is filled in at the end (finish.c). No tree is built and nothing is allocated but changed
 * texts. Must not know sources, the store or the screen. */
#include "decode/decoder.h"

#include "base/jscan_core.h"
#include "base/xalloc.h"
#include "model/wire.h"

#include <stdlib.h>

struct decoder *decoder_new(void)
{
    struct decoder *d = xcalloc(1, sizeof *d);
    d->trie = trie_new();
    d->arena = arena_new();
    for (field_id i = 0; i < FIELD_STORED_COUNT; i++) {
        if ((field_row(i)->flags & FIELD_LIST) != 0) {
            must(d->list_count < LISTS_MAX);
            d->list_of[i] = (uint8_t)d->list_count;
            d->list_fields[d->list_count++] = i;
        }
    }
    return d;
}

void decoder_free(struct decoder **decoder)
{
    if (*decoder == NULL)
        return;
    trie_free(&(*decoder)->trie);
    arena_free(&(*decoder)->arena);
    free(*decoder);
    *decoder = NULL;
}

void decoder_reset(struct decoder *d)
{
    arena_reset(d->arena);
}

/* ---- texts ---- */

static struct str text_of(struct decoder *d)
{
    bool repaired = false;
    struct str text = wire_text(&d->scan, d->arena, &repaired);
    if (repaired)
        decoder_mark(d, EVENT_REPAIRED);
    return text;
}

/* One more element of a list, unless it is there already; sorted by rank. */
static void add_item(struct list *list, uint8_t rank, struct str item)
{
    if (list->count == LIST_MAX || item.n == 0)
        return;
    int at = list->count;
    for (int i = 0; i < list->count; i++) {
        if (str_eq(list->items[i], item))
            return;
    }
    for (; at > 0 && list->ranks[at - 1] > rank; at--) {
        list->ranks[at] = list->ranks[at - 1];
        list->items[at] = list->items[at - 1];
    }
    list->ranks[at] = rank;
    list->items[at] = item;
    list->count++;
}

/* The separator must not come in from outside. */
static struct str without_separator(struct decoder *d, struct str s)
{
    if (str_find_byte(s, VALUE_SEPARATOR) < 0)
        return s;
    char *copy = arena_alloc(d->arena, s.n);
    for (size_t i = 0; i < s.n; i++)
        copy[i] = s.p[i] == VALUE_SEPARATOR ? ' ' : s.p[i];
    decoder_mark(d, EVENT_REPAIRED);
    return (struct str){copy, s.n};
}

/* ---- one value ---- */

static struct str number_text(struct decoder *d, int64_t i)
{
    return str_of(arena_fmt(d->arena, "%lld", (long long)i));
}

static struct str item_text(struct decoder *d, const struct value *v)
{
    int64_t as_sent;
    if (v->kind != KIND_NUMBER)
        return without_separator(d, v->s);
    bool plain = str_i64(d->scan.text, &as_sent) && d->scan.text.p[0] != '0';
    return plain ? d->scan.text : number_text(d, v->i);
}

static inline void keep(struct decoder *d, const struct trie_target *target, struct value *v)
{
    field_id field = target->field;
    if (target->list) {
        struct str item = item_text(d, v);
        add_item(&d->lists[d->list_of[field]], target->rank, item);
    } else if (!value_is_present(&d->event->v[field]) || target->rank < d->ranks[field]) {
        d->event->v[field] = *v;
        d->ranks[field] = target->rank;
    }
}

static void take_field(struct decoder *d, const struct trie_target *target, enum jscan_token token)
{
    struct value v;
    bool repaired = false;
    enum kind kind = (enum kind)target->kind;
    const struct jscan *scan = &d->scan;
    if (token == JSCAN_STRING && (kind == KIND_TEXT || kind == KIND_OPEN) && scan->text.n > 0 && !scan->escaped &&
        !scan->odd) { /* most of what there is */
        v = (struct value){kind, 0, scan->text};
        keep(d, target, &v);
        return;
    }
    enum wire wire = wire_value(scan, token, kind, d->arena, &v, &repaired);
    if (repaired)
        decoder_mark(d, EVENT_REPAIRED);
    if (wire == WIRE_PRESENT)
        keep(d, target, &v);
    else if (wire == WIRE_ODD)
        decoder_mark(d, EVENT_ODD_FIELD);
}

static void take_named_id(struct decoder *d, struct named *named, enum jscan_token token)
{
    struct value v;
    bool repaired = false;
    enum wire wire = wire_value(&d->scan, token, KIND_NUMBER, d->arena, &v, &repaired);
    named->seen |= wire != WIRE_ABSENT;
    if (wire == WIRE_PRESENT && v.i >= 0)
        named->id = v.i;
}

static void take_named_text(struct decoder *d, struct named *named, enum jscan_token token)
{
    if (token == JSCAN_NULL || (token == JSCAN_STRING && d->scan.text.n == 0))
        return;
    named->seen = true;
    if (token == JSCAN_STRING && named->text.n == 0)
        named->text = str_trim(text_of(d));
}

static void take_id(struct decoder *d, enum jscan_token token)
{
    if (token == JSCAN_NULL || (token == JSCAN_STRING && d->scan.text.n == 0))
        return;
    d->id_is_useless = token != JSCAN_NUMBER && token != JSCAN_STRING;
    d->id_text = token == JSCAN_STRING ? text_of(d) : d->scan.text;
}

static void take_tags(struct decoder *d, enum jscan_token token)
{
    struct list *list = &d->lists[d->list_of[FIELD_TAG]];
    if (token == JSCAN_NULL)
        return;
    if (token != JSCAN_STRING && token != JSCAN_NUMBER) {
        decoder_mark(d, EVENT_ODD_FIELD);
        return;
    }
    struct str rest = without_separator(d, token == JSCAN_STRING ? text_of(d) : d->scan.text), piece;
    while (str_next(&rest, ',', &piece))
        add_item(list, 0, str_trim(piece));
}

static void take_part(struct decoder *d, const struct trie_target *target, enum jscan_token token)
{
    switch ((enum trie_part)target->part) {
    case PART_FIELD: take_field(d, target, token); break;
    case PART_ID: take_id(d, token); break;
    case PART_SEVERITY_ID: take_named_id(d, &d->severity, token); break;
    case PART_SEVERITY_TEXT: take_named_text(d, &d->severity, token); break;
    case PART_SOURCE_ID: take_named_id(d, &d->source, token); break;
    case PART_SOURCE_TEXT: take_named_text(d, &d->source, token); break;
    case PART_TAGS: take_tags(d, token); break;
    }
}

/* ---- the walk ---- */

static void push(struct decoder *d, uint8_t node, bool array)
{
    d->levels[d->depth++] = (struct level){node, array, &d->first[node]};
    if (array)
        return;
    const struct trie_node *n = &d->trie->nodes[node]; /* an element's keys come again in the next one */
    for (int i = 0; i < TRIE_WORDS; i++)
        d->seen[i] &= ~n->below[i];
}

/* An object or array where the trie has neither: nothing when it is empty, else a value of the wrong type. */
static bool pass_over(struct decoder *d, const struct trie_node *node)
{
    size_t begin = d->scan.at;
    if (!jscan_skip(&d->scan))
        return false;
    struct str inside = str_trim(str_sub(d->scan.all, begin, d->scan.at - 1 - begin));
    if (inside.n == 0)
        return true;
    decoder_mark(d, EVENT_ODD_FIELD);
    for (int i = 0; i < node->target_count; i++) {
        uint8_t part = node->targets[i].part;
        d->id_is_useless |= part == PART_ID;
        if (part == PART_SEVERITY_ID || part == PART_SEVERITY_TEXT)
            d->severity.seen = true;
    }
    return true;
}

/* event_severity and event_source themselves may be a number or a word. */
static bool take_bare_name(struct decoder *d, uint8_t node, enum jscan_token token)
{
    struct str key = d->trie->nodes[node].key;
    bool severity = str_eq(key, STR("event_severity"));
    if (token == JSCAN_NULL || d->depth != 1 || (!severity && !str_eq(key, STR("event_source"))))
        return false;
    struct named *named = severity ? &d->severity : &d->source;
    int64_t id;
    if (token == JSCAN_NUMBER || (token == JSCAN_STRING && str_i64(d->scan.text, &id)))
        take_named_id(d, named, token);
    else
        take_named_text(d, named, token);
    return token == JSCAN_NUMBER || token == JSCAN_STRING;
}

static bool take_value(struct decoder *d, uint8_t index, enum jscan_token token)
{
    const struct trie_node *node = &d->trie->nodes[index];
    if (token == JSCAN_OBJECT || token == JSCAN_ARRAY) {
        bool array = token == JSCAN_ARRAY;
        if (array ? node->element == TRIE_NONE : !node->has_children)
            return pass_over(d, node);
        push(d, array ? node->element : index, array);
        return true;
    }
    for (int i = 0; i < node->target_count; i++)
        take_part(d, &node->targets[i], token);
    bool scalar_expected = node->target_count > 0 || token == JSCAN_NULL ||
                           (token == JSCAN_STRING && d->scan.text.n == 0);
    if (!scalar_expected && !take_bare_name(d, index, token))
        decoder_mark(d, EVENT_ODD_FIELD);
    return true;
}

static uint8_t child_of_key(struct decoder *d, uint8_t node)
{
    if (!d->scan.escaped)
        return trie_child(d->trie, node, d->scan.text);
    char plain[3 * 64];
    bool repaired;
    if (d->scan.text.n > 64)
        return TRIE_NONE;
    size_t n = jscan_unescape(d->scan.text, plain, &repaired);
    return trie_child(d->trie, node, (struct str){plain, n});
}

/* A plain string in quotation marks right here: its inside, and the scanner behind it. */
static inline bool take_plain(struct jscan *scan, struct str *inside)
{
    const char *p = scan->all.p;
    size_t from = scan->at + 1, n = scan->all.n;
    if (from >= n || p[scan->at] != '"')
        return false;
    size_t end = jscan_plain_run(p, from, n);
    if (end >= n || p[end] != '"')
        return false;
    *inside = (struct str){p + from, end - from};
    scan->at = end + 1;
    scan->expect = EXPECT_MORE_OR_END;
    return true;
}

#define FAST_DIGITS_MAX 18 /* cannot overflow */

/* A number of digits alone right here. */
static inline bool take_digits(struct jscan *scan, int64_t *number)
{
    const char *p = scan->all.p;
    size_t at = scan->at, n = scan->all.n;
    int64_t value = 0;
    while (at < n && p[at] >= '0' && p[at] <= '9' && at - scan->at < FAST_DIGITS_MAX)
        value = value * 10 + (p[at++] - '0');
    if (at == scan->at || at >= n || (p[at] != ',' && p[at] != '}'))
        return false;
    *number = value;
    scan->at = at;
    scan->expect = EXPECT_MORE_OR_END;
    return true;
}

/* The value of a key where it stands as values mostly do. False leaves all as it was, for the thorough way. */
static inline bool take_fast(struct decoder *d, const struct trie_node *node)
{
    struct value v = {(enum kind)node->targets[0].kind, 0, STR_NONE};
    const size_t at = d->scan.at;
    const unsigned char expect = d->scan.expect;
    bool taken = false;
    switch ((enum trie_fast)node->fast) {
    case FAST_NONE: return false;
    case FAST_SKIP: return take_plain(&d->scan, &v.s) || take_digits(&d->scan, &v.i);
    case FAST_TEXT: taken = take_plain(&d->scan, &v.s) && v.s.n > 0; break;
    case FAST_DIGITS: taken = take_plain(&d->scan, &v.s) && str_is_digits(v.s); break;
    case FAST_ADDRESS: taken = take_plain(&d->scan, &v.s) && wire_is_address(v.s); break;
    case FAST_NUMBER: taken = take_digits(&d->scan, &v.i); break;
    }
    if (taken) {
        keep(d, &node->targets[0], &v);
    } else {
        d->scan.at = at;
        d->scan.expect = expect;
    }
    return taken;
}

static bool take_child(struct decoder *d, uint8_t child)
{
    const struct trie_node *node = &d->trie->nodes[child];
    uint64_t bit = UINT64_C(1) << child % 64;
    uint64_t *seen = &d->seen[child / 64];
    if ((*seen & bit) != 0) {
        decoder_mark(d, EVENT_DUPLICATE_KEY);
        return jscan_skip(&d->scan);
    }
    *seen |= bit;
    if (take_fast(d, node))
        return true;
    return node->quiet ? jscan_skip(&d->scan) : take_value(d, child, jscan_next(&d->scan));
}

/* The key that followed last time, if it does again. */
static inline uint8_t guessed_key(struct decoder *d, const struct level *level)
{
    uint8_t guess = *level->guess;
    return guess != TRIE_NONE && jscan_try_key(&d->scan, d->trie->nodes[guess].quoted) ? guess : TRIE_NONE;
}

static bool take_key(struct decoder *d, struct level *level, uint8_t child)
{
    if (child == TRIE_NONE)
        return jscan_skip(&d->scan);
    *level->guess = child;
    level->guess = &d->next[child];
    return take_child(d, child);
}

/* From behind the first { to the end of the text. False on an error of the scanner. */
static bool walk(struct decoder *d)
{
    d->depth = 0;
    push(d, TRIE_ROOT, false);
    while (d->depth > 0) {
        struct level *level = &d->levels[d->depth - 1];
        uint8_t child = level->array ? TRIE_NONE : guessed_key(d, level);
        bool good = true;
        if (child != TRIE_NONE) {
            good = take_key(d, level, child);
        } else {
            enum jscan_token token = jscan_next(&d->scan);
            if (token == JSCAN_KEY)
                good = take_key(d, level, child_of_key(d, level->node));
            else if (token == JSCAN_OBJECT_END || token == JSCAN_ARRAY_END)
                d->depth--;
            else if (token != JSCAN_ERROR) /* an element */
                good = take_value(d, level->node, token);
        }
        if (!good || d->scan.error != NULL)
            return false;
    }
    return jscan_next(&d->scan) == JSCAN_END;
}

/* ---- the door ---- */

static void begin(struct decoder *d, struct str json, int64_t arrival_ms, struct event *out)
{
    *out = (struct event){.arrival_ms = arrival_ms, .raw = str_trim(json)};
    d->event = out;
    memset(d->seen, 0, sizeof d->seen);
    for (int i = 0; i < LISTS_MAX; i++)
        d->lists[i].count = 0;
    d->severity = d->source = (struct named){.id = -1};
    d->id_text = STR_NONE;
    d->id_is_useless = false;
}

int decode_event(struct decoder *d, struct str json, int64_t arrival_ms, struct event *out, struct error *err)
{
    begin(d, json, arrival_ms, out);
    jscan_init(&d->scan, out->raw);
    enum jscan_token first = jscan_next(&d->scan);
    if (first == JSCAN_OBJECT ? !walk(d) : d->scan.error != NULL)
        return err_set_at(err, E_SYNTAX, d->scan.start, d->scan.start + 1, "byte %zu: %s", d->scan.start,
                          d->scan.error);
    if (first != JSCAN_OBJECT)
        return err_set_at(err, E_INVALID, 0, out->raw.n, "it is not an object");
    if (d->scan.keys > JSON_KEYS_MAX)
        return err_set_at(err, E_LIMIT, 0, out->raw.n, "it has %u keys, more than %d", d->scan.keys,
                          JSON_KEYS_MAX);
    if (d->id_is_useless)
        return err_set_at(err, E_INVALID, 0, out->raw.n, "its id is neither a number nor a text");
    decoder_finish(d);
    return 0;
}
