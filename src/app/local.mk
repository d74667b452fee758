# src/app: the archive libapp.a. With the first source, this file reads:
#   LIBAPP = src/app/libapp.a
#   noinst_LIBRARIES += $(LIBAPP)
#   src_app_libapp_a_SOURCES = src/app/NAME.c src/app/NAME.h
LIBAPP =
