# Unit tests of src/query.
UNIT_TESTS += tests/unit/test_slice
tests_unit_test_slice_SOURCES = tests/unit/test_slice.c tests/unit/made.h
tests_unit_test_slice_LDADD = $(QUERY_LIBS) $(CMOCKA_LIBS)
