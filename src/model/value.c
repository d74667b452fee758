/* What each kind of value is: its name, whether it is text, whether it has an order. Knows no fields. */
#include "model/value.h"

#include "base/err.h"

static const struct kind_row {
    const char *name;
    bool text, ordered;
} kinds[KIND_COUNT_] = {
    [KIND_NONE] = {"none", false, false},
    [KIND_ENUM] = {"enum", false, false},
    [KIND_OPEN] = {"word", true, false},
    [KIND_SEVERITY] = {"severity", false, true},
    [KIND_BOOL] = {"bool", false, false},
    [KIND_DIGITS] = {"digits", true, false},
    [KIND_NUMBER] = {"number", false, true},
    [KIND_PERCENT] = {"percent", false, true},
    [KIND_SIZE] = {"size", false, true},
    [KIND_DURATION] = {"duration", false, true},
    [KIND_IP] = {"ip", true, false},
    [KIND_TIME] = {"time", false, true},
    [KIND_TEXT] = {"text", true, false},
};

const char *const severity_names[SEVERITY_COUNT_] = {"info", "warn", "critical"};
const char *const origin_names[ORIGIN_COUNT_] = {"network", "policy", "api"};

bool kind_is_text(enum kind kind)
{
    must(kind < KIND_COUNT_);
    return kinds[kind].text;
}

bool kind_is_ordered(enum kind kind)
{
    must(kind < KIND_COUNT_);
    return kinds[kind].ordered;
}

const char *kind_name(enum kind kind)
{
    must(kind < KIND_COUNT_);
    return kinds[kind].name;
}
