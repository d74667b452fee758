# src/view: the archive libview.a. One file is one screen, or one part that screens share.
LIBVIEW = src/view/libview.a
noinst_LIBRARIES += $(LIBVIEW)
src_view_libview_a_SOURCES = \
	src/view/about.c src/view/about.h \
	src/view/board.c src/view/board.h \
	src/view/actionview.c src/view/actionview.h \
	src/view/asks.c src/view/asks.h \
	src/view/chrome.c src/view/chrome.h \
	src/view/cursor.c src/view/cursor.h \
	src/view/detail.c src/view/detail.h \
	src/view/deviceview.c src/view/deviceview.h src/view/deviceview_facts.c src/view/deviceview_parts.c \
	src/view/drills.c \
	src/view/facet.c src/view/facet.h \
	src/view/facets.c src/view/facets.h src/view/facets_draw.c \
	src/view/facetview.c src/view/facetview.h \
	src/view/factsheet.c src/view/factsheet.h \
	src/view/factview.c src/view/factview.h \
	src/view/feedview.c src/view/feedview.h \
	src/view/find.c src/view/find.h \
	src/view/groupview.c src/view/groupview.h \
	src/view/guise.c src/view/guise.h \
	src/view/finding.c src/view/finding.h \
	src/view/fleetview.c src/view/fleetview.h src/view/fleetview_commands.c src/view/fleetview_draw.c \
	src/view/netview.c src/view/netview.h \
	src/view/orgview.c src/view/orgview.h \
	src/view/userview.c src/view/userview.h \
	src/view/tallyboard.c src/view/tallyboard.h \
	src/view/ranks.c src/view/ranks.h \
	src/view/helpview.c src/view/helpview.h \
	src/view/imsiview.c src/view/imsiview.h \
	src/view/journalview.c src/view/journalview.h \
	src/view/causeview.c src/view/causeview.h \
	src/view/chooser.c src/view/chooser.h \
	src/view/lineup.c src/view/lineup.h \
	src/view/moves.c \
	src/view/palette.c src/view/palette.h \
	src/view/paint.c src/view/paint.h \
	src/view/panel.c src/view/panel.h \
	src/view/picker.c src/view/picker_commands.c src/view/picker.h src/view/picker_draw.c \
	src/view/preview.c src/view/preview.h \
	src/view/prompt.c src/view/prompt.h \
	src/view/rate.c src/view/rate.h \
	src/view/settings.c src/view/settings.h \
	src/view/sieve.c src/view/sieve.h \
	src/view/simparts.c src/view/simparts.h \
	src/view/simview.c src/view/simview.h src/view/simview_parts.c \
	src/view/stack.c \
	src/view/stages.c src/view/stages.h \
	src/view/stream.c src/view/stream.h src/view/stream_commands.c \
	src/view/stream_draw.c src/view/stream_empty.c src/view/stream_filter.c \
	src/view/stream_profile.c src/view/stream_group.c src/view/stream_take.c \
	src/view/strip.c src/view/strip.h \
	src/view/stream_quick.c \
	src/view/filterbar.c src/view/filterbar.h \
	src/view/outcome.c src/view/outcome.h \
	src/view/valuemenu.c src/view/valuemenu.h \
	src/view/values.c src/view/values.h \
	src/view/timeband.c src/view/timeband.h \
	src/view/view.c src/view/view.h src/view/views.c \
	src/view/what.c src/view/what.h src/view/what.def \
	src/view/window.c src/view/window.h
