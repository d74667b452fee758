/* Says the tables of the fleet in the words of a manual page. Must not know how states follow from them. */
#include "cli/manfleet.h"

#include "cli/roff.h"
#include "fleet/network.h"
#include "query/devicesort.h"

static const struct {
    unsigned flag;
    const char *word;
} flags[] = {
    {MACHINE_BLOCKED, "blocked"},       {MACHINE_DISABLED, "disabled"},       {MACHINE_SUSPENDED, "SIM suspended"},
    {MACHINE_RELEASED, "without SIM"},  {MACHINE_SILENT, "silent"},           {MACHINE_DATA_DENIED, "data denied"},
    {MACHINE_SMS_DENIED, "SMS denied"}, {MACHINE_CUT_EXPECTED, "cut expected"},
};

enum { ACT_KEEP = MACHINE_UNKNOWN, ACT_NO = MACHINE_NO, ACT_YES = MACHINE_YES };
static const struct act {
    type_id type;
    int cs, ps;
    unsigned set, clear;
} acts[] = {
#define ACT(type, cs, ps, set, clear) {TYPE_##type, ACT_##cs, ACT_##ps, set, clear},
#include "fleet/acts.def"
#undef ACT
};

static void say(struct buf *text, const char *words)
{
    buf_add_fmt(text, "%s%s", text->n > 0 ? "; " : "", words);
}

static void say_domain(struct buf *text, int known, const char *attached, const char *gone)
{
    if (known != ACT_KEEP)
        say(text, known == ACT_YES ? attached : gone);
}

static void say_flags(struct buf *text, unsigned which, const char *verb)
{
    bool first = true;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if ((which & flags[i].flag) == 0)
            continue;
        if (first)
            say(text, verb);
        buf_add_fmt(text, "%s %s", first ? "" : ",", flags[i].word);
        first = false;
    }
}

void manfleet_acts(struct buf *out)
{
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        struct buf text = {0};
        say_domain(&text, acts[i].cs, "attached for voice and SMS", "not attached for voice and SMS");
        say_domain(&text, acts[i].ps, "attached for data", "not attached for data");
        say_flags(&text, acts[i].set, "sets");
        say_flags(&text, acts[i].clear, "takes away");
        buf_add_byte(&text, '.');
        roff_tagged(out, type_row(acts[i].type)->slug, "", buf_cstr(&text));
        buf_fini(&text);
    }
}

void manfleet_networks(struct buf *out)
{
    for (int i = 0; i < NETWORK_COUNT_COUNT_; i++) {
        struct buf text = {0};
        buf_add_fmt(&text, "%s. Found by %s.", network_counts[i].meaning, network_counts[i].query);
        roff_tagged(out, network_counts[i].word, "", buf_cstr(&text));
        buf_fini(&text);
    }
}

void manfleet_sorts(struct buf *out)
{
    for (int i = 0; i < DEVICESORT_COUNT_; i++) {
        struct buf text = {0};
        buf_add_fmt(&text, "%s.", devicesort_rows[i].meaning);
        roff_tagged(out, devicesort_rows[i].word, "", buf_cstr(&text));
        buf_fini(&text);
    }
}
