/* Rules 13 to 18 of docs/quote.md: ellipses and square brackets. */
#include "base/limits.h"
#include "unit/analysis/quotes.h"

static const struct {
    const char *quote;
    const char *says;
} rows[] = {
    /* An ellipsis joins runs of one source in their order. */
    {"The parties shall consult ... one of them is threatened",
     "exact S1 left_out: The parties shall consult (left out: without delay whenever) one of them is "
     "threatened"},
    {"The parties shall consult \u2026 one of them is threatened",
     "exact S1 left_out: The parties shall consult (left out: without delay whenever) one of them is "
     "threatened"},
    {"The parties shall consult [...] one of them is threatened",
     "exact S1 left_out: The parties shall consult (left out: without delay whenever) one of them is "
     "threatened"},
    {"The parties shall consult (\u2026) one of them is threatened",
     "exact S1 left_out: The parties shall consult (left out: without delay whenever) one of them is "
     "threatened"},
    {"The parties shall consult . . . one of them is threatened",
     "exact S1 left_out: The parties shall consult (left out: without delay whenever) one of them is "
     "threatened"},
    {"\u2026 parties shall consult without \u2026", "exact S1"},
    {"one of them is threatened ... The parties shall consult",
     "altered S1 order: one of them is threatened The parties shall consult"},
    {"The parties shall consult ... keep the \u201copen skies\u201d ... No party acts alone",
     "exact S1 left_out across: The parties shall consult (left out: without delay whenever one of them is "
     "threatened. They shall) keep the \u201copen skies\u201d (left out: of the member\u2019s own territory "
     "\u2014 and its waters \u2014 open to all the others.) No party acts alone"},
    /* Of single words any text can be put together. */
    {"The parties ... keep the others ... alone",
     "altered S1 left_out pieces: The parties (left out: shall consult without delay whenever one of them is "
     "threatened. They shall) keep the [-\u201c-] {+others+} {+alone+}"},
    /* Of two sources never. */
    {"The parties shall consult ... the costs of every drill",
     "altered S3: The [-members will share-] {+parties shall consult ...+} the costs of every drill"},
    /* Square brackets are the quoter's. */
    {"[T]he parties shall consult without", "exact S1 inserted"},
    {"The parties [of the union] shall consult without",
     "exact S1 inserted: The parties [of the union] shall consult without"},
    {"[The members] shall consult without delay",
     "exact S1 inserted: [The members] shall consult without delay"},
    {"shall consult without delay [if asked]", "exact S1 inserted: shall consult without delay [if asked]"},
    {"The parties [sic] shall consult without", "exact S1 sic"},
    {"[they] shall consult without delay whenever one of [the allies] is threatened",
     "exact S1 inserted: [they] shall consult without delay whenever one of [-them-] [the allies] is "
     "threatened"},
    {"The parties shall consult without delay whenever [one] is threatened",
     "exact S1 inserted: The parties shall consult without delay whenever [-one of them-] [one] is "
     "threatened"},
    {"The parties consult[ed] without delay whenever one",
     "exact S1 inserted: The parties [-shall consult-] consult[ed] without delay whenever one"},
    /* Brackets that the source has. */
    {"for help three times [in March], and nobody came", "member M41"},
    {"[in March], and nobody came to", "member M41"},
};

TEST(ellipses_and_brackets)
{
    struct quote_corpus *c = quotes_corpus();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_text(quotes_ask(c, rows[i].quote), rows[i].says);
    }
    quote_corpus_free(c);
}

/* Words of one letter and a number, so that each stands in one place. */
static struct quote_corpus *numbered(size_t count)
{
    struct quote_corpus *c = quote_corpus_new();
    const char *text = "";
    for (size_t i = 0; i < count; i++) {
        text = arena_printf(harness_arena(), "%s w%zu", text, i);
    }
    const struct quote_part part = {BYTES("p"), bytes_of_text(text)};
    const struct quote_source s = {.number = 1, .part_count = 1, .parts = &part};
    check_that(quote_corpus_add(c, &s));
    quote_corpus_index(c);
    return c;
}

TEST(an_insertion_stands_for_so_many_words_at_most)
{
    struct quote_corpus *c = numbered(40);
    check_eq(QUOTE_INSERTED_MAX, 12);
    check_eq(quotes_answer(c, "w1 w2 w3 [they] w16 w17 w18").result, QUOTE_EXACT);
    check_eq(quotes_answer(c, "w1 w2 w3 [they] w17 w18 w19").result, QUOTE_ALTERED);
    quote_corpus_free(c);
}

TEST(a_piece_beside_an_ellipsis_has_so_many_words_at_least)
{
    struct quote_corpus *c = numbered(40);
    check_eq(QUOTE_PIECE_WORDS_MIN, 3);
    check_eq(quotes_answer(c, "w1 w2 w3 ... w16 w17 w18").result, QUOTE_EXACT);
    check_eq(quotes_answer(c, "w1 w2 w3 ... w17 w18").result, QUOTE_ALTERED);
    quote_corpus_free(c);
}

TEST(so_many_joints_are_followed)
{
    struct quote_corpus *c = numbered(200);
    for (size_t joints = QUOTE_JOINTS_MAX; joints <= QUOTE_JOINTS_MAX + 1; joints++) {
        const char *quote = "w0 w1 w2";
        for (size_t i = 1; i <= joints; i++) {
            quote =
                arena_printf(harness_arena(), "%s ... w%zu w%zu w%zu", quote, 5 * i, 5 * i + 1, 5 * i + 2);
        }
        const struct quote_answer q = quotes_answer(c, quote);
        check_eq(q.result, joints <= QUOTE_JOINTS_MAX ? QUOTE_EXACT : QUOTE_ALTERED);
    }
    quote_corpus_free(c);
}
