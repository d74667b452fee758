# src/store: the archive libstore.a, the columns in memory and the original bytes.
LIBSTORE = src/store/libstore.a
noinst_LIBRARIES += $(LIBSTORE)
src_store_libstore_a_SOURCES = \
	src/store/dimension.c src/store/dimension.h \
	src/store/lexicon.c src/store/lexicon.h \
	src/store/moments.c src/store/moments.h \
	src/store/raw.c src/store/raw.h \
	src/store/segment.c src/store/segment.h \
	src/store/shelf.c src/store/shelf.h \
	src/store/store.c src/store/store.h
