# src/base: the archive libbase.a. With the first source, this file reads:
#   LIBBASE = src/base/libbase.a
#   noinst_LIBRARIES += $(LIBBASE)
#   src_base_libbase_a_SOURCES = src/base/NAME.c src/base/NAME.h
LIBBASE =
