# src/canvas: the archive libcanvas.a.
LIBCANVAS = src/canvas/libcanvas.a
noinst_LIBRARIES += $(LIBCANVAS)
src_canvas_libcanvas_a_SOURCES = \
	src/canvas/canvas.c src/canvas/canvas.h src/canvas/canvas_put.h \
	src/canvas/canvas_dump.c \
	src/canvas/canvas_frame.c \
	src/canvas/canvas_text.c \
	src/canvas/colour.c src/canvas/colour.h \
	src/canvas/glyph.c src/canvas/glyph.h src/canvas/glyphs.def \
	src/canvas/role.c src/canvas/role.h src/canvas/roles.def \
	src/canvas/theme.c src/canvas/theme.h
