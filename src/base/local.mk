# src/base: strings, memory, errors, time, text and the JSON scanner.
LIBBASE = src/base/libbase.a
noinst_LIBRARIES += $(LIBBASE)
src_base_libbase_a_SOURCES = \
	src/base/arena.c src/base/arena.h \
	src/base/buf.c src/base/buf.h \
	src/base/civil.c src/base/civil.h \
	src/base/clock.c src/base/clock.h \
	src/base/err.c src/base/err.h src/base/err.def \
	src/base/fmt.c src/base/fmt.h \
	src/base/instant.c src/base/instant.h \
	src/base/intern.c src/base/intern.h \
	src/base/jscan.c src/base/jscan.h src/base/jscan_core.h \
	src/base/log.c src/base/log.h \
	src/base/sha256.c src/base/sha256.h \
	src/base/str.c src/base/str.h \
	src/base/utf8.c src/base/utf8.h \
	src/base/xalloc.c src/base/xalloc.h \
	src/base/zone.c src/base/zone.h
