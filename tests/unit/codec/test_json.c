#include <string.h>

#include "unit/codec/vectors.h"

static enum error parse(struct bytes text, const struct json **out, struct diag *diag)
{
    return json_parse(harness_arena(), text, FOUNDING_BYTES_MAX, out, diag);
}

static struct bytes written(const struct json *value)
{
    struct buffer b;
    buffer_init(&b, FOUNDING_BYTES_MAX);
    json_write(&b, value);
    check_that(!b.overflow);
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

TEST(what_is_taken_and_what_is_refused_stands_in_the_table)
{
    const struct json *rows = vectors_open("tests/vectors/json-read.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct bytes text = vector_hex(row, "text");
        const struct json *value = NULL;
        struct diag diag = {.line = -1};
        const enum error e = parse(text, &value, &diag);
        check_eq(e, vector_result(row));
        check_eq(json_parse(harness_arena(), text, text.len, &value, NULL), e);
        bool canonical = false;
        if (e == OK) {
            check_bytes(written(value), vector_hex(row, "written"));
            check_that(json_get_bool(row, "canonical", &canonical));
            check_eq(diag.line, -1);
        } else {
            check_that(diag.line >= 0);
            check_that(diag.message[0] != 0);
        }
        const enum error strict = json_parse_canonical(harness_arena(), text, text.len, &value, NULL);
        check_eq(strict, e != OK ? e : canonical ? OK : ERROR_MALFORMED);
    }
}

/* A text of `count` values: an array and its numbers. */
static struct bytes many_values(size_t count)
{
    struct buffer b;
    buffer_init(&b, 4 * count);
    for (size_t i = 1; i < count; i++) {
        buffer_add_text(&b, i == 1 ? "[0" : ",0");
    }
    buffer_add_text(&b, "]");
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

TEST(a_document_has_at_most_10000_values)
{
    const struct json *value = NULL;
    check_eq(JSON_NODES_MAX, 10000);
    check_ok(parse(many_values(JSON_NODES_MAX), &value, NULL));
    check_eq(value->count, JSON_NODES_MAX - 1);
    struct diag diag;
    check_eq(parse(many_values(JSON_NODES_MAX + 1), &value, &diag), ERROR_TOO_LARGE);
    check_text(diag.message, "too many values");
}

TEST(values_are_counted_exactly_in_nested_and_empty_containers)
{
    /* [{},[],{"a":[1]},{"b":{}}] is 8 values; an array of 1249 of them and of 7 numbers is 10000. */
    struct buffer b;
    buffer_init(&b, 1 << 20);
    for (int i = 0; i < 1249; i++) {
        buffer_add_text(&b, i == 0 ? "[" : ",");
        buffer_add_text(&b, "[ { } ,[\n], {\"a\":[ 1]},{\"b,[{\":{}}]");
    }
    buffer_add_text(&b, ",1,2,3,4,5,6,7");
    const size_t len = b.len;
    const struct json *value = NULL;
    buffer_add_text(&b, "]");
    check_ok(parse(buffer_view(&b), &value, NULL));
    b.len = len;
    buffer_add_text(&b, ",8]");
    check_eq(parse(buffer_view(&b), &value, NULL), ERROR_TOO_LARGE);
    buffer_done(&b);
}

static struct bytes nested(size_t levels)
{
    uint8_t *text = arena_take(harness_arena(), 2 * levels, 1);
    memset(text, '[', levels);
    memset(text + levels, ']', levels);
    return bytes_of(text, 2 * levels);
}

TEST(a_document_nests_at_most_32_levels)
{
    const struct json *value = NULL;
    struct diag diag;
    check_ok(parse(nested(JSON_DEPTH_MAX), &value, &diag));
    check_eq(parse(nested(JSON_DEPTH_MAX + 1), &value, &diag), ERROR_TOO_LARGE);
    check_text(diag.message, "nested too deeply");
    check_eq(diag.column, JSON_DEPTH_MAX + 1);
}

TEST(a_document_is_at_most_as_long_as_its_caller_says)
{
    const struct json *value = NULL;
    struct diag diag;
    check_ok(json_parse(harness_arena(), BYTES("[1,2]"), 5, &value, &diag));
    check_eq(json_parse(harness_arena(), BYTES("[1,2]"), 4, &value, &diag), ERROR_TOO_LARGE);
    check_text(diag.message, "too long");
    check_eq(json_parse_canonical(harness_arena(), BYTES("[1,2]"), 4, &value, NULL), ERROR_TOO_LARGE);
}

TEST(a_failure_leaves_the_answer_alone)
{
    const struct json mine = {.type = JSON_NULL};
    const struct json *value = &mine;
    check_eq(parse(BYTES("[1,"), &value, NULL), ERROR_MALFORMED);
    check_eq(json_parse_canonical(harness_arena(), BYTES("[1, 2]"), 100, &value, NULL), ERROR_MALFORMED);
    check_that(value == &mine);
}

TEST(a_failure_says_where_and_what)
{
    static const struct {
        const char *text;
        int line;
        int column;
        const char *found;
        const char *message;
    } rows[] = {
        {"{\"a\" 1}", 1, 6, "1}", "':' expected"},
        {"[1,\n 2.5]", 2, 3, ".5]", "a number that is not an integer"},
        {"[1,\n\n  nil]", 3, 3, "nil]", "invalid token"},
        {"{\"a\":1,\n\"a\":2}", 2, 1, "\"a\":2}", "duplicate object key"},
        {"[9007199254740992]", 0, 0, "", "an integer beyond 2^53 - 1"},
        {"{\"a\":{\"b\":-9007199254740992}}", 0, 0, "", "an integer beyond 2^53 - 1"},
        {"[1]\n[2]", 2, 1, "[2]", "end of file expected"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct json *value = NULL;
        struct diag diag = {0};
        harness_note("row %zu", i);
        check_eq(parse(bytes_of_text(rows[i].text), &value, &diag), ERROR_MALFORMED);
        check_text(diag.message, rows[i].message);
        check_text(diag.found, rows[i].found);
        check_eq(diag.line, rows[i].line);
        check_eq(diag.column, rows[i].column);
    }
}

TEST(a_form_that_is_not_canonical_is_shown_at_its_first_difference)
{
    const struct json *value = NULL;
    struct diag diag = {0};
    check_eq(json_parse_canonical(harness_arena(), BYTES("{\"a\":1,\n\"b\":2}"), 100, &value, &diag),
             ERROR_MALFORMED);
    check_text(diag.message, "not in canonical form (RFC 8785)");
    check_eq(diag.line, 1);
    check_eq(diag.column, 8);
    check_eq(json_parse_canonical(harness_arena(), BYTES("{\"\xc3\xb6\":1}"), 100, &value, &diag),
             ERROR_MALFORMED);
    check_text(diag.message, "a key that is not ASCII");
    check_eq(json_parse_canonical(harness_arena(), BYTES("[{\"a\":{\"\xc3\xb6\":1}}]"), 100, &value, &diag),
             ERROR_MALFORMED);
}

TEST(what_a_failure_shows_of_its_input_is_printable)
{
    const struct json *value = NULL;
    struct diag diag = {0};
    static const char *const rows[] = {"[\x1b\xff\x07]", "\"\\u\xc3\xa9\xc3\xa9\"", "[\xc3\xa9]",
                                       "\"\x1b[31m"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("row %zu", i);
        check_eq(parse(bytes_of_text(rows[i]), &value, &diag), ERROR_MALFORMED);
        for (const char *p = diag.found; *p != 0; p++) {
            check_that(*p >= 0x20 && *p < 0x7f);
        }
        check_that(diag.message[0] != 0);
        for (const char *p = diag.message; *p != 0; p++) {
            check_that(*p >= 0x20 && *p < 0x7f);
        }
    }
}

TEST(the_tree_does_not_refer_to_the_text_it_was_read_from)
{
    char text[] = "{\"a\":[\"one\",2,true,null]}";
    const struct json *value = NULL;
    check_ok(parse(bytes_of_text(text), &value, NULL));
    memset(text, 'x', sizeof text - 1);
    check_bytes(written(value), BYTES("{\"a\":[\"one\",2,true,null]}"));
}

TEST(a_member_is_found_by_its_key_and_its_type)
{
    const struct json *v = NULL;
    check_ok(parse(BYTES("{\"z\":{},\"t\":\"x\",\"n\":-5,\"b\":true,\"a\":[],\"\":null}"), &v, NULL));
    struct bytes text = BYTES("before");
    int64_t integer = 1;
    bool boolean = false;
    check_that(json_get_text(v, "t", &text));
    check_bytes(text, BYTES("x"));
    check_that(json_get_integer(v, "n", &integer));
    check_eq(integer, -5);
    check_that(json_get_bool(v, "b", &boolean));
    check_that(boolean);
    check_that(json_get_array(v, "a") != NULL);
    check_that(json_get_object(v, "z") != NULL);
    check_eq(json_get(v, "")->type, JSON_NULL);
    /* absent, or of another type */
    check_that(json_get(v, "c") == NULL);
    check_that(!json_get_text(v, "n", &text));
    check_that(!json_get_integer(v, "b", &integer));
    check_that(!json_get_bool(v, "t", &boolean));
    check_that(json_get_array(v, "z") == NULL);
    check_that(json_get_object(v, "a") == NULL);
    check_that(!json_get_text(v, "tt", &text));
    /* no object at all */
    check_that(json_get(json_get(v, "a"), "a") == NULL);
    check_that(json_get(NULL, "a") == NULL);
}
