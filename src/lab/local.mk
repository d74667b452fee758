# src/lab: evmon-lab, the platform in a box, and the archive its tests link.
LIBLAB = src/lab/liblab.a
noinst_LIBRARIES += $(LIBLAB)
src_lab_liblab_a_SOURCES = \
	src/lab/agenda.c src/lab/agenda.h \
	src/lab/carrier.c src/lab/carrier.h src/lab/carriers.def \
	src/lab/chance.h src/lab/happening.c src/lab/happening.h src/lab/kinds.def \
	src/lab/hands.c src/lab/hands.h \
	src/lab/hostile.c src/lab/hostile.h \
	src/lab/identity.c src/lab/identity.h \
	src/lab/ledger.c src/lab/ledger.h \
	src/lab/life.c src/lab/life.h \
	src/lab/adminwork.c src/lab/incidents.c src/lab/incidents.h \
	src/lab/scenario.c src/lab/scenario.h src/lab/script.c src/lab/script.h \
	src/lab/stamp.c src/lab/stamp.h \
	src/lab/tunnel.c src/lab/tunnel.h \
	src/lab/wording.c src/lab/wording.h src/lab/words.c src/lab/words.h \
	src/lab/dump.c src/lab/dump.h \
	src/lab/eventquery.c src/lab/eventquery.h \
	src/lab/fault.c src/lab/fault.h \
	src/lab/gate.c src/lab/gate.h \
	src/lab/httpd.c src/lab/httpd.h \
	src/lab/journal.c src/lab/journal.h \
	src/lab/jwt.c src/lab/jwt.h \
	src/lab/course.c src/lab/course.h \
	src/lab/lab.c src/lab/lab.h \
	src/lab/listing.c src/lab/listing.h \
	src/lab/labargs.c src/lab/labargs.h \
	src/lab/labstate.c src/lab/labstate.h \
	src/lab/reply.c src/lab/reply.h \
	src/lab/resconnect.c src/lab/ressims.c \
	src/lab/resdevices.c src/lab/resevents.c src/lab/reslab.c src/lab/reslookups.c src/lab/resstats.c \
	src/lab/resources.h \
	src/lab/rest.c src/lab/rest.h src/lab/routes.c \
	src/lab/spoil.c src/lab/spoil.h \
	src/lab/truth.c src/lab/truth.h \
	src/lab/badwire.c src/lab/badwire.h \
	src/lab/world.c src/lab/world.h src/lab/trades.def

bin_PROGRAMS += evmon-lab
evmon_lab_SOURCES = src/lab/labmain.c
evmon_lab_LDADD = $(LAB_LIBS) -lm
man_MANS += doc/evmon-lab.1
EXTRA_DIST += doc/evmon-lab.1
