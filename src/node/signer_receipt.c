#include "node/signer_receipt.h"

#include "base/check.h"
#include "codec/dsse.h"
#include "codec/json.h"

enum { PAYLOAD_BYTES_MAX = 1024 };

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

static bool says(struct bytes payload, const struct receipt *expected, bool late)
{
    struct receipt r = *expected;
    struct buffer b;
    r.late = late;
    buffer_init(&b, PAYLOAD_BYTES_MAX);
    receipt_write(&b, &r);
    check(!b.overflow);
    const bool same = bytes_equal(buffer_view(&b), payload);
    buffer_done(&b);
    return same;
}

bool receipt_holds(struct arena *a, struct bytes envelope, const struct receipt *expected, bool *late)
{
    struct dsse d;
    if (dsse_read(a, envelope, &d) != OK || !bytes_equal_text(d.type, DSSE_TYPE_RECEIPT) ||
        d.signature_count != 1 || !public_key_equal(&d.signatures[0].key, &expected->key)) {
        return false;
    }
    const bool is_late = says(d.payload, expected, true);
    if ((!is_late && !says(d.payload, expected, false)) || !dsse_holds(&d)) {
        return false;
    }
    *late = is_late;
    return true;
}
