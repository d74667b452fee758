# src/io: the archive libio.a, the event loop, HTTP and the sources. uv, curl, zlib and zstd are known here only.
LIBIO = src/io/libio.a
noinst_LIBRARIES += $(LIBIO)
src_io_libio_a_SOURCES = \
	src/io/backoff.c src/io/backoff.h \
	src/io/curlhub.c src/io/curlhub.h \
	src/io/file.c \
	src/io/loop.c src/io/loop.h src/io/loop_uv.h \
	src/io/loop_child.c \
	src/io/loop_path.c \
	src/io/sink.h \
	src/io/source.c src/io/source.h src/io/source_kind.h \
	src/io/unpack.c src/io/unpack.h \
	src/io/weburl.c src/io/weburl.h
