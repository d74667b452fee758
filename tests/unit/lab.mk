# Unit tests of src/lab, and one of evmon-lab over HTTP.
UNIT_TESTS += tests/unit/test_eventquery
tests_unit_test_eventquery_SOURCES = tests/unit/test_eventquery.c
tests_unit_test_eventquery_LDADD = $(LAB_LIBS) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/test_labworld
tests_unit_test_labworld_SOURCES = tests/unit/test_labworld.c
tests_unit_test_labworld_LDADD = $(LAB_LIBS) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/test_labargs
tests_unit_test_labargs_SOURCES = tests/unit/test_labargs.c
tests_unit_test_labargs_LDADD = $(LAB_LIBS) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/test_labhttp
tests_unit_test_labhttp_SOURCES = tests/unit/test_labhttp.c
tests_unit_test_labhttp_LDADD = $(LAB_LIBS) $(CMOCKA_LIBS) -lm
EXTRA_tests_unit_test_labhttp_DEPENDENCIES = evmon-lab$(EXEEXT)
