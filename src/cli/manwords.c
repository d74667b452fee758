/* Owns the words of the filter language as a manual page lists them. Must not know what they do. */
#include "cli/manwords.h"

#include "cli/roff.h"
#include "model/cause.h"
#include "model/radio.h"
#include "model/type.h"

static const char *const homes[] = {
    [HOME_FACT] = "Of the event",
    [HOME_WHAT] = "Of what happened",
    [HOME_WHO] = "Of the device, its SIM and its owner",
    [HOME_NET] = "Of the visited operator",
    [HOME_SESSION] = "Of the data session",
    [HOME_USER] = "Of the user",
    [HOME_RAW] = "Read from the original text of the event when asked for, which takes longer",
    [HOME_FLEET] = "Derived from the events before it",
};

static void add_field(struct buf *out, const struct field_row *row)
{
    struct buf tag = {0}, text = {0};
    struct str aliases = str_of(row->aliases), alias;
    buf_add_text(&tag, row->name);
    while (aliases.n > 0 && str_next(&aliases, ',', &alias))
        buf_add_fmt(&tag, ", %.*s", STR_ARG(alias));
    buf_add_fmt(&text, "%s%s", row->help, (row->flags & FIELD_LIST) != 0 ? "; several values" : "");
    roff_tagged(out, buf_cstr(&tag), kind_name(row->kind), buf_cstr(&text));
    buf_fini(&tag);
    buf_fini(&text);
}

void manwords_fields(struct buf *out)
{
    for (enum home home = HOME_FACT; home <= HOME_FLEET; home++) {
        buf_add_fmt(out, ".SS %s\n", homes[home]);
        for (int field = 0; field < FIELD_COUNT_; field++)
            if (field_row((field_id)field)->home == home)
                add_field(out, field_row((field_id)field));
    }
}

void manwords_types(struct buf *out)
{
    for (int type = 0; type < TYPE_OTHER; type++) {
        const struct type_row *row = type_row((type_id)type);
        struct buf id = {0};
        buf_add_fmt(&id, "%d", row->api_id);
        roff_tagged(out, row->slug, buf_cstr(&id), row->help);
        buf_fini(&id);
    }
}

void manwords_rats(struct buf *out)
{
    static const struct {
        const char *slug, *aliases;
    } rats[] = {
#define RAT(id, slug, aliases, title) {slug, aliases},
#include "model/rats.def"
#undef RAT
    };
    for (size_t i = 0; i < sizeof rats / sizeof rats[0]; i++) {
        struct str aliases = str_of(rats[i].aliases), alias;
        buf_add_fmt(out, "%s\\fB%s\\fR", i > 0 ? ",\n" : "", rats[i].slug);
        for (int n = 0; aliases.n > 0 && str_next(&aliases, ',', &alias); n++) {
            buf_add_text(out, n == 0 ? " (" : ", ");
            for (size_t k = 0; k < alias.n; k++)
                buf_add_fmt(out, alias.p[k] == '-' ? "\\-" : "%c", alias.p[k]);
        }
        if (rats[i].aliases[0] != '\0')
            buf_add_byte(out, ')');
    }
    buf_add_text(out, ".\n");
}

void manwords_causes(struct buf *out)
{
    static const char *const codes[] = {
#define CAUSE(part, code) code,
#include "model/causes.def"
#undef CAUSE
        "other",
    };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        buf_add_fmt(out, "%s\\fB%s\\fR", i > 0 ? ",\n" : "", codes[i]);
    buf_add_text(out, ".\n");
}

void manwords_cause_limits(struct buf *out)
{
    buf_add_fmt(out,
                "A code has 1 to %d small letters, digits and _, a pattern at most %d bytes, and there are at most %d "
                "patterns in all.\n",
                CAUSE_CODE_MAX, CAUSE_PART_MAX, CAUSE_RULES_MAX);
}

void manwords_flags(struct buf *out)
{
    static const struct {
        const char *name, *help;
        const char *of;
    } flags[] = {
#define EVENT NULL
#define SCREEN "on the screen only"
#define LATER "false in this version"
#define FLAG(id, name, of, help) {"is:" name, help, of},
#include "filter/flags.def"
#undef FLAG
#undef LATER
#undef SCREEN
#undef EVENT
    };
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        roff_tagged(out, flags[i].name, flags[i].of, flags[i].help);
}
