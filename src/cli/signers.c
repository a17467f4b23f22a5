#include "cli/signers.h"

#include <string.h>

#include "crypto/sign.h"
#include "node/system.h"

void signers_make_key(const struct env *env, struct key_file *k, enum realm realm, const char *role,
                      struct bytes member)
{
    uint8_t seed[SECRET_SEED_BYTES];
    *k = (struct key_file){.realm = realm};
    env->random(env->ctx, seed, sizeof seed);
    sign_key_from_seed(seed, &k->secret, &k->public);
    crypto_wipe(seed, sizeof seed);
    memcpy(k->role, role, strlen(role) + 1);
    memcpy(k->member, member.data, member.len);
}

enum error signers_store(struct cli *c, const char *folder, const char *name, const struct key_file *key,
                         const struct signer_settings *settings, const struct checkpoint *seen)
{
    struct arena *a = &c->arena;
    const struct env *env = system_env();
    const char *own = arena_printf(a, "%s/signers/%s", folder, name);
    struct buffer text;
    buffer_init(&text, FRAME_BYTES_MAX);
    signer_settings_write(&text, settings);
    enum error e = system_make_folder(own);
    e = e == OK ? key_store(arena_printf(a, "%s/key", own), key) : e;
    e = e == OK ? env->file_replace(env->ctx, arena_printf(a, "%s/settings", own), buffer_view(&text)) : e;
    e = e == OK ? signer_begin(env, arena_printf(a, "%s/state", own), settings, key, seen) : e;
    buffer_done(&text);
    return e;
}
