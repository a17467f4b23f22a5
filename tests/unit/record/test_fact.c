#include <string.h>

#include "record/fact_voice.h"
#include "support/harness.h"
#include "unit/codec/vectors.h"

static int64_t integer(const struct json *fact, const char *key)
{
    int64_t n = -1;
    check_that(json_get_integer(fact, key, &n));
    return n;
}

static struct hash hash_at(const struct json *fact, const char *key)
{
    struct hash h;
    check_that(hash_parse(vector_text(fact, key), &h));
    return h;
}

static size_t codes_at(const struct json *fact, const char *key, const struct bytes **out)
{
    const struct json *list = json_get_array(fact, key);
    check_that(list != NULL);
    struct bytes *codes = ARENA_ARRAY(harness_arena(), struct bytes, list->count + 1);
    for (size_t i = 0; i < list->count; i++) {
        codes[i] = list->items[i].text;
    }
    *out = codes;
    return list->count;
}

static void write_close(struct buffer *b, const struct json *fact)
{
    struct fact_close c = {
        .org = hash_at(fact, "org"),
        .epoch = integer(fact, "epoch"),
        .subject = hash_at(fact, "subject"),
        .matter = hash_at(fact, "matter"),
        .root = hash_at(fact, "root"),
        .deadline_ms = integer(fact, "deadline"),
        .time_ms = integer(fact, "time"),
        .charter = hash_at(fact, "charter"),
        .rule = hash_at(fact, "rule"),
        .rule_name = vector_text(fact, "rule_name"),
        .outcome = vector_text(fact, "outcome"),
        .reason = vector_text(fact, "reason"),
        .rung = vector_text(fact, "rung"),
        .statement = integer(fact, "statement"),
    };
    check_that(realm_parse(vector_text(fact, "realm"), &c.realm));
    c.speaking_for_count = codes_at(fact, "speaking_for", &c.speaking_for);
    c.not_reached_count = codes_at(fact, "not_reached", &c.not_reached);
    fact_write_close(b, &c);
}

static const struct public_key *keys_at(const struct json *fact, const char *key)
{
    const struct json *list = json_get_array(fact, key);
    check_that(list != NULL);
    struct public_key *keys = ARENA_ARRAY(harness_arena(), struct public_key, list->count + 1);
    for (size_t i = 0; i < list->count; i++) {
        check_that(hex_decode(list->items[i].text, keys[i].bytes, sizeof keys[i].bytes));
    }
    return keys;
}

static void hex_at(const struct json *fact, const char *key, uint8_t *out, size_t len)
{
    check_that(hex_decode(vector_text(fact, key), out, len));
}

/* Each is read back from the body of the vector to what was written. */
static void write_ceremony(struct buffer *b, const struct json *fact, struct bytes kind, struct bytes body)
{
    struct fact_ceremony again;
    struct fact_ceremony f = {.ceremony = hash_at(fact, "ceremony"), .time_ms = integer(fact, "time")};
    void (*write)(struct buffer *b, const struct fact_ceremony *f) = fact_write_transcript;
    if (bytes_equal_text(kind, "transcript") || bytes_equal_text(kind, "key")) {
        hex_at(fact, "key", f.key.bytes, sizeof f.key.bytes);
        f.transcript = hash_at(fact, "transcript");
    }
    if (!bytes_equal_text(kind, "key")) {
        f.deadline_ms = integer(fact, "deadline");
    }
    if (!bytes_equal_text(kind, "transcript")) {
        f.count = codes_at(fact, "members", &f.members);
        f.threshold = integer(fact, "threshold");
        write = fact_write_ceremony;
    }
    if (bytes_equal_text(kind, "parties")) {
        f.keys = keys_at(fact, "keys");
        f.nodes = keys_at(fact, "nodes");
        write = fact_write_parties;
    } else if (bytes_equal_text(kind, "key")) {
        f.keys = keys_at(fact, "shares");
        write = fact_write_key;
    }
    write(b, &f);
    check_ok(fact_read_ceremony(harness_arena(), body, arena_text(harness_arena(), kind), &again));
    struct buffer copy;
    buffer_init(&copy, 10000);
    write(&copy, &again);
    check_bytes(buffer_view(&copy), body);
    buffer_done(&copy);
}

static void write_session(struct buffer *b, const struct json *fact, struct bytes body)
{
    struct fact_session again;
    struct fact_session f = {.close = (uint64_t)integer(fact, "close"),
                             .attempt = integer(fact, "attempt"),
                             .time_ms = integer(fact, "time"),
                             .sha256 = hash_at(fact, "sha256"),
                             .transcript = hash_at(fact, "transcript")};
    const struct json *ids = json_get_array(fact, "ids");
    const struct json *commitments = json_get_array(fact, "commitments");
    uint16_t numbers[4];
    uint8_t couples[4][COUPLE_BYTES];
    f.count = codes_at(fact, "members", &f.members);
    check_that(ids->count == f.count && commitments->count == f.count && f.count <= 4);
    for (size_t i = 0; i < f.count; i++) {
        numbers[i] = (uint16_t)ids->items[i].integer;
        check_that(hex_decode(commitments->items[i].text, couples[i], COUPLE_BYTES));
    }
    f.ids = numbers;
    f.couples = (const uint8_t(*)[COUPLE_BYTES])couples;
    fact_write_session(b, &f);
    check_ok(fact_read_session(harness_arena(), body, &again));
    const struct hash id = fact_session_id(&again);
    const struct hash own = hash_of(body);
    check_that(hash_equal(&id, &own));
}

static void write_voice(struct buffer *b, const struct json *fact, struct bytes kind, struct bytes body)
{
    if (bytes_equal_text(kind, "void")) {
        const struct hash ceremony = hash_at(fact, "ceremony");
        const struct bytes *missing = NULL;
        const size_t count = codes_at(fact, "missing", &missing);
        fact_write_void(b, &ceremony, arena_text(harness_arena(), vector_text(fact, "round")),
                        integer(fact, "time"), missing, count);
    } else if (bytes_equal_text(kind, "evidence")) {
        const struct hash session = hash_at(fact, "session");
        fact_write_evidence(b, &session, vector_text(fact, "member"), (uint64_t)integer(fact, "share"),
                            integer(fact, "time"));
    } else if (bytes_equal_text(kind, "signature")) {
        struct fact_signature f = {.close = (uint64_t)integer(fact, "close"),
                                   .session = hash_at(fact, "session"),
                                   .sha256 = hash_at(fact, "sha256"),
                                   .time_ms = integer(fact, "time")};
        hex_at(fact, "raw", f.raw.bytes, sizeof f.raw.bytes);
        hex_at(fact, "sshsig", f.sshsig.bytes, sizeof f.sshsig.bytes);
        fact_write_signature(b, &f);
    } else if (bytes_equal_text(kind, "session")) {
        write_session(b, fact, body);
    } else {
        write_ceremony(b, fact, kind, body);
    }
}

static void write_fact(struct buffer *b, const struct json *fact, struct bytes body)
{
    const struct bytes kind = vector_text(fact, "kind");
    if (bytes_equal_text(kind, "block")) {
        fact_write_block(b, integer(fact, "previous"), integer(fact, "time"));
    } else if (bytes_equal_text(kind, "charter")) {
        const struct hash charter = hash_at(fact, "charter");
        fact_write_charter(b, integer(fact, "version"), &charter, (uint64_t)integer(fact, "close"),
                           integer(fact, "time"));
    } else if (bytes_equal_text(kind, "gap")) {
        fact_write_gap(b, integer(fact, "previous"), integer(fact, "time"), integer(fact, "excess"));
    } else if (bytes_equal_text(kind, "deadline")) {
        const struct fact_deadline d = {hash_at(fact, "subject"), hash_at(fact, "root"),
                                        integer(fact, "deadline"), integer(fact, "time")};
        fact_write_deadline(b, &d);
    } else if (bytes_equal_text(kind, "statement")) {
        const struct hash sha256 = hash_at(fact, "sha256");
        fact_write_statement(b, (uint64_t)integer(fact, "close"), &sha256);
    } else if (bytes_equal_text(kind, "close")) {
        write_close(b, fact);
    } else {
        write_voice(b, fact, kind, body);
    }
}

TEST(facts_are_written_as_the_vectors_say)
{
    const struct json *rows = vectors_open("tests/vectors/fact.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        struct buffer b;
        buffer_init(&b, 10000);
        write_fact(&b, json_get_object(row, "fact"), vector_hex(row, "body"));
        check_bytes(buffer_view(&b), vector_hex(row, "body"));
        const struct hash id = hash_of(buffer_view(&b));
        check_bytes(bytes_of_text(hash_hex(&id).text), vector_text(row, "id"));
        const struct json *again = NULL;
        check_ok(json_parse_canonical(harness_arena(), buffer_view(&b), 10000, &again, NULL));
        buffer_done(&b);
    }
}

/* Every member of every one of them counts: another name, another type, one more or one fewer is no such
 * fact. */
TEST(facts_of_the_voice_are_read_in_one_form)
{
    const struct json *rows = vectors_open("tests/vectors/fact.json");
    static const char *const kinds[] = {"ceremony", "parties", "transcript", "key"};
    size_t tried = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct bytes body = vector_hex(row, "body");
        const struct bytes own = vector_text(json_get_object(row, "fact"), "kind");
        struct fact_ceremony ceremony;
        struct fact_session session;
        for (size_t k = 0; k < 4; k++) {
            const bool is = bytes_equal_text(own, kinds[k]);
            check_eq(fact_read_ceremony(harness_arena(), body, kinds[k], &ceremony),
                     is ? OK : ERROR_MALFORMED);
            for (size_t n = 0; is && n < body.len; n++) {
                uint8_t *changed = (uint8_t *)(uintptr_t)arena_copy(harness_arena(), body).data;
                changed[n] = changed[n] == '"' ? '_' : '"';
                const struct bytes other = bytes_of(changed, body.len);
                check_eq(fact_read_ceremony(harness_arena(), other, kinds[k], &ceremony), ERROR_MALFORMED);
                tried++;
            }
        }
        const bool is = bytes_equal_text(own, "session");
        check_eq(fact_read_session(harness_arena(), body, &session), is ? OK : ERROR_MALFORMED);
        for (size_t n = 0; is && n < body.len; n++) {
            check_eq(fact_read_session(harness_arena(), bytes_of(body.data, n), &session), ERROR_MALFORMED);
            tried++;
        }
    }
    check_that(tried > 2000);
}

/* What a signer holds a close against: contracts O16. */
TEST(a_close_names_organisation_epoch_realm_silence_text_root_and_deadline)
{
    struct fact_close c = {
        .org = {{1}}, .epoch = 2, .realm = REALM_REAL, .subject = {{3}}, .root = {{4}}, .deadline_ms = 5};
    struct buffer b;
    const struct json *fact = NULL;
    buffer_init(&b, 10000);
    fact_write_close(&b, &c);
    check_ok(json_parse_canonical(harness_arena(), buffer_view(&b), 10000, &fact, NULL));
    buffer_done(&b);
    const struct hash org = hash_at(fact, "org");
    const struct hash subject = hash_at(fact, "subject");
    const struct hash root = hash_at(fact, "root");
    check_that(hash_equal(&org, &c.org) && hash_equal(&subject, &c.subject) && hash_equal(&root, &c.root));
    check_eq(integer(fact, "epoch"), 2);
    check_eq(integer(fact, "deadline"), 5);
    check_bytes(vector_text(fact, "realm"), BYTES("real"));
}

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

TEST(a_tally_of_several_bodies_says_who_was_counted_in_each)
{
    const struct fact_tally_seat seats[] = {{BYTES("A01"), BYTES("Y"), BYTES(""), 7}};
    const struct bytes members[] = {BYTES("A01")};
    const struct fact_body bodies[] = {{BYTES("east"), 1, members}, {BYTES("west"), 0, NULL}};
    const struct fact_tally tally = {.body_count = 2,
                                     .bodies = bodies,
                                     .motion = BYTES("adopt"),
                                     .seat_count = 1,
                                     .seats = seats};
    struct fact_tally read;
    struct buffer b;
    buffer_init(&b, 4096);
    fact_write_tally(&b, &tally);
    check_that(b.len > 0 && b.data[2] == 'b'); /* it comes first */
    check_ok(fact_read_tally(harness_arena(), buffer_view(&b), &read));
    check_eq(read.body_count, 2);
    check_bytes(read.bodies[0].name, BYTES("east"));
    check_eq(read.bodies[0].count, 1);
    check_bytes(read.bodies[0].members[0], BYTES("A01"));
    check_eq(read.bodies[1].count, 0);
    buffer_done(&b);
}

TEST(a_tally_is_read_as_it_was_written_and_in_no_other_form)
{
    const struct fact_tally_seat seats[] = {
        {BYTES("A01"), BYTES("Y"), BYTES("yes"), 7}, {BYTES("A02"), BYTES("Y=2,N=1"), BYTES(""), 0}};
    const struct fact_tally tally = {
        .subject = {{1}}, .motion = BYTES("adopt"), .presence = {{2}}, .seat_count = 2, .seats = seats};
    struct fact_tally read;
    struct buffer b;
    buffer_init(&b, 4096);
    fact_write_tally(&b, &tally);
    check_ok(fact_read_tally(harness_arena(), buffer_view(&b), &read));
    check_bytes(hash_view(&read.subject), hash_view(&tally.subject));
    check_bytes(hash_view(&read.presence), hash_view(&tally.presence));
    check_bytes(read.motion, tally.motion);
    check_eq(read.seat_count, 2);
    check_bytes(read.seats[1].position, seats[1].position);
    check_eq(read.seats[0].said, 7);
    check_bytes(fact_kind(harness_arena(), buffer_view(&b)), BYTES("tally"));
    static const char *const bad[] = {
        "", "{}", "{\"kind\":\"tally\"}",
        "{\"bodies\":[],\"kind\":\"tally\",\"motion\":\"adopt\",\"presence\":\"" ZEROS "\",\"seats\":[],"
        "\"subject\":\"" ZEROS "\"}",
        "{\"bodies\":[{\"body\":\"east\"}],\"kind\":\"tally\",\"motion\":\"adopt\",\"presence\":\"" ZEROS
        "\",\"seats\":[],\"subject\":\"" ZEROS "\"}",
        "{\"kind\":\"tally\",\"motion\":\"adopt\",\"presence\":\"00\",\"seats\":[],\"subject\":\"00\"}"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_eq(fact_read_tally(harness_arena(), bytes_of_text(bad[i]), &read), ERROR_MALFORMED);
    }
    for (size_t i = 0; i < b.len; i++) {
        const uint8_t byte = b.data[i];
        b.data[i] = '!'; /* in place of any byte of the form: never taken for what it is not */
        struct fact_tally other;
        const enum error e = fact_read_tally(harness_arena(), buffer_view(&b), &other);
        check_that(e == OK || e == ERROR_MALFORMED);
        b.data[i] = byte;
    }
    buffer_done(&b);
}
