/* Of all envelopes there are two that hold for one objection, text and node: the receipt and its `late`
 * answer. Whatever else is accepted would be a second form of them. */
#include <stddef.h>
#include <stdint.h>

#include "codec/dsse.h"
#include "fuzz/member.h"
#include "node/signer_receipt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct receipt expected(const struct key_file *key)
{
    struct receipt r = {.org = key->org, .epoch = 1, .realm = key->realm, .key = key->public};
    memset(r.objection.bytes, 0xcd, sizeof r.objection.bytes);
    memset(r.root.bytes, 0xef, sizeof r.root.bytes);
    return r;
}

static void sign(const struct key_file *key, bool late, struct buffer *envelope)
{
    struct receipt r = expected(key);
    struct dsse d = {.type = BYTES(DSSE_TYPE_RECEIPT), .signature_count = 1};
    struct buffer payload;
    struct buffer preimage;
    buffer_init(&payload, 1024);
    buffer_init(&preimage, 2048);
    r.late = late;
    receipt_write(&payload, &r);
    d.payload = buffer_view(&payload);
    dsse_preimage(&preimage, d.type, d.payload);
    check(!payload.overflow && !preimage.overflow);
    d.signatures[0].key = key->public;
    d.signatures[0].signature = sign_bytes(&key->secret, buffer_view(&preimage));
    dsse_write(envelope, &d);
    buffer_done(&payload);
    buffer_done(&preimage);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct key_file key;
    const struct bytes text = bytes_of(data, size);
    bool late = false;
    member_start();
    member_key(&key);
    const struct receipt wanted = expected(&key);
    if (receipt_holds(&a, text, &wanted, &late)) {
        struct buffer one;
        buffer_init(&one, 4096);
        sign(&key, late, &one);
        check(!one.overflow && bytes_equal(buffer_view(&one), text));
        buffer_done(&one);
    }
    key_wipe(&key);
    arena_done(&a);
    return 0;
}
