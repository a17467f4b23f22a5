/* What is said in each language: its forms, its lists, and what is filled in. */
#include "language/say.h"

#include <string.h>

#include "support/harness.h"

/* Samples of CLDR 42. */
TEST(numbers_have_the_form_of_their_language)
{
    static const struct {
        enum language l;
        int64_t n;
        enum plural wanted;
    } rows[] = {
        {LANGUAGE_EN, 0, PLURAL_OTHER}, {LANGUAGE_EN, 1, PLURAL_ONE},     {LANGUAGE_EN, 2, PLURAL_OTHER},
        {LANGUAGE_RU, 0, PLURAL_MANY},  {LANGUAGE_RU, 1, PLURAL_ONE},     {LANGUAGE_RU, 2, PLURAL_FEW},
        {LANGUAGE_RU, 4, PLURAL_FEW},   {LANGUAGE_RU, 5, PLURAL_MANY},    {LANGUAGE_RU, 11, PLURAL_MANY},
        {LANGUAGE_RU, 12, PLURAL_MANY}, {LANGUAGE_RU, 14, PLURAL_MANY},   {LANGUAGE_RU, 21, PLURAL_ONE},
        {LANGUAGE_RU, 22, PLURAL_FEW},  {LANGUAGE_RU, 111, PLURAL_MANY},  {LANGUAGE_RU, 101, PLURAL_ONE},
        {LANGUAGE_AR, 0, PLURAL_ZERO},  {LANGUAGE_AR, 1, PLURAL_ONE},     {LANGUAGE_AR, 2, PLURAL_TWO},
        {LANGUAGE_AR, 3, PLURAL_FEW},   {LANGUAGE_AR, 10, PLURAL_FEW},    {LANGUAGE_AR, 11, PLURAL_MANY},
        {LANGUAGE_AR, 99, PLURAL_MANY}, {LANGUAGE_AR, 100, PLURAL_OTHER}, {LANGUAGE_AR, 102, PLURAL_OTHER},
        {LANGUAGE_AR, 103, PLURAL_FEW}, {LANGUAGE_AR, 111, PLURAL_MANY},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s %lld", language_tag(rows[i].l), (long long)rows[i].n);
        check_eq(plural_of(rows[i].l, rows[i].n), rows[i].wanted);
    }
}

static size_t count_places(const char *text)
{
    size_t count = 0;
    for (; *text != 0; text++) {
        count += *text == '{';
    }
    return count;
}

TEST(every_message_is_there_in_every_language)
{
    for (size_t m = 0; m < MESSAGES; m++) {
        const struct message_text *t = &message_texts[m];
        for (size_t l = 0; l < LANGUAGES; l++) {
            harness_note("%s %s", t->key, language_tag((enum language)l));
            check_that(t->forms[l][PLURAL_OTHER] != NULL);
            check_eq(count_places(t->forms[l][PLURAL_OTHER]),
                     count_places(t->forms[LANGUAGE_EN][PLURAL_OTHER]));
            for (int64_t n = 0; n < 200 && t->forms[l][PLURAL_ONE] != NULL; n++) {
                check_that(t->forms[l][plural_of((enum language)l, n)] != NULL);
            }
        }
    }
}

#define APART(x) "\xe2\x81\xa8" x "\xe2\x81\xa9" /* U+2068 and U+2069 */

static const char *text(struct bytes s)
{
    return arena_text(harness_arena(), s);
}

TEST(what_is_filled_in_keeps_its_direction)
{
    static const struct {
        enum language l;
        const char *value;
        const char *wanted;
    } rows[] = {
        {LANGUAGE_EN, "\xd9\x85", "(\xd9\x85)"},
        {LANGUAGE_RU, "ALDER", "(ALDER)"},
        {LANGUAGE_AR, "ALDER", "(" APART("ALDER") ")"},
        {LANGUAGE_AR, "\xd0\x96", "(" APART("\xd0\x96") ")"},
        {LANGUAGE_AR, "\xc3\xa9", "(" APART("\xc3\xa9") ")"},
        {LANGUAGE_AR, "\xe4\xb8\xad", "(" APART("\xe4\xb8\xad") ")"},
        {LANGUAGE_AR, "2/3", "(" APART("2/3") ")"},
        {LANGUAGE_AR, "", "(" APART("") ")"},
        {LANGUAGE_AR, "...", "(" APART("...") ")"},
        /* Of the language itself; with a name that is apart already; with one that is not. */
        {LANGUAGE_AR, "\xd9\x85", "(\xd9\x85)"},
        {LANGUAGE_AR, "\xc2\xab\xd7\x90\xc2\xbb: ", "(\xc2\xab\xd7\x90\xc2\xbb: )"},
        {LANGUAGE_AR, "\xd9\x85 " APART("P5"), "(\xd9\x85 " APART("P5") ")"},
        {LANGUAGE_AR, APART("A") ", " APART("B"), "(" APART("A") ", " APART("B") ")"},
        {LANGUAGE_AR, "\xd9\x85\xe2\x81\xa9", "(" APART("\xd9\x85\xe2\x81\xa9") ")"},
        {LANGUAGE_AR, "\xd9\x85\xe2\x81\xa8", "(" APART("\xd9\x85\xe2\x81\xa8") ")"},
        {LANGUAGE_AR, "\xd9\x85 P5", "(" APART("\xd9\x85 P5") ")"},
        {LANGUAGE_AR, "\xd9\x85 5", "(" APART("\xd9\x85 5") ")"},
        {LANGUAGE_AR, "\xd9\x85 \xf0\x9f\x95\x8a", "(" APART("\xd9\x85 \xf0\x9f\x95\x8a") ")"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s", rows[i].value);
        check_text(
            text(say_with(harness_arena(), rows[i].l, MESSAGE_rule_group, SAY_WORD("what", rows[i].value))),
            rows[i].wanted);
    }
}

TEST(a_list_has_its_own_last_separator)
{
    const struct bytes names[] = {BYTES("A"), BYTES("B"), BYTES("C")};
    static const char *const wanted[] = {"", "A", "A and B", "A, B and C"};
    for (size_t i = 0; i <= 3; i++) {
        const struct bytes list =
            say_list(harness_arena(), LANGUAGE_EN, MESSAGE_list_comma, MESSAGE_list_and, names, i);
        check_text(text(list), wanted[i]);
    }
}

TEST(a_message_lacks_no_value_and_may_leave_one_out)
{
    struct arena *a = harness_arena();
    check_dies(say(a, LANGUAGE_EN, MESSAGE_rule_group));
    check_text(text(say_with(a, LANGUAGE_EN, MESSAGE_rule_voting, SAY_WORD("what", "A"))), "voting");
    check_text(text(say_with(a, LANGUAGE_RU, MESSAGE_list_more, SAY_NUMBER("count", -3))),
               "\xd0\xb5\xd1\x89\xd1\x91 -3");
}
