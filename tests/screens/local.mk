# tests/screens: golden pictures of what views draw. UPDATE=1 make check TESTS=tests/screens/test_screens writes them.
check_PROGRAMS += tests/screens/test_screens
TESTS += tests/screens/test_screens
tests_screens_test_screens_SOURCES = tests/screens/test_screens.c tests/screens/scene.c tests/screens/scene.h
tests_screens_test_screens_LDADD = $(LIBVIEW) $(LIBQUERY) $(LIBFLEET) $(LIBFILTER) $(LIBDECODE) $(LIBSTORE) $(LIBWIDGET) \
	$(LIBCANVAS) $(LIBCOMMAND) $(MODEL_LIBS) $(CJSON_LIBS) $(PCRE2_LIBS) $(ZSTD_LIBS)

check_PROGRAMS += tests/screens/test_still
TESTS += tests/screens/test_still
tests_screens_test_still_SOURCES = tests/screens/test_still.c tests/screens/scene.c tests/screens/scene.h
tests_screens_test_still_LDADD = $(tests_screens_test_screens_LDADD)

EXTRA_DIST += $(wildcard $(top_srcdir)/tests/screens/*.txt) $(wildcard $(top_srcdir)/tests/screens/*.script)

# The pictures of README.md: golden screens in the colours of a theme. `make pictures` makes them anew.
EXTRA_PROGRAMS += tests/screens/picture
tests_screens_picture_SOURCES = tests/screens/picture.c
tests_screens_picture_LDADD = $(CANVAS_LIBS)
EXTRA_DIST += $(wildcard $(top_srcdir)/doc/pictures/*.svg)
.PHONY: pictures
pictures: tests/screens/picture$(EXEEXT)
	tests/screens/picture $(top_srcdir)/tests/screens/stream-hold.txt $(top_srcdir)/themes/dark 'the stream, held' >$(top_srcdir)/doc/pictures/stream.svg
	tests/screens/picture $(top_srcdir)/tests/screens/detail-100x30.txt $(top_srcdir)/themes/dark 'one event' >$(top_srcdir)/doc/pictures/detail.svg
	tests/screens/picture $(top_srcdir)/tests/screens/drill-device.txt $(top_srcdir)/themes/dark 'a device' >$(top_srcdir)/doc/pictures/device.svg
	tests/screens/picture $(top_srcdir)/tests/screens/picker-100x30.txt $(top_srcdir)/themes/dark 'profiles' >$(top_srcdir)/doc/pictures/picker.svg
CLEANFILES += tests/screens/picture$(EXEEXT)