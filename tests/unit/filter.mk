# Unit tests of src/filter; the language itself is tested in tests/filter.
UNIT_TESTS += tests/unit/test_amend tests/unit/test_filter
tests_unit_test_amend_SOURCES = tests/unit/test_amend.c tests/unit/made.h
tests_unit_test_amend_LDADD = $(FILTER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_filter_SOURCES = tests/unit/test_filter.c tests/unit/made.h
tests_unit_test_filter_LDADD = $(FILTER_LIBS) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/test_ticks
tests_unit_test_ticks_SOURCES = tests/unit/test_ticks.c tests/unit/made.h
tests_unit_test_ticks_LDADD = $(FILTER_LIBS) $(CMOCKA_LIBS)
