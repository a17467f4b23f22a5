#include "unit/charter/treaty_fixture.h"

TEST(deposits_are_read_by_their_columns)
{
    const struct deposits d = deposits_of(BYTES("remark,action,deposited,party,code,signed\r\n"
                                                "x,r,2001-02-03,\"Land, the\",LND,2000-01-01\n"
                                                ",,,Other,OTH,2000-01-02\n"),
                                          "");
    check_eq(d.row_count, 2);
    check_bytes(d.rows[0].code, BYTES("LND"));
    check_bytes(d.rows[0].party, BYTES("Land, the"));
    check_text(shown(d.rows[0].deposited), "2001-02-03");
    check_text(shown(d.rows[0].signed_on), "2000-01-01");
    check_text(shown(d.rows[0].withdrawn), "-");
    check_text(shown(d.rows[1].deposited), "-");
    check_eq(deposits_of(BYTES("code,deposited,action\n"), "anything").row_count, 0);
}

TEST(of_several_treaties_one_is_taken)
{
    const struct bytes text = BYTES("treaty,code,deposited,action\n1-1,A1,2001-01-01,r\n1-2,A1,2002-01-01,r\n"
                                    "1-1,A2,2003-01-01,r\n");
    struct deposits d = {.row_count = 77};
    struct deposits_diags diags;
    check_eq(deposits_of(text, "1-1").row_count, 2);
    check_eq(deposits_of(text, "1-2").row_count, 1);
    check_eq(deposits_read(harness_arena(), text, BYTES("1-3"), &d, &diags), ERROR_NOT_FOUND);
    check_eq(deposits_read(harness_arena(), text, BYTES(""), &d, &diags), ERROR_NOT_FOUND);
    check_eq(d.row_count, 77);
    const struct deposits one = deposits_of(BYTES("treaty,code,deposited,action\n1-1,A1,2001-01-01,r\n"), "");
    check_eq(one.row_count, 1);
    check_bytes(one.id, BYTES("1-1"));
}

TEST(bad_deposits_are_told_by_line)
{
    static const struct {
        const char *row;
        const char *says;
    } rows[] = {
        {"fra,,2001-01-01,r,", "a party has a code"},
        {",,2001-01-01,r,", "a party has a code"},
        {"FRA,,2001-02-29,r,", "deposited is no day"},
        {"FRA,,01.02.2003,r,", "deposited is no day"},
        {"FRA,yes,2001-01-01,r,", "signed is no day"},
        {"FRA,,2001-01-01,r,soon", "withdrawn is no day"},
        {"FRA,,2001-01-01,,", "an instrument is one of"},
        {"FRA,,2001-01-01,R,", "an instrument is one of"},
        {"FRA,,,x,", "an instrument is one of"},
        {"FRA,2001-01-02,2001-01-01,r,", "signed after"},
        {"FRA,,2001-01-01,r,2000-12-31", "withdrawn after it was deposited"},
        {"FRA,2001-01-01,,,2002-01-01", "withdrawn after it was deposited"},
        {"FRA,,2001-01-01,r", "this line has 4 fields"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct deposits d = {.row_count = 77};
        struct deposits_diags diags;
        harness_note("%s", rows[i].row);
        const char *text = arena_printf(harness_arena(),
                                        "code,signed,deposited,action,withdrawn\nDEU,,2001-01-01,r,\n%s\n"
                                        "ITA,,2001-01-01,r,\n",
                                        rows[i].row);
        check_eq(deposits_read(harness_arena(), bytes_of_text(text), BYTES(""), &d, &diags), ERROR_MALFORMED);
        check_eq(d.row_count, 77);
        check_eq(diags.count, 1);
        check_eq(diags.items[0].line, 3);
        harness_note("%s: %s", rows[i].row, diags.items[0].message);
        check_that(strstr(diags.items[0].message, rows[i].says) != NULL);
    }
}

TEST(errors_of_other_treaties_and_missing_columns_are_told_too)
{
    struct deposits d = {0};
    struct deposits_diags diags;
    check_eq(deposits_read(harness_arena(),
                           BYTES("treaty,code,deposited,action\n1,A,2001-01-01,r\n2,A,never,r\n"),
                           BYTES("1"), &d, &diags),
             ERROR_MALFORMED);
    check_eq(diags.items[0].line, 3);
    check_eq(deposits_read(harness_arena(), BYTES("party,date\nA,2001-01-01\n"), BYTES(""), &d, &diags),
             ERROR_MALFORMED);
    check_eq(diags.count, 3);
    check_text(diags.items[0].message, "there is no column code in the header");
    check_eq(deposits_read(harness_arena(), BYTES(""), BYTES(""), &d, &diags), ERROR_MALFORMED);
    check_eq(diags.count, 1);
    struct buffer b;
    buffer_init(&b, 10000);
    buffer_add_text(&b, "code,deposited,action\n");
    for (int i = 0; i < 2 * DEPOSITS_DIAGS_MAX; i++) {
        buffer_add_text(&b, "A,never,r\n");
    }
    check_eq(deposits_read(harness_arena(), buffer_view(&b), BYTES(""), &d, &diags), ERROR_MALFORMED);
    check_eq(diags.count, DEPOSITS_DIAGS_MAX);
    buffer_done(&b);
}

TEST(a_treaty_has_at_most_1000_rows)
{
    for (int beyond = 0; beyond < 2; beyond++) {
        struct deposits d = {0};
        struct deposits_diags diags;
        struct buffer b;
        buffer_init(&b, 1 << 20);
        buffer_add_text(&b, "code,deposited,action\n");
        for (int i = 0; i < DEPOSITS_ROWS_MAX + beyond; i++) {
            buffer_printf(&b, "P%d,%d-01-01,r\n", i, 1000 + i);
        }
        check_eq(deposits_read(harness_arena(), buffer_view(&b), BYTES(""), &d, &diags),
                 beyond == 0 ? OK : ERROR_TOO_LARGE);
        if (beyond == 0) {
            struct treaty_force force;
            const struct treaty_facts facts = {.row_count = d.row_count, .rows = d.rows, .on = TREATY_NO_DAY};
            treaty_apply(harness_arena(), clause("when 1000 instruments; enters 30 days after;"), &facts,
                         &force);
            check_text(shown(force.met), "1999-01-01");
            check_that(!deposits_suppose(harness_arena(), &d, BYTES("NEW"), 0));
            check_that(deposits_suppose(harness_arena(), &d, BYTES("P7"), 0));
        }
        buffer_done(&b);
    }
}

TEST(a_file_of_deposits_has_at_most_8_MiB)
{
    for (size_t beyond = 0; beyond < 2; beyond++) {
        struct deposits d = {0};
        struct deposits_diags diags;
        struct buffer b;
        buffer_init(&b, DEPOSITS_BYTES_MAX + 1);
        buffer_add_text(&b, "code,deposited,action\n");
        while (b.len < DEPOSITS_BYTES_MAX + beyond) {
            buffer_add_u8(&b, '\n');
        }
        check_eq(deposits_read(harness_arena(), buffer_view(&b), BYTES(""), &d, &diags),
                 beyond == 0 ? OK : ERROR_TOO_LARGE);
        buffer_done(&b);
    }
}

TEST(a_table_is_read_by_its_columns)
{
    struct treaty_table t = {0};
    struct deposits_diags diags;
    check_ok(deposits_read_table(harness_arena(),
                                 BYTES("code,party,co2_1990_gg\nB,\"Land, "
                                       "the\",12.5\nA,Other,7\n*,,100.125\n"), &t, &diags));
    check_eq(t.count, 3);
    check_bytes(t.values[1].code, BYTES("A"));
    check_eq(t.values[1].value, 7000);
    check_eq(t.values[2].value, 12500);
    check_eq(t.values[0].value, 100125);
    check_ok(deposits_read_table(harness_arena(),
                                 BYTES("year,code,rank,from,value\n1,A,3,2001-01-01,5\n2,A,4,,6\n"), &t,
                                     &diags));
    check_eq(t.count, 2);
    check_eq(t.values[0].value, 6000);
    check_text(shown(t.values[1].from), "2001-01-01");
    check_ok(deposits_read_table(harness_arena(), BYTES("code,value\n"), &t, &diags));
    check_eq(t.count, 0);
}

TEST(bad_tables_are_told_by_line)
{
    static const struct {
        const char *text;
        int line;
        const char *says;
    } rows[] = {
        {"", 1, "there is no header"},
        {"name,value\nA,1\n", 1, "there is no column code"},
        {"code,name\nA,x\n", 2, "no number behind the code"},
        {"code,value\nA,1\na,1\n", 3, "a party has a code"},
        {"code,value\nA,1\nB,\n", 3, "expected a number"},
        {"code,value\nA,1\nB,-1\n", 3, "expected a number"},
        {"code,value\nA,1\nB,1.\n", 3, "expected a number"},
        {"code,value\nA,1\nB,1.2345\n", 3, "expected a number"},
        {"code,value\nA,1\nB,1.2x\n", 3, "expected a number"},
        {"code,value\nA,1\nB,1000000000000001\n", 3, "expected a number"},
        {"code,value,from\nA,1,\nB,1,soon\n", 3, "from is no day"},
        {"code,value\nA,1\nA,2\n", 0, "stands twice"},
        {"code,value\nA,1\nB\n", 3, "this line has 1 fields"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct treaty_table t = {.count = 77};
        struct deposits_diags diags;
        harness_note("%s", rows[i].text);
        check_eq(deposits_read_table(harness_arena(), bytes_of_text(rows[i].text), &t, &diags),
                 ERROR_MALFORMED);
        check_eq(t.count, 77);
        check_eq(diags.items[0].line, rows[i].line);
        harness_note("%s: %s", rows[i].text, diags.items[0].message);
        check_that(strstr(diags.items[0].message, rows[i].says) != NULL);
    }
}

TEST(a_table_has_at_most_1000_rows_and_64_KiB)
{
    for (int beyond = 0; beyond < 2; beyond++) {
        struct treaty_table t;
        struct deposits_diags diags;
        struct buffer b;
        buffer_init(&b, 1 << 20);
        buffer_add_text(&b, "code,value\n");
        for (int i = 0; i < TABLE_ROWS_MAX + beyond; i++) {
            buffer_printf(&b, "P%d,%d\n", i, i);
        }
        check_eq(deposits_read_table(harness_arena(), buffer_view(&b), &t, &diags),
                 beyond == 0 ? OK : ERROR_TOO_LARGE);
        buffer_clear(&b);
        buffer_add_text(&b, "code,value\n");
        while (b.len < (size_t)TABLE_BYTES_MAX + (size_t)beyond) {
            buffer_add_text(&b, "\n");
        }
        check_eq(deposits_read_table(harness_arena(), buffer_view(&b), &t, &diags),
                 beyond == 0 ? OK : ERROR_TOO_LARGE);
        buffer_done(&b);
    }
}
