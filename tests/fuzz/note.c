/* A note is its text, an empty line and its lines; a text that can be signed is found again under its
 * signature. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "base/text.h"
#include "codec/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct bytes signer = {(const uint8_t *)"trees.example", 13};

static bool can_be_signed(struct bytes text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < 0x20 && text.data[i] != '\n') {
            return false;
        }
    }
    return text_is_utf8(text);
}

static void check_signed(struct bytes content, const struct secret_key *secret, const struct public_key *key)
{
    struct buffer b;
    buffer_init(&b, content.len + 1000);
    buffer_add_bytes(&b, content);
    buffer_add_u8(&b, '\n');
    const size_t len = b.len;
    const struct signature s = sign_bytes(secret, buffer_view(&b));
    buffer_add_u8(&b, '\n');
    note_add_line(&b, signer, key, &s);
    struct bytes text;
    struct signature found;
    const enum error e = note_verify(buffer_view(&b), signer, key, &text, &found);
    check(e == (can_be_signed(content) ? OK : ERROR_MALFORMED));
    check(e != OK || bytes_equal(text, bytes_of(b.data, len)));
    buffer_done(&b);
}

/* What is a verifier key is written again as it was. */
static void check_verifier(struct bytes text)
{
    struct bytes name;
    struct public_key key;
    struct buffer b;
    if (note_read_verifier(text, &name, &key) == OK) {
        buffer_init(&b, text.len);
        note_add_verifier(&b, name, &key);
        check(bytes_equal(buffer_view(&b), text));
        buffer_done(&b);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t seed[SECRET_SEED_BYTES] = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
                                                    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
    struct secret_key secret;
    struct public_key key;
    struct bytes text;
    struct bytes lines;
    struct signature found;
    check(crypto_start() == OK);
    sign_key_from_seed(seed, &secret, &key);
    const struct bytes note = bytes_of(data, size);
    const enum error split = note_split(note, &text, &lines);
    if (split == OK) {
        check(text.data == data && text.len + 1 + lines.len == size && lines.len > 0);
        check(lines.data == data + text.len + 1 && data[text.len] == '\n');
        check(text.data[text.len - 1] == '\n' && lines.data[lines.len - 1] == '\n');
    }
    const enum error e = note_verify(note, signer, &key, &text, &found);
    check((e == ERROR_MALFORMED) == (split == ERROR_MALFORMED));
    check(e != OK || signature_holds(&found, &key, text));
    check_signed(note, &secret, &key);
    check_verifier(note);
    return 0;
}
