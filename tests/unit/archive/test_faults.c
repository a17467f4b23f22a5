/* docs/formats/facts.md: what is wrong with files of an archive. */
#include <stdio.h>
#include <string.h>

#include "archive/archive.h"
#include "base/limits.h"
#include "support/harness.h"

#define FACTS   "organisation,kind,subject,from,to,value,as_stated_by,source,confidence\n"
#define MEMBERS "organisation,code,from,to,precision,note,source,confidence\n"

static struct archive_faults faults;

static enum error read_texts(const char *facts, const char *members)
{
    struct archive ar = {0};
    const enum error e =
        archive_read(harness_arena(), bytes_of_text(facts), bytes_of_text(members), &faults, &ar);
    check_that(e == OK || (ar.facts == NULL && ar.members == NULL));
    check_eq(e == OK, faults.count == 0);
    return e;
}

static const char *times(size_t count, char c)
{
    char *text = arena_take(harness_arena(), count + 1, 1);
    memset(text, c, count);
    return text;
}

TEST(each_fault_of_a_row_is_told_with_its_line)
{
    const struct {
        bool member;
        const char *row;
        const char *says;
    } rows[] = {
        {false, "north,body,Council,2001,,,,text,high", "organisation is no code: \"north\""},
        {false, ",body,Council,2001,,,,text,high", "organisation is empty"},
        {false, "NORTH,rumour,Council,2001,,,,text,high", "there is no kind \"rumour\""},
        {false, "NORTH,body,,2001,,,,text,high", "subject is empty"},
        {false, "NORTH,body,Council,2001-02-30,,,,text,high", "from is no date: \"2001-02-30\""},
        {false, "NORTH,body,Council,2001-2,,,,text,high", "from is no date"},
        {false, "NORTH,body,Council,,,,,text,high", "from is empty"},
        {false, "NORTH,body,Council,2001,1999-12,,,text,high", "it ends before it begins"},
        {false, "NORTH,body,Council,2001,later,,,text,high", "to is no date: \"later\""},
        {false, "NORTH,body,Council,2001,,,,,high", "source is empty"},
        {false, "NORTH,body,Council,2001,,,,text,sure", "confidence is high, medium or low, not \"sure\""},
        {false, "NORTH,body,Council,2001,,,,text,", "confidence is empty"},
        {false, "NORTH,attendance,Summit,2001,,a minister,,text,high", "attendance is CODE: office"},
        {false, "NORTH,body,Council,2001,,x,Elm,text,high", "only a membership is stated by somebody"},
        {false, "NORTH,membership,Elm,2001,,x,Elm,text,high", "subject is no code"},
        {false, "NORTH,body,Council,2001,,\"a\nb\",,text,high", "value is not one line"},
        {false,
         arena_printf(harness_arena(), "NORTH,body,%s,2001,,,,text,high", times(NAME_BYTES_MAX + 1, 'x')),
         "subject has 201 bytes; it may have 200"},
        {false,
         arena_printf(harness_arena(), "NORTH,body,C,2001,,%s,,text,high",
                      times(ARCHIVE_VALUE_BYTES_MAX + 1, 'x')),
         "value has 1001 bytes; it may have 1000"},
        {true, "NORTH,elm,2001-01-01,,day,,text,high", "code is no code: \"elm\""},
        {true, "NORTH,ELM,2001-01,,day,,text,high", "from is no date: \"2001-01\""},
        {true, "NORTH,ELM,2001-01-01,2000-01-01,day,,text,high", "it ends before it begins"},
        {true, "NORTH,ELM,2001-01-01,,week,,text,high", "precision is day, month, year or approx"},
        {true, "NORTH,ELM,2001-01-01,,day,,,high", "source is empty"},
        {true, "NORTH,ELM,2001-01-01,,day,,text", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *text =
            arena_printf(harness_arena(), "%s\n%s\n", rows[i].member ? MEMBERS : FACTS, rows[i].row);
        harness_note("row %zu: %s", i, rows[i].row);
        check_that(read_texts(rows[i].member ? FACTS : text, rows[i].member ? text : MEMBERS) != OK);
        check_text(faults.list[0].file, rows[i].member ? "members.csv" : "facts.csv");
        check_eq(faults.list[0].line, 3);
        harness_note("%s", faults.list[0].message);
        check_that(strstr(faults.list[0].message, rows[i].says) != NULL);
    }
}

TEST(fields_are_taken_up_to_their_limits)
{
    check_ok(read_texts(arena_printf(harness_arena(), FACTS "NORTH,body,%s,2001,,%s,,%s,high\n",
                                     times(NAME_BYTES_MAX, 'x'), times(ARCHIVE_VALUE_BYTES_MAX, 'x'),
                                     times(ARCHIVE_VALUE_BYTES_MAX, 'x')),
                        MEMBERS));
}

TEST(the_first_line_must_be_the_columns)
{
    static const char *const rows[] = {
        "", "organisation,kind\n", MEMBERS,
        "kind,organisation,subject,from,to,value,as_stated_by,source,confidence\n"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_that(read_texts(rows[i], MEMBERS) != OK);
        check_text(faults.list[0].file, "facts.csv");
    }
    check_ok(read_texts(FACTS, MEMBERS));
}

TEST(every_fault_is_told_and_nothing_is_read)
{
    check_eq(
        read_texts(FACTS "NORTH,body,Council,2001,,,,text,high\nx,y,z,,,,,,\n", MEMBERS "A,B,C,D,E,F,G,H\n"),
        ERROR_MALFORMED);
    check_that(faults.count >= 5);
    check_eq(faults.list[0].line, 3);
    check_eq(faults.list[faults.count - 1].line, 2);
    check_text(faults.list[faults.count - 1].file, "members.csv");
}

TEST(more_faults_than_are_kept_are_counted)
{
    struct buffer b;
    buffer_init(&b, SIZE_MAX);
    buffer_add_text(&b, FACTS);
    for (size_t i = 0; i < ARCHIVE_FAULTS_MAX + 7; i++) {
        buffer_printf(&b, "NORTH,body,Council %zu,never,,,,text,high\n", i);
    }
    check_that(read_texts(buffer_text(&b), MEMBERS) != OK);
    check_eq(faults.count, ARCHIVE_FAULTS_MAX + 7);
    check_eq(faults.list[ARCHIVE_FAULTS_MAX - 1].line, ARCHIVE_FAULTS_MAX + 1);
    buffer_done(&b);
}

TEST(a_claim_needs_another_beside_it)
{
#define ELM(by) "NORTH,membership,ELM,2020-02,,x," by ",text,high\n"
    check_that(read_texts(FACTS ELM("Elm"), MEMBERS) != OK);
    check_that(strstr(faults.list[0].message, "no other claim stands beside that of \"Elm\"") != NULL);
    check_that(read_texts(FACTS ELM("Elm") ELM("Elm"), MEMBERS) != OK);
    check_that(read_texts(FACTS ELM("Elm") "NORTH,membership,ELM,2021,,x,the office,text,high\n", MEMBERS) !=
               OK);
    check_ok(read_texts(FACTS ELM("Elm") ELM("the office"), MEMBERS));
    check_ok(read_texts(FACTS ELM(""), MEMBERS));
}

TEST(a_fact_does_not_stand_twice)
{
    const char *row = "NORTH,body,Council,2001,,x,,text,high\n";
    check_that(read_texts(arena_printf(harness_arena(), "%s%s%s", FACTS, row, row), MEMBERS) != OK);
    check_text(faults.list[0].message, "it stands in line 2 already");
    check_eq(faults.list[0].line, 3);
    check_ok(read_texts(
        FACTS "NORTH,body,Council,2001,,x,,text,high\nNORTH,body,Council,2001,,y,,text,high\n", MEMBERS));
}

TEST(memberships_of_one_member_do_not_overlap)
{
    check_that(read_texts(FACTS, MEMBERS "NORTH,ELM,2001-01-01,2005-01-01,day,,text,high\n"
                                         "NORTH,ELM,2005-01-01,,day,,text,high\n") != OK);
    check_text(faults.list[0].message, "it begins before the membership of line 2 ends");
    check_that(read_texts(FACTS, MEMBERS "NORTH,ELM,2009-01-01,,day,,text,high\n"
                                         "NORTH,ELM,2001-01-01,,day,,text,high\n") != OK);
    check_ok(read_texts(FACTS, MEMBERS "NORTH,ELM,2001-01-01,2005-01-01,day,,text,high\n"
                                       "NORTH,ELM,2005-01-02,,day,,text,high\n"));
}

TEST(a_file_has_so_many_bytes_and_rows)
{
    struct buffer b;
    buffer_init(&b, SIZE_MAX);
    buffer_add_text(&b, MEMBERS);
    for (size_t i = 0; i < ARCHIVE_ROWS_MAX; i++) {
        buffer_printf(&b, "NORTH,M%zu,2001-01-01,,day,,text,high\n", i);
    }
    check_ok(read_texts(FACTS, buffer_text(&b)));
    buffer_add_text(&b, "NORTH,ELM,2001-01-01,,day,,text,high\n");
    check_that(read_texts(FACTS, buffer_text(&b)) != OK);
    check_text(faults.list[0].message, "there are more than 5000 rows");
    buffer_clear(&b);
    buffer_add_text(&b, MEMBERS);
    while (b.len < ARCHIVE_BYTES_MAX) {
        buffer_add_u8(&b, '\n');
    }
    check_ok(read_texts(FACTS, buffer_text(&b)));
    buffer_add_u8(&b, '\n');
    check_eq(read_texts(FACTS, buffer_text(&b)), ERROR_TOO_LARGE);
    check_text(faults.list[0].message, "it has more than 2097152 bytes");
    buffer_done(&b);
}

TEST(a_file_that_is_not_there_is_named)
{
    struct archive ar;
    check_eq(archive_load(harness_arena(), harness_folder(), &faults, &ar), ERROR_NOT_FOUND);
    check_text(faults.list[0].file, "facts.csv");
    check_eq(archive_load(harness_arena(), "/dev/null", &faults, &ar), ERROR_NOT_FOUND);
    FILE *f = fopen(arena_printf(harness_arena(), "%s/facts.csv", harness_folder()), "w");
    check_that(f != NULL && fputs(FACTS, f) >= 0 && fclose(f) == 0);
    check_eq(archive_load(harness_arena(), harness_folder(), &faults, &ar), ERROR_NOT_FOUND);
    check_text(faults.list[0].file, "members.csv");
    f = fopen(arena_printf(harness_arena(), "%s/members.csv", harness_folder()), "w");
    check_that(f != NULL && fputs(MEMBERS "x\n", f) >= 0 && fclose(f) == 0);
    check_eq(archive_load(harness_arena(), harness_folder(), &faults, &ar), ERROR_MALFORMED);
}
