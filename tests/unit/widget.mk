# Unit tests of src/widget.
UNIT_TESTS += tests/unit/test_widget
tests_unit_test_widget_SOURCES = tests/unit/test_widget.c
tests_unit_test_widget_LDADD = $(WIDGET_LIBS) $(CMOCKA_LIBS)
