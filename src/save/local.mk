# src/save: the archive libsave.a. With the first source, this file reads:
#   LIBSAVE = src/save/libsave.a
#   noinst_LIBRARIES += $(LIBSAVE)
#   src_save_libsave_a_SOURCES = src/save/NAME.c src/save/NAME.h
LIBSAVE =
