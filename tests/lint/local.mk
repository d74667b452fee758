# make lint: the walls of the house, checked on objects and sources; first each check is shown to find planted faults.
EXTRA_DIST += tests/lint/floors.tbl tests/lint/rooms.tbl tests/lint/symbols.sh tests/lint/sources.sh \
	tests/lint/headers.sh tests/lint/selftest.sh

LINT_ENV = CC='$(CC)' NM='$(NM)' CTAGS='$(CTAGS)'

.PHONY: lint
lint: all
	@status=0; \
	$(LINT_ENV) $(SHELL) $(top_srcdir)/tests/lint/selftest.sh || status=1; \
	$(LINT_ENV) $(SHELL) $(top_srcdir)/tests/lint/symbols.sh '$(abs_top_builddir)' || status=1; \
	$(LINT_ENV) $(SHELL) $(top_srcdir)/tests/lint/sources.sh '$(abs_top_srcdir)' || status=1; \
	$(LINT_ENV) $(SHELL) $(top_srcdir)/tests/lint/headers.sh '$(abs_top_srcdir)' '$(abs_top_builddir)' || status=1; \
	if test $$status -eq 0; then echo 'lint: all good'; fi; exit $$status
