# src/term: the archive libterm.a. With the first source, this file reads:
#   LIBTERM = src/term/libterm.a
#   noinst_LIBRARIES += $(LIBTERM)
#   src_term_libterm_a_SOURCES = src/term/NAME.c src/term/NAME.h
LIBTERM =
