#include <string.h>

#include "codec/note.h"
#include "record/checkpoint.h"
#include "support/harness.h"
#include "unit/codec/vectors.h"

TEST(checkpoints_are_taken_and_refused_as_the_table_says)
{
    const struct json *rows = vectors_open("tests/vectors/checkpoint.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct bytes text = vector_hex(row, "text");
        const struct bytes origin = vector_text(row, "origin");
        struct checkpoint c = {.size = 4711};
        check_eq(checkpoint_read(text, origin, &c), vector_result(row));
        if (vector_result(row) != OK) {
            check_eq(c.size, 4711);
            continue;
        }
        int64_t size = -1;
        check_that(json_get_integer(row, "size", &size));
        check_eq(c.size, size);
        check_bytes(bytes_of_text(hash_hex(&c.root).text), vector_text(row, "root"));
        struct buffer b;
        buffer_init(&b, 1000);
        checkpoint_write(&b, origin, &c);
        check_bytes(buffer_view(&b), text);
        buffer_done(&b);
    }
}

struct keys {
    struct secret_key secret;
    struct public_key key;
};

static struct keys keys_of(uint8_t seed)
{
    uint8_t bytes[SECRET_SEED_BYTES];
    struct keys k;
    memset(bytes, seed, sizeof bytes);
    sign_key_from_seed(bytes, &k.secret, &k.key);
    return k;
}

static void write_note(struct buffer *b, struct bytes origin, struct bytes signer, const struct keys *k)
{
    const struct checkpoint c = {.size = 34, .root = {{5}}};
    buffer_clear(b);
    checkpoint_write(b, origin, &c);
    const struct signature s = sign_bytes(&k->secret, buffer_view(b));
    buffer_add_u8(b, '\n');
    note_add_line(b, signer, &k->key, &s);
}

TEST(a_signed_checkpoint_opens_for_its_origin_and_key_alone)
{
    const struct keys ours = keys_of(1);
    const struct keys other = keys_of(2);
    const struct bytes origin = BYTES("exercise-trees.example");
    struct checkpoint c = {.size = 4711};
    struct buffer b;
    buffer_init(&b, 10000);
    write_note(&b, origin, origin, &ours);
    check_eq(checkpoint_open(buffer_view(&b), origin, &other.key, &c), ERROR_DENIED);
    check_eq(checkpoint_open(buffer_view(&b), BYTES("trees.example"), &ours.key, &c), ERROR_DENIED);
    check_eq(checkpoint_open(BYTES("no note"), origin, &ours.key, &c), ERROR_MALFORMED);
    check_eq(c.size, 4711);
    check_ok(checkpoint_open(buffer_view(&b), origin, &ours.key, &c));
    check_eq(c.size, 34);
    check_eq(c.root.bytes[0], 5);
    c.size = 4711;
    b.data[origin.len + 1] ^= 1; /* the size: 24 */
    check_eq(checkpoint_open(buffer_view(&b), origin, &ours.key, &c), ERROR_DENIED);
    write_note(&b, BYTES("elm.example"), origin, &ours); /* our line under another log's text */
    check_eq(checkpoint_open(buffer_view(&b), origin, &ours.key, &c), ERROR_DENIED);
    check_eq(c.size, 4711);
    buffer_done(&b);
}

TEST(a_note_that_is_signed_and_is_no_checkpoint_is_malformed)
{
    const struct keys ours = keys_of(1);
    const struct bytes origin = BYTES("trees.example");
    struct checkpoint c;
    struct buffer b;
    buffer_init(&b, 10000);
    buffer_add_text(&b, "trees.example\nmany\n");
    const struct signature s = sign_bytes(&ours.secret, buffer_view(&b));
    buffer_add_u8(&b, '\n');
    note_add_line(&b, origin, &ours.key, &s);
    check_eq(checkpoint_open(buffer_view(&b), origin, &ours.key, &c), ERROR_MALFORMED);
    buffer_done(&b);
}
