/* What surrounds a decision: status of members, parties, limited format, referral, classification. Rejections
 * are in causes_procedure.c. */
#include <string.h>

#include "mechanism/classification.h"
#include "mechanism/limited.h"
#include "mechanism/matter.h"
#include "mechanism/referral.h"
#include "mechanism/statement.h"
#include "mechanism/status.h"
#include "unit/mechanism/procedures.h"
#include "unit/mechanism/voting.h"

static void begin(const char *rule, enum rig_stage stage)
{
    rig_open(&r,
             &(struct rig_options){.folder = harness_folder(), .charter = procedures_charter, .rule = rule});
    rig_to(&r, stage);
}

static void begin_in(const char *body, const char *rule)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = procedures_charter,
                                     .body = body, .rule = rule});
    rig_to(&r, RIG_VERSION);
}

static const char *move(const char *motion, const char *rule, const char *target)
{
    return rig_say(&r, "A01", "vote.open",
                   "{'body':'council','duration':60000,'motion':'%s','rule':'%s','target':'%s'}", motion,
                   rule, target);
}

static const char *move_about(const char *motion, const char *rule, const char *target)
{
    return rig_say(&r, "A01", "vote.open",
                   "{'body':'council','duration':60000,'matter':$m,'motion':'%s','rule':'%s','target':'%s'}",
                   motion, rule, target);
}

static const char *cast(const char *who, const char *position)
{
    return rig_say(&r, who, "vote.cast", "{'position':'%s','vote':$v}", position);
}

/* "YNA-": what A01 to A04 say; then the end. */
static const char *vote(const char *positions)
{
    for (size_t i = 0; positions[i] != 0; i++) {
        if (positions[i] != '-') {
            const char *who = arena_printf(&r.arena, "A0%zu", i + 1);
            check_text(cast(who, arena_printf(&r.arena, "%c", positions[i])), "ok");
        }
    }
    to_the_end();
    return outcome();
}

static bool stands(enum status_kind kind, const char *member)
{
    struct status x;
    return status_get(r.state, kind, bytes_of_text(member), &x) && x.stands;
}

static void suspend(const char *target)
{
    check_text(move("suspend", "unanimous", target), "ok");
    check_text(vote(strcmp(target, "A02") == 0 ? "YNYY" : "YYNY"), "adopted carried");
}

static const char *seats_of(const struct vote *x)
{
    struct buffer b;
    buffer_init(&b, 1000);
    for (size_t i = 0; i < x->seat_count; i++) {
        buffer_printf(&b, "%s%.*s", i == 0 ? "" : " ", (int)x->seats[i].member.len,
                      (const char *)x->seats[i].member.data);
    }
    const char *text = arena_text(&r.arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

TEST(a_member_is_suspended_from_the_close_on_and_its_own_vote_leaves_it_out)
{
    struct status x;
    begin("strict", RIG_VERSION);
    check_text(move("suspend", "unanimous", "A02: for what it did"), "ok");
    check_that(!stands(STATUS_SUSPENSION, "A02"));
    const struct vote own = now();
    check_eq(asked_seat_of(own.seats, own.seat_count, BYTES("A02"))->marks, MARK_CONCERNED);
    check_eq(asked_seat_of(own.seats, own.seat_count, BYTES("A03"))->marks, 0);
    check_text(vote("YNYY"), "adopted carried");
    check_that(status_get(r.state, STATUS_SUSPENSION, BYTES("A02"), &x) && x.stands);
    check_bytes(hash_view(&x.vote), hash_view(&own.id));
    check_eq(x.decided, now().ended);
    check_eq(x.time_ms, r.time_ms);
    check_text(move("suspend", "unanimous", "A02"), "wrong_status");
    rig_close(&r);
}

TEST(what_does_not_carry_suspends_nobody)
{
    begin("strict", RIG_VERSION);
    check_text(move("suspend", "unanimous", "A02"), "ok");
    check_text(vote("YYNY"), "rejected short_of_votes");
    check_that(!stands(STATUS_SUSPENSION, "A02"));
    rig_close(&r);
}

TEST(a_suspended_member_is_not_counted_where_the_rule_puts_it_out_and_is_where_it_does_not)
{
    begin("strict", RIG_VERSION);
    suspend("A02");
    suspend("A03");
    check_text(adopt("strict"), "ok");
    check_text(vote("YNN-"), "adopted carried");
    struct fact_close f;
    check_that(rig_last_close(&r, &f));
    check_eq(f.statement, 1);
    check_text(move("straw", "majority", "x"), "ok");
    check_text(vote("YNN-"), "rejected short_of_votes");
    rig_close(&r);
}

TEST(a_vote_that_runs_keeps_the_status_of_its_opening)
{
    begin("strict", RIG_VERSION);
    check_text(move("suspend", "unanimous", "A02"), "ok");
    check_text(cast("A01", "Y"), "ok");
    check_text(cast("A03", "Y"), "ok");
    check_text(cast("A04", "Y"), "ok");
    rig_block(&r, 5000);
    check_text(adopt("strict"), "ok");
    const struct vote text = now();
    rig_until(&r, text.deadline_ms - 3000);
    check_that(stands(STATUS_SUSPENSION, "A02"));
    struct vote x;
    check_that(vote_get(r.state, &text.id, &r.arena, &x));
    check_eq(asked_seat_of(x.seats, x.seat_count, BYTES("A02"))->marks, 0);
    check_text(cast("A02", "N"), "ok");
    to_the_end();
    check_text(outcome(), "rejected short_of_votes");
    rig_close(&r);
}

TEST(a_restored_member_counts_again)
{
    begin("strict", RIG_VERSION);
    suspend("A02");
    check_text(move("restore", "majority", "A02"), "ok");
    check_text(vote("Y---"), "adopted carried");
    check_that(!stands(STATUS_SUSPENSION, "A02"));
    check_text(adopt("strict"), "ok");
    check_text(vote("YN--"), "rejected tie");
    rig_close(&r);
}

TEST(the_objection_of_a_suspended_member_is_recorded_and_breaks_only_where_the_rule_counts_it)
{
    begin("watched", RIG_VERSION);
    suspend("A02");
    rig_to(&r, RIG_RUNNING);
    check_text(rig_object(&r, "A02"), "ok");
    check_eq(rig_silence_now(&r).stage, SILENCE_RUNNING);
    check_eq(rig_silence_now(&r).nodes, 4);
    check_text(rig_object(&r, "A03"), "ok");
    rig_block(&r, 1000);
    check_eq(rig_silence_now(&r).stage, SILENCE_BROKEN);
    rig_close(&r);
    begin("silence", RIG_VERSION);
    suspend("A02");
    rig_to(&r, RIG_RUNNING);
    check_text(rig_object(&r, "A02"), "ok");
    rig_block(&r, 1000);
    check_eq(rig_silence_now(&r).stage, SILENCE_BROKEN);
    rig_close(&r);
}

TEST(the_standing_objection_of_a_member_that_the_rule_puts_out_stops_no_silence)
{
    begin("watched", RIG_VERSION);
    check_text(rig_object(&r, "A02"), "ok");
    check_text(rig_silence(&r), "standing_objection");
    suspend("A02");
    check_text(rig_silence(&r), "ok");
    rig_close(&r);
}

TEST(a_silence_leaves_a_suspended_member_out_of_what_it_decides)
{
    struct fact_close f;
    begin("watched", RIG_VERSION);
    suspend("A02");
    rig_to(&r, RIG_ADOPTED);
    check_that(rig_last_close(&r, &f));
    check_text(rig_codes(&r, f.speaking_for, f.speaking_for_count), "A01 A03 A04");
    rig_close(&r);
}

TEST(claims_are_stated_by_any_member_and_a_seat_is_contested_and_settled_by_decision_alone)
{
    struct claim *list = NULL;
    begin("guarded", RIG_VERSION);
    check_text(rig_say(&r, "A03", "member.claim", "{'member':'A02','text':'The old government.'}"), "ok");
    check_text(rig_say(&r, "A04", "member.claim", "{'member':'A02','text':'The new one.'}"), "ok");
    check_text(rig_say(&r, "A04", "member.claim", "{'member':'A02','text':'Both.'}"), "ok");
    check_eq(claim_list(r.state, BYTES("A02"), &r.arena, &list), 2);
    check_bytes(list[0].by, BYTES("A03"));
    check_bytes(list[1].by, BYTES("A04"));
    check_that(list[1].stated > list[0].stated);
    check_that(!stands(STATUS_CONTEST, "A02"));
    check_text(move("settle", "majority", "A02"), "wrong_status");
    check_text(move("contest", "majority", "A02"), "ok");
    check_text(vote("Y---"), "adopted carried");
    check_that(stands(STATUS_CONTEST, "A02"));
    check_text(adopt("guarded"), "ok");
    check_text(vote("YN--"), "adopted carried");
    check_text(move("settle", "majority", "A02: the new one"), "ok");
    check_text(vote("Y---"), "adopted carried");
    check_that(!stands(STATUS_CONTEST, "A02"));
    rig_close(&r);
}

TEST(a_party_to_the_dispute_is_forced_by_declaration_or_by_ruling_and_the_ruling_prevails)
{
    struct party *list = NULL;
    begin("sworn", RIG_VERSION);
    check_text(rig_say(&r, "A02", "matter.declare", "{'matter':$m}"), "ok");
    check_text(rig_say(&r, "A01", "matter.party", "{'matter':$m,'member':'A03','party':true}"), "ok");
    check_text(rig_say(&r, "A01", "matter.party", "{'matter':$m,'member':'A02','party':false}"), "ok");
    check_eq(party_list(r.state, &r.matter, &r.arena, &list), 2);
    check_that(!list[0].party && list[0].ruled);
    check_that(list[1].party && list[1].ruled);
    check_text(adopt("sworn"), "ok");
    const struct vote x = now();
    check_eq(asked_seat_of(x.seats, x.seat_count, BYTES("A02"))->marks, 0);
    check_eq(asked_seat_of(x.seats, x.seat_count, BYTES("A03"))->marks, MARK_PARTY);
    check_text(vote("YYNY"), "rejected short_of_votes");
    rig_close(&r);
    begin("watched", RIG_VERSION);
    check_text(rig_say(&r, "A02", "matter.declare", "{'matter':$m}"), "ok");
    rig_to(&r, RIG_RUNNING);
    check_text(rig_object(&r, "A02"), "ok");
    check_eq(rig_silence_now(&r).stage, SILENCE_RUNNING);
    rig_close(&r);
}

TEST(the_chair_cannot_give_a_tag_that_the_machine_gives)
{
    begin("strict", RIG_VERSION);
    check_text(rig_say(&r, "A01", "vote.open",
                       "{'body':'council','duration':60000,'matter':$m,'motion':'adopt','root':$r,"
                       "'rule':'strict','tags':[{'member':'A02','tag':'SUSPENDED'}]}"),
               "wrong_tag");
    rig_close(&r);
}

static void limit(const char *codes)
{
    check_text(move_about("limited", "sworn", codes), "ok");
    check_text(vote("YYYY"), "adopted carried");
}

TEST(the_members_of_a_limited_matter_alone_are_asked_bound_and_spoken_for)
{
    struct limited x;
    struct fact_close f;
    struct statement s;
    begin("majority", RIG_VERSION);
    limit("A01,A03");
    check_that(limited_get(r.state, &r.matter, &r.arena, &x));
    check_text(rig_codes(&r, x.members, x.count), "A01 A03");
    check_text(adopt("majority"), "ok");
    const struct vote v = now();
    check_text(seats_of(&v), "A01 A03");
    check_text(cast("A02", "N"), "not_seated");
    check_text(vote("Y---"), "adopted carried");
    check_that(rig_last_close(&r, &f));
    check_text(rig_codes(&r, f.speaking_for, f.speaking_for_count), "A01");
    check_that(statement_get(r.state, 1, &r.arena, &s));
    check_eq(s.seat_count, 2);
    check_that(!s.voice);
    rig_close(&r);
}

TEST(a_silence_of_a_limited_matter_asks_its_members_and_their_nodes_alone)
{
    struct fact_close f;
    begin("silence", RIG_VERSION);
    limit("A01,A03");
    check_text(rig_silence(&r), "ok");
    check_eq(rig_silence_now(&r).seat_count, 2);
    check_eq(rig_silence_now(&r).nodes, 2);
    check_text(rig_available(&r, 0), "ok");
    check_text(rig_available(&r, 2), "ok");
    check_text(rig_object(&r, "A02"), "ok");
    check_eq(rig_silence_now(&r).stage, SILENCE_RUNNING);
    rig_until(&r, rig_silence_now(&r).deadline_ms);
    check_text(rig_clear(&r, 0), "ok");
    check_text(rig_clear(&r, 1), "not_clearing");
    check_text(rig_clear(&r, 2), "ok");
    rig_block(&r, 1000);
    check_eq(rig_matter_now(&r).stage, MATTER_ADOPTED);
    check_that(rig_last_close(&r, &f));
    check_text(rig_codes(&r, f.speaking_for, f.speaking_for_count), "A01 A03");
    rig_close(&r);
}

TEST(without_the_consent_of_all_nothing_is_limited_and_all_together_end_it)
{
    struct limited x;
    begin("majority", RIG_VERSION);
    check_text(move_about("limited", "sworn", "A01,A03"), "ok");
    check_text(vote("YYYN"), "rejected short_of_votes");
    check_that(!limited_get(r.state, &r.matter, &r.arena, &x));
    limit("A02");
    check_that(limited_get(r.state, &r.matter, &r.arena, &x));
    limit("A01,A02,A03,A04");
    check_that(!limited_get(r.state, &r.matter, &r.arena, &x));
    rig_close(&r);
}

TEST(a_matter_whose_limited_members_have_all_left_can_be_put_to_nobody)
{
    begin_in("group", "majority");
    check_text(move_about("limited", "sworn", "A02"), "ok");
    check_text(vote("YYYY"), "adopted carried");
    check_text(rig_say(&r, "A02", "body.seat", "{'body':'group','seated':false}"), "ok");
    check_text(adopt_in("group", "majority"), "not_applicable");
    rig_close(&r);
    begin_in("group", "silence");
    check_text(move_about("limited", "sworn", "A02"), "ok");
    check_text(vote("YYYY"), "adopted carried");
    check_text(rig_say(&r, "A02", "body.seat", "{'body':'group','seated':false}"), "ok");
    check_text(rig_silence(&r), "not_applicable");
    rig_close(&r);
}

TEST(a_chair_refers_a_matter_and_the_other_body_goes_on_by_its_own_rules)
{
    struct referral *list = NULL;
    begin("kinds", RIG_VERSION);
    check_text(rig_say(&r, "A01", "matter.classify", "{'class':'light','matter':$m}"), "ok");
    check_text(rig_say(&r, "A01", "matter.refer", "{'body':'court','matter':$m}"), "ok");
    check_eq(referral_list(r.state, &r.matter, &r.arena, &list), 1);
    check_bytes(list[0].from, BYTES("council"));
    check_bytes(list[0].to, BYTES("court"));
    check_bytes(list[0].rule, BYTES("unanimous"));
    check_bytes(list[0].chair, BYTES("A01"));
    check_bytes(hash_view(&list[0].by), hash_view(&r.id));
    check_eq(list[0].entry, (int64_t)r.results[r.result_count - 1].index);
    check_bytes(rig_matter_now(&r).body, BYTES("court"));
    check_text(adopt("unanimous"), "unknown_matter");
    check_text(adopt_in("court", "unanimous"), "ok");
    check_text(vote("YYYY"), "adopted carried");
    rig_close(&r);
    begin("silence", RIG_VERSION);
    check_text(rig_say(&r, "A01", "matter.refer", "{'body':'court','matter':$m,'rule':'majority'}"), "ok");
    check_bytes(rig_matter_now(&r).rule, BYTES("majority"));
    rig_close(&r);
}

TEST(a_vote_refers_a_matter_where_the_charter_gives_that_to_a_rule)
{
    struct referral *list = NULL;
    struct limited x;
    begin("silence", RIG_VERSION);
    limit("A01,A03");
    check_text(move_about("refer", "majority", "group"), "ok");
    const struct vote v = now();
    check_eq(v.seat_count, 4);
    check_text(vote("Y---"), "adopted carried");
    check_eq(referral_list(r.state, &r.matter, &r.arena, &list), 1);
    check_bytes(list[0].chair, BYTES(""));
    check_bytes(hash_view(&list[0].by), hash_view(&v.id));
    check_eq(list[0].entry, now().ended);
    check_bytes(rig_matter_now(&r).body, BYTES("group"));
    check_that(!limited_get(r.state, &r.matter, &r.arena, &x));
    rig_close(&r);
}

TEST(what_stands_behind_else_is_a_step_of_the_same_way)
{
    struct referral *list = NULL;
    begin("onward", RIG_VERSION);
    check_text(adopt("onward"), "ok");
    check_text(vote("N---"), "referred short_of_votes");
    check_eq(referral_list(r.state, &r.matter, &r.arena, &list), 1);
    check_bytes(list[0].to, BYTES("group"));
    check_bytes(list[0].rule, BYTES("majority"));
    check_text(adopt_in("group", "majority"), "ok");
    check_text(vote("Y---"), "adopted carried");
    rig_close(&r);
}

TEST(a_matter_of_a_class_is_decided_by_the_rule_of_the_class)
{
    struct matter_class x;
    begin("kinds", RIG_VERSION);
    check_text(rig_say(&r, "A01", "matter.classify", "{'class':'light','matter':$m}"), "ok");
    check_text(rig_say(&r, "A01", "matter.classify", "{'class':'weighty','matter':$m}"), "ok");
    check_that(class_get(r.state, &r.matter, &x));
    check_bytes(x.name, BYTES("weighty"));
    check_bytes(x.member, BYTES("A01"));
    check_that(!x.final);
    check_text(adopt("majority"), "wrong_rule");
    check_text(adopt("unanimous"), "ok");
    check_that(class_get(r.state, &r.matter, &x) && x.final);
    check_text(vote("YYYN"), "rejected short_of_votes");
    check_text(rig_say(&r, "A01", "matter.classify", "{'class':'light','matter':$m}"), "class_final");
    rig_close(&r);
}

TEST(what_nobody_has_classified_has_the_class_of_doubt)
{
    struct matter_class x;
    begin("doubtful", RIG_VERSION);
    check_text(adopt("majority"), "wrong_rule");
    check_text(adopt("unanimous"), "ok");
    check_that(class_get(r.state, &r.matter, &x) && x.final);
    check_eq(x.how, CLASS_DOUBTED);
    check_text(class_how_word(x.how), "in doubt");
    rig_close(&r);
}

TEST(an_office_or_a_vote_classifies_where_the_charter_says_so)
{
    struct matter_class x;
    begin("ruled", RIG_VERSION);
    check_text(rig_say(&r, "A03", "matter.classify", "{'class':'light','matter':$m}"), "ok");
    check_that(class_get(r.state, &r.matter, &x));
    check_text(class_how_word(x.how), "ruled");
    rig_close(&r);
    begin("counted", RIG_VERSION);
    check_text(move_about("classify", "majority", "weighty"), "ok");
    check_text(vote("Y---"), "adopted carried");
    check_that(class_get(r.state, &r.matter, &x));
    check_bytes(x.name, BYTES("weighty"));
    check_text(class_how_word(x.how), "voted");
    check_text(adopt("unanimous"), "ok");
    rig_close(&r);
}

static const char *after_appeal(const char *rule, const char *ruler, const char *positions)
{
    struct matter_class x;
    begin(rule, RIG_VERSION);
    check_text(rig_say(&r, ruler, "matter.classify", "{'class':'light','matter':$m}"), "ok");
    check_text(rig_say(&r, "A02", "matter.appeal", "{'class':'weighty','duration':60000,'matter':$m}"), "ok");
    check_bytes(now().motion, BYTES("overrule"));
    check_text(adopt("majority"), "motion_running");
    (void)vote(positions);
    check_that(class_get(r.state, &r.matter, &x) && x.final);
    const struct hash last = now().id;
    check_bytes(hash_view(&x.vote), hash_view(&last));
    const char *text = arena_printf(&r.arena, "%.*s %s", (int)x.name.len, (const char *)x.name.data,
                                    class_how_word(x.how));
    check_text(rig_say(&r, "A03", "matter.appeal", "{'class':'weighty','duration':60000,'matter':$m}"),
               "class_final");
    harness_note("%s", text);
    return text;
}

TEST(any_member_appeals_and_the_vote_upholds_or_overrules_as_the_charter_asks_it)
{
    check_text(after_appeal("kinds", "A01", "YY--"), "weighty on appeal");
    rig_close(&r);
    check_text(after_appeal("kinds", "A01", "NY--"), "light upheld on appeal");
    rig_close(&r);
    check_text(after_appeal("ruled", "A03", "YY--"), "light upheld on appeal");
    rig_close(&r);
    check_text(after_appeal("ruled", "A03", "NY--"), "weighty on appeal");
    check_text(adopt("unanimous"), "ok");
    rig_close(&r);
}
