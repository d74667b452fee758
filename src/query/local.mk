# src/query: the archive libquery.a. With the first source, this file reads:
#   LIBQUERY = src/query/libquery.a
#   noinst_LIBRARIES += $(LIBQUERY)
#   src_query_libquery_a_SOURCES = src/query/NAME.c src/query/NAME.h
LIBQUERY =
