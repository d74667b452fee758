# Unit tests of src/canvas.
UNIT_TESTS += tests/unit/test_canvas tests/unit/test_theme
tests_unit_test_canvas_SOURCES = tests/unit/test_canvas.c
tests_unit_test_canvas_LDADD = $(CANVAS_LIBS) $(CMOCKA_LIBS)
tests_unit_test_theme_SOURCES = tests/unit/test_theme.c
tests_unit_test_theme_LDADD = $(CANVAS_LIBS) $(CMOCKA_LIBS)
