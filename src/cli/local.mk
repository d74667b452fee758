# src/cli: the archive libcli.a. With the first source, this file reads:
#   LIBCLI = src/cli/libcli.a
#   noinst_LIBRARIES += $(LIBCLI)
#   src_cli_libcli_a_SOURCES = src/cli/NAME.c src/cli/NAME.h
LIBCLI =
