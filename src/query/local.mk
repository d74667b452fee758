# src/query: the archive libquery.a, what the user is looking at.
LIBQUERY = src/query/libquery.a
noinst_LIBRARIES += $(LIBQUERY)
src_query_libquery_a_SOURCES = \
	src/query/buckets.c src/query/buckets.h \
	src/query/fleetflag.c src/query/fleetflag.h \
	src/query/folding.c src/query/folding.h \
	src/query/group.c src/query/group.h \
	src/query/group_table.c src/query/group_table.h \
	src/query/marks.c src/query/marks.h \
	src/query/offers.c src/query/offers.h \
	src/query/order.c src/query/order.h \
	src/query/reader.c src/query/reader.h \
	src/query/resort.c src/query/resort.h \
	src/query/rowlist.c src/query/rowlist.h \
	src/query/devicesort.c src/query/devicesort.def src/query/devicesort.h \
	src/query/devicetest.c src/query/devicetest.h \
	src/query/roster.c src/query/roster.h \
	src/query/scan.c src/query/scan.h \
	src/query/search.c src/query/search.h \
	src/query/slice.c src/query/slice.h \
	src/query/sorter.c src/query/sorter.h \
	src/query/drill.c src/query/drill.h
