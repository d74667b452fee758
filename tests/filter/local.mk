# tests/filter: the language. *.t are events, queries and what matches; naive.c is a second evaluator.
check_PROGRAMS += tests/filter/language
TESTS += tests/filter/language
tests_filter_language_SOURCES = tests/filter/language.c tests/filter/cases.c tests/filter/cases.h \
	tests/filter/naive.c tests/filter/naive.h
tests_filter_language_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/filter
tests_filter_language_LDADD = $(LIBFILTER) $(LIBDECODE) $(STORE_LIBS) $(PCRE2_LIBS) $(CJSON_LIBS)

check_PROGRAMS += tests/filter/property
TESTS += tests/filter/property
tests_filter_property_SOURCES = tests/filter/property.c tests/filter/naive.c tests/filter/naive.h
tests_filter_property_CPPFLAGS = $(tests_filter_language_CPPFLAGS)
tests_filter_property_LDADD = $(tests_filter_language_LDADD)

EXTRA_DIST += tests/filter/errors.t tests/filter/fields.t tests/filter/fleet.set tests/filter/logic.t \
	tests/filter/raw.t tests/filter/same.t tests/filter/time.t
