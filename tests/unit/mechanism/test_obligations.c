/* The obligations O1 to O16 of docs/protocol/silence.md as far as the machine keeps them, each with `close
 * all` and with `close n-f`. */
#include <string.h>

#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static void begin(const char *charter, unsigned delay, enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = charter, .delay = delay});
    rig_to(&r, stage);
}

#define EACH_CHARTER(charter)                                                                                \
    for (const char *charter = org_charter; charter != NULL;                                                 \
         charter = charter == org_charter ? org_charter_quorum : NULL)

static const char *tick(const char *who)
{
    return rig_say(&r, who, "node.tick", "{'deadline':%lld,'root':$r,'silence':$s}",
                   (long long)rig_silence_now(&r).deadline_ms);
}

/* The deadline of a silence that is opened after a long rest is reckoned from the block that comes after its
 * own, for the header of its own may be as old as the rest was long. */
TEST(o1_acts_have_the_time_of_the_block_after_theirs)
{
    EACH_CHARTER(charter)
    {
        begin(charter, 1, RIG_VERSION);
        for (size_t i = 0; i < 4; i++) {
            check_text(rig_available(&r, i), "ok");
        }
        check_text(rig_order(&r, "A01", "silence.open", "{'duration':10000,'matter':$m,'root':$r}"), "ok");
        r.silence = r.id;
        rig_block(&r, 1); /* its own, stamped as soon as the last block was over */
        const int64_t own = r.time_ms;
        rig_block(&r, 3600000);
        check_eq(rig_silence_now(&r).stage, SILENCE_RUNNING);
        check_eq(rig_silence_now(&r).opened_ms, own + 3600000);
        check_eq(rig_silence_now(&r).deadline_ms, own + 3600000 + 10000);
        rig_close(&r);
    }
}

/* The first silence lapses in the block in which the second one closes. */
TEST(o2_every_close_of_a_block_comes_before_every_lapse)
{
    begin(org_charter, 0, RIG_FIRED);
    const struct silence first = rig_silence_now(&r);
    check_text(rig_clear(&r, 0), "ok");
    rig_forget(&r);
    rig_to(&r, RIG_FIRED);
    for (size_t i = 0; i < 3; i++) {
        check_text(rig_clear(&r, i), "ok");
    }
    const struct silence second = rig_silence_now(&r);
    rig_until(&r, first.deadline_ms + first.extra_ms - 1000);
    const uint64_t size = record_size(r.record);
    check_text(rig_clear(&r, 3), "ok");
    check_text(rig_facts_since(&r, size), "block close close");
    struct silence x;
    check_that(silence_get(r.state, &second.id, &r.arena, &x));
    check_eq(x.stage, SILENCE_CLOSED);
    check_eq(x.ended, size + 2);
    check_that(silence_get(r.state, &first.id, &r.arena, &x));
    check_eq(x.stage, SILENCE_LAPSED);
    check_eq(x.ended, size + 3);
    rig_close(&r);
}

/* Whatever else would have happened in this block, the objection is interpreted first. */
TEST(o2_an_objection_in_the_closing_block_counts)
{
    EACH_CHARTER(charter)
    {
        struct fact_close f;
        begin(charter, 0, RIG_FIRED);
        for (size_t i = 0; i < 4; i++) {
            check_text(rig_order_clear(&r, i), "ok");
        }
        check_text(rig_object(&r, "A04/objection"), "ok"); /* behind them in the same block */
        check_eq(rig_silence_now(&r).stage, SILENCE_BROKEN);
        check_that(rig_last_close(&r, &f));
        check_bytes(f.outcome, BYTES("rejected"));
        check_bytes(f.reason, BYTES("objected"));
        rig_close(&r);
    }
}

static const char object[] = "{'reason':'no','root':$r}";

TEST(o3_a_valid_objection_in_the_pending_block_holds_the_close_back)
{
    EACH_CHARTER(charter)
    {
        begin(charter, 1, RIG_FIRED);
        for (size_t i = 0; i < 4; i++) {
            check_text(rig_order_clear(&r, i), "ok");
        }
        rig_block(&r, 500);
        check_text(rig_order(&r, "A04/objection", "objection.raise", object), "ok");
        rig_block(&r, 500); /* interprets the clears; the objection is pending */
        check_eq(rig_silence_now(&r).stage, SILENCE_FIRED);
        rig_block(&r, 500);
        check_eq(rig_silence_now(&r).stage, SILENCE_BROKEN);
        rig_close(&r);
    }
}

TEST(o3_what_is_not_valid_in_the_pending_block_does_not_hold_it_back)
{
    static const struct {
        const char *who;
        const char *body;
        bool of_group; /* where A03 and A04 have no seat */
        bool holds;
    } rows[] = {
        {"A02", object, false, true},
        {"A02/gone_later", object, false, true}, /* revoked, but after the opening */
        {"A02/gone_before", object, false, false},
        {"A02/adviser", "{'reason':'no','root':$s}", false, false}, /* another text */
        {"A02/node", object, false, false},
        {"A03", object, true, false},
    };
    EACH_CHARTER(charter)
    {
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            rig_open(&r, &(struct rig_options){.folder = harness_folder(),
                                               .charter = charter,
                                               .delay = 1,
                                               .body = rows[i].of_group ? "group" : NULL});
            harness_note("row %zu", i);
            for (int k = 0; k < 2; k++) {
                const char *name = k == 0 ? "A02/gone_later" : "A02/gone_before";
                check_text(rig_say(&r, "A02+", "member.enrol",
                                   "{'key':'%s','name':'n','powers':[],'role':'objection'}",
                                   rig_key(&r, name, "objection")),
                           "ok");
            }
            check_text(rig_say(&r, "A02", "member.revoke", "{'key':$(A02/gone_before)}"), "ok");
            rig_to(&r, RIG_WAITING);
            check_text(rig_say(&r, "A02", "member.revoke", "{'key':$(A02/gone_later)}"), "ok");
            rig_to(&r, RIG_FIRED);
            for (size_t k = 0; k < (rows[i].of_group ? 2 : 4); k++) {
                check_text(rig_order_clear(&r, k), "ok");
            }
            rig_block(&r, 500);
            check_text(rig_order(&r, rows[i].who, "objection.raise", "%s", rows[i].body), "ok");
            rig_block(&r, 500);
            check_eq(rig_silence_now(&r).stage, rows[i].holds ? SILENCE_FIRED : SILENCE_CLOSED);
            rig_close(&r);
        }
    }
}

/* The same act: enrolled one block before its objection it is authorised where the close would be, enrolled
 * in the same block it is not. */
TEST(o3_a_key_enrolled_only_in_the_pending_block_does_not_hold_it_back)
{
    EACH_CHARTER(charter)
    {
        for (int before = 0; before < 2; before++) {
            begin(charter, 1, RIG_FIRED);
            const char *enrol =
                arena_printf(&r.arena, "{'key':'%s','name':'n','powers':[],'role':'objection'}",
                             rig_key(&r, "A02/fresh", "objection"));
            for (size_t i = 0; i < 4; i++) {
                check_text(rig_order_clear(&r, i), "ok");
            }
            if (before == 1) {
                check_text(rig_order(&r, "A02+", "member.enrol", "%s", enrol), "ok");
            }
            rig_block(&r, 500);
            if (before == 0) {
                check_text(rig_order(&r, "A02+", "member.enrol", "%s", enrol), "ok");
            }
            rig_order_unchecked(&r, rig_envelope(&r, "A02/fresh", "objection.raise", object));
            rig_block(&r, 500);
            check_eq(rig_silence_now(&r).stage, before == 1 ? SILENCE_FIRED : SILENCE_CLOSED);
            rig_block(&r, 500);
            check_eq(rig_silence_now(&r).stage, before == 1 ? SILENCE_BROKEN : SILENCE_CLOSED);
            rig_close(&r);
        }
    }
}

TEST(o3_a_pending_objection_that_is_in_the_record_already_has_done_its_work)
{
    begin(org_charter, 1, RIG_VERSION);
    const struct bytes objection = rig_envelope(&r, "A02/objection", "objection.raise", object);
    check_text(rig_order_envelope(&r, objection), "ok");
    const struct hash id = r.id;
    rig_block(&r, 500);
    rig_block(&r, 500);
    check_text(rig_say(&r, "A02+", "objection.withdraw", "{'objection':'%s'}", hash_hex(&id).text), "ok");
    rig_to(&r, RIG_FIRED);
    for (size_t i = 0; i < 4; i++) {
        check_text(rig_order_clear(&r, i), "ok");
    }
    rig_block(&r, 500);
    check_text(rig_order_envelope(&r, objection), "ok"); /* sent once more */
    rig_block(&r, 500);
    check_eq(rig_silence_now(&r).stage, SILENCE_CLOSED);
    rig_close(&r);
}

TEST(o3_a_pending_objection_holds_back_the_lapse_too)
{
    EACH_CHARTER(charter)
    {
        struct fact_close f;
        begin(charter, 1, RIG_FIRED); /* nobody is clear */
        rig_until(&r, rig_silence_now(&r).deadline_ms + rig_silence_now(&r).extra_ms - 1000);
        check_text(rig_order(&r, "A04/objection", "objection.raise", object), "ok");
        rig_block(&r, 1000);
        check_eq(rig_silence_now(&r).stage, SILENCE_FIRED);
        rig_block(&r, 1000);
        check_that(rig_last_close(&r, &f));
        check_bytes(f.reason, BYTES("objected"));
        rig_close(&r);
    }
}

TEST(o4_a_tick_before_its_time_is_not_used_up)
{
    EACH_CHARTER(charter)
    {
        begin(charter, 0, RIG_RUNNING);
        const uint64_t size = record_size(r.record);
        r.seq = 0;
        check_text(tick("A01/node"), "too_early");
        check_that(!r.results[0].recorded);
        check_eq(r.results[0].index, size);
        check_eq(record_size(r.record), size);
        rig_until(&r, rig_silence_now(&r).deadline_ms - 1000);
        r.seq = 0; /* byte for byte the same act */
        check_text(tick("A01/node"), "ok");
        check_that(r.results[0].recorded);
        check_eq(rig_silence_now(&r).stage, SILENCE_FIRED);
        rig_close(&r);
    }
}

/* Whatever lengthens a silence moves D until it has fired, and E from then on. */
TEST(o5_once_fired_a_deadline_never_moves)
{
    enum { GAP, NOT_RECEIVED, EXTENSION, WAYS };
    EACH_CHARTER(charter)
    {
        for (int way = 0; way < WAYS; way++) {
            for (int fired = 0; fired < 2; fired++) {
                begin(charter, 0, fired == 1 ? RIG_FIRED : RIG_RUNNING);
                harness_note("way %d, fired %d", way, fired);
                const struct silence before = rig_silence_now(&r);
                int64_t by = 20000 - 1250;
                if (way == GAP) {
                    rig_block(&r, 20000);
                } else if (way == NOT_RECEIVED) {
                    check_text(rig_say(&r, "A02", "silence.not_received", "{'silence':$s}"), "ok");
                    by = 2500;
                } else {
                    check_text(rig_say(&r, "A01", "silence.extend", "{'by':7000,'silence':$s}"), "ok");
                    by = 7000;
                }
                const struct silence x = rig_silence_now(&r);
                check_eq(x.deadline_ms, before.deadline_ms + (fired == 1 ? 0 : by));
                check_eq(x.extra_ms, before.extra_ms + (fired == 1 ? by : 0));
                rig_close(&r);
            }
        }
    }
}

/* A matter of the working group, where A01 and A02 sit and A03 and A04 may. */
static void begin_group(const char *charter, enum rig_stage stage)
{
    begin(charter, 0, RIG_FOUNDED);
    check_text(rig_say(&r, "A03", "body.seat", "{'body':'group','seated':true}"), "ok");
    check_text(
        rig_say(&r, "A01", "matter.open",
                "{'body':'group','languages':['en','fr'],'reference':'g','rule':'silence','title':'T'}"),
        "ok");
    r.matter = r.id;
    rig_to(&r, stage);
}

TEST(o10_a_member_that_leaves_the_body_is_not_spoken_for_and_its_node_stays_in_the_set)
{
    EACH_CHARTER(charter)
    {
        struct fact_close f;
        begin_group(charter, RIG_RUNNING);
        check_text(rig_say(&r, "A03", "body.seat", "{'body':'group','seated':false}"), "ok");
        check_text(rig_say(&r, "A04", "body.seat", "{'body':'group','seated':true}"), "ok");
        rig_to(&r, RIG_FIRED);
        check_text(rig_clear(&r, 3), "not_clearing");
        check_text(rig_order_clear(&r, 0), "ok");
        check_text(rig_clear(&r, 1), "ok");
        check_eq(rig_silence_now(&r).stage, SILENCE_FIRED); /* n is three, f is none */
        check_text(rig_clear(&r, 2), "ok");
        check_that(rig_last_close(&r, &f));
        check_bytes(f.outcome, BYTES("adopted"));
        check_text(rig_codes(&r, f.speaking_for, f.speaking_for_count), "A01 A02");
        check_eq(f.not_reached_count, 0);
        rig_close(&r);
    }
}

TEST(o10_who_left_the_body_may_still_break_the_silence_and_who_came_later_may_not)
{
    EACH_CHARTER(charter)
    {
        begin_group(charter, RIG_RUNNING);
        check_text(rig_say(&r, "A03", "body.seat", "{'body':'group','seated':false}"), "ok");
        check_text(rig_say(&r, "A04", "body.seat", "{'body':'group','seated':true}"), "ok");
        check_text(rig_object(&r, "A04"), "ok");
        check_eq(rig_silence_now(&r).stage, SILENCE_RUNNING);
        check_text(rig_object(&r, "A03/objection"), "ok");
        check_eq(rig_silence_now(&r).stage, SILENCE_BROKEN);
        rig_close(&r);
    }
}

TEST(o10_a_change_of_clearing_nodes_touches_no_open_silence)
{
    EACH_CHARTER(charter)
    {
        begin(charter, 0, RIG_FIRED);
        check_eq(rig_silence_now(&r).nodes, 4);
        check_eq(rig_silence_now(&r).faulty, 1);
        check_text(rig_order(&r, "A04", "member.clearing", "{'node':$(A01/node)}"), "ok");
        for (size_t i = 0; i < 3; i++) {
            check_text(rig_order_clear(&r, i), "ok");
        }
        rig_block(&r, 500);
        check_eq(rig_silence_now(&r).stage,
                 SILENCE_FIRED); /* the node that A04 had at the opening is needed */
        check_eq(rig_silence_now(&r).nodes, 4);
        check_text(rig_order_clear(&r, 3), "ok");
        rig_block(&r, 500);
        check_eq(rig_silence_now(&r).stage, SILENCE_CLOSED);
        rig_close(&r);
    }
}

/* It is silent from then on: one of the f. */
TEST(o10_a_node_whose_key_is_revoked_stays_in_the_set_and_cannot_speak)
{
    EACH_CHARTER(charter)
    {
        struct fact_close f;
        begin(charter, 0, RIG_FIRED);
        check_text(rig_order(&r, "A04", "member.revoke", "{'key':$(A04/node)}"), "ok");
        for (size_t i = 0; i < 4; i++) {
            check_text(rig_order_clear(&r, i), "ok");
        }
        rig_block(&r, 500);
        check_text(rig_result(&r, 4), "key_revoked");
        check_eq(rig_silence_now(&r).stage, SILENCE_FIRED);
        rig_until(&r, rig_silence_now(&r).deadline_ms + rig_silence_now(&r).extra_ms);
        check_that(rig_last_close(&r, &f));
        if (charter == org_charter) {
            check_bytes(f.outcome, BYTES("lapsed"));
            check_text(rig_codes(&r, f.not_reached, f.not_reached_count), "A04");
        } else {
            check_bytes(f.outcome, BYTES("adopted"));
            check_eq(f.not_reached_count, 0); /* it had said that it holds the text */
        }
        rig_close(&r);
    }
}
