#include <string.h>

#include "codec/note.h"
#include "unit/codec/vectors.h"

static struct public_key key_of(const struct json *row)
{
    struct public_key key;
    const struct bytes bytes = vector_hex(row, "key");
    check_eq(bytes.len, PUBLIC_KEY_BYTES);
    memcpy(key.bytes, bytes.data, PUBLIC_KEY_BYTES);
    return key;
}

TEST(notes_are_taken_and_refused_as_the_table_says)
{
    const struct json *rows = vectors_open("tests/vectors/note-verify.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct public_key key = key_of(row);
        const struct bytes note = vector_hex(row, "note");
        const struct bytes signer = vector_text(row, "signer");
        struct bytes text = BYTES("untouched");
        struct bytes lines;
        struct signature s;
        const enum error e = note_verify(note, signer, &key, &text, &s);
        check_eq(e, vector_result(row));
        check_bytes(text, e == OK ? vector_hex(row, "text") : BYTES("untouched"));
        if (e == OK) {
            check_that(signature_holds(&s, &key, text));
        }
        check_eq(note_split(note, &text, &lines), e == ERROR_MALFORMED ? e : OK);
        if (e != ERROR_MALFORMED) {
            check_eq(text.len + 1 + lines.len, note.len);
        }
        struct buffer b;
        buffer_init(&b, 1000);
        note_add_verifier(&b, signer, &key);
        check_bytes(buffer_view(&b), vector_text(row, "verifier"));
        struct bytes name;
        struct public_key read;
        check_ok(note_read_verifier(buffer_view(&b), &name, &read));
        check_bytes(name, signer);
        check_that(public_key_equal(&read, &key));
        buffer_done(&b);
    }
}

TEST(a_verifier_key_has_one_form)
{
    const struct json *row = vector_row(vectors_open("tests/vectors/note-verify.json"), 0);
    const struct bytes good = vector_text(row, "verifier");
    struct bytes name = BYTES("untouched");
    struct public_key key = {{1}};
    for (size_t len = 0; len < good.len; len++) {
        check_eq(note_read_verifier(bytes_of(good.data, len), &name, &key), ERROR_MALFORMED);
    }
    for (size_t at = 0; at < good.len; at++) { /* name, id, type and key hang together */
        uint8_t other[200];
        check_that(good.len <= sizeof other);
        memcpy(other, good.data, good.len);
        other[at] ^= 1;
        check_eq(note_read_verifier(bytes_of(other, good.len), &name, &key), ERROR_MALFORMED);
    }
    struct buffer b;
    buffer_init(&b, 1000);
    buffer_add_bytes(&b, good);
    buffer_add_u8(&b, '\n');
    check_eq(note_read_verifier(buffer_view(&b), &name, &key), ERROR_MALFORMED);
    check_bytes(name, BYTES("untouched"));
    check_eq(key.bytes[0], 1);
    buffer_done(&b);
}

TEST(a_line_that_we_write_is_the_line_of_the_vectors)
{
    const struct json *row = vector_row(vectors_open("tests/vectors/note-verify.json"), 0);
    uint8_t seed[SECRET_SEED_BYTES];
    struct secret_key secret;
    struct public_key key;
    memset(seed, 7, sizeof seed);
    sign_key_from_seed(seed, &secret, &key);
    check_bytes(public_key_view(&key), vector_hex(row, "key"));
    const struct bytes text = vector_hex(row, "text");
    const struct signature s = sign_bytes(&secret, text);
    struct buffer b;
    buffer_init(&b, 1000);
    buffer_add_bytes(&b, text);
    buffer_add_u8(&b, '\n');
    note_add_line(&b, vector_text(row, "signer"), &key, &s);
    check_bytes(buffer_view(&b), vector_hex(row, "note"));
    buffer_done(&b);
}

TEST(a_note_has_at_most_100_lines)
{
    const struct public_key key = {{1}};
    const struct signature s = {{2}};
    struct buffer b;
    struct bytes text;
    struct bytes lines;
    buffer_init(&b, 100000);
    buffer_add_text(&b, "text\n\n");
    for (int i = 0; i < NOTE_LINES_MAX; i++) {
        note_add_line(&b, BYTES("elm.example"), &key, &s);
    }
    check_ok(note_split(buffer_view(&b), &text, &lines));
    note_add_line(&b, BYTES("elm.example"), &key, &s);
    check_eq(note_split(buffer_view(&b), &text, &lines), ERROR_MALFORMED);
    buffer_done(&b);
}

TEST(no_line_is_written_for_a_name_that_could_not_be_read)
{
    const struct public_key key = {{1}};
    const struct signature s = {{2}};
    struct buffer b;
    buffer_init(&b, 1000);
    check_dies((note_add_line(&b, BYTES(""), &key, &s), 0));
    check_dies((note_add_line(&b, BYTES("two words"), &key, &s), 0));
    check_dies((note_add_line(&b, BYTES("a+b"), &key, &s), 0));
    check_dies((note_add_line(&b, BYTES("a\nb"), &key, &s), 0));
    check_dies((note_add_line(&b, BYTES("\xff"), &key, &s), 0));
    check_dies((note_add_verifier(&b, BYTES("a\xc2\xa0z"), &key), 0));
    check_eq(b.len, 0);
    buffer_done(&b);
}
