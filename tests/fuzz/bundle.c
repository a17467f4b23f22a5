/* A bundle from anywhere: for each file a u32 length and its bytes, with the highest bit of the length set if
 * it is not there. Whatever is found good has exactly the files that are made of what was read from it, and
 * its signatures hold; what was read as proof or assents is written again as it was. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "interop/bundle_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_proof(struct arena *a, struct bytes file)
{
    struct tlog_proof p;
    struct buffer b;
    if (tlog_proof_read(a, file, &p) == OK) {
        buffer_init(&b, file.len);
        tlog_proof_write(&b, &p);
        check(!b.overflow && bytes_equal(buffer_view(&b), file));
        buffer_done(&b);
    }
}

static void check_assents(struct arena *a, struct bytes file)
{
    struct assents x;
    struct buffer b;
    if (assents_read(a, file, &x) == OK) {
        buffer_init(&b, file.len);
        assents_write(&b, &x);
        check(!b.overflow && bytes_equal(buffer_view(&b), file));
        buffer_done(&b);
    }
}

static void check_good(struct arena *a, const struct bundle *b, const struct bundle_report *r)
{
    struct signature raw;
    check(r->read && r->keyed == r->header.voice);
    for (int f = 0; f < BUNDLE_FILES; f++) {
        check(b->there[f] == (r->header.voice || !bundle_file_is_voice((enum bundle_file)f)));
    }
    if (r->header.voice) {
        check(b->content[BUNDLE_RAW].len == SIGNATURE_BYTES);
        memcpy(raw.bytes, b->content[BUNDLE_RAW].data, SIGNATURE_BYTES);
        check(signature_holds(&raw, &r->key, b->content[BUNDLE_TEXT]));
    }
    /* Under another name it is not good any more. */
    struct bundle_report other;
    bundle_verify(a, b, r->header.realm == REALM_REAL ? "exercise-x" : "x", NULL, &other);
    check(other.result == BUNDLE_FALSE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cursor c = cursor_of(bytes_of(data, size));
    struct bundle b = {.there = {false}};
    struct bundle_report r;
    struct arena a = {0};
    check(crypto_start() == OK);
    for (int f = 0; f < BUNDLE_FILES; f++) {
        const uint32_t len = cursor_u32(&c);
        b.there[f] = !c.failed && len >> 31 == 0;
        b.content[f] = b.there[f] ? cursor_take(&c, len) : BYTES("");
        b.there[f] = b.there[f] && !c.failed;
    }
    check_proof(&a, b.content[BUNDLE_PROOF]);
    check_assents(&a, b.content[BUNDLE_ASSENTS]);
    bundle_verify(&a, &b, "exercise-x", NULL, &r);
    if (r.result == BUNDLE_GOOD) {
        check_good(&a, &b, &r);
    }
    bundle_verify(&a, &b, "x", "other", &r);
    check(r.result != BUNDLE_GOOD);
    arena_done(&a);
    return 0;
}
