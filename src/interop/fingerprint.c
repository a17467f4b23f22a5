#include "interop/fingerprint.h"

#include <string.h>

#include "base/check.h"
#include "codec/base64.h"
#include "codec/sshsig.h"

enum { GROUP_CHARS = 4 };

struct fingerprint fingerprint_ssh(const struct public_key *key)
{
    struct fingerprint f = {.text = "SHA256:"};
    struct buffer b;
    buffer_init(&b, SSHSIG_KEY_BYTES + 64);
    sshsig_add_key(&b, key);
    const struct hash h = hash_of(buffer_view(&b));
    buffer_clear(&b);
    buffer_add_base64(&b, hash_view(&h));
    check(b.len == 44 && b.data[43] == '='); /* 32 bytes: one sign of padding, which ssh-keygen leaves out */
    memcpy(f.text + 7, b.data, 43);
    f.text[FINGERPRINT_SSH_CHARS] = 0;
    buffer_done(&b);
    return f;
}

struct fingerprint fingerprint_aloud(const struct public_key *key, const struct hash *transcript)
{
    const struct bytes parts[] = {BYTES("univocal voice 1\n"), public_key_view(key), hash_view(transcript)};
    const struct hash h = hash_of_parts(parts, 3);
    const struct hash_hex hex = hash_hex(&h);
    struct fingerprint f = {.text = ""};
    char *to = f.text;
    for (size_t i = 0; hex.text[i] != 0; i++) {
        if (i > 0 && i % GROUP_CHARS == 0) {
            *to++ = ' ';
        }
        *to++ = hex.text[i];
    }
    check(to == f.text + FINGERPRINT_ALOUD_CHARS);
    *to = 0;
    return f;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
}

bool fingerprint_matches(struct bytes text, const struct public_key *key, const struct hash *transcript)
{
    const struct fingerprint ssh = fingerprint_ssh(key);
    const struct fingerprint aloud = fingerprint_aloud(key, transcript);
    if (bytes_equal_text(text, ssh.text)) {
        return true;
    }
    const char *next = aloud.text;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == ' ') {
            continue;
        }
        next += *next == ' ';
        if (*next == 0 || lower((char)text.data[i]) != *next++) {
            return false;
        }
    }
    return *next == 0;
}
