#include "crypto/sharing.h"

#include <string.h>

#include "support/harness.h"
#include "support/holders.h"

static struct parties parties;
static struct sharing sharing;
static struct holders holders;
static struct meeting meeting;
static struct scalar shares[SHARE_HOLDERS_MAX];
static struct dealing dealings[6];

static void read_all(uint16_t threshold, size_t count)
{
    parties_meet(&parties, threshold, count, 11);
    for (size_t i = 0; i < count; i++) {
        struct buffer b;
        parties_deal(&parties, i, &b);
        check_ok(dealing_read(&parties.ceremony, (uint16_t)(i + 1), buffer_view(&b), &dealings[i], NULL));
        buffer_done(&b);
    }
    sharing_begin(&sharing, &parties.ceremony);
}

TEST(holders_of_a_ceremony_sign_under_its_key)
{
    for (uint16_t n = 2; n <= 7; n++) {
        const int two_thirds = 2 * n / 3 + 1;
        const uint16_t t = (uint16_t)(two_thirds > n ? n : two_thirds);
        size_t places[7];
        struct signature s;
        parties_meet(&parties, t, n, n);
        parties_share(&parties, &sharing, &holders);
        for (size_t i = 0; i < t; i++) {
            places[i] = i + n - t;
            check_that(point_equal(&sharing.shares[i], &holders.verification[i]));
        }
        harness_note("%d of %d", t, n);
        check_ok(holders_meet(&holders, places, t, t, BYTES("agreed"), &meeting));
        check_ok(meeting_sign(&holders, &meeting, BYTES("agreed"), shares, &s));
        check_ok(holders_meet(&holders, places, t - 1U, 1, BYTES("agreed"), &meeting));
        check_eq(meeting_sign(&holders, &meeting, BYTES("agreed"), shares, &s), ERROR_DENIED);
    }
}

TEST(dealings_are_added_each_once_in_the_order_of_the_parties)
{
    read_all(3, 4);
    check_eq(sharing_finish(&sharing), ERROR_NOT_FOUND);
    check_eq(sharing_add(&sharing, 2, &dealings[1]), ERROR_MALFORMED);
    check_eq(sharing_add(&sharing, 0, &dealings[0]), ERROR_MALFORMED);
    check_ok(sharing_add(&sharing, 1, &dealings[0]));
    check_eq(sharing_add(&sharing, 1, &dealings[0]), ERROR_MALFORMED);
    check_ok(sharing_add(&sharing, 2, &dealings[1]));
    dealings[2].threshold = 2;
    check_eq(sharing_add(&sharing, 3, &dealings[2]), ERROR_MALFORMED);
    dealings[2].threshold = 3;
    dealings[2].count = 5;
    check_eq(sharing_add(&sharing, 3, &dealings[2]), ERROR_MALFORMED);
    dealings[2].count = 4;
    check_ok(sharing_add(&sharing, 3, &dealings[2]));
    check_eq(sharing_finish(&sharing), ERROR_NOT_FOUND);
    check_ok(sharing_add(&sharing, 4, &dealings[3]));
    check_eq(sharing_add(&sharing, 5, &dealings[3]), ERROR_MALFORMED);
    check_ok(sharing_finish(&sharing));
}

TEST(a_bad_share_makes_the_sum_bad_and_is_then_found)
{
    struct scalar received[4];
    struct scalar own = scalar_of(3);
    read_all(3, 4);
    for (uint16_t i = 1; i <= 4; i++) {
        check_ok(sharing_add(&sharing, i, &dealings[i - 1]));
        check_ok(dealing_open(&parties.ceremony, i, &dealings[i - 1], 2, &parties.keys[1], &received[i - 1]));
    }
    check_ok(sharing_finish(&sharing));
    const struct scalar good = received[2];
    const struct scalar one = scalar_of(1);
    scalar_add(&received[2], &one, &received[2]);
    check_eq(sharing_own_share(&sharing, 2, received, 4, &own), ERROR_DENIED);
    check_bytes(scalar_view(&own), scalar_view(&(struct scalar){{3}}));
    for (size_t i = 0; i < 4; i++) {
        check_eq(dealing_share_holds(&dealings[i], 2, &received[i]), i != 2);
    }
    received[2] = good;
    check_eq(sharing_own_share(&sharing, 2, received, 3, &own), ERROR_MALFORMED);
    check_eq(sharing_own_share(&sharing, 5, received, 4, &own), ERROR_NOT_FOUND);
    check_eq(sharing_own_share(&sharing, 1, received, 4, &own), ERROR_DENIED);
    check_ok(sharing_own_share(&sharing, 2, received, 4, &own));
    struct point p;
    check_that(point_base(&own, &p) && point_equal(&p, &sharing.shares[1]));
}

/* The commitment at this place of the last dealer is minus the sum of all others' there. */
static void cancel(size_t k)
{
    struct point_sum sum;
    struct point others;
    struct point twice;
    point_sum_begin(&sum);
    for (size_t i = 0; i < 3; i++) {
        point_sum_add(&sum, &dealings[i].commitments[k]);
    }
    check_that(point_sum_end(&sum, &others) && point_add(&others, &others, &twice));
    check_that(point_sub(&others, &twice, &dealings[3].commitments[k]));
}

TEST(commitments_that_cancel_each_other_out_make_no_key)
{
    for (size_t k = 0; k < 3; k++) {
        read_all(3, 4);
        cancel(k);
        for (uint16_t i = 1; i <= 4; i++) {
            check_ok(sharing_add(&sharing, i, &dealings[i - 1]));
        }
        harness_note("commitment %zu", k);
        check_eq(sharing_finish(&sharing), ERROR_DENIED);
    }
}

TEST(a_holder_whose_verification_share_would_be_the_identity_makes_no_key)
{
    /* Constant 2, slope -1: nothing is left for holder 2. */
    struct scalar zero = scalar_of(0);
    const struct scalar one = scalar_of(1);
    const struct scalar two = scalar_of(2);
    struct scalar minus_one;
    scalar_sub(&zero, &one, &minus_one);
    read_all(2, 2);
    check_that(point_base(&one, &dealings[0].commitments[0]));
    check_that(point_base(&one, &dealings[1].commitments[0]));
    check_that(point_base(&one, &dealings[0].commitments[1]));
    scalar_sub(&minus_one, &one, &zero);
    check_that(point_base(&zero, &dealings[1].commitments[1]));
    check_ok(sharing_add(&sharing, 1, &dealings[0]));
    check_ok(sharing_add(&sharing, 2, &dealings[1]));
    check_eq(sharing_finish(&sharing), ERROR_DENIED);
    struct point expected;
    check_that(point_base(&two, &expected) && point_equal(&sharing.commitments[0], &expected));
}

static struct hash transcript(void)
{
    sharing_begin(&sharing, &parties.ceremony);
    for (uint16_t i = 1; i <= 4; i++) {
        check_ok(sharing_add(&sharing, i, &dealings[i - 1]));
    }
    check_ok(sharing_finish(&sharing));
    return sharing.transcript;
}

TEST(the_transcript_depends_on_the_ceremony_and_on_each_byte_dealt)
{
    read_all(3, 4);
    const struct hash first = transcript();
    struct hash again = transcript();
    check_that(hash_equal(&first, &again));
    for (size_t i = 0; i < 4; i++) {
        dealings[i].hash.bytes[5] ^= 1;
        again = transcript();
        check_that(!hash_equal(&first, &again));
        dealings[i].hash.bytes[5] ^= 1;
    }
    parties.ceremony.id.bytes[0] ^= 1;
    again = transcript();
    check_that(!hash_equal(&first, &again));
    parties.ceremony.id.bytes[0] ^= 1;
    parties.ceremony.parties[1].key = parties.ceremony.parties[0].key;
    again = transcript();
    check_that(!hash_equal(&first, &again));
}

TEST(a_ceremony_of_as_many_parties_as_there_may_be_shares_a_key)
{
    size_t places[SHARE_HOLDERS_MAX];
    struct signature s;
    for (size_t i = 0; i < SHARE_HOLDERS_MAX; i++) {
        places[i] = i;
    }
    /* A low threshold, so that it takes seconds: the arithmetic of a high one is tested with fewer. */
    parties_meet(&parties, 5, SHARE_HOLDERS_MAX, 12);
    parties_share(&parties, &sharing, &holders);
    check_ok(holders_meet(&holders, places, SHARE_HOLDERS_MAX, 5, BYTES("agreed"), &meeting));
    check_ok(meeting_sign(&holders, &meeting, BYTES("agreed"), shares, &s));
    check_ok(holders_meet(&holders, places + SHARE_HOLDERS_MAX - 5, 5, 5, BYTES("agreed"), &meeting));
    check_ok(meeting_sign(&holders, &meeting, BYTES("agreed"), shares, &s));
}
