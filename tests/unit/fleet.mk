# Unit tests of src/fleet.
UNIT_TESTS += tests/unit/test_fleet
tests_unit_test_fleet_SOURCES = tests/unit/test_fleet.c tests/unit/made.h
tests_unit_test_fleet_LDADD = $(FLEET_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_network
tests_unit_test_network_SOURCES = tests/unit/test_network.c tests/unit/made.h
tests_unit_test_network_LDADD = $(FLEET_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_burndown
tests_unit_test_burndown_SOURCES = tests/unit/test_burndown.c tests/unit/made.h
tests_unit_test_burndown_LDADD = $(FLEET_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_rhythm
tests_unit_test_rhythm_SOURCES = tests/unit/test_rhythm.c tests/unit/made.h
tests_unit_test_rhythm_LDADD = $(FLEET_LIBS) $(CMOCKA_LIBS)
