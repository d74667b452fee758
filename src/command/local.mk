# src/command: the archive libcommand.a.
LIBCOMMAND = src/command/libcommand.a
noinst_LIBRARIES += $(LIBCOMMAND)
src_command_libcommand_a_SOURCES = \
	src/command/command.c src/command/command.h \
	src/command/key.c src/command/key.h src/command/keys.def \
	src/command/keymap.c src/command/keymap.h \
	src/command/option.c src/command/option.h
