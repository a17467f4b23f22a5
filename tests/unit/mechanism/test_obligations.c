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

/* Each of these is valid by the key that it names, and so it breaks the silence. */
TEST(o14_an_objection_needs_nothing_but_an_authorised_key)
{
    static const char *const who[] = {
        "A02",
        "A02/ambassador",
        "A02/adviser",
        "A02/objection",
        "A02+",
        "A02/objection+A02/adviser",
        "A02/adviser+A02/node", /* a signature too many does no harm */
    };
    EACH_CHARTER(charter)
    {
        for (size_t i = 0; i < sizeof who / sizeof who[0]; i++) {
            begin(charter, 0, RIG_FIRED);
            harness_note("%s", who[i]);
            r.seq = 0;
            r.expires_ms = 1; /* long ago */
            check_text(rig_object(&r, who[i]), "ok");
            check_eq(rig_silence_now(&r).stage, SILENCE_BROKEN);
            rig_close(&r);
        }
        begin(charter, 0, RIG_FIRED);
        check_text(rig_object(&r, "A02/node"), "out_of_mandate");
        check_text(rig_object(&r, "A02/node+A02/adviser"), "out_of_mandate");
        check_eq(rig_silence_now(&r).stage, SILENCE_FIRED);
        rig_close(&r);
    }
}
