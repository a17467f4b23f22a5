#include "node/receipt.h"

#include "codec/json.h"

void receipt_write(struct buffer *b, const struct receipt *r)
{
    struct json_writer w;
    json_begin(&w, b);
    json_object(&w, NULL);
    json_integer(&w, "epoch", r->epoch);
    json_hex(&w, "key", public_key_view(&r->key));
    json_cstring(&w, "kind", r->late ? "late" : "receipt");
    json_hex(&w, "objection", hash_view(&r->objection));
    json_hex(&w, "org", hash_view(&r->org));
    json_integer(&w, "protocol", PROTOCOL_VERSION);
    json_cstring(&w, "realm", realm_word(r->realm));
    json_hex(&w, "root", hash_view(&r->root));
    json_end(&w);
}

bool receipt_is_for(const struct receipt *r, const struct receipt *expected, enum mutation m)
{
    return public_key_equal(&r->key, &expected->key) &&
           (hash_equal(&r->org, &expected->org) || mutated_by(m, MUTATION_o16_receipt_org)) &&
           (r->epoch == expected->epoch || mutated_by(m, MUTATION_o16_receipt_epoch)) &&
           (r->realm == expected->realm || mutated_by(m, MUTATION_o16_receipt_realm)) &&
           (hash_equal(&r->root, &expected->root) || mutated_by(m, MUTATION_o16_receipt_root)) &&
           (hash_equal(&r->objection, &expected->objection) || mutated_by(m, MUTATION_o16_receipt_id));
}
