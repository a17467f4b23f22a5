/* Whatever members, delegates and nodes send: the machine stands, refused acts change nothing, and the record
 * gives the same state again. SEED=n replays. */
#include <string.h>

#include "mechanism/motion.h"
#include "mechanism/older.h"
#include "support/harness.h"
#include "support/talk.h"

static struct rig r;
static struct talk t;

enum { RUNS = 16, BLOCKS = 250 };

static struct rig_options options_of(uint64_t seed)
{
    return (struct rig_options){
        .folder = harness_folder(),
        .members = 1 + (size_t)(seed % 5),
        .charter = seed % 4 < 2    ? talk_charter
                   : seed % 4 == 2 ? org_charter
                                   : org_charter_quorum,
        .delay = (unsigned)(seed / 4 % 2),
        .unsigned_acts = true,
    };
}

TEST(random_acts_never_break_what_must_hold_and_replay_to_the_same_digest)
{
    uint64_t accepted = 0;
    uint64_t closes = 0;
    uint64_t votes = 0;
    uint64_t elected = 0;
    uint64_t charters = 0;
    unsigned motions = 0;
    size_t older = 0;
    size_t worked = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        const uint64_t seed = harness_seed() * 1000 + run;
        const struct rig_options options = options_of(seed);
        struct rig again;
        harness_note("SEED=%llu, run %llu", (unsigned long long)harness_seed(), (unsigned long long)run);
        rig_open(&r, &options);
        talk_init(&t, &r, bytes_of(NULL, 0), seed);
        for (int block = 0; block < BLOCKS; block++) {
            const uint32_t acts = talk_choose(&t, 4);
            for (uint32_t i = 0; i < acts; i++) {
                talk_order(&t, false);
            }
            talk_block(&t);
        }
        accepted += t.accepted;
        closes += machine_closes(r.machine);
        votes += t.voted;
        elected += t.elections;
        charters += (uint64_t)t.in_force - 1;
        motions |= t.motions;
        struct older *list = NULL;
        older += older_list(r.state, &r.arena, &list);
        for (size_t i = 0; i < t.seen_count; i++) { /* hours are those of working days */
            worked += t.seen[i].deadline_ms > r.time_ms + 3600000;
        }
        rig_open(&again, &options);
        check_that(talk_replay(&r, &again));
        rig_close(&again);
        rig_close(&r);
    }
    /* The grammar makes sense often enough to get somewhere. */
    check_that(accepted > RUNS * 50);
    check_that(closes > RUNS);
    check_that(votes > RUNS / 2);
    check_that(elected > 0);
    check_that(charters > 0);
    check_that(older > 0);
    check_that(worked > 0);
    size_t adopted = 0;
    for (size_t i = 0; i < motion_count(); i++) {
        adopted += motions >> i & 1U;
    }
    harness_note("motions that were adopted: %x", motions);
    check_that(adopted >= 7);
}

/* The same acts, cut into blocks in another way: one by one, all together, or as it comes. */
TEST(how_acts_are_cut_into_blocks_makes_no_difference_where_time_means_nothing)
{
    enum { ACTS = 120, CUTS = 3 };
    uint64_t ok = 0;
    for (uint64_t run = 0; run < 12; run++) {
        const struct rig_options options = {.folder = harness_folder(), .members = 3, .unsigned_acts = true};
        struct bytes envelopes[ACTS];
        const char *results[ACTS] = {NULL};
        struct bytes described = {NULL, 0};
        struct arena kept = {0};
        size_t count = 0;
        rig_open(&r, &options); /* the first cut: one by one, as the talk goes */
        talk_init(&t, &r, bytes_of(NULL, 0), harness_seed() * 7777 + run);
        while (count < ACTS) {
            talk_order(&t, true);
            if (r.queue_count == 1) {
                envelopes[count] = arena_copy(&kept, r.queue[0].envelope);
                rig_block(&r, 1000);
                talk_listen(&t);
                results[count++] = arena_text(&kept, bytes_of_text(rig_result(&r, 0)));
                ok += strcmp(results[count - 1], "ok") == 0;
            }
        }
        described = arena_copy(&kept, talk_describe(&r));
        rig_close(&r);
        for (int cut = 1; cut < CUTS; cut++) {
            struct prng p;
            prng_seed(&p, run);
            rig_open(&r, &options);
            for (size_t done = 0; done < ACTS;) {
                size_t size = cut == 1 ? ACTS : 1 + (size_t)prng_below(&p, 20);
                size = size > ACTS - done ? ACTS - done : size;
                for (size_t i = 0; i < size; i++) {
                    check_text(rig_order_envelope(&r, envelopes[done + i]), "ok");
                }
                rig_block(&r, 1000);
                for (size_t i = 0; i < size; i++) {
                    harness_note("run %llu, cut %d, act %zu", (unsigned long long)run, cut, done + i);
                    check_text(rig_result(&r, i), results[done + i]);
                }
                done += size;
            }
            check_bytes(talk_describe(&r), described);
            rig_close(&r);
        }
        arena_done(&kept);
    }
    check_that(ok > 12 * 10);
}
