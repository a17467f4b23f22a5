/* Votes whose rule asks for more: sealed positions, who is present, stages, tags, reasons. */
#include <string.h>

#include "mechanism/body.h"
#include "mechanism/matter.h"
#include "mechanism/procedure.h"
#include "unit/mechanism/votes.h"
#include "unit/mechanism/voting.h"

static void begin(const char *rule, enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = votes_charter, .rule = rule});
    rig_to(&r, stage);
}

static const char *cast(const char *who, const char *position)
{
    return rig_say(&r, who, "vote.cast", "{'position':'%s','reason':'why','vote':$v}", position);
}

/* "A01 Y yes, A02 X no" as the seats stand. */
static const char *stand(void)
{
    static const char *const words[] = {"", " yes", " no", " contradicted"};
    enum error e = OK;
    struct standing *list = NULL;
    struct context c = rig_context(&r, &e);
    const struct vote x = now();
    struct buffer b;
    buffer_init(&b, 4096);
    const size_t count = vote_standings(&c, &x, &list);
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&b, "%s%.*s %c%s", i == 0 ? "" : ", ", (int)list[i].member.len,
                      (const char *)list[i].member.data, list[i].position, words[list[i].presence]);
    }
    const char *text = arena_text(&r.arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

static struct hash salt_of(const char *who)
{
    return hash_of(bytes_of_text(who));
}

static const char *seal(const char *who, const char *position)
{
    const struct hash salt = salt_of(who);
    const struct vote x = now();
    const struct hash h = vote_commitment(&salt, &x.id, bytes_of_text(who), bytes_of_text(position));
    return rig_say(&r, who, "vote.seal", "{'commitment':'%s','vote':$v}", hash_hex(&h).text);
}

static const char *reveal(const char *who, const char *position)
{
    const struct hash salt = salt_of(who);
    return rig_say(&r, who, "vote.reveal", "{'position':'%s','reason':'why','salt':'%s','vote':$v}", position,
                   hash_hex(&salt).text);
}

TEST(sealed_positions_are_opened_in_the_last_part_and_what_stays_sealed_was_not_given)
{
    begin("secret", RIG_VERSION);
    check_text(adopt("secret"), "ok");
    check_eq(now().sealed_until_ms, now().deadline_ms - 20000);
    check_text(seal("A01", "Y"), "ok");
    check_text(seal("A02", "N"), "ok");
    check_text(seal("A03", "N"), "ok");
    check_text(reveal("A01", "Y"), "too_early");
    check_text(stand(), "A01 X, A02 X, A03 X, A04 X");
    rig_until(&r, now().sealed_until_ms - 1000);
    check_text(reveal("A01", "Y"), "ok"); /* its block is at the boundary */
    check_text(seal("A04", "N"), "too_late");
    check_text(reveal("A02", "Y"), "wrong_commitment");
    check_text(reveal("A02", "N"), "ok");
    check_text(reveal("A02", "N"), "ok");
    check_text(stand(), "A01 Y, A02 N, A03 X, A04 X");
    to_the_end();
    check_text(outcome(), "rejected tie");
    rig_close(&r);
}

TEST(a_sealed_position_may_be_changed_while_nobody_opens_and_is_bound_to_its_member_and_vote)
{
    begin("secret", RIG_VERSION);
    check_text(adopt("secret"), "ok");
    check_text(seal("A02", "N"), "ok");
    check_text(seal("A02", "Y"), "ok");
    const struct hash salt = salt_of("A02");
    const struct vote x = now();
    const struct hash own = vote_commitment(&salt, &x.id, BYTES("A02"), BYTES("Y"));
    const struct hash other_vote = vote_commitment(&salt, &salt, BYTES("A02"), BYTES("Y"));
    const struct hash other_member = vote_commitment(&salt, &x.id, BYTES("A03"), BYTES("Y"));
    check_that(!hash_equal(&own, &other_vote) && !hash_equal(&own, &other_member));
    /* A copy of another's commitment is refused, and could not be opened. */
    check_text(rig_say(&r, "A03", "vote.seal", "{'commitment':'%s','vote':$v}", hash_hex(&own).text),
               "salt_reused");
    rig_until(&r, now().sealed_until_ms);
    check_text(reveal("A02", "N"), "wrong_commitment");
    check_text(reveal("A02", "Y"), "ok");
    rig_close(&r);
}

TEST(lost_time_lengthens_the_sealed_part_only_while_nobody_could_open)
{
    begin("secret", RIG_VERSION);
    check_text(adopt("secret"), "ok");
    const struct vote before = now();
    const int64_t excess = 100000 - 60000 / 8;
    rig_block(&r, 100000);
    check_eq(now().deadline_ms, before.deadline_ms + excess);
    check_eq(now().sealed_until_ms, before.sealed_until_ms + excess);
    rig_until(&r, now().sealed_until_ms);
    const struct vote opened = now();
    rig_block(&r, 100000);
    check_that(now().deadline_ms > opened.deadline_ms);
    check_eq(now().sealed_until_ms, opened.sealed_until_ms);
    rig_close(&r);
}

static const char *present(const char *members)
{
    return rig_say(&r, "A01", "vote.present", "{'body':'council','members':[%s]}", members);
}

TEST(who_is_present_and_silent_abstains_and_who_is_not_is_absent)
{
    begin("meeting", RIG_VERSION);
    check_text(adopt("meeting"), "no_presence");
    check_text(present("'A01','A02','A03'"), "ok");
    check_text(adopt("meeting"), "ok");
    check_text(cast("A01", "Y"), "ok");
    check_text(stand(), "A01 Y yes, A02 A yes, A03 A yes, A04 X no");
    check_text(rig_say(&r, "A03", "vote.contradict", "{'presence':$p}"), "ok");
    check_text(stand(), "A01 Y yes, A02 A yes, A03 X contradicted, A04 X no");
    check_text(cast("A04", "N"), "ok");
    check_text(present("'A01'"), "ok"); /* a later one is of later votes */
    check_text(stand(), "A01 Y yes, A02 A yes, A03 X contradicted, A04 N no");
    to_the_end();
    check_text(stand(), "A01 Y yes, A02 A yes, A03 X contradicted, A04 N no");
    rig_close(&r);
}

TEST(a_contradiction_after_the_close_changes_nothing)
{
    begin("meeting", RIG_VERSION);
    check_text(present("'A02'"), "ok");
    check_text(adopt("meeting"), "ok");
    to_the_end();
    check_text(rig_say(&r, "A02", "vote.contradict", "{'presence':$p}"), "ok");
    check_text(stand(), "A01 X no, A02 A yes, A03 X no, A04 X no");
    rig_close(&r);
}

TEST(presence_is_fresh_up_to_its_time_and_not_beyond)
{
    begin("meeting", RIG_VERSION);
    check_text(present("'A02'"), "ok");
    rig_block(&r, 4000);
    check_text(adopt("meeting"), "ok");
    to_the_end();
    check_text(present("'A02'"), "ok");
    rig_block(&r, 5000);
    check_text(rig_say(&r, "A01", "vote.open",
                       "{'body':'council','duration':60000,'motion':'straw','rule':'meeting'}"),
               "no_presence");
    rig_close(&r);
}

TEST(the_next_stage_decides_on_the_same_text_when_its_time_has_come)
{
    struct procedure p;
    struct fact_close f;
    begin("first", RIG_VERSION);
    check_text(adopt("first"), "ok");
    check_text(cast("A01", "Y"), "ok");
    check_text(cast("A02", "N"), "ok");
    to_the_end();
    check_text(outcome(), "deferred tie");
    check_that(rig_last_close(&r, &f));
    check_bytes(f.rule_name, BYTES("first"));
    check_eq(rig_matter_now(&r).stage, MATTER_OPEN);
    check_that(procedure_get(r.state, &r.matter, &p));
    check_bytes(p.rule, BYTES("later"));
    check_bytes(hash_view(&p.root), hash_view(&r.root));
    check_eq(p.from_ms, r.time_ms + 3600000);
    const struct vote x = now();
    check_bytes(hash_view(&p.after), hash_view(&x.id));
    check_text(adopt("later"), "deferred");
    check_text(adopt("first"), "wrong_rule");
    check_text(rig_silence(&r), "deferred");
    rig_block(&r, p.from_ms - 1000 - r.time_ms);
    check_text(adopt("later"), "ok"); /* in the block at the time */
    check_text(cast("A01", "Y"), "ok");
    check_text(cast("A02", "N"), "ok");
    to_the_end();
    check_text(outcome(), "adopted carried");
    check_eq(rig_matter_now(&r).stage, MATTER_ADOPTED);
    rig_close(&r);
}

TEST(another_text_of_the_matter_begins_at_the_first_stage)
{
    begin("first", RIG_VERSION);
    check_text(adopt("first"), "ok");
    to_the_end();
    check_text(outcome(), "deferred short_of_votes");
    check_text(rig_propose(&r, "A02", "p3", "first", 900), "ok");
    check_text(rig_version(&r), "ok");
    check_text(adopt("later"), "wrong_rule");
    check_text(adopt("first"), "ok");
    rig_close(&r);
}

TEST(a_broken_silence_is_followed_by_the_vote_behind_it)
{
    struct fact_close f;
    begin("tacit", RIG_RUNNING);
    check_text(rig_object(&r, "A03"), "ok");
    check_that(rig_last_close(&r, &f));
    check_bytes(f.outcome, BYTES("deferred"));
    check_bytes(f.reason, BYTES("objected"));
    check_eq(rig_matter_now(&r).stage, MATTER_OPEN);
    check_text(adopt("tacit"), "wrong_rule");
    check_text(adopt("majority"), "ok");
    check_text(cast("A01", "Y"), "ok");
    to_the_end();
    check_text(outcome(), "adopted carried");
    check_that(rig_last_close(&r, &f));
    check_eq(f.statement, 1);
    rig_to(&r, RIG_OPENED);
    rig_close(&r);
}

TEST(an_at_once_stage_is_decided_by_the_same_positions_and_named)
{
    struct fact_close f;
    begin("strict", RIG_VERSION);
    check_text(adopt("strict"), "ok");
    check_text(cast("A01", "Y"), "ok");
    to_the_end();
    check_text(outcome(), "adopted carried");
    check_that(rig_last_close(&r, &f));
    check_bytes(f.rule_name, BYTES("majority"));
    rig_close(&r);
}

TEST(a_referred_matter_goes_to_the_next_body_and_its_chair_goes_on)
{
    struct hash found;
    begin("upward", RIG_VERSION);
    check_text(adopt("upward"), "ok");
    to_the_end();
    check_text(outcome(), "referred short_of_votes");
    check_bytes(rig_matter_now(&r).body, BYTES("group"));
    check_bytes(rig_matter_now(&r).rule, BYTES("majority"));
    check_that(matter_find(r.state, BYTES("council"), rig_matter_now(&r).reference, &found));
    check_bytes(hash_view(&found), hash_view(&r.matter));
    check_that(matter_find(r.state, BYTES("group"), rig_matter_now(&r).reference, &found));
    check_text(adopt("majority"), "unknown_matter");
    check_text(rig_propose(&r, "A02", "p3", "first", 900), "ok");
    check_text(rig_propose(&r, "A03", "p4", "first", 901), "not_seated");
    check_text(rig_version(&r), "ok");
    check_text(rig_say(&r, "A01", "vote.open",
                       "{'body':'group','duration':60000,'matter':$m,'motion':'adopt','root':$r,"
                       "'rule':'majority'}"),
               "ok");
    check_eq(now().seat_count, 2);
    check_text(cast("A02", "Y"), "ok");
    to_the_end();
    check_text(outcome(), "adopted carried");
    rig_close(&r);
}

TEST(a_lapsed_matter_is_at_its_end_and_a_deferred_one_is_open)
{
    begin("lapsing", RIG_VERSION);
    check_text(adopt("lapsing"), "ok");
    to_the_end();
    check_text(outcome(), "lapsed short_of_votes");
    check_eq(rig_matter_now(&r).stage, MATTER_LAPSED);
    check_text(adopt("lapsing"), "wrong_stage");
    check_text(rig_propose(&r, "A02", "p3", "first", 900), "wrong_stage");
    check_text(rig_say(&r, "A02", "matter.position", "{'position':'Y','root':$r}"), "wrong_stage");
    rig_close(&r);
    begin("deferring", RIG_VERSION);
    check_text(adopt("deferring"), "ok");
    to_the_end();
    check_text(outcome(), "deferred short_of_votes");
    check_text(adopt("deferring"), "ok");
    rig_close(&r);
}

TEST(without_a_quorum_nothing_is_decided_and_the_same_stage_may_vote_again)
{
    struct procedure p;
    begin("quorate", RIG_VERSION);
    check_text(adopt("quorate"), "ok");
    check_text(cast("A01", "Y"), "ok");
    to_the_end();
    check_text(outcome(), "no_quorum no_quorum");
    check_that(procedure_get(r.state, &r.matter, &p));
    check_that(hash_is_zero(&p.root));
    check_text(adopt("quorate"), "ok");
    rig_close(&r);
}

TEST(a_party_that_the_chair_names_is_one_for_this_vote)
{
    begin(NULL, RIG_FOUNDED);
    check_text(rig_say(&r, "A01", "vote.open",
                       "{'body':'council','duration':60000,'motion':'straw','rule':'party',"
                       "'tags':[{'member':'A02','tag':'PARTY'}]}"),
               "ok");
    check_text(cast("A01", "Y"), "ok");
    check_text(cast("A03", "Y"), "ok");
    check_text(cast("A02", "N"), "ok");
    to_the_end();
    check_text(outcome(), "rejected short_of_votes"); /* its N counts twice */
    rig_close(&r);
}

TEST(a_position_without_a_reason_does_not_count_where_the_rule_says_so)
{
    begin(NULL, RIG_FOUNDED);
    for (int i = 0; i < 2; i++) {
        check_text(rig_say(&r, "A01", "vote.open",
                           "{'body':'council','duration':60000,'motion':'straw','rule':'reasoned'}"),
                   "ok");
        check_text(cast("A01", "Y"), "ok");
        check_text(rig_say(&r, "A02", "vote.cast", "{'position':'N',%s'vote':$v}",
                           i == 0 ? "" : "'reason':'why',"),
                   "ok");
        to_the_end();
        check_text(outcome(), i == 0 ? "adopted carried" : "rejected tie");
    }
    rig_close(&r);
}

TEST(a_poll_lasts_as_long_as_its_rule_says)
{
    begin(NULL, RIG_FOUNDED);
    static const struct {
        int duration;
        const char *result;
    } rows[] = {{19999, "wrong_duration"}, {20000, "ok"}, {90000, "ok"}, {90001, "wrong_duration"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_text(rig_say(&r, "A01", "vote.open",
                           "{'body':'council','duration':%d,'motion':'straw','rule':'slow'}",
                           rows[i].duration),
                   rows[i].result);
    }
    for (int i = 1; i <= 4; i++) {
        check_text(cast(arena_printf(&r.arena, "A0%d", i), "Y"), "ok");
    }
    check_text(rig_say(&r, "A01", "vote.close", "{'vote':$v}"), "too_early");
    rig_until(&r, now().opened_ms + 19000);
    check_text(rig_say(&r, "A01", "vote.close", "{'vote':$v}"), "ok");
    rig_close(&r);
}
