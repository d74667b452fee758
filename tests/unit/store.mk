# Unit tests of src/store.
UNIT_TESTS += tests/unit/test_store
tests_unit_test_store_SOURCES = tests/unit/test_store.c tests/unit/made.h
tests_unit_test_store_LDADD = $(STORE_LIBS) $(CMOCKA_LIBS)
