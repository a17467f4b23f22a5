/* An envelope that is read is written to the same bytes, and any bytes can be carried by one. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "codec/dsse.h"
#include "codec/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The form is canonical JSON, though it is read without a parser of JSON. */
static void check_json(struct arena *a, struct bytes envelope, const struct dsse *d)
{
    const struct json *value = NULL;
    struct bytes type;
    check(json_parse_canonical(a, envelope, ENVELOPE_BYTES_MAX, &value, NULL) == OK);
    check(json_get_text(value, "payloadType", &type) && bytes_equal(type, d->type));
    check(json_get_array(value, "signatures")->count == d->signature_count);
}

static void check_carried(struct arena *a, struct bytes payload)
{
    struct dsse d = {.type = BYTES(DSSE_TYPE_ACT), .payload = payload, .signature_count = 1};
    struct dsse back;
    struct buffer b;
    buffer_init(&b, 2 * ENVELOPE_BYTES_MAX);
    dsse_write(&b, &d);
    check(!b.overflow);
    check(dsse_read(a, buffer_view(&b), &back) == OK);
    check(bytes_equal(back.payload, payload));
    buffer_done(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct dsse d;
    const struct bytes envelope = bytes_of(data, size);
    if (dsse_read(&a, envelope, &d) == OK) {
        struct buffer b;
        struct buffer signed_bytes;
        buffer_init(&b, ENVELOPE_BYTES_MAX);
        dsse_write(&b, &d);
        check(bytes_equal(buffer_view(&b), envelope));
        buffer_clear(&b);
        buffer_init(&signed_bytes, 2 * ENVELOPE_BYTES_MAX);
        dsse_preimage(&signed_bytes, d.type, d.payload);
        const struct hash id = dsse_id(d.type, d.payload);
        const struct hash whole = hash_of(buffer_view(&signed_bytes));
        check(hash_equal(&id, &whole));
        check_json(&a, envelope, &d);
        buffer_done(&signed_bytes);
        buffer_done(&b);
    }
    if (size <= ACT_BYTES_MAX) {
        check_carried(&a, envelope);
    }
    arena_done(&a);
    return 0;
}
