# src/term: the archive libterm.a.
LIBTERM = src/term/libterm.a
noinst_LIBRARIES += $(LIBTERM)
src_term_libterm_a_SOURCES = \
	src/term/curses.c \
	src/term/headless.c \
	src/term/keyin.c src/term/keyin.h \
	src/term/term.c src/term/term.h src/term/term_ops.h \
	src/term/tty.c src/term/tty.h \
	src/term/spool.c src/term/spool.h
