#include <string.h>

#include "support/harness.h"
#include "support/requests.h"

static const enum signer_verb verbs[] = {
#define X(name, number, whose) SIGNER_##name,
    SIGNER_VERB_TABLE(X)
#undef X
};
enum { VERBS = sizeof verbs / sizeof verbs[0] };

static struct bytes bytes_of_request(const struct signer_request *r)
{
    struct buffer b;
    buffer_init(&b, (size_t)2 * SIGNER_FRAME_BYTES_MAX);
    signer_request_write(&b, r);
    check_that(!b.overflow);
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

static enum error read_request(struct bytes message, struct signer_request *out)
{
    return signer_request_read(harness_arena(), message, out);
}

/* Writes what was read, and compares. */
static void check_same(const struct signer_request *r, struct bytes message)
{
    check_bytes(bytes_of_request(r), message);
}

TEST(every_request_reads_back_as_it_was_written)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    for (size_t i = 0; i < 200 * (size_t)VERBS; i++) {
        const struct signer_request r = requests_signer(&p, harness_arena(), verbs[i % VERBS]);
        const struct bytes message = bytes_of_request(&r);
        struct signer_request read;
        harness_note("round %zu verb %d", i, (int)r.verb);
        check_ok(read_request(message, &read));
        check_eq(read.verb, r.verb);
        check_same(&read, message);
    }
}

TEST(no_request_is_read_if_a_byte_lacks_or_is_left_over)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    for (size_t v = 0; v < VERBS; v++) {
        const struct signer_request r = requests_signer(&p, harness_arena(), verbs[v]);
        const struct bytes message = bytes_of_request(&r);
        struct signer_request read;
        for (size_t len = 0; len < message.len; len++) {
            harness_note("verb %d cut to %zu", (int)verbs[v], len);
            check_eq(read_request(bytes_of(message.data, len), &read), ERROR_MALFORMED);
        }
        uint8_t *longer = arena_take(harness_arena(), message.len + 1, 1);
        memcpy(longer, message.data, message.len);
        check_eq(read_request(bytes_of(longer, message.len + 1), &read), ERROR_MALFORMED);
    }
}

TEST(verbs_that_are_not_in_the_table_are_refused)
{
    struct signer_request read;
    for (unsigned verb = 0; verb < 256; verb++) {
        const uint8_t message[1] = {(uint8_t)verb};
        const enum error e = read_request(bytes_of(message, 1), &read);
        check_eq(e, verb == SIGNER_status ? OK : ERROR_MALFORMED); /* the others have fields */
    }
}

/* Each row changes one field of a good request beyond what it may be. */
TEST(fields_have_their_limits)
{
    struct prng p;
    struct arena *a = harness_arena();
    struct signer_request read;
    prng_seed(&p, harness_seed());

    struct signer_request r = requests_signer(&p, a, SIGNER_receipt);
    char *reason = arena_take(a, REASON_BYTES_MAX + 1, 1);
    memset(reason, 'x', REASON_BYTES_MAX + 1);
    r.receipt.reason = bytes_of(reason, REASON_BYTES_MAX);
    check_ok(read_request(bytes_of_request(&r), &read));
    r.receipt.reason.len++;
    check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);
    static const struct bytes bad_reasons[] = {
        {NULL, 0}, {(const uint8_t *)"a\tb", 3}, {(const uint8_t *)"\xff", 1}};
    for (size_t i = 0; i < 3; i++) {
        r.receipt.reason = bad_reasons[i];
        check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);
    }

    r = requests_signer(&p, a, SIGNER_receipt);
    r.receipt.signature_count = 0;
    check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);
    r.receipt.signature_count = SIGNATURES_MAX;
    for (size_t i = 0; i < SIGNATURES_MAX; i++) {
        memset(r.receipt.signatures[i].key.bytes, (int)i, PUBLIC_KEY_BYTES);
    }
    check_ok(read_request(bytes_of_request(&r), &read));
    const struct dsse_signature first = r.receipt.signatures[0];
    r.receipt.signatures[0] = r.receipt.signatures[1]; /* twice, and out of order */
    check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);
    r.receipt.signatures[0] = r.receipt.signatures[2];
    check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);
    r.receipt.signatures[0] = first;
    static const char *const bad_codes[] = {"", "a", "1A", "A B", "ABCDEFGHIJKLMNOPQ"};
    for (size_t i = 0; i < sizeof bad_codes / sizeof bad_codes[0]; i++) {
        r.receipt.member = bytes_of_text(bad_codes[i]);
        check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);
    }
    r.receipt.member = BYTES("ABCDEFGHIJKLMNOP");
    check_ok(read_request(bytes_of_request(&r), &read));
    r.receipt.seq = INTEGER_MAX;
    check_ok(read_request(bytes_of_request(&r), &read));
    r.receipt.seq = INTEGER_MAX + 1;
    check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);
    r.receipt.seq = -1;
    check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);
}

TEST(lists_and_proofs_have_their_limits)
{
    struct prng p;
    struct arena *a = harness_arena();
    struct signer_request read;
    prng_seed(&p, harness_seed());

    struct signer_request r = requests_signer(&p, a, SIGNER_checkpoint);
    r.checkpoint.growth.count = PROOF_STEPS_MAX;
    check_ok(read_request(bytes_of_request(&r), &read));
    struct bytes message = bytes_of_request(&r);
    uint8_t *beyond = arena_take(a, message.len + HASH_BYTES, 1);
    memcpy(beyond, message.data, message.len);
    beyond[message.len - (size_t)PROOF_STEPS_MAX * HASH_BYTES - 1] = PROOF_STEPS_MAX + 1;
    check_eq(read_request(bytes_of(beyond, message.len + HASH_BYTES), &read), ERROR_MALFORMED);

    r = requests_signer(&p, a, SIGNER_all_clear);
    struct signer_included *held = ARENA_ARRAY(a, struct signer_included, HELD_MAX + 1);
    for (size_t i = 0; i < HELD_MAX + 1; i++) {
        held[i] = r.all_clear.fired;
        held[i].proof.count = 40; /* of a record of 10^12 entries */
    }
    r.all_clear.held = held;
    r.all_clear.held_count = HELD_MAX;
    message = bytes_of_request(&r);
    check_that(message.len <= SIGNER_FRAME_BYTES_MAX);
    check_ok(read_request(message, &read));
    check_eq(read.all_clear.held_count, HELD_MAX);
    r.all_clear.held_count = HELD_MAX + 1;
    check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);

    r = requests_signer(&p, a, SIGNER_all_clear);
    r.all_clear.view.note = bytes_of(arena_take(a, NOTE_BYTES_MAX + 1, 1), NOTE_BYTES_MAX);
    check_ok(read_request(bytes_of_request(&r), &read));
    r.all_clear.view.note.len++;
    check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);

    r = requests_signer(&p, a, SIGNER_open);
    struct bytes *codes = ARENA_ARRAY(a, struct bytes, MEMBERS_MAX + 1);
    for (size_t i = 0; i < MEMBERS_MAX + 1; i++) {
        codes[i] = BYTES("ABCDEFGHIJKLMNOP");
    }
    r.open.fact.speaking_for = codes;
    r.open.fact.speaking_for_count = MEMBERS_MAX;
    check_ok(read_request(bytes_of_request(&r), &read));
    r.open.fact.speaking_for_count = MEMBERS_MAX + 1;
    check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);
}

TEST(a_text_to_be_opened_has_its_limits)
{
    struct prng p;
    struct arena *a = harness_arena();
    struct signer_request read;
    prng_seed(&p, harness_seed());
    struct signer_request r = requests_signer(&p, a, SIGNER_open);
    r.open.text = bytes_of(arena_take(a, PLAINTEXT_BYTES_MAX + 1, 1), PLAINTEXT_BYTES_MAX);
    check_ok(read_request(bytes_of_request(&r), &read));
    r.open.text.len++;
    check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);

    r = requests_signer(&p, a, SIGNER_open);
    char *rung = arena_take(a, RUNG_BYTES_MAX + 2, 1);
    memset(rung, 'r', RUNG_BYTES_MAX + 1);
    r.open.fact.rung = bytes_of(rung, RUNG_BYTES_MAX);
    check_ok(read_request(bytes_of_request(&r), &read));
    r.open.fact.rung.len++;
    check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);

    static const char *const bad_languages[] = {"", "EN", "e", "en-", "averyveryverylong"};
    for (size_t i = 0; i < sizeof bad_languages / sizeof bad_languages[0]; i++) {
        r = requests_signer(&p, a, SIGNER_open);
        r.open.language = bytes_of_text(bad_languages[i]);
        check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);
    }
    static const char *const bad_names[] = {"", "One", "a b", "-a"};
    for (size_t i = 0; i < sizeof bad_names / sizeof bad_names[0]; i++) {
        r = requests_signer(&p, a, SIGNER_open);
        r.open.provision = bytes_of_text(bad_names[i]);
        check_eq(read_request(bytes_of_request(&r), &read), ERROR_MALFORMED);
    }
}

TEST(a_request_is_at_most_as_long_as_its_frame)
{
    uint8_t *message = arena_take(harness_arena(), SIGNER_FRAME_BYTES_MAX + 1, 1);
    struct signer_request read;
    message[0] = SIGNER_status;
    check_eq(read_request(bytes_of(message, SIGNER_FRAME_BYTES_MAX + 1), &read), ERROR_MALFORMED);
    check_ok(read_request(bytes_of(message, 1), &read));
}

TEST(answers_read_back_and_nothing_else_does)
{
    struct prng p;
    struct buffer b;
    prng_seed(&p, harness_seed());
    buffer_init(&b, SIGNER_FRAME_BYTES_MAX);
    for (unsigned refusal = 0; refusal < SIGNER_REFUSALS; refusal++) {
        const struct bytes content = requests_bytes(&p, harness_arena(), 200);
        enum signer_refusal r = REFUSE_none;
        struct bytes read;
        buffer_clear(&b);
        signer_answer_write(&b, (enum signer_refusal)refusal, content);
        check_ok(signer_answer_read(buffer_view(&b), &r, &read));
        check_eq(r, refusal);
        check_bytes(read, content);
        for (size_t len = 0; len < b.len; len++) {
            check_eq(signer_answer_read(bytes_of(b.data, len), &r, &read), ERROR_MALFORMED);
        }
        buffer_add_u8(&b, 0);
        check_eq(signer_answer_read(buffer_view(&b), &r, &read), ERROR_MALFORMED);
    }
    enum signer_refusal r = REFUSE_none;
    struct bytes read;
    const uint8_t unknown[] = {SIGNER_REFUSALS, 0, 0, 0, 0};
    check_eq(signer_answer_read(bytes_of(unknown, sizeof unknown), &r, &read), ERROR_MALFORMED);
    buffer_done(&b);
}

TEST(a_status_reads_back_in_one_form)
{
    struct prng p;
    struct buffer b;
    prng_seed(&p, harness_seed());
    buffer_init(&b, 1000);
    for (size_t i = 0; i < 50; i++) {
        struct signer_status read;
        const struct signer_status s = {
            .is_log = prng_chance(&p, 500),
            .member = prng_chance(&p, 500) ? BYTES("-") : BYTES("ALDER"),
            .last = {prng_next(&p), requests_hash(&p)},
            .held_count = prng_next(&p),
        };
        buffer_clear(&b);
        signer_status_write(&b, &s);
        check_ok(signer_status_read(buffer_view(&b), &read));
        const struct bytes first = arena_copy(harness_arena(), buffer_view(&b));
        buffer_clear(&b);
        signer_status_write(&b, &read);
        check_bytes(buffer_view(&b), first);
        for (size_t len = 0; len < first.len; len++) {
            check_eq(signer_status_read(bytes_of(first.data, len), &read), ERROR_MALFORMED);
        }
        b.data[0] = 2; /* neither yes nor no */
        check_eq(signer_status_read(buffer_view(&b), &read), ERROR_MALFORMED);
    }
    buffer_done(&b);
}

TEST(a_held_objection_reads_back_in_one_form)
{
    struct prng p;
    struct buffer b;
    struct signer_held read;
    prng_seed(&p, harness_seed());
    buffer_init(&b, (size_t)2 * ENVELOPE_BYTES_MAX);
    struct signer_held h = {.root = requests_hash(&p), .id = requests_hash(&p), .cleared = true};
    h.envelope = bytes_of(arena_take(harness_arena(), ENVELOPE_BYTES_MAX + 1, 1), ENVELOPE_BYTES_MAX);
    signer_held_write(&b, &h);
    check_ok(signer_held_read(buffer_view(&b), &read));
    check_that(read.cleared && hash_equal(&read.root, &h.root) && hash_equal(&read.id, &h.id));
    check_bytes(read.envelope, h.envelope);
    check_eq(signer_held_read(bytes_of(b.data, b.len - 1), &read), ERROR_MALFORMED);
    b.data[(size_t)2 * HASH_BYTES] = 2;
    check_eq(signer_held_read(buffer_view(&b), &read), ERROR_MALFORMED);
    h.envelope.len++;
    buffer_clear(&b);
    signer_held_write(&b, &h);
    check_eq(signer_held_read(buffer_view(&b), &read), ERROR_MALFORMED);
    buffer_done(&b);
}

TEST(refusals_have_names_and_words)
{
    for (unsigned r = 0; r < SIGNER_REFUSALS; r++) {
        check_that(strlen(signer_refusal_name((enum signer_refusal)r)) > 0);
        check_that(strlen(signer_refusal_text((enum signer_refusal)r)) > 0);
    }
    check_text(signer_refusal_name(REFUSE_still_held), "still_held");
    check_dies(signer_refusal_name(SIGNER_REFUSALS));
    check_dies(signer_refusal_text(SIGNER_REFUSALS));
}
