# Unit tests of src/term. curses.c is looked at through tests/glass/test_term.
UNIT_TESTS += tests/unit/test_keyin
tests_unit_test_keyin_SOURCES = tests/unit/test_keyin.c
tests_unit_test_keyin_LDADD = $(TERM_LIBS) $(CMOCKA_LIBS)
