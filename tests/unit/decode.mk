# Unit tests of src/decode.
UNIT_TESTS += tests/unit/test_frame
tests_unit_test_frame_SOURCES = tests/unit/test_frame.c
tests_unit_test_frame_LDADD = $(DECODE_LIBS) $(CMOCKA_LIBS)
EXTRA_DIST += tests/data/every-type.ndjson
UNIT_TESTS += tests/unit/test_json
tests_unit_test_json_SOURCES = tests/unit/test_json.c
tests_unit_test_json_LDADD = $(DECODE_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_reference
tests_unit_test_reference_SOURCES = tests/unit/test_reference.c
tests_unit_test_reference_LDADD = $(DECODE_LIBS) $(CMOCKA_LIBS)
