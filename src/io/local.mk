# src/io: the archive libio.a. With the first source, this file reads:
#   LIBIO = src/io/libio.a
#   noinst_LIBRARIES += $(LIBIO)
#   src_io_libio_a_SOURCES = src/io/NAME.c src/io/NAME.h
LIBIO =
