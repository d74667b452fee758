# src/canvas: the archive libcanvas.a. With the first source, this file reads:
#   LIBCANVAS = src/canvas/libcanvas.a
#   noinst_LIBRARIES += $(LIBCANVAS)
#   src_canvas_libcanvas_a_SOURCES = src/canvas/NAME.c src/canvas/NAME.h
LIBCANVAS =
