/* Rules that follow each other, votes that are split, positions that are void: what they decide, and whether
 * an open vote can still be turned, against trying out every choice. */
#include "base/prng.h"
#include "charter/ballot.h"
#include "unit/charter/votes.h"

static const char *stages_of(const struct decision *d)
{
    const char *text = "";
    for (size_t i = 0; i < d->stage_count; i++) {
        const struct bytes name = d->stages[i].rule->name;
        text = arena_printf(harness_arena(), "%s%.*s %s, ", text, (int)name.len, (const char *)name.data,
                            reason_word(d->stages[i].reason_code));
    }
    return arena_printf(harness_arena(), "%s%.*s %s", text, (int)d->rule->name.len,
                        (const char *)d->rule->name.data, outcome_of(d));
}

static const char chain[] = "body council { members all; chair rotation; rules final; }\n"
                            "rule final { pass n(Y) > 0; }\n"
                            "rule most { pass 3*n(Y) >= 2*n(V); else stage some; }\n"
                            "rule some { quorum n(C) >= 3; pass n(Y) > n(N); else refer to council; }\n"
                            "rule late { pass n(N) = 0; else stage some after 3d; }\n"
                            "rule back { pass n(N) = 0; else defer; }\n"
                            "rule gone { pass n(N) = 0; else lapse; }\n"
                            "rule sent { pass n(N) = 0; else refer to council by most; }\n";

TEST(what_does_not_pass_goes_where_else_says)
{
    static const struct {
        const char *rule;
        const char *votes;
        const char *stages;
    } rows[] = {
        {"r", "3Y", "r adopted carried"},
        {"r", "2Y 1N", "r objected, most adopted carried"},
        {"r", "3Y 2N", "r objected, most short_of_votes, some adopted carried"},
        {"r", "2Y 3N", "r objected, most short_of_votes, some referred short_of_votes"},
        {"r", "2Y 2N", "r objected, most short_of_votes, some referred tie"},
        {"r", "1Y 1N 1X", "r objected, most short_of_votes, some no_quorum no_quorum"},
        {"late", "2Y 1N", "late deferred objected"},
        {"back", "2Y 1N", "back deferred objected"},
        {"gone", "2Y 1N", "gone lapsed objected"},
        {"sent", "2Y 1N", "sent referred objected"},
        {"gone", "2Y", "gone adopted consensus"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        (void)rule_of(chain, "pass n(N) = 0 & n(Y) > 0; else stage most;", &c);
        const struct charter_rule *r = charter_rule(c, bytes_of_text(rows[i].rule), BYTES(""));
        const struct decision d = decision_of(c, r, rows[i].votes, false);
        harness_note("%s by %s", rows[i].votes, rows[i].rule);
        check_text(stages_of(&d), rows[i].stages);
    }
}

/* Who prepares a ballot gets the same without explanation. */
TEST(a_ballot_goes_through_all_stages)
{
    static const char letters[][5] = {"YYYY", "YYYN", "YYNN", "YNXX", "YYNX", "NNNY"};
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of(chain, "pass n(N) = 0 & n(Y) > 0; else stage most;", &c);
    const struct electorate e = votes_of("A=- B=- C=- D=-");
    struct ballot *b = NULL;
    struct diag diag = {0};
    check_ok(ballot_prepare(harness_arena(), r, &e, 1, BYTES(""), &b, &diag));
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        struct verdict v;
        check_that(ballot_decide(b, letters[i], &v));
        const struct decision d =
            decision_of(c, r,
                        arena_printf(harness_arena(), "A=%c B=%c C=%c D=%c", letters[i][0], letters[i][1],
                                     letters[i][2], letters[i][3]),
                        false);
        check_eq(v.outcome, d.outcome);
        check_eq(v.reason_code, d.reason_code);
    }
    struct verdict v;
    check_that(!ballot_decide(b, "YYYL", &v));
    check_eq(ballot_misplaced(b, "YYYL"), 3);
    check_eq(ballot_misplaced(b, "LYYL"), 0);
    check_eq(ballot_misplaced(b, "YYYX\0"), 4); /* behind the last there is nothing to misplace */
}

static const char *chain_error(const char *rules)
{
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_eq(charter_try(arena_printf(harness_arena(), "charter \"c\";\n%s\n", rules), &c, &diags),
             ERROR_MALFORMED);
    const struct diag *d = &diags.items[0].diag;
    return arena_printf(harness_arena(), "%d:%d %s: %s", d->line, d->column, d->found, d->message);
}

TEST(stages_that_do_not_fit_together_are_errors)
{
    static const struct {
        const char *rules;
        const char *error;
    } rows[] = {
        {"rule a { pass n(Y) > 0; else stage b; }", "2:36 b: there is no rule of this name"},
        {"rule a { pass n(Y) > 0; else stage a; }",
         "2:36 a: these stages come back to a rule that was asked before"},
        {"rule a { pass n(Y) > 0; else stage b; }\nrule b { pass n(Y) > 1; else stage a after 1d; }",
         "2:36 b: these stages come back to a rule that was asked before"},
        {"rule a { pass n(Y) > 0; else refer to x; }\nbody x { members all; chair rotation; rules a; }",
         "2:39 x: these stages come back to a rule that was asked before"},
        {"rule a { pass n(Y) > 0; else refer to x by b; }\nrule b { pass n(Y) > 1; else stage a after 1d; }\n"
         "body x { members all; chair rotation; rules b; }",
         "2:39 x: these stages come back to a rule that was asked before"},
        {"rule a { pass n(Y) > 0; else refer to y; }\nbody x { members all; chair rotation; rules a; }",
         "2:39 y: there is no body of this name"},
        {"rule a { over p, q; pass n(Y in p) > 0; else stage b; }\nrule b { pass n(Y) > 1; }",
         "2:52 b: the next stage is not over the same bodies"},
        {"rule a { over p, q; pass n(Y in p) > 0; else stage b; }\nrule b { over q, p; pass n(Y in p) > 1; }",
         "2:52 b: the next stage is not over the same bodies"},
        {"rule a { allow Y N A Q; pass n(Y) > 0; else stage b; }\nrule b { pass n(Y) > 1; }",
         "2:51 b: the next stage does not take every position that this rule takes"},
        {"rule a { force P = L; pass n(Y) > 0; else stage b; }\nrule b { pass n(Y) > 1; }",
         "2:49 b: the next stage does not take every position that this rule takes"},
        {"rule a { pass n(Y) > 0; else stage b; }\nrule b { default L; pass n(Y) > 1; }",
         "2:36 b: the next stage decides on the same positions, so it has the same default"},
        {"attributes v;\nrule a { split by v; pass v(Y) > 0; else stage b; }\nrule b { pass n(Y) > 1; }",
         "3:48 b: the next stage decides on the same positions, so votes are split alike"},
        {"rule a from 2000-01-01 { pass n(Y) > 0; else stage b; }\nrule b until 1999-12-31 { pass n(Y) > 1; "
         "}",
         "2:52 b: the next stage is not in force while this rule is"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s", rows[i].rules);
        check_text(chain_error(rows[i].rules), rows[i].error);
    }
    /* Eight rules may follow each other, nine may not; a later stage asks anew, of other positions too. */
    const char *text = "charter \"c\";\nrule s1 { pass n(Y) > 0; }\n";
    for (int i = 2; i <= CHARTER_STAGES_MAX; i++) {
        text =
            arena_printf(harness_arena(), "%srule s%d { allow Y; pass n(Y) > 0; else stage s%d after 1d; }\n",
                         text, i, i - 1);
    }
    (void)charter_of(text);
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    text = arena_printf(harness_arena(), "%srule s9 { pass n(Y) > 0; else stage s8 after 1d; }\n", text);
    check_eq(charter_try(text, &c, &diags), ERROR_MALFORMED);
    check_text(diags.items[0].diag.message, "at most 8 rules follow each other by \"else\"");
}

TEST(a_stage_is_the_version_of_the_day)
{
    const struct charter *c = charter_of("charter \"c\";\nrule a { pass n(N) = 0; else stage b; }\n"
                                         "rule b until 1999-12-31 { pass n(Y) > 0; }\n"
                                         "rule b from 2010-01-01 { pass n(Y) > 1; }\n");
    const struct electorate e = votes_of("1Y 1N");
    static const struct {
        const char *date;
        const char *outcome; /* NULL: none in force */
    } rows[] = {
        {"1999-12-31", "adopted carried"}, {"2005-01-01", NULL}, {"2010-01-01", "rejected short_of_votes"}};
    for (size_t i = 0; i < 3; i++) {
        const struct evaluate_options options = {.date = bytes_of_text(rows[i].date)};
        struct decision d;
        struct diag diag = {0};
        const enum error error = evaluate(harness_arena(), c, &c->rules[0], &e, 1, &options, &d, &diag);
        harness_note("%s", rows[i].date);
        check_eq(error, rows[i].outcome == NULL ? ERROR_MALFORMED : OK);
        check_text(error == OK ? outcome_of(&d) : diag.message,
                   error == OK ? rows[i].outcome
                               : "the next stage has no version that is in force on that day");
    }
}

/* A member's units at several positions. */
static struct decision split_decision(const struct charter *c, const struct charter_rule *r,
                                      const char *votes, const int64_t *weights, bool open)
{
    struct electorate e = votes_of(votes);
    struct elector *list = ARENA_ARRAY(harness_arena(), struct elector, e.count);
    for (size_t i = 0; i < e.count; i++) {
        list[i] = e.electors[i];
        list[i].weights = &weights[i];
    }
    e.electors = list;
    const struct evaluate_options options = {.open = open, .explain = true};
    struct decision d;
    check_ok(evaluate(harness_arena(), c, r, &e, 1, &options, &d, NULL));
    return d;
}

TEST(split_votes_count_unit_by_unit)
{
    const struct charter *c = NULL;
    const struct charter_rule *r =
        rule_of("attributes votes;", "split by votes; quorum 2*votes(C) > votes(*); pass votes(Y) = 7;", &c);
    static const struct {
        const char *votes;
        int64_t weights[4];
        bool open;
        const char *outcome;
    } rows[] = {
        {"USA=Y USA=N FRA=A", {7, 93, 10}, false, "adopted carried"},
        {"USA=Y USA=N FRA=Y", {6, 94, 1}, false, "adopted carried"},
        {"USA=Y USA=N", {8, 92}, false, "rejected short_of_votes"},
        /* A hundred units that nobody has taken yet may go any way: seven of them for. */
        {"USA=X", {100}, true, "pending open"},
        {"USA=X FRA=Y", {100, 8}, true, "pending open"},
        {"USA=N FRA=X", {100, 6}, true, "rejected short_of_votes"},
        {"USA=N FRA=X", {100, 7}, true, "pending open"},
        {"USA=N FRA=X", {100, 0}, true, "rejected short_of_votes"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct decision d = split_decision(c, r, rows[i].votes, rows[i].weights, rows[i].open);
        harness_note("row %zu", i);
        check_text(outcome_of(&d), rows[i].outcome);
    }
    /* Who has units at two positions is named once. */
    const int64_t weights[] = {7, 1, 1};
    const struct decision d = split_decision(c, r, "USA=Y FRA=N USA=N", weights, false);
    check_eq(d.pivotal_count, 2);
    check_eq(d.effect_count, 3);
    const int64_t many[] = {INTEGER_MAX};
    const struct electorate e = {.count = 1, .electors = &(struct elector){.n = 1025, .weights = many}};
    struct decision out;
    struct diag diag = {0};
    const struct evaluate_options options = {0};
    check_eq(evaluate(harness_arena(), c, r, &e, 1, &options, &out, &diag), ERROR_MALFORMED);
    check_text(diag.message, "the numbers are too large for this rule");
}

enum { MEMBERS = 4 };

/* A few conditions, quorums and tags, made up at random. */
static const char *random_rule(struct prng *p, const char *name, const char *next)
{
    static const char *const conditions[] = {
        "n(N) = 0 & n(Y) > 0", "n(Y) >= 2",      "n(Y) > n(N)",
        "n(N|P5) = 0",         "n(Y) != 2",      "3*n(Y) >= 2*n(V) & n(V) > 0",
        "n(X) <= 1",           "!(n(A) >= 2)",   "n(Y|!P5) > n(N)",
        "n(Y) = 1 | n(N) = 2", "n(Y) + n(A) = 3"};
    static const char *const quorums[] = {"", "", "quorum n(C) >= 2;", "quorum n(C|P5) >= 1;",
                                          "quorum n(A) = 0;"};
    static const char *const others[] = {
        "", "", "", "out PARTY;", "force PARTY = A;", "force PARTY = N; void N;"};
    static const char *const voids[] = {
        "", "", "void N;", "void N without REASONED;", "void A with P5;", "void Y N with REASONED;"};
    const size_t other = prng_below(p, 6);
    return arena_printf(harness_arena(), "rule %s { %s %s %s pass %s; %s }\n", name, others[other],
                        other == 5 ? "" : voids[prng_below(p, 6)], quorums[prng_below(p, 5)],
                        conditions[prng_below(p, 11)], next);
}

/* Members A to D; B and C have P5, C and D PARTY; who has a reason stands in `reasons`. */
static struct decision decide(const struct charter *c, const char *letters, unsigned reasons, bool open)
{
    static const char *const tags[MEMBERS] = {"", "|P5", "|P5|PARTY", "|PARTY"};
    const char *votes = "";
    for (int i = 0; i < MEMBERS; i++) {
        votes = arena_printf(harness_arena(), "%s%c=%c%s%s ", votes, 'A' + i, letters[i], tags[i],
                             (reasons >> i & 1) != 0 ? "|REASONED" : "");
    }
    return decision_of(c, charter_rule(c, BYTES("r"), BYTES("")), votes, open);
}

static bool is_free(const struct charter *c, const char *letters, unsigned reasons, int member)
{
    static const char tags[MEMBERS][3] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    bool free = false;
    for (size_t i = 0; i < c->rule_count; i++) {
        const struct charter_rule *r = &c->rules[i];
        const bool party = tags[member][1] != 0;
        const bool bound = party && (r->code->out != 0 || r->code->force_count > 0);
        const bool with = is_text(r->void_tag, "P5") ? tags[member][0] != 0 : (reasons >> member & 1) != 0;
        const bool meant = r->void_tag.len == 0 || with != r->void_others;
        const int p = position_index(letters[member]);
        const bool absent = letters[member] == 'X' || (meant && (r->void_positions & POSITION_BIT(p)) != 0);
        free |= !bound && absent;
    }
    return free;
}

/* Whether any choice of the free members, with or without a reason, makes another outcome. */
static bool may_turn(const struct charter *c, char *letters, unsigned reasons, int member, unsigned free,
                     enum outcome stands)
{
    static const char choices[] = "YNAX";
    if (member == MEMBERS) {
        return decide(c, letters, reasons, false).outcome != stands;
    }
    if ((free >> member & 1) == 0) {
        return may_turn(c, letters, reasons, member + 1, free, stands);
    }
    const char before = letters[member];
    bool turned = false;
    for (int i = 0; i < 8 && !turned; i++) {
        letters[member] = choices[i / 2];
        const unsigned stated = (reasons & ~(1U << member)) | (unsigned)(i % 2) << member;
        turned = may_turn(c, letters, stated, member + 1, free, stands);
    }
    letters[member] = before;
    return turned;
}

TEST(open_chains_with_void_positions_agree_with_every_choice)
{
    struct prng p;
    prng_seed(&p, 5);
    int pending = 0;
    for (int round = 0; round < 150; round++) {
        const int stages = 1 + (int)prng_below(&p, 3);
        const char *text = "charter \"c\";\n";
        for (int i = 0; i < stages; i++) {
            static const char *const names[] = {"r", "s", "t"};
            static const char *const nexts[] = {"else stage s;", "else stage t;", "else lapse;"};
            text = arena_printf(harness_arena(), "%s%s", text,
                                random_rule(&p, names[i], i + 1 < stages ? nexts[i] : nexts[2]));
        }
        const struct charter *c = charter_of(text);
        char letters[MEMBERS + 1] = {0};
        for (int i = 0; i < MEMBERS; i++) {
            letters[i] = "YNAXX"[prng_below(&p, 5)];
        }
        const unsigned reasons = (unsigned)prng_below(&p, 16);
        const struct decision d = decide(c, letters, reasons, true);
        unsigned free = 0;
        for (int i = 0; i < MEMBERS; i++) {
            free |= is_free(c, letters, reasons, i) ? 1U << i : 0;
        }
        harness_note("round %d: %s of %s, reasons %x", round, letters, text, reasons);
        const bool turned = may_turn(c, letters, reasons, 0, free, d.stands);
        check_eq(d.outcome == OUTCOME_pending, turned);
        pending += turned ? 1 : 0;
    }
    check_that(pending > 30 && pending < 130);
}
