/* What others published: RFC 9591 appendix E.1, and the vectors of the Zcash Foundation's frost. */
#include <string.h>

#include "crypto/frost.h"
#include "crypto/sharing.h"
#include "unit/codec/vectors.h"

static const struct json *open_file(const char *path)
{
    const struct json *root = NULL;
    check_ok(json_parse(harness_arena(), harness_file(path), 1 << 20, &root, NULL));
    return root;
}

static struct scalar scalar_in(const struct json *row, const char *key)
{
    struct scalar s;
    harness_note("%s", key);
    check_that(scalar_read(vector_hex(row, key).data, &s));
    return s;
}

static struct point point_in(const struct json *row, const char *key)
{
    struct point p;
    harness_note("%s", key);
    check_that(point_read(vector_hex(row, key).data, &p));
    return p;
}

static uint16_t id_in(const struct json *row)
{
    int64_t id = 0;
    check_that(json_get_integer(row, "identifier", &id));
    return (uint16_t)id;
}

static struct scalar share_in(const struct json *inputs, uint16_t id)
{
    const struct json *shares = json_get_array(inputs, "participant_shares");
    for (size_t i = 0; i < shares->count; i++) {
        if (id_in(&shares->items[i]) == id) {
            return scalar_in(&shares->items[i], "participant_share");
        }
    }
    check_that(false);
    return scalar_of(0);
}

/* Nonces and commitment of a signer come of the randomness in the file. */
static struct frost_nonces nonces_of(const struct json *one, const struct scalar *share)
{
    uint8_t random[FROST_RANDOM_BYTES];
    struct frost_nonces n;
    memcpy(random, vector_hex(one, "hiding_nonce_randomness").data, 32);
    memcpy(random + 32, vector_hex(one, "binding_nonce_randomness").data, 32);
    check_ok(frost_nonces_make(random, share, &n));
    check_bytes(scalar_view(&n.hiding), vector_hex(one, "hiding_nonce"));
    check_bytes(scalar_view(&n.binding), vector_hex(one, "binding_nonce"));
    check_bytes(point_view(&n.commitment.hiding), vector_hex(one, "hiding_nonce_commitment"));
    check_bytes(point_view(&n.commitment.binding), vector_hex(one, "binding_nonce_commitment"));
    return n;
}

enum { SIGNERS = 3 };

static void check_signing(const char *path, const char *group_key, size_t signers)
{
    static struct frost_session session;
    static struct frost_list list;
    static struct frost_list again;
    struct frost_nonces nonces[SIGNERS];
    struct scalar own[SIGNERS];
    struct scalar shares[SIGNERS];
    struct point verification[SIGNERS];
    const struct json *root = open_file(path);
    const struct json *inputs = json_get_object(root, "inputs");
    const struct json *one = json_get_array(json_get_object(root, "round_one_outputs"), "outputs");
    const struct json *two = json_get_array(json_get_object(root, "round_two_outputs"), "outputs");
    const struct point group = point_in(inputs, group_key);
    const struct bytes message = vector_hex(inputs, "message");
    check_eq(one->count, signers);
    frost_list_begin(&list);
    for (size_t i = 0; i < signers; i++) {
        own[i] = share_in(inputs, id_in(&one->items[i]));
        nonces[i] = nonces_of(&one->items[i], &own[i]);
        check_that(point_base(&own[i], &verification[i]));
        check_ok(frost_list_add(&list, id_in(&one->items[i]), &nonces[i].commitment));
    }
    check_ok(frost_list_read(frost_list_view(&list), &again));
    check_bytes(frost_list_view(&again), frost_list_view(&list));
    check_ok(frost_session_open(&session, &group, 2, &list, message));
    check_ok(frost_session_watch(&session, verification, signers));
    for (size_t i = 0; i < signers; i++) {
        const uint16_t id = id_in(&one->items[i]);
        check_bytes(scalar_view(&session.binding_factor[i]), vector_hex(&one->items[i], "binding_factor"));
        check_ok(frost_share_make(&session, id, &own[i], &nonces[i], &shares[i]));
        check_bytes(scalar_view(&shares[i]), vector_hex(&two->items[i], "sig_share"));
        check_that(frost_share_holds(&session, id, &shares[i]));
    }
    struct signature s;
    check_ok(frost_aggregate(&session, message, shares, signers, &s));
    check_bytes(bytes_of(s.bytes, SIGNATURE_BYTES), vector_hex(json_get_object(root, "final_output"), "sig"));
    const struct public_key key = point_key(&group);
    check_that(signature_holds(&s, &key, message));
}

TEST(rfc_9591_appendix_e_1_two_of_three)
{
    check_signing("tests/vectors/rfc9591-frost-ed25519-sha512.json", "group_public_key", 2);
}

TEST(zf_signing_two_of_three)
{
    check_signing("tests/vectors/zf-vectors.json", "verifying_key_key", 2);
}

TEST(zf_signers_129_256_and_257)
{
    check_signing("tests/vectors/zf-vectors-big-identifier.json", "verifying_key_key", 3);
}

/* The context and form of the proof in the Zcash Foundation's key generation differ from ours; the
 * arithmetic is the same: z B = R + c C_0. */
static void check_zf_proof(uint16_t id, const struct point *c0, struct bytes proof)
{
    const struct scalar x = scalar_of(id);
    struct scalar c;
    struct scalar z;
    struct point r;
    struct point left;
    struct point right;
    check_that(point_read(proof.data, &r) && scalar_read(proof.data + 32, &z));
    const struct bytes parts[] = {BYTES("FROST-ED25519-SHA512-v1dkg"), scalar_view(&x), point_view(c0),
                                  point_view(&r)};
    scalar_hash(parts, 4, &c);
    check_that(point_base(&z, &left) && point_mul(&c, c0, &right) && point_add(&right, &r, &right));
    check_that(point_equal(&left, &right));
}

enum { DEALERS = 3 };

/* A dealing as crypto/dealing.h has it, of the commitments alone. */
static void read_zf_dealer(const struct json *inputs, uint16_t id, struct dealing *d)
{
    const struct json *row = json_get_object(inputs, arena_printf(harness_arena(), "%d", id));
    const struct json *commitments = json_get_array(row, "vss_commitments");
    d->threshold = commitments->count;
    d->count = DEALERS;
    for (size_t k = 0; k < commitments->count; k++) {
        uint8_t bytes[POINT_BYTES];
        check_that(hex_decode(commitments->items[k].text, bytes, POINT_BYTES));
        check_that(point_read(bytes, &d->commitments[k]));
    }
    const struct scalar constant = scalar_in(row, "signing_key");
    const struct scalar slope = scalar_in(row, "coefficient");
    struct point c[2];
    check_that(point_base(&constant, &c[0]) && point_base(&slope, &c[1]));
    check_that(point_equal(&c[0], &d->commitments[0]) && point_equal(&c[1], &d->commitments[1]));
    check_zf_proof(id, &d->commitments[0], vector_hex(row, "proof_of_knowledge"));
}

/* f(x) = constant + slope x of a dealer in the file. */
static struct scalar zf_share(const struct json *inputs, uint16_t dealer, uint16_t receiver)
{
    const struct json *row = json_get_object(inputs, arena_printf(harness_arena(), "%d", dealer));
    const struct scalar constant = scalar_in(row, "signing_key");
    const struct scalar slope = scalar_in(row, "coefficient");
    const struct scalar x = scalar_of(receiver);
    struct scalar share;
    scalar_mul(&slope, &x, &share);
    scalar_add(&share, &constant, &share);
    return share;
}

static void check_zf_holder(const struct json *inputs, const struct sharing *s, struct dealing d[DEALERS],
                            uint16_t id)
{
    const struct json *row = json_get_object(inputs, arena_printf(harness_arena(), "%d", id));
    const struct json *given = json_get_object(row, "signing_shares");
    struct scalar received[DEALERS];
    struct scalar own;
    for (uint16_t dealer = 1; dealer <= DEALERS; dealer++) {
        struct scalar *share = &received[dealer - 1];
        *share = zf_share(inputs, dealer, id);
        check_that(dealing_share_holds(&d[dealer - 1], id, share));
        if (dealer != id) { /* those that holder `id` received */
            const char *from = arena_printf(harness_arena(), "%d", dealer);
            check_bytes(scalar_view(share), vector_hex(given, from));
        }
    }
    check_ok(sharing_own_share(s, id, received, DEALERS, &own));
    check_bytes(scalar_view(&own), vector_hex(row, "signing_share"));
    check_bytes(point_view(&s->shares[id - 1]), vector_hex(row, "verifying_share"));
}

TEST(zf_key_generation_three_dealers)
{
    static struct dealing d[DEALERS];
    static struct sharing sharing;
    static struct ceremony c;
    const struct json *inputs = json_get_object(open_file("tests/vectors/zf-vectors_dkg.json"), "inputs");
    ceremony_begin(&c, &(struct hash){{1}}, 2);
    for (uint16_t id = 1; id <= DEALERS; id++) {
        const struct scalar key = scalar_of(id);
        struct point p;
        check_that(point_base(&key, &p));
        check_ok(ceremony_add(&c, id, &p));
        read_zf_dealer(inputs, id, &d[id - 1]);
    }
    sharing_begin(&sharing, &c);
    for (uint16_t id = 1; id <= DEALERS; id++) {
        check_ok(sharing_add(&sharing, id, &d[id - 1]));
    }
    check_ok(sharing_finish(&sharing));
    check_bytes(point_view(sharing_group(&sharing)), vector_hex(inputs, "verifying_key"));
    for (uint16_t id = 1; id <= DEALERS; id++) {
        check_zf_holder(inputs, &sharing, d, id);
    }
}

static void check_sum(const struct json *row, const char *const names[], size_t count, const char *total)
{
    struct scalar sum = scalar_of(0);
    for (size_t i = 0; i < count; i++) {
        const struct scalar s = scalar_in(row, names[i]);
        scalar_add(&sum, &s, &sum);
    }
    check_bytes(scalar_view(&sum), vector_hex(row, total));
}

TEST(zf_sums_of_a_repaired_share)
{
    const struct json *root = open_file("tests/vectors/zf-repair-share.json");
    static const char *const deltas[] = {"random_scalar_1", "random_scalar_2", "random_scalar_3"};
    static const char *const sigmas[] = {"sigma_1", "sigma_2", "sigma_3", "sigma_4"};
    check_sum(json_get_object(root, "scalar_generation"), deltas, 3, "random_scalar_sum");
    check_sum(json_get_object(root, "sigma_generation"), sigmas, 4, "sigma_sum");
}

TEST(zf_an_element_that_is_none)
{
    const struct json *root = open_file("tests/vectors/zf-elements.json");
    struct point p;
    check_that(!point_read(vector_hex(json_get_object(root, "elements"), "invalid_element").data, &p));
}

TEST(zf_samples_are_taken)
{
    const struct json *row = open_file("tests/vectors/zf-samples.json");
    const struct bytes proof = vector_hex(row, "proof_of_knowledge");
    struct point p;
    struct scalar s;
    (void)point_in(row, "element1");
    (void)point_in(row, "element2");
    (void)scalar_in(row, "scalar1");
    check_that(point_read(proof.data, &p));
    check_that(scalar_read(proof.data + 32, &s));
    check_bytes(vector_hex(row, "identifier"), scalar_view(&(struct scalar){{42}}));
}
