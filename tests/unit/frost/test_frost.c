/* What audits of other implementations found, and the tests that say it is not so here; those of
 * dealings stand in test_dealing.c.
 *
 * The aggregator's own share is not checked:
 *   a_bad_share_is_found_wherever_it_is_the_aggregators_own_too
 * Parts of different lengths are hashed one after another:
 *   binding_factors_differ_where_bytes_move_between_message_and_list
 * Nonces are not wiped, not consumed, or zero:
 *   nonces_are_wiped_and_used_once_only, zero_nonces_sign_nothing
 * Identifier 0:
 *   identifiers_are_above_zero_ascending_and_each_once
 * A session without the signer's own entry, or with another commitment:
 *   a_session_without_the_own_entry_or_with_another_commitment_gets_no_share
 * The minimum of signers is checked too late:
 *   too_few_signers_a_threshold_of_zero_and_an_empty_list_are_refused
 * Counts of commitments, shares and parties are not checked:
 *   shares_are_exactly_as_many_as_signers,
 *   as_many_holders_as_there_may_be_sign_and_one_more_is_refused,
 *   a_ceremony_takes_ascending_identifiers_and_keys_once
 * A raised or lowered threshold:
 *   a_dealing_with_more_or_fewer_commitments_than_the_threshold_is_refused
 * Zero identifiers and identities in what is read:
 *   a_foreign_list_is_read_only_if_every_byte_of_it_is_good,
 *   an_identity_or_a_point_of_small_order_is_refused_at_every_place
 * Accesses beyond what is there:
 *   all of them, under the sanitizers */
#include "crypto/frost.h"

#include <sodium.h>
#include <string.h>

#include "base/hex.h"
#include "support/harness.h"
#include "support/holders.h"

#define MESSAGE BYTES("univocal statement 1 exercise EXERCISE\nAlder, Birch and Cedar agree.\n")

static struct holders holders;
static struct meeting meeting;
static struct scalar shares[SHARE_HOLDERS_MAX];

static struct bytes view(const struct signature *s)
{
    return bytes_of(s->bytes, SIGNATURE_BYTES);
}

/* A meeting of holders 1, 3 and 4 of five, of whom three are enough. */
static void meet_three(void)
{
    static const size_t places[] = {0, 2, 3};
    holders_deal(&holders, 3, 5, 7);
    check_ok(holders_meet(&holders, places, 3, 3, MESSAGE, &meeting));
}

static enum error make_share(size_t place)
{
    const size_t holder = meeting.places[place];
    return frost_share_make(&meeting.session, holders.ids[holder], &holders.shares[holder],
                            &meeting.nonces[place], &shares[place]);
}

/* Places whose bit is set. */
static size_t places_of(unsigned mask, size_t places[])
{
    size_t count = 0;
    for (size_t i = 0; mask >> i != 0; i++) {
        if ((mask >> i & 1) != 0) {
            places[count++] = i;
        }
    }
    return count;
}

static void check_subset(unsigned mask, uint16_t threshold)
{
    size_t places[6];
    struct signature s;
    const size_t count = places_of(mask, places);
    harness_note("holders %#x, threshold %d", mask, threshold);
    if (count < threshold) {
        check_eq(holders_meet(&holders, places, count, threshold, MESSAGE, &meeting), ERROR_MALFORMED);
        /* And if they pretend that fewer are enough: */
        const enum error e = holders_meet(&holders, places, count, 1, MESSAGE, &meeting);
        check_eq(e, count == 0 ? ERROR_MALFORMED : OK);
        if (e == OK) {
            check_eq(meeting_sign(&holders, &meeting, MESSAGE, shares, &s), ERROR_DENIED);
        }
        return;
    }
    check_ok(holders_meet(&holders, places, count, threshold, MESSAGE, &meeting));
    check_ok(meeting_sign(&holders, &meeting, MESSAGE, shares, &s));
    const struct public_key key = point_key(&holders.group);
    check_that(signature_holds(&s, &key, MESSAGE));
    check_that(!signature_holds(&s, &key, BYTES("univocal statement 1 exercise EXERCISE\n")));
}

TEST(of_all_subsets_of_six_those_below_the_threshold_sign_nothing_and_all_others_do)
{
    for (uint16_t threshold = 1; threshold <= 6; threshold++) {
        holders_deal(&holders, threshold, 6, threshold);
        for (unsigned mask = 0; mask < 64; mask++) {
            check_subset(mask, threshold);
        }
    }
}

/* Some ascending identifiers below 2^16. */
static void random_ids(struct prng *prng, uint16_t ids[], size_t count)
{
    uint32_t last = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t room = (UINT16_MAX - last) / (uint32_t)(count - i);
        last += 1 + (uint32_t)prng_below(prng, prng_chance(prng, 500) ? room : 3);
        ids[i] = (uint16_t)last;
    }
}

TEST(any_holders_of_any_sharing_sign_with_any_identifiers)
{
    struct prng prng;
    prng_seed(&prng, harness_seed());
    for (int round = 0; round < 60; round++) {
        const size_t count = (size_t)prng_between(&prng, 1, 14);
        const size_t threshold = (size_t)prng_between(&prng, 1, (int64_t)count);
        uint16_t ids[14];
        size_t places[14];
        size_t chosen = 0;
        size_t wanted = (size_t)prng_between(&prng, (int64_t)threshold, (int64_t)count);
        struct signature s;
        uint8_t message[200];
        const struct bytes text = bytes_of(message, (size_t)prng_below(&prng, sizeof message));
        prng_fill(&prng, message, sizeof message);
        random_ids(&prng, ids, count);
        for (size_t i = 0; i < count; i++) {
            if (prng_below(&prng, count - i) < wanted) {
                places[chosen++] = i;
                wanted--;
            }
        }
        harness_note("round %d: %zu of %zu, threshold %zu", round, chosen, count, threshold);
        holders_deal_to(&holders, (uint16_t)threshold, ids, count, prng_next(&prng));
        check_ok(holders_meet(&holders, places, chosen, (uint16_t)threshold, text, &meeting));
        check_ok(meeting_sign(&holders, &meeting, text, shares, &s));
    }
}

TEST(as_many_holders_as_there_may_be_sign_and_one_more_is_refused)
{
    size_t places[SHARE_HOLDERS_MAX];
    struct signature s;
    for (size_t i = 0; i < SHARE_HOLDERS_MAX; i++) {
        places[i] = i;
    }
    holders_deal(&holders, 129, SHARE_HOLDERS_MAX, 1);
    check_ok(holders_meet(&holders, places, SHARE_HOLDERS_MAX, 129, MESSAGE, &meeting));
    check_ok(meeting_sign(&holders, &meeting, MESSAGE, shares, &s));
    check_ok(holders_meet(&holders, places + 64, 129, 129, MESSAGE, &meeting));
    check_ok(meeting_sign(&holders, &meeting, MESSAGE, shares, &s));

    struct frost_list *full = ARENA_NEW(harness_arena(), struct frost_list);
    check_ok(holders_meet(&holders, places, SHARE_HOLDERS_MAX, 129, MESSAGE, &meeting));
    const struct frost_commitment c = meeting.list.entries[0].commitment;
    check_eq(frost_list_add(&meeting.list, SHARE_HOLDERS_MAX + 1, &c), ERROR_TOO_LARGE);
    check_ok(frost_list_read(frost_list_view(&meeting.list), full));
    uint8_t *longer = arena_take(harness_arena(), (SHARE_HOLDERS_MAX + 1) * FROST_ENTRY_BYTES, 1);
    memcpy(longer, frost_list_view(&meeting.list).data, SHARE_HOLDERS_MAX * (size_t)FROST_ENTRY_BYTES);
    const struct bytes beyond = bytes_of(longer, (SHARE_HOLDERS_MAX + 1) * (size_t)FROST_ENTRY_BYTES);
    check_eq(frost_list_read(beyond, full), ERROR_TOO_LARGE);
    meeting.list.count = SHARE_HOLDERS_MAX + 1;
    check_eq(frost_session_open(&meeting.session, &holders.group, 129, &meeting.list, MESSAGE),
             ERROR_MALFORMED);
}

TEST(a_bad_share_is_found_wherever_it_is_the_aggregators_own_too)
{
    struct signature s;
    for (size_t bad = 0; bad < 3; bad++) {
        meet_three();
        memset(&s, 0x55, sizeof s);
        const struct signature before = s;
        struct signature good;
        check_ok(meeting_sign(&holders, &meeting, MESSAGE, shares, &good));
        const struct scalar one = scalar_of(1);
        scalar_add(&shares[bad], &one, &shares[bad]);
        harness_note("share %zu", bad);
        check_eq(frost_aggregate(&meeting.session, MESSAGE, shares, 3, &s), ERROR_DENIED);
        check_bytes(view(&s), view(&before));
        for (size_t i = 0; i < 3; i++) {
            const uint16_t id = holders.ids[meeting.places[i]];
            check_eq(frost_share_holds(&meeting.session, id, &shares[i]), i != bad);
        }
    }
}

TEST(a_share_is_good_for_its_signer_and_its_session_alone)
{
    static struct meeting other;
    struct signature s;
    meet_three();
    check_ok(meeting_sign(&holders, &meeting, MESSAGE, shares, &s));
    for (size_t i = 0; i < 3; i++) {
        for (uint16_t id = 0; id < 7; id++) {
            check_eq(frost_share_holds(&meeting.session, id, &shares[i]),
                     id == holders.ids[meeting.places[i]]);
        }
    }
    check_ok(holders_meet(&holders, meeting.places, 3, 3, MESSAGE, &other));
    for (size_t i = 0; i < 3; i++) {
        check_that(!frost_share_holds(&other.session, holders.ids[meeting.places[i]], &shares[i]));
    }
    const struct scalar zero = scalar_of(0);
    check_that(!frost_share_holds(&meeting.session, 1, &zero));
    check_eq(frost_aggregate(&meeting.session, BYTES("another text"), shares, 3, &s), ERROR_DENIED);
}

/* The other half of R's rules: as verifiers see it. */
TEST(a_signature_whose_r_is_the_identity_or_has_a_part_of_small_order_does_not_hold)
{
    static const char *const torsion[] = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    };
    struct signature s;
    meet_three();
    check_ok(meeting_sign(&holders, &meeting, MESSAGE, shares, &s));
    const struct public_key key = point_key(&holders.group);
    for (size_t i = 0; i < 4; i++) {
        uint8_t t[POINT_BYTES];
        struct signature bad = s;
        check_that(hex_decode(bytes_of_text(torsion[i]), t, POINT_BYTES));
        memcpy(bad.bytes, t, POINT_BYTES);
        harness_note("torsion %zu", i);
        check_that(!signature_holds(&bad, &key, MESSAGE));
        check_eq(crypto_core_ed25519_add(bad.bytes, s.bytes, t), 0);
        check_eq(signature_holds(&bad, &key, MESSAGE), i == 0); /* R + identity is R */
    }
}

TEST(shares_are_exactly_as_many_as_signers)
{
    struct signature s;
    meet_three();
    check_ok(meeting_sign(&holders, &meeting, MESSAGE, shares, &s));
    check_eq(frost_aggregate(&meeting.session, MESSAGE, shares, 2, &s), ERROR_MALFORMED);
    check_eq(frost_aggregate(&meeting.session, MESSAGE, shares, 4, &s), ERROR_MALFORMED);
    check_eq(frost_aggregate(&meeting.session, MESSAGE, shares, 0, &s), ERROR_MALFORMED);
    check_eq(frost_session_watch(&meeting.session, meeting.verification, 2), ERROR_MALFORMED);
    check_eq(frost_session_watch(&meeting.session, meeting.verification, 4), ERROR_MALFORMED);
}

TEST(an_unwatched_session_checks_no_share)
{
    meet_three();
    meeting.session.watched = false;
    const struct scalar one = scalar_of(1);
    check_dies(frost_share_holds(&meeting.session, 1, &one) ? 1 : 0);
}

TEST(nonces_are_wiped_and_used_once_only)
{
    struct frost_nonces zero;
    memset(&zero, 0, sizeof zero);
    meet_three();
    const struct frost_nonces copy = meeting.nonces[0];
    check_that(copy.fresh && !scalar_is_zero(&copy.hiding) && !scalar_is_zero(&copy.binding));
    check_ok(make_share(0));
    check_bytes(bytes_of(&meeting.nonces[0], sizeof zero), bytes_of(&zero, sizeof zero));
    const struct scalar before = shares[0];
    check_eq(make_share(0), ERROR_DENIED);
    check_bytes(scalar_view(&shares[0]), scalar_view(&before));
}

TEST(nonces_are_wiped_also_when_the_share_is_refused)
{
    struct frost_nonces zero;
    memset(&zero, 0, sizeof zero);
    meet_three();
    check_eq(frost_share_make(&meeting.session, 2, &holders.shares[1], &meeting.nonces[0], &shares[0]),
             ERROR_NOT_FOUND);
    check_bytes(bytes_of(&meeting.nonces[0], sizeof zero), bytes_of(&zero, sizeof zero));
    check_eq(frost_share_make(&meeting.session, 3, &holders.shares[2], &meeting.nonces[2], &shares[0]),
             ERROR_DENIED);
    check_bytes(bytes_of(&meeting.nonces[2], sizeof zero), bytes_of(&zero, sizeof zero));
}

TEST(zero_nonces_sign_nothing)
{
    meet_three();
    const struct frost_commitment c = meeting.nonces[1].commitment;
    memset(&meeting.nonces[1], 0, sizeof meeting.nonces[1]);
    check_eq(make_share(1), ERROR_DENIED);
    meeting.nonces[1].commitment = c;
    check_eq(make_share(1), ERROR_DENIED);
}

TEST(nonces_are_hedged_with_the_share_and_follow_the_randomness)
{
    uint8_t random[FROST_RANDOM_BYTES] = {0};
    struct frost_nonces a;
    struct frost_nonces b;
    struct frost_nonces c;
    const struct scalar one = scalar_of(1);
    const struct scalar two = scalar_of(2);
    check_ok(frost_nonces_make(random, &one, &a));
    check_ok(frost_nonces_make(random, &two, &b));
    random[0] = 1;
    check_ok(frost_nonces_make(random, &one, &c));
    check_that(!scalar_equal(&a.hiding, &b.hiding) && !scalar_equal(&a.binding, &b.binding));
    check_that(!scalar_equal(&a.hiding, &c.hiding) && scalar_equal(&a.binding, &c.binding));
    /* Not the same twice even where the randomness is: that is the caller's to see to. */
    check_that(scalar_equal(&a.hiding, &a.binding));
}

TEST(a_session_without_the_own_entry_or_with_another_commitment_gets_no_share)
{
    meet_three();
    check_eq(frost_share_make(&meeting.session, 5, &holders.shares[4], &meeting.nonces[0], &shares[0]),
             ERROR_NOT_FOUND);
    check_eq(frost_share_make(&meeting.session, 0, &holders.shares[4], &meeting.nonces[1], &shares[0]),
             ERROR_NOT_FOUND);
    meet_three();
    meeting.nonces[0].commitment.hiding = meeting.nonces[1].commitment.hiding;
    check_eq(make_share(0), ERROR_DENIED);
    meet_three();
    meeting.nonces[0].commitment.binding = meeting.nonces[1].commitment.binding;
    check_eq(make_share(0), ERROR_DENIED);
}

TEST(too_few_signers_a_threshold_of_zero_and_an_empty_list_are_refused)
{
    static struct frost_list none;
    meet_three();
    check_eq(frost_session_open(&meeting.session, &holders.group, 4, &meeting.list, MESSAGE),
             ERROR_MALFORMED);
    check_eq(frost_session_open(&meeting.session, &holders.group, 0, &meeting.list, MESSAGE),
             ERROR_MALFORMED);
    frost_list_begin(&none);
    check_eq(frost_session_open(&meeting.session, &holders.group, 1, &none, MESSAGE), ERROR_MALFORMED);
    struct frost_list *read = ARENA_NEW(harness_arena(), struct frost_list);
    check_eq(frost_list_read(BYTES(""), read), ERROR_MALFORMED);
}

TEST(identifiers_are_above_zero_ascending_and_each_once)
{
    meet_three();
    const struct frost_commitment c = meeting.nonces[0].commitment;
    struct frost_list *list = ARENA_NEW(harness_arena(), struct frost_list);
    frost_list_begin(list);
    check_eq(frost_list_add(list, 0, &c), ERROR_MALFORMED);
    check_ok(frost_list_add(list, 7, &c));
    check_eq(frost_list_add(list, 7, &c), ERROR_MALFORMED);
    check_eq(frost_list_add(list, 6, &c), ERROR_MALFORMED);
    check_ok(frost_list_add(list, UINT16_MAX, &c));
    check_eq(list->count, 2);
    /* A list that somebody made by hand. */
    list->entries[0].id = scalar_of(UINT16_MAX);
    check_eq(frost_session_open(&meeting.session, &holders.group, 1, list, MESSAGE), ERROR_MALFORMED);
    list->entries[0].id = scalar_of(0);
    check_eq(frost_session_open(&meeting.session, &holders.group, 1, list, MESSAGE), ERROR_MALFORMED);
    list->entries[0].id = scalar_of(UINT16_MAX + 1);
    check_eq(frost_session_open(&meeting.session, &holders.group, 1, list, MESSAGE), ERROR_MALFORMED);
}

/* The encoding of the three, with some bytes put in place of others. */
static enum error read_changed(size_t at, const void *bytes, size_t len)
{
    struct frost_list *list = ARENA_NEW(harness_arena(), struct frost_list);
    uint8_t encoded[3 * FROST_ENTRY_BYTES];
    memcpy(encoded, frost_list_view(&meeting.list).data, sizeof encoded);
    memcpy(encoded + at, bytes, len);
    const enum error e = frost_list_read(bytes_of(encoded, sizeof encoded), list);
    check_eq(list->count, e == OK ? 3 : 0);
    return e;
}

TEST(a_foreign_list_is_read_only_if_every_byte_of_it_is_good)
{
    static const uint8_t identity[32] = {1};
    static const uint8_t zero[32] = {0};
    static const uint8_t large[32] = {1, 0, 1};
    static const uint8_t order_two[32] = {
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
    };
    meet_three();
    check_ok(read_changed(0, "\1", 1));
    for (size_t entry = 0; entry < 3; entry++) {
        const size_t at = entry * FROST_ENTRY_BYTES;
        harness_note("entry %zu", entry);
        check_eq(read_changed(at, zero, 32), ERROR_MALFORMED);
        check_eq(read_changed(at, large, 32), ERROR_MALFORMED);
        check_eq(read_changed(at + 32, identity, 32), ERROR_MALFORMED);
        check_eq(read_changed(at + 64, identity, 32), ERROR_MALFORMED);
        check_eq(read_changed(at + 32, order_two, 32), ERROR_MALFORMED);
        check_eq(read_changed(at + 64, order_two, 32), ERROR_MALFORMED);
        check_eq(read_changed(at + 64, zero, 32), ERROR_MALFORMED);
    }
    check_eq(read_changed(FROST_ENTRY_BYTES, "\1", 1), ERROR_MALFORMED); /* twice */
    check_eq(read_changed(FROST_ENTRY_BYTES, "\5", 1), ERROR_MALFORMED); /* out of order */
    struct frost_list *list = ARENA_NEW(harness_arena(), struct frost_list);
    const struct bytes whole = frost_list_view(&meeting.list);
    for (size_t len = 0; len < whole.len; len++) {
        check_eq(frost_list_read(bytes_of(whole.data, len), list),
                 len > 0 && len % FROST_ENTRY_BYTES == 0 ? OK : ERROR_MALFORMED);
    }
}

TEST(a_binding_point_that_is_none_makes_no_session)
{
    meet_three();
    memset(&meeting.list.entries[1].commitment.binding, 0, sizeof(struct point));
    check_eq(frost_session_open(&meeting.session, &holders.group, 3, &meeting.list, MESSAGE), ERROR_DENIED);
}

/* A verification share made after the session: minus the signer's part, over its weight. */
TEST(a_verification_share_that_cancels_its_commitment_is_not_watched)
{
    struct frost_session *s = &meeting.session;
    struct scalar weight;
    struct scalar zero = scalar_of(0);
    meet_three();
    scalar_mul(&s->challenge, &s->lambda[1], &weight);
    scalar_invert(&weight, &weight);
    scalar_sub(&zero, &weight, &weight);
    check_that(point_mul(&weight, &s->part[1], &meeting.verification[1]));
    check_eq(frost_session_watch(s, meeting.verification, 3), ERROR_DENIED);
}

/* If message and list were hashed one after another, bytes could move from one to the other and leave the
 * factors as they are. */
TEST(binding_factors_differ_where_bytes_move_between_message_and_list)
{
    static struct frost_session a;
    static struct frost_session b;
    meet_three();
    struct frost_list *shorter = ARENA_NEW(harness_arena(), struct frost_list);
    const size_t two = 2 * (size_t)FROST_ENTRY_BYTES;
    const struct bytes whole = frost_list_view(&meeting.list);
    struct buffer longer;
    buffer_init(&longer, 1000);
    buffer_add_bytes(&longer, MESSAGE);
    buffer_add(&longer, whole.data, FROST_ENTRY_BYTES);
    check_ok(frost_list_read(bytes_of(whole.data + FROST_ENTRY_BYTES, two), shorter));
    check_ok(frost_session_open(&a, &holders.group, 1, &meeting.list, MESSAGE));
    check_ok(frost_session_open(&b, &holders.group, 1, shorter, buffer_view(&longer)));
    check_that(!scalar_equal(&a.binding_factor[1], &b.binding_factor[0]));
    check_that(!scalar_equal(&a.binding_factor[2], &b.binding_factor[1]));
    buffer_done(&longer);
}

TEST(binding_factors_depend_on_group_message_list_and_signer)
{
    static struct frost_session other;
    struct holders *strangers = ARENA_NEW(harness_arena(), struct holders);
    meet_three();
    const struct frost_session *s = &meeting.session;
    check_that(!scalar_equal(&s->binding_factor[0], &s->binding_factor[1]));
    check_ok(frost_session_open(&other, &holders.group, 3, &meeting.list, BYTES("another text")));
    check_that(!scalar_equal(&s->binding_factor[0], &other.binding_factor[0]));
    holders_deal(strangers, 3, 5, 8);
    check_ok(frost_session_open(&other, &strangers->group, 3, &meeting.list, MESSAGE));
    check_that(!scalar_equal(&s->binding_factor[0], &other.binding_factor[0]));
    meeting.list.entries[2].commitment.binding = meeting.list.entries[1].commitment.binding;
    check_ok(frost_session_open(&other, &holders.group, 3, &meeting.list, MESSAGE));
    check_that(!scalar_equal(&s->binding_factor[0], &other.binding_factor[0]));
}

/* Lagrange's coefficients by their definition, one inversion each. */
static void naive_lambda(const struct frost_list *list, size_t i, struct scalar *out)
{
    struct scalar above = scalar_of(1);
    struct scalar below = scalar_of(1);
    for (size_t j = 0; j < list->count; j++) {
        struct scalar difference;
        if (j != i) {
            scalar_mul(&above, &list->entries[j].id, &above);
            scalar_sub(&list->entries[j].id, &list->entries[i].id, &difference);
            scalar_mul(&below, &difference, &below);
        }
    }
    scalar_invert(&below, &below);
    scalar_mul(&above, &below, out);
}

TEST(coefficients_are_those_of_lagrange_for_near_and_far_identifiers)
{
    struct prng prng;
    prng_seed(&prng, harness_seed());
    meet_three();
    const struct frost_commitment c = meeting.nonces[0].commitment;
    static const size_t counts[] = {1, 2, 3, 7, 22, SHARE_HOLDERS_MAX};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        uint16_t ids[SHARE_HOLDERS_MAX];
        random_ids(&prng, ids, counts[i]);
        ids[counts[i] - 1] = UINT16_MAX; /* the largest differences */
        struct frost_list *list = ARENA_NEW(harness_arena(), struct frost_list);
        frost_list_begin(list);
        for (size_t k = 0; k < counts[i]; k++) {
            check_ok(frost_list_add(list, ids[k], &c));
        }
        check_ok(frost_session_open(&meeting.session, &holders.group, 1, list, MESSAGE));
        for (size_t k = 0; k < counts[i]; k++) {
            struct scalar expected;
            naive_lambda(list, k, &expected);
            check_that(scalar_equal(&meeting.session.lambda[k], &expected));
        }
    }
}
