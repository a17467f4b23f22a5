/* Elections: who stands, who is elected in which round, and what the elected hold. Rejections are in
 * causes_election.c. */
#include "mechanism/election.h"

#include <string.h>

#include "mechanism/clock.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "support/harness.h"
#include "support/rig.h"
#include "unit/mechanism/elections.h"

static struct rig r;

enum { HOUR = 3600000 };

static void begin(void)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = elections_charter});
}

static struct election now(void)
{
    struct election *list = NULL;
    const size_t count = election_list(r.state, &r.arena, &list);
    check_that(count > 0);
    return list[count - 1];
}

static void open_for(const char *post, const char *name)
{
    check_text(rig_say(&r, "A01", "election.open", "{'body':'council','for':'%s','name':'%s'}", post, name),
               "ok");
}

static void nominate(const char *name)
{
    check_text(rig_say(&r, "A02", "election.nominate", "{'candidate':'%s','election':$e}", name), "ok");
}

static const char *ask(const char *duration)
{
    return rig_say(&r, "A01", "election.round", "{'duration':%s,'election':$e}", duration);
}

static void mark(const char *who, const char *list)
{
    check_text(rig_say(&r, who, "election.mark", "{'election':$e,'marks':[%s]}", list), "ok");
}

static void to_the_end(void)
{
    rig_until(&r, now().deadline_ms);
    check_that(now().stage != ELECTION_RUNNING);
}

/* "A01 elected, A02 stands" */
static const char *standing(void)
{
    struct buffer b;
    const struct election x = now();
    buffer_init(&b, 4096);
    for (size_t i = 0; i < x.candidate_count; i++) {
        buffer_printf(&b, "%s%.*s %s", i == 0 ? "" : ", ", (int)x.candidates[i].name.len,
                      (const char *)x.candidates[i].name.data, candidate_word(x.candidates[i].stage));
    }
    const char *text = arena_text(&r.arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

static const char *holders(enum post_kind kind, const char *name)
{
    const struct post p = post_get(r.state, kind, bytes_of_text(name), &r.arena);
    struct bytes names[MEMBERS_MAX];
    for (size_t i = 0; i < p.count; i++) {
        names[i] = p.holders[i].name;
    }
    return rig_codes(&r, names, p.count);
}

static const char *chair_of(const char *body)
{
    struct body b;
    check_that(body_get(r.state, bytes_of_text(body), &r.arena, &b));
    return arena_text(&r.arena, b.chair);
}

static const char *seats_of(const char *body)
{
    struct body b;
    return body_get(r.state, bytes_of_text(body), &r.arena, &b) ? rig_codes(&r, b.seats, b.seat_count) : "";
}

/* The newest fact of a round. */
static const char *fact(void)
{
    for (uint64_t i = record_size(r.record); i-- > 0;) {
        struct entry e;
        struct bytes body;
        check_ok(record_read(r.record, i, &r.arena, &e, &body));
        if (e.type == ENTRY_FACT && bytes_equal_text(fact_kind(&r.arena, body), "round")) {
            return arena_text(&r.arena, body);
        }
    }
    return "";
}

TEST(who_passes_is_elected_and_the_seats_are_theirs_for_the_term)
{
    begin();
    open_for("seats", "board");
    nominate("A03");
    nominate("A04");
    nominate("A02");
    check_eq(now().seats, 2);
    check_text(ask("60000"), "ok");
    mark("A01", "'A02','A03'");
    mark("A02", "'A02'");
    mark("A03", "'A02','A03'");
    mark("A04", "");
    to_the_end();
    check_text(standing(), "A03 elected, A04 stands, A02 elected");
    check_eq(now().stage, ELECTION_ENDED);
    check_eq(now().left, 0);
    check_text(seats_of("board"), "A02 A03");
    check_text(chair_of("board"), "A02");
    check_that(strstr(fact(), "\"left\":0,\"over\":true,\"round\":1") != NULL);
    check_that(strstr(fact(), "{\"marks\":2,\"name\":\"A03\",\"result\":\"elected\"}") != NULL);
    check_that(strstr(fact(), "{\"marks\":0,\"name\":\"A04\",\"result\":\"short_of_votes\"}") != NULL);
    check_that(strstr(fact(), "{\"marks\":[0,2],\"member\":\"A01\",\"said\":") != NULL);
    const struct post p = post_get(r.state, POST_SEATS, BYTES("board"), &r.arena);
    check_eq(p.holders[0].until_ms, r.time_ms + HOUR);
    check_eq(machine_closes(r.machine), 1);
    rig_close(&r);
}

TEST(a_tie_for_the_last_seat_elects_none_of_the_tied_and_the_next_round_decides)
{
    begin();
    open_for("seats", "board");
    nominate("A01");
    nominate("A03");
    nominate("A04");
    check_text(ask("60000"), "ok");
    mark("A01", "'A01','A03'");
    mark("A02", "'A01','A04'");
    mark("A03", "'A01','A03'");
    mark("A04", "'A04'");
    to_the_end();
    /* two of four marked A03, and A04: n(Y) > n(N) holds for neither */
    check_text(standing(), "A01 elected, A03 stands, A04 stands");
    check_eq(now().left, 1);
    check_text(holders(POST_SEATS, "board"), "");
    check_text(ask("60000"), "ok");
    mark("A01", "'A03'");
    mark("A02", "'A03'");
    mark("A03", "'A03'");
    mark("A04", "'A04'");
    to_the_end();
    check_text(standing(), "A01 elected, A03 elected, A04 stands");
    check_text(holders(POST_SEATS, "board"), "A01 A03");
    rig_close(&r);
}

TEST(those_who_pass_with_as_many_votes_for_fewer_seats_are_tied)
{
    begin();
    open_for("seats", "board");
    nominate("A01");
    nominate("A02");
    nominate("A03");
    check_text(ask("60000"), "ok");
    mark("A01", "'A01','A02'");
    mark("A02", "'A02','A03'");
    mark("A03", "'A01','A03'");
    to_the_end();
    check_text(standing(), "A01 stands, A02 stands, A03 stands");
    check_that(strstr(fact(), "{\"marks\":2,\"name\":\"A02\",\"result\":\"tie\"}") != NULL);
    check_text(ask("60000"), "ok");
    to_the_end();
    /* The last round is over: two seats are open, and another election may begin. */
    check_eq(now().stage, ELECTION_ENDED);
    check_eq(now().left, 2);
    check_text(seats_of("board"), "");
    check_that(strstr(fact(), "\"left\":2,\"over\":true,\"round\":2") != NULL);
    check_that(strstr(fact(), "{\"marks\":[],\"member\":\"A01\",\"said\":0}") != NULL);
    open_for("seats", "board");
    rig_close(&r);
}

TEST(the_last_one_leaves_between_rounds_if_it_is_one_alone)
{
    begin();
    open_for("office", "president");
    nominate("A01");
    nominate("A02");
    nominate("A03");
    check_text(ask("60000"), "ok");
    mark("A01", "'A01'");
    mark("A02", "'A02'");
    to_the_end();
    check_text(standing(), "A01 stands, A02 stands, A03 dropped");
    check_that(strstr(fact(), "{\"marks\":0,\"name\":\"A03\",\"result\":\"dropped\"}") != NULL);
    check_text(ask("60000"), "ok");
    check_text(rig_say(&r, "A01", "election.mark", "{'election':$e,'marks':['A03']}"), "unknown_candidate");
    mark("A01", "'A02'");
    mark("A01", "'A02'");
    to_the_end();
    check_text(standing(), "A01 stands, A02 elected, A03 dropped");
    check_text(chair_of("assembly"), "A02");
    check_text(holders(POST_OFFICE, "president"), "A02");
    const struct post p = post_get(r.state, POST_OFFICE, BYTES("president"), &r.arena);
    check_eq(p.holders[0].until_ms, 0);
    rig_close(&r);
}

static struct hash sealed(const char *who, const char *name)
{
    const struct hash salt = {{7}};
    const struct bytes marks[] = {bytes_of_text(name)};
    const struct election x = now();
    return election_commitment(&salt, &x.round_id, bytes_of_text(who), marks, 1);
}

static void seal(const char *who, const char *name)
{
    const struct hash h = sealed(who, name);
    check_text(
        rig_say(&r, who, "election.seal", "{'commitment':'%s','election':$e}", hash_hex(&h).text), "ok");
}

static const char *reveal(const char *who, const char *name)
{
    const struct hash salt = {{7}};
    return rig_say(&r, who, "election.reveal", "{'election':$e,'marks':['%s'],'salt':'%s'}", name,
                   hash_hex(&salt).text);
}

TEST(ballots_are_secret_until_they_are_opened_and_what_stays_sealed_was_not_given)
{
    begin();
    open_for("office", "secretary");
    nominate("Ann Ash");
    nominate("Bo Beck");
    check_text(ask("60000"), "ok");
    seal("A01", "Ann Ash");
    seal("A02", "Bo Beck");
    seal("A02", "Ann Ash"); /* the last one counts */
    seal("A03", "Ann Ash");
    const struct hash taken = sealed("A01", "Ann Ash");
    const struct hash other = sealed("A02", "Ann Ash");
    check_that(!hash_equal(&taken, &other));
    rig_until(&r, now().sealed_until_ms);
    check_text(reveal("A01", "Ann Ash"), "ok");
    check_text(reveal("A02", "Bo Beck"), "wrong_commitment");
    to_the_end();
    check_text(standing(), "Ann Ash stands, Bo Beck stands");
    check_text(ask("60000"), "ok");
    const struct election second = now();
    check_that(paper_get(r.state, &second.round_id, BYTES("A01"), &r.arena).taken == 0);
    seal("A01", "Ann Ash");
    seal("A02", "Ann Ash");
    rig_until(&r, now().sealed_until_ms);
    check_text(reveal("A01", "Ann Ash"), "ok");
    check_text(reveal("A02", "Ann Ash"), "ok");
    to_the_end();
    check_text(standing(), "Ann Ash elected, Bo Beck stands");
    check_text(holders(POST_OFFICE, "secretary"), "Ann Ash");
    rig_close(&r);
}

TEST(a_withdrawn_candidate_may_be_nominated_again_and_where_nobody_stands_the_chair_ends_it)
{
    begin();
    open_for("office", "president");
    nominate("A03");
    check_text(rig_say(&r, "A03", "election.withdraw", "{'candidate':'A03','election':$e}"), "ok");
    nominate("A03");
    check_text(standing(), "A03 stands");
    check_text(rig_say(&r, "A02", "election.withdraw", "{'candidate':'A03','election':$e}"), "ok");
    check_text(rig_say(&r, "A01", "election.close", "{'election':$e}"), "ok");
    check_eq(now().stage, ELECTION_ENDED);
    check_text(holders(POST_OFFICE, "president"), "");
    open_for("office", "president");
    check_eq(now().number, 2);
    rig_close(&r);
}

TEST(when_all_have_left_the_stage_an_election_is_over)
{
    begin();
    open_for("office", "president");
    nominate("A03");
    nominate("A04");
    check_text(ask("60000"), "ok");
    mark("A01", "'A03'");
    mark("A02", "'A04'");
    to_the_end();
    check_text(standing(), "A03 stands, A04 stands");
    check_text(rig_say(&r, "A03", "election.withdraw", "{'candidate':'A03','election':$e}"), "ok");
    check_text(ask("60000"), "ok");
    mark("A01", "'A04'");
    to_the_end();
    check_text(standing(), "A03 withdrawn, A04 elected");
    check_text(chair_of("assembly"), "A04");
    rig_close(&r);
}

TEST(those_whose_term_is_over_leave_when_others_are_elected_and_stay_till_then)
{
    begin();
    open_for("seats", "board");
    nominate("A03");
    nominate("A04");
    check_text(ask("60000"), "ok");
    mark("A01", "'A03','A04'");
    to_the_end();
    check_text(rig_say(&r, "A04", "body.seat", "{'body':'board','seated':false}"), "ok");
    check_text(holders(POST_SEATS, "board"), "A03");
    open_for("seats", "board"); /* the seat that is vacant */
    check_eq(now().seats, 1);
    nominate("A02");
    check_text(ask("60000"), "ok");
    mark("A01", "'A02'");
    to_the_end();
    check_text(seats_of("board"), "A02 A03");
    const struct post p = post_get(r.state, POST_SEATS, BYTES("board"), &r.arena);
    r.step_ms = 0;
    for (int64_t t = r.time_ms; t < p.holders[0].until_ms; t = r.time_ms) {
        rig_block(&r, 60000);
    }
    check_text(seats_of("board"), "A02 A03");
    open_for("seats", "board"); /* that of A03, whose term is over, and not that of A02 */
    check_eq(now().seats, 1);
    nominate("A01");
    nominate("A03");
    check_text(ask("60000"), "ok");
    mark("A01", "'A01'");
    to_the_end();
    check_text(seats_of("board"), "A01 A02");
    rig_close(&r);
}

TEST(a_chair_is_elected_for_a_term_by_the_body_itself)
{
    begin();
    check_text(rig_say(&r, "A01", "election.open", "{'body':'court','for':'chair','name':'court'}"), "ok");
    nominate("A04");
    check_text(ask("60000"), "ok");
    mark("A01", "'A04'");
    to_the_end();
    check_text(chair_of("court"), "A04");
    struct body b;
    enum error e = OK;
    struct context c = rig_context(&r, &e);
    check_that(body_get(r.state, BYTES("court"), &r.arena, &b));
    check_eq(chair_until_ms(&c, law_now(&c), &b), r.time_ms + HOUR);
    rig_close(&r);
}

TEST(when_the_time_of_the_chair_is_over_the_next_of_the_rotation_may_take_it)
{
    begin();
    check_text(rig_say(&r, "A02", "body.chair", "{'body':'council','member':'A02'}"), "not_chair");
    const int64_t founded = r.time_ms;
    while (r.time_ms < founded + HOUR) {
        rig_block(&r, 60000);
    }
    check_text(rig_say(&r, "A03", "body.chair", "{'body':'council','member':'A03'}"), "not_next");
    check_text(rig_say(&r, "A03", "body.chair", "{'body':'council','member':'A02'}"), "not_chair");
    check_text(rig_say(&r, "A02", "body.chair", "{'body':'council','member':'A02'}"), "ok");
    check_text(chair_of("council"), "A02");
    check_text(rig_say(&r, "A03", "body.chair", "{'body':'council','member':'A03'}"), "not_chair");
    check_text(rig_say(&r, "A02", "body.chair", "{'body':'council','member':'A03'}"), "ok");
    check_text(chair_of("council"), "A03");
    rig_close(&r);
}

TEST(an_open_round_asks_for_its_deadline_and_its_pulse_and_is_given_lost_time_back)
{
    begin();
    open_for("office", "secretary");
    nominate("Ann Ash");
    check_eq(election_next_ms(r.state, &r.arena), 0);
    check_text(ask("80000"), "ok");
    const struct election x = now();
    check_eq(election_next_ms(r.state, &r.arena), x.deadline_ms);
    check_eq(rig_next_ms(&r), x.deadline_ms);
    check_eq(election_pulse_ms(r.state, &r.arena), 10000);
    check_eq(clock_pulse_ms(r.state, &r.arena), 10000);
    rig_block(&r, 30000); /* 20 s too many, in the sealed part: to both parts */
    check_eq(now().deadline_ms, x.deadline_ms + 20000);
    check_eq(now().sealed_until_ms, x.sealed_until_ms + 20000);
    rig_until(&r, now().sealed_until_ms);
    rig_block(&r, 30000); /* and later to the second alone, at a pulse of 12.5 s */
    check_eq(now().deadline_ms, x.deadline_ms + 37500);
    check_eq(now().sealed_until_ms, x.sealed_until_ms + 20000);
    rig_close(&r);
}

TEST(who_has_left_the_body_does_not_elect)
{
    begin();
    check_text(rig_say(&r, "A01", "election.open", "{'body':'group','for':'office','name':'usher'}"), "ok");
    check_text(rig_say(&r, "A01", "election.nominate", "{'candidate':'Ann Ash','election':$e}"), "ok");
    check_text(ask("60000"), "ok");
    mark("A02", "'Ann Ash'");
    check_text(rig_say(&r, "A02", "body.seat", "{'body':'group','seated':false}"), "ok");
    to_the_end();
    check_text(standing(), "Ann Ash stands");
    check_that(strstr(fact(), "A02") == NULL);
    rig_close(&r);
}

TEST(a_suspended_member_elects_only_as_far_as_the_rule_lets_it)
{
    begin();
    check_text(rig_say(&r, "A01", "vote.open",
                       "{'body':'council','duration':10000,'motion':'suspend','rule':'majority',"
                       "'target':'A03: it is in arrears'}"),
               "ok");
    check_text(rig_say(&r, "A01", "vote.cast", "{'position':'Y','vote':$v}"), "ok");
    rig_until(&r, r.time_ms + 11000);
    open_for("office", "warden");
    nominate("Ann Ash");
    nominate("Bo Beck");
    check_text(ask("60000"), "ok");
    mark("A01", "'Ann Ash'");
    mark("A02", "'Bo Beck'");
    mark("A03", "'Ann Ash'");
    mark("A04", "'Bo Beck'");
    to_the_end();
    check_text(standing(), "Ann Ash stands, Bo Beck elected");
    rig_close(&r);
}

/* The tag is for the round that it is given for. */
TEST(a_party_that_the_chair_names_is_one_for_this_round)
{
    begin();
    open_for("office", "warden");
    nominate("Ann Ash");
    check_text(rig_say(&r, "A01", "election.round",
                       "{'duration':60000,'election':$e,'tags':[{'member':'A02','tag':'PARTY'}]}"),
               "ok");
    check_bytes(now().voters[1].tag, BYTES("PARTY"));
    mark("A01", "'Ann Ash'");
    mark("A02", "");
    enum error e = OK;
    struct context c = rig_context(&r, &e);
    struct election_count *counts = NULL;
    struct diag diag;
    const struct election x = now();
    check_ok(election_counts(&c, &x, 1, &counts, &diag));
    check_eq(counts[0].decision.out, 1);
    to_the_end();
    check_text(standing(), "Ann Ash elected");
    rig_close(&r);
}

static const char *close_it(void)
{
    return rig_say(&r, "A01", "election.close", "{'election':$e}");
}

TEST(the_chair_closes_a_round_when_every_ballot_is_given)
{
    begin();
    open_for("seats", "board");
    nominate("A03");
    nominate("A04");
    nominate("A02");
    check_text(ask("90000"), "ok");
    mark("A01", "'A03'");
    mark("A02", "'A03'");
    mark("A03", "'A03'");
    rig_until(&r, now().round_ms + 9000);
    check_text(close_it(), "not_spoken");
    mark("A04", "'A04'");
    const uint64_t size = record_size(r.record);
    check_text(rig_order(&r, "A01", "election.close", "{'election':$e}"), "ok");
    check_text(rig_order(&r, "A04", "election.mark", "{'election':$e,'marks':[]}"), "ok");
    rig_block(&r, 1000);
    check_text(rig_result(&r, 0), "ok");
    check_text(rig_result(&r, 1), "wrong_stage"); /* behind the close no ballot changes */
    check_text(rig_facts_since(&r, size), "block round");
    check_that(r.time_ms < now().deadline_ms);
    check_text(standing(), "A03 elected, A04 stands, A02 dropped");
    check_text(close_it(), "candidates_stand");
    check_text(ask("60000"), "ok");
    for (int i = 1; i <= 4; i++) {
        mark(arena_printf(&r.arena, "A0%d", i), "'A04'");
    }
    check_text(close_it(), "too_early"); /* the shortest poll is 10 s */
    rig_until(&r, now().round_ms + 9000);
    check_text(close_it(), "ok");
    check_eq(now().stage, ELECTION_ENDED);
    check_text(holders(POST_SEATS, "board"), "A03 A04");
    rig_close(&r);
}

TEST(a_sealed_round_is_closed_when_every_ballot_is_opened_and_not_before)
{
    begin();
    open_for("office", "secretary");
    nominate("Ann Ash");
    check_text(ask("60000"), "ok");
    for (int i = 1; i <= 4; i++) {
        seal(arena_printf(&r.arena, "A0%d", i), "Ann Ash");
    }
    check_text(close_it(), "not_spoken");
    rig_until(&r, now().sealed_until_ms);
    for (int i = 1; i <= 4; i++) {
        check_text(close_it(), "not_spoken");
        check_text(reveal(arena_printf(&r.arena, "A0%d", i), "Ann Ash"), "ok");
    }
    check_text(close_it(), "ok");
    check_that(r.time_ms < now().deadline_ms);
    check_text(holders(POST_OFFICE, "secretary"), "Ann Ash");
    rig_close(&r);
}

TEST(who_is_elected_to_the_office_that_sets_the_clock_puts_texts_to_silence)
{
    begin();
    rig_to(&r, RIG_VERSION);
    open_for("office", "marshal");
    nominate("A03");
    check_text(ask("60000"), "ok");
    mark("A01", "'A03'");
    to_the_end();
    check_text(rig_say(&r, "A01", "silence.open", "{'duration':10000,'matter':$m,'root':$r}"), "not_chair");
    check_text(rig_say(&r, "A03", "silence.open", "{'duration':10000,'matter':$m,'root':$r}"), "ok");
    const struct matter m = rig_matter_now(&r);
    check_eq(m.stage, MATTER_SILENCE);
    check_text(rig_say(&r, "A01", "silence.extend", "{'by':1000,'silence':'%s'}", hash_hex(&m.silence).text),
               "not_chair");
    check_text(rig_say(&r, "A03", "silence.extend", "{'by':1000,'silence':'%s'}", hash_hex(&m.silence).text),
               "ok");
    rig_close(&r);
}

TEST(while_nobody_has_the_office_the_chair_sets_the_clock)
{
    begin();
    rig_to(&r, RIG_WAITING); /* by A01, who has the chair */
    check_eq(rig_matter_now(&r).stage, MATTER_SILENCE);
    rig_close(&r);
}
