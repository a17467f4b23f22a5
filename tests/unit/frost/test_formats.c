/* Dealings, sharings and complaints, byte for byte as tests/vectors/make_voice.py makes them. */
#include <string.h>

#include "crypto/disclosure.h"
#include "crypto/sharing.h"
#include "unit/codec/vectors.h"

enum { PARTIES = 4 };

static struct ceremony ceremony;
static struct scalar keys[PARTIES];
static struct dealing dealing;
static struct dealing_work work;

static int64_t number(const struct json *row, const char *key)
{
    int64_t value = 0;
    check_that(json_get_integer(row, key, &value));
    return value;
}

static void meet(const struct json *row)
{
    const struct json *parties = json_get_array(row, "parties");
    struct hash id;
    memcpy(id.bytes, vector_hex(row, "ceremony").data, HASH_BYTES);
    ceremony_begin(&ceremony, &id, (uint16_t)number(row, "threshold"));
    check_eq(parties->count, PARTIES);
    for (size_t i = 0; i < PARTIES; i++) {
        struct point key;
        check_that(point_read(vector_hex(&parties->items[i], "key").data, &key));
        check_that(scalar_read(vector_hex(&parties->items[i], "secret").data, &keys[i]));
        check_ok(ceremony_add(&ceremony, (uint16_t)number(&parties->items[i], "id"), &key));
    }
}

static struct bytes item_hex(const struct json *row, const char *key, size_t i)
{
    const struct bytes text = json_get_array(row, key)->items[i].text;
    uint8_t *out = arena_take(harness_arena(), text.len / 2, 1);
    check_that(hex_decode(text, out, text.len / 2));
    return bytes_of(out, text.len / 2);
}

TEST(dealings_are_taken_and_refused_as_the_table_says)
{
    const struct json *rows = vectors_open("tests/vectors/dealing.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const uint16_t dealer = (uint16_t)number(row, "dealer");
        meet(row);
        const enum error e = dealing_read(&ceremony, dealer, vector_hex(row, "dealing"), &dealing, NULL);
        check_eq(e, vector_result(row));
        for (size_t j = 0; e == OK && j < PARTIES; j++) {
            const uint16_t receiver = ceremony.parties[j].id;
            struct scalar share;
            check_ok(dealing_open(&ceremony, dealer, &dealing, receiver, &keys[j], &share));
            check_bytes(scalar_view(&share), item_hex(row, "shares", j));
            check_that(dealing_share_holds(&dealing, receiver, &share));
        }
    }
}

TEST(a_dealing_that_we_make_is_that_of_the_table)
{
    const struct json *row = vector_row(vectors_open("tests/vectors/dealing.json"), 0);
    struct buffer b;
    meet(row);
    buffer_init(&b, DEALING_BYTES_MAX);
    const struct bytes random = vector_hex(row, "random");
    check_eq(random.len, DEALING_RANDOM_BYTES);
    check_ok(
        dealing_make(&ceremony, (uint16_t)number(row, "dealer"), &keys[1], NULL, random.data, &work, &b));
    check_bytes(buffer_view(&b), vector_hex(row, "dealing"));
    buffer_done(&b);
}

TEST(a_sharing_is_that_of_the_table)
{
    static struct sharing s;
    static struct scalar received[PARTIES][PARTIES];
    const struct json *row = vector_row(vectors_open("tests/vectors/sharing.json"), 0);
    meet(row);
    sharing_begin(&s, &ceremony);
    for (size_t i = 0; i < PARTIES; i++) {
        const uint16_t dealer = ceremony.parties[i].id;
        check_ok(dealing_read(&ceremony, dealer, item_hex(row, "dealings", i), &dealing, NULL));
        check_ok(sharing_add(&s, dealer, &dealing));
        for (size_t j = 0; j < PARTIES; j++) {
            check_ok(
                dealing_open(&ceremony, dealer, &dealing, ceremony.parties[j].id, &keys[j], &received[j][i]));
        }
    }
    check_ok(sharing_finish(&s));
    check_bytes(point_view(sharing_group(&s)), vector_hex(row, "group"));
    check_bytes(hash_view(&s.transcript), vector_hex(row, "transcript"));
    for (size_t k = 0; k < ceremony.threshold; k++) {
        check_bytes(point_view(&s.commitments[k]), item_hex(row, "commitments", k));
    }
    for (size_t j = 0; j < PARTIES; j++) {
        struct scalar own;
        check_ok(sharing_own_share(&s, ceremony.parties[j].id, received[j], PARTIES, &own));
        check_bytes(scalar_view(&own), item_hex(row, "shares", j));
        check_bytes(point_view(&s.shares[j]), item_hex(row, "verification", j));
    }
}

TEST(complaints_convict_whom_the_table_says)
{
    const struct json *rows = vectors_open("tests/vectors/disclosure.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        enum disclosure_verdict v;
        meet(row);
        check_ok(dealing_read(&ceremony, 2, vector_hex(row, "dealing"), &dealing, NULL));
        check_ok(disclosure_judge(&ceremony, 2, &dealing, (uint16_t)number(row, "receiver"),
                                  vector_hex(row, "complaint"), &v));
        const bool dealer = bytes_equal_text(vector_text(row, "convicts"), "dealer");
        check_eq(v, dealer ? DISCLOSURE_CONVICTS_DEALER : DISCLOSURE_CONVICTS_COMPLAINER);
        if (dealer) {
            struct disclosure c;
            check_ok(
                disclosure_make(&ceremony, 2, &dealing, 5, &keys[2], vector_hex(row, "random").data, &c));
            check_bytes(bytes_of(c.bytes, DISCLOSURE_BYTES), vector_hex(row, "complaint"));
        }
    }
}
