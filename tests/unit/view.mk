# Unit tests of src/view. Each one:
#   UNIT_TESTS += tests/unit/test_NAME
#   tests_unit_test_NAME_SOURCES = tests/unit/test_NAME.c
#   tests_unit_test_NAME_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
