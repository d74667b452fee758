# Unit tests of src/model.
UNIT_TESTS += tests/unit/test_model
tests_unit_test_model_SOURCES = tests/unit/test_model.c
tests_unit_test_model_LDADD = $(MODEL_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_ident
tests_unit_test_ident_SOURCES = tests/unit/test_ident.c
tests_unit_test_ident_LDADD = $(MODEL_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_fact
tests_unit_test_fact_SOURCES = tests/unit/test_fact.c
tests_unit_test_fact_LDADD = $(MODEL_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_remedy
tests_unit_test_remedy_SOURCES = tests/unit/test_remedy.c
tests_unit_test_remedy_LDADD = $(MODEL_LIBS) $(CMOCKA_LIBS)
