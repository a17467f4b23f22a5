#include "crypto/reception.h"

#include "crypto/taint.h"

#define PROOF_TAG BYTES("univocal reception proof 1\n")

enum error reception_key_make(const uint8_t random[RECEPTION_RANDOM_BYTES], struct scalar *secret,
                              struct point *key)
{
    const struct bytes parts[] = {BYTES("univocal reception key 1\n"),
                                  bytes_of(random, RECEPTION_RANDOM_BYTES)};
    scalar_hash(parts, 2, secret);
    if (!point_base(secret, key)) {
        return ERROR_UNSUPPORTED;
    }
    taint_public(key, sizeof *key);
    return OK;
}

enum error reception_prove(const struct scalar *secret, struct bytes context,
                           const uint8_t random[PROOF_RANDOM_BYTES], struct proof_known *out)
{
    return proof_make(PROOF_TAG, context, secret, random, out);
}

bool reception_proof_holds(const struct point *key, struct bytes context, const struct proof_known *proof)
{
    return proof_holds(PROOF_TAG, context, key, proof);
}
