#include <string.h>

#include "base/limits.h"
#include "support/harness.h"
#include "support/requests.h"

static const enum client_verb verbs[] = {
#define X(name, number) CLIENT_##name,
    CLIENT_VERB_TABLE(X)
#undef X
};
enum { VERBS = sizeof verbs / sizeof verbs[0] };

static struct bytes bytes_of_request(const struct client_request *r)
{
    struct buffer b;
    buffer_init(&b, (size_t)2 * FRAME_BYTES_MAX);
    client_request_write(&b, r);
    check_that(!b.overflow);
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

static struct bytes bytes_of_answer(const struct client_answer *r)
{
    struct buffer b;
    buffer_init(&b, (size_t)2 * FRAME_BYTES_MAX);
    client_answer_write(&b, r);
    check_that(!b.overflow);
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

TEST(every_request_of_a_client_reads_back_as_it_was_written)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    for (size_t i = 0; i < 100 * (size_t)VERBS; i++) {
        const struct client_request r = requests_client(&p, harness_arena(), verbs[i % VERBS]);
        const struct bytes message = bytes_of_request(&r);
        struct client_request read;
        check_ok(client_request_read(harness_arena(), message, &read));
        check_eq(read.verb, r.verb);
        check_bytes(bytes_of_request(&read), message);
    }
}

TEST(no_request_of_a_client_is_read_if_a_byte_lacks_or_is_left_over)
{
    struct prng p;
    struct client_request read;
    prng_seed(&p, harness_seed());
    for (size_t v = 0; v < VERBS; v++) {
        const struct client_request r = requests_client(&p, harness_arena(), verbs[v]);
        const struct bytes message = bytes_of_request(&r);
        for (size_t len = 0; len < message.len; len++) {
            harness_note("verb %d cut to %zu", (int)verbs[v], len);
            check_eq(client_request_read(harness_arena(), bytes_of(message.data, len), &read),
                     ERROR_MALFORMED);
        }
        uint8_t *longer = arena_take(harness_arena(), message.len + 1, 1);
        memcpy(longer, message.data, message.len);
        check_eq(client_request_read(harness_arena(), bytes_of(longer, message.len + 1), &read),
                 ERROR_MALFORMED);
    }
    for (unsigned verb = 0; verb < 256; verb++) {
        const uint8_t one[1] = {(uint8_t)verb};
        const bool whole = verb == CLIENT_status || verb == CLIENT_confirm;
        check_eq(client_request_read(harness_arena(), bytes_of(one, 1), &read), whole ? OK : ERROR_MALFORMED);
    }
}

TEST(requests_of_clients_have_their_limits)
{
    struct arena *a = harness_arena();
    struct client_request read;
    /* One byte beyond the limit is still read, so that it can be refused by name. */
    struct client_request r = {.verb = CLIENT_submit};
    r.envelope = bytes_of(arena_take(a, ENVELOPE_BYTES_MAX + 2, 1), ENVELOPE_BYTES_MAX + 1);
    check_ok(client_request_read(a, bytes_of_request(&r), &read));
    r.envelope.len++;
    check_eq(client_request_read(a, bytes_of_request(&r), &read), ERROR_MALFORMED);

    struct blob *blobs = ARENA_ARRAY(a, struct blob, CLIENT_BLOBS_MAX + 1);
    const uint8_t *text = arena_take(a, PLAINTEXT_BYTES_MAX + 1, 1);
    for (size_t i = 0; i < CLIENT_BLOBS_MAX + 1; i++) {
        blobs[i].text = bytes_of(text, PLAINTEXT_BYTES_MAX);
    }
    r = (struct client_request){.verb = CLIENT_store, .blob_count = CLIENT_BLOBS_MAX, .blobs = blobs};
    const struct bytes most = bytes_of_request(&r);
    check_that(most.len <= FRAME_BYTES_MAX);
    check_ok(client_request_read(a, most, &read));
    check_eq(read.blob_count, CLIENT_BLOBS_MAX);
    r.blob_count++;
    check_eq(client_request_read(a, bytes_of_request(&r), &read), ERROR_MALFORMED);
    r.blob_count = 1;
    blobs[0].text.len++;
    check_eq(client_request_read(a, bytes_of_request(&r), &read), ERROR_MALFORMED);
}

TEST(every_answer_to_a_client_reads_back_and_nothing_else_does)
{
    struct prng p;
    struct client_answer read;
    prng_seed(&p, harness_seed());
    for (size_t i = 0; i < 30; i++) {
        const struct client_answer r = requests_answer(&p, harness_arena());
        const struct bytes message = bytes_of_answer(&r);
        check_ok(client_answer_read(message, &read));
        check_bytes(bytes_of_answer(&read), message);
        for (size_t len = 0; len < message.len; len++) {
            check_eq(client_answer_read(bytes_of(message.data, len), &read), ERROR_MALFORMED);
        }
    }
    const struct client_answer r = {.outcome = OUTCOME_FAILED};
    uint8_t *message = (uint8_t *)(uintptr_t)bytes_of_answer(&r).data;
    const size_t len = bytes_of_answer(&r).len;
    check_ok(client_answer_read(bytes_of(message, len), &read));
    message[0] = OUTCOME_FAILED + 1;
    check_eq(client_answer_read(bytes_of(message, len), &read), ERROR_MALFORMED);
    message[0] = OUTCOME_FAILED;
    message[9] = 2; /* recorded now: neither yes nor no */
    check_eq(client_answer_read(bytes_of(message, len), &read), ERROR_MALFORMED);
}

TEST(answers_to_clients_have_their_limits)
{
    struct client_answer read;
    const uint8_t *zeros = arena_take(harness_arena(), ENVELOPE_BYTES_MAX + 1, 1);
    static const struct {
        size_t name, text, result, receipt;
        enum error error;
    } rows[] = {
        {NAME_BYTES_MAX, REASON_BYTES_MAX, RESULT_BYTES_MAX, ENVELOPE_BYTES_MAX, OK},
        {NAME_BYTES_MAX + 1, 0, 0, 0, ERROR_MALFORMED},
        {0, REASON_BYTES_MAX + 1, 0, 0, ERROR_MALFORMED},
        {0, 0, RESULT_BYTES_MAX + 1, 0, ERROR_MALFORMED},
        {0, 0, 0, ENVELOPE_BYTES_MAX + 1, ERROR_MALFORMED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct client_answer r = {
            .name = bytes_of(zeros, rows[i].name),
            .text = bytes_of(zeros, rows[i].text),
            .result = bytes_of(zeros, rows[i].result),
            .receipt = bytes_of(zeros, rows[i].receipt),
        };
        harness_note("row %zu", i);
        check_eq(client_answer_read(bytes_of_answer(&r), &read), rows[i].error);
    }
}
