# Unit tests of src/view; its pictures are compared in tests/screens.
UNIT_TESTS += tests/unit/test_cursor
tests_unit_test_cursor_SOURCES = tests/unit/test_cursor.c tests/unit/made.h
tests_unit_test_cursor_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/test_facet
tests_unit_test_facet_SOURCES = tests/unit/test_facet.c tests/unit/made.h
tests_unit_test_facet_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_finding
tests_unit_test_finding_SOURCES = tests/unit/test_finding.c
tests_unit_test_finding_LDADD = $(VIEW_LIBS) $(CMOCKA_LIBS)
