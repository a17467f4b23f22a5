/* Bytes as a talk of members, delegates and nodes (tests/support/talk.h): the first says which organisation,
 * the others who sends what and how time passes. After each block the state must hold what it must, and at
 * the end the record is replayed to the same entries and the same digest. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "crypto/sign.h"
#include "support/talk.h"
#include "support/world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_BYTES_MAX = 4096, ACTS_MAX = 12 };

static void play(struct rig *r, struct bytes input)
{
    struct talk t;
    talk_init(&t, r, input, 1);
    while (!talk_is_over(&t)) {
        const uint32_t acts = talk_choose(&t, ACTS_MAX);
        for (uint32_t i = 0; i < acts && !talk_is_over(&t); i++) {
            talk_order(&t, false);
        }
        talk_block(&t);
    }
    for (unsigned i = 0; i <= r->options.delay; i++) { /* what is ordered still is interpreted */
        rig_block(r, 1000);
    }
    talk_check(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool started;
    if (!started) {
        check(crypto_start() == OK);
        started = true;
    }
    if (size < 2 || size > INPUT_BYTES_MAX) {
        return 0;
    }
    struct world *w = world_new(1);
    struct rig_options options = {
        .folder = "fuzz",
        .file = "first.db",
        .vfs = w->env.vfs,
        .members = 1 + data[0] % 5,
        .charter = (data[0] & 0x20) != 0   ? talk_charter
                   : (data[0] & 0x40) != 0 ? org_charter_quorum
                                           : org_charter,
        .delay = data[0] >> 7,
        .unsigned_acts = true,
    };
    struct rig r;
    struct rig again;
    rig_open(&r, &options);
    play(&r, bytes_of(data + 1, size - 1));
    options.file = "second.db";
    rig_open(&again, &options);
    check(talk_replay(&r, &again));
    rig_close(&again);
    rig_close(&r);
    world_free(w);
    return 0;
}
