/* Slices, buffers, arenas, interned strings and errors. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/intern.h"
#include "base/sha256.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

static void integers_are_whole_texts(void **state)
{
    (void)state;
    int64_t i;
    uint64_t u;
    assert_true(str_i64(STR("-9223372036854775808"), &i) && i == INT64_MIN);
    assert_true(str_i64(STR("9223372036854775807"), &i) && i == INT64_MAX);
    assert_false(str_i64(STR("9223372036854775808"), &i));
    assert_false(str_i64(STR("-"), &i));
    assert_false(str_i64(STR("12 "), &i));
    assert_true(str_u64(STR("18446744073709551615"), &u) && u == UINT64_MAX);
    assert_false(str_u64(STR("18446744073709551616"), &u));
    assert_false(str_u64(STR_NONE, &u));
}

static void pieces_come_one_by_one(void **state)
{
    (void)state;
    struct str rest = STR("a,,b"), piece;
    assert_true(str_next(&rest, ',', &piece) && str_eq(piece, STR("a")));
    assert_true(str_next(&rest, ',', &piece) && piece.n == 0);
    assert_true(str_next(&rest, ',', &piece) && str_eq(piece, STR("b")));
    assert_false(str_next(&rest, ',', &piece));
}

static void copies_end_at_a_code_point(void **state)
{
    (void)state;
    char out[5];
    assert_int_equal(str_copy(STR("abc\xc3\xa9" "d"), out, sizeof out), 3);
    assert_string_equal(out, "abc");
}

static void one_high_byte_is_found_anywhere(void **state)
{
    (void)state;
    char text[24];
    for (size_t n = 0; n <= sizeof text; n++) {
        memset(text, 'a', sizeof text);
        assert_true(str_is_ascii((struct str){text, n}));
        for (size_t at = 0; at < n; at++) {
            text[at] = '\x80';
            assert_false(str_is_ascii((struct str){text, n}));
            text[at] = '\x7f';
        }
    }
}

static void hashes_tell_texts_apart(void **state)
{
    (void)state;
    assert_true(str_hash(STR("abcdefgh")) == str_hash(STR("abcdefgh")));
    assert_true(str_hash(STR("abcdefgh")) != str_hash(STR("abcdefgi")));
    assert_true(str_hash(STR("a")) != str_hash(((struct str){"a\0", 2})));
}

static void buffers_grow_and_drop(void **state)
{
    (void)state;
    struct buf b = {0};
    for (int i = 0; i < 1000; i++)
        buf_add_fmt(&b, "%d,", i);
    assert_true(str_starts(buf_str(&b), STR("0,1,2,")));
    buf_drop_front(&b, 4);
    assert_true(str_starts(buf_str(&b), STR("2,3,")));
    assert_int_equal(strlen(buf_cstr(&b)), b.n);
    buf_fini(&b);
    assert_null(b.p);
}

static void arenas_align_and_forget(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    arena_str(arena, STR("odd"));
    assert_int_equal((uintptr_t)arena_alloc(arena, 8) % _Alignof(max_align_t), 0);
    char *large = arena_calloc(arena, 3, 1 << 20);
    assert_int_equal(large[(3 << 20) - 1], 0);
    assert_string_equal(arena_fmt(arena, "%s-%d", "x", 7), "x-7");
    assert_true(arena_bytes(arena) > 3 << 20);
    arena_reset(arena);
    assert_non_null(arena_alloc(arena, 1));
    arena_free(&arena);
    assert_null(arena);
}

static void interned_strings_are_numbers(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct intern *table = intern_new(arena);
    char text[16];
    for (int i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "name %d", i);
        assert_int_equal(intern_add(table, str_of(text)), i + 1);
    }
    assert_int_equal(intern_add(table, STR("name 77")), 78);
    assert_int_equal(intern_find(table, STR("nobody")), 0);
    assert_int_equal(intern_add(table, STR_NONE), 0);
    assert_true(str_eq(intern_get(table, 78), STR("name 77")));
    assert_int_equal(intern_count(table), 5000);
    struct str many[] = {STR("name 77"), STR_NONE, STR("new"), STR("new"), STR("name 4999")};
    uint32_t ids[5];
    intern_add_all(table, many, 5, ids);
    static const uint32_t expected[] = {78, 0, 5001, 5001, 5000};
    assert_memory_equal(ids, expected, sizeof expected);
    intern_free(&table);
    arena_free(&arena);
}

static void the_first_error_stays(void **state)
{
    (void)state;
    struct error err = {0};
    assert_int_equal(err_set_at(&err, E_SYNTAX, 3, 5, "no %s", "way"), -E_SYNTAX);
    err_set(&err, E_IO, "later");
    err_prefix(&err, "file %d", 1);
    assert_string_equal(err.text, "file 1: no way");
    assert_int_equal(err.from, 3);
    assert_int_equal(err_set(NULL, E_IO, "nobody asks"), -E_IO);
    assert_string_equal(err_sentence(-E_IO), err_sentence(E_IO));
    assert_string_equal(err_sentence(9999), "an unknown error");
    err_clear(&err);
    assert_int_equal(err.code, E_NONE);
}

/* FIPS 180-4 examples, and the lengths around a block. */
static void digests_are_sha256(void **state)
{
    (void)state;
    char a[200];
    memset(a, 'a', sizeof a);
    assert_true(sha256_u64(STR("abc")) == UINT64_C(0xba7816bf8f01cfea));
    assert_true(sha256_u64(STR_NONE) == UINT64_C(0xe3b0c44298fc1c14));
    assert_true(sha256_u64(STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
                UINT64_C(0x248d6a61d20638b8));
    assert_true(sha256_u64((struct str){a, 55}) == UINT64_C(0x9f4390f8d30c2dd9));
    assert_true(sha256_u64((struct str){a, 64}) == UINT64_C(0xffe054fe7ae0cb6d));
}

static void an_error_is_one_line(void **state)
{
    struct error err = {0};
    (void)state;
    err_set(&err, E_SYNTAX, "'%s' is no number", "5\033[31m\r+\n+\x7f+");
    assert_string_equal(err.text, "'5?[31m?+?+?+' is no number");
    err_prefix(&err, "file %s", "a\nb");
    assert_string_equal(err.text, "file a?b: '5?[31m?+?+?+' is no number");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_are_whole_texts), cmocka_unit_test(pieces_come_one_by_one),
        cmocka_unit_test(one_high_byte_is_found_anywhere),
        cmocka_unit_test(copies_end_at_a_code_point), cmocka_unit_test(hashes_tell_texts_apart),
        cmocka_unit_test(buffers_grow_and_drop), cmocka_unit_test(arenas_align_and_forget),
        cmocka_unit_test(interned_strings_are_numbers), cmocka_unit_test(the_first_error_stays),
        cmocka_unit_test(digests_are_sha256), cmocka_unit_test(an_error_is_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
