# Unit tests of src/io.
UNIT_TESTS += tests/unit/test_backoff tests/unit/test_file tests/unit/test_source
tests_unit_test_backoff_SOURCES = tests/unit/test_backoff.c
tests_unit_test_backoff_LDADD = $(IO_LIBS) $(CMOCKA_LIBS)
tests_unit_test_file_SOURCES = tests/unit/test_file.c
tests_unit_test_file_LDADD = $(IO_LIBS) $(CMOCKA_LIBS)
tests_unit_test_source_SOURCES = tests/unit/test_source.c
tests_unit_test_source_LDADD = $(IO_LIBS) $(CMOCKA_LIBS)
