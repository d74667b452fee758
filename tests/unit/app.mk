# Unit tests of src/app.
UNIT_TESTS += tests/unit/test_args tests/unit/test_config tests/unit/test_profile tests/unit/test_ingest tests/unit/test_lifeline \
	tests/unit/test_plain
tests_unit_test_args_SOURCES = tests/unit/test_args.c
tests_unit_test_args_LDADD = $(APP_LIBS) $(CMOCKA_LIBS)
tests_unit_test_config_SOURCES = tests/unit/test_config.c
tests_unit_test_config_LDADD = $(APP_LIBS) $(CMOCKA_LIBS)
tests_unit_test_ingest_SOURCES = tests/unit/test_ingest.c
tests_unit_test_ingest_LDADD = $(APP_LIBS) $(CMOCKA_LIBS)
tests_unit_test_lifeline_SOURCES = tests/unit/test_lifeline.c
tests_unit_test_lifeline_LDADD = $(APP_LIBS) $(CMOCKA_LIBS)
tests_unit_test_plain_SOURCES = tests/unit/test_plain.c
tests_unit_test_plain_LDADD = $(APP_LIBS) $(CMOCKA_LIBS)
tests_unit_test_profile_SOURCES = tests/unit/test_profile.c
tests_unit_test_profile_LDADD = $(APP_LIBS) $(CMOCKA_LIBS)
