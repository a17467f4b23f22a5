/* Rules as full as they may be: what decides by them reads all of what there is, and nothing beyond it. */
#include "charter/ballot.h"
#include "charter/change.h"
#include "unit/charter/votes.h"

static const char *listed(struct buffer *b)
{
    const char *text = arena_text(harness_arena(), buffer_view(b));
    check_that(!b->overflow);
    buffer_done(b);
    return text;
}

/* Heads of eight tags, and as many attributes as there may be; each of sixteen tags forces a position. */
static const struct charter_rule *full_rule(const struct charter **c)
{
    struct buffer parts;
    struct buffer clauses;
    buffer_init(&parts, 1 << 16);
    buffer_init(&clauses, 1 << 16);
    buffer_add_text(&parts, "attributes w0");
    for (int i = 1; i < CHARTER_TAGS_MAX; i++) {
        buffer_printf(&parts, ", w%d", i);
    }
    buffer_add_text(&parts, ";");
    buffer_add_text(&clauses, "allow Y L N A Q; force ");
    for (int i = 0; i < CHARTER_TAGS_MAX; i++) {
        buffer_printf(&clauses, "%sT%d = %s", i == 0 ? "" : ", ", i, i < 8 ? "A" : "N");
    }
    buffer_add_text(&clauses, "; pass w0(Y) > 0");
    for (int i = 1; i < CHARTER_TAGS_MAX; i++) {
        buffer_printf(&clauses, " & w%d(Y) > 0", i);
    }
    for (int i = 0; i < CHARTER_SLOTS_MAX - CHARTER_TAGS_MAX; i++) {
        buffer_printf(&clauses, " & n(N|T%d) = %d", i + 8, i == 0 ? 2 : 0);
    }
    buffer_add_text(&clauses, "; bind * free");
    for (int i = 1; i < CHARTER_EFFECTS_MAX; i++) {
        buffer_printf(&clauses, ", %c%sT%d %s", "YN"[i % 2], i < 16 ? "|" : "|!", i % 16,
                      i == CHARTER_EFFECTS_MAX - 1 ? "committed as to \"the last\"" : "bound");
    }
    buffer_add_text(&clauses, ";");
    return rule_of(listed(&parts), listed(&clauses), c);
}

TEST(a_rule_as_full_as_it_may_be_reads_all_of_it)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = full_rule(&c);
    check_that(evaluate_asks_tag(r, BYTES("T15")) && !evaluate_asks_tag(r, BYTES("T16")));
    check_that(!evaluate_puts_out(r, BYTES("T15")) && !evaluate_puts_out(r, BYTES("T16")));
    int64_t weights[CHARTER_TAGS_MAX];
    struct bytes tags[CHARTER_TAGS_MAX];
    for (int i = 0; i < CHARTER_TAGS_MAX; i++) {
        weights[i] = i + 1;
        tags[i] = bytes_of_text(arena_printf(harness_arena(), "T%d", i));
    }
    check_eq(r->code->slot_count, CHARTER_SLOTS_MAX);
    check_eq(r->code->tag_count, CHARTER_TAGS_MAX);
    check_eq(r->code->attribute_count, CHARTER_TAGS_MAX);
    check_eq(r->code->force_count, CHARTER_TAGS_MAX);
    check_eq(r->effect_count, CHARTER_EFFECTS_MAX);
    struct elector electors[] = {
        {.code = BYTES("A"), .n = 1, .position = 'Y', .weights = weights},
        {.code = BYTES("B"), .n = 1, .position = 'Y', .weights = weights, .tags = &tags[8], .tag_count = 1},
        {.code = BYTES("C"), .n = 1, .position = 0, .weights = weights, .tags = &tags[8], .tag_count = 1},
        {.code = BYTES("D"), .n = 1, .position = 'Y', .weights = weights, .tags = &tags[7], .tag_count = 1}};
    const struct electorate e = {.count = 4, .electors = electors};
    const struct evaluate_options options = {.explain = true};
    struct decision d;
    check_ok(evaluate(harness_arena(), c, r, &e, 1, &options, &d, NULL));
    check_text(outcome_of(&d), "adopted carried");
    check_eq(d.atom_count, CHARTER_SLOTS_MAX);
    check_eq(d.atoms[15].left, 16);
    check_eq(d.atoms[16].left, 2);
    check_eq(d.pivotal_count, 1);
    check_eq(d.part_count, 1);
    check_eq(d.heads[POSITION_N], 2);
    check_eq(d.heads[POSITION_A], 1);
    /* The last tag, the last that is forced. */
    electors[3].tags = &tags[15];
    check_ok(evaluate(harness_arena(), c, r, &e, 1, &options, &d, NULL));
    check_eq(d.heads[POSITION_N], 3);
    check_text(outcome_of(&d), "rejected veto");
    check_eq(d.atoms[23].left, 1);
}

TEST(as_many_bodies_as_may_decide_together_each_has_its_count)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of(
        "", "over a, b, c, d; pass n(Y in a) > 0 & n(Y in b) > 1 & n(Y in c) > 2 & n(Y in d) > 3;", &c);
    struct electorate e[] = {votes_of("4Y"), votes_of("3Y"), votes_of("2Y"), votes_of("1Y")};
    const struct evaluate_options options = {.explain = true};
    struct decision d;
    e[0].name = BYTES("d");
    e[1].name = BYTES("c");
    e[2].name = BYTES("b");
    e[3].name = BYTES("a");
    check_ok(evaluate(harness_arena(), c, r, e, 4, &options, &d, NULL));
    check_text(outcome_of(&d), "adopted carried");
    e[0] = votes_of("3Y");
    e[0].name = BYTES("d");
    check_ok(evaluate(harness_arena(), c, r, e, 4, &options, &d, NULL));
    check_text(outcome_of(&d), "rejected short_of_votes");
    e[0].name = BYTES("e");
    check_eq(evaluate(harness_arena(), c, r, e, 4, &options, &d, NULL), ERROR_MALFORMED);
}

/* Eight rules, each of which asks for one more than the next. */
static const struct charter_rule *chain_of(const struct charter **c)
{
    struct buffer b;
    buffer_init(&b, 1 << 14);
    for (int i = 1; i < CHARTER_STAGES_MAX; i++) {
        buffer_printf(&b, "rule s%d { quorum n(C) >= 1; pass n(Y) > %d; %s }\n", i, CHARTER_STAGES_MAX - i,
                      i == CHARTER_STAGES_MAX - 1 ? "else lapse;"
                                                  : arena_printf(harness_arena(), "else stage s%d;", i + 1));
    }
    return rule_of(listed(&b), "quorum n(C) >= 1; pass n(Y) > 8; else stage s1;", c);
}

TEST(as_many_stages_as_may_follow_each_other_are_asked)
{
    static const char *const outcomes[] = {"no_quorum no_quorum", "lapsed short_of_votes", "adopted carried"};
    const struct charter *c = NULL;
    const struct charter_rule *r = chain_of(&c);
    for (int i = 0; i <= 9; i++) {
        const char *votes = arena_printf(harness_arena(), "%dY 5X", i);
        const struct decision d = decision_of(c, r, votes, false);
        harness_note("%s", votes);
        check_text(outcome_of(&d), outcomes[i < 2 ? i : 2]);
        check_eq(d.stage_count, i == 0 ? 0 : i == 1 ? 7 : 9 - i);
        const struct electorate e = votes_of(votes);
        const struct linear *l = NULL;
        check_ok(linear_prepare(harness_arena(), r, &e, 1, BYTES(""), &l, NULL));
        struct change change;
        check_eq(l->stage_count, CHARTER_STAGES_MAX);
        change_find(harness_arena(), l, "YX", OUTCOME_BIT(OUTCOME_adopted), 1, CHANGE_WORK_MAX, &change);
        check_eq(change.state, i < 2 ? CHANGE_FOUND : CHANGE_STANDS);
        check_eq(change.members, i < 2 ? 2 - i : 0);
        const struct decision open = decision_of(c, r, votes, true);
        check_text(outcome_of(&open), i < 2 ? "pending open" : "adopted carried");
    }
}
