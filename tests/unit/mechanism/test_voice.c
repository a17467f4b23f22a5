/* The ceremony that makes the organisation's key. */
#include "mechanism/voice.h"

#include <string.h>

#include "base/limits.h"
#include "mechanism/clock.h"
#include "support/harness.h"
#include "support/rig_voice.h"

static struct rig r;
static struct rig_voice v;

static void begin(size_t members)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .members = members});
    rig_voice_begin(&v, &r, 7);
}

TEST(a_ceremony_begins_when_all_members_have_asked_for_the_same)
{
    struct voice_ceremony x;
    begin(4);
    check_text(rig_voice_ask(&v, 0), "ok");
    check_text(rig_voice_ask(&v, 1), "ok");
    check_text(rig_voice_ask(&v, 1), "ok");
    v.duration_ms = 90000;
    check_text(rig_voice_ask(&v, 2), "ok");
    check_text(rig_voice_ask(&v, 3), "ok");
    check_that(!voice_ceremony_last(r.state, &r.arena, &x)); /* two ask for other rounds */
    check_text(rig_voice_ask(&v, 0), "ok");
    const uint64_t size = record_size(r.record);
    check_text(rig_voice_ask(&v, 1), "ok");
    check_text(rig_facts_since(&r, size), "block ceremony");
    x = rig_voice_ceremony(&v);
    check_eq(x.stage, CEREMONY_JOINING);
    check_eq(x.threshold, 3);
    check_eq(x.seat_count, 4);
    check_eq(x.duration_ms, 90000);
    check_eq(x.deadline_ms, r.time_ms + 90000);
    check_eq(rig_next_ms(&r), x.deadline_ms);
    check_eq(clock_pulse_ms(r.state, &r.arena), 90000 / 8);
    int64_t asked = 0;
    check_that(!voice_asks(r.state, BYTES("A01"), &asked));
    rig_close(&r);
}

TEST(the_threshold_is_two_thirds_and_one_more_or_what_the_charter_says)
{
    struct charter c = {.voice_threshold = 0};
    static const int64_t of_members[] = {1, 2, 3, 3, 4, 5, 5};
    for (size_t n = 1; n <= 7; n++) {
        check_eq(voice_threshold(&c, n), of_members[n - 1]);
    }
    check_eq(voice_threshold(&c, 32), 22);
    check_eq(voice_threshold(&c, 193), 129);
    c.voice_threshold = 2;
    check_eq(voice_threshold(&c, 3), 2);
}

TEST(a_ceremony_of_all_makes_a_key_that_every_holder_has_a_share_of)
{
    struct voice voice;
    begin(4);
    check_that(!voice_get(r.state, &r.arena, &voice));
    rig_voice_to(&v, CEREMONY_CONFIRMING);
    const struct voice_ceremony x = rig_voice_ceremony(&v);
    check_that(!hash_is_zero(&x.transcript));
    check_that(voice_promised(r.state, &r.arena, &voice) && voice.since == 0);
    for (size_t i = 0; i < 3; i++) {
        check_text(rig_voice_confirm(&v, i), "ok");
        check_that(!voice_get(r.state, &r.arena, &voice));
    }
    const uint64_t size = record_size(r.record);
    check_text(rig_voice_confirm(&v, 3), "ok");
    check_text(rig_facts_since(&r, size), "block key");
    check_that(!voice_promised(r.state, &r.arena, &voice));
    check_that(voice_get(r.state, &r.arena, &voice));
    check_that(public_key_equal(&voice.key, &x.key));
    check_that(hash_equal(&voice.transcript, &x.transcript));
    check_eq(voice.threshold, 3);
    check_eq(voice.seat_count, 4);
    for (size_t i = 0; i < 4; i++) {
        struct point own;
        check_that(point_base(&v.holders[i].share, &own));
        check_that(point_equal(&own, &voice.seats[i].share));
    }
    check_eq(rig_next_ms(&r), 0);
    check_eq(rig_count_facts(&r, "ceremony"), 1);
    check_eq(rig_count_facts(&r, "parties"), 1);
    check_eq(rig_count_facts(&r, "transcript"), 1);
    rig_close(&r);
}

/* Whom a round lacked stands in the fact; a new ceremony needs a new decision, and makes another key. */
TEST(what_a_round_lacks_at_its_deadline_makes_the_ceremony_void_and_names_whom)
{
    static const enum ceremony_stage rounds[] = {CEREMONY_JOINING, CEREMONY_DEALING, CEREMONY_CONFIRMING};
    static const char *const words[] = {"joining", "dealing", "confirming"};
    begin(4);
    for (size_t k = 0; k < 3; k++) {
        struct voice voice;
        rig_voice_to(&v, rounds[k]);
        for (size_t i = 0; i < 4; i += 2) {
            check_text(rounds[k] == CEREMONY_JOINING   ? rig_voice_join(&v, i)
                       : rounds[k] == CEREMONY_DEALING ? rig_voice_deal(&v, i)
                                                       : rig_voice_confirm(&v, i),
                       "ok");
        }
        rig_until(&r, rig_voice_ceremony(&v).deadline_ms);
        const struct voice_ceremony x = rig_voice_ceremony(&v);
        struct entry e;
        struct bytes body;
        check_eq(x.stage, CEREMONY_VOID);
        check_ok(record_read(r.record, (uint64_t)x.ended, &r.arena, &e, &body));
        check_text(
            arena_text(&r.arena, body),
            arena_printf(
                &r.arena,
                "{\"ceremony\":\"%s\",\"kind\":\"void\",\"missing\":[\"A02\",\"A04\"],\"round\":\"%s\","
                "\"time\":%lld}",
                hash_hex(&x.id).text, words[k], (long long)r.time_ms));
        check_that(!voice_get(r.state, &r.arena, &voice));
        check_that(!voice_promised(r.state, &r.arena, &voice));
        check_text(rig_say(&r, "A01/node", "node.confirm", "{'ceremony':$c,'transcript':$t}"), "wrong_round");
    }
    rig_voice_to(&v, CEREMONY_DONE);
    rig_close(&r);
}

TEST(a_halt_gives_its_time_back_to_a_ceremony)
{
    begin(4);
    rig_voice_to(&v, CEREMONY_DEALING);
    const int64_t deadline = rig_voice_ceremony(&v).deadline_ms;
    rig_block(&r, 3600000);
    check_eq(rig_voice_ceremony(&v).stage, CEREMONY_DEALING);
    check_eq(rig_voice_ceremony(&v).deadline_ms, deadline + 3600000 - 60000 / 8);
    rig_voice_to(&v, CEREMONY_DONE);
    rig_close(&r);
}

TEST(nobody_joins_with_the_key_of_another_or_with_a_proof_of_another_ceremony)
{
    struct entry e;
    struct bytes carried;
    struct act joined;
    begin(4);
    rig_voice_to(&v, CEREMONY_JOINING);
    check_text(rig_voice_join(&v, 0), "ok");
    check_ok(record_read(r.record, (uint64_t)rig_voice_ceremony(&v).seats[0].joined, &r.arena, &e, &carried));
    check_eq(act_decode(&r.arena, carried, &joined, NULL), ACCEPTED);
    struct hash key = act_value(&joined, "key")->hash;
    struct buffer b;
    buffer_init(&b, 1024);
    buffer_add_text(&b, "{'ceremony':$c,'key':'");
    buffer_add_text(&b, hash_hex(&key).text);
    buffer_add_text(&b,
                    "','proof':'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                    "AAAAAAAAAA=='}");
    check_text(rig_say(&r, "A02/node", "node.join", "%s", buffer_text(&b)), "bad_proof");
    buffer_done(&b);
    /* The same key and proof, word for word, under the name of another node. */
    const struct json *body = NULL;
    struct act_frame frame;
    check_ok(act_read(&r.arena, joined.payload, &frame, &body, NULL));
    struct bytes proof;
    check_that(json_get_text(body, "proof", &proof));
    check_text(rig_say(&r, "A02/node", "node.join", "{'ceremony':$c,'key':'%s','proof':'%s'}",
                       hash_hex(&key).text, arena_text(&r.arena, proof)),
               "bad_proof");
    check_text(rig_voice_join(&v, 1), "ok");
    rig_close(&r);
}

/* A dealing is for its dealer, its ceremony and its parties, and has its exact size. */
TEST(a_dealing_of_another_or_of_another_size_is_refused)
{
    begin(4);
    rig_voice_to(&v, CEREMONY_DEALING);
    const char *own = rig_voice_dealing(&v, 0);
    check_text(rig_say(&r, "A02/node", "node.deal", "{'ceremony':$c,'dealing':'%s'}", own), "bad_dealing");
    char *changed = arena_text(&r.arena, bytes_of_text(own));
    changed[0] = changed[0] == 'A' ? 'B' : 'A';
    check_text(rig_say(&r, "A01/node", "node.deal", "{'ceremony':$c,'dealing':'%s'}", changed),
               "bad_dealing");
    check_text(rig_say(&r, "A01/node", "node.deal", "{'ceremony':$c,'dealing':'%sAAAA'}", own),
               "bad_dealing");
    check_text(rig_say(&r, "A01/node", "node.deal", "{'ceremony':$c,'dealing':'%s'}", own), "ok");
    rig_close(&r);
}

TEST(a_node_that_joined_stays_the_party_though_another_is_enrolled)
{
    begin(4);
    rig_voice_to(&v, CEREMONY_DEALING);
    check_text(rig_say(&r, "A01+", "member.enrol", "{'key':'%s','name':'Second','powers':[],'role':'node'}",
                       rig_key(&r, "A01/second", "node")),
               "ok");
    check_text(
        rig_say(&r, "A01/second", "node.deal", "{'ceremony':$c,'dealing':'%s'}", rig_voice_dealing(&v, 0)),
        "not_party");
    check_text(rig_voice_deal(&v, 0), "ok");
    rig_close(&r);
}

TEST(rounds_last_from_ten_seconds_to_a_month)
{
    begin(2);
    v.duration_ms = CEREMONY_MS_MIN - 1;
    check_text(rig_voice_ask(&v, 0), "wrong_duration");
    v.duration_ms = CEREMONY_MS_MAX + 1;
    check_text(rig_voice_ask(&v, 0), "wrong_body");
    v.duration_ms = CEREMONY_MS_MAX;
    check_text(rig_voice_ask(&v, 0), "ok");
    v.duration_ms = CEREMONY_MS_MIN;
    rig_voice_to(&v, CEREMONY_JOINING);
    check_eq(clock_pulse_ms(r.state, &r.arena), PULSE_MS_MIN + 250);
    rig_close(&r);
}
