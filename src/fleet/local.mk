# src/fleet: the archive libfleet.a. With the first source, this file reads:
#   LIBFLEET = src/fleet/libfleet.a
#   noinst_LIBRARIES += $(LIBFLEET)
#   src_fleet_libfleet_a_SOURCES = src/fleet/NAME.c src/fleet/NAME.h
LIBFLEET =
