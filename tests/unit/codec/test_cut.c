/* Where a text is cut: at a line's end, a space, between clusters; and what is one character to a reader. */
#include <string.h>

#include "codec/cut.h"
#include "support/harness.h"

static struct bytes repeated(const char *text, size_t count)
{
    struct buffer b;
    buffer_init(&b, count * strlen(text) + 1);
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(&b, text);
    }
    const struct bytes out = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return out;
}

TEST(a_text_that_fits_is_not_cut)
{
    check_eq(cut_before(BYTES(""), 0), 0);
    check_eq(cut_before(BYTES("abc"), 3), 3);
    check_eq(cut_before(BYTES("abc"), 100), 3);
}

TEST(it_is_cut_behind_a_line_then_a_space_then_a_cluster)
{
    check_eq(cut_before(BYTES("One line.\nAnother line here"), 15), 10);
    check_eq(cut_before(BYTES("A\nnother line that is long"), 15), 14);
    check_eq(cut_before(BYTES("A nd a word-without-any-space"), 15), 15);
    check_eq(cut_before(BYTES("words and words"), 14), 10);
    check_eq(cut_before(BYTES("one two "), 7), 4);
    check_eq(cut_before(BYTES("a b"), 1), 1);
    check_eq(cut_before(BYTES("a b"), 2), 2);
}

TEST(a_space_with_a_mark_on_it_is_no_end)
{
    check_eq(cut_before(BYTES("aaaa \xcc\x81zzzz"), 6), 4);
}

TEST(no_character_is_torn)
{
    check_eq(cut_before(BYTES("\xd0\xb0\xd0\xb1\xd0\xb2"), 3), 2);
    check_eq(cut_before(BYTES("a\xe2\x82\xac"), 3), 1);
    check_eq(cut_before(BYTES("\xf0\x9f\x98\x80\xf0\x9f\x98\x80"), 7), 4);
}

TEST(one_character_goes_on_however_little_room_there_is)
{
    check_eq(cut_before(BYTES("\xf0\x9f\x98\x80\xf0\x9f\x98\x80"), 0), 4);
    check_eq(cut_before(BYTES("\xf0\x9f\x98\x80\xf0\x9f\x98\x80"), 3), 4);
    check_eq(cut_before(BYTES("ab"), 0), 1);
}

/* A letter with its marks, a family of four, a flag, a Korean syllable of letters, an Arabic one with vowels,
 * a Devanagari one. */
static const char *const clusters[] = {
    "e\xcc\x81\xcc\xa3",
    "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7\xe2\x80\x8d\xf0\x9f\x91\xa6",
    "\xf0\x9f\x87\xa6\xf0\x9f\x87\xb2",
    "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab",
    "\xd9\x85\xd9\x8e\xd9\x91",
    "\xe0\xa4\xa8\xe0\xa4\xbf",
};

TEST(no_cluster_is_torn)
{
    for (size_t i = 0; i < sizeof clusters / sizeof clusters[0]; i++) {
        const size_t len = strlen(clusters[i]);
        const struct bytes text = repeated(clusters[i], 9);
        for (size_t most = len; most < 9 * len; most++) {
            check_eq(cut_before(text, most), most / len * len);
            check_eq(cut_floor(text, most), most / len * len);
        }
    }
}

TEST(a_cluster_longer_than_any_is_cut_between_characters)
{
    const struct bytes marks = repeated("\xcc\x81", 3000);
    check_eq(cut_before(marks, 1001), 1000);
    check_eq(cut_floor(marks, 1001), 1000);
    check_eq(cut_floor(marks, CUT_CLUSTER_BYTES_MAX), 0);
}

TEST(the_floor_is_where_a_cluster_begins)
{
    check_eq(cut_floor(BYTES(""), 0), 0);
    check_eq(cut_floor(BYTES("abc"), 3), 3);
    check_eq(cut_floor(BYTES("abc"), 9), 9);
    check_eq(cut_floor(BYTES("line\ne\xcc\x81x"), 7), 5);
    check_eq(cut_floor(BYTES("line\ne\xcc\x81x"), 8), 8);
    check_eq(cut_floor(BYTES("\xcc\x81x"), 1), 0);
}

TEST(bytes_that_are_no_text_are_cut_too)
{
    const struct bytes bad = repeated("\xff\x80", 50);
    for (size_t most = 1; most < 100; most++) {
        const size_t cut = cut_before(bad, most);
        check_that(cut > 0 && cut <= most && cut_floor(bad, most) <= most);
    }
    check_eq(cut_before(BYTES("a\xf0\x9f"), 2), 2);
}
