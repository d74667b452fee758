# src/fleet: what the events mean for devices, SIMs and networks. Pure: the store and the clock.
LIBFLEET = src/fleet/libfleet.a
noinst_LIBRARIES += $(LIBFLEET)
src_fleet_libfleet_a_SOURCES = \
	src/fleet/acts.def \
	src/fleet/burndown.c \
	src/fleet/burndown.h \
	src/fleet/derive.c \
	src/fleet/device.c \
	src/fleet/device.h \
	src/fleet/device_tell.h \
	src/fleet/fleet.c \
	src/fleet/fleet.h \
	src/fleet/fleet_inside.h \
	src/fleet/history.c \
	src/fleet/history.h \
	src/fleet/idmap.c \
	src/fleet/idmap.h \
	src/fleet/machine.c \
	src/fleet/machine.h \
	src/fleet/network.c \
	src/fleet/network.h \
	src/fleet/network_counts.def \
	src/fleet/place.c \
	src/fleet/place.h \
	src/fleet/reading.c \
	src/fleet/reading.h \
	src/fleet/rhythm.c \
	src/fleet/rhythm.h \
	src/fleet/roll.c \
	src/fleet/roll.h \
	src/fleet/roaming.c \
	src/fleet/roaming.h \
	src/fleet/sessions.c \
	src/fleet/sessions.h \
	src/fleet/simcard.c \
	src/fleet/simcard.h \
	src/fleet/simcard_tell.h
