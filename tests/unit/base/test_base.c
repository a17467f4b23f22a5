#include "base/bytes.h"
#include "base/check.h"
#include "base/hex.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/text.h"
#include "support/harness.h"

TEST(a_buffer_never_grows_beyond_its_maximum)
{
    struct buffer b;
    buffer_init(&b, 4);
    buffer_add_text(&b, "abcd");
    check_that(!b.overflow);
    buffer_add_u8(&b, 'e');
    check_that(b.overflow);
    check_bytes(buffer_view(&b), BYTES("abcd"));
    buffer_done(&b);
}

TEST(a_cursor_fails_for_good_once_something_is_missing)
{
    struct cursor c = cursor_of(BYTES("\0\0\0\3abc"));
    check_bytes(cursor_block(&c, 3), BYTES("abc"));
    check_that(cursor_ended(&c));
    check_eq(cursor_u8(&c), 0);
    check_that(!cursor_ended(&c));
    struct cursor longer = cursor_of(BYTES("\0\0\0\3abc"));
    (void)cursor_block(&longer, 2);
    check_that(longer.failed);
}

TEST(utf8_is_checked_strictly)
{
    static const struct {
        const char *text;
        bool good;
    } rows[] = {
        {"plain", true},          {"\xd0\x9c\xd0\xb8\xd1\x80", true}, {"\xc0\x80", false},
        {"\xed\xa0\x80", false},  {"\xf4\x90\x80\x80", false},        {"\xf0\x9f\x95\x8a", true},
        {"\xe0\x80\xaf", false},  {"\xff", false},                    {"\xe2\x82", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("row %zu", i);
        check_eq(text_is_utf8(bytes_of_text(rows[i].text)), rows[i].good);
    }
}

TEST(names_keep_to_their_alphabets)
{
    check_that(text_is_code(BYTES("ALDER")));
    check_that(!text_is_code(BYTES("Alder")));
    check_that(!text_is_code(BYTES("")));
    check_that(text_is_code(BYTES("ABCDEFGHIJKLMNOP")));
    check_that(!text_is_code(BYTES("ABCDEFGHIJKLMNOPQ")));
    check_that(text_is_language(BYTES("en")));
    check_that(text_is_language(BYTES("zh-hant")));
    check_that(!text_is_language(BYTES("EN")));
    check_that(!text_is_language(BYTES("e")));
    check_that(!text_is_language(BYTES("en-")));
    check_that(text_is_origin(BYTES("trees.example")));
    check_that(!text_is_origin(BYTES("exercise-trees.example")));
    check_that(!text_is_origin(BYTES("archive-trees")));
    check_that(text_is_id(BYTES("p1")));
    check_that(!text_is_id(BYTES("_p1")));
}

TEST(a_plaintext_has_no_tab_no_trailing_space_and_a_limit)
{
    check_that(text_is_plaintext(BYTES("one\ntwo")));
    check_that(!text_is_plaintext(BYTES("one\ttwo")));
    check_that(!text_is_plaintext(BYTES("one \ntwo")));
    check_that(!text_is_plaintext(BYTES("one ")));
    check_that(!text_is_plaintext(BYTES("one\r\n")));
    check_that(!text_is_plaintext(BYTES("")));
    uint8_t *big = arena_take(harness_arena(), PLAINTEXT_BYTES_MAX + 1, 1);
    for (size_t i = 0; i <= PLAINTEXT_BYTES_MAX; i++) {
        big[i] = 'a';
    }
    check_that(text_is_plaintext(bytes_of(big, PLAINTEXT_BYTES_MAX)));
    check_that(!text_is_plaintext(bytes_of(big, PLAINTEXT_BYTES_MAX + 1)));
}

TEST(numbers_are_read_in_one_form_only)
{
    int64_t n = 0;
    check_that(num_parse(BYTES("9223372036854775807"), INT64_MAX, &n));
    check_eq(n, INT64_MAX);
    check_that(!num_parse(BYTES("9223372036854775808"), INT64_MAX, &n));
    check_that(!num_parse(BYTES("01"), 10, &n));
    check_that(!num_parse(BYTES("-1"), 10, &n));
    check_that(!num_parse(BYTES("11"), 10, &n));
}

TEST(hex_is_lower_case_only)
{
    uint8_t out[2];
    check_that(hex_decode(BYTES("00ff"), out, 2));
    check_that(!hex_decode(BYTES("00FF"), out, 2));
    check_that(!hex_decode(BYTES("00f"), out, 2));
}

TEST(a_failed_check_ends_the_process)
{
    check_dies(check_failed("f", 1, "g", "h"));
}
