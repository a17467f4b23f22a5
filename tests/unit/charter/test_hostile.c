/* Charters made to do harm: each gets an answer, with at most 20 errors, in at most 64 MiB. */
#include "base/arena.h"
#include "unit/charter/fixture.h"

enum { TEXT_MAX = CHARTER_BYTES_MAX };
#define MEMORY_MAX ((size_t)64 * 1024 * 1024)

static struct buffer text;

static void begin(const char *name)
{
    buffer_init(&text, TEXT_MAX);
    buffer_printf(&text, "charter \"%s\";\n", name);
}

/* So often as there is room for it in a text. */
static void fill(const char *piece)
{
    const size_t len = strlen(piece);
    while (text.len + len + 64 < TEXT_MAX) {
        buffer_add_text(&text, piece);
    }
}

/* Parses in an arena of its own; the text is given up. */
static enum error parse_all(const struct charter_source *sources, size_t count, struct charter_diags *diags,
                            size_t *bytes)
{
    struct arena a = {0};
    const struct charter *c = NULL;
    const enum error e = charter_parse(&a, sources, count, &c, diags);
    *bytes = arena_bytes(&a);
    harness_note("%zu bytes for %zu texts, %s", *bytes, count, diags->items[0].diag.message);
    check_that(*bytes <= MEMORY_MAX);
    check_that((e == OK) == (diags->count == 0) && diags->count <= CHARTER_DIAGS_MAX);
    arena_done(&a);
    return e;
}

/* The first error of the text at hand. */
static const char *answer(void)
{
    static struct charter_diags diags;
    size_t bytes = 0;
    check_that(!text.overflow);
    const struct charter_source source = {BYTES("test"), buffer_view(&text)};
    check_eq(parse_all(&source, 1, &diags, &bytes), ERROR_MALFORMED);
    buffer_done(&text);
    return diags.items[0].diag.message;
}

TEST(what_is_nested_too_deeply_is_an_error)
{
    static const struct {
        const char *begin;
        const char *piece;
        const char *error;
    } rows[] = {
        {"rule r { pass ", "(", "brackets and ! are nested at most 32 deep"},
        {"rule r { pass ", "!", "brackets and ! are nested at most 32 deep"},
        {"rule r { pass ", "!(", "brackets and ! are nested at most 32 deep"},
        {"rule r { pass n(Y) > ", "1+(", "brackets and ! are nested at most 32 deep"},
        {"rule r ", "{",
         "expected a clause of a rule, one of allow default reason over out force quorum pass clock "
         "extend close rung bind void split poll sealed presence elect else amend"},
        {"", "{",
         "expected a part of a charter, one of charter fictional extends languages unverified attributes "
         "voice table group body rule rungs motion calendar member office referral classification"},
        {"body b ", "{", "expected a clause of a body, one of members chair rules mandate reports"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        begin("c");
        buffer_add_text(&text, rows[i].begin);
        fill(rows[i].piece);
        check_text(answer(), rows[i].error);
    }
}

TEST(what_is_too_long_is_an_error)
{
    static const struct {
        const char *begin;
        const char *piece;
        const char *error;
    } rows[] = {
        {"rule r { pass n(Y) > ", "9", "a number is written without leading zeros and is at most 1000000000"},
        {"rule r { clock at least ", "9",
         "a number is written without leading zeros and is at most 1000000000"},
        {"rule r { pass n(Y) > 1", "+1", "a sum has at most 32 terms"},
        {"rule r { pass n(Y) > 1", "*1000", "a product of numbers is from 1 to 1000000000"},
        {"rule r { pass n(Y) > 1", " & n(Y) > 1", "a condition has at most 64 comparisons"},
        {"rule r { pass n(Y) > 1", " | n(Y) > 1", "a condition has at most 64 comparisons"},
        {"rule r { bind Y bound", ", Y bound", "there are at most 32 effects"},
        {"rungs \"", "a", "this string is not closed: expected \" in the same line"},
        {"", "a",
         "expected a part of a charter, one of charter fictional extends languages unverified attributes "
         "voice table group body rule rungs motion calendar member office referral classification"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        begin("c");
        buffer_add_text(&text, rows[i].begin);
        fill(rows[i].piece);
        check_text(answer(), rows[i].error);
    }
}

/* `before` %d `after`, as often as there is room. */
static const char *many(const char *first, const char *before, const char *after)
{
    begin("c");
    buffer_add_text(&text, first);
    for (int i = 0; text.len + 200 < TEXT_MAX; i++) {
        buffer_printf(&text, "%s%d%s", before, i, after);
    }
    return answer();
}

TEST(what_is_too_many_is_an_error)
{
    static const struct {
        const char *first;
        const char *before;
        const char *after;
        const char *error;
    } rows[] = {
        {"", "rule r", " { pass n(Y) > 1; }\n", "there are at most 128 rules"},
        {"", "body b", " { members all; chair rotation; rules r; }\n", "there are at most 128 bodies"},
        {"", "group G", " { }\n", "there are at most 128 groups"},
        {"", "calendar k", " { }\n", "there are at most 128 calendars"},
        {"", "office o", " { holder member A; }\n", "there are at most 128 offices"},
        {"", "member M", " { }\n", "there are at most 256 members"},
        {"", "referral f", " { from a; to b; }\n", "there are at most 128 referrals"},
        {"", "classification k", " { as a use r; decided by r; doubt a; }\n",
         "there are at most 128 classifications"},
        {"attributes a", ", a", "", "there are at most 128 attributes"},
        {"member M { ", "a", " 1; ", "a member has at most 128 values"},
        {"member M { tag T", ", T", "", "a member has at most 16 tags"},
        {"body b { rules r", ", r", "", "a body has at most 128 rules"},
        {"body b { chair rotation order M", ", M", "", "there are at most 200 members"},
        {"referral f { from b", ", b", "", "there are at most 128 bodies"},
        {"classification k { ", "as a", " use r; ", "there are at most 16 classes"},
        {"calendar k { holiday 2000-01-01; ", "yearly \"", "-01\"; ",
         "a day of every year is \"MM-DD\", such as \"05-09\""},
        {"group G { ", "M", "; ", "a group has at most 200 members"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_text(many(rows[i].first, rows[i].before, rows[i].after), rows[i].error);
    }
}

static void add_day(int number, const char *before, const char *after)
{
    buffer_printf(&text, "%s%04d-%02d-%02d%s", before, 2000 + number / 336, 1 + number / 28 % 12,
                  1 + number % 28, after);
}

TEST(calendars_and_versions_have_limits_too)
{
    begin("c");
    buffer_add_text(&text, "calendar k { ");
    for (int i = 0; i <= CHARTER_HOLIDAYS_MAX; i++) {
        add_day(i, "holiday ", "; ");
    }
    check_text(answer(), "a calendar has at most 256 holidays");
    begin("c");
    buffer_add_text(&text, "calendar k { ");
    for (int i = 0; i <= CHARTER_HOLIDAYS_MAX; i++) {
        add_day(i, "zone \"+03:00\" from ", "");
        add_day(i, " until ", "; ");
    }
    check_text(answer(), "a calendar has at most 256 zones");
    /* Versions of two rules, each of which follows on each: the days that they share are few. */
    begin("c");
    for (int i = 0; i < CHARTER_ITEMS_MAX; i++) {
        add_day(i / 2, i % 2 == 0 ? "rule a from " : "rule b from ", "");
        add_day(i / 2, " until ",
                i % 2 == 0 ? " { pass n(Y) > 1; else stage b; }\n" : " { pass n(Y) > 1; else stage a; }\n");
    }
    check_text(answer(), "these stages come back to a rule that was asked before");
    begin("c");
    for (int i = 0; i < CHARTER_ITEMS_MAX; i++) {
        add_day(i, "rule a from ", " { pass n(Y) > 1; }\n");
    }
    check_text(answer(), "there is a rule of this name already for some of these days (line 2 of test)");
}

TEST(cycles_of_any_length_are_found)
{
    static const char *const ways[] = {"stage r%d", "stage r%d after 1d", "refer to b%d"};
    for (size_t way = 0; way < 3; way++) {
        begin("c");
        for (int i = 0; i < CHARTER_ITEMS_MAX; i++) {
            buffer_printf(&text, "rule r%d { pass n(Y) > 1; else ", i);
            buffer_printf(&text,
                          way == 2   ? "refer to b%d"
                          : way == 1 ? "stage r%d after 1d"
                                     : "stage r%d",
                          (i + 1) % CHARTER_ITEMS_MAX);
            buffer_printf(&text, "; }\nbody b%d { members all; chair rotation; rules r%d; }\n", i, i);
        }
        harness_note("%s", ways[way]);
        check_text(answer(), "these stages come back to a rule that was asked before");
    }
    begin("c");
    buffer_add_text(&text, "rule r { pass n(Y) > 1; }\n");
    for (int i = 0; i < CHARTER_ITEMS_MAX; i++) {
        buffer_printf(&text, "body b%d { members all; chair rotation; rules r; reports to b%d; }\n", i,
                      (i + 1) % CHARTER_ITEMS_MAX);
        buffer_printf(&text, "referral f%d { from b%d; to b%d; }\n", i, i, (i + 1) % CHARTER_ITEMS_MAX);
    }
    check_text(answer(), "by its referrals this body comes back to itself");
}

TEST(what_nobody_knows_is_told_twenty_times_and_no_more)
{
    begin("c");
    buffer_add_text(&text, "attributes a;\nmember A { a 1; }\nrule r { pass n(Y) > 1; }\n");
    for (int i = 0; i < 100; i++) {
        buffer_printf(&text, "member M%d { ", i);
        for (int k = 0; k < 100; k++) {
            buffer_printf(&text, "b%d 1; ", k);
        }
        buffer_add_text(&text, "}\n");
    }
    check_text(answer(), "\"attributes\" names no such attribute");
    begin("c");
    buffer_add_text(&text, "member ALDER { }\nrule r { pass n(Y) > 1; }\n");
    for (int i = 0; i < 100; i++) {
        buffer_printf(&text, "group G%d { ", i);
        for (int k = 0; k < 150; k++) {
            buffer_printf(&text, "M%d; ", k);
        }
        buffer_add_text(&text, "}\n");
    }
    check_text(answer(), "the charter lists its members, and this is none of them");
}

/* As much as eight texts may hold of everything: members with values of a thousand attributes, rules with as
 * many comparisons as there may be, calendars, bodies, offices. */
static void fill_text(int number)
{
    begin(arena_printf(harness_arena(), "t%d", number));
    if (number < 7) {
        buffer_printf(&text, "extends \"t%d\";\n", number + 1);
    }
    for (int i = 0; i < CHARTER_ITEMS_MAX; i++) {
        buffer_printf(&text, "%sa%d-%d", i == 0 ? "attributes " : ", ", number, i);
    }
    buffer_add_text(&text, ";\n");
    for (int i = 0; i < CHARTER_MEMBERS_MAX; i++) {
        buffer_printf(&text, "member M%d-%d { tag G%d-%d, G%d; a%d-1 7; }\n", number, i, number, i % 100,
                      i % 100, number);
    }
    for (int i = 0; i < CHARTER_ITEMS_MAX; i++) {
        buffer_printf(&text,
                      "calendar k%d-%d { yearly \"05-09\"; }\noffice o%d-%d { holder member M%d-1; }\n"
                      "body b%d-%d { members all; chair rotation order M%d-1, M%d-2; rules r%d-%d; }\n",
                      number, i, number, i, number, number, i, number, number, number, i);
        buffer_printf(&text, "referral f%d-%d { from b%d-%d; to b%d-127; }\n", number, i, number, i % 127,
                      number);
        buffer_printf(&text, "rule r%d-%d { bind Y bound, N free; pass n(Y) > 0", number, i);
        for (int k = 1; k < CHARTER_ATOMS_MAX; k++) {
            buffer_add_text(&text, " & n(Y)>1");
        }
        buffer_add_text(&text, "; }\n");
    }
}

TEST(eight_full_texts_take_at_most_64_mib)
{
    struct charter_source sources[CHARTER_SOURCES_MAX];
    struct charter_diags diags = {0};
    size_t bytes = 0;
    for (int i = 0; i < CHARTER_SOURCES_MAX; i++) {
        fill_text(i);
        check_that(!text.overflow);
        sources[i] = (struct charter_source){bytes_of_text(arena_printf(harness_arena(), "t%d", i)),
                                             arena_copy(harness_arena(), buffer_view(&text))};
        buffer_done(&text);
    }
    check_ok(parse_all(sources, CHARTER_SOURCES_MAX, &diags, &bytes));
    check_that(bytes > MEMORY_MAX / 8);
}
