# src/widget: the archive libwidget.a.
LIBWIDGET = src/widget/libwidget.a
noinst_LIBRARIES += $(LIBWIDGET)
src_widget_libwidget_a_SOURCES = \
	src/widget/bar.c src/widget/bar.h \
	src/widget/histogram.c src/widget/histogram.h \
	src/widget/input.c src/widget/input.h \
	src/widget/pane.c src/widget/pane.h \
	src/widget/pane_json.c \
	src/widget/popup.c src/widget/popup.h \
	src/widget/render.c src/widget/render.h \
	src/widget/sheet.c src/widget/sheet.h \
	src/widget/spark.c src/widget/spark.h \
	src/widget/table.c src/widget/table.h \
	src/widget/timeline.c src/widget/timeline.h
