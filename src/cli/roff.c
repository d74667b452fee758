/* Owns how a text is written in roff. Must not know which page it is for. */
#include "cli/roff.h"

static const char *escape_of(char c)
{
    switch (c) {
    case '\\': return "\\e";
    case '-': return "\\-";
    case '~': return "\\(ti";
    case '^': return "\\(ha";
    case '\'': return "\\(aq";
    case '`': return "\\(ga";
    default: return NULL;
    }
}

void roff_text(struct buf *out, const char *text)
{
    if (text[0] == '.' || text[0] == '\'')
        buf_add_text(out, "\\&");
    for (; *text != '\0'; text++) {
        const char *escape = escape_of(*text);
        if (escape != NULL)
            buf_add_text(out, escape);
        else
            buf_add_byte(out, *text);
    }
}

void roff_tagged(struct buf *out, const char *tag, const char *value, const char *text)
{
    buf_add_text(out, ".TP\n\\fB");
    roff_text(out, tag);
    buf_add_text(out, "\\fR");
    if (value != NULL && value[0] != '\0') {
        buf_add_text(out, " \\fI");
        roff_text(out, value);
        buf_add_text(out, "\\fR");
    }
    buf_add_byte(out, '\n');
    roff_text(out, text);
    buf_add_byte(out, '\n');
}
