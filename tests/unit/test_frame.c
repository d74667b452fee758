/* Whole texts out of any bytes: every format, every split, and damage that must not reach a neighbour. */
#include "base/buf.h"
#include "decode/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

struct heard {
    struct buf texts; /* "offset:line text" joined with | */
    struct buf bad;   /* the same of bad ones, without reasons */
    int text_count, bad_count;
};

static void hear(struct buf *out, struct str bytes, uint64_t offset, uint64_t line)
{
    if (out->n > 0)
        buf_add_byte(out, '|');
    buf_add_fmt(out, "%llu:%llu ", (unsigned long long)offset, (unsigned long long)line);
    buf_add_str(out, bytes);
}

static void on_text(void *user, struct str json, uint64_t offset, uint64_t line)
{
    struct heard *h = user;
    h->text_count++;
    hear(&h->texts, json, offset, line);
}

static void on_bad(void *user, struct str bytes, uint64_t offset, uint64_t line, const char *reason)
{
    struct heard *h = user;
    assert_non_null(reason);
    h->bad_count++;
    hear(&h->bad, bytes, offset, line);
}

static void forget(struct heard *h)
{
    buf_fini(&h->texts);
    buf_fini(&h->bad);
    *h = (struct heard){0};
}

/* Each piece in memory of its own, so that a sanitizer sees a read beyond it. */
static void feed(struct frame *frame, struct str s, size_t piece, struct heard *h)
{
    const struct frame_sink sink = {h, on_text, on_bad};
    for (size_t at = 0; at < s.n; at += piece) {
        struct str part = str_sub(s, at, piece);
        char *copy = malloc(part.n);
        memcpy(copy, part.p, part.n);
        frame_push(frame, (struct str){copy, part.n}, &sink);
        free(copy);
    }
    frame_finish(frame, &sink);
}

struct row {
    const char *name;
    struct str input;
    const char *texts, *bad;
};

#define IN(text) {text, sizeof text - 1}
#define A "{\"id\":1,\"event_type\":{\"id\":1}}"
#define B "{\"id\":2,\"event_type\":{\"id\":2}}"
#define C "{\"id\":3,\"event_type\":{\"id\":3}}"

static const struct row rows[] = {
    {"lines", IN("{\"a\":1}\n{\"b\":2}\n"), "0:1 {\"a\":1}|8:2 {\"b\":2}", ""},
    {"no line break at the end", IN("{\"a\":1}\n{\"b\":2}"), "0:1 {\"a\":1}|8:2 {\"b\":2}", ""},
    {"CRLF, blank lines, indented lines", IN("{\"a\":1}\r\n\r\n  {\"b\":2}\r\n"), "0:1 {\"a\":1}|13:3 {\"b\":2}", ""},
    {"byte order mark, also between files", IN("\xef\xbb\xbf{\"a\":1}\n\xef\xbb\xbf{\"b\":2}"), "3:1 {\"a\":1}|14:2 {\"b\":2}", ""},
    {"glued together", IN("{\"a\":1}{\"b\":2} {\"c\":3}"), "0:1 {\"a\":1}|7:1 {\"b\":2}|15:1 {\"c\":3}", ""},
    {"an array", IN("[{\"a\":1},{\"b\":[1,{\"x\":2}]}]"), "1:1 {\"a\":1}|9:1 {\"b\":[1,{\"x\":2}]}", ""},
    {"an array over lines", IN("[\n{\"a\":1},\n{\"b\":2}\n]\n"), "2:2 {\"a\":1}|11:3 {\"b\":2}", ""},
    {"an empty array", IN("[]"), "", ""},
    {"an array a line", IN("[{\"a\":1},{\"b\":2}]\n[{\"c\":3}]\n"), "1:1 {\"a\":1}|9:1 {\"b\":2}|19:2 {\"c\":3}", ""},
    {"pretty documents", IN("{\n  \"a\": 1\n}\n{\n  \"b\": {\n    \"c\": 2\n  }\n}\n"),
     "0:1 {\n  \"a\": 1\n}|13:4 {\n  \"b\": {\n    \"c\": 2\n  }\n}", ""},
    {"pretty without indentation", IN("{\n\"a\":\n{\n\"b\":[\n{\n}\n]\n}\n}\n{\"c\":3}\n"),
     "0:1 {\n\"a\":\n{\n\"b\":[\n{\n}\n]\n}\n}|25:10 {\"c\":3}", ""},
    {"a pretty document among lines", IN("{\"a\":1}\n{\n  \"b\": 2\n}\n{\"c\":3}\n"),
     "0:1 {\"a\":1}|8:2 {\n  \"b\": 2\n}|21:5 {\"c\":3}", ""},
    {"brackets and quotes in strings", IN("{\"a\":\"}{][\\\"\\\\\"}\n{\"b\":\"\\\\\\\"{\"}\n"),
     "0:1 {\"a\":\"}{][\\\"\\\\\"}|17:2 {\"b\":\"\\\\\\\"{\"}", ""},
    {"a raw line break in a string", IN("{\"a\":\"x\ny\"}\n{\"b\":2}\n"), "0:1 {\"a\":\"x\ny\"}|12:3 {\"b\":2}", ""},
    {"record separators (RFC 7464)", IN("\x1e{\"a\":1}\n\x1e{\"b\":2}\n"), "1:1 {\"a\":1}|10:2 {\"b\":2}", ""},
    {"nothing", IN(""), "", ""},
    {"white space only", IN(" \n\t\r\n"), "", ""},

    {"an unfinished last line", IN("{\"a\":1}\n{\"b\":"), "0:1 {\"a\":1}", "8:2 {\"b\":"},
    {"an unfinished line before others", IN("{\"a\":1}\n{\"b\":\n{\"c\":3}\n"), "0:1 {\"a\":1}|14:3 {\"c\":3}", "8:2 {\"b\":"},
    {"an unfinished first line", IN("{\"a\":1,\"b\n{\"c\":3}\n"), "10:2 {\"c\":3}", "0:1 {\"a\":1,\"b"},
    {"a beginning that is missing", IN("\":1}}\n{\"c\":3}\n"), "6:2 {\"c\":3}", "0:1 \":1}}"},
    {"a line of something else", IN("{\"a\":1}\nnot json\n{\"c\":3}\n"), "0:1 {\"a\":1}|17:3 {\"c\":3}", "8:2 not json"},
    {"two bad lines are two", IN("{\"a\":1}\n{\"x\":\nnope\n{\"c\":3}\n"), "0:1 {\"a\":1}|19:4 {\"c\":3}", "8:2 {\"x\":|14:3 nope"},
    {"something behind a document", IN("{\"a\":1} trailing\n{\"c\":3}\n"), "0:1 {\"a\":1}|17:2 {\"c\":3}", "8:1 trailing"},
    {"a bracket too many", IN("{\"a\":1}}\n{\"c\":3}\n"), "0:1 {\"a\":1}|9:2 {\"c\":3}", "7:1 }"},
    {"scalars are no events", IN("1\n\"x\"\nnull\n{\"c\":3}\n"), "11:4 {\"c\":3}", "0:1 1|2:2 \"x\"|6:3 null"},
    {"scalars in an array", IN("[1,\"a,]b\",null,{\"c\":3}]"), "15:1 {\"c\":3}", "1:1 1|3:1 \"a,]b\"|10:1 null"},
    {"an array without end", IN("[{\"a\":1}"), "1:1 {\"a\":1}", "8:1 "},
    {"an element with wrong brackets", IN("[" A ",{\"id\":9,\"x\":[1}," B "]"), "1:1 " A "|48:1 " B, "32:1 {\"id\":9,\"x\":[1},"},
    {"an element without its end", IN("[" A ",{\"id\":9,\"x\":{\"y\":1}," B "," C "]"),
     "1:1 " A "|52:1 " B "|83:1 " C, "32:1 {\"id\":9,\"x\":{\"y\":1},"},
    {"the last element without its end", IN("[" A ",{\"id\":9,\"x\":[1}]\n[" B "]"), "1:1 " A "|50:2 " B, "32:1 {\"id\":9,\"x\":[1}]\n["},
    {"an element with a quote too many", IN("[" A ",{\"id\":9,\"x\":\"y}," B "," C "]"),
     "1:1 " A "|48:1 " B "|79:1 " C, "32:1 {\"id\":9,\"x\":\"y},"},
    {"an element with a bracket too many", IN("[" A "}," B "]"), "1:1 " A "|33:1 " B, "31:1 },"},
    {"a line with a quote too many", IN(A "\n{\"id\":9,\"x\":\"y}\n" B "\n"), "0:1 " A "|47:3 " B, "31:2 {\"id\":9,\"x\":\"y}"},
    {"UTF-16", IN("\xff\xfe{\0}\0"), "", "0:1 \xff\xfe{"},
    {"UTF-16 without mark", IN("\0{\0}"), "", "0:1 "},
    {"UTF-32", IN("\0\0\xfe\xff\0\0\0{"), "", "0:1 "},
};

static void one_row(const struct row *row, size_t piece)
{
    struct heard h = {0};
    struct frame *frame = frame_new(0);
    for (int again = 0; again < 2; again++) { /* a finished frame is as new */
        feed(frame, row->input, piece, &h);
        const char *texts = buf_cstr(&h.texts), *bad = buf_cstr(&h.bad);
        if (strcmp(texts, row->texts) != 0 || (strcmp(bad, row->bad) != 0 && row->input.p[0] != '\0' && row->input.p[0] != '\xff'))
            print_message("%s, in pieces of %zu\n", row->name, piece);
        assert_string_equal(texts, row->texts);
        if (strlen(row->name) < 5 || strncmp(row->name, "UTF-", 4) != 0)
            assert_string_equal(bad, row->bad);
        else
            assert_int_equal(h.bad_count, 1);
        assert_int_equal(frame_pending(frame), 0);
        forget(&h);
    }
    frame_free(&frame);
}

static void every_row_in_every_split(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (size_t piece = 1; piece <= 70; piece++)
            one_row(&rows[i], piece);
        one_row(&rows[i], 100000);
    }
}

static void texts_longer_than_the_cap_are_bad(void **state)
{
    (void)state;
    static const char *const wrap[][2] = {{A "\n", "\n" B "\n"}, {"[" A ",", "," B "]"}};
    for (size_t w = 0; w < 2; w++) {
        struct buf input = {0};
        struct heard h = {0};
        buf_add_text(&input, wrap[w][0]);
        buf_add_text(&input, "{\"id\":9,\"x\":\"");
        buf_reserve(&input, 3 << 20);
        memset(input.p + input.n, 'x', 3 << 20);
        input.n += 3 << 20;
        buf_add_text(&input, "\",\"tapcode\":[{\"id\":1},{\"id\":2}]}");
        buf_add_text(&input, wrap[w][1]);
        struct frame *frame = frame_new(0);
        for (size_t piece = 1000; piece < input.n * 4; piece *= 37) {
            feed(frame, buf_str(&input), piece, &h);
            assert_int_equal(h.text_count, 2);
            assert_int_equal(h.bad_count, 1);
            assert_true(h.bad.n < FRAME_BAD_MAX + 100);
            forget(&h);
        }
        frame_free(&frame);
        buf_fini(&input);
    }
}

static void memory_stays_bounded(void **state)
{
    (void)state;
    char block[65536];
    struct heard h = {0};
    const struct frame_sink sink = {&h, on_text, on_bad};
    static const char *const begins[] = {"x", "{\"a\":\"", "[", "[[[[", "[\""};
    for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++) {
        struct frame *frame = frame_new(0);
        memset(block, i == 2 ? '[' : 'x', sizeof block);
        frame_push(frame, str_of(begins[i]), &sink);
        for (int n = 0; n < 100; n++) {
            frame_push(frame, (struct str){block, sizeof block}, &sink);
            assert_true(frame_pending(frame) <= FRAME_ELEMENT_MAX + 2 * sizeof block);
        }
        frame_finish(frame, &sink);
        assert_true(h.bad_count >= 1);
        frame_free(&frame);
        forget(&h);
    }
}

static void keep_reason(void *user, struct str bytes, uint64_t offset, uint64_t line, const char *reason)
{
    (void)bytes;
    (void)offset;
    (void)line;
    *(const char **)user = reason;
}

static void wide_texts_are_told_by_name(void **state)
{
    static const struct str inputs[] = {STR("\xff\xfe{\0}\0"), STR("\0{\0}"), STR("\0\0\xfe\xff\0\0\0{")};
    (void)state;
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        const char *reason = NULL;
        const struct frame_sink sink = {&reason, on_text, keep_reason};
        struct frame *frame = frame_new(0);
        frame_push(frame, inputs[i], &sink);
        frame_finish(frame, &sink);
        assert_non_null(reason);
        assert_non_null(strstr(reason, "UTF-16"));
        assert_non_null(strstr(reason, "convert"));
        frame_free(&frame);
    }
}

struct reasons {
    struct buf told;
    int texts;
};

static void count_text(void *user, struct str json, uint64_t offset, uint64_t line)
{
    (void)json, (void)offset, (void)line;
    ((struct reasons *)user)->texts++;
}

static void add_reason(void *user, struct str bytes, uint64_t offset, uint64_t line, const char *reason)
{
    (void)bytes, (void)offset;
    buf_add_fmt(&((struct reasons *)user)->told, "%llu %s\n", (unsigned long long)line, reason);
}

static void no_line_is_said_to_be_cut_that_was_no_object(void **state)
{
    (void)state;
    struct reasons reasons = {.texts = 0};
    const struct frame_sink sink = {&reasons, count_text, add_reason};
    struct frame *frame = frame_new(0);
    frame_push(frame, STR("{\"id\":1}\n{\"id\":2,\"a\ngarbage line\n{garbage line\n{\"id\":3}\n"), &sink);
    frame_finish(frame, &sink);
    assert_string_equal(buf_cstr(&reasons.told), "2 the line ends before its object does\n"
                                                 "3 it is not a JSON object\n4 it is not a JSON object\n");
    assert_int_equal(reasons.texts, 2);
    frame_free(&frame);
    buf_fini(&reasons.told);
}

static void a_page_has_a_cap(void **state)
{
    (void)state;
    struct heard h = {0};
    const struct frame_sink sink = {&h, on_text, on_bad};
    struct frame *frame = frame_new(20);
    assert_int_equal(frame_push(frame, STR("{\"a\":1}\n"), &sink), 0);
    assert_int_equal(frame_push(frame, STR("{\"a\":2}\n{\"a\":3}\n"), &sink), -E_LIMIT);
    assert_int_equal(frame_push(frame, STR("{\"a\":4}\n"), &sink), -E_LIMIT);
    frame_finish(frame, &sink);
    assert_int_equal(h.text_count, 1);
    assert_int_equal(h.bad_count, 1);
    assert_int_equal(frame_push(frame, STR("{\"a\":5}\n"), &sink), 0);
    frame_finish(frame, &sink);
    assert_int_equal(h.text_count, 2);
    frame_free(&frame);
    forget(&h);
}

/* Nothing may be silent: every byte that is no white space or comma belongs to a text or to something bad. */
static uint64_t random_state = 88172645463325252u;

static unsigned random_below(unsigned n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)(random_state >> 33) % n;
}

static void a_damaged_line_costs_only_itself(void **state)
{
    (void)state;
    struct frame *frame = frame_new(0);
    for (int round = 0; round < 3000; round++) {
        struct buf input = {0};
        struct heard h = {0};
        unsigned victim = random_below(20);
        for (unsigned i = 0; i < 20; i++) {
            char line[200];
            int n = snprintf(line, sizeof line,
                             "{\"id\":%u,\"description\":\"a [b] {c} \\\"d\\\"\",\"event_type\":{\"id\":%u},\"l\":[{\"m\":1},{\"m\":2}]}",
                             1000 + i, i);
            if (i == victim) { /* cut off or one byte changed */
                if (random_below(2) == 0)
                    n = 1 + (int)random_below((unsigned)n - 1);
                else
                    line[random_below((unsigned)n)] = "{}[]\",:x\\ "[random_below(10)];
            }
            buf_add(&input, line, (size_t)n);
            buf_add_byte(&input, '\n');
        }
        feed(frame, buf_str(&input), 1 + random_below(700), &h);
        struct str all = buf_str(&h.texts);
        for (unsigned i = 0; i < 20; i++) {
            char mark[32];
            snprintf(mark, sizeof mark, " {\"id\":%u,", 1000 + i);
            if (i != victim && str_find(all, str_of(mark)) < 0)
                fail_msg("round %d: line %u is lost, line %u was damaged:\n%s", round, i, victim, buf_cstr(&input));
        }
        forget(&h);
        buf_fini(&input);
    }
    frame_free(&frame);
}

static void a_damaged_element_costs_only_itself(void **state)
{
    (void)state;
    struct frame *frame = frame_new(0);
    int lost = 0;
    for (int round = 0; round < 3000; round++) {
        struct buf input = {0};
        struct heard h = {0};
        unsigned victim = random_below(12);
        buf_add_byte(&input, '[');
        for (unsigned i = 0; i < 12; i++) {
            char text[200];
            int n = snprintf(text, sizeof text,
                             "{\"id\":%u,\"description\":\"a b\",\"event_type\":{\"id\":%u},\"l\":[{\"m\":1},{\"m\":2}]}", 1000 + i, i);
            if (i == victim)
                text[random_below((unsigned)n)] = "{}[]\",:x\\ "[random_below(10)];
            buf_add(&input, text, (size_t)n);
            buf_add_byte(&input, i < 11 ? ',' : ']');
        }
        feed(frame, buf_str(&input), 1 + random_below(700), &h);
        struct str all = buf_str(&h.texts);
        for (unsigned i = 0; i < 12; i++) {
            char mark[32];
            snprintf(mark, sizeof mark, " {\"id\":%u,", 1000 + i);
            if (i != victim && str_find(all, str_of(mark)) < 0) {
                if (lost++ < 3)
                    print_message("round %d: element %u is lost, %u was damaged:\n%s\n%s\n", round, i, victim,
                                  buf_cstr(&input), buf_cstr(&h.bad));
            }
        }
        forget(&h);
        buf_fini(&input);
    }
    assert_int_equal(lost, 0);
    frame_free(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_in_every_split), cmocka_unit_test(texts_longer_than_the_cap_are_bad),
        cmocka_unit_test(memory_stays_bounded), cmocka_unit_test(a_page_has_a_cap),
        cmocka_unit_test(wide_texts_are_told_by_name), cmocka_unit_test(no_line_is_said_to_be_cut_that_was_no_object),
        cmocka_unit_test(a_damaged_line_costs_only_itself),
        cmocka_unit_test(a_damaged_element_costs_only_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
