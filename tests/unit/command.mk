# Unit tests of src/command.
UNIT_TESTS += tests/unit/test_key tests/unit/test_command
tests_unit_test_key_SOURCES = tests/unit/test_key.c
tests_unit_test_key_LDADD = $(COMMAND_LIBS) $(CMOCKA_LIBS)
tests_unit_test_command_SOURCES = tests/unit/test_command.c
tests_unit_test_command_LDADD = $(COMMAND_LIBS) $(CMOCKA_LIBS)
