# Unit tests of src/query.
UNIT_TESTS += tests/unit/test_slice
tests_unit_test_slice_SOURCES = tests/unit/test_slice.c tests/unit/made.h
tests_unit_test_slice_LDADD = $(QUERY_LIBS) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/test_folding
tests_unit_test_folding_SOURCES = tests/unit/test_folding.c tests/unit/made.h
tests_unit_test_folding_LDADD = $(QUERY_LIBS) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/test_group
tests_unit_test_group_SOURCES = tests/unit/test_group.c tests/unit/made.h
tests_unit_test_group_LDADD = $(QUERY_LIBS) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/test_search
tests_unit_test_search_SOURCES = tests/unit/test_search.c tests/unit/made.h
tests_unit_test_search_LDADD = $(QUERY_LIBS) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/test_offers
tests_unit_test_offers_SOURCES = tests/unit/test_offers.c tests/unit/made.h
tests_unit_test_offers_LDADD = $(QUERY_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_roster
tests_unit_test_roster_SOURCES = tests/unit/test_roster.c tests/unit/made.h
tests_unit_test_roster_LDADD = $(QUERY_LIBS) $(CMOCKA_LIBS)
