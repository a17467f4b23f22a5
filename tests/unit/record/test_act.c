#include <string.h>

#include "record/act.h"
#include "support/harness.h"
#include "unit/codec/vectors.h"

static int64_t integer(const struct json *frame, const char *key)
{
    int64_t n = -1;
    check_that(json_get_integer(frame, key, &n));
    return n;
}

static struct bytes written(const struct act_frame *f, struct bytes body)
{
    struct buffer b;
    buffer_init(&b, 2 * ACT_BYTES_MAX);
    act_write(&b, f, body);
    check_that(!b.overflow);
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

static void check_frame(const struct act_frame *f, const struct json *frame)
{
    char key[2 * PUBLIC_KEY_BYTES + 1];
    hex_encode(public_key_view(&f->key), key);
    check_bytes(bytes_of_text(key), vector_text(frame, "key"));
    check_bytes(bytes_of_text(hash_hex(&f->org).text), vector_text(frame, "org"));
    check_bytes(bytes_of_text(realm_word(f->realm)), vector_text(frame, "realm"));
    check_bytes(f->kind, vector_text(frame, "kind"));
    check_bytes(f->member, vector_text(frame, "member"));
    check_bytes(f->subject, vector_text(frame, "subject"));
    check_eq(f->epoch, integer(frame, "epoch"));
    check_eq(f->protocol, integer(frame, "protocol"));
    check_eq(f->seq, integer(frame, "seq"));
    check_eq(f->expires_ms, integer(frame, "expires"));
}

TEST(acts_are_taken_and_refused_as_the_table_says)
{
    const struct json *rows = vectors_open("tests/vectors/act-frame.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct bytes payload = vector_hex(row, "payload");
        struct act_frame f = {.seq = 4711};
        const struct json *body = NULL;
        struct diag diag = {.line = -1};
        const enum error e = act_read(harness_arena(), payload, &f, &body, &diag);
        check_eq(e, vector_result(row));
        check_eq(act_read(harness_arena(), payload, &f, &body, NULL), e);
        if (e != OK) {
            struct bytes message;
            check_that(f.seq == 4711 && body == NULL);
            check_that(diag.message[0] != 0);
            if (json_get_text(row, "message", &message)) {
                check_bytes(bytes_of_text(diag.message), message);
            }
            continue;
        }
        check_frame(&f, json_get_object(row, "frame"));
        struct buffer b;
        buffer_init(&b, ACT_BYTES_MAX);
        json_write(&b, body);
        check_bytes(buffer_view(&b), vector_hex(row, "body"));
        check_bytes(written(&f, buffer_view(&b)), payload);
        buffer_done(&b);
    }
}

static struct act_frame small_frame(void)
{
    return (struct act_frame){
        .kind = BYTES("k"), .member = BYTES("ALDER"), .subject = BYTES("s"), .epoch = 1};
}

TEST(an_act_has_at_most_65536_bytes)
{
    check_eq(ACT_BYTES_MAX, 65536);
    const struct act_frame f = small_frame();
    const size_t empty = written(&f, BYTES("{\"t\":\"\"}")).len;
    for (size_t more = 0; more < 2; more++) {
        const size_t len = ACT_BYTES_MAX - empty + more;
        uint8_t *text = arena_take(harness_arena(), len, 1);
        memset(text, 'x', len);
        struct buffer body;
        buffer_init(&body, ACT_BYTES_MAX);
        buffer_add_text(&body, "{\"t\":\"");
        buffer_add(&body, text, len);
        buffer_add_text(&body, "\"}");
        const struct bytes payload = written(&f, buffer_view(&body));
        buffer_done(&body);
        check_eq(payload.len, ACT_BYTES_MAX + more);
        struct act_frame out;
        const struct json *inner;
        struct diag diag;
        check_eq(act_read(harness_arena(), payload, &out, &inner, &diag), more == 0 ? OK : ERROR_TOO_LARGE);
    }
}

TEST(an_act_nests_and_counts_as_json_does)
{
    static const char *const parts[] = {"[", "]", "0", ","};
    for (int what = 0; what < 2; what++) {
        for (size_t more = 0; more < 2; more++) {
            struct buffer body;
            buffer_init(&body, ACT_BYTES_MAX);
            buffer_add_text(&body, "{\"a\":");
            const size_t depth = JSON_DEPTH_MAX - 2 + more;  /* the act and its body are two levels */
            const size_t count = JSON_NODES_MAX - 13 + more; /* the act, its eleven members, the array */
            if (what == 0) {
                for (size_t i = 0; i < 2 * depth; i++) {
                    buffer_add_text(&body, parts[i >= depth]);
                }
            } else {
                buffer_add_text(&body, parts[0]);
                for (size_t i = 0; i < count; i++) {
                    buffer_add_text(&body, i == 0 ? "0" : ",0");
                }
                buffer_add_text(&body, parts[1]);
            }
            buffer_add_text(&body, "}");
            const struct act_frame f = small_frame();
            const struct bytes payload = written(&f, buffer_view(&body));
            struct act_frame out;
            const struct json *inner;
            harness_note("what %d, %zu more", what, more);
            check_eq(act_read(harness_arena(), payload, &out, &inner, NULL),
                     more == 0 ? OK : ERROR_TOO_LARGE);
            buffer_done(&body);
        }
    }
}

TEST(a_realm_has_one_word)
{
    enum realm r = REALM_REAL;
    check_that(realm_parse(BYTES("exercise"), &r));
    check_eq(r, REALM_EXERCISE);
    check_that(realm_parse(BYTES("real"), &r));
    check_eq(r, REALM_REAL);
    static const char *const others[] = {"", "Real", "real ", "exercises", "archive", "exercise-"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        check_that(!realm_parse(bytes_of_text(others[i]), &r));
        check_eq(r, REALM_REAL);
    }
    check_text(realm_word(REALM_EXERCISE), "exercise");
    check_text(realm_word(REALM_REAL), "real");
}

TEST(the_body_of_an_act_that_is_written_is_an_object)
{
    struct buffer b;
    const struct act_frame f = small_frame();
    buffer_init(&b, 1000);
    check_dies((act_write(&b, &f, BYTES("[]")), 0));
    check_dies((act_write(&b, &f, BYTES("{")), 0));
    check_dies((act_write(&b, &f, BYTES("")), 0));
    buffer_done(&b);
}
