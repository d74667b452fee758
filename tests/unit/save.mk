# Unit tests of src/save.
UNIT_TESTS += tests/unit/test_lines tests/unit/test_replace
tests_unit_test_lines_SOURCES = tests/unit/test_lines.c
tests_unit_test_lines_LDADD = $(SAVE_LIBS) $(CMOCKA_LIBS)
tests_unit_test_replace_SOURCES = tests/unit/test_replace.c
tests_unit_test_replace_LDADD = $(SAVE_LIBS) $(CMOCKA_LIBS)
