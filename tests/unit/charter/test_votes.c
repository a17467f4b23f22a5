/* The clauses about votes, stages, effects and rungs: what they say, and what is no such clause. */
#include "charter/clause.h"
#include "charter/rule.h"
#include "unit/charter/votes.h"

static const char *first_error(const char *text)
{
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_eq(charter_try(text, &c, &diags), ERROR_MALFORMED);
    const struct diag *d = &diags.items[0].diag;
    return arena_printf(harness_arena(), "%d:%d %s: %s", d->line, d->column, d->found, d->message);
}

static const struct {
    const char *clauses;
    const char *error;
} bad_clauses[] = {
    {"else resign;", "3:6 resign: expected what follows when the rule does not adopt, one of reject defer "
                     "lapse refer stage"},
    {"else staeg s;", "3:6 staeg: expected what follows when the rule does not adopt, one of reject defer "
                      "lapse refer stage: is \"stage\" meant?"},
    {"else stage 3;", "3:12 3: expected the name of a rule"},
    {"else stage s after;", "3:19 ;: expected a duration such as 24h or 3d, or a number of workdays, months "
                            "or years"},
    {"else stage s after 3 days;",
     "3:22 days: expected what is counted, one of workdays workday months month years year"},
    {"else stage s after 1001 workdays;", "3:20 1001: how many there are is from 1 to 1000"},
    {"else stage s after 36601d;", "3:20 36601d: this duration is from 1s to 36600d"},
    {"else refer council;", "3:12 council: expected \"to\" after refer"},
    {"else refer to 5;", "3:15 5: expected the name of a body"},
    {"else refer to council by 5;", "3:26 5: expected the name of a rule"},
    {"void N X;", "3:6 N: what is void counts as X: X itself cannot be void"},
    {"void N with tag;", "3:13 tag: expected a tag: 1 to 16 of A-Z 0-9 -, such as PARTY"},
    {"void;", "3:5 ;: expected a position: one of Y L N A Q X R, single letters"},
    {"poll 3d;", "3:6 3d: expected \"at\" after poll"},
    {"poll at 3d;", "3:9 3d: expected \"least\" after at"},
    {"poll at least 9s;", "3:15 9s: this duration is from 10s to 366d"},
    {"poll at least 1h at 2h;", "3:21 2h: expected \"most\" after at"},
    {"poll at least 1h at most 1min;", "3:26 1min: this duration is from 1h to 366d"},
    {"sealed before close;", "3:8 before: expected \"until\" after sealed"},
    {"sealed until 367d before close;", "3:14 367d: this duration is from 1s to 366d"},
    {"sealed until 1h;", "3:16 ;: expected \"before\" after how long before"},
    {"sealed until 1h before end;", "3:24 end: expected \"close\" after before"},
    {"presence 1h;", "3:10 1h: expected \"within\" after presence"},
    {"presence within 1;", "3:17 1: expected a duration in s, min, h or d, such as 10s 5min 24h 3d"},
    {"split votes;", "3:7 votes: expected \"by\" after split"},
    {"split by n;", "3:10 n: heads are not split: expected the name of an attribute"},
    {"split by 3;", "3:10 3: expected the name of n or the name of an attribute"},
    {"elect 3 rounds;", "3:7 3: expected \"in\" after elect"},
    {"elect in 17 rounds;", "3:10 17: how many rounds there are is from 1 to 16"},
    {"elect in 3 roun;", "3:12 roun: expected \"rounds\" after how many: is \"rounds\" meant?"},
    {"elect in 3 rounds drop first;", "3:24 first: expected \"last\" after drop"},
    {"amend to s;", "3:7 to: expected \"by\" after amend"},
    {"amend by 3;", "3:10 3: expected the name of a rule"},
    {"bind Y|p5 bound;", "3:8 p5: expected a tag: 1 to 16 of A-Z 0-9 -, such as PARTY"},
    {"bind Y bound as \"x\";", "3:17 x: expected \"to\" after as"},
    {"bind Y bound as to x;", "3:20 x: expected what it is about in \"...\""},
    {"pass n(Y) > 0; pass n(Y|REASONED) > 0;", "3:16 pass: this clause stands twice in the rule"},
    {"pass n(Y|REASONED) > 0;", "2:6 r: REASONED stands in \"void\" and \"bind\" only: while a vote is "
                                "open, anybody may still state a "
                                "reason"},
    {"out REASONED; pass n(Y) > 0;", "2:6 r: REASONED stands in \"void\" and \"bind\" only: while a vote "
                                     "is open, anybody may still state a "
                                     "reason"},
    {"force REASONED = A; pass n(Y) > 0;", "2:6 r: REASONED stands in \"void\" and \"bind\" only: while "
                                           "a vote is open, anybody may still state a "
                                           "reason"},
    {"split by votes; pass n(Y) > 0;",
     "2:6 r: where votes are split, every count is by what they are split by"},
    {"split by votes; pass pop(Y) > 0;",
     "2:6 r: where votes are split, every count is by what they are split by"},
    {"poll at least 1h at most 2h; sealed until 2h before close; pass n(Y) > 0;",
     "2:6 r: no position could be sealed: the vote is never open that long"},
    {"split by pup; pass pup(Y) > 0;", "3:10 pup: \"attributes\" names no such attribute"},
};

TEST(a_clause_of_votes_or_stages_that_is_none_says_so)
{
    for (size_t i = 0; i < sizeof bad_clauses / sizeof bad_clauses[0]; i++) {
        harness_note("%s", bad_clauses[i].clauses);
        check_text(first_error(arena_printf(harness_arena(), "charter \"c\";\nrule r {\n%s\n}\n",
                                            bad_clauses[i].clauses)),
                   bad_clauses[i].error);
    }
}

TEST(parts_about_rungs_and_motions_that_are_none_say_so)
{
    static const struct {
        const char *text;
        const char *error;
    } rows[] = {
        {"rungs all;", "2:7 all: expected the name of a rung in \"...\""},
        {"rungs \"a\", \"a\";", "2:12 a: this rung is named twice"},
        {"rungs \"a\";\nrungs \"b\";", "3:7 b: the rungs of the voice are given twice"},
        {"rungs \"a\" \"b\";", "2:11 b: expected \";\" after the rungs"},
        {"rungs \"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\", \"i\", \"j\", \"k\", \"l\", \"m\", "
         "\"n\", \"o\", \"p\", \"q\";",
         "2:87 q: there are at most 16 rungs"},
        {"rungs \"all\";\nrule r { pass n(Y) > 0; rung \"al\"; }",
         "3:30 al: \"rungs\" names no such rung: is \"all\" meant?"},
        {"motion dance by r;",
         "2:8 dance: expected what a motion is about, one of adopt amend assist classify contest "
         "elect limited overrule refer restore settle straw suspend"},
        {"motion ament by r;",
         "2:8 ament: expected what a motion is about, one of adopt amend assist classify contest elect "
         "limited overrule refer restore settle straw suspend: is \"amend\" meant?"},
        {"motion amend r;", "2:14 r: expected \"by\" after what the motion is about"},
        {"motion amend by 3;", "2:17 3: expected the name of a rule"},
        {"motion amend by rr;", "2:17 rr: there is no rule of this name"},
        {"motion amend by r in 3;", "2:22 3: expected the name of a body"},
        {"motion amend by r title \"t\";", "2:8 amend: a motion has no title: what it is about says it"},
        {"motion amend by r from 2000-01-01;",
         "2:8 amend: only rules, tables and members have versions by date"},
        {"motion amend by r source;", "2:25 ;: expected the source in \"...\""},
        {"motion amend by r", "3:1 the end: expected \";\" after a motion"},
        {"rule rule { pass n(Y) > 0; }\nmotion amend by rale;",
         "3:17 rale: there is no rule of this name: is \"rule\" meant?"},
        {"rule r { pass n(Y) > 0; }\nmotion amend by r in b;", "3:22 b: there is no body of this name"},
        {"rule r { pass n(Y) > 0; }\nmotion amend by r;\nmotion amend by r;",
         "4:8 amend: by which rule such a motion is decided is said already"},
        {"rule r { pass n(Y) > 0; amend by ar; }", "2:34 ar: there is no rule of this name"},
        {"group REASONED { }", "2:7 REASONED: this tag is given to who states a reason, and to nobody else"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s", rows[i].text);
        check_text(first_error(arena_printf(harness_arena(), "charter \"c\";\n%s\n", rows[i].text)),
                   rows[i].error);
    }
}

static const char full[] =
    "charter \"c\";\nattributes votes;\nrungs \"all\", \"some\";\n"
    "body b { members all; chair rotation; rules r; }\n"
    "rule s { pass n(Y) > 0; else lapse; }\n"
    "rule v { split by votes; pass votes(Y) > votes(N); else defer; }\n"
    "rule r { void N Q without REASONED; pass n(Y) > 1; poll at least 1h at most 3d; sealed until 30min "
    "before "
    "close; presence within 5min; elect in 3 rounds drop last; rung \"some\"; bind Y L bound, N|P5 "
    "committed, "
    "A|!P5 free as to \"the use of force\"; else stage s after 5 workdays; amend by s; }\n"
    "motion suspend by r in b source \"art. 6\" unverified \"all\";\nmotion amend by s;\n";

TEST(clauses_of_votes_stages_and_effects_are_kept)
{
    const struct charter *c = charter_of(full);
    const struct charter_rule *r = charter_rule(c, BYTES("r"), BYTES(""));
    check_eq(r->void_positions, POSITION_BIT(POSITION_N) | POSITION_BIT(POSITION_Q));
    check_that(r->void_others && is_text(r->void_tag, "REASONED"));
    check_eq(r->poll_min_ms, 3600000);
    check_eq(r->poll_max_ms, 259200000);
    check_eq(r->sealed_ms, 1800000);
    check_eq(r->presence_ms, 300000);
    check_eq(r->rounds, 3);
    check_that(r->drop_last && is_text(r->rung, "some"));
    check_eq(r->otherwise, OTHERWISE_STAGE);
    check_that(is_text(r->next_rule, "s") && r->next_body.len == 0 && is_text(r->amend_by, "s"));
    check_eq(r->next_after.workdays, 5);
    check_eq(r->effect_count, 3);
    check_that(is_text(r->effects[1].tag, "P5") && !r->effects[1].others && r->effects[1].about.len == 0);
    check_that(r->effects[2].others && is_text(r->effects[2].about, "the use of force"));
    check_eq(charter_rule(c, BYTES("s"), BYTES(""))->otherwise, OTHERWISE_LAPSE);
    check_that(is_text(charter_rule(c, BYTES("v"), BYTES(""))->split, "votes"));
    check_eq(c->rung_count, 2);
    const struct charter_motion *m = charter_motion(c, BYTES("suspend"));
    check_that(is_text(m->rule, "r") && is_text(m->body, "b") && is_text(m->source, "art. 6"));
    check_that(!m->mark.verified && charter_motion(c, BYTES("adopt")) == NULL);
}

TEST(votes_stages_effects_rungs_and_motions_are_printed_as_they_are_parsed)
{
    static const char *const spans[] = {"90s",     "3d",       "1 workday", "7 workdays",
                                        "1 month", "5 months", "1 year",    "100 years"};
    const struct bytes once = print_of(charter_of(full));
    check_bytes(print_of(charter_of(arena_text(harness_arena(), once))), once);
    check_that(
        strstr(arena_text(harness_arena(), once),
               "    void N Q without REASONED;\n    pass n(Y) > 1;\n    poll at least 1h at most 3d;\n"
               "    sealed until 30min before close;\n    presence within 5min;\n"
               "    elect in 3 rounds drop last;\n    rung \"some\";\n    bind Y L bound, N|P5 committed, "
               "A|!P5 free as to \"the use of force\";\n    else stage s after 5 workdays;\n"
               "    amend by s;\n}\n") != NULL);
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        const char *clause = arena_printf(harness_arena(), "else stage s after %s;", spans[i]);
        const struct charter *c = NULL;
        harness_note("%s", clause);
        (void)rule_of("rule s { pass n(Y) > 0; }", arena_printf(harness_arena(), "pass n(Y) > 1; %s", clause),
                      &c);
        check_that(strstr(arena_text(harness_arena(), print_of(c)), clause) != NULL);
    }
    const struct charter *c =
        charter_of("charter \"c\";\nbody b { members all; chair rotation; rules r, s; }\n"
                   "rule s { pass n(Y) > 1; void A; poll at least 1h; elect in 1 round; }\n"
                   "rule r { pass n(Y) > 0; void N with P5; else reject; }\n"
                   "rule t { pass n(Y) > 0; else refer to b; }\n"
                   "rule u { pass n(Y) > 0; else refer to b by s; }\n");
    const char *text = arena_text(harness_arena(), print_of(c));
    check_that(
        strstr(text, "    void A;\n    pass n(Y) > 1;\n    poll at least 1h;\n    elect in 1 rounds;\n}\n") !=
        NULL);
    check_that(strstr(text, "    void N with P5;\n    pass n(Y) > 0;\n}\n") != NULL);
    check_that(strstr(text, "    else refer to b;\n") != NULL &&
               strstr(text, "    else refer to b by s;\n") != NULL);
    check_bytes(print_of(charter_of(text)), print_of(c));
}

TEST(clauses_of_votes_and_stages_are_told_in_words)
{
    static const struct {
        const char *clause;
        const char *words;
    } rows[] = {
        {"void N without REASONED", "counts as absent: who is against and states no reason"},
        {"void N with REASONED", "counts as absent: who is against and states a reason"},
        {"void N A", "counts as absent: who is against or abstaining"},
        {"void N with P5", "counts as absent: who is against and has the tag P5"},
        {"void N without P5", "counts as absent: who is against and lacks the tag P5"},
        {"split by n2", "a member may divide its n2 among positions"},
        {"poll at least 1h", "a vote is open for 1h or longer"},
        {"poll at least 1h at most 2h", "a vote is open for 1h to 2h"},
        {"sealed until 5min before close", "positions are sealed, and opened 5min before the vote ends"},
        {"presence within 5min", "who is present has been recorded within 5min before a vote"},
        {"elect in 3 rounds",
         "persons are elected by it, in up to 3 rounds, each candidate being asked about"},
        {"elect in 3 rounds drop last",
         "persons are elected by it, in up to 3 rounds, each candidate being asked "
         "about; between rounds the one with the fewest leaves"},
        {"else defer", "if it is not adopted, it may come back"},
        {"else lapse", "if it is not adopted, it is at its end, and not rejected"},
        {"else stage s",
         "if it is not adopted, the same text is then decided by s, at once and on the same positions"},
        {"else stage s after 3d", "if it is not adopted, the same text is then decided by s, 3d later"},
        {"else refer to b", "if it is not adopted, it is then taken up by b"},
        {"else refer to b by s", "if it is not adopted, it is then taken up by b, which decides by s"},
        {"amend by s", "this rule itself is changed by s"},
        {"bind Y bound, N|P5 free, A|!P5 committed as to \"force\"",
         "once adopted, bound: who was for, free: who was not for; but free: who was against and has the tag "
         "P5; but "
         "committed as to force: who was abstaining and lacks the tag P5"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        struct buffer b;
        const bool split = strncmp(rows[i].clause, "split", 5) == 0;
        const char *clauses =
            arena_printf(harness_arena(), "%s; pass %s(Y) > 0;", rows[i].clause, split ? "n2" : "n");
        const struct charter_rule *r =
            rule_of("attributes n2;\nbody b { members all; chair rotation; rules s; }\n"
                    "rule s { pass n(Y) > 0; }",
                    clauses, &c);
        buffer_init(&b, 1000);
        harness_note("%s", rows[i].clause);
        clause_words(&b, r, bytes_of_text(arena_printf(harness_arena(), "    %s;", rows[i].clause)));
        check_text(buffer_text(&b), rows[i].words);
        buffer_done(&b);
    }
}

/* "A=Y B=N|REASONED", and what each is then bound to: "bound free". */
static const char *effects_of(const char *clauses, const char *votes)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of("", clauses, &c);
    const struct decision d = decision_of(c, r, votes, false);
    const char *text = outcome_of(&d);
    for (size_t i = 0; i < d.effect_count; i++) {
        text = arena_printf(harness_arena(), "%s %c %s", text, d.effects[i].position,
                            effect_word(d.effects[i].effect));
    }
    for (size_t p = 0; p < d.part_count; p++) {
        text = arena_printf(harness_arena(), "%s; %s", text, arena_text(harness_arena(), d.parts[p].about));
        for (size_t i = 0; i < d.effect_count; i++) {
            check_eq(d.parts[p].effects[i].position, d.effects[i].position);
            text = arena_printf(harness_arena(), "%s %s", text, effect_word(d.parts[p].effects[i].effect));
        }
    }
    return text;
}

TEST(effects_follow_tags_and_what_is_about_a_part_leaves_the_rest)
{
    static const struct {
        const char *clauses;
        const char *votes;
        const char *effects;
    } rows[] = {
        {"pass n(Y) > 0; bind * bound, A|P5 free;", "A=Y B=A|P5 C=A",
         "adopted carried Y bound A free A bound"},
        {"pass n(Y) > 0; bind * bound, A|!P5 free;", "A=Y B=A|P5 C=A",
         "adopted carried Y bound A bound A free"},
        {"pass n(Y) > 0; bind A|P5 committed, A bound;", "A=Y B=A|P5", "adopted carried Y free A bound"},
        {"pass n(Y) > 0; bind * bound, Y free as to \"force\";", "A=Y B=A",
         "adopted carried Y bound A bound; force free bound"},
        {"pass n(Y) > 0; bind Y free as to \"force\";", "A=Y B=A",
         "adopted carried Y free A free; force free free"},
        {"pass n(Y) > 0; bind Y free as to \"force\", A committed as to \"money\", * bound, Y|P5 bound as to "
         "\"force\";",
         "A=Y B=A C=Y|P5",
         "adopted carried Y bound A bound Y bound; force free bound bound; money bound committed bound"},
        {"pass n(Y) > 1; bind Y bound as to \"force\";", "A=Y B=A",
         "rejected short_of_votes Y free A free; force free free"},
        {"pass n(Y) > 0; bind N|REASONED free, Y bound;", "A=Y B=N|REASONED",
         "adopted carried Y bound N free"},
        {"out P5; pass n(Y) > 0; bind * bound, R|P5 free;", "A=Y B=N|P5", "adopted carried Y bound R free"},
        {"pass n(Y) > 5; bind * bound, A|P5 committed;", "A=Y B=A|P5",
         "rejected short_of_votes Y free A free"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s of %s", rows[i].votes, rows[i].clauses);
        check_text(effects_of(rows[i].clauses, rows[i].votes), rows[i].effects);
    }
}

TEST(what_is_void_counts_as_absent)
{
    static const struct {
        const char *clauses;
        const char *votes;
        const char *effects;
    } rows[] = {
        {"void N; pass n(N) = 0 & n(Y) > 0;", "A=Y B=N", "adopted carried Y bound X bound"},
        {"void N with P5; pass n(N) = 0 & n(Y) > 0;", "A=Y B=N|P5", "adopted carried Y bound X bound"},
        {"void N with P5; pass n(N) = 0 & n(Y) > 0;", "A=Y B=N", "rejected objected Y free N free"},
        {"void N without REASONED; pass n(N) = 0 & n(Y) > 0;", "A=Y B=N", "adopted carried Y bound X bound"},
        {"void N without REASONED; pass n(N) = 0 & n(Y) > 0;", "A=Y B=N|REASONED",
         "rejected objected Y free N free"},
        {"void N A; default L; allow Y N A L; pass n(L) = 0 & n(Y) > 0;", "A=Y B=N C=A",
         "adopted carried Y bound X bound X bound"},
        {"void L; default L; pass n(L) = 0 & n(Y) > 0;", "A=Y B=-", "adopted carried Y bound X bound"},
        {"force P5 = N; void N; pass n(N) = 0 & n(Y) > 0;", "A=Y B=Y|P5", "adopted carried Y bound X bound"},
        {"out P5; void Y; pass n(Y) = 0;", "A=Y|P5", "adopted carried R bound"},
        {"void N; quorum n(C) >= 2; pass n(N) = 0 & n(Y) > 0;", "A=Y B=N",
         "no_quorum no_quorum Y free X free"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s of %s", rows[i].votes, rows[i].clauses);
        check_text(effects_of(rows[i].clauses, rows[i].votes), rows[i].effects);
    }
}
