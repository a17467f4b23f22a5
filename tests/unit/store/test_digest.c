#include "store/state.h"
#include "support/harness.h"
#include "unit/codec/vectors.h"
#include "unit/store/model.h"

static void put_rows(const struct json *row, struct model *m, struct state *s)
{
    int64_t count = 0;
    if (json_get_integer(row, "generated", &count)) {
        for (int64_t n = 0; n < count; n++) {
            const struct bytes key = bytes_of_text(arena_printf(harness_arena(), "key %lld", (long long)n));
            const struct bytes value =
                bytes_of_text(arena_printf(harness_arena(), "value %lld", (long long)n));
            model_put(m, key, value);
            state_put(s, key, value);
        }
        return;
    }
    const struct json *rows = json_get_array(row, "rows");
    check_that(rows != NULL);
    for (size_t i = 0; i < rows->count; i++) {
        struct bytes parts[2];
        for (size_t k = 0; k < 2; k++) {
            const struct bytes hex = rows->items[i].items[k].text;
            uint8_t *out = arena_take(harness_arena(), hex.len / 2, 1);
            check_that(hex_decode(hex, out, hex.len / 2));
            parts[k] = bytes_of(out, hex.len / 2);
        }
        model_put(m, parts[0], parts[1]);
        state_put(s, parts[0], parts[1]);
    }
}

TEST(the_digest_of_a_state_is_that_of_the_vectors)
{
    const struct json *rows = vectors_open("tests/vectors/state-digest.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        struct database *db = model_database(arena_printf(harness_arena(), "digest-%zu.db", i));
        struct state *s = NULL;
        struct model m;
        model_init(&m);
        check_ok(state_open(&s, db, true));
        put_rows(row, &m, s);
        check_ok(database_begin(db));
        check_ok(state_flush(s));
        check_ok(database_commit(db));
        const struct hash digest = state_digest(s);
        const struct hash modelled = model_digest(&m);
        check_bytes(bytes_of_text(hash_hex(&digest).text), vector_text(row, "digest"));
        check_that(hash_equal(&digest, &modelled));
        model_done(&m);
        state_close(s);
        database_close(db);
    }
}
