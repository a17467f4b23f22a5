#include "charter/table.h"
#include "support/harness.h"

TEST(a_table_gives_the_values_of_its_members)
{
    struct table t;
    struct diag diag;
    check_ok(
        table_read(harness_arena(), BYTES("code,value\nAUT,0\nBEL,12\nDEU,9007199254740991\n"), &t, &diag));
    check_eq(t.count, 3);
    check_eq(table_value(&t, BYTES("AUT")), 0);
    check_eq(table_value(&t, BYTES("BEL")), 12);
    check_eq(table_value(&t, BYTES("DEU")), INTEGER_MAX);
    check_eq(table_value(&t, BYTES("AUS")), -1);
    check_eq(table_value(&t, BYTES("FRA")), -1);
    check_eq(table_value(&t, BYTES("")), -1);
    check_text(hash_hex(&t.hash).text, "6dc65be8051a997bd717a5c066eff3d8845825693aca0b7f3ff14da053e28324");
    check_ok(table_read(harness_arena(), BYTES("code,value\n"), &t, &diag));
    check_eq(t.count, 0);
}

TEST(what_is_no_table_is_told_with_its_line)
{
    static const struct {
        const char *text;
        int line;
        const char *message;
    } rows[] = {
        {"", 1, "a table begins with the line \"code,value\""},
        {"code,value", 1, "a table begins with the line \"code,value\""},
        {"Code,Value\n", 1, "a table begins with the line \"code,value\""},
        {"code,value\r\n", 1, "a table begins with the line \"code,value\""},
        {"code,value\nAUT,1", 2, "expected a member's code, a comma and a whole number"},
        {"code,value\nAUT\n", 2, "expected a member's code, a comma and a whole number"},
        {"code,value\n\n", 2, "expected a member's code, a comma and a whole number"},
        {"code,value\nAUT,\n", 2, "expected a member's code, a comma and a whole number"},
        {"code,value\nAUT,-1\n", 2, "expected a member's code, a comma and a whole number"},
        {"code,value\nAUT,01\n", 2, "expected a member's code, a comma and a whole number"},
        {"code,value\nAUT,1.5\n", 2, "expected a member's code, a comma and a whole number"},
        {"code,value\nAUT,9007199254740992\n", 2, "expected a member's code, a comma and a whole number"},
        {"code,value\naut,1\n", 2, "expected a member's code, a comma and a whole number"},
        {"code,value\nBEL,1\nAUT,1\n", 3, "the rows ascend by code, and each code stands once"},
        {"code,value\nAUT,1\nAUT,1\n", 3, "the rows ascend by code, and each code stands once"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct table t = {.count = 77};
        struct diag diag = {0};
        harness_note("%s", rows[i].text);
        check_eq(table_read(harness_arena(), bytes_of_text(rows[i].text), &t, &diag), ERROR_MALFORMED);
        check_eq(diag.line, rows[i].line);
        check_eq(diag.column, 1);
        check_text(diag.message, rows[i].message);
        check_eq(t.count, 77);
    }
    struct table t;
    struct diag diag = {0};
    check_eq(table_read(harness_arena(), BYTES("code,value\nAUT;1\nBEL,2\n"), &t, &diag), ERROR_MALFORMED);
    check_text(diag.found, "AUT;1");
    check_eq(table_read(harness_arena(), BYTES("code,value\n\n"), &t, &diag), ERROR_MALFORMED);
    check_text(diag.found, "");
    check_eq(table_read(harness_arena(), BYTES("\n"), &t, &diag), ERROR_MALFORMED);
    check_text(diag.found, "");
}

static struct bytes rows_of(size_t count)
{
    struct buffer b;
    buffer_init(&b, 1 << 20);
    buffer_add_text(&b, "code,value\n");
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&b, "M%05zu,%zu\n", i, i);
    }
    const struct bytes text = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

TEST(a_table_has_at_most_1000_rows_and_64_kib)
{
    struct table t;
    struct diag diag;
    check_eq(TABLE_ROWS_MAX, 1000);
    check_ok(table_read(harness_arena(), rows_of(TABLE_ROWS_MAX), &t, &diag));
    check_eq(table_value(&t, BYTES("M00999")), 999);
    check_eq(table_read(harness_arena(), rows_of(TABLE_ROWS_MAX + 1), &t, &diag), ERROR_TOO_LARGE);
    check_text(diag.message, "the table has too many rows");
    uint8_t *text = arena_take(harness_arena(), TABLE_BYTES_MAX + 1, 1);
    check_eq(table_read(harness_arena(), bytes_of(text, TABLE_BYTES_MAX), &t, &diag), ERROR_MALFORMED);
    check_eq(table_read(harness_arena(), bytes_of(text, TABLE_BYTES_MAX + 1), &t, &diag), ERROR_TOO_LARGE);
    check_text(diag.message, "the table is too long");
    check_eq(diag.line, 0);
}
