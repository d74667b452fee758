# src/view: the archive libview.a. With the first source, this file reads:
#   LIBVIEW = src/view/libview.a
#   noinst_LIBRARIES += $(LIBVIEW)
#   src_view_libview_a_SOURCES = src/view/NAME.c src/view/NAME.h
LIBVIEW =
