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

.PHONY: fuzz
if FUZZERS
fuzz: $(FUZZ_TARGETS)
	top_srcdir='$(abs_top_srcdir)' $(SHELL) $(top_srcdir)/tests/fuzz/run.sh $(FUZZ_SECONDS) $(FUZZ_TARGETS)
else
fuzz:
	@echo 'fuzz: this build has no fuzzers: configure another one with --enable-fuzzers CC=clang' >&2; exit 1
endif
