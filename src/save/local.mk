# src/save: the archive libsave.a, what outlives a run.
LIBSAVE = src/save/libsave.a
noinst_LIBRARIES += $(LIBSAVE)
src_save_libsave_a_SOURCES = \
	src/save/lines.c src/save/lines.h \
	src/save/replace.c src/save/replace.h
