# Unit tests of src/emnify.
UNIT_TESTS += tests/unit/test_tail
tests_unit_test_tail_SOURCES = tests/unit/test_tail.c tests/unit/fakelist.c tests/unit/fakelist.h
tests_unit_test_tail_LDADD = $(EMNIFY_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_budget
tests_unit_test_budget_SOURCES = tests/unit/test_budget.c
tests_unit_test_budget_LDADD = $(EMNIFY_LIBS) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/test_refusal
tests_unit_test_refusal_SOURCES = tests/unit/test_refusal.c
tests_unit_test_refusal_LDADD = $(EMNIFY_LIBS) $(CMOCKA_LIBS)
