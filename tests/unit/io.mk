# Unit tests of src/io.
UNIT_TESTS += tests/unit/test_backoff tests/unit/test_file tests/unit/test_source
tests_unit_test_backoff_SOURCES = tests/unit/test_backoff.c
tests_unit_test_backoff_LDADD = $(IO_LIBS) $(CMOCKA_LIBS)
tests_unit_test_file_SOURCES = tests/unit/test_file.c
tests_unit_test_file_LDADD = $(IO_LIBS) $(CMOCKA_LIBS)
tests_unit_test_source_SOURCES = tests/unit/test_source.c
tests_unit_test_source_LDADD = $(IO_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_curlhub
tests_unit_test_curlhub_SOURCES = tests/unit/test_curlhub.c tests/lifetime/proxy.c tests/lifetime/proxy.h
tests_unit_test_curlhub_LDADD = $(IO_LIBS) $(MICROHTTPD_LIBS) $(CMOCKA_LIBS)
EXTRA_DIST += tests/data/tls
