# src/filter: the archive libfilter.a. With the first source, this file reads:
#   LIBFILTER = src/filter/libfilter.a
#   noinst_LIBRARIES += $(LIBFILTER)
#   src_filter_libfilter_a_SOURCES = src/filter/NAME.c src/filter/NAME.h
LIBFILTER =
