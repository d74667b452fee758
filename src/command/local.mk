# src/command: the archive libcommand.a. With the first source, this file reads:
#   LIBCOMMAND = src/command/libcommand.a
#   noinst_LIBRARIES += $(LIBCOMMAND)
#   src_command_libcommand_a_SOURCES = src/command/NAME.c src/command/NAME.h
LIBCOMMAND =
