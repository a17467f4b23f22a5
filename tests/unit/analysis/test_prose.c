#include "analysis/prose.h"
#include "unit/charter/fixture.h"

static const char text[] =
    "charter \"alliance\" title \"The Alliance\";\nlanguages en, fr;\nattributes population;\n"
    "voice threshold 4;\n"
    "group CORE title \"core members\" source \"article 1\" { ELM; FIR until 2020-12-31; ALDER from "
    "2021-01-01; }\n"
    "body council source \"article 2\" { members all; chair rotation; rules main, other; }\n"
    "body panel title \"The Panel\" { members named; chair ELM; rules main; }\n"
    "rule main title \"Main rule\" until 2020-12-31 { pass n(Y) > n(N); }\n"
    "rule main title \"Main rule\" source \"article 3\" unverified \"the numbers\" from 2021-01-01 {\n"
    "    allow Y L N A R; default L; reason N; over council, panel; out PARTY; force CORE = Y;\n"
    "    quorum n(C in council) >= 3; pass n(Y in council) >= 2 & n(N in panel) = 0;\n"
    "    clock at least 24h at most 14d set by chair; extend at most 1 times by 90min;\n"
    "    close n-f after 30s; rung \"the whole\"; bind * free, Y L bound; }\n"
    "rule other { clock at least 10s set by chair; close all within 1min; pass n(N) = 0; }\n";

static const struct prose *prose(const struct charter *c)
{
    struct prose *p = ARENA_NEW(harness_arena(), struct prose);
    prose_of(harness_arena(), c, LANGUAGE_EN, p);
    return p;
}

static const char *written(const struct prose_article *x)
{
    struct buffer b;
    buffer_init(&b, 1 << 16);
    prose_write_article(&b, LANGUAGE_EN, x, 10000);
    const char *out = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return out;
}

static const char *article(const struct charter *c, const char *what)
{
    return written(prose_find(prose(c), bytes_of_text(what), BYTES("")));
}

TEST(a_rule_is_told_in_sentences)
{
    const struct charter *c = charter_of(text);
    check_text(
        article(c, "main"),
        "Article 6. Main rule (rule main), from 1 January 2021\n"
        "    Source: article 3\n    UNVERIFIED: the numbers\n"
        "  1. A member may vote for, let it pass, vote against, abstain or take no part.\n"
        "  2. Silence is consent: a member that says nothing lets it pass.\n"
        "  3. A reason is asked of who chooses to vote against.\n"
        "  4. A member with the tag PARTY is not counted at all, not among the members either.\n"
        "  5. Whatever it says, a member with the tag CORE (article 2) counts as for.\n"
        "  6. It is decided together by council (article 3) and The Panel (article 4), each counted by "
        "itself.\n"
        "  7. There is a quorum if at least 3 are present in council; without it there is no decision.\n"
        "  8. It is adopted if at least 2 are for in council and none is against in panel.\n"
        "  9. The chair may put a text to silence, for at least 1 day and at most 14 days.\n"
        " 10. It may be extended 1 time, each time by at most 90 minutes.\n"
        " 11. The silence closes when the nodes of all members have said that they hold no objection, or "
        "all but the few that may fail have and this time is over: 30 seconds.\n"
        " 12. What is not adopted is rejected.\n"
        " 13. What is adopted is said by the rung \"the whole\".\n"
        " 14. Once it is adopted, every member is free; but who is for or letting pass is bound.\n");
    check_text(
        article(c, "other"),
        "Article 7. other\n  1. A member may vote for, vote against or abstain.\n"
        "  2. A member that says nothing counts as absent.\n  3. It is adopted if none is against.\n"
        "  4. The chair may put a text to silence, for at least 10 seconds.\n"
        "  5. The silence closes when the nodes of all members have said that they hold no objection; it "
        "lapses if they have not within 1 minute of its end.\n"
        "  6. What is not adopted is rejected.\n  7. What is adopted binds every member.\n");
}

TEST(organisation_groups_and_bodies_are_told_in_sentences)
{
    const struct charter *c = charter_of(text);
    check_text(article(c, "1"),
               "Article 1. The Alliance (charter alliance)\n"
               "  1. The languages of its texts, in this order: en and fr.\n"
               "  2. Beside heads, rules may weigh members by population.\n"
               "  3. The organisation speaks with one voice, for which 4 members sign together.\n");
    check_text(
        article(c, "CORE"),
        "Article 2. core members (group CORE)\n    Source: article 1\n"
        "  1. The tag CORE is given to ELM, FIR (until 31 December 2020) and ALDER (from 1 January 2021).\n");
    check_text(
        article(c, "council"),
        "Article 3. council\n    Source: article 2\n  1. Every member sits in it.\n"
        "  2. The chair goes round among its members, in the order of their codes.\n"
        "  3. It decides by \"Main rule\" (article 6), unless another of its rules is named: \"other\" "
        "(article 7).\n");
    check_text(article(c, "panel"),
               "Article 4. The Panel (body panel)\n"
               "  1. Its members are named at the founding, and may change.\n  2. It is chaired by ELM.\n"
               "  3. It decides by \"Main rule\" (article 6).\n");
}

TEST(an_article_is_found_by_number_anchor_name_and_day)
{
    const struct prose *p = prose(charter_of(text));
    check_eq(p->count, 7);
    check_eq(p->unverified, 1);
    check_eq(prose_find(p, BYTES("6"), BYTES(""))->number, 6);
    check_eq(prose_find(p, BYTES("rule-main@2021-01-01"), BYTES(""))->number, 6);
    check_eq(prose_find(p, BYTES("rule-main"), BYTES(""))->number, 5);
    check_eq(prose_find(p, BYTES("main"), BYTES("2020-06-01"))->number, 5);
    check_eq(prose_find(p, BYTES("main"), BYTES("2022-06-01"))->number, 6);
    check_that(prose_find(p, BYTES("8"), BYTES("")) == NULL);
    check_that(prose_find(p, BYTES("0"), BYTES("")) == NULL);
    check_that(prose_find(p, BYTES("nobody"), BYTES("")) == NULL);
    for (size_t i = 0; i < p->count; i++) {
        for (size_t k = 0; k < i; k++) {
            check_that(!bytes_equal(p->articles[i].anchor, p->articles[k].anchor));
        }
    }
}

/* A copy of the charter whose newest `main` is as `change` makes it. */
static const char *changed(void (*change)(struct charter_rule *))
{
    const struct charter *c = charter_of(text);
    struct charter *copy = ARENA_NEW(harness_arena(), struct charter);
    struct charter_rule *rules = ARENA_ARRAY(harness_arena(), struct charter_rule, c->rule_count);
    memcpy(rules, c->rules, c->rule_count * sizeof *rules);
    *copy = *c;
    copy->rules = rules;
    change(&rules[1]);
    return article(copy, "main");
}

static void stage(struct charter_rule *r)
{
    r->otherwise = OTHERWISE_STAGE;
    r->next_rule = BYTES("other");
}

static void stage_later(struct charter_rule *r)
{
    stage(r);
    r->next_after.workdays = 1;
}

static void refer(struct charter_rule *r)
{
    r->otherwise = OTHERWISE_REFER;
    r->next_body = BYTES("panel");
}

static void refer_by(struct charter_rule *r)
{
    refer(r);
    r->next_rule = BYTES("other");
}

static void defer(struct charter_rule *r)
{
    r->otherwise = OTHERWISE_DEFER;
}

static void lapse(struct charter_rule *r)
{
    r->otherwise = OTHERWISE_LAPSE;
}

static void vote(struct charter_rule *r)
{
    r->poll_min_ms = 3600000;
    r->poll_max_ms = 7200000;
    r->sealed_ms = 60000;
    r->presence_ms = 1000;
    r->split = BYTES("population");
    r->rounds = 3;
    r->drop_last = true;
    r->void_positions = POSITION_BIT(2);
    r->void_tag = BYTES("REASONED");
    r->void_others = true;
    r->amend_by = BYTES("other");
}

static void workdays(struct charter_rule *r)
{
    r->clock_min_workdays = 3;
    r->clock_max_workdays = 5;
    r->calendar = BYTES("");
    r->void_positions = POSITION_BIT(2) | POSITION_BIT(3);
    r->void_tag = BYTES("CORE");
    r->rounds = 1;
}

static void calendar(struct charter_rule *r)
{
    r->clock_min_workdays = 1;
    r->calendar = BYTES("seat");
    r->set_by = BYTES("secretary");
    r->void_positions = POSITION_BIT(4);
}

static void effects(struct charter_rule *r)
{
    static const struct charter_effect list[] = {
        {.positions = 1, .about = {(const uint8_t *)"arms", 4}, .effect = EFFECT_BOUND},
        {.positions = 3, .tag = {(const uint8_t *)"CORE", 4}, .effect = EFFECT_COMMITTED},
        {.positions = 4, .tag = {(const uint8_t *)"PARTY", 5}, .others = true, .effect = EFFECT_FREE},
        {.positions = 8, .effect = EFFECT_BOUND},
    };
    r->effects = list;
    r->effect_count = 4;
}

TEST(each_clause_of_a_rule_has_its_sentence)
{
    static const struct {
        void (*change)(struct charter_rule *);
        const char *says;
    } rows[] = {
        {stage, ". If it is not adopted, \"other\" (article 7) decides at once, by the same positions.\n"},
        {stage_later, "\"other\" (article 7) decides on the same text after 1 working day.\n"},
        {refer, ". If it is not adopted, it is referred to The Panel (article 4).\n"},
        {refer_by, "it is referred to The Panel (article 4), which decides by \"other\" (article 7).\n"},
        {defer, ". What is not adopted is deferred: there is no decision, and it may come back.\n"},
        {lapse, ". What is not adopted lapses: it is at its end, and not rejected.\n"},
        {vote, ". A vote is open for at least 1 hour and at most 2 hours.\n"},
        {vote, ". What members say in a vote stays sealed until 1 minute before its end.\n"},
        {vote, ". Who is present is recorded within 1 second before a vote.\n"},
        {vote, ". A member may divide its population among several positions.\n"},
        {vote, ". It is an election of persons, in at most 3 rounds: "},
        {vote, ". After each round the candidate with the fewest votes leaves.\n"},
        {vote, ". A candidate is elected if "},
        {vote, ". A position that is against, taken by a member without the tag REASONED, is void: "},
        {vote, ". This article is changed by \"other\" (article 7) only.\n"},
        {workdays,
         "silence, for at least 3 working days and at most 5 working days, counted by the calendar of "
         "each member.\n"},
        {workdays, "taken by a member with the tag CORE (article 2), is void"},
        {workdays, "in at most 1 round: "},
        {calendar,
         ". The holder of the office secretary may put a text to silence, for at least 1 working day "
         "and at most 14 days, counted by the calendar seat.\n"},
        {calendar, ". A position that is abstaining with a declaration is void: it counts as absent"},
        {effects, ". Once it is adopted, as to \"arms\", who is for is bound; but who is for or letting pass "
                  "with the tag CORE (article 2) is committed; but who is against"},
        {effects, "without the tag PARTY is free; but who is abstaining is bound; nobody else is bound.\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *told = changed(rows[i].change);
        harness_note("row %zu: %s\nin\n%s", i, rows[i].says, told);
        check_that(strstr(told, rows[i].says) != NULL);
    }
}

static const char whole[] =
    "charter \"alliance\" title \"The Alliance\";\nattributes population;\n"
    "rungs \"heads\", \"ministers\";\n"
    "calendar seat { zone \"+03:00\" until 2020-03-01; zone \"-05:30\" from 2020-03-02;\n"
    "    week mon, tue, wed, thu, fri; yearly \"05-09\" \"Day\"; holiday 2021-01-04; }\n"
    "calendar none { zone \"+00:00\"; week mon; }\n"
    "member ALDER { calendar none; }\n"
    "member ELM title \"Elm\" source \"annex\" from 2020-01-01 { tag CORE, NEW; population 7; calendar seat; "
    "}\n"
    "member FIR unverified \"the day\" { }\n"
    "group CORE title \"core members\" { ALDER; }\n"
    "body council { members all; chair rotation; rules kind, other; }\n"
    "body panel title \"The Panel\" { members named; chair ELM; rules other; }\n"
    "body core { members tagged CORE; chair rotation order FIR, ELM, ALDER every 6 months; rules other; }\n"
    "body seats { mandate \"to watch\"; members elected 2 by vote for 2 years; chair elected by other for "
    "1d;\n"
    "    rules other; reports to council; }\n"
    "body desk { members all; chair office secretary; rules other; }\n"
    "office head { holder chair of panel; }\n"
    "office depositary { holder member ELM; }\n"
    "office secretary { holder elected in council by vote; term 2 years; }\n"
    "office envoy { holder appointed in council by other; term 1 months; }\n"
    "rule other { pass n(Y) > n(N); }\n"
    "rule vote { elect in 2 rounds; pass 2*n(Y) > n(V); }\n"
    "classification kind { as procedural use other; decided by chair; appeal by other overrules; doubt "
    "procedural; }\n"
    "classification sort { as procedural use other; decided by other; doubt procedural; }\n"
    "classification class { as procedural use other; decided by head; appeal by other upholds; doubt "
    "procedural; }\n"
    "referral up { from council, core; to panel; by other; about \"arms\"; }\n"
    "referral down { from desk; to panel; }\n"
    "motion amend by other in council source \"article 9\" unverified \"which majority\";\n"
    "motion straw by other;\n";

TEST(members_and_calendars_have_their_sentences)
{
    const struct charter *c = charter_of(whole);
    check_that(strstr(article(c, "1"), "The rungs of its voice, from the top: \"heads\", \"ministers\".") !=
               NULL);
    check_text(article(c, "members"),
               "Article 2. The members (member members)\n    UNVERIFIED: what is marked so in its "
               "sentences\n  1. ALDER, with the calendar none (article 6).\n  2. ELM, Elm, from 1 January "
               "2020, with the tags CORE and NEW, population 7, with the calendar seat (article 5) "
               "[annex].\n  3. FIR [unverified: the day].\n");
    check_text(article(c, "seat"),
               "Article 5. seat\n  1. The days that are worked: Monday, Tuesday, Wednesday, Thursday, "
               "Friday.\n  2. The day begins by the time UTC+03:00 (until 1 March 2020), UTC-05:30 (from 2 "
               "March 2020).\n  3. Not worked: 05-09 of each year (Day), 2021-01-04.\n");
    check_text(
        article(c, "none"),
        "Article 6. none\n  1. The days that are worked: Monday.\n  2. The day begins by the time UTC.\n");
}

TEST(offices_and_procedure_have_their_sentences)
{
    const struct charter *c = charter_of(whole);
    static const struct {
        const char *what;
        const char *told;
    } rows[] = {
        {"head", "Article 12. head\n  1. It is held by the chair of The Panel (article 8).\n"},
        {"depositary", "Article 13. depositary\n  1. It is held by ELM.\n"},
        {"secretary", "Article 14. secretary\n  1. Its holder is elected by council (article 7), by \"vote\" "
                      "(article 17), for 2 years.\n"},
        {"envoy", "Article 15. envoy\n  1. Its holder is appointed by council (article 7), by \"other\" "
                  "(article 16), for 1 month.\n"},
        {"kind", "Article 18. kind\n  1. A matter that is procedural is decided by \"other\" (article 16).\n "
                 " 2. Which of these a matter is, is decided by the chair.\n  3. A member may appeal: then "
                 "\"other\" (article 16) decides, and the ruling stands unless it is overruled.\n  4. What "
                 "nobody has classified counts as procedural.\n"},
        {"sort", "Article 19. sort\n  1. A matter that is procedural is decided by \"other\" (article 16).\n "
                 " 2. Which of these a matter is, is decided by \"other\" (article 16).\n  3. There is no "
                 "appeal.\n  4. What nobody has classified counts as procedural.\n"},
        {"class",
         "Article 20. class\n  1. A matter that is procedural is decided by \"other\" (article 16).\n  2. "
         "Which of these a matter is, is decided by the holder of the office head (article 12).\n  3. A "
         "member may appeal: then \"other\" (article 16) decides, and the ruling falls unless it is "
         "upheld.\n  4. What nobody has classified counts as procedural.\n"},
        {"up", "Article 21. up\n  1. Council (article 7) and core (article 9) may refer a matter to The "
               "Panel (article 8), by \"other\" (article 16).\n  2. This is for: arms.\n"},
        {"down", "Article 22. down\n  1. Desk (article 11) may refer a matter to The Panel (article 8); the "
                 "chair does so.\n"},
        {"motions",
         "Article 23. What else is decided, and by which rule (motion motions)\n    UNVERIFIED: what is "
         "marked so in its sentences\n  1. An amendment of this charter is decided by \"other\" (article 16) "
         "in council (article 7) [article 9] [unverified: which majority].\n  2. A straw poll, which decides "
         "nothing, is decided by \"other\" (article 16).\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_text(article(c, rows[i].what), rows[i].told);
    }
}

TEST(composition_and_chair_of_a_body_have_their_sentences)
{
    const struct charter *c = charter_of(whole);
    static const struct {
        const char *what;
        const char *told;
    } rows[] = {
        {"core", "Article 9. core\n  1. The members with the tag CORE (article 3) sit in it.\n  2. The chair "
                 "goes round among its members, in this order: FIR, ELM and ALDER; each holds it for 6 "
                 "months.\n  3. It decides by \"other\" (article 16).\n"},
        {"seats",
         "Article 10. seats\n  1. Its mandate: to watch.\n  2. 2 of its seats are filled by election, by "
         "\"vote\" (article 17), each for 2 years.\n  3. The chair is elected by \"other\" (article 16), for "
         "1 day.\n  4. It decides by \"other\" (article 16).\n  5. It reports to council (article 7).\n"},
        {"desk", "Article 11. desk\n  1. Every member sits in it.\n  2. It is chaired by the holder of the "
                 "office secretary (article 14).\n  3. It decides by \"other\" (article 16).\n"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_text(article(c, rows[i].what), rows[i].told);
    }
}

TEST(each_part_has_its_formal_text)
{
    const struct prose *p = prose(charter_of(whole));
    for (size_t i = 1; i < p->count; i++) {
        const char *word = prose_kind_word(p->articles[i].kind);
        check_that(bytes_start_with(p->articles[i].formal, bytes_of_text(word)));
    }
}

TEST(words_are_wrapped_by_characters)
{
    struct buffer b;
    buffer_init(&b, 1 << 12);
    prose_wrap(&b, "1. ", BYTES("ünü ünü ü averyveryverylongword x"), 10);
    check_text(buffer_text(&b), "1. ünü ünü\n   ü\n   averyveryverylongword\n   x\n");
    buffer_clear(&b);
    prose_wrap(&b, "", BYTES(""), 10);
    check_text(buffer_text(&b), "\n");
    buffer_done(&b);
}

TEST(every_preset_is_told_whole)
{
    static const char *const names[] = {"au-psc",     "csto",     "decisions", "eu-cfsp", "eu-council",
                                        "exercise",   "imo-tacit", "nato-nac", "unga",    "unsc"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct charter *c = preset_of(names[i]);
        const struct prose *p = prose(c);
        struct buffer b;
        buffer_init(&b, 1 << 20);
        prose_write(&b, p, 100);
        check_that(!b.overflow);
        check_eq(p->count, 1 + c->group_count + c->body_count + c->rule_count + c->table_count +
                               c->calendar_count + c->office_count + c->classification_count +
                               c->referral_count + (c->motion_count > 0 ? 1 : 0));
        check_eq(bytes_start_with(buffer_view(&b), BYTES("EXERCISE\n")), c->fictional);
        check_eq(strstr(buffer_text(&b), "UNVERIFIED") != NULL, p->unverified > 0);
        for (size_t k = 0; k < p->count; k++) {
            check_that(p->articles[k].count > 0);
            check_eq(p->articles[k].number, k + 1);
        }
        buffer_done(&b);
    }
}
