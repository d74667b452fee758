# Unit tests of src/command. Each one:
#   UNIT_TESTS += tests/unit/test_NAME
#   tests_unit_test_NAME_SOURCES = tests/unit/test_NAME.c
#   tests_unit_test_NAME_LDADD = $(COMMAND_LIBS) $(CMOCKA_LIBS)
