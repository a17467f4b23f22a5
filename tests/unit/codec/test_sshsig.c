#include "codec/sshsig.h"

#include <string.h>

#include "codec/allowed_signers.h"
#include "codec/pem.h"
#include "codec/signify.h"
#include "unit/codec/vectors.h"

static struct public_key key_of(const struct json *row)
{
    struct public_key key;
    const struct bytes bytes = vector_hex(row, "key");
    check_eq(bytes.len, PUBLIC_KEY_BYTES);
    memcpy(key.bytes, bytes.data, PUBLIC_KEY_BYTES);
    return key;
}

static void key_of_seven(struct secret_key *secret, struct public_key *key)
{
    uint8_t seed[SECRET_SEED_BYTES];
    memset(seed, 7, sizeof seed);
    sign_key_from_seed(seed, secret, key);
}

TEST(ssh_signatures_are_taken_and_refused_as_the_table_says)
{
    const struct json *rows = vectors_open("tests/vectors/sshsig.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct public_key key = key_of(row);
        const struct bytes file = vector_hex(row, "file");
        struct sshsig s = {.namespace_len = 77};
        struct diag diag = {.line = 0};
        const enum error e =
            sshsig_verify(file, vector_hex(row, "namespace"), &key, vector_hex(row, "message"));
        check_eq(e, vector_result(row));
        check_eq(sshsig_read(file, &s, &diag), e == ERROR_MALFORMED ? e : OK);
        check_eq(diag.message[0] != 0, e == ERROR_MALFORMED);
        check_eq(s.namespace_len == 77, e == ERROR_MALFORMED);
    }
}

TEST(an_ssh_signature_that_we_write_is_that_of_the_table)
{
    const struct json *rows = vectors_open("tests/vectors/sshsig.json");
    struct secret_key secret;
    struct public_key key;
    key_of_seven(&secret, &key);
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        if (vector_result(row) != OK) {
            continue;
        }
        const struct bytes namespace = vector_hex(row, "namespace");
        struct buffer b;
        buffer_init(&b, 2000);
        sshsig_preimage(&b, namespace, vector_hex(row, "message"));
        check_bytes(buffer_view(&b), vector_hex(row, "preimage"));
        const struct signature s = sign_bytes(&secret, buffer_view(&b));
        buffer_clear(&b);
        sshsig_write(&b, namespace, &key, &s);
        check_bytes(buffer_view(&b), vector_hex(row, "file"));
        buffer_done(&b);
    }
}

TEST(every_changed_bit_of_an_ssh_signature_is_found)
{
    const struct json *row = vector_row(vectors_open("tests/vectors/sshsig.json"), 0);
    const struct public_key key = key_of(row);
    const struct bytes file = vector_hex(row, "file");
    uint8_t *changed = arena_take(harness_arena(), file.len, 1);
    for (size_t bit = 0; bit < 8 * file.len; bit++) {
        memcpy(changed, file.data, file.len);
        changed[bit / 8] ^= (uint8_t)(1U << bit % 8);
        harness_note("bit %zu", bit);
        check_that(sshsig_verify(bytes_of(changed, file.len), vector_hex(row, "namespace"), &key,
                                 vector_hex(row, "message")) != OK);
    }
}

TEST(a_namespace_has_at_most_its_limit)
{
    char name[NAMESPACE_BYTES_MAX + 1];
    memset(name, 'n', sizeof name);
    check_that(sshsig_namespace_holds(bytes_of(name, NAMESPACE_BYTES_MAX)));
    check_that(!sshsig_namespace_holds(bytes_of(name, NAMESPACE_BYTES_MAX + 1)));
    check_that(!sshsig_namespace_holds(BYTES("")));
    check_that(sshsig_namespace_holds(BYTES("exercise-statement@trees.example")));
    for (int c = 0; c < 256; c++) {
        const char one = (char)c;
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        check_eq(sshsig_namespace_holds(bytes_of(&one, 1)),
                 plain || c == '.' || c == '@' || c == '_' || c == '-');
    }
    struct buffer b = {0};
    check_dies(sshsig_preimage(&b, BYTES("a b"), BYTES("")));
}

TEST(lines_of_allowed_signers_are_taken_and_refused_as_the_table_says)
{
    const struct json *rows = vectors_open("tests/vectors/allowed-signers.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct public_key key = key_of(row);
        struct allowed_signer s;
        const enum error e = allowed_signers_read(vector_hex(row, "line"), &s);
        check_eq(e, vector_result(row));
        if (e == OK) {
            struct buffer b;
            buffer_init(&b, 1000);
            check_bytes(s.principal, vector_hex(row, "principal"));
            check_bytes(s.namespace, vector_hex(row, "namespace"));
            check_that(public_key_equal(&s.key, &key));
            allowed_signers_add(&b, s.principal, s.namespace, &s.key);
            check_bytes(buffer_view(&b), vector_hex(row, "line"));
            buffer_done(&b);
        }
    }
}

TEST(files_of_signify_are_taken_and_refused_as_the_table_says)
{
    const struct json *rows = vectors_open("tests/vectors/signify.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct bytes key_file = vector_hex(row, "key_file");
        const struct bytes file = vector_hex(row, "file");
        struct signify_key key;
        struct signify_signature s;
        const enum error e = signify_verify(key_file, file, vector_hex(row, "message"));
        check_eq(e, vector_result(row));
        const bool both = signify_read_key(key_file, &key) == OK && signify_read_signature(file, &s) == OK;
        check_eq(both, e != ERROR_MALFORMED);
    }
}

TEST(files_of_signify_that_we_write_are_those_of_the_table)
{
    const struct json *row = vector_row(vectors_open("tests/vectors/signify.json"), 0);
    const struct bytes comment = vector_hex(row, "comment");
    struct secret_key secret;
    struct public_key key;
    struct buffer b;
    key_of_seven(&secret, &key);
    const struct signature s = sign_bytes(&secret, vector_hex(row, "message"));
    buffer_init(&b, 2000);
    signify_add_key(&b, comment, &key);
    check_bytes(buffer_view(&b), vector_hex(row, "key_file"));
    buffer_clear(&b);
    signify_add_signature(&b, comment, &key, &s);
    check_bytes(buffer_view(&b), vector_hex(row, "file"));
    check_dies(signify_add_key(&b, BYTES("two\nlines"), &key));
    buffer_done(&b);
}

TEST(a_comment_has_at_most_its_limit)
{
    char text[COMMENT_BYTES_MAX + 1];
    memset(text, 'x', sizeof text);
    check_that(signify_comment_holds(bytes_of(text, COMMENT_BYTES_MAX)));
    check_that(!signify_comment_holds(bytes_of(text, COMMENT_BYTES_MAX + 1)));
}

TEST(keys_as_pem_are_taken_and_refused_as_the_table_says)
{
    const struct json *rows = vectors_open("tests/vectors/pem.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct public_key key = key_of(row);
        struct public_key found;
        const enum error e = pem_read_key(vector_hex(row, "file"), &found);
        check_eq(e, vector_result(row));
        if (e == OK) {
            struct buffer b;
            buffer_init(&b, 1000);
            check_that(public_key_equal(&found, &key));
            pem_add_key(&b, &key);
            check_bytes(buffer_view(&b), vector_hex(row, "file"));
            buffer_done(&b);
        }
    }
}
