# src/emnify: the archive libemnify.a, the platform's REST API as a source.
LIBEMNIFY = src/emnify/libemnify.a
noinst_LIBRARIES += $(LIBEMNIFY)
src_emnify_libemnify_a_SOURCES = \
	src/emnify/backfill.c src/emnify/backfill.h \
	src/emnify/batch.c src/emnify/batch.h \
	src/emnify/budget.c src/emnify/budget.h \
	src/emnify/dialogue.c src/emnify/dialogue.h \
	src/emnify/emnify.c src/emnify/emnify.h \
	src/emnify/errors.c src/emnify/errors.h \
	src/emnify/idset.c src/emnify/idset.h \
	src/emnify/inspect.c src/emnify/inspect.h \
	src/emnify/lookup.c src/emnify/lookup.h \
	src/emnify/page.c src/emnify/page.h \
	src/emnify/refusal.c src/emnify/refusal.h \
	src/emnify/scope.c src/emnify/scope.h \
	src/emnify/secret.c src/emnify/secret.h \
	src/emnify/tail.c src/emnify/tail.h \
	src/emnify/token.c src/emnify/token.h \
	src/emnify/trail.c src/emnify/trail.h \
	src/emnify/wish.h
