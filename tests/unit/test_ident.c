/* Numbers of the SIM world, radio names, nodes and the tables of networks. */
#include "model/ident.h"
#include "model/radio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#define EQ(s, text) assert_true(str_eq(s, STR(text)))

static void imsi_is_split_by_the_tables(void **state)
{
    (void)state;
    struct imsi imsi;
    assert_true(ident_imsi(STR("901430005500210"), &imsi));
    EQ(imsi.mcc, "901");
    EQ(imsi.mnc, "43");
    EQ(imsi.msin, "0005500210");
    assert_string_equal(imsi.home, "emnify");
    assert_null(imsi.country);
    assert_true(ident_imsi(STR("295050000000001"), &imsi));
    assert_string_equal(imsi.home, "emnify");
    assert_string_equal(imsi.country, "Liechtenstein");
    assert_true(ident_imsi(STR("310410123456789"), &imsi));
    EQ(imsi.mnc, "410");
    EQ(imsi.msin, "123456789");
    assert_string_equal(imsi.country, "United States");
    assert_true(ident_imsi(STR("262021234567890"), &imsi));
    EQ(imsi.mnc, "02");
    assert_string_equal(imsi.home, "Vodafone");
    assert_true(ident_imsi(STR("999990"), &imsi));
    assert_null(imsi.home);
    assert_false(ident_imsi(STR("26202"), &imsi));
    assert_false(ident_imsi(STR("2620212345678901"), &imsi));
    assert_false(ident_imsi(STR("26202123456789x"), &imsi));
}

static void iccid_and_its_check_digit(void **state)
{
    (void)state;
    struct iccid iccid;
    assert_true(ident_iccid(STR("8988303000006738593"), &iccid));
    assert_int_equal(iccid.check, LUHN_ABSENT);
    assert_string_equal(iccid.full, "89883030000067385937");
    assert_true(ident_iccid(STR("89883030000067385937"), &iccid));
    assert_int_equal(iccid.check, LUHN_HOLDS);
    EQ(iccid.body, "8988303000006738593");
    assert_true(ident_iccid(STR("89883030000067385930"), &iccid));
    assert_int_equal(iccid.check, LUHN_WRONG);
    assert_string_equal(iccid.full, "89883030000067385937");
    assert_false(ident_iccid(STR("898830300000673"), &iccid));
    assert_true(ident_iccid_same(STR("8988303000006738593"), STR("89883030000067385937")));
    assert_true(ident_iccid_same(STR("89883030000067385937"), STR("8988303000006738593")));
    assert_false(ident_iccid_same(STR("89883030000067385930"), STR("8988303000006738593")));
    assert_false(ident_iccid_same(STR("89883030000067385937"), STR("8988303000006738594")));
}

static void a_modem_keeps_its_number(void **state)
{
    (void)state;
    uint64_t modem = ident_modem(STR("35209900176148"));
    assert_true(modem == UINT64_C(35209900176148));
    assert_true(ident_modem(STR("352099001761481")) == modem);
    assert_true(ident_modem(STR("3520990017614801")) == modem && ident_modem(STR("3520990017614877")) == modem);
    assert_true(ident_modem(STR("3520990017614901")) != modem);
    assert_true(ident_modem(STR("")) == 0);
    assert_true(ident_modem(STR("0000000000000000")) != 0 && ident_modem(STR("12")) != ident_modem(STR("13")));
}

static void imei_with_and_without_version(void **state)
{
    (void)state;
    struct imei imei;
    assert_true(ident_imei(STR("8643456788893212"), &imei));
    EQ(imei.tac, "86434567");
    EQ(imei.serial, "888932");
    EQ(imei.version, "12");
    assert_int_equal(imei.check, LUHN_ABSENT);
    assert_string_equal(imei.full, "864345678889324");
    assert_true(ident_imei(STR("864345678889324"), &imei));
    assert_int_equal(imei.check, LUHN_HOLDS);
    assert_int_equal(imei.version.n, 0);
    assert_true(ident_imei(STR("864345678889325"), &imei));
    assert_int_equal(imei.check, LUHN_WRONG);
    assert_false(ident_imei(STR("8643456788893"), &imei));
}

static void nodes_in_descriptions(void **state)
{
    (void)state;
    struct node node;
    assert_true(radio_node(STR("New location received from VLR for IMSI='90143', now\nattached to VLR='491720000095'."), &node));
    assert_string_equal(node.role, "VLR");
    EQ(node.name, "491720000095");
    assert_int_equal(node.mcc.n, 0);
    assert_true(radio_node(STR("New location received from SGSN for IMSI='90143', now attached to "
                               "SGSN='mmec11.mmegi0001.mme.epc.mnc002.mcc262.3gppnetwork.org', IP='203.0.113.61'."), &node));
    assert_string_equal(node.role, "MME");
    EQ(node.mcc, "262");
    EQ(node.mnc, "02");
    EQ(node.ip, "203.0.113.61");
    assert_true(radio_node(STR("SGSN='mme.epc.mnc410.mcc310.3gppnetwork.org'"), &node));
    EQ(node.mnc, "410");
    assert_false(radio_node(STR("SGSN location information has been purged for IMSI='1'."), &node));
    assert_false(radio_node(STR("SGSN='"), &node));
    assert_false(radio_node(STR_NONE, &node));
}

static void tables_of_networks(void **state)
{
    (void)state;
    assert_string_equal(radio_operator(STR("262"), STR("02")), "Vodafone");
    assert_string_equal(radio_operator(STR("228"), STR("01")), "Swisscom");
    assert_null(radio_operator(STR("000"), STR("00")));
    assert_null(radio_operator(STR("262"), STR_NONE));
    assert_string_equal(radio_country_iso(STR("262")), "de");
    assert_null(radio_country_iso(STR("901")));
    assert_string_equal(radio_country_name(STR("DE")), "Germany");
    assert_string_equal(radio_country_name(STR("bo")), "Bolivia");
    assert_null(radio_country_name(STR("zz")));
    for (int mcc = 200; mcc < 800; mcc++) { /* every country of the network table has a name */
        char key[4];
        snprintf(key, sizeof key, "%d", mcc);
        const char *iso = radio_country_iso(str_of(key));
        if (iso != NULL && radio_country_name(str_of(iso)) == NULL)
            fail_msg("%s has no name", iso);
    }
}

static void radio_access_types(void **state)
{
    (void)state;
    assert_null(radio_rat_slug(0));
    assert_string_equal(radio_rat_slug(9), "ltem");
    assert_string_equal(radio_rat_title(2), "GERAN (2G)");
    for (int i = 1; i < RADIO_RAT_COUNT; i++)
        assert_int_equal(radio_rat_find(str_of(radio_rat_slug(i))), i);
    assert_int_equal(radio_rat_find(STR("HSPA+")), 5);
    assert_int_equal(radio_rat_find(STR("6g")), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(imsi_is_split_by_the_tables), cmocka_unit_test(iccid_and_its_check_digit),
        cmocka_unit_test(imei_with_and_without_version), cmocka_unit_test(a_modem_keeps_its_number), cmocka_unit_test(nodes_in_descriptions),
        cmocka_unit_test(tables_of_networks), cmocka_unit_test(radio_access_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
