/* Rows that a table describes, as the site shows them. */
#include <string.h>

#include "charter/evaluate.h"
#include "mechanism/assistance.h"
#include "mechanism/civil.h"
#include "mechanism/rejections.h"
#include "mechanism/session.h"
#include "support/harness.h"
#include "web/rows.h"

TEST(every_word_of_a_row_has_its_message)
{
    for (size_t i = 0; i < row_schema_count; i++) {
        for (const struct row_field *f = row_schemas[i].shape->fields; f->name != NULL; f++) {
            for (const char *const *word = f->words; word != NULL && *word != NULL; word++) {
                enum message m;
                harness_note("%s.%s: %s", row_schemas[i].name, f->name, *word);
                check_that(say_find("word", bytes_of_text(*word), &m));
            }
        }
    }
}

/* What pages say by rows_word beside fields of rows: steps of help, and how help and pledges stand. */
TEST(every_step_and_state_of_help_and_pledges_has_its_message)
{
    static const char *const words[] = {"requested", "consultation", "mandate", "over",      "ended",
                                        "decided",   "lapsed",       "pledged", "partly",    "overdue",
                                        "fulfilled", "withdrawn"};
    enum message m;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        harness_note("%s", words[i]);
        check_that(say_find("word", bytes_of_text(words[i]), &m));
    }
    for (size_t i = 0; i < ASSISTANCE_STEPS; i++) {
        const char *word = assistance_step_word((enum assistance_step)i);
        harness_note("%s", word);
        check_that(say_find("word", bytes_of_text(word), &m));
    }
}

/* What web/page_decision.h finds by a word: how a rule decided, and how votes, rulings, elections and
 * their candidates stand. */
TEST(every_word_of_a_decision_has_its_message)
{
    static const char *const words[] = {
#define X(name) "is_" #name,
        OUTCOME_TABLE(X)
#undef X
            "is_running",
        "is_nominations",
        "is_between_rounds",
        "is_ended",
        "is_stands",
        "is_elected",
        "is_withdrawn",
        "is_dropped",
        "is_given",
        "is_upheld",
        "is_overruled",
    };
    enum message m;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        harness_note("%s", words[i]);
        check_that(say_find("decision", bytes_of_text(words[i]), &m));
    }
}

TEST(everything_that_comes_on_a_day_has_its_message)
{
    for (size_t i = 0; i < CIVIL_KINDS; i++) {
        enum message m;
        const char *key = arena_printf(harness_arena(), "of_%s", civil_word((enum civil_kind)i));
        harness_note("%s", key);
        check_that(say_find("clock", bytes_of_text(key), &m));
    }
}

/* Results of entries: those that a sender is told at once leave none. */
TEST(every_rejection_that_is_recorded_has_its_message)
{
    static const enum rejection all[] = {
#define X(name, stateless, text) REJECT_##name,
        REJECTION_TABLE(X)
#undef X
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        enum message m;
        const bool found = say_find("rejection", bytes_of_text(rejection_name(all[i])), &m);
        harness_note("%s", rejection_name(all[i]));
        check_eq(found, !rejection_is_stateless(all[i]));
        if (found) {
            const struct bytes words = say(harness_arena(), LANGUAGE_EN, m);
            check_text(arena_text(harness_arena(), words), rejection_text(all[i]));
        }
    }
}

TEST(a_message_is_found_by_its_whole_key)
{
    enum message m;
    check_that(say_find("word", BYTES("yes"), &m) && m == MESSAGE_word_yes);
    check_that(!say_find("word", BYTES("ye"), &m));
    check_that(!say_find("word", BYTES("yess"), &m));
    check_that(!say_find("wor", BYTES("yes"), &m));
    check_that(!say_find("word", BYTES(""), &m));
    check_that(say_find("charter", BYTES("section rules"), &m) && m == MESSAGE_charter_section_rules);
    check_that(say_find("charter", BYTES("section-rules"), &m) && m == MESSAGE_charter_section_rules);
}

TEST(schemas_of_rows_ascend_and_name_every_field)
{
    for (size_t i = 0; i < row_schema_count; i++) {
        struct json_writer w;
        struct buffer b;
        const struct json *value = NULL;
        buffer_init(&b, 65536);
        json_begin(&w, &b);
        rows_write_schema(&w, row_schemas[i].shape);
        check_ok(json_parse_canonical(harness_arena(), buffer_view(&b), 65536, &value, NULL));
        buffer_done(&b);
        check_that(i == 0 || strcmp(row_schemas[i - 1].name, row_schemas[i].name) < 0);
        const struct json *properties = json_get_object(value, "properties");
        size_t count = 0;
        for (const struct row_field *f = row_schemas[i].shape->fields; f->name != NULL; f++) {
            check_that(json_get(properties, f->name) != NULL);
            count++;
        }
        check_eq(properties->count, count);
        check_eq(json_get_array(value, "required")->count, count);
    }
}

TEST(rows_as_csv_have_a_head_and_every_field)
{
    struct buffer b;
    struct csv c = {.out = &b};
    const struct session_point list[2] = {
        {.entry = 7, .member = BYTES("FIR"), .number = 1, .stage = POINT_UPHELD, .text = BYTES("=1+1")},
        {.number = 2, .reason = BYTES("He said \"no\",\nand left.")},
    };
    buffer_init(&b, 4096);
    rows_csv(&c, &session_point_shape, list, 2);
    check_bytes(buffer_view(&b),
                BYTES("\"entry\",\"member\",\"number\",\"reason\",\"ruled\",\"ruling\",\"stage\",\"text\","
                      "\"time_ms\"\r\n"
                      "7,\"FIR\",1,\"\",0,\"\",\"upheld\",\"'=1+1\",0\r\n"
                      "0,\"\",2,\"He said \"\"no\"\",\nand left.\",0,\"\",\"raised\",\"\",0\r\n"));
    buffer_done(&b);
}
