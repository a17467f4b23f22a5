/* Objections: standing, withdrawn, and what they do to silences. */
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static void begin(const char *body, enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .body = body});
    rig_to(&r, stage);
}

TEST(a_silence_over_a_standing_objection_is_refused_until_it_is_withdrawn)
{
    begin(NULL, RIG_VERSION);
    check_text(rig_object(&r, "A03/objection"), "ok");
    check_text(rig_silence(&r), "standing_objection");
    check_text(rig_say(&r, "A03+", "objection.withdraw", "{'objection':$o}"), "ok");
    check_text(rig_silence(&r), "ok");
    rig_close(&r);
}

TEST(each_objection_of_a_member_must_be_withdrawn)
{
    begin(NULL, RIG_VERSION);
    check_text(rig_object(&r, "A03/objection"), "ok");
    const struct hash first = r.objection;
    check_text(rig_object(&r, "A03/adviser"), "ok");
    check_text(rig_say(&r, "A03+", "objection.withdraw", "{'objection':$o}"), "ok");
    check_text(rig_silence(&r), "standing_objection");
    r.objection = first;
    check_text(rig_say(&r, "A03+", "objection.withdraw", "{'objection':$o}"), "ok");
    check_text(rig_silence(&r), "ok");
    rig_close(&r);
}

/* It stood when its key lived; that the key is revoked later does not take it back. */
TEST(an_objection_outlives_its_key)
{
    begin(NULL, RIG_VERSION);
    check_text(rig_object(&r, "A03/objection"), "ok");
    check_text(rig_say(&r, "A03", "member.revoke", "{'key':$(A03/objection)}"), "ok");
    check_text(rig_silence(&r), "standing_objection");
    check_text(rig_say(&r, "A03+", "objection.withdraw", "{'objection':$o}"), "ok");
    check_text(rig_silence(&r), "ok");
    rig_close(&r);
}

/* Raised and withdrawn in one block while the silence runs: it is broken all the same. */
TEST(withdrawing_at_once_does_not_mend_a_broken_silence)
{
    begin(NULL, RIG_RUNNING);
    check_text(rig_order(&r, "A03/objection", "objection.raise", "{'reason':'no','root':$r}"), "ok");
    const struct hash id = r.id;
    check_text(rig_order(&r, "A03+", "objection.withdraw", "{'objection':'%s'}", hash_hex(&id).text), "ok");
    const uint64_t size = record_size(r.record);
    rig_block(&r, 1000);
    check_text(rig_result(&r, 1), "ok");
    check_eq(rig_silence_now(&r).stage, SILENCE_BROKEN);
    check_text(rig_facts_since(&r, size), "block close");
    rig_block(&r, 1000);
    check_text(rig_facts_since(&r, size), "block close"); /* its end is told once */
    struct objection o;
    struct hash root;
    check_that(objection_get(r.state, &id, &root, &o));
    check_that(o.withdrawn);
    check_bytes(hash_view(&root), hash_view(&r.root));
    rig_close(&r);
}

TEST(a_broken_silence_gives_the_matter_back_to_the_members)
{
    struct fact_close f;
    begin(NULL, RIG_RUNNING);
    check_text(rig_order(&r, "A02/objection", "objection.raise", "{'reason':'no','root':$r}"), "ok");
    check_text(rig_order(&r, "A03/objection", "objection.raise", "{'reason':'nor we','root':$r}"), "ok");
    rig_block(&r, 1000);
    check_text(rig_result(&r, 1), "ok");
    check_eq(rig_count_facts(&r, "close"), 1);
    check_that(rig_last_close(&r, &f));
    check_bytes(f.outcome, BYTES("rejected"));
    check_bytes(f.reason, BYTES("objected"));
    check_eq(f.speaking_for_count, 0);
    check_eq(f.not_reached_count, 0);
    check_eq(rig_matter_now(&r).stage, MATTER_OPEN);
    check_eq(rig_silence_now(&r).ended, record_size(r.record) - 1);
    check_text(rig_propose(&r, "A02", "p3", "x", 900), "ok"); /* work goes on */
    rig_close(&r);
}

/* A position against is counted by the rule; it breaks nothing. */
TEST(a_position_against_is_no_objection)
{
    struct fact_close f;
    begin(NULL, RIG_RUNNING);
    check_text(rig_say(&r, "A03", "matter.position", "{'position':'N','reason':'x','root':$r}"), "ok");
    check_eq(rig_silence_now(&r).stage, SILENCE_RUNNING);
    rig_to(&r, RIG_FIRED);
    for (size_t i = 0; i < 4; i++) {
        check_text(rig_clear(&r, i), "ok");
    }
    check_that(rig_last_close(&r, &f));
    check_bytes(f.outcome, BYTES("rejected"));
    check_eq(rig_silence_now(&r).stage, SILENCE_CLOSED);
    rig_close(&r);
}

static const char lazy_charter[] =
    "charter \"lazy\" title \"A word against counts with its reason\";\nlanguages en, fr;\n"
    "body council {\n    members all;\n    chair rotation;\n    rules silence;\n}\n"
    "rule silence {\n    allow Y L N;\n    default L;\n    void N without REASONED;\n"
    "    pass n(N) = 0 & n(Y) + n(L) > 0;\n    clock at least 10s;\n    close all within 60s;\n}\n";

/* The rule is about positions; an objection always has its reason, and no rule asks after it. */
TEST(a_silence_voids_a_position_without_its_reason_and_never_an_objection)
{
    static const struct {
        const char *said;
        const char *outcome;
    } rows[] = {
        {"{'position':'N','root':$r}", "adopted"},
        {"{'position':'N','reason':'it is too dear','root':$r}", "rejected"},
    };
    struct fact_close f;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = lazy_charter});
        rig_to(&r, RIG_RUNNING);
        check_text(rig_say(&r, "A02", "matter.position", "%s", rows[1 - i].said), "ok");
        check_text(rig_say(&r, "A02", "matter.position", "%s", rows[i].said), "ok"); /* the last one counts */
        rig_to(&r, RIG_FIRED);
        for (size_t k = 0; k < 4; k++) {
            check_text(rig_clear(&r, k), "ok");
        }
        check_that(rig_last_close(&r, &f));
        check_bytes(f.outcome, bytes_of_text(rows[i].outcome));
        rig_close(&r);
    }
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = lazy_charter});
    rig_to(&r, RIG_RUNNING);
    check_text(rig_say(&r, "A03", "objection.raise", "{'reason':'','root':$r}"), "wrong_body");
    check_text(rig_say(&r, "A03", "objection.raise", "{'root':$r}"), "wrong_body");
    check_text(rig_say(&r, "A03/objection", "objection.raise", "{'reason':'no','root':$r}"), "ok");
    check_eq(rig_silence_now(&r).stage, SILENCE_BROKEN);
    rig_close(&r);
}

/* Who has no seat is not asked: its objection is on the record, and neither bars nor breaks. */
TEST(an_objection_from_outside_the_body_stands_without_effect)
{
    struct objection *list = NULL;
    begin("group", RIG_VERSION);
    check_text(rig_object(&r, "A03"), "ok");
    check_text(rig_silence(&r), "ok");
    check_text(rig_object(&r, "A04/objection"), "ok");
    check_eq(rig_silence_now(&r).stage, SILENCE_WAITING);
    check_eq(objection_list(r.state, &r.root, &r.arena, &list), 2);
    rig_close(&r);
    /* But whoever takes a seat before the opening is asked. */
    begin("group", RIG_VERSION);
    check_text(rig_object(&r, "A03"), "ok");
    check_text(rig_say(&r, "A03", "body.seat", "{'body':'group','seated':true}"), "ok");
    check_text(rig_silence(&r), "standing_objection");
    rig_close(&r);
}

/* In one block, the objection before the opening bars it, and behind it breaks it. */
TEST(in_one_block_the_order_of_objection_and_opening_decides)
{
    for (int objection_first = 0; objection_first < 2; objection_first++) {
        begin(NULL, RIG_VERSION);
        for (int i = 0; i < 2; i++) {
            if (i == objection_first) {
                check_text(rig_order(&r, "A01", "silence.open", "{'duration':10000,'matter':$m,'root':$r}"),
                           "ok");
                r.silence = r.id;
            } else {
                check_text(rig_order(&r, "A03", "objection.raise", "{'reason':'no','root':$r}"), "ok");
            }
        }
        rig_block(&r, 1000);
        if (objection_first == 1) {
            check_text(rig_result(&r, 1), "standing_objection");
        } else {
            check_eq(rig_silence_now(&r).stage, SILENCE_BROKEN);
        }
        rig_close(&r);
    }
}

/* A bracket behind the opening comes too late, before it it bars it. */
TEST(in_one_block_the_order_of_bracket_and_opening_decides)
{
    for (int hold_first = 0; hold_first < 2; hold_first++) {
        begin(NULL, RIG_VERSION);
        for (int i = 0; i < 2; i++) {
            if (i == hold_first) {
                check_text(rig_order(&r, "A01", "silence.open", "{'duration':10000,'matter':$m,'root':$r}"),
                           "ok");
            } else {
                check_text(rig_order(&r, "A03", "matter.hold",
                                     "{'matter':$m,'provision':'p1','reason':'x','release':'y'}"),
                           "ok");
            }
        }
        rig_block(&r, 1000);
        check_text(rig_result(&r, 1), hold_first == 1 ? "held" : "wrong_stage");
        check_text(rig_result(&r, 0), "ok");
        rig_close(&r);
    }
}
