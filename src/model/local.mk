# src/model: the archive libmodel.a. With the first source, this file reads:
#   LIBMODEL = src/model/libmodel.a
#   noinst_LIBRARIES += $(LIBMODEL)
#   src_model_libmodel_a_SOURCES = src/model/NAME.c src/model/NAME.h
LIBMODEL =
