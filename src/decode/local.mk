# src/decode: bytes to whole JSON texts to events.
LIBDECODE = src/decode/libdecode.a
noinst_LIBRARIES += $(LIBDECODE)
src_decode_libdecode_a_SOURCES = \
	src/decode/damage.c src/decode/damage.h \
	src/decode/decoder.h src/decode/finish.c \
	src/decode/frame.c src/decode/frame.h \
	src/decode/json.c src/decode/json.h \
	src/decode/outline.c src/decode/outline.h \
	src/decode/trie.c src/decode/trie.h
