# Unit tests of src/base.
UNIT_TESTS += tests/unit/test_strings
tests_unit_test_strings_SOURCES = tests/unit/test_strings.c
tests_unit_test_strings_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_utf8
tests_unit_test_utf8_SOURCES = tests/unit/test_utf8.c
tests_unit_test_utf8_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_instant
tests_unit_test_instant_SOURCES = tests/unit/test_instant.c
tests_unit_test_instant_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_jscan
tests_unit_test_jscan_SOURCES = tests/unit/test_jscan.c
tests_unit_test_jscan_LDADD = $(BASE_LIBS) $(CMOCKA_LIBS)
