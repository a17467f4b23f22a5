#include "crypto/dealing.h"

#include <string.h>

#include "crypto/reception.h"
#include "support/harness.h"
#include "support/holders.h"

enum { THRESHOLD = 3, PARTIES = 4 };

static struct parties parties;
static struct dealing dealing;
static struct dealing_work work;
static struct diag diag;

/* A dealing of party 2 of four. */
static struct buffer deal(void)
{
    struct buffer b;
    parties_meet(&parties, THRESHOLD, PARTIES, 5);
    parties_deal(&parties, 1, &b);
    check_eq(b.len, DEALING_BYTES(THRESHOLD, PARTIES));
    check_ok(dealing_read(&parties.ceremony, 2, buffer_view(&b), &dealing, &diag));
    return b;
}

static enum error read_it(struct bytes bytes)
{
    diag.message[0] = 0;
    const enum error e = dealing_read(&parties.ceremony, 2, bytes, &dealing, &diag);
    check_eq(diag.message[0] == 0, e == OK);
    check_eq(dealing_read(&parties.ceremony, 2, bytes, &dealing, NULL), e);
    return e;
}

TEST(a_dealing_gives_each_party_the_share_that_its_commitments_promise)
{
    struct buffer b = deal();
    for (uint16_t j = 1; j <= PARTIES; j++) {
        struct scalar share;
        check_ok(dealing_open(&parties.ceremony, 2, &dealing, j, &parties.keys[j - 1], &share));
        for (uint16_t id = 0; id <= PARTIES + 1; id++) {
            check_eq(dealing_share_holds(&dealing, id, &share), id == j);
        }
    }
    buffer_done(&b);
}

TEST(a_share_is_opened_by_its_receiver_only_and_in_its_ceremony_only)
{
    static struct ceremony other;
    struct buffer b = deal();
    struct scalar share = scalar_of(9);
    for (uint16_t j = 1; j <= PARTIES; j++) {
        const struct scalar *key = &parties.keys[j % PARTIES];
        check_eq(dealing_open(&parties.ceremony, 2, &dealing, j, key, &share), ERROR_DENIED);
    }
    other = parties.ceremony;
    other.id.bytes[0] ^= 1;
    check_eq(dealing_open(&other, 2, &dealing, 1, &parties.keys[0], &share), ERROR_DENIED);
    check_eq(dealing_open(&parties.ceremony, 3, &dealing, 1, &parties.keys[0], &share), ERROR_DENIED);
    const struct scalar zero = scalar_of(0);
    check_eq(dealing_open(&parties.ceremony, 2, &dealing, 1, &zero, &share), ERROR_DENIED);
    check_eq(dealing_open(&parties.ceremony, 9, &dealing, 1, &parties.keys[0], &share), ERROR_NOT_FOUND);
    check_eq(dealing_open(&parties.ceremony, 2, &dealing, 9, &parties.keys[0], &share), ERROR_NOT_FOUND);
    check_bytes(scalar_view(&share), scalar_view(&(struct scalar){{9}}));
    buffer_done(&b);
}

TEST(a_changed_byte_of_what_is_public_is_found_by_all_and_one_of_a_sealed_share_by_its_receiver)
{
    struct buffer b = deal();
    const size_t public = DEALING_BYTES(THRESHOLD, 0);
    for (size_t i = 0; i < b.len; i++) {
        b.data[i] ^= 0x10;
        const enum error e = read_it(buffer_view(&b));
        harness_note("byte %zu", i);
        if (i < POINT_BYTES || (i >= POINT_BYTES * THRESHOLD && i < public - POINT_BYTES)) {
            check_that(e != OK); /* the first commitment and its proof */
        } else if (e == OK) {
            /* Another point that happens to be one, or a sealed share: some receiver finds out. */
            int good = 0;
            for (uint16_t j = 1; j <= PARTIES; j++) {
                struct scalar share;
                good += dealing_open(&parties.ceremony, 2, &dealing, j, &parties.keys[j - 1], &share) == OK &&
                        dealing_share_holds(&dealing, j, &share);
            }
            check_eq(good, i >= public ? PARTIES - 1 : 0);
        }
        b.data[i] ^= 0x10;
    }
    check_ok(read_it(buffer_view(&b)));
    buffer_done(&b);
}

/* The threshold must not rise or fall unseen: the same dealing with a commitment more or less. */
TEST(a_dealing_with_more_or_fewer_commitments_than_the_threshold_is_refused)
{
    struct parties *higher = ARENA_NEW(harness_arena(), struct parties);
    for (uint16_t t = 1; t <= PARTIES; t++) {
        struct buffer b;
        parties_meet(&parties, THRESHOLD, PARTIES, 5);
        parties_meet(higher, t, PARTIES, 5);
        parties_deal(higher, 1, &b);
        harness_note("threshold %d", t);
        check_eq(read_it(buffer_view(&b)), t == THRESHOLD ? OK : ERROR_MALFORMED);
        buffer_done(&b);
    }
}

TEST(a_dealing_of_another_size_is_refused)
{
    struct buffer b = deal();
    for (size_t len = 0; len < b.len; len++) {
        check_eq(read_it(bytes_of(b.data, len)), ERROR_MALFORMED);
    }
    buffer_add_u8(&b, 0);
    check_eq(read_it(buffer_view(&b)), ERROR_MALFORMED);
    for (size_t i = 1; i < DEALING_SEALED_BYTES; i++) {
        buffer_add_u8(&b, 0);
    }
    check_eq(read_it(buffer_view(&b)), ERROR_MALFORMED);
    buffer_done(&b);
}

TEST(an_identity_or_a_point_of_small_order_is_refused_at_every_place)
{
    static const uint8_t bad[3][32] = {{1}, {0}, {2}};
    struct buffer b = deal();
    for (size_t i = 0; i < THRESHOLD + 3; i++) {
        const size_t at = i * POINT_BYTES;
        uint8_t kept[POINT_BYTES];
        if (i == THRESHOLD + 1) {
            continue; /* the proof's scalar */
        }
        memcpy(kept, b.data + at, POINT_BYTES);
        for (size_t k = 0; k < 3; k++) {
            memcpy(b.data + at, bad[k], POINT_BYTES);
            harness_note("point %zu, bad %zu", i, k);
            check_eq(read_it(buffer_view(&b)), i == THRESHOLD ? ERROR_DENIED : ERROR_MALFORMED);
        }
        memcpy(b.data + at, kept, POINT_BYTES);
    }
    buffer_done(&b);
}

TEST(a_proof_is_bound_to_ceremony_and_dealer)
{
    static struct ceremony other;
    struct buffer b = deal();
    other = parties.ceremony;
    other.id.bytes[31] ^= 1;
    check_eq(dealing_read(&other, 2, buffer_view(&b), &dealing, &diag), ERROR_DENIED);
    check_eq(dealing_read(&parties.ceremony, 1, buffer_view(&b), &dealing, &diag), ERROR_DENIED);
    check_eq(dealing_read(&parties.ceremony, 5, buffer_view(&b), &dealing, &diag), ERROR_NOT_FOUND);
    buffer_done(&b);
}

TEST(a_proof_with_a_scalar_that_is_zero_or_too_large_is_refused)
{
    struct buffer b = deal();
    uint8_t *z = b.data + POINT_BYTES * (THRESHOLD + 1);
    memset(z, 0, SCALAR_BYTES);
    check_eq(read_it(buffer_view(&b)), ERROR_DENIED);
    memset(z, 0xff, SCALAR_BYTES);
    check_eq(read_it(buffer_view(&b)), ERROR_DENIED);
    buffer_done(&b);
}

TEST(a_ceremony_takes_ascending_identifiers_and_keys_once)
{
    static struct ceremony c;
    struct point keys[2];
    const struct scalar one = scalar_of(1);
    const struct scalar two = scalar_of(2);
    const struct hash id = {{1}};
    check_that(point_base(&one, &keys[0]) && point_base(&two, &keys[1]));
    ceremony_begin(&c, &id, 2);
    check_that(!ceremony_holds(&c));
    check_eq(ceremony_add(&c, 0, &keys[0]), ERROR_MALFORMED);
    check_ok(ceremony_add(&c, 4, &keys[0]));
    check_that(!ceremony_holds(&c));
    check_eq(ceremony_add(&c, 4, &keys[1]), ERROR_MALFORMED);
    check_eq(ceremony_add(&c, 3, &keys[1]), ERROR_MALFORMED);
    check_eq(ceremony_add(&c, 5, &keys[0]), ERROR_EXISTS);
    check_ok(ceremony_add(&c, 5, &keys[1]));
    check_that(ceremony_holds(&c));
    c.threshold = 3;
    check_that(!ceremony_holds(&c));
    c.threshold = 0;
    check_that(!ceremony_holds(&c));
    struct scalar share;
    struct buffer b = {0};
    check_dies(
        dealing_make(&c, 4, &one, NULL, (const uint8_t[DEALING_RANDOM_BYTES]){0}, &work, &b) == OK ? 1 : 0);
    check_dies(dealing_read(&c, 4, BYTES(""), &dealing, NULL) == OK ? 1 : 0);
    check_eq(dealing_open(&c, 4, &dealing, 6, &one, &share), ERROR_NOT_FOUND);
}

TEST(a_ceremony_has_at_most_its_limit_of_parties)
{
    struct parties *many = ARENA_NEW(harness_arena(), struct parties);
    struct buffer b;
    struct point key;
    const struct scalar far = scalar_of(1000000);
    parties_meet(many, 129, SHARE_HOLDERS_MAX, 6);
    check_that(point_base(&far, &key));
    check_eq(ceremony_add(&many->ceremony, SHARE_HOLDERS_MAX + 1, &key), ERROR_TOO_LARGE);
    parties_deal(many, SHARE_HOLDERS_MAX - 1, &b);
    check_eq(b.len, 32 * 129 + 96 + 48 * SHARE_HOLDERS_MAX);
    check_that(b.len <= DEALING_BYTES_MAX);
    check_ok(dealing_read(&many->ceremony, SHARE_HOLDERS_MAX, buffer_view(&b), &dealing, NULL));
    struct scalar share;
    check_ok(dealing_open(&many->ceremony, SHARE_HOLDERS_MAX, &dealing, 1, &many->keys[0], &share));
    check_that(dealing_share_holds(&dealing, 1, &share));
    buffer_done(&b);
}

TEST(a_dealer_that_is_no_party_deals_nothing_and_the_same_randomness_deals_the_same)
{
    const uint8_t random[DEALING_RANDOM_BYTES] = {1, 2, 3};
    struct buffer a;
    struct buffer b;
    buffer_init(&a, DEALING_BYTES_MAX);
    buffer_init(&b, DEALING_BYTES_MAX);
    parties_meet(&parties, THRESHOLD, PARTIES, 5);
    memset(&work, 0x55, sizeof work);
    check_eq(dealing_make(&parties.ceremony, 9, &parties.keys[0], NULL, random, &work, &a), ERROR_NOT_FOUND);
    check_eq(a.len, 0);
    const struct dealing_work nothing = {0};
    check_bytes(bytes_of(&work, sizeof work), bytes_of(&nothing, sizeof nothing));
    check_ok(dealing_make(&parties.ceremony, 1, &parties.keys[0], NULL, random, &work, &a));
    check_bytes(bytes_of(&work, sizeof work), bytes_of(&nothing, sizeof nothing));
    check_ok(dealing_make(&parties.ceremony, 1, &parties.keys[0], NULL, random, &work, &b));
    check_bytes(buffer_view(&a), buffer_view(&b));
    /* The dealer's key hedges: with another one nothing is the same. */
    buffer_clear(&b);
    check_ok(dealing_make(&parties.ceremony, 1, &parties.keys[1], NULL, random, &work, &b));
    for (size_t at = 0; at < DEALING_BYTES(THRESHOLD, 0); at += 32) {
        check_that(memcmp(a.data + at, b.data + at, 32) != 0);
    }
    buffer_done(&a);
    buffer_done(&b);
}

TEST(a_reception_key_is_proved_to_be_its_holders_for_one_purpose)
{
    uint8_t random[RECEPTION_RANDOM_BYTES] = {7};
    struct scalar secret;
    struct point key;
    struct point other;
    struct proof_known proof;
    check_ok(reception_key_make(random, &secret, &key));
    check_ok(reception_prove(&secret, BYTES("Alder"), random, &proof));
    check_that(reception_proof_holds(&key, BYTES("Alder"), &proof));
    check_that(!reception_proof_holds(&key, BYTES("Birch"), &proof));
    check_that(!reception_proof_holds(&key, BYTES(""), &proof));
    random[0] = 8;
    check_ok(reception_key_make(random, &secret, &other));
    check_that(!point_equal(&key, &other));
    check_that(!reception_proof_holds(&other, BYTES("Alder"), &proof));
    for (size_t bit = 0; bit < 8 * PROOF_BYTES; bit++) {
        struct proof_known bad = proof;
        bad.bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        harness_note("bit %zu", bit);
        check_that(!reception_proof_holds(&key, BYTES("Alder"), &bad));
    }
    const struct scalar zero = scalar_of(0);
    check_eq(reception_prove(&zero, BYTES("Alder"), random, &proof), ERROR_UNSUPPORTED);
}
