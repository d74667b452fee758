# tests/glass: programs in a pty, read by libvterm. A test of the whole program links tests/glass/libglass.a:
#   GLASS_TESTS += tests/glass/test_NAME
#   tests_glass_test_NAME_SOURCES = tests/glass/test_NAME.c
#   tests_glass_test_NAME_LDADD = $(GLASS_LIBS)
GLASS_LIBS = tests/glass/libglass.a $(BASE_LIBS) $(VTERM_LIBS) -lutil
if HAVE_VTERM
check_LIBRARIES += tests/glass/libglass.a
check_PROGRAMS += tests/glass/term_probe
endif
tests_glass_libglass_a_SOURCES = tests/glass/audit.c tests/glass/glass.c tests/glass/glass.h \
	tests/glass/pane.c tests/glass/pane.h

tests_glass_term_probe_SOURCES = tests/glass/term_probe.c
tests_glass_term_probe_LDADD = $(TERM_LIBS)

GLASS_TESTS += tests/glass/test_endurance
tests_glass_test_endurance_SOURCES = tests/glass/test_endurance.c
tests_glass_test_endurance_LDADD = $(GLASS_LIBS)

GLASS_TESTS += tests/glass/test_term
tests_glass_test_term_SOURCES = tests/glass/test_term.c
tests_glass_test_term_LDADD = $(GLASS_LIBS)

GLASS_TESTS += tests/glass/test_evmon
tests_glass_test_evmon_SOURCES = tests/glass/test_evmon.c
tests_glass_test_evmon_LDADD = $(GLASS_LIBS)

GLASS_TESTS += tests/glass/test_platform
tests_glass_test_platform_SOURCES = tests/glass/test_platform.c
tests_glass_test_platform_LDADD = $(GLASS_LIBS)

GLASS_TESTS += tests/glass/test_values
tests_glass_test_values_SOURCES = tests/glass/test_values.c
tests_glass_test_values_LDADD = $(GLASS_LIBS)

GLASS_TESTS += tests/glass/test_profiles
tests_glass_test_profiles_SOURCES = tests/glass/test_profiles.c
tests_glass_test_profiles_LDADD = $(GLASS_LIBS)

GLASS_TESTS += tests/glass/test_filterbar
tests_glass_test_filterbar_SOURCES = tests/glass/test_filterbar.c
tests_glass_test_filterbar_LDADD = $(GLASS_LIBS)

GLASS_TESTS += tests/glass/test_drill
tests_glass_test_drill_SOURCES = tests/glass/test_drill.c
tests_glass_test_drill_LDADD = $(GLASS_LIBS)
GLASS_TESTS += tests/glass/test_fleet_walk
tests_glass_test_fleet_walk_SOURCES = tests/glass/test_fleet_walk.c
tests_glass_test_fleet_walk_LDADD = $(GLASS_LIBS)
