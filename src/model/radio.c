/* Radio access types, network nodes, and the tables of operators and countries.
 * The tables are made at build time from packaged data (plmn.awk, country.awk) and searched, never changed. */
#include "model/radio.h"

#include <stdlib.h>

static const struct rat {
    const char *slug, *aliases, *title;
} rats[RADIO_RAT_COUNT] = {
#define RAT(id, slug, aliases, title) [id] = {slug, aliases, title},
#include "model/rats.def"
#undef RAT
};

struct row {
    const char *key, *name;
};

/* All sorted by key, as the generator writes them. */
static const struct row own_networks[] = {
#define NETWORK(key, name) {key, name},
#include "model/networks.def"
#undef NETWORK
};
static const struct row networks[] = {
#define MCC(...)
#define PLMN(key, name) {key, name},
#include "model/plmn.inc"
#undef PLMN
#undef MCC
};
static const struct row mccs[] = {
#define PLMN(...)
#define MCC(key, name) {key, name},
#include "model/plmn.inc"
#undef PLMN
#undef MCC
};
static const struct row countries[] = {
#define COUNTRY(key, name) {key, name},
#include "model/country.inc"
#undef COUNTRY
};
/* Codes that networks use before ISO 3166 lists them. */
static const struct row own_countries[] = {{"xk", "Kosovo"}};
#define COUNT(table) (sizeof(table) / sizeof(table)[0])

const char *radio_rat_slug(int64_t rat_id)
{
    return rat_id >= 0 && rat_id < RADIO_RAT_COUNT ? rats[rat_id].slug : NULL;
}

const char *radio_rat_title(int64_t rat_id)
{
    return rat_id >= 0 && rat_id < RADIO_RAT_COUNT ? rats[rat_id].title : NULL;
}

int radio_rat_find(struct str word)
{
    for (int i = 0; i < RADIO_RAT_COUNT; i++) {
        if (rats[i].slug == NULL)
            continue;
        if (str_eq_nocase(str_of(rats[i].slug), word))
            return i;
        struct str aliases = str_of(rats[i].aliases), alias;
        while (str_next(&aliases, ',', &alias)) {
            if (alias.n > 0 && str_eq_nocase(alias, word))
                return i;
        }
    }
    return -1;
}

/* ---- tables ---- */

static int compare_row(const void *key, const void *row)
{
    return str_compare(*(const struct str *)key, str_of(((const struct row *)row)->key));
}

static const char *look_up(const struct row *table, size_t count, struct str key)
{
    const struct row *row = bsearch(&key, table, count, sizeof *table, compare_row);
    return row != NULL ? row->name : NULL;
}

static const char *network(struct str key)
{
    const char *name = look_up(own_networks, COUNT(own_networks), key);
    return name != NULL ? name : look_up(networks, COUNT(networks), key);
}

const char *radio_operator(struct str mcc, struct str mnc)
{
    char key[7];
    if (mcc.n != 3 || mnc.n < 2 || mnc.n > 3)
        return NULL;
    memcpy(key, mcc.p, 3);
    memcpy(key + 3, mnc.p, mnc.n);
    return network((struct str){key, 3 + mnc.n});
}

const char *radio_country_iso(struct str mcc)
{
    return look_up(mccs, COUNT(mccs), mcc);
}

const char *radio_country_name(struct str iso)
{
    char key[2];
    if (iso.n != 2)
        return NULL;
    for (int i = 0; i < 2; i++)
        key[i] = (char)(iso.p[i] >= 'A' && iso.p[i] <= 'Z' ? iso.p[i] + ('a' - 'A') : iso.p[i]);
    struct str code = {key, 2};
    const char *name = look_up(countries, COUNT(countries), code);
    return name != NULL ? name : look_up(own_countries, COUNT(own_countries), code);
}

/* Whether most networks of the MCC have three digits. */
static bool mcc_has_long_mncs(struct str mcc)
{
    int balance = 0;
    for (size_t i = 0; i < COUNT(networks); i++) {
        if (strncmp(networks[i].key, mcc.p, 3) == 0)
            balance += networks[i].key[5] != '\0' ? 1 : -1;
    }
    return balance > 0;
}

int radio_mnc_length(struct str digits)
{
    if (digits.n >= 6 && network(str_sub(digits, 0, 6)) != NULL)
        return 3;
    if (digits.n >= 5 && network(str_sub(digits, 0, 5)) != NULL)
        return 2;
    return digits.n >= 6 && mcc_has_long_mncs(digits) ? 3 : 2;
}

/* ---- nodes ---- */

/* The text of ROLE='...' where it stands last: descriptions name the role once before, as the sender. */
static bool quoted_after(struct str s, struct str mark, struct str *text)
{
    bool found = false;
    ptrdiff_t at;
    while ((at = str_find(s, mark)) >= 0) {
        s = str_sub(s, (size_t)at + mark.n, s.n);
        ptrdiff_t end = str_find_byte(s, '\'');
        if (end < 0)
            break;
        *text = str_sub(s, 0, (size_t)end);
        found = end > 0;
    }
    return found;
}

static struct str digits_after(struct str s, struct str mark)
{
    ptrdiff_t at = str_find(s, mark);
    if (at < 0)
        return STR_NONE;
    struct str digits = str_sub(s, (size_t)at + mark.n, 3);
    return digits.n == 3 && str_is_digits(digits) ? digits : STR_NONE;
}

/* mme...mnc002.mcc262.3gppnetwork.org: two-digit codes are padded with a zero in front. */
static void read_host(struct node *node)
{
    if (str_find(node->name, STR("3gppnetwork.org")) < 0)
        return;
    node->mcc = digits_after(node->name, STR(".mcc"));
    node->mnc = digits_after(node->name, STR(".mnc"));
    if (node->mnc.n == 3 && node->mnc.p[0] == '0' && radio_operator(node->mcc, node->mnc) == NULL)
        node->mnc = str_sub(node->mnc, 1, 2);
    if (str_find(node->name, STR("mme")) >= 0)
        node->role = "MME";
}

bool radio_node(struct str description, struct node *out)
{
    static const struct {
        const char *role;
        struct str mark;
    } roles[] = {{"VLR", {"VLR='", 5}}, {"SGSN", {"SGSN='", 6}}, {"MME", {"MME='", 5}}};
    *out = (struct node){0};
    for (size_t i = 0; i < COUNT(roles); i++) {
        if (!quoted_after(description, roles[i].mark, &out->name))
            continue;
        out->role = roles[i].role;
        quoted_after(description, STR("IP='"), &out->ip);
        read_host(out);
        return true;
    }
    return false;
}
