# src/emnify: the archive libemnify.a. With the first source, this file reads:
#   LIBEMNIFY = src/emnify/libemnify.a
#   noinst_LIBRARIES += $(LIBEMNIFY)
#   src_emnify_libemnify_a_SOURCES = src/emnify/NAME.c src/emnify/NAME.h
LIBEMNIFY =
