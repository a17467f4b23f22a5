/* tests/fuzz/member.h: the organisation of the targets that need one: the same node key, log key and settings
 * each time, so that a corpus may hold what they have signed. */
#ifndef FUZZ_MEMBER_H
#define FUZZ_MEMBER_H

#include <string.h>

#include "base/check.h"
#include "node/key.h"
#include "node/signer.h"
#include "support/world.h"

static inline void member_key(struct key_file *out)
{
    static const uint8_t seed[SECRET_SEED_BYTES] = {7};
    *out = (struct key_file){.realm = REALM_EXERCISE, .role = "node", .member = "ALDER"};
    memset(out->org.bytes, 0xab, sizeof out->org.bytes);
    sign_key_from_seed(seed, &out->secret, &out->public);
}

static inline struct signer_settings member_settings(void)
{
    static const uint8_t seed[SECRET_SEED_BYTES] = {8};
    struct secret_key log;
    struct signer_settings s = {
        .realm = REALM_EXERCISE, .epoch = 1, .origin_line = BYTES("exercise-fuzz.example")};
    memset(s.org.bytes, 0xab, sizeof s.org.bytes);
    sign_key_from_seed(seed, &log, &s.log_key);
    return s;
}

/* A signer of it on the disk of a world, with the state that is there, if any. */
static inline enum error member_open(struct world *w, struct signer **out)
{
    struct key_file key;
    const struct signer_settings settings = member_settings();
    member_key(&key);
    return signer_open(out, &w->env, "state", &settings, &key);
}

static inline void member_start(void)
{
    static bool started;
    if (!started) {
        check(crypto_start() == OK);
        started = true;
    }
}
#endif
