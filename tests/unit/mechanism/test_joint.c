/* Votes and elections by rules over several bodies. */
#include <string.h>

#include "mechanism/election.h"
#include "mechanism/statement.h"
#include "unit/mechanism/voting.h"

/* Two of the four sit in the east, two in the west, A02 in both; A04 in none of them. The rule of most is the
 * one of the charters `decisions` and `unga`. */
static const char charter[] =
    "charter \"joint\" title \"A charter of two chambers\";\n"
    "languages en, fr;\n"
    "attributes seats;\n"
    "member A01 {\n    seats 3;\n}\nmember A02 {\n    seats 2;\n}\n"
    "member A03 {\n    seats 2;\n}\nmember A04 {\n    seats 1;\n}\n"
    "body council {\n    members all;\n    chair rotation;\n"
    "    rules both, guests, shares, present, lonely, everyone, judges;\n}\n"
    "body east {\n    members named;\n    chair rotation;\n    rules both;\n}\n"
    "body nobody {\n    members named;\n    chair rotation;\n    rules both;\n}\n"
    "body west {\n    members named;\n    chair rotation;\n    rules both;\n}\n"
    "office clerk {\n    holder elected in council by judges;\n}\n"
    "motion limited by everyone in council;\n"
    "rule both {\n    over east, west;\n    allow Y N A;\n"
    "    pass 2*n(Y in east) > n(* in east) & 2*n(Y in west) > n(* in west);\n}\n"
    "rule guests {\n    over east, west;\n    out GUEST;\n    allow Y N A;\n"
    "    pass 2*n(Y in east) > n(* in east) & 2*n(Y in west) > n(* in west);\n}\n"
    "rule shares {\n    over east, west;\n    split by seats;\n"
    "    pass 2*seats(Y in east) > seats(* in east) & 2*seats(Y in west) > seats(* in west);\n}\n"
    "rule present {\n    over east, west;\n    presence within 1h;\n"
    "    pass n(Y in east) > 0 & n(Y in west) > 0;\n}\n"
    "rule lonely {\n    over east, nobody;\n    pass n(Y in east) > 0 & n(Y in nobody) > 0;\n}\n"
    "rule everyone {\n    pass n(!Y) = 0;\n}\n"
    "rule judges {\n    over east, west;\n    out GUEST;\n    allow Y N A;\n"
    "    pass 2*n(Y in east) > n(* in east) & 2*n(Y in west) > n(* in west);\n    elect in 2 rounds;\n}\n";

static void sit(const char *who, const char *body)
{
    check_text(rig_say(&r, who, "body.seat", "{'body':'%s','seated':true}", body), "ok");
}

static void begin(const char *rule, enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = charter, .rule = rule});
    sit("A01", "east");
    sit("A02", "east");
    sit("A03", "west");
    sit("A02", "west");
    rig_to(&r, stage);
}

static const char *straw(const char *rule)
{
    return rig_say(&r, "A01", "vote.open",
                   "{'body':'council','duration':60000,'motion':'straw','rule':'%s','target':'q'}", rule);
}

static const char *cast(const char *who, char letter)
{
    return rig_say(&r, who, "vote.cast", "{'position':'%c','vote':$v}", letter);
}

static struct decision decided(void)
{
    enum error e = OK;
    struct context c = rig_context(&r, &e);
    struct decision d;
    struct diag diag;
    const struct vote x = now();
    check_ok(vote_decide(&c, &x, &d, &diag));
    return d;
}

static struct fact_tally tally(void)
{
    struct entry e;
    struct bytes body;
    struct fact_tally f;
    check_ok(record_read(r.record, (uint64_t)now().ended - 1, &r.arena, &e, &body));
    check_ok(fact_read_tally(&r.arena, body, &f));
    return f;
}

TEST(a_text_is_adopted_by_two_bodies_in_which_each_member_is_asked_once)
{
    struct statement s;
    struct fact_close f;
    begin("both", RIG_VERSION);
    check_text(adopt("both"), "ok");
    check_eq(now().seat_count, 3);
    check_eq(now().seats[0].bodies, 1);
    check_eq(now().seats[1].bodies, 3);
    check_eq(now().seats[2].bodies, 2);
    check_text(cast("A04", 'Y'), "not_seated");
    check_text(cast("A02", 'Y'), "ok");
    check_eq(decided().outcome, OUTCOME_pending);
    check_text(cast("A01", 'Y'), "ok");
    check_eq(decided().outcome, OUTCOME_pending); /* the west has one of two */
    check_text(cast("A03", 'Y'), "ok");
    const struct decision d = decided();
    check_eq(d.outcome, OUTCOME_adopted);
    check_eq(d.heads[position_index('Y')], 3);
    check_eq(d.body_count, 2);
    check_bytes(d.bodies[1].name, BYTES("west"));
    check_eq(d.bodies[1].heads[position_index('Y')], 2);
    check_text(rig_say(&r, "A01", "vote.close", "{'vote':$v}"), "ok");
    check_text(outcome(), "adopted carried");
    check_that(rig_last_close(&r, &f));
    check_text(rig_codes(&r, f.speaking_for, f.speaking_for_count), "A01 A02 A03");
    check_that(statement_get(r.state, f.statement, &r.arena, &s));
    check_eq(s.seat_count, 3);
    const struct fact_tally t = tally();
    check_eq(t.seat_count, 3);
    check_eq(t.body_count, 2);
    check_bytes(t.bodies[0].name, BYTES("east"));
    check_text(rig_codes(&r, t.bodies[0].members, t.bodies[0].count), "A01 A02");
    check_text(rig_codes(&r, t.bodies[1].members, t.bodies[1].count), "A02 A03");
    rig_close(&r);
}

TEST(a_joint_vote_fails_where_one_of_its_bodies_does_not_carry_it)
{
    begin("both", RIG_VERSION);
    check_text(adopt("both"), "ok");
    check_text(cast("A01", 'Y'), "ok");
    check_text(cast("A02", 'Y'), "ok");
    check_text(cast("A03", 'N'), "ok");
    const struct decision d = decided();
    check_eq(d.pivotal_count, 1); /* A02 and A01 alone turn nothing: it is lost in the west */
    check_bytes(d.pivotal[0], BYTES("A03"));
    to_the_end();
    check_text(outcome(), "rejected short_of_votes");
    rig_close(&r);
}

/* Its seat in the east is gone, the one in the west is not; who comes is not asked. */
TEST(who_leaves_one_of_two_bodies_counts_in_the_other)
{
    begin("both", RIG_VERSION);
    check_text(straw("both"), "ok");
    check_text(rig_say(&r, "A02", "body.seat", "{'body':'east','seated':false}"), "ok");
    sit("A04", "west");
    check_text(cast("A04", 'N'), "not_seated");
    check_text(cast("A02", 'Y'), "ok");
    check_text(cast("A01", 'Y'), "ok");
    check_eq(decided().bodies[0].heads[position_index('Y')], 1);
    check_eq(decided().bodies[1].heads[position_index('Y')], 1);
    check_eq(decided().bodies[1].heads[position_index('X')], 1);
    check_text(cast("A03", 'Y'), "ok");
    to_the_end();
    check_text(outcome(), "adopted carried");
    check_text(rig_codes(&r, tally().bodies[0].members, tally().bodies[0].count), "A01");
    rig_close(&r);
}

TEST(a_divided_vote_counts_in_each_body_and_a_tag_of_the_chair_holds_in_both)
{
    begin(NULL, RIG_FOUNDED);
    check_text(straw("shares"), "ok");
    check_text(rig_say(&r, "A02", "vote.cast", "{'split':'Y=1,N=1','vote':$v}"), "ok");
    check_text(cast("A01", 'Y'), "ok");
    check_text(cast("A03", 'Y'), "ok");
    to_the_end();
    check_text(outcome(), "adopted carried"); /* 4 of 5 in the east, 3 of 4 in the west */
    check_text(rig_say(&r, "A01", "vote.open",
                       "{'body':'council','duration':60000,'motion':'straw','rule':'guests',"
                       "'tags':[{'member':'A02','tag':'GUEST'}],'target':'q'}"),
               "ok");
    check_text(cast("A02", 'N'), "ok");
    check_text(cast("A01", 'Y'), "ok");
    check_text(cast("A03", 'Y'), "ok");
    check_eq(decided().bodies[0].out, 1);
    check_eq(decided().bodies[1].out, 1);
    to_the_end();
    check_text(outcome(), "adopted carried");
    rig_close(&r);
}

/* Those who are named decide in each body where they sit, and each body must have one of them. */
TEST(a_limited_matter_asks_those_who_are_named_in_each_body)
{
    static const char *const named[] = {"A02,A03", "A01,A04"};
    for (size_t i = 0; i < 2; i++) {
        begin("both", RIG_VERSION);
        check_text(rig_say(&r, "A01", "vote.open",
                           "{'body':'council','duration':60000,'matter':$m,'motion':'limited',"
                           "'rule':'everyone','target':'%s'}",
                           named[i]),
                   "ok");
        for (int k = 1; k <= 4; k++) {
            check_text(cast(arena_printf(&r.arena, "A0%d", k), 'Y'), "ok");
        }
        check_text(rig_say(&r, "A01", "vote.close", "{'vote':$v}"), "ok");
        check_text(adopt("both"), i == 0 ? "ok" : "not_applicable");
        if (i == 0) {
            check_eq(now().seat_count, 2);
            check_text(cast("A01", 'Y'), "not_seated");
            check_text(cast("A02", 'Y'), "ok");
            check_text(cast("A03", 'Y'), "ok");
            to_the_end();
            check_text(outcome(), "adopted carried");
        }
        rig_close(&r);
    }
}

TEST(a_joint_vote_needs_somebody_in_each_body_and_asks_nobody_who_is_present)
{
    begin(NULL, RIG_FOUNDED);
    check_text(straw("lonely"), "not_applicable");
    check_text(rig_say(&r, "A01", "vote.present", "{'body':'council','members':['A01','A02','A03']}"), "ok");
    check_text(straw("present"), "not_applicable");
    check_text(rig_say(&r, "A01", "vote.open",
                       "{'body':'council','duration':60000,'motion':'straw','rule':'guests',"
                       "'tags':[{'member':'A04','tag':'GUEST'}],'target':'q'}"),
               "wrong_tag"); /* it sits in neither */
    rig_close(&r);
}

static struct election last(void)
{
    struct election *list = NULL;
    const size_t count = election_list(r.state, &r.arena, &list);
    check_that(count > 0);
    return list[count - 1];
}

static const char *mark(const char *who, const char *name)
{
    return rig_say(&r, who, "election.mark", "{'election':$e,'marks':['%s']}", name);
}

static const char *ask(const char *tags)
{
    return rig_say(&r, "A01", "election.round", "{'duration':60000,'election':$e%s}", tags);
}

/* As the General Assembly and the Security Council elect judges. */
TEST(an_election_by_two_bodies_elects_who_carries_both)
{
    begin(NULL, RIG_FOUNDED);
    check_text(rig_say(&r, "A01", "election.open", "{'body':'council','for':'office','name':'clerk'}"), "ok");
    check_text(rig_say(&r, "A04", "election.nominate", "{'candidate':'Ann Ash','election':$e}"), "ok");
    check_text(rig_say(&r, "A02", "election.nominate", "{'candidate':'Bo Beck','election':$e}"), "ok");
    check_text(ask(""), "ok");
    check_text(mark("A04", "Ann Ash"), "not_seated");
    check_text(mark("A01", "Ann Ash"), "ok");
    check_text(mark("A02", "Ann Ash"), "ok");
    check_text(mark("A03", "Bo Beck"), "ok");
    check_text(rig_say(&r, "A01", "election.close", "{'election':$e}"), "ok");
    check_eq(last().stage, ELECTION_BETWEEN); /* the west has not carried her */
    check_text(ask(",'tags':[{'member':'A03','tag':'GUEST'}]"), "ok");
    for (int i = 1; i <= 3; i++) {
        check_text(mark(arena_printf(&r.arena, "A0%d", i), i < 3 ? "Ann Ash" : "Bo Beck"), "ok");
    }
    enum error e = OK;
    struct context c = rig_context(&r, &e);
    struct election_count *counts = NULL;
    struct diag diag;
    const struct election x = last();
    check_ok(election_counts(&c, &x, 1, &counts, &diag));
    check_eq(counts[0].marks, 2);
    check_eq(counts[0].decision.bodies[0].heads[position_index('Y')], 2);
    check_eq(counts[0].decision.bodies[1].heads[position_index('Y')], 1);
    check_eq(counts[0].decision.bodies[1].out, 1);
    check_text(rig_say(&r, "A01", "election.close", "{'election':$e}"), "ok");
    check_eq(last().stage, ELECTION_ENDED);
    const struct post p = post_get(r.state, POST_OFFICE, BYTES("clerk"), &r.arena);
    check_eq(p.count, 1);
    check_bytes(p.holders[0].name, BYTES("Ann Ash"));
    struct entry entry;
    struct bytes body;
    check_ok(record_read(r.record, (uint64_t)last().ended, &r.arena, &entry, &body));
    check_that(strstr(arena_text(&r.arena, body),
                      "\"bodies\":[{\"body\":\"east\",\"members\":[\"A01\",\"A02\"]},"
                      "{\"body\":\"west\",\"members\":[\"A02\",\"A03\"]}]") != NULL);
    rig_close(&r);
}
