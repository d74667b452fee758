# src/lab: the archive liblab.a. With the first source, this file reads:
#   LIBLAB = src/lab/liblab.a
#   noinst_LIBRARIES += $(LIBLAB)
#   src_lab_liblab_a_SOURCES = src/lab/NAME.c src/lab/NAME.h
LIBLAB =
