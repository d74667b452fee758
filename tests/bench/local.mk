# tests/bench: `make bench` compares evmon with lnav, less and jq in one run; nothing here runs in `make check`.
# A floor's own measurement is a program NAME_bench, added to BENCHES; its output ends up in the report.
BENCHES = tests/bench/ptyprobe tests/bench/store_bench tests/bench/filter_bench tests/bench/frame_bench tests/bench/fleet_bench
EXTRA_PROGRAMS += $(BENCHES)
EXTRA_DIST += tests/bench/bench.sh tests/bench/lnav_format.json
CLEANFILES += $(BENCHES)

tests_bench_ptyprobe_SOURCES = tests/bench/ptyprobe.c
tests_bench_ptyprobe_LDADD = $(VTERM_LIBS) -lutil

tests_bench_store_bench_SOURCES = tests/bench/store_bench.c
tests_bench_store_bench_LDADD = $(QUERY_LIBS)

tests_bench_filter_bench_SOURCES = tests/bench/filter_bench.c
tests_bench_filter_bench_LDADD = $(FILTER_LIBS)

tests_bench_frame_bench_SOURCES = tests/bench/frame_bench.c tests/screens/scene.c tests/screens/scene.h
tests_bench_frame_bench_LDADD = $(tests_screens_test_screens_LDADD)

tests_bench_fleet_bench_SOURCES = tests/bench/fleet_bench.c
tests_bench_fleet_bench_LDADD = $(QUERY_LIBS)

.PHONY: bench
bench: $(bin_PROGRAMS) $(BENCHES)
	$(top_srcdir)/tests/bench/bench.sh --bin $(top_builddir) --out $(top_srcdir)/doc/BENCHMARKS.md $(BENCH_ARGS)
