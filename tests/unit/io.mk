# Unit tests of src/io.
UNIT_TESTS += tests/unit/test_file
tests_unit_test_file_SOURCES = tests/unit/test_file.c
tests_unit_test_file_LDADD = $(IO_LIBS) $(CMOCKA_LIBS)
