#include "codec/note.h"

#include <string.h>

#include "base/check.h"
#include "base/hex.h"
#include "base/text.h"
#include "codec/base64.h"
#include "crypto/hash.h"

#define DASH "\xe2\x80\x94 " /* U+2014 and a space begin each signature line */

enum { KEY_ID_BYTES = 4, TYPE_ED25519 = 1 };

struct key_id {
    uint8_t bytes[KEY_ID_BYTES];
};

static struct key_id key_id_of(struct bytes name, const struct public_key *key)
{
    const struct bytes parts[] = {name, BYTES("\n\x01"), public_key_view(key)};
    const struct hash h = hash_of_parts(parts, 3);
    struct key_id id;
    for (size_t i = 0; i < KEY_ID_BYTES; i++) {
        id.bytes[i] = h.bytes[i];
    }
    return id;
}

/* The spaces of Unicode that are not ASCII, as UTF-8. */
static bool begins_with_wide_space(struct bytes s)
{
    static const char *const spaces[] = {
        "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81",
        "\xe2\x80\x82", "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86",
        "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x80\xa8",
        "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80",
    };
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
        if (bytes_start_with(s, bytes_of_text(spaces[i]))) {
            return true;
        }
    }
    return false;
}

static bool name_holds(struct bytes name)
{
    if (name.len == 0 || !text_is_utf8(name)) {
        return false;
    }
    for (size_t i = 0; i < name.len; i++) {
        const uint8_t c = name.data[i];
        if (c <= ' ' || c == '+' ||
            (c > 0x7f && begins_with_wide_space(bytes_of(name.data + i, name.len - i)))) {
            return false;
        }
    }
    return true;
}

void note_add_line(struct buffer *b, struct bytes name, const struct public_key *key,
                   const struct signature *signature)
{
    check(name_holds(name));
    const struct key_id id = key_id_of(name, key);
    struct buffer payload;
    buffer_init(&payload, KEY_ID_BYTES + SIGNATURE_BYTES);
    buffer_add(&payload, id.bytes, KEY_ID_BYTES);
    buffer_add(&payload, signature->bytes, SIGNATURE_BYTES);
    buffer_add_text(b, DASH);
    buffer_add_bytes(b, name);
    buffer_add_u8(b, ' ');
    buffer_add_base64(b, buffer_view(&payload));
    buffer_add_u8(b, '\n');
    buffer_done(&payload);
}

void note_add_verifier(struct buffer *b, struct bytes name, const struct public_key *key)
{
    check(name_holds(name));
    const struct key_id id = key_id_of(name, key);
    uint8_t payload[1 + PUBLIC_KEY_BYTES] = {TYPE_ED25519};
    for (size_t i = 0; i < PUBLIC_KEY_BYTES; i++) {
        payload[1 + i] = key->bytes[i];
    }
    buffer_add_bytes(b, name);
    buffer_add_u8(b, '+');
    buffer_add_hex(b, bytes_of(id.bytes, KEY_ID_BYTES));
    buffer_add_u8(b, '+');
    buffer_add_base64(b, bytes_of(payload, sizeof payload));
}

enum error note_read_verifier(struct bytes verifier, struct bytes *name, struct public_key *key)
{
    const size_t tail_len = 1 + 2 * KEY_ID_BYTES + 1; /* +id+ */
    uint8_t payload[1 + PUBLIC_KEY_BYTES];
    struct public_key found;
    struct buffer again;
    size_t len = 0;
    while (len < verifier.len && verifier.data[len] != '+') {
        len++;
    }
    const struct bytes signer = bytes_of(verifier.data, len);
    if (!name_holds(signer) || verifier.len - len < tail_len ||
        !base64_decode_exact(bytes_of(verifier.data + len + tail_len, verifier.len - len - tail_len), payload,
                             sizeof payload)) {
        return ERROR_MALFORMED;
    }
    memcpy(found.bytes, payload + 1, sizeof found.bytes);
    buffer_init(&again, verifier.len);
    note_add_verifier(&again, signer, &found);
    const bool same = !again.overflow && bytes_equal(buffer_view(&again), verifier); /* type and id too */
    buffer_done(&again);
    if (!same) {
        return ERROR_MALFORMED;
    }
    *name = signer;
    *key = found;
    return OK;
}

/* A signature line in its parts; the signature is still base64. */
struct line {
    struct bytes name;
    struct bytes payload; /* key id and signature */
    size_t payload_len;   /* decoded */
};

static bool take_line(struct cursor *c, struct line *out)
{
    size_t end = 0;
    while (end < c->rest.len && c->rest.data[end] != '\n') {
        end++;
    }
    struct cursor line = cursor_of(cursor_take(c, end));
    if (cursor_u8(c) != '\n' || !bytes_equal_text(cursor_take(&line, sizeof DASH - 1), DASH)) {
        return false;
    }
    size_t name = 0;
    while (name < line.rest.len && line.rest.data[name] != ' ') {
        name++;
    }
    out->name = cursor_take(&line, name);
    if (cursor_u8(&line) != ' ' || !name_holds(out->name)) {
        return false;
    }
    out->payload = line.rest;
    return base64_measure(out->payload, &out->payload_len) && out->payload_len > KEY_ID_BYTES;
}

static bool has_ascii_control(struct bytes s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.data[i] < 0x20 && s.data[i] != '\n') {
            return true;
        }
    }
    return false;
}

enum error note_split(struct bytes note, struct bytes *text, struct bytes *lines)
{
    size_t cut = note.len; /* where the last blank line is */
    for (size_t i = note.len; i >= 2 && cut == note.len; i--) {
        if (note.data[i - 1] == '\n' && note.data[i - 2] == '\n') {
            cut = i - 1;
        }
    }
    if (cut + 1 >= note.len || !text_is_utf8(note) || has_ascii_control(note)) {
        return ERROR_MALFORMED;
    }
    const struct bytes below = bytes_of(note.data + cut + 1, note.len - cut - 1);
    struct cursor c = cursor_of(below);
    for (size_t count = 0; c.rest.len > 0; count++) {
        struct line line;
        if (count == NOTE_LINES_MAX || !take_line(&c, &line)) {
            return ERROR_MALFORMED;
        }
    }
    *text = bytes_of(note.data, cut);
    *lines = below;
    return OK;
}

/* Whether the line was made by this key; the first digits say it, since 4 bytes are a part of the first 6. */
static bool line_has_id(const struct line *line, const struct key_id *id)
{
    uint8_t first[6];
    const size_t len = line->payload_len < sizeof first ? line->payload_len : sizeof first;
    return base64_decode_exact(bytes_of(line->payload.data, 8), first, len) &&
           bytes_equal(bytes_of(first, KEY_ID_BYTES), bytes_of(id->bytes, KEY_ID_BYTES));
}

enum error note_verify(struct bytes note, struct bytes name, const struct public_key *key, struct bytes *text,
                       struct signature *out)
{
    struct bytes content;
    struct bytes lines;
    const enum error e = note_split(note, &content, &lines);
    if (e != OK) {
        return e;
    }
    const struct key_id id = key_id_of(name, key);
    struct cursor c = cursor_of(lines);
    while (c.rest.len > 0) {
        struct line line;
        check(take_line(&c, &line)); /* note_split has read it */
        if (!bytes_equal(line.name, name) || !line_has_id(&line, &id)) {
            continue;
        }
        uint8_t payload[KEY_ID_BYTES + SIGNATURE_BYTES];
        if (!base64_decode_exact(line.payload, payload, sizeof payload)) {
            return ERROR_DENIED;
        }
        struct signature s;
        for (size_t i = 0; i < SIGNATURE_BYTES; i++) {
            s.bytes[i] = payload[KEY_ID_BYTES + i];
        }
        if (!signature_holds(&s, key, content)) {
            return ERROR_DENIED;
        }
        *text = content;
        *out = s;
        return OK;
    }
    return ERROR_NOT_FOUND;
}
