# src/filter: the language, pure.
LIBFILTER = src/filter/libfilter.a
noinst_LIBRARIES += $(LIBFILTER)
src_filter_libfilter_a_SOURCES = \
	src/filter/amend.c src/filter/amend.h \
	src/filter/ast.c src/filter/ast.h \
	src/filter/build.c src/filter/build.h \
	src/filter/build_texts.c src/filter/build_texts.h \
	src/filter/canon.c src/filter/canon.h \
	src/filter/caret.c \
	src/filter/check.c src/filter/check.h \
	src/filter/decimal.c src/filter/decimal.h \
	src/filter/eval.c \
	src/filter/eval_column.c \
	src/filter/eval_row.c \
	src/filter/eval_text.c \
	src/filter/explain.c \
	src/filter/filter.c src/filter/filter.h \
	src/filter/flags.def \
	src/filter/fold.c src/filter/fold.h \
	src/filter/grams.c src/filter/grams.h \
	src/filter/kinds.c src/filter/kinds.h \
	src/filter/kinds_enum.c \
	src/filter/lex.c src/filter/lex.h \
	src/filter/lists.c src/filter/lists.h \
	src/filter/match.c src/filter/match.h \
	src/filter/merge.c src/filter/merge.h \
	src/filter/near.c src/filter/near.h \
	src/filter/ops.def \
	src/filter/parse.c src/filter/parse.h \
	src/filter/parse_compare.c src/filter/parse_compare.h \
	src/filter/parse_value.c src/filter/parse_value.h \
	src/filter/parser.c src/filter/parser.h \
	src/filter/pattern.c src/filter/pattern.h \
	src/filter/plan.c \
	src/filter/program.h \
	src/filter/pushdown.c \
	src/filter/rawpath.c src/filter/rawpath.h \
	src/filter/same.c \
	src/filter/sources.def \
	src/filter/suggest.c \
	src/filter/ticks.c \
	src/filter/tree.c src/filter/tree.h \
	src/filter/typed.c src/filter/typed.h \
	src/filter/when.c src/filter/when.h
