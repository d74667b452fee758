# src/app: the archive libapp.a, composition and policy.
LIBAPP = src/app/libapp.a
noinst_LIBRARIES += $(LIBAPP)
src_app_libapp_a_SOURCES = \
	src/app/actions.c src/app/commands.def \
	src/app/alarm.c src/app/alarm.h \
	src/app/app.c src/app/app.h src/app/parts.h \
	src/app/args.c src/app/args.h src/app/args.def \
	src/app/census.c src/app/census.h \
	src/app/changes.c \
	src/app/cells.c src/app/cells.h \
	src/app/config.c src/app/config.h \
	src/app/config_text.c src/app/config_text.h \
	src/app/config_profile.c src/app/config_profile.h \
	src/app/profiles.c src/app/profiles.h \
	src/app/desk.c \
	src/app/export.c src/app/export.h \
	src/app/facts.c src/app/facts.h \
	src/app/feeds.c src/app/feeds.h \
	src/app/format.c src/app/format.h \
	src/app/hook.c src/app/hook.h \
	src/app/hub.c \
	src/app/ingest.c src/app/ingest.h \
	src/app/chronicle.c src/app/chronicle.h \
	src/app/joined.c src/app/joined.h \
	src/app/keeping.c src/app/keeping.h \
	src/app/keys.c src/app/keys.h \
	src/app/last.c src/app/last.h \
	src/app/lifeline.c src/app/lifeline.h \
	src/app/listdir.c src/app/listdir.h \
	src/app/look.c \
	src/app/older.c src/app/older.h \
	src/app/original.c src/app/original.h \
	src/app/places.c src/app/places.h \
	src/app/plain.c src/app/plain.h \
	src/app/pulse.c src/app/pulse.h \
	src/app/recall.c src/app/recall.h \
	src/app/share.c src/app/share.h \
	src/app/slurp.c src/app/slurp.h \
	src/app/setting.c src/app/setting.h src/app/options.def \
	src/app/setup.c src/app/setup.h \
	src/app/switcher.c src/app/switcher.h
nodist_src_app_libapp_a_SOURCES = src/app/default_conf.h

# The shipped keys, as a string.
EXTRA_DIST += src/app/default.conf
BUILT_SOURCES += src/app/default_conf.h
CLEANFILES += src/app/default_conf.h
src/app/default_conf.h: src/app/default.conf
	$(AM_V_GEN)$(MKDIR_P) src/app && \
	$(SED) -e 's/[\\"]/\\&/g' -e 's/^/"/' -e 's/$$/\\n"/' $(srcdir)/src/app/default.conf >$@.tmp && mv $@.tmp $@

bin_PROGRAMS += evmon
evmon_SOURCES = src/main.c
evmon_LDADD = $(LIBCLI) $(APP_LIBS)

# A program that was built but not installed finds themes and profiles beside itself.
all-local:
	@test -d themes || $(LN_S) $(abs_top_srcdir)/themes themes
	@test -d profiles || $(LN_S) $(abs_top_srcdir)/profiles profiles
clean-local:
	@test ! -L themes || rm -f themes
	@test ! -L profiles || rm -f profiles
