/* The key stays, its holders change. */
#include <string.h>

#include "crypto/disclosure.h"
#include "crypto/lagrange.h"
#include "support/harness.h"
#include "support/holders.h"
#include "unit/codec/vectors.h"

enum { HOLDERS_MAX = 8 };

static struct parties old_parties;
static struct holders old_holders;
static struct parties new_parties;
static struct holders new_holders;
static struct sharing sharing;
static struct sharing old_sharing;
static struct dealing dealing;
static struct dealing_work work;
static struct meeting meeting;
static struct scalar shares[SHARE_HOLDERS_MAX];
static struct scalar received[HOLDERS_MAX][HOLDERS_MAX]; /* receiver, dealer */

/* Two of three have a key; a ceremony to reshare it to so many, with all three as dealers. */
static void begin(uint16_t threshold, size_t count)
{
    parties_meet(&old_parties, 2, 3, 31);
    parties_share(&old_parties, &old_sharing, &old_holders);
    parties_meet(&new_parties, threshold, count, 32);
    for (size_t i = 0; i < 3; i++) {
        check_ok(ceremony_add_dealer(&new_parties.ceremony, old_holders.ids[i],
                                     &old_parties.ceremony.parties[i].key, &old_holders.verification[i]));
    }
}

static struct bytes deal(uint16_t dealer, const struct scalar *share)
{
    uint8_t random[DEALING_RANDOM_BYTES];
    struct buffer b;
    prng_fill(&new_parties.prng, random, sizeof random);
    buffer_init(&b, DEALING_BYTES_MAX);
    check_ok(
        dealing_make(&new_parties.ceremony, dealer, &old_parties.keys[dealer - 1], share, random, &work, &b));
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

/* These dealers deal; whether it becomes a sharing. Then the new holders have their shares. */
static enum error reshare(const uint16_t dealers[], size_t count)
{
    const struct ceremony *c = &new_parties.ceremony;
    check_ok(sharing_begin_again(&sharing, c, &old_holders.group, dealers, count));
    for (size_t i = 0; i < count; i++) {
        const struct bytes bytes = deal(dealers[i], &old_holders.shares[dealers[i] - 1]);
        check_ok(dealing_read(c, dealers[i], bytes, &dealing, NULL));
        check_ok(sharing_add(&sharing, dealers[i], &dealing));
        for (size_t j = 0; j < c->count; j++) {
            const uint16_t id = c->parties[j].id;
            check_ok(dealing_open(c, dealers[i], &dealing, id, &new_parties.keys[j], &received[j][i]));
            check_that(dealing_share_holds(&dealing, id, &received[j][i]));
        }
    }
    const enum error e = sharing_finish(&sharing);
    if (e != OK) {
        return e;
    }
    new_holders = (struct holders){.threshold = c->threshold, .count = c->count, .group = old_holders.group};
    new_holders.prng = new_parties.prng;
    for (size_t j = 0; j < c->count; j++) {
        new_holders.ids[j] = c->parties[j].id;
        new_holders.verification[j] = sharing.shares[j];
        check_ok(sharing_own_share(&sharing, new_holders.ids[j], received[j], count, &new_holders.shares[j]));
    }
    return OK;
}

/* Whether the first `count` new holders sign under the old key, as if one were enough. */
static enum error sign(size_t count)
{
    static const size_t places[] = {0, 1, 2, 3, 4, 5, 6, 7};
    struct signature s;
    check_ok(holders_meet(&new_holders, places, count, 1, BYTES("agreed"), &meeting));
    return meeting_sign(&new_holders, &meeting, BYTES("agreed"), shares, &s);
}

TEST(two_of_three_become_three_of_four_under_the_same_key)
{
    static const uint16_t dealers[] = {1, 3};
    begin(3, 4);
    check_ok(reshare(dealers, 2));
    check_that(point_equal(sharing_group(&sharing), &old_holders.group));
    check_eq(sign(2), ERROR_DENIED);
    check_ok(sign(3));
    check_ok(sign(4));
}

TEST(any_quorum_of_dealers_gives_the_same_key_and_too_few_give_none)
{
    static const uint16_t pairs[][2] = {{1, 2}, {1, 3}, {2, 3}};
    static const uint16_t all[] = {1, 2, 3};
    for (size_t i = 0; i < 3; i++) {
        begin(2, 3);
        check_ok(reshare(pairs[i], 2));
        check_ok(sign(2));
        for (size_t j = 0; j < 3; j++) { /* refreshed: the members are the same, the shares are not */
            check_that(!scalar_equal(&new_holders.shares[j], &old_holders.shares[j]));
        }
    }
    check_ok(reshare(all, 3));
    check_ok(sign(2));
    check_eq(reshare(all, 1), ERROR_DENIED);
    check_eq(reshare(all + 2, 1), ERROR_DENIED);
}

TEST(a_threshold_is_lowered_and_raised)
{
    static const uint16_t dealers[] = {2, 3};
    begin(1, 2);
    check_ok(reshare(dealers, 2));
    check_ok(sign(1));
    begin(6, 7);
    check_ok(reshare(dealers, 2));
    check_eq(sign(5), ERROR_DENIED);
    check_ok(sign(6));
}

TEST(old_and_new_shares_do_not_mix)
{
    static const uint16_t dealers[] = {1, 2};
    begin(2, 3);
    check_ok(reshare(dealers, 2));
    new_holders.shares[0] = old_holders.shares[0];
    new_holders.verification[0] = old_holders.verification[0];
    check_eq(sign(2), ERROR_DENIED);
}

TEST(a_dealer_deals_the_share_that_it_has_and_no_other)
{
    struct diag diag;
    const struct scalar other = scalar_of(12345);
    begin(3, 4);
    const struct ceremony *c = &new_parties.ceremony;
    check_eq(dealing_read(c, 1, deal(1, &other), &dealing, &diag), ERROR_DENIED);
    check_that(strstr(diag.message, "verification share") != NULL);
    check_eq(dealing_read(c, 1, deal(1, &old_holders.shares[1]), &dealing, NULL), ERROR_DENIED);
    check_eq(dealing_read(c, 2, deal(1, &old_holders.shares[0]), &dealing, NULL), ERROR_DENIED);
    check_eq(dealing_read(c, 4, deal(1, &old_holders.shares[0]), &dealing, NULL), ERROR_NOT_FOUND);
    check_ok(dealing_read(c, 1, deal(1, &old_holders.shares[0]), &dealing, NULL));
    struct buffer b = {0};
    const uint8_t random[DEALING_RANDOM_BYTES] = {0};
    check_dies(dealing_make(c, 1, &other, NULL, random, &work, &b) == OK ? 1 : 0);
    check_dies(dealing_make(&old_parties.ceremony, 1, &other, &other, random, &work, &b) == OK ? 1 : 0);
}

TEST(dealers_are_listed_ascending_each_once_and_up_to_the_limit)
{
    static const uint16_t turned[] = {3, 1};
    static const uint16_t twice[] = {1, 1};
    static const uint16_t stranger[] = {1, 4};
    static const uint16_t more[] = {1, 2, 3, 4};
    begin(2, 3);
    struct ceremony *c = &new_parties.ceremony;
    const struct point p = old_holders.group;
    check_eq(sharing_begin_again(&sharing, c, &p, turned, 2), ERROR_MALFORMED);
    check_eq(sharing_begin_again(&sharing, c, &p, twice, 2), ERROR_MALFORMED);
    check_eq(sharing_begin_again(&sharing, c, &p, stranger, 2), ERROR_MALFORMED);
    check_eq(sharing_begin_again(&sharing, c, &p, more, 4), ERROR_MALFORMED);
    check_eq(sharing_begin_again(&sharing, c, &p, more, 0), ERROR_MALFORMED);
    check_dies(sharing_begin(&sharing, c));
    check_dies(sharing_begin_again(&sharing, &old_parties.ceremony, &p, more, 2) == OK ? 1 : 0);
    check_eq(ceremony_add_dealer(c, 0, &p, &p), ERROR_MALFORMED);
    check_eq(ceremony_add_dealer(c, 3, &p, &p), ERROR_MALFORMED);
    for (uint16_t id = 4; id <= SHARE_HOLDERS_MAX; id++) {
        check_ok(ceremony_add_dealer(c, id, &p, &p));
    }
    check_eq(ceremony_add_dealer(c, SHARE_HOLDERS_MAX + 1, &p, &p), ERROR_TOO_LARGE);
}

/* Dealer 3 is no party any more: it deals all the same, and is convicted all the same. */
TEST(a_dealer_that_leaves_is_complained_of_too)
{
    const uint8_t random[PROOF_RANDOM_BYTES] = {1};
    struct disclosure complaint;
    enum disclosure_verdict v;
    begin(2, 2);
    const struct ceremony *c = &new_parties.ceremony;
    const struct bytes bytes = deal(3, &old_holders.shares[2]);
    uint8_t *spoilt = arena_take(harness_arena(), bytes.len, 1);
    memcpy(spoilt, bytes.data, bytes.len);
    spoilt[bytes.len - 1] ^= 1;
    check_ok(dealing_read(c, 3, bytes_of(spoilt, bytes.len), &dealing, NULL));
    check_eq(disclosure_make(c, 3, &dealing, 1, &new_parties.keys[0], random, &complaint), ERROR_DENIED);
    check_ok(disclosure_make(c, 3, &dealing, 2, &new_parties.keys[1], random, &complaint));
    check_ok(disclosure_judge(c, 3, &dealing, 2, bytes_of(complaint.bytes, DISCLOSURE_BYTES), &v));
    check_eq(v, DISCLOSURE_CONVICTS_DEALER);
}

TEST(the_transcript_of_a_resharing_depends_on_its_dealers)
{
    static const uint16_t pairs[][2] = {{1, 2}, {1, 3}};
    struct hash transcripts[2];
    begin(2, 3);
    for (size_t i = 0; i < 2; i++) {
        const struct prng before = new_parties.prng; /* the same randomness for both */
        check_ok(reshare(pairs[i], 2));
        transcripts[i] = sharing.transcript;
        new_parties.prng = before;
    }
    check_that(!hash_equal(&transcripts[0], &transcripts[1]));
}

TEST(weights_for_no_place_are_a_bug)
{
    struct scalar out[1];
    const uint16_t ids[] = {1};
    lagrange_at_zero(ids, 1, out);
    check_that(scalar_equal(&out[0], &(struct scalar){{1}}));
    check_dies(lagrange_at_zero(ids, 0, out));
}

static struct bytes item_hex(const struct json *row, const char *key, size_t i)
{
    const struct bytes text = json_get_array(row, key)->items[i].text;
    uint8_t *out = arena_take(harness_arena(), text.len / 2, 1);
    check_that(hex_decode(text, out, text.len / 2));
    return bytes_of(out, text.len / 2);
}

static struct point point_in(const struct json *row, const char *key)
{
    struct point p;
    check_that(point_read(vector_hex(row, key).data, &p));
    return p;
}

static uint16_t number_in(const struct json *row, const char *key)
{
    int64_t n = 0;
    check_that(json_get_integer(row, key, &n));
    return (uint16_t)n;
}

static void read_ceremony(const struct json *row, struct ceremony *c)
{
    const struct json *parties = json_get_array(row, "parties");
    const struct json *dealers = json_get_array(row, "dealers");
    struct hash id;
    memcpy(id.bytes, vector_hex(row, "ceremony").data, HASH_BYTES);
    ceremony_begin(c, &id, number_in(row, "threshold"));
    for (size_t i = 0; i < parties->count; i++) {
        const struct point key = point_in(&parties->items[i], "key");
        check_that(scalar_read(vector_hex(&parties->items[i], "secret").data, &new_parties.keys[i]));
        check_ok(ceremony_add(c, number_in(&parties->items[i], "id"), &key));
    }
    for (size_t i = 0; i < dealers->count; i++) {
        const struct point key = point_in(&dealers->items[i], "key");
        const struct point share = point_in(&dealers->items[i], "verification");
        check_ok(ceremony_add_dealer(c, number_in(&dealers->items[i], "id"), &key, &share));
    }
}

TEST(a_resharing_is_that_of_the_table)
{
    static struct ceremony c;
    const struct json *row = vector_row(vectors_open("tests/vectors/resharing.json"), 0);
    const struct point group = point_in(row, "group");
    uint16_t chosen[HOLDERS_MAX];
    read_ceremony(row, &c);
    const size_t count = json_get_array(row, "chosen")->count;
    for (size_t i = 0; i < count; i++) {
        chosen[i] = (uint16_t)json_get_array(row, "chosen")->items[i].integer;
    }
    check_ok(sharing_begin_again(&sharing, &c, &group, chosen, count));
    for (size_t i = 0; i < count; i++) {
        check_ok(dealing_read(&c, chosen[i], item_hex(row, "dealings", i), &dealing, NULL));
        check_ok(sharing_add(&sharing, chosen[i], &dealing));
        for (size_t j = 0; j < c.count; j++) {
            check_ok(dealing_open(&c, chosen[i], &dealing, c.parties[j].id, &new_parties.keys[j],
                                  &received[j][i]));
        }
    }
    check_ok(sharing_finish(&sharing));
    check_bytes(hash_view(&sharing.transcript), vector_hex(row, "transcript"));
    for (size_t j = 0; j < c.count; j++) {
        struct scalar own;
        check_ok(sharing_own_share(&sharing, c.parties[j].id, received[j], count, &own));
        check_bytes(scalar_view(&own), item_hex(row, "shares", j));
        check_bytes(point_view(&sharing.shares[j]), item_hex(row, "verification", j));
    }
}
