#include <string.h>

#include "record/fact.h"
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

static void write_fact(struct buffer *b, const struct json *fact)
{
    const struct bytes kind = vector_text(fact, "kind");
    if (bytes_equal_text(kind, "block")) {
        fact_write_block(b, integer(fact, "previous"), integer(fact, "time"));
    } else if (bytes_equal_text(kind, "gap")) {
        fact_write_gap(b, integer(fact, "previous"), integer(fact, "time"), integer(fact, "excess"));
    } else if (bytes_equal_text(kind, "deadline")) {
        const struct fact_deadline d = {hash_at(fact, "subject"), hash_at(fact, "root"),
                                        integer(fact, "deadline"), integer(fact, "time")};
        fact_write_deadline(b, &d);
    } else if (bytes_equal_text(kind, "statement")) {
        const struct hash sha256 = hash_at(fact, "sha256");
        fact_write_statement(b, (uint64_t)integer(fact, "close"), &sha256);
    } else {
        check_that(bytes_equal_text(kind, "close"));
        write_close(b, fact);
    }
}

TEST(facts_are_written_as_the_vectors_say)
{
    const struct json *rows = vectors_open("tests/vectors/fact.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        struct buffer b;
        buffer_init(&b, 10000);
        write_fact(&b, json_get_object(row, "fact"));
        check_bytes(buffer_view(&b), vector_hex(row, "body"));
        const struct hash id = hash_of(buffer_view(&b));
        check_bytes(bytes_of_text(hash_hex(&id).text), vector_text(row, "id"));
        const struct json *again = NULL;
        check_ok(json_parse_canonical(harness_arena(), buffer_view(&b), 10000, &again, NULL));
        buffer_done(&b);
    }
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
