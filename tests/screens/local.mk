# tests/screens: golden pictures of what views draw. UPDATE=1 make check TESTS=tests/screens/test_screens writes them.
check_PROGRAMS += tests/screens/test_screens
TESTS += tests/screens/test_screens
tests_screens_test_screens_SOURCES = tests/screens/test_screens.c tests/screens/scene.c tests/screens/scene.h
tests_screens_test_screens_LDADD = $(LIBVIEW) $(LIBQUERY) $(LIBFLEET) $(LIBFILTER) $(LIBDECODE) $(LIBSTORE) $(LIBWIDGET) \
	$(LIBCANVAS) $(LIBCOMMAND) $(MODEL_LIBS) $(CJSON_LIBS) $(PCRE2_LIBS) $(ZSTD_LIBS)
EXTRA_DIST += $(wildcard $(top_srcdir)/tests/screens/*.txt) $(wildcard $(top_srcdir)/tests/screens/*.script)
