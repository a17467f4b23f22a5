/* What is told of an answer: docs/quote.md, rules 3, 4, 17 and 22. */
#include "analysis/show_quote.h"

#include <string.h>

#include "base/limits.h"
#include "unit/analysis/quotes.h"

static const char *told(const struct quote_record *r, const char *quote)
{
    struct quote_answer q = quotes_answer(r->corpus, quote);
    const char **list = NULL;
    const size_t count = quote_sentences(harness_arena(), r, &q, &list);
    const char *text = "";
    for (size_t i = 0; i < count; i++) {
        text = arena_printf(harness_arena(), "%s%s\n", text, list[i]);
    }
    return text;
}

static bool tells(const struct quote_record *r, const char *quote, const char *words)
{
    const char *text = told(r, quote);
    harness_note("%s", text);
    return strstr(text, words) != NULL;
}

TEST(what_was_not_compared_is_said)
{
    struct quote_record r = {.corpus = quotes_corpus(), .confidential = 2};
    check_that(tells(&r, "Nothing of this kind was said",
                     "the words of 2 confidential statements were not compared"));
    check_that(!tells(&r, "The parties shall consult", "confidential"));
    r.incomplete = 1;
    check_that(tells(&r, "Nothing of this kind was said", "1 text is not whole on the record yet"));
    check_that(!tells(&r, "The parties shall consult", "not whole"));
    r.full = true;
    check_that(tells(&r, "The parties may consult without", "not all that was said fits into memory"));
    quote_corpus_free(r.corpus);
}

TEST(what_is_told_ends_with_what_it_does_not_say)
{
    static const char *const rows[][2] = {
        {"The parties shall consult", "exact: these words stand in statement 1, in en\n"},
        {"My country alone will guard the pass", "a member's own: these words stand in a speech of ALDER"},
        {"The parties may consult without", "altered: nobody said exactly this. Nearest is statement 1, in "
                                            "en, from which 1 word or sign differs\n"},
        {"Nothing of this kind was said", "not on record: "},
        {"the five rivers were a common", "ARCHIVE: it was published before"},
        {"share the costs of every drill", "it was withdrawn by statement 4"},
        {"share the costs of every drill", "the statement is not signed with the organisation's key"},
        {"shall  Consult without delay", "it differs in letter case\nit differs in spaces and line breaks"},
        {"No party acts alone", "the words stand in 2 sources"},
    };
    struct quote_record r = {.corpus = quotes_corpus()};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_that(tells(&r, rows[i][0], rows[i][1]));
        check_that(
            tells(&r, rows[i][0], "this says where words stand; it does not say whether they are true\n"));
    }
    quote_corpus_free(r.corpus);
}

TEST(the_same_passage_is_given_in_the_other_languages)
{
    struct quote_record r = {.corpus = quotes_corpus()};
    struct quote_passage *list = NULL;
    struct quote_answer q = quotes_answer(r.corpus, "\u5404\u65b9\u5e94\u7acb\u5373");
    check_eq(quote_elsewhere(harness_arena(), &r, &q, &list), 1);
    check_bytes(list[0].language, BYTES("ar"));
    check_that(list[0].text.len > 20);
    check_that(!list[0].translation);
    q = quotes_answer(r.corpus, "Nothing of this kind was said");
    check_eq(quote_elsewhere(harness_arena(), &r, &q, &list), 0);
    quote_corpus_free(r.corpus);
}

TEST(the_answer_in_json_has_what_the_contract_names)
{
    struct quote_record r = {.corpus = quotes_corpus()};
    const struct quote_answer q = quotes_answer(r.corpus, "The parties may consult without");
    const struct json *value = NULL;
    const struct json id = {.type = JSON_INTEGER, .integer = 7};
    struct json_writer w;
    struct buffer b;
    struct bytes text;
    int64_t number = 0;
    buffer_init(&b, SIZE_MAX);
    json_begin(&w, &b);
    show_quote(&w, NULL, &r, &q, &id, harness_arena());
    check_ok(json_parse_canonical(harness_arena(), buffer_view(&b), b.len, &value, NULL));
    check_that(json_get_text(value, "result", &text) && bytes_equal_text(text, "altered"));
    check_that(json_get_integer(value, "statement", &number) && number == 1);
    check_that(json_get_integer(value, "id", &number) && number == 7);
    check_that(json_get(value, "speech")->type == JSON_NULL);
    check_that(json_get_text(value, "difference", &text));
    check_bytes(text, BYTES("The parties [-shall-] {+may+} consult without"));
    buffer_done(&b);
    quote_corpus_free(r.corpus);
}

TEST(a_line_of_a_batch_has_room_for_any_quotation)
{
    check_that(QUOTE_LINE_BYTES_MAX > QUOTE_BYTES_MAX * (int)strlen("\\u0000") + 1000);
}

TEST(more_joints_than_are_followed_are_said)
{
    struct quote_record r = {.corpus = quotes_corpus()};
    const char *quote = "The parties shall consult";
    for (size_t i = 0; i < 17; i++) {
        quote = arena_printf(harness_arena(), "%s ... delay", quote);
    }
    check_that(!tells(&r, quote, "exact"));
    quote = "whenever one of them is";
    for (size_t i = 0; i < 17; i++) {
        quote = arena_printf(harness_arena(), "%s [and] threatened", quote);
    }
    const struct quote_answer q = quotes_answer(r.corpus, quote);
    check_that(q.result != QUOTE_EXACT);
    quote_corpus_free(r.corpus);
}
