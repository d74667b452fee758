# src/model: fields, event types, values, and the numbers of the SIM world.
LIBMODEL = src/model/libmodel.a
noinst_LIBRARIES += $(LIBMODEL)
src_model_libmodel_a_SOURCES = \
	src/model/cause.c src/model/cause.h src/model/causes.def \
	src/model/event.c src/model/event.h \
	src/model/fact.c src/model/fact.h src/model/fact_read.c src/model/facts.def src/model/topics.def \
	src/model/feed.c src/model/feed.h \
	src/model/field.c src/model/field.h src/model/fields.def \
	src/model/ident.c src/model/ident.h \
	src/model/profile.c src/model/profile.h src/model/profile.def \
	src/model/radio.c src/model/radio.h src/model/rats.def src/model/networks.def \
	src/model/remedy.c src/model/remedy.h src/model/remedies.def \
	src/model/tone.h \
	src/model/type.c src/model/type.h src/model/types.def src/model/sections.def \
	src/model/value.c src/model/value.h src/model/value_print.c \
	src/model/wire.c src/model/wire.h

# Operators and countries, from packaged data that configure found.
MODEL_TABLES = src/model/plmn.inc src/model/country.inc
BUILT_SOURCES += $(MODEL_TABLES)
CLEANFILES += $(MODEL_TABLES)
EXTRA_DIST += src/model/plmn.awk src/model/country.awk
src/model/radio.$(OBJEXT): $(MODEL_TABLES)

src/model/plmn.inc: src/model/plmn.awk $(MBPI_FILE)
	@$(MKDIR_P) src/model
	$(AM_V_GEN)$(AWK) -f $(top_srcdir)/src/model/plmn.awk '$(MBPI_FILE)' > $@.new && test -s $@.new && mv $@.new $@

src/model/country.inc: src/model/country.awk $(ISO_CODES_FILE)
	@$(MKDIR_P) src/model
	$(AM_V_GEN)$(AWK) -f $(top_srcdir)/src/model/country.awk '$(ISO_CODES_FILE)' > $@.new && test -s $@.new && mv $@.new $@
