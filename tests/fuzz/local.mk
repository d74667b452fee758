# Fuzz targets. Each one:
#   FUZZ_TARGETS += tests/fuzz/fuzz_NAME
#   tests_fuzz_fuzz_NAME_SOURCES = tests/fuzz/fuzz_NAME.c
#   tests_fuzz_fuzz_NAME_LDADD = $(FUZZ_LIBS) $(X_LIBS)
# with its inputs in tests/fuzz/corpus/NAME/ and, where it helps, words in tests/fuzz/NAME.dict.
# "make check" replays the corpora with a plain driver; a build with --enable-fuzzers has "make fuzz" instead.

EXTRA_DIST += tests/fuzz/run.sh
FUZZ_SECONDS = 60

if FUZZERS
FUZZ_LIBS = $(FUZZ_LDFLAGS)
else
FUZZ_LIBS = tests/fuzz/libdriver.a
check_LIBRARIES += tests/fuzz/libdriver.a
endif
EXTRA_LIBRARIES = tests/fuzz/libdriver.a
tests_fuzz_libdriver_a_SOURCES = tests/fuzz/driver.c

FUZZ_TARGETS += tests/fuzz/fuzz_frame tests/fuzz/fuzz_json
tests_fuzz_fuzz_frame_SOURCES = tests/fuzz/fuzz_frame.c
tests_fuzz_fuzz_frame_LDADD = $(FUZZ_LIBS) $(DECODE_LIBS)
tests_fuzz_fuzz_json_SOURCES = tests/fuzz/fuzz_json.c
tests_fuzz_fuzz_json_LDADD = $(FUZZ_LIBS) $(DECODE_LIBS)
EXTRA_DIST += tests/fuzz/corpus tests/fuzz/frame.dict tests/fuzz/json.dict

.PHONY: fuzz
if FUZZERS
fuzz: $(FUZZ_TARGETS)
	top_srcdir='$(abs_top_srcdir)' $(SHELL) $(top_srcdir)/tests/fuzz/run.sh $(FUZZ_SECONDS) $(FUZZ_TARGETS)
else
fuzz:
	@echo 'fuzz: this build has no fuzzers: configure another one with --enable-fuzzers CC=clang' >&2; exit 1
endif

FUZZ_TARGETS += tests/fuzz/fuzz_key tests/fuzz/fuzz_keyin tests/fuzz/fuzz_text tests/fuzz/fuzz_theme
tests_fuzz_fuzz_key_SOURCES = tests/fuzz/fuzz_key.c
tests_fuzz_fuzz_key_LDADD = $(FUZZ_LIBS) $(COMMAND_LIBS)
tests_fuzz_fuzz_keyin_SOURCES = tests/fuzz/fuzz_keyin.c
tests_fuzz_fuzz_keyin_LDADD = $(FUZZ_LIBS) $(TERM_LIBS)
tests_fuzz_fuzz_text_SOURCES = tests/fuzz/fuzz_text.c
tests_fuzz_fuzz_text_LDADD = $(FUZZ_LIBS) $(CANVAS_LIBS)
tests_fuzz_fuzz_theme_SOURCES = tests/fuzz/fuzz_theme.c
tests_fuzz_fuzz_theme_LDADD = $(FUZZ_LIBS) $(CANVAS_LIBS)

FUZZ_TARGETS += tests/fuzz/fuzz_facts
tests_fuzz_fuzz_facts_SOURCES = tests/fuzz/fuzz_facts.c
tests_fuzz_fuzz_facts_LDADD = $(FUZZ_LIBS) $(MODEL_LIBS)
EXTRA_DIST += tests/fuzz/facts.dict

FUZZ_TARGETS += tests/fuzz/fuzz_filter tests/fuzz/fuzz_config
tests_fuzz_fuzz_filter_SOURCES = tests/fuzz/fuzz_filter.c tests/unit/made.h
tests_fuzz_fuzz_filter_LDADD = $(FUZZ_LIBS) $(FILTER_LIBS)
tests_fuzz_fuzz_config_SOURCES = tests/fuzz/fuzz_config.c
tests_fuzz_fuzz_config_LDADD = $(FUZZ_LIBS) $(APP_LIBS)
EXTRA_DIST += tests/fuzz/filter.dict tests/fuzz/config.dict
