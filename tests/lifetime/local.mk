# tests/lifetime: sources opened, cut and stopped many times, and the completeness of what they deliver.
PROXY = tests/lifetime/proxy.c tests/lifetime/proxy.h
RIG = tests/lifetime/rig.c tests/lifetime/rig.h
UNIT_TESTS += tests/lifetime/test_completeness tests/lifetime/test_lifetime tests/lifetime/test_manners
tests_lifetime_test_completeness_SOURCES = tests/lifetime/test_completeness.c $(RIG)
tests_lifetime_test_completeness_LDADD = $(EMNIFY_LIBS) $(CMOCKA_LIBS)
tests_lifetime_test_lifetime_SOURCES = tests/lifetime/test_lifetime.c $(PROXY) $(RIG)
tests_lifetime_test_lifetime_LDADD = $(EMNIFY_LIBS) $(CMOCKA_LIBS)
tests_lifetime_test_manners_SOURCES = tests/lifetime/test_manners.c $(PROXY) $(RIG)
tests_lifetime_test_manners_LDADD = $(EMNIFY_LIBS) $(CJSON_LIBS) $(CMOCKA_LIBS)

UNIT_TESTS += tests/lifetime/test_inspect
tests_lifetime_test_inspect_SOURCES = tests/lifetime/test_inspect.c $(RIG)
tests_lifetime_test_inspect_LDADD = $(EMNIFY_LIBS) $(CMOCKA_LIBS)
