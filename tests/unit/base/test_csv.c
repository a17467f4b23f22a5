#include <string.h>

#include "base/csv.h"
#include "support/harness.h"

static enum error begin(struct csv *c, struct bytes text, struct diag *diag)
{
    return csv_begin(c, harness_arena(), text, diag);
}

TEST(records_are_read_field_by_field)
{
    struct csv c;
    struct diag diag = {0};
    check_ok(begin(&c,
                   BYTES("\xef\xbb\xbf\n" "code,name,x\r\n\r\nA1,\"one, "
                         "\"\"two\"\"\",\n\nA2,\xc3\xa9,\"3\"\r\nA3,,"), &diag));
    check_eq(c.column_count, 3);
    check_eq(csv_column(&c, "name"), 1);
    check_eq(csv_column(&c, "nam"), -1);
    check_ok(csv_next(&c, &diag));
    check_eq(c.line, 4);
    check_bytes(c.fields[1], BYTES("one, \"two\""));
    check_eq(c.fields[2].len, 0);
    check_ok(csv_next(&c, &diag));
    check_eq(c.line, 6);
    check_bytes(c.fields[1], BYTES("\xc3\xa9"));
    check_bytes(c.fields[2], BYTES("3"));
    check_ok(csv_next(&c, &diag));
    check_bytes(c.fields[0], BYTES("A3"));
    check_eq(csv_next(&c, &diag), ERROR_NOT_FOUND);
    check_eq(csv_next(&c, &diag), ERROR_NOT_FOUND);
    check_ok(begin(&c, BYTES("a,b\n\"x\ny\",z\nq,r\n"), &diag));
    check_ok(csv_next(&c, &diag));
    check_bytes(c.fields[0], BYTES("x\ny"));
    check_ok(csv_next(&c, &diag));
    check_eq(c.line, 4);
}

TEST(a_bad_record_is_told_and_the_next_is_read)
{
    static const struct {
        const char *record;
        const char *says;
    } rows[] = {
        {"1", "this line has 1 fields, and the header 2"},
        {"1,2,3", "this line has 3 fields, and the header 2"},
        {"a\"b,2", "each \" in it is doubled"},
        {"\"a\"b,2", "each \" in it is doubled"},
        {"\xff,2", "is not UTF-8"},
        {"\x01,2", "has a control character"},
        {"a\rb,2", "has a control character"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct csv c;
        struct diag diag = {0};
        harness_note("%s", rows[i].record);
        check_ok(begin(&c, bytes_of_text(arena_printf(harness_arena(), "a,b\n%s\n8,9\n", rows[i].record)),
                       &diag));
        check_eq(csv_next(&c, &diag), ERROR_MALFORMED);
        check_eq(diag.line, 2);
        check_that(strstr(diag.message, rows[i].says) != NULL);
        check_ok(csv_next(&c, &diag));
        check_bytes(c.fields[0], BYTES("8"));
    }
    struct csv c;
    struct diag diag = {0};
    check_ok(begin(&c, BYTES("a,b\n\"x,2\n8,9\n"), &diag));
    check_eq(csv_next(&c, &diag), ERROR_MALFORMED);
    check_text(diag.message, "this field begins with \" and is not closed");
    check_eq(csv_next(&c, &diag), ERROR_NOT_FOUND);
}

TEST(a_header_names_each_column_once)
{
    static const char *const rows[] = {"", "\n\n", "a,,b\n", "a,b,a\n", "\"a\n"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct csv c;
        struct diag diag = {0};
        harness_note("%s", rows[i]);
        check_eq(begin(&c, bytes_of_text(rows[i]), &diag), ERROR_MALFORMED);
        check_that(diag.message[0] != 0);
    }
}

static struct bytes many(const char *text, size_t count, const char *end)
{
    struct buffer b;
    buffer_init(&b, 1 << 20);
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&b, "%s", text);
    }
    buffer_add_text(&b, end);
    const struct bytes all = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return all;
}

TEST(columns_and_bytes_of_a_field_have_limits)
{
    struct csv c;
    struct diag diag = {0};
    check_eq(begin(&c, many("a,", CSV_COLUMNS_MAX, "z\n"), &diag), ERROR_TOO_LARGE);
    check_eq(begin(&c, many(",", CSV_COLUMNS_MAX - 1, "z\n"), &diag), ERROR_MALFORMED);
    check_eq(c.count, CSV_COLUMNS_MAX);
    check_ok(begin(&c, many("x", CSV_FIELD_BYTES_MAX, "\n"), &diag));
    check_eq(begin(&c, many("x", CSV_FIELD_BYTES_MAX + 1, "\n"), &diag), ERROR_TOO_LARGE);
    const char *quotes = arena_text(harness_arena(), many("\"\"", CSV_FIELD_BYTES_MAX, "\"\n"));
    check_ok(begin(&c, bytes_of_text(arena_printf(harness_arena(), "\"%s", quotes)), &diag));
    check_eq(c.columns[0].len, CSV_FIELD_BYTES_MAX);
    check_eq(begin(&c, bytes_of_text(arena_printf(harness_arena(), "\"\"\"%s", quotes)), &diag),
             ERROR_TOO_LARGE);
}
