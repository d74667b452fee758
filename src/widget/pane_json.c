/* A JSON text in a pane, in syntax roles: pretty, compact, or the bytes as they came. Strings are shown escaped, as on
 * the wire: what an operator copies is what was received. */
#include "base/jscan.h"
#include "widget/pane.h"

#define INDENT 2

struct printer {
    struct pane *pane;
    enum pane_json form;
    enum jscan_token last;
};

static role_id role_of(enum jscan_token token)
{
    static const role_id roles[] = {
        [JSCAN_KEY] = ROLE_JSON_KEY,    [JSCAN_STRING] = ROLE_JSON_STRING, [JSCAN_NUMBER] = ROLE_JSON_NUMBER,
        [JSCAN_TRUE] = ROLE_JSON_WORD,  [JSCAN_FALSE] = ROLE_JSON_WORD,    [JSCAN_NULL] = ROLE_JSON_WORD,
        [JSCAN_OBJECT] = ROLE_JSON_MARK, [JSCAN_ARRAY] = ROLE_JSON_MARK,
        [JSCAN_OBJECT_END] = ROLE_JSON_MARK, [JSCAN_ARRAY_END] = ROLE_JSON_MARK,
    };
    return roles[token];
}

static bool is_opening(enum jscan_token token)
{
    return token == JSCAN_OBJECT || token == JSCAN_ARRAY;
}

static bool is_closing(enum jscan_token token)
{
    return token == JSCAN_OBJECT_END || token == JSCAN_ARRAY_END;
}

static void break_line(struct printer *self, int depth)
{
    if (self->form != PANE_JSON_PRETTY)
        return;
    pane_line(self->pane);
    pane_print(self->pane, ROLE_JSON_MARK, "%*s", depth * INDENT, "");
}

/* What stands between the last token and this one. */
static void separate(struct printer *self, enum jscan_token token, int depth)
{
    bool first = self->last == JSCAN_END, empty = is_opening(self->last) && is_closing(token);
    if (first || empty)
        return;
    if (self->last == JSCAN_KEY) {
        pane_span(self->pane, ROLE_JSON_MARK, self->form == PANE_JSON_PRETTY ? STR(": ") : STR(":"));
        return;
    }
    if (!is_opening(self->last) && !is_closing(token))
        pane_span(self->pane, ROLE_JSON_MARK, STR(","));
    break_line(self, is_closing(token) || is_opening(token) ? depth - (is_opening(token) ? 1 : 0) : depth);
}

static void json_tokens(struct printer *self, struct str json)
{
    struct jscan scan;
    size_t end = 0; /* of what was understood */
    jscan_init(&scan, json);
    for (;;) {
        enum jscan_token token = jscan_next(&scan);
        if (token == JSCAN_END)
            break;
        if (token == JSCAN_ERROR) { /* the rest as it is: nothing is hidden */
            if (self->last == JSCAN_KEY) /* whose colon was read with it */
                pane_span(self->pane, ROLE_JSON_MARK, STR(":"));
            pane_span(self->pane, ROLE_ALTERED, str_sub(json, end, json.n));
            break;
        }
        end = scan.at;
        separate(self, token, scan.depth);
        struct str text = str_sub(json, scan.start, scan.at - scan.start);
        while (token == JSCAN_KEY && text.n > 1 && text.p[text.n - 1] != '"') /* its colon is ours to draw */
            text.n--;
        pane_span(self->pane, role_of(token), text);
        self->last = token;
    }
    pane_line(self->pane);
}

void pane_json(struct pane *pane, struct str json, enum pane_json form)
{
    struct printer printer = {pane, form, JSCAN_END};
    if (form != PANE_JSON_BYTES) {
        json_tokens(&printer, json);
        return;
    }
    struct str line;
    while (str_next(&json, '\n', &line)) {
        pane_span(pane, ROLE_TEXT, line);
        pane_line(pane);
    }
}
