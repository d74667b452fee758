# src/decode: the archive libdecode.a. With the first source, this file reads:
#   LIBDECODE = src/decode/libdecode.a
#   noinst_LIBRARIES += $(LIBDECODE)
#   src_decode_libdecode_a_SOURCES = src/decode/NAME.c src/decode/NAME.h
LIBDECODE =
