/* Votes: who takes which position, when they end, and what follows. Rejections are in causes_vote.c. */
#include <string.h>

#include "mechanism/clock.h"
#include "mechanism/matter.h"
#include "mechanism/motion.h"
#include "mechanism/procedure.h"
#include "mechanism/statement.h"
#include "unit/mechanism/votes.h"
#include "unit/mechanism/voting.h"

static void begin(const char *rule, enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = votes_charter, .rule = rule});
    rig_to(&r, stage);
}

static const char *straw(const char *rule)
{
    return rig_say(&r, "A01", "vote.open",
                   "{'body':'council','duration':60000,'motion':'straw','rule':'%s','target':'Lunch?'}",
                   rule);
}

static const char *cast(const char *who, const char *position)
{
    return rig_say(&r, who, "vote.cast", "{'position':'%s','reason':'why','vote':$v}", position);
}

/* "A01 Y, A02 -, ..." as the tally has it. */
static const char *tally(void)
{
    struct buffer b;
    buffer_init(&b, 4096);
    for (uint64_t i = record_size(r.record); i-- > 0 && b.len == 0;) {
        struct entry e;
        struct bytes body;
        struct fact_tally f;
        check_ok(record_read(r.record, i, &r.arena, &e, &body));
        if (e.type != ENTRY_FACT || fact_read_tally(&r.arena, body, &f) != OK) {
            continue;
        }
        for (size_t k = 0; k < f.seat_count; k++) {
            buffer_printf(&b, "%s%.*s %.*s%s%.*s%s", k == 0 ? "" : ", ", (int)f.seats[k].member.len,
                          (const char *)f.seats[k].member.data, (int)f.seats[k].position.len,
                          (const char *)f.seats[k].position.data, f.seats[k].present.len == 0 ? "" : " ",
                          (int)f.seats[k].present.len, (const char *)f.seats[k].present.data,
                          f.seats[k].said == 0 ? " silent" : "");
        }
    }
    const char *text = arena_text(&r.arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

TEST(a_vote_adopts_by_its_rule_and_the_text_becomes_a_statement)
{
    struct fact_close f;
    struct statement s;
    begin("majority", RIG_VERSION);
    check_text(adopt("majority"), "ok");
    check_eq(rig_matter_now(&r).stage, MATTER_VOTE);
    check_text(cast("A01", "Y"), "ok");
    check_text(cast("A02", "N"), "ok");
    check_text(cast("A03", "Y"), "ok");
    const uint64_t size = record_size(r.record);
    to_the_end();
    check_text(outcome(), "adopted carried");
    check_text(tally(), "A01 Y, A02 N, A03 Y, A04 X silent");
    check_that(strstr(rig_facts_since(&r, size), "tally close") != NULL);
    check_that(rig_last_close(&r, &f));
    const struct vote x = now();
    check_bytes(hash_view(&f.subject), hash_view(&x.id));
    check_bytes(hash_view(&f.matter), hash_view(&r.matter));
    check_bytes(hash_view(&f.root), hash_view(&r.root));
    check_bytes(f.rule_name, BYTES("majority"));
    check_eq(f.statement, 1);
    check_eq(f.deadline_ms, x.deadline_ms);
    check_text(rig_codes(&r, f.speaking_for, f.speaking_for_count), "A01 A03");
    check_eq(f.not_reached_count, 0);
    check_eq(rig_matter_now(&r).stage, MATTER_ADOPTED);
    check_eq(rig_matter_now(&r).unopened, 4);
    rig_to(&r, RIG_OPENED);
    check_that(statement_get(r.state, 1, &r.arena, &s));
    check_that(s.entry != 0);
    check_eq(s.seat_count, 4);
    check_eq(machine_closes(r.machine), 1);
    rig_close(&r);
}

TEST(the_text_stays_as_it_is_while_it_is_voted_on_and_may_be_worked_on_after_a_rejection)
{
    begin("majority", RIG_VERSION);
    check_text(adopt("majority"), "ok");
    check_text(rig_propose(&r, "A02", "p1", "second", 900), "wrong_stage");
    check_text(rig_silence(&r), "wrong_stage");
    check_text(cast("A02", "N"), "ok");
    to_the_end();
    check_text(outcome(), "rejected short_of_votes");
    check_eq(rig_matter_now(&r).stage, MATTER_OPEN);
    check_text(adopt("majority"), "root_used");
    check_text(rig_propose(&r, "A02", "p3", "first", 900), "ok");
    check_text(rig_version(&r), "ok");
    check_text(adopt("majority"), "ok");
    rig_close(&r);
}

TEST(the_last_position_counts_and_none_that_comes_at_the_deadline)
{
    begin("majority", RIG_VERSION);
    check_text(adopt("majority"), "ok");
    check_text(cast("A01", "N"), "ok");
    check_text(cast("A01/ambassador", "Y"), "ok");
    rig_until(&r, now().deadline_ms - 1000);
    check_text(rig_order(&r, "A02", "vote.cast", "{'position':'N','reason':'why','vote':$v}"), "ok");
    rig_block(&r, 1000);
    check_text(rig_result(&r, 0), "too_late");
    check_text(tally(), "A01 Y, A02 X silent, A03 X silent, A04 X silent");
    check_text(outcome(), "adopted carried");
    check_text(cast("A03", "N"), "wrong_stage");
    rig_close(&r);
}

TEST(every_open_vote_is_decided_at_its_own_deadline_whatever_is_voted_beside_it)
{
    begin(NULL, RIG_FOUNDED);
    check_text(straw("majority"), "ok");
    const int64_t first = now().deadline_ms;
    rig_until(&r, first - 30000);
    check_text(straw("majority"), "ok");
    check_eq(rig_next_ms(&r), first);
    check_eq(clock_pulse_ms(r.state, &r.arena), 60000 / 8);
    rig_until(&r, first);
    struct vote *open = NULL;
    check_eq(vote_open_list(r.state, &r.arena, &open), 1);
    check_eq(open[0].number, 2);
    check_eq(rig_next_ms(&r), open[0].deadline_ms);
    to_the_end();
    check_eq(rig_next_ms(&r), 0);
    check_eq(clock_pulse_ms(r.state, &r.arena), PULSE_MS_MAX);
    rig_close(&r);
}

TEST(nothing_follows_from_a_straw_poll)
{
    struct fact_close f;
    begin("majority", RIG_VERSION);
    check_text(rig_say(&r, "A01", "vote.open",
                       "{'body':'council','duration':60000,'matter':$m,'motion':'straw','root':$r,"
                       "'rule':'majority'}"),
               "ok");
    check_eq(rig_matter_now(&r).stage, MATTER_OPEN);
    check_text(cast("A01", "Y"), "ok");
    check_text(rig_propose(&r, "A02", "p1", "second", 900), "ok");
    to_the_end();
    check_text(outcome(), "adopted carried");
    check_that(rig_last_close(&r, &f));
    check_eq(f.statement, 0);
    check_eq(f.speaking_for_count, 0);
    check_bytes(f.rung, BYTES(""));
    check_eq(rig_matter_now(&r).stage, MATTER_OPEN);
    check_eq(counters_get(r.state).statements, 0);
    rig_close(&r);
}

TEST(who_has_left_the_body_does_not_count_and_who_came_later_has_no_vote)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = votes_charter});
    check_text(rig_say(&r, "A03", "body.seat", "{'body':'group','seated':true}"), "ok");
    check_text(rig_say(&r, "A01", "vote.open",
                       "{'body':'group','duration':60000,'motion':'straw','rule':'majority'}"),
               "ok");
    check_text(cast("A03", "N"), "ok");
    check_text(rig_say(&r, "A03", "body.seat", "{'body':'group','seated':false}"), "ok");
    check_text(rig_say(&r, "A04", "body.seat", "{'body':'group','seated':true}"), "ok");
    check_text(cast("A03", "N"), "not_seated");
    check_text(cast("A04", "N"), "not_seated");
    check_text(cast("A02", "Y"), "ok");
    to_the_end();
    check_text(tally(), "A01 X silent, A02 Y");
    check_text(outcome(), "adopted carried");
    rig_close(&r);
}

TEST(the_chair_closes_a_vote_when_every_seat_has_spoken)
{
    begin("majority", RIG_VERSION);
    check_text(adopt("majority"), "ok");
    check_text(cast("A01", "Y"), "ok");
    check_text(cast("A02", "Y"), "ok");
    check_text(cast("A03", "Y"), "ok");
    check_text(rig_say(&r, "A01", "vote.close", "{'vote':$v}"), "not_spoken");
    check_text(cast("A04", "N"), "ok");
    check_text(rig_say(&r, "A01", "vote.close", "{'vote':$v}"), "ok");
    check_eq(now().stage, VOTE_ENDED);
    check_that(r.time_ms < now().deadline_ms);
    check_text(outcome(), "adopted carried");
    rig_close(&r);
}

TEST(a_called_position_counts_when_its_member_confirms_it_and_its_own_word_prevails)
{
    begin("majority", RIG_VERSION);
    check_text(adopt("majority"), "ok");
    check_text(rig_say(&r, "A01", "vote.roll",
                       "{'calls':[{'member':'A01','position':'Y'},{'member':'A02','position':'N'},"
                       "{'member':'A03','position':'N'},{'member':'A04','position':'N'}],'vote':$v}"),
               "ok");
    static const char *const confirm = "{'position':'%s','reason':'why','vote':$v}";
    check_text(rig_say(&r, "A01", "vote.confirm", confirm, "Y"), "ok");
    check_text(rig_say(&r, "A03", "vote.confirm", confirm, "N"), "ok");
    check_text(cast("A04", "Y"), "ok");
    check_text(rig_say(&r, "A04", "vote.confirm", confirm, "N"), "ok");
    /* What is called anew is to be confirmed anew. */
    check_text(rig_say(&r, "A01", "vote.roll", "{'calls':[{'member':'A03','position':'A'}],'vote':$v}"),
               "ok");
    to_the_end();
    check_text(tally(), "A01 Y, A02 X silent, A03 X silent, A04 Y");
    rig_close(&r);
}

TEST(what_is_called_again_as_it_was_stays_confirmed)
{
    begin("majority", RIG_VERSION);
    check_text(adopt("majority"), "ok");
    for (int i = 0; i < 2; i++) {
        check_text(
            rig_say(&r, "A01", "vote.roll", "{'calls':[{'member':'A03','position':'A'}],'vote':$v}"), "ok");
        check_text(i > 0 ? "ok" : rig_say(&r, "A03", "vote.confirm", "{'position':'A','vote':$v}"), "ok");
    }
    to_the_end();
    check_text(tally(), "A01 X silent, A02 X silent, A03 A, A04 X silent");
    rig_close(&r);
}

TEST(time_that_is_lost_is_given_back_to_a_vote)
{
    begin(NULL, RIG_FOUNDED);
    check_text(straw("majority"), "ok");
    const int64_t deadline = now().deadline_ms;
    rig_block(&r, 100000);
    check_eq(now().stage, VOTE_RUNNING);
    check_eq(now().deadline_ms, deadline + 100000 - 60000 / 8);
    to_the_end();
    rig_close(&r);
}

TEST(a_vote_that_could_still_turn_is_pending)
{
    enum error e = OK;
    struct decision d;
    struct diag diag;
    begin("majority", RIG_VERSION);
    check_text(adopt("majority"), "ok");
    check_text(cast("A01", "Y"), "ok");
    struct context c = rig_context(&r, &e);
    struct vote x = now();
    check_ok(vote_decide(&c, &x, &d, &diag));
    check_eq(d.outcome, OUTCOME_pending);
    check_eq(d.stands, OUTCOME_adopted);
    check_text(cast("A02", "Y"), "ok");
    check_text(cast("A03", "Y"), "ok");
    c = rig_context(&r, &e);
    check_ok(vote_decide(&c, &x, &d, &diag));
    check_eq(d.outcome, OUTCOME_adopted);
    rig_close(&r);
}

static const char *straw_of(int64_t duration_ms)
{
    return rig_say(&r, "A01", "vote.open",
                   "{'body':'council','duration':%lld,'motion':'straw','rule':'majority'}",
                   (long long)duration_ms);
}

TEST(a_vote_lasts_from_ten_seconds_to_a_year_and_a_day)
{
    begin(NULL, RIG_FOUNDED);
    check_text(straw_of(VOTE_MS_MIN), "ok");
    check_text(straw_of(VOTE_MS_MIN - 1), "wrong_duration");
    check_text(straw_of(VOTE_MS_MAX), "ok");
    check_text(straw_of(VOTE_MS_MAX + 1), "wrong_body");
    rig_close(&r);
}

/* No member has a tonnage by this charter: a rule that weighs by it cannot decide. */
TEST(a_vote_by_units_that_no_member_has_is_refused_at_its_opening)
{
    begin(NULL, RIG_FOUNDED);
    check_text(straw("weighed"), "not_applicable");
    check_text(straw("divided"), "ok");
    rig_close(&r);
}

static const char *split(const char *who, const char *units)
{
    return rig_say(&r, who, "vote.cast", "{'split':'%s','vote':$v}", units);
}

TEST(a_divided_vote_counts_by_its_parts_and_its_member_once)
{
    struct fact_close f;
    struct statement s;
    begin("divided", RIG_VERSION);
    check_text(adopt("divided"), "ok");
    check_text(split("A02", "Y=2,N=2"), "bad_split");
    check_text(split("A02", "N=1,Y=2"), "ok");
    check_text(split("A03", "N=2,Y=2"), "ok"); /* of as many the one that stands first leads */
    check_text(cast("A04", "Y"), "ok");
    check_text(cast("A01", "N"), "ok");
    to_the_end();
    check_text(outcome(), "rejected tie"); /* 2 + 2 + 1 against 1 + 2 + 2 */
    rig_close(&r);
    begin("divided", RIG_VERSION);
    check_text(adopt("divided"), "ok");
    check_text(split("A02", "N=1,Y=2"), "ok");
    check_text(split("A03", "N=2,Y=2"), "ok");
    check_text(cast("A04", "Y"), "ok");
    check_text(cast("A01", "A"), "ok");
    to_the_end();
    check_text(outcome(), "adopted carried");
    check_text(tally(), "A01 A, A02 N=1,Y=2, A03 N=2,Y=2, A04 Y");
    check_that(rig_last_close(&r, &f));
    check_text(rig_codes(&r, f.speaking_for, f.speaking_for_count), "A02 A03 A04");
    check_that(statement_get(r.state, 1, &r.arena, &s));
    check_eq(s.seat_count, 4);
    rig_close(&r);
}

TEST(the_words_of_a_split_have_a_limit)
{
    static char text[SPLIT_BYTES_MAX + 2];
    begin(NULL, RIG_FOUNDED);
    check_text(straw("majority"), "ok");
    memset(text, 'Y', SPLIT_BYTES_MAX);
    check_text(rig_say(&r, "A02", "vote.cast", "{'split':'%s','vote':$v}", text), "no_split");
    text[SPLIT_BYTES_MAX] = 'Y';
    check_text(rig_say(&r, "A02", "vote.cast", "{'split':'%s','vote':$v}", text), "wrong_body");
    rig_close(&r);
}

TEST(the_table_of_motions_ascends_and_each_row_says_what_it_is)
{
    for (size_t i = 0; i < motion_count(); i++) {
        const struct motion *m = motion_at(i);
        check_that(i == 0 || strcmp(motion_at(i - 1)->word, m->word) < 0);
        check_that(motion_find(bytes_of_text(m->word)) == m);
        check_that(m->purpose[strlen(m->purpose) - 1] == '.');
        check_that((m->about[0] != 0) == (m->target != MOTION_WITHOUT));
        check_that(m->root == MOTION_WITHOUT || m->matter != MOTION_WITHOUT);
    }
    check_that(motion_find(BYTES("")) == NULL);
    check_dies(motion_at(motion_count()));
}

TEST(a_vote_ends_alike_whatever_the_delay)
{
    const char *said[2] = {NULL, NULL};
    for (unsigned delay = 0; delay < 2; delay++) {
        rig_open(&r, &(struct rig_options){.folder = harness_folder(),
                                           .charter = votes_charter,
                                           .rule = "majority",
                                           .delay = delay});
        rig_to(&r, RIG_VERSION);
        check_text(adopt("majority"), "ok");
        check_text(cast("A02", "Y"), "ok");
        rig_until(&r, now().deadline_ms);
        check_eq(now().stage, VOTE_ENDED);
        said[delay] = arena_text(harness_arena(), bytes_of_text(tally()));
        rig_close(&r);
    }
    check_text(said[0], said[1]);
}

TEST(a_split_is_a_list_of_different_positions_with_units)
{
    int64_t parts[7];
    check_that(split_read(BYTES("Y=2,N=1"), parts));
    check_eq(parts[position_index('Y')], 2);
    check_eq(parts[position_index('N')], 1);
    check_that(split_read(BYTES("A=1000000000"), parts));
    static const char *const bad[] = {"",    "Y",    "Y=",   "Y=0",          "Y=1,", ",Y=1", "Y=1,Y=2",
                                      "Z=1", "Y=1 ", "Y=-1", "Y=1000000001", "YN=1", "Y1",   "Y=1;N=1",
                                      "Y=1,,N=1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        harness_note("%s", bad[i]);
        check_that(!split_read(bytes_of_text(bad[i]), parts));
    }
}
