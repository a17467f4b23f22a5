#include "cli/explanation.h"
#include "unit/cli/fixture.h"

static const char february[] = "{\"ALB\":\"Y\",\"ARE\":\"A\",\"BRA\":\"Y\",\"CHN\":\"A\","
                               "\"FRA\":\"Y\",\"GAB\":\"Y\",\"GBR\":\"Y\",\"GHA\":\"Y\",\"IND\":\"A\","
                               "\"IRL\":\"Y\",\"KEN\":\"Y\",\"MEX\":\"Y\","
                               "\"NOR\":\"Y\",\"RUS\":\"N\",\"USA\":\"Y\"}";

static struct explanation_view view_of(const struct charter *c, const char *line, struct decision *d)
{
    struct decide_case read;
    struct decide_fault fault = {0};
    struct decider *decider = decider_of(c, "", true);
    const bool good = decider_case(decider, harness_arena(), bytes_of_text(line), &read, d, &fault);
    harness_note("%s", fault.message);
    check_that(good);
    decider_free(decider);
    return (struct explanation_view){.charter = c, .rule = read.rule, .decision = d};
}

static struct explanation_view february_view(const char *rule, const char *date, const char *title,
                                             struct decision *d)
{
    const char *line = arena_printf(harness_arena(), "{\"rule\":\"%s\",\"date\":\"%s\",\"positions\":%s}",
                                    rule, date, february);
    struct explanation_view v = view_of(preset_of("unsc"), line, d);
    v.title = bytes_of_text(title);
    v.mark = BYTES("ARCHIVE");
    return v;
}

static const char *written(const struct explanation_view *left, const struct explanation_view *right)
{
    struct buffer b;
    buffer_init(&b, 1 << 20);
    if (right == NULL) {
        explanation_write(&b, left);
    } else {
        explanation_compare(&b, left, right);
    }
    check_that(!b.overflow);
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

TEST(a_decision_is_told_from_its_outcome_to_its_source)
{
    struct decision d;
    const struct explanation_view v = february_view("substantive", "2022-02-25", "S/2022/155", &d);
    check_text(written(&v, NULL), "ARCHIVE\n"
                                  "S/2022/155\n"
                                  "REJECTED (veto)\n"
                                  "\n"
                                  "why         vetoed by RUS: none may be against among P5, 1 is; 11 for, 1\n"
                                  "            against, 3 abstaining\n"
                                  "rule        substantive: All matters that are not procedural\n"
                                  "charter     United Nations Security Council\n"
                                  "in force    from 1966-01-01\n"
                                  "source      Charter of the United Nations, article 27(3)\n"
                                  "\n"
                                  "holds       9 for needed, 11 given\n"
                                  "            n(Y) >= 9 [11 and 9]\n"
                                  "fails       none may be against among P5, 1 is\n"
                                  "            n(N|P5) = 0 [1 and 0]\n"
                                  "pivotal     RUS\n");
}

TEST(a_decision_tells_the_parts_that_bind_otherwise)
{
    const struct charter *c = charter_of("charter \"c\" title \"C\";\nrule some { pass n(Y) > n(N);\n"
                                         "bind * bound, N free as to \"the use of arms\"; }\n");
    struct decision d;
    struct explanation_view v = view_of(
        c, "{\"rule\":\"some\",\"positions\":{\"A\":\"Y\",\"B\":\"N\",\"C\":\"Y\"}}", &d);
    check_that(strstr(written(&v, NULL), "bound       A B C\n"
                                         "as to       the use of arms\n"
                                         "bound       A C\n"
                                         "free        B\n") != NULL);
    v = view_of(c, "{\"rule\":\"some\",\"positions\":{\"A\":\"N\"}}", &d);
    check_that(strstr(written(&v, NULL), "as to") == NULL);
}

TEST(two_decisions_stand_side_by_side_with_what_makes_the_difference)
{
    struct decision d;
    struct decision e;
    const struct explanation_view v = february_view("substantive", "2022-02-25", "S/2022/155", &d);
    const struct explanation_view w = february_view("procedural", "2022-02-27", "S/RES/2623", &e);
    check_text(written(&v, &w),
               "ARCHIVE                                | ARCHIVE\n"
               "S/2022/155                             | S/RES/2623\n"
               "REJECTED (veto)                        | ADOPTED (carried)\n"
               "                                       |\n"
               "why      vetoed by RUS: none may be    | why      carried: 11 for, 1 against\n"
               "         against among P5, 1 is; 11    |          (RUS), 3 abstaining (ARE, CHN\n"
               "         for, 1 against, 3 abstaining  |          and IND)\n"
               "rule     substantive: All matters that | rule     procedural: Procedural\n"
               "         are not procedural            |          matters\n"
               "charter  United Nations Security       | charter  United Nations Security\n"
               "         Council                       |          Council\n"
               "in force from 1966-01-01               | in force from 1966-01-01\n"
               "source   Charter of the United         | source   Charter of the United\n"
               "         Nations, article 27(3)        |          Nations, article 27(2)\n"
               "                                       |\n"
               "holds    9 for needed, 11 given        | holds    9 for needed, 11 given\n"
               "         n(Y) >= 9 [11 and 9]          |          n(Y) >= 9 [11 and 9]\n"
               "fails    none may be against among P5, | pivotal  nobody alone\n"
               "         1 is                          | bound    ALB ARE BRA CHN FRA GAB GBR\n"
               "         n(N|P5) = 0 [1 and 0]         |          GHA IND IRL KEN MEX NOR RUS\n"
               "pivotal  RUS                           |          USA\n"
               "\n"
               "together    the same count, opposite outcomes by rule\n"
               "only left   fails: none may be against among P5, 1 is\n");
}

TEST(a_fictional_charter_says_exercise_and_what_is_unverified_is_said)
{
    struct decision d;
    const struct explanation_view v =
        view_of(preset_of("exercise"),
                "{\"rule\":\"limited\",\"positions\":{\"ALDER\":\"Y\",\"BIRCH\":\"Y\",\"CEDAR\":\"R\"}}", &d);
    check_text(written(&v, NULL),
               "EXERCISE\n"
               "ADOPTED (carried)\n"
               "\n"
               "why         carried: 2 for, 1 not taking part (CEDAR)\n"
               "rule        limited: Decision in the limited format\n"
               "charter     EXERCISE: a fictional alliance\n"
               "source      Charter of the CSTO, article 12, as amended by the Protocol of 2010\n"
               "UNVERIFIED  the wording of the limited format; that a member which did not vote\n"
               "            for it is free from its consequences\n"
               "\n"
               "holds       none may be against, 0 are\n"
               "            n(N) = 0 [0 and 0]\n"
               "holds       2 for needed, 2 given\n"
               "            n(Y) >= 2 [2 and 2]\n"
               "pivotal     ALDER BIRCH CEDAR\n"
               "bound       ALDER BIRCH\n"
               "free        CEDAR\n");
}

static size_t widest_line(const char *text)
{
    size_t widest = 0;
    size_t columns = 0;
    for (; *text != 0; text++) {
        if (*text == '\n') {
            widest = columns > widest ? columns : widest;
            columns = 0;
        } else {
            columns += ((uint8_t)*text & 0xc0) != 0x80 ? 1 : 0;
        }
    }
    return widest;
}

TEST(no_line_is_wider_than_80_columns_whatever_stands_in_it)
{
    struct decision d;
    struct decision e;
    struct explanation_view v = february_view("substantive", "2022-02-25", "S/2022/155", &d);
    struct explanation_view w = february_view("procedural", "2022-02-27", "S/RES/2623", &e);
    check_eq(EXPLANATION_COLUMNS, 80);
    v.title = BYTES(
        "a-title-without-any-space-that-is-wider-than-a-page-of-eighty-columns-and-so-has-to-be-cut-at-some-"
        "place");
    w.title = BYTES("a title with \x1b[31m colours \xc2\x9b and \xc3\xa4\xc3\xb6\xc3\xbc \n");
    struct charter_rule rule = *v.rule;
    rule.source = v.title;
    v.rule = &rule;
    check_that(widest_line(written(&v, NULL)) <= 80);
    check_that(widest_line(written(&v, &w)) <= 80);
    const char *text = written(&w, NULL);
    check_that(strchr(text, '\x1b') == NULL && strstr(text, "\xc2\x9b") == NULL);
    check_that(strstr(text, "a title with ?[31m colours ? and \xc3\xa4\xc3\xb6\xc3\xbc ?\n") != NULL);
}
