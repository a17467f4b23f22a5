/* What changed between two texts, and how much of a change is looked for. */
#include "analysis/diff.h"

#include <string.h>

#include "support/harness.h"

enum { CHANGES = 1000 }; /* diff.c: CHANGES_MAX */

/* So many words, each with this in it, between two that stay. */
static struct bytes words(const char *each, int count)
{
    struct buffer b;
    buffer_init(&b, 1 << 20);
    buffer_add_text(&b, "first ");
    for (int i = 0; i < count; i++) {
        buffer_printf(&b, "%s%d ", each, i);
    }
    buffer_add_text(&b, "last");
    const struct bytes out = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return out;
}

static size_t differ(struct bytes older, struct bytes newer, struct diff_part **parts)
{
    return diff_words(harness_arena(), older, newer, parts);
}

TEST(what_is_gone_stands_before_what_is_new)
{
    struct diff_part *p = NULL;
    check_eq(differ(BYTES("We keep boats."), BYTES("We keep ten boats."), &p), 3);
    check_that(p[0].kind == DIFF_SAME && p[1].kind == DIFF_NEW && p[2].kind == DIFF_SAME);
    check_bytes(p[1].text, BYTES("ten "));
    check_eq(differ(BYTES("a b c"), BYTES("a x c"), &p), 4);
    check_that(p[1].kind == DIFF_GONE && p[2].kind == DIFF_NEW);
    check_eq(differ(BYTES("a"), BYTES("a"), &p), 1);
    check_eq(differ(BYTES(""), BYTES(""), &p), 0);
}

TEST(as_many_changes_as_are_looked_for_are_found_and_one_more_is_another_text)
{
    struct diff_part *p = NULL;
    check_eq(differ(words("a", CHANGES / 2), words("b", CHANGES / 2), &p), 4);
    check_that(p[0].kind == DIFF_SAME && p[1].kind == DIFF_GONE && p[2].kind == DIFF_NEW);
    check_eq(differ(words("a", CHANGES / 2 + 1), words("b", CHANGES / 2), &p), 2);
    check_that(p[0].kind == DIFF_GONE && p[1].kind == DIFF_NEW);
}

TEST(a_text_longer_by_as_many_words_is_found_and_by_one_more_is_another_text)
{
    struct diff_part *p = NULL;
    check_eq(differ(words("a", 0), words("a", CHANGES), &p), 3);
    check_that(p[1].kind == DIFF_NEW);
    check_eq(differ(words("a", CHANGES), words("a", 0), &p), 3);
    check_that(p[1].kind == DIFF_GONE);
    check_eq(differ(words("a", 0), words("a", CHANGES + 1), &p), 2);
    check_eq(differ(words("a", CHANGES + 1), words("a", 0), &p), 2);
}
