# doc: what it adds to the build is listed here.

# Manual pages: prose from *.in, tables from the program itself.
man_pages = doc/evmon.1 doc/evmon.conf.5 doc/evmon-filter.7 doc/evmon-fleet.7
man_MANS += $(man_pages)
EXTRA_DIST += doc/evmon.1.in doc/evmon.conf.5.in doc/evmon-filter.7.in doc/evmon-fleet.7.in
CLEANFILES += $(man_pages)
EXTRA_DIST += doc/ARCHITECTURE.md doc/PLATFORM.md doc/RELIABILITY.md
doc/evmon.1: doc/evmon.1.in evmon$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) doc && ./evmon$(EXEEXT) help --man $(srcdir)/doc/evmon.1.in >$@.tmp && mv $@.tmp $@
doc/evmon.conf.5: doc/evmon.conf.5.in evmon$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) doc && ./evmon$(EXEEXT) help --man $(srcdir)/doc/evmon.conf.5.in >$@.tmp && mv $@.tmp $@
doc/evmon-filter.7: doc/evmon-filter.7.in evmon$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) doc && ./evmon$(EXEEXT) help --man $(srcdir)/doc/evmon-filter.7.in >$@.tmp && mv $@.tmp $@
doc/evmon-fleet.7: doc/evmon-fleet.7.in evmon$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) doc && ./evmon$(EXEEXT) help --man $(srcdir)/doc/evmon-fleet.7.in >$@.tmp && mv $@.tmp $@

# The events that the examples of evmon-filter(7) are counted on.
dist_doc_DATA += tests/data/every-type.ndjson
