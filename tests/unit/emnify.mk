# Unit tests of src/emnify. Each one:
#   UNIT_TESTS += tests/unit/test_NAME
#   tests_unit_test_NAME_SOURCES = tests/unit/test_NAME.c
#   tests_unit_test_NAME_LDADD = $(EMNIFY_LIBS) $(CMOCKA_LIBS)
