/* What is told of conditions, clauses and parts in shapes that are rare. */
#include "charter/clause.h"
#include "charter/difference.h"
#include "charter/print.h"
#include "charter/words.h"
#include "unit/charter/votes.h"

static const char *text_of(struct buffer *b)
{
    check_that(!b->overflow);
    const char *text = arena_text(harness_arena(), buffer_view(b));
    buffer_done(b);
    return text;
}

TEST(a_condition_in_a_rare_shape_is_told_in_words)
{
    static const struct {
        const char *pass;
        const char *words;
    } rows[] = {
        {"5 > n(Y)", "at most 4 are for"},
        {"5 < n(Y)", "at least 6 are for"},
        {"5 != n(Y)", "5 != n(Y)"},
        {"5 = n(Y)", "exactly 5 are for"},
        {"0 = 0", "0 = 0"},
        {"n(Y) < 0", "n(Y) < 0"},
        {"n(Y) - n(Y) > 0", "n(Y) - n(Y) > 0"},
        {"n(C) > n(V)", "less than all of those present are voting"},
        {"n(V) < n(C)", "less than all of those present are voting"},
        {"n(V) < n(V|P5)", "more than all of those voting are voting among P5"},
        {"n(Y) > n(C) + n(V)", "n(Y) > n(C) + n(V)"},
        {"n(*) = n(C)", "all of the members are present"},
        {"2*n(Y) = n(*)", "2*n(Y) = n(*)"},
        {"n(Y) != n(*)", "n(Y) != n(*)"},
        {"2*n(Y) = 4", "exactly 2 are for"},
        {"n(Y) = n(N)", "n(Y) = n(N)"},
        {"2*n(Y) > n(N)", "2*n(Y) > n(N)"},
        {"n(Y) > 2*n(N)", "n(Y) > 2*n(N)"},
        {"n(Y) != n(N)", "n(Y) != n(N)"},
        {"5 - n(Y) > 2", "5 - n(Y) > 2"},
        {"0 - n(Y) > 2", "0 - n(Y) > 2"},
        {"n(Y) <= n(N)", "at most as many are for as against"},
        {"n(Y) < n(N)", "fewer are for than against"},
        {"n(N) <= 1", "at most 1 is against"},
        {"n(N) = 1", "exactly 1 is against"},
        {"n(N) = 0", "none is against"},
        {"n(N) >= 0", "at least 0 are against"},
        {"pop(Y) <= 3", "at most 3 of pop is for"},
        {"3*pop(N) <= pop(V)", "at most 1/3 of pop of those voting is against"},
        {"3*pop(N) < pop(*)", "less than 1/3 of pop is against"},
        {"n(Y) < n(*)", "less than all of the members are for"},
        {"3*n(Y) > 2*n(C)", "more than 2/3 of those present are for"},
        {"pop(Y) = pop(*)", "all of pop is for"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r =
            rule_of("attributes pop;", arena_printf(harness_arena(), "pass %s;", rows[i].pass), &c);
        const struct bytes words = words_condition(harness_arena(), LANGUAGE_EN, r, r->pass);
        check_text(arena_text(harness_arena(), words), rows[i].words);
    }
}

/* Each line of the printed rule or body in words. */
static const char *clauses_of(const struct charter_rule *rule, const struct charter_body *body)
{
    struct buffer text;
    struct buffer b;
    buffer_init(&text, 1 << 16);
    buffer_init(&b, 1 << 16);
    if (rule != NULL) {
        charter_print_rule(&text, rule);
    } else {
        charter_print_body(&text, body);
    }
    struct bytes rest = buffer_view(&text);
    while (rest.len > 0) {
        const uint8_t *end = memchr(rest.data, '\n', rest.len);
        const size_t len = (size_t)(end - rest.data);
        const struct bytes line = bytes_of(rest.data, len);
        const size_t before = b.len;
        if (rule != NULL) {
            clause_words(&b, rule, line);
        } else {
            clause_body_words(&b, body, line);
        }
        buffer_add_text(&b, b.len > before ? "\n" : "");
        rest = bytes_of(end + 1, rest.len - len - 1);
    }
    buffer_done(&text);
    return text_of(&b);
}

TEST(clauses_that_say_little_or_much_are_told_in_words)
{
    static const struct {
        const char *clauses;
        const char *words;
    } rows[] = {
        {"force PARTY = A, GUEST = R; pass n(Y) > 3;",
         "a member may be: for, against, abstaining\n"
         "who takes no position is absent\n"
         "whatever it says, who has the tag PARTY counts as abstaining; who has the tag GUEST counts as not "
         "taking part\n"
         "adopted if at least 4 are for\n"},
        {"pass n(Y) > 3; clock at least 1h set by chair; close all within 60s;",
         "a member may be: for, against, abstaining\n"
         "who takes no position is absent\n"
         "adopted if at least 4 are for\n"
         "may be put to silence, for 1h or longer, by: chair\n"
         "the silence closes when all nodes are clear, and lapses if they are not within 1min\n"},
        {"pass n(Y) > 3; clock at least 1h at most 1d set by chair; close n-f after 60s; extend at most 1 "
         "times by 1h;",
         "a member may be: for, against, abstaining\n"
         "who takes no position is absent\n"
         "adopted if at least 4 are for\n"
         "may be put to silence, for 1h to 1d, by: chair\n"
         "the silence may be extended 1 times, each time by up to 1h\n"
         "the silence closes when all nodes are clear, or n-f of them after 1min\n"},
        {"pass n(Y) > 3; bind * bound;", "a member may be: for, against, abstaining\n"
                                         "who takes no position is absent\n"
                                         "adopted if at least 4 are for\n"
                                         "once adopted, bound: everyone\n"},
        {"pass n(Y) > 3; bind Y bound, N|P5 free, A|!P5 committed as to \"money\", Q free as to \"arms\";",
         "a member may be: for, against, abstaining\n"
         "who takes no position is absent\n"
         "adopted if at least 4 are for\n"
         "once adopted, bound: who was for, free: who was not for; but free: who was against and has the tag "
         "P5; but committed as to money: who was abstaining and lacks the tag P5; but free as to arms: who "
         "was abstaining with a declaration\n"},
        {"over a, b, c; pass n(Y in a) > 3;", "a member may be: for, against, abstaining\n"
                                              "who takes no position is absent\n"
                                              "decided together by a, b and c\n"
                                              "adopted if at least 4 are for in a\n"},
        {"over a, b; out GONE; pass n(Y in a) > 3;", "a member may be: for, against, abstaining\n"
                                                     "who takes no position is absent\n"
                                                     "decided together by a and b\n"
                                                     "not counted at all: who has the tag GONE\n"
                                                     "adopted if at least 4 are for in a\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r = rule_of("", rows[i].clauses, &c);
        harness_note("%s", rows[i].clauses);
        check_text(clauses_of(r, NULL), rows[i].words);
    }
}

TEST(a_body_is_told_in_words)
{
    const struct charter *c = charter_of("charter \"c\";\n"
                                         "body one { members all; chair rotation; rules r; }\n"
                                         "body two { members named; chair ELM; rules r, s; }\n"
                                         "rule r { pass n(Y) > 0; }\nrule s { pass n(Y) > 0; }\n");
    check_text(clauses_of(NULL, &c->bodies[0]), "every member sits in it\n"
                                                "the chair: goes round by code\n"
                                                "it decides by r\n");
    check_text(clauses_of(NULL, &c->bodies[1]),
               "its members are named, and may change\n"
               "the chair: ELM\n"
               "it decides by r and s, by the first unless another is named\n");
}

TEST(a_reason_names_as_many_as_it_can_show)
{
    static const struct {
        const char *votes;
        const char *reason;
    } rows[] = {
        {"A=N", "objected to by A: none may be against, 1 is; 1 against"},
        {"A=N B=N", "objected to by A and B: none may be against, 2 are; 2 against"},
        {"A=N B=N C=N D=N E=N F=N G=N H=N",
         "objected to by A, B, C, D, E, F, G and H: none may be against, 8 are; 8 against"},
        {"A=N B=N C=N D=N E=N F=N G=N H=N I=N",
         "objected to by A, B, C, D, E, F, G and 2 more: none may be against, 9 are; 9 against"},
        {"A=N B=N C=N D=N E=N F=N G=N H=N I=N 2N", "objected to by A, B, C, D, E, F, G, 2 more and 2 without "
                                                   "names: none may be against, 11 are; 11 against"},
        {"A=N B=N C=N D=N E=N F=N G=N H=N I=N 1N", "objected to by A, B, C, D, E, F, G, 2 more and 1 without "
                                                   "names: none may be against, 10 are; 10 against"},
        {"A=N 2N", "objected to by A and 2 without names: none may be against, 3 are; 3 against"},
        {"A=N B=N 2N", "objected to by A, B and 2 without names: none may be against, 4 are; 4 against"},
        {"3N", "objected to by 3 without names: none may be against, 3 are; 3 against"},
        {"A=N B=Y 2Y", "objected to by A: none may be against, 1 is; 3 for, 1 against"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r = rule_of("", "pass n(N) = 0;", &c);
        const struct decision d = decision_of(c, r, rows[i].votes, false);
        check_text(arena_text(harness_arena(), decision_reason(&d, LANGUAGE_EN)), rows[i].reason);
    }
}

static const char before[] =
    "charter \"base\";\nattributes pop, votes;\nlanguages ru, en;\nvoice threshold 3;\nrungs \"heads\", "
    "\"ministers\";\n"
    "table t1 of pop until 1999-12-31 { sha256 "
    "\"0000000000000000000000000000000000000000000000000000000000000000\"; }\n"
    "motion straw by r;\nbody council { members all; chair rotation; rules r; }\n"
    "rule r until 1999-12-31 { allow Y N A; quorum n(C) > 2; pass n(Y) > 0; }\n"
    "rule r from 2000-01-01 { pass n(Y) > 1; }\n";
static const char after[] = "charter \"own\";\nextends \"base\";\nrungs \"heads\";\n"
                            "table t2 of votes from 2000-01-01 until 2001-12-31 { sha256 "
                            "\"0000000000000000000000000000000000000000000000000000000000000000\"; }\n"
                            "motion amend by r in council;\nmotion straw by r in council;\n"
                            "body council { members named; chair rotation; rules r; }\n"
                            "rule r until 1999-12-31 { pass n(Y) > 7; quorum n(C) > 2; }\n";
static const char forth[] =
    "How own differs from base\n"
    "\n"
    "rungs: changed\n"
    "  - rungs \"heads\", \"ministers\";\n"
    "  + rungs \"heads\";\n"
    "\n"
    "table t2 from 2000-01-01 until 2001-12-31: added\n"
    "  + table t2 of votes from 2000-01-01 until 2001-12-31 {\n"
    "  +     sha256 \"0000000000000000000000000000000000000000000000000000000000000000\";\n"
    "  + }\n"
    "\n"
    "body council: changed\n"
    "  -     members all;\n"
    "        (every member sits in it)\n"
    "  +     members named;\n"
    "        (its members are named, and may change)\n"
    "\n"
    "rule r until 1999-12-31: changed\n"
    "  -     pass n(Y) > 0;\n"
    "        (adopted if at least 1 is for)\n"
    "  +     pass n(Y) > 7;\n"
    "        (adopted if at least 8 are for)\n"
    "\n"
    "motion straw: changed\n"
    "  - motion straw by r;\n"
    "  + motion straw by r in council;\n"
    "\n"
    "motion amend: added\n"
    "  + motion amend by r in council;\n"
    "\n"
    "What of it is unverified\n"
    "\n"
    "Nothing is marked.\n";
static const char back[] =
    "How base differs from own\n"
    "\n"
    "rungs: changed\n"
    "  - rungs \"heads\";\n"
    "  + rungs \"heads\", \"ministers\";\n"
    "\n"
    "body council: changed\n"
    "  -     members named;\n"
    "        (its members are named, and may change)\n"
    "  +     members all;\n"
    "        (every member sits in it)\n"
    "\n"
    "rule r until 1999-12-31: changed\n"
    "  -     pass n(Y) > 7;\n"
    "        (adopted if at least 8 are for)\n"
    "  +     pass n(Y) > 0;\n"
    "        (adopted if at least 1 is for)\n"
    "\n"
    "motion straw: changed\n"
    "  - motion straw by r in council;\n"
    "  + motion straw by r;\n"
    "\n"
    "table t2 from 2000-01-01 until 2001-12-31: removed\n"
    "  - table t2 of votes from 2000-01-01 until 2001-12-31 {\n"
    "  -     sha256 \"0000000000000000000000000000000000000000000000000000000000000000\";\n"
    "  - }\n"
    "\n"
    "motion amend: removed\n"
    "  - motion amend by r in council;\n"
    "\n"
    "What of it is unverified\n"
    "\n"
    "Nothing is marked.\n";

TEST(a_difference_tells_of_every_kind_of_part)
{
    const struct charter_source sources[] = {
        {BYTES("own"), bytes_of_text(after)},
        {BYTES("unused"), BYTES("charter \"unused\";\n")},
        {BYTES("base"), bytes_of_text(before)},
    };
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_ok(charter_parse(harness_arena(), sources, 3, &c, &diags));
    const struct charter *base = difference_base(harness_arena(), sources, 3, &diags);
    struct buffer b;
    buffer_init(&b, 1 << 20);
    difference_write(&b, harness_arena(), base, c);
    check_text(text_of(&b), forth);
    buffer_init(&b, 1 << 20);
    difference_write(&b, harness_arena(), c, base);
    check_text(text_of(&b), back);
}
