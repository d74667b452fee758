# src/cli: the archive libcli.a, the programs of the command line that need no screen.
LIBCLI = src/cli/libcli.a
noinst_LIBRARIES += $(LIBCLI)
src_cli_libcli_a_SOURCES = \
	src/cli/cli.c src/cli/cli.h src/cli/programs.h \
	src/cli/completion.c \
	src/cli/demo.c \
	src/cli/filtercmd.c \
	src/cli/fleetcmd.c \
	src/cli/fleetrows.c src/cli/fleetrows.h \
	src/cli/pass.c src/cli/pass.h \
	src/cli/help.c \
	src/cli/man.c \
	src/cli/manfleet.c src/cli/manfleet.h \
	src/cli/manwords.c src/cli/manwords.h \
	src/cli/output.c src/cli/output.h \
	src/cli/print.c \
	src/cli/roff.c src/cli/roff.h \
	src/cli/screen.c \
	src/cli/select.c src/cli/select.h \
	src/cli/cellbook.c src/cli/cellbook.h \
	src/cli/stats.c \
	src/cli/tally.c src/cli/tally.h \
	src/cli/trouble.c src/cli/trouble.h
