# src/store: the archive libstore.a. With the first source, this file reads:
#   LIBSTORE = src/store/libstore.a
#   noinst_LIBRARIES += $(LIBSTORE)
#   src_store_libstore_a_SOURCES = src/store/NAME.c src/store/NAME.h
LIBSTORE =
