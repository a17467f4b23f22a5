/* Lists of older statements: docs/formats/older-list.md. */
#include "interop/older_list.h"

#include <string.h>

#include "base/limits.h"
#include "support/harness.h"

#define HEAD "reference,date,language,title,source,topic,digest,text,file\n"
#define H    "1111111111111111111111111111111111111111111111111111111111111111"

static struct older_faults faults;
static struct older_row *rows;
static size_t count;

static enum error read_text(const char *text)
{
    rows = NULL;
    count = 0;
    const enum error e = older_list_read(harness_arena(), bytes_of_text(text), &faults, &rows, &count);
    check_eq(e == OK, faults.count == 0);
    check_that(e == OK || rows == NULL);
    return e;
}

TEST(a_list_has_a_row_for_each_statement_and_language)
{
    check_ok(read_text("\xef\xbb\xbf" HEAD "a,2001-06-15,en,On relief,\"a gazette, no. 7\",relief," H
                       ",\"Two\nlines.\",\n"
                       "a,2001-06-15,fr,Titre,gazette,,,,texts/a.fr.txt\n"));
    check_eq(count, 2);
    check_bytes(rows[0].source, BYTES("a gazette, no. 7"));
    check_bytes(rows[0].text, BYTES("Two\nlines."));
    check_that(rows[0].digested && rows[0].digest.bytes[31] == 0x11);
    check_bytes(rows[1].file, BYTES("texts/a.fr.txt"));
    check_that(!rows[1].digested);
    check_eq(rows[1].line, 4);
    check_ok(read_text("date,text,source,title,language,reference\n2001-06-15,x,y,z,en,a\n"));
    check_bytes(rows[0].reference, BYTES("a"));
    check_ok(read_text(HEAD));
    check_eq(count, 0);
}

TEST(columns_that_lack_or_are_unknown_are_told)
{
    static const char *const list[][2] = {
        {"reference,date,language,title,text\n", "there is no column source"},
        {"reference,date,language,title,source\n", "there is neither a column text nor a column file"},
        {"reference,date,language,title,source,txet,file\n", "there is a column \"txet\" too many"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        check_that(read_text(list[i][0]) != OK);
        harness_note("%s", faults.list[0].message);
        check_that(strstr(faults.list[0].message, list[i][1]) != NULL);
    }
}

static const char *long_text(size_t len)
{
    char *text = arena_take(harness_arena(), len + 1, 1);
    memset(text, 'x', len);
    return text;
}

TEST(each_fault_of_a_row_of_a_list_is_told_with_its_line)
{
    const char *list[][2] = {
        {"A b,2001-06-15,en,t,s,,,x,", "reference must be"},
        {"a,2001-02-30,en,t,s,,,x,", "date must be a day"},
        {"a,2001,en,t,s,,,x,", "date must be a day"},
        {"a,2001-06-15,English,t,s,,,x,", "language must be a tag"},
        {"a,2001-06-15,en,,s,,,x,", "title must be one line"},
        {"a,2001-06-15,en,t,,,,x,", "source must be one line"},
        {"a,2001-06-15,en,t,s,A topic,,x,", "topic must be"},
        {"a,2001-06-15,en,t,s,,abc,x,", "digest must be 64"},
        {"a,2001-06-15,en,t,s,,,,", "it needs words in text or the name of a file"},
        {"a,2001-06-15,en,t,s,,,x,y", "it needs words in text or the name of a file"},
        {"a,2001-06-15,en,t,s,,,,/etc/passwd", "file must lie beneath"},
        {"a,2001-06-15,en,t,s,,,,x/../../y", "file must lie beneath"},
        {"a,2001-06-15,en,t,s,,,,x//y", "file must lie beneath"},
        {"a,2001-06-15,en,t,s,,,x", ""},
        {arena_printf(harness_arena(), "a,2001-06-15,en,%s,s,,,x,", long_text(NAME_BYTES_MAX + 1)),
         "title must"},
        {arena_printf(harness_arena(), "a,2001-06-15,en,t,%s,,,x,", long_text(OLDER_SOURCE_BYTES_MAX + 1)),
         "source must"},
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        harness_note("row %zu", i);
        check_that(read_text(arena_printf(harness_arena(), "%sgood,2001-06-15,en,t,s,,,x,\n%s\n", HEAD,
                                          list[i][0])) != OK);
        check_eq(faults.list[0].line, 3);
        harness_note("%s", faults.list[0].message);
        check_that(strstr(faults.list[0].message, list[i][1]) != NULL);
    }
    check_ok(read_text(arena_printf(harness_arena(), "%sa,2001-06-15,en,%s,%s,,,x,\n", HEAD,
                                    long_text(NAME_BYTES_MAX), long_text(OLDER_SOURCE_BYTES_MAX))));
}

TEST(rows_of_one_reference_are_of_one_date_and_different_languages)
{
    check_that(
        read_text(HEAD "a,2001-06-15,en,t,s,,,x,\nb,2001-06-15,en,t,s,,,x,\na,2001-06-15,en,u,s,,,y,\n") !=
        OK);
    check_text(faults.list[0].message, "line 2 has the same reference and language");
    check_eq(faults.list[0].line, 4);
    check_that(read_text(HEAD "a,2001-06-15,en,t,s,,,x,\na,2001-06-16,fr,t,s,,,x,\n") != OK);
    check_text(faults.list[0].message, "line 2 has the same reference and another date");
}

TEST(a_list_has_so_many_bytes_rows_and_faults)
{
    struct buffer b;
    buffer_init(&b, SIZE_MAX);
    buffer_add_text(&b, HEAD);
    for (size_t i = 0; i < OLDER_ROWS_MAX; i++) {
        buffer_printf(&b, "a%zu,2001-06-15,en,t,s,,,x,\n", i);
    }
    check_ok(read_text(buffer_text(&b)));
    check_eq(count, OLDER_ROWS_MAX);
    buffer_add_text(&b, "b,2001-06-15,en,t,s,,,x,\nc,2001-06-15,en,t,s,,,x,\n");
    check_that(read_text(buffer_text(&b)) != OK);
    check_text(faults.list[0].message, "there are more than 1000 rows");
    check_eq(faults.count, 1);
    buffer_clear(&b);
    buffer_add_text(&b, HEAD);
    for (size_t i = 0; i < OLDER_FAULTS_MAX + 5; i++) {
        buffer_printf(&b, "a%zu,never,en,t,s,,,x,\n", i);
    }
    check_that(read_text(buffer_text(&b)) != OK);
    check_eq(faults.count, OLDER_FAULTS_MAX + 5);
    buffer_clear(&b);
    buffer_add_text(&b, HEAD);
    while (b.len < OLDER_FILE_BYTES_MAX) {
        buffer_add_u8(&b, '\n');
    }
    check_ok(read_text(buffer_text(&b)));
    buffer_add_u8(&b, '\n');
    check_eq(read_text(buffer_text(&b)), ERROR_TOO_LARGE);
    buffer_done(&b);
}
