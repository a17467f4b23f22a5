#include "analysis/names.h"
#include "unit/analysis/every_part.h"
#include "unit/charter/fixture.h"

static bool find(const struct charter *c, const char *what, const char *date, struct known *out)
{
    struct prose *prose = ARENA_NEW(harness_arena(), struct prose);
    prose_of(harness_arena(), c, LANGUAGE_EN, prose);
    return names_find(harness_arena(), prose, bytes_of_text(what), bytes_of_text(date), out);
}

static const char *told(const struct charter *c, const char *what, const char *date)
{
    struct known known;
    struct buffer b;
    check_that(find(c, what, date, &known));
    buffer_init(&b, 1 << 20);
    names_write(&b, LANGUAGE_EN, &known, 2000);
    char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    /* Without the numbers of articles. */
    for (char *at = strstr(text, " (article "); at != NULL; at = strstr(at, " (article ")) {
        const char *end = strchr(at, ')') + 1;
        memmove(at, end, strlen(end) + 1);
    }
    return text;
}

TEST(every_name_of_a_charter_is_known_and_told)
{
    const struct charter *c = charter_of(every_part);
    struct name_list list;
    bool kinds[NAME_COUNT] = {false};
    names_of(harness_arena(), c, &list);
    for (size_t i = 0; i < list.count; i++) {
        const char *name = arena_text(harness_arena(), list.items[i].text);
        struct known known;
        harness_note("%s %s", name_kind_word(list.items[i].kind), name);
        check_that(find(c, name, "", &known));
        check_that(known.count > 0 && known.article != NULL);
        bool also = bytes_equal_text(bytes_of_text(known.word), name_kind_word(list.items[i].kind));
        also = also || strcmp(known.word, "group") == 0; /* that gives the tag */
        for (size_t k = 0; k < known.also_count; k++) {
            also = also || strcmp(known.also[k], name_kind_word(list.items[i].kind)) == 0;
        }
        check_that(also);
        kinds[list.items[i].kind] = true;
    }
    for (int i = 0; i < NAME_COUNT; i++) {
        harness_note("%s", name_kind_word((enum name_kind)i));
        check_that(kinds[i]);
    }
}

static const struct {
    const char *name;
    const char *says;
} calls[] = {
    {"most", "Unless another rule is named, it decides in Assembly, court and bureau.\n"},
    {"joint", "If it is named, it decides in Assembly.\n"},
    {"persons", "It fills seats of court.\n"},
    {"most", "By it is elected the chair of Council.\n"},
    {"persons", "By it is elected who holds the office Secretary.\n"},
    {"most", "By it is appointed who holds the office clerk.\n"},
    {"most", "It decides these motions: refer and amend.\n"},
    {"most", "It decides matters of the class procedural and plain.\n"},
    {"most", "It says of which class a matter is, for \"rulings\".\n"},
    {"most", "It decides on appeals against rulings of \"Kinds of matters\".\n"},
    {"most", "By it is decided whether to refer, for Referral.\n"},
    {"most", "It decides next on what is not adopted by \"silence\".\n"},
    {"most", "By it is decided what is not adopted, and referred on, by \"weighed\".\n"},
    {"joint", "By it alone are changed \"Majority\".\n"},
    {"matters", "Unless another rule is named, it decides in Council.\n"},
    {"council", "It may refer matters to Assembly.\n"},
    {"assembly", "Matters may be referred to it by Council and court.\n"},
    {"assembly", "To it goes what is not adopted by \"weighed\".\n"},
    {"council", "Together with other bodies it decides by \"Joint decision\".\n"},
    {"assembly", "To it report Council.\n"},
    {"assembly", "Its chair holds the office speaker.\n"},
    {"assembly", "It elects who holds the office Secretary.\n"},
    {"council", "It appoints who holds the office clerk.\n"},
    {"council", "In it alone are decided these motions: refer.\n"},
    {"secretary", "Its holder puts texts to silence by \"silence\".\n"},
    {"keeper", "Its holder chairs court.\n"},
    {"secretary", "Its holder says of which class a matter is, for \"Kinds of matters\".\n"},
    {"inland", "By it are counted the working days of ALDER.\n"},
    {"port", "By it are counted the silences of \"silence\".\n"},
    {"port", "It is the first of the charter: who names none of its own has it.\n"},
    {"tonnage-2020", "By its numbers are weighed the votes of \"tons\".\n"},
    {"CORE", "Who has it sits in Council.\n"},
    {"SUSPENDED", "Who has it is not counted at all by \"silence\".\n"},
    {"SUSPENDED", "No group of the charter gives this tag"},
    {"PARTY", "Who has it cannot choose a position by \"silence\".\n"},
    {"OLD", "Who has it is asked by \"silence\".\n"},
    {"ALDER", "It sits in Assembly and Council.\n"},
    {"BIRCH", "It holds the office keeper.\n"},
    {"BIRCH", "It chairs bureau"},
    {"ALDER", "The chair goes to it in its turn in Assembly.\n"},
    {"ALDER", "ALDER, Alder, with the tag CORE, votes 5, with the calendar inland"},
    {"votes", "By it weigh \"weighed\".\n"},
    {"votes", "A member may divide it among positions by \"weighed\".\n"},
    {"votes", "What members have of it: ALDER 5, BIRCH 2, BIRCH 3, CEDAR 3.\n"},
    {"tonnage", "Its numbers stand in the table Tonnage.\n"},
    {"weighty", "It is a class of \"Kinds of matters\".\n"},
    {"weighty", "What nobody has classified is of it, by \"Kinds of matters\".\n"},
    {"weighty", "A matter that is weighty is decided by \"silence\".\n"},
    {"the League", "It is number 1 of the 2 rungs of the voice, from the top.\n"},
    {"the League", "It is reached by what is adopted by \"silence\".\n"},
    {"fr", "It is number 2 of the 2 languages of its texts.\n"},
    {"REASONED", "The tag of who states a reason with its position.\n"},
    {"refer", "The referral of a matter to another body is decided by \"Majority\""},
    {"upward", "Nothing calls upon it.\n"},
};

TEST(what_a_name_is_to_the_rest_of_the_charter_is_told)
{
    const struct charter *c = charter_of(every_part);
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        const char *text = told(c, calls[i].name, "");
        harness_note("%s\nin\n%s", calls[i].says, text);
        check_that(strstr(text, calls[i].says) != NULL);
    }
}

TEST(links_are_those_of_the_day)
{
    const struct charter *c = charter_of(every_part);
    check_that(strstr(told(c, "most", "1990-01-01"), "until 31 December 1999") != NULL);
    check_that(strstr(told(c, "joint", ""), "By it alone are changed \"Majority\".\n") != NULL);
    check_that(strstr(told(c, "joint", "1990-01-01"), "By it alone are changed") == NULL);
    check_that(strstr(told(c, "ALDER", "2026-01-01"), "It has the tag OLD and CORE.\n") != NULL);
    check_that(strstr(told(c, "ALDER", "1990-01-01"), "It has the tag CORE.\n") != NULL);
}

TEST(one_name_of_several_parts_is_told_for_the_first_and_the_others_are_named)
{
    const struct charter *c =
        charter_of("charter \"a\";\ngroup X { X; }\nbody r { members all; chair X; rules r; }\n"
                   "office o { holder member X; }\nrule r { pass n(Y) > 0; rung \"r\"; }\n");
    struct known known;
    check_that(find(c, "r", "", &known));
    check_text(known.word, "rule");
    check_eq(known.also_count, 2);
    check_text(known.also[0], "body");
    check_text(known.also[1], "rung");
    check_that(find(c, "body-r", "", &known));
    check_text(known.word, "body");
    check_that(find(c, "X", "", &known));
    check_text(known.word, "group");
    check_text(known.also[0], "member");
    check_that(strstr(told(c, "X", ""), "There is also a member of this name.\n") != NULL);
    check_that(find(c, "1", "", &known));
    check_text(known.word, "charter");
    check_eq(known.use_count, 0);
}

TEST(who_is_named_and_not_listed_is_told_so)
{
    const struct charter *c = charter_of("charter \"a\";\noffice o { holder member ELM; }\n"
                                         "rule r { pass n(Y) > 0; rung \"r\"; }\n");
    check_text(told(c, "ELM", ""),
               "member ELM\n  - The charter names it, and leaves it to the founding who the "
               "members are.\n\nIn the rest of the charter\n  - It holds the office o.\n");
    check_text(
        told(charter_of("charter \"a\";\nrule s { pass n(Y) > 0; rung \"all\"; }\n"), "all", ""),
        "rung all\n  - The charter does not list the rungs of the voice, from the top.\n\nIn the rest of "
        "the charter\n  - It is reached by what is adopted by \"s\".\n");
}

TEST(a_name_that_is_not_there_is_met_with_the_nearest)
{
    const struct charter *c = charter_of(every_part);
    static const struct {
        const char *what;
        const char *near;
    } rows[] = {{"silense", "silence"}, {"ADLER", "ALDER"},          {"secretery", "secretary"},
                {"inlnd", "inland"},    {"procedurl", "procedural"}, {"refr", "refer"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct known known;
        check_that(!find(c, rows[i].what, "", &known));
        const char *near = names_nearest(harness_arena(), c, bytes_of_text(rows[i].what));
        harness_note("%s", rows[i].what);
        check_that(near != NULL);
        check_text(near, rows[i].near);
    }
    check_that(names_nearest(harness_arena(), c, BYTES("zzzzzzzzzz")) == NULL);
    check_that(names_nearest(harness_arena(), c, BYTES("")) == NULL);
}
