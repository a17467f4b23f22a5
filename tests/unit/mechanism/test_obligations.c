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
