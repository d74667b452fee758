# src/widget: the archive libwidget.a. With the first source, this file reads:
#   LIBWIDGET = src/widget/libwidget.a
#   noinst_LIBRARIES += $(LIBWIDGET)
#   src_widget_libwidget_a_SOURCES = src/widget/NAME.c src/widget/NAME.h
LIBWIDGET =
