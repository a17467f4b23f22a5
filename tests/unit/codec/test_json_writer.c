#include "codec/json.h"
#include "support/harness.h"

static struct bytes taken(struct buffer *b)
{
    check_that(!b->overflow);
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(b));
    buffer_done(b);
    return copy;
}

static void write_everything(struct json_writer *w, const struct json *tree)
{
    json_object(w, NULL);
    json_array(w, "a");
    json_integer(w, NULL, -7);
    json_cstring(w, NULL, "x\"y");
    json_object(w, NULL);
    json_end(w);
    json_array(w, NULL);
    json_end(w);
    json_end(w);
    json_bool(w, "aa", true);
    json_bool(w, "b", false);
    json_hex(w, "hex", BYTES("\x01\xff"));
    json_value(w, "j", tree);
    json_null(w, "n");
    json_object(w, "o");
    json_text(w, "", BYTES("a\0b"));
    json_end(w);
    json_end(w);
}

TEST(what_the_writer_writes_is_canonical)
{
    const struct json *tree = NULL;
    check_ok(json_parse(harness_arena(), BYTES("[1,{\"k\":null}]"), 100, &tree, NULL));
    struct buffer b;
    struct json_writer w;
    buffer_init(&b, 1000);
    json_begin(&w, &b);
    write_everything(&w, tree);
    const struct bytes text = taken(&b);
    check_bytes(text, BYTES("{\"a\":[-7,\"x\\\"y\",{},[]],\"aa\":true,\"b\":false,\"hex\":\"01ff\","
                            "\"j\":[1,{\"k\":null}],\"n\":null,\"o\":{\"\":\"a\\u0000b\"}}"));
    struct buffer other;
    buffer_init(&other, 1000);
    json_begin(&w, &other);
    json_object(&w, NULL);
    json_text(&w, "text", BYTES("\n\t\r\b\f\\\x1f\x7f\xc3\xa9"));
    json_end(&w);
    const struct bytes escapes = taken(&other);
    check_bytes(escapes, BYTES("{\"text\":\"\\n\\t\\r\\b\\f\\\\\\u001f\x7f\xc3\xa9\"}"));
    const struct json *value = NULL;
    check_ok(json_parse_canonical(harness_arena(), escapes, 1000, &value, NULL));
}

TEST(integers_are_written_in_full_up_to_the_limit_and_not_beyond)
{
    static const struct {
        int64_t value;
        const char *text;
    } rows[] = {
        {0, "0"},   {-1, "-1"},
        {10, "10"}, {INTEGER_MAX, "9007199254740991"},
        {9, "9"},   {-INTEGER_MAX, "-9007199254740991"},
    };
    struct json_writer w;
    struct buffer b;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        buffer_init(&b, 100);
        json_begin(&w, &b);
        json_integer(&w, NULL, rows[i].value);
        check_bytes(taken(&b), bytes_of_text(rows[i].text));
    }
    buffer_init(&b, 100);
    json_begin(&w, &b);
    check_dies((json_integer(&w, NULL, INTEGER_MAX + 1), 0));
    check_dies((json_integer(&w, NULL, -INTEGER_MAX - 1), 0));
    check_dies((json_integer(&w, NULL, INT64_MIN), 0));
    buffer_done(&b);
}

TEST(a_caller_that_would_write_something_else_than_canonical_json_is_stopped)
{
    struct json_writer w;
    struct buffer b;
    buffer_init(&b, 10000);
    json_begin(&w, &b);
    check_dies((json_integer(&w, "key", 1), 0));
    check_dies((json_end(&w), 0));
    json_object(&w, NULL);
    check_dies((json_integer(&w, NULL, 1), 0));
    json_integer(&w, "b", 1);
    check_dies((json_integer(&w, "b", 1), 0));
    check_dies((json_integer(&w, "a", 1), 0));
    check_dies((json_integer(&w, "", 1), 0));
    /* 63 bytes of a key are kept; one more is too many */
    json_null(&w, "k23456789012345678901234567890123456789012345678901234567890123");
    check_dies((json_null(&w, "k234567890123456789012345678901234567890123456789012345678901234"), 0));
    json_array(&w, "z");
    check_dies((json_integer(&w, "key", 1), 0));
    buffer_done(&b);
}

TEST(the_writer_nests_as_deep_as_the_reader_takes_and_no_deeper)
{
    struct json_writer w;
    struct buffer b;
    buffer_init(&b, 10000);
    json_begin(&w, &b);
    for (int i = 0; i < JSON_DEPTH_MAX; i++) {
        json_array(&w, NULL);
    }
    check_dies((json_array(&w, NULL), 0));
    for (int i = 0; i < JSON_DEPTH_MAX; i++) {
        json_end(&w);
    }
    const struct json *value = NULL;
    check_ok(json_parse_canonical(harness_arena(), buffer_view(&b), 10000, &value, NULL));
    buffer_done(&b);
}

TEST(a_buffer_that_is_full_drops_what_the_writer_says_and_tells)
{
    struct json_writer w;
    struct buffer b;
    buffer_init(&b, 8);
    json_begin(&w, &b);
    json_cstring(&w, NULL, "longer than eight bytes");
    check_that(b.overflow);
    check_that(b.len <= 8);
    buffer_done(&b);
}
