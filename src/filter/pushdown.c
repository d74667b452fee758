/* What of a query the platform can test for us (doc/PLATFORM.md 2.2). Only what certainly lets every match through: how
 * the platform compares texts is not documented, so texts stay here. */
#include "filter/tree.h"

#include "model/type.h"

#define ALTERNATIVES_MAX 6

struct push {
    struct buf *out;
    bool used[FIELD_COUNT_]; /* a key is given once */
};

static void add_pair(struct push *p, field_id field, const char *key, struct str value)
{
    if (p->used[field])
        return;
    p->used[field] = true;
    if (p->out->n > 0)
        buf_add_byte(p->out, ',');
    buf_add_fmt(p->out, "%s:%.*s", key, STR_ARG(value));
}

static void add_number(struct push *p, field_id field, const char *key, int64_t number)
{
    char text[24];
    size_t n = 0;
    struct buf digits = {0};
    buf_add_fmt(&digits, "%lld", (long long)number);
    n = str_copy(buf_str(&digits), text, sizeof text);
    buf_fini(&digits);
    add_pair(p, field, key, (struct str){text, n});
}

/* The one code in the sets of all items, -1 when there are none or several. */
static int one_code(const struct node *node)
{
    int found = -1;
    for (const struct item *item = node->items; item != NULL; item = item->next) {
        if (item->typed.kind != TYPED_SET)
            return -1;
        for (int c = 0; c < 256; c++) {
            if (!item->typed.codes[c])
                continue;
            if (found >= 0 && found != c)
                return -1;
            found = c;
        }
    }
    return found;
}

static bool add_alternative(int64_t ids[ALTERNATIVES_MAX], size_t *n, int64_t id)
{
    for (size_t i = 0; i < *n; i++) {
        if (ids[i] == id)
            return true;
    }
    if (*n == ALTERNATIVES_MAX)
        return false;
    ids[(*n)++] = id;
    return true;
}

/* The platform's ids behind one item; false when they are too many or open. */
static bool ids_of_item(const struct node *node, const struct item *item, int64_t ids[ALTERNATIVES_MAX], size_t *n)
{
    const struct typed *typed = &item->typed;
    if (typed->kind == TYPED_TYPE_ID)
        return add_alternative(ids, n, typed->low);
    if (typed->kind != TYPED_SET || typed->unlisted.n > 0)
        return false;
    for (int c = 0; c < 256; c++) {
        int64_t id = node->field != FIELD_TYPE ? c : c < TYPE_COUNT_ ? type_row((type_id)c)->api_id : -1;
        if (typed->codes[c] && (id < 0 || !add_alternative(ids, n, id)))
            return false;
    }
    return true;
}

static void push_ids(struct push *p, const struct node *node, const char *key)
{
    int64_t ids[ALTERNATIVES_MAX];
    size_t n = 0;
    struct buf joined = {0};
    bool all = true;
    for (const struct item *item = node->items; all && item != NULL; item = item->next)
        all = ids_of_item(node, item, ids, &n);
    for (size_t i = 0; i < n; i++)
        buf_add_fmt(&joined, "%s%lld", i > 0 ? "|" : "", (long long)ids[i]);
    if (all && n > 0)
        add_pair(p, node->field, key, buf_str(&joined));
    buf_fini(&joined);
}

static void push_code(struct push *p, const struct node *node, const char *key)
{
    int code = one_code(node);
    if (code >= 0 && node->field == FIELD_ALERT)
        add_pair(p, node->field, key, code == 1 ? STR("true") : STR("false"));
    else if (code >= 0)
        add_number(p, node->field, key, code);
}

#define ICCID_SHORT 19 /* up to here the platform takes a beginning, so both forms of a card come */

static void push_digits(struct push *p, const struct node *node, const char *key)
{
    const struct item *item = node->items;
    if (item == NULL || item->next != NULL || item->typed.text.n == 0)
        return;
    if (node->field == FIELD_ICCID)
        add_pair(p, node->field, key, str_sub(item->typed.text, 0, ICCID_SHORT));
    else if (item->typed.kind == TYPED_EXACT)
        add_pair(p, node->field, key, item->typed.text);
}

typedef void (*push_fn)(struct push *p, const struct node *node, const char *key);

static void push_compare(struct push *p, const struct node *node)
{
    static const struct {
        field_id field;
        const char *key;
        push_fn push;
    } keys[] = {
        {FIELD_TYPE, "type", push_ids},     {FIELD_RAT, "rat", push_ids},       {FIELD_SOURCE, "source", push_code},
        {FIELD_SEV, "severity", push_code}, {FIELD_ALERT, "alert", push_code},  {FIELD_IMSI, "imsi", push_digits},
        {FIELD_IMEI, "imei", push_digits},  {FIELD_ICCID, "iccid", push_digits},
    };
    for (size_t i = 0; node->op != LEX_NOT_EQUAL && i < sizeof keys / sizeof *keys; i++) {
        if (keys[i].field == node->field)
            keys[i].push(p, node, keys[i].key);
    }
}

static void push_flag(struct push *p, const struct node *node)
{
    switch (node->flag) {
    case FLAG_ALERT: add_pair(p, FIELD_ALERT, "alert", STR("true")); break;
    case FLAG_NETWORK: add_pair(p, FIELD_SOURCE, "source", STR("0")); break;
    case FLAG_POLICY: add_pair(p, FIELD_SOURCE, "source", STR("1")); break;
    case FLAG_API: add_pair(p, FIELD_SOURCE, "source", STR("2")); break;
    default: break;
    }
}

static bool asks_whole_store(const struct node *node)
{
    bool any = node->kind == NODE_SAME;
    for (const struct node *kid = node->kids; kid != NULL; kid = kid->next)
        any = any || asks_whole_store(kid);
    return any;
}

void filter_pushdown(const struct filter *filter, struct buf *out)
{
    const struct node *root = filter->ast.root;
    struct buf own = {0};
    struct push push = {.out = &own};
    if (asks_whole_store(root))
        return; /* the events it asks about may be any */
    for (const struct node *node = root->kind == NODE_AND ? root->kids : root; node != NULL;
         node = root->kind == NODE_AND ? node->next : NULL) {
        if (node->kind == NODE_COMPARE)
            push_compare(&push, node);
        else if (node->kind == NODE_FLAG)
            push_flag(&push, node);
    }
    buf_add_str(out, buf_str(&own));
    buf_fini(&own);
}
