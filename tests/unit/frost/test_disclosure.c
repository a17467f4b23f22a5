#include "crypto/disclosure.h"

#include <string.h>

#include "support/harness.h"
#include "support/holders.h"

static struct parties parties;
static struct dealing good; /* of party 2 of four */
static struct dealing bad;  /* and what party 3 gets is spoilt */
static const uint8_t random_bytes[PROOF_RANDOM_BYTES] = {3};

static void begin(void)
{
    struct buffer b;
    parties_meet(&parties, 3, 4, 21);
    parties_deal(&parties, 1, &b);
    check_ok(dealing_read(&parties.ceremony, 2, buffer_view(&b), &good, NULL));
    b.data[DEALING_BYTES(3, 2)] ^= 1;
    check_ok(dealing_read(&parties.ceremony, 2, buffer_view(&b), &bad, NULL));
    buffer_done(&b);
}

static enum disclosure_verdict judge(const struct dealing *d, uint16_t dealer, uint16_t receiver,
                                     const struct disclosure *complaint)
{
    enum disclosure_verdict v;
    check_ok(disclosure_judge(&parties.ceremony, dealer, d, receiver,
                              bytes_of(complaint->bytes, DISCLOSURE_BYTES), &v));
    return v;
}

static struct disclosure complain(void)
{
    struct disclosure c;
    check_ok(disclosure_make(&parties.ceremony, 2, &bad, 3, &parties.keys[2], random_bytes, &c));
    return c;
}

TEST(a_share_that_cannot_be_opened_convicts_its_dealer)
{
    begin();
    const struct disclosure c = complain();
    check_eq(judge(&bad, 2, 3, &c), DISCLOSURE_CONVICTS_DEALER);
}

TEST(a_share_that_is_not_as_promised_convicts_its_dealer)
{
    struct disclosure c;
    begin();
    /* Sealed well, but the commitments say something else. */
    bad = good;
    bad.commitments[2] = good.commitments[1];
    check_ok(disclosure_make(&parties.ceremony, 2, &bad, 3, &parties.keys[2], random_bytes, &c));
    check_eq(judge(&bad, 2, 3, &c), DISCLOSURE_CONVICTS_DEALER);
}

TEST(a_complaint_about_a_good_share_is_not_made_and_would_convict_the_complainer)
{
    struct disclosure c = {{0}};
    begin();
    check_eq(disclosure_make(&parties.ceremony, 2, &good, 3, &parties.keys[2], random_bytes, &c),
             ERROR_DENIED);
    /* Made where the share is bad, and shown where it is good: the proof holds, the share too. */
    c = complain();
    check_eq(judge(&good, 2, 3, &c), DISCLOSURE_CONVICTS_COMPLAINER);
}

TEST(a_complaint_with_another_point_convicts_the_complainer)
{
    struct disclosure c;
    struct point other;
    begin();
    c = complain();
    check_that(point_mul(&parties.keys[0], &bad.ephemeral, &other));
    memcpy(c.bytes, other.bytes, POINT_BYTES);
    check_eq(judge(&bad, 2, 3, &c), DISCLOSURE_CONVICTS_COMPLAINER);
    /* With a proof of the complainer's own making over a point that opens nothing. */
    check_eq(disclosure_make(&parties.ceremony, 2, &bad, 3, &parties.keys[0], random_bytes, &c),
             ERROR_DENIED);
}

TEST(every_changed_bit_of_a_complaint_convicts_the_complainer)
{
    begin();
    const struct disclosure c = complain();
    for (size_t bit = 0; bit < 8 * DISCLOSURE_BYTES; bit++) {
        struct disclosure changed = c;
        changed.bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        harness_note("bit %zu", bit);
        check_eq(judge(&bad, 2, 3, &changed), DISCLOSURE_CONVICTS_COMPLAINER);
    }
}

TEST(a_complaint_of_another_size_or_of_nothing_convicts_the_complainer)
{
    enum disclosure_verdict v;
    begin();
    const struct disclosure c = complain();
    uint8_t longer[DISCLOSURE_BYTES + 1] = {0};
    memcpy(longer, c.bytes, DISCLOSURE_BYTES);
    for (size_t len = 0; len <= sizeof longer; len++) {
        check_ok(disclosure_judge(&parties.ceremony, 2, &bad, 3, bytes_of(longer, len), &v));
        check_eq(v, len == DISCLOSURE_BYTES ? DISCLOSURE_CONVICTS_DEALER : DISCLOSURE_CONVICTS_COMPLAINER);
    }
    const struct disclosure nothing = {{0}};
    check_eq(judge(&bad, 2, 3, &nothing), DISCLOSURE_CONVICTS_COMPLAINER);
}

TEST(a_complaint_holds_for_its_ceremony_dealer_and_receiver_alone)
{
    begin();
    const struct disclosure c = complain();
    check_eq(judge(&bad, 2, 1, &c), DISCLOSURE_CONVICTS_COMPLAINER);
    check_eq(judge(&bad, 4, 3, &c), DISCLOSURE_CONVICTS_COMPLAINER);
    parties.ceremony.id.bytes[9] ^= 1;
    check_eq(judge(&bad, 2, 3, &c), DISCLOSURE_CONVICTS_COMPLAINER);
}

TEST(who_is_no_party_neither_complains_nor_is_complained_of)
{
    enum disclosure_verdict v = DISCLOSURE_CONVICTS_DEALER;
    struct disclosure c;
    begin();
    check_eq(disclosure_make(&parties.ceremony, 9, &bad, 3, &parties.keys[2], random_bytes, &c),
             ERROR_NOT_FOUND);
    check_eq(disclosure_make(&parties.ceremony, 2, &bad, 9, &parties.keys[2], random_bytes, &c),
             ERROR_NOT_FOUND);
    check_eq(disclosure_judge(&parties.ceremony, 9, &bad, 3, BYTES(""), &v), ERROR_NOT_FOUND);
    check_eq(disclosure_judge(&parties.ceremony, 2, &bad, 9, BYTES(""), &v), ERROR_NOT_FOUND);
    const struct scalar zero = scalar_of(0);
    check_eq(disclosure_make(&parties.ceremony, 2, &bad, 3, &zero, random_bytes, &c), ERROR_DENIED);
}

/* What is disclosed opens one share: that of no other receiver, and of no other dealing to the same one. */
TEST(a_complaint_opens_no_other_share)
{
    static struct dealing other;
    struct point secret;
    struct scalar share;
    struct buffer b;
    begin();
    const struct disclosure c = complain();
    check_that(point_read(c.bytes, &secret));
    check_ok(dealing_open_with(&parties.ceremony, 2, &good, 3, &secret, &share));
    parties_deal(&parties, 0, &b);
    check_ok(dealing_read(&parties.ceremony, 1, buffer_view(&b), &other, NULL));
    buffer_done(&b);
    check_eq(dealing_open_with(&parties.ceremony, 1, &other, 3, &secret, &share), ERROR_DENIED);
    for (uint16_t j = 1; j <= 4; j++) {
        check_eq(dealing_open_with(&parties.ceremony, 2, &good, j, &secret, &share),
                 j == 3 ? OK : ERROR_DENIED);
    }
}
