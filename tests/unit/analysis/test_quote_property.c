/* What holds of every quotation: rules 1, 6 and 9 of docs/quote.md. */
#include "base/prng.h"
#include "unit/analysis/quotes.h"

enum { TEXTS = 60, WORDS = 120, VOCABULARY = 150 };
static const char *words[TEXTS][WORDS];

/* Words of two or more letters, of which the first are frequent; signs now and then. */
static struct quote_corpus *random_corpus(struct prng *p)
{
    struct quote_corpus *c = quote_corpus_new();
    for (size_t i = 0; i < TEXTS; i++) {
        struct buffer b;
        buffer_init(&b, SIZE_MAX);
        for (size_t k = 0; k < WORDS; k++) {
            const uint64_t a = prng_below(p, VOCABULARY);
            const uint64_t n = prng_below(p, a + 1);
            words[i][k] = arena_printf(harness_arena(), "%c%c%s", (char)('a' + n % 26), (char)('a' + n / 26),
                                       n % 2 == 0 ? "en" : "");
            buffer_printf(&b, "%s%s", k == 0 ? "" : k % 10 == 0 ? "\n" : " ", words[i][k]);
        }
        const struct quote_part part = {BYTES("p"),
                                        bytes_of_text(arena_text(harness_arena(), buffer_view(&b)))};
        const struct quote_source s = {.kind = i < TEXTS / 2 ? QUOTE_STATEMENT : QUOTE_SPEECH,
                                       .number = (int64_t)i + 1,
                                       .member = i < TEXTS / 2 ? BYTES("") : BYTES("ALDER"),
                                       .part_count = 1,
                                       .parts = &part};
        check_that(quote_corpus_add(c, &s));
        buffer_done(&b);
    }
    quote_corpus_index(c);
    return c;
}

/* Words [from, to) of a text, with another one in the place of `other`, if it is there. */
static const char *run_of(size_t text, size_t from, size_t to, size_t other, const char *word)
{
    const char *run = "";
    for (size_t k = from; k < to; k++) {
        run = arena_printf(harness_arena(), "%s%s%s", run, k == from ? "" : " ",
                           k == other ? word : words[text][k]);
    }
    return run;
}

static bool is_said(const struct quote_answer *q)
{
    return q->result == QUOTE_EXACT || q->result == QUOTE_MEMBER;
}

TEST(every_run_of_words_of_a_text_is_exact)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    struct quote_corpus *c = random_corpus(&p);
    for (size_t i = 0; i < 2000; i++) {
        const size_t text = prng_below(&p, TEXTS);
        const size_t from = prng_below(&p, WORDS);
        const size_t to = from + 1 + prng_below(&p, WORDS - from);
        const struct quote_answer q = quotes_answer(c, run_of(text, from, to, WORDS, ""));
        check_that(is_said(&q));
        check_that(q.sources > 0);
        check_eq(q.words, to - from);
        if (to - from >= 8) { /* by far long enough to be of one text only */
            check_eq(q.source->number, text + 1);
            check_eq(q.result, text < TEXTS / 2 ? QUOTE_EXACT : QUOTE_MEMBER);
        }
    }
    quote_corpus_free(c);
}

TEST(one_changed_word_is_altered_and_the_difference_shows_exactly_it)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    struct quote_corpus *c = random_corpus(&p);
    for (size_t i = 0; i < 2000; i++) {
        const size_t text = prng_below(&p, TEXTS);
        const size_t len = 12 + prng_below(&p, 40);
        const size_t from = prng_below(&p, WORDS - len);
        const size_t at = from + prng_below(&p, len);
        const struct quote_answer q = quotes_answer(c, run_of(text, from, from + len, at, "zzz"));
        const char *gone = words[text][at];
        const char *difference =
            arena_printf(harness_arena(), "%s%s[-%s-] {+zzz+}%s%s", run_of(text, from, at, WORDS, ""),
                         at > from ? " " : "", gone, at + 1 < from + len ? " " : "",
                         run_of(text, at + 1, from + len, WORDS, ""));
        check_eq(q.result, QUOTE_ALTERED);
        check_eq(q.source->number, text + 1);
        check_eq(q.changed, 1);
        check_bytes(quote_difference(harness_arena(), &q), bytes_of_text(difference));
    }
    quote_corpus_free(c);
}

/* So many words more than an alignment reaches stand before the text, or behind it. */
TEST(a_quotation_that_is_much_longer_than_its_text_is_laid_as_far_as_it_reaches)
{
    enum { MORE = 80 };
    struct prng p;
    prng_seed(&p, harness_seed());
    struct quote_corpus *c = random_corpus(&p);
    const char *others = "zzz";
    for (int i = 1; i < MORE; i++) {
        others = arena_printf(harness_arena(), "%s zzz", others);
    }
    for (size_t text = 0; text < TEXTS; text++) {
        const char *whole = run_of(text, 0, WORDS, WORDS, "");
        for (int behind = 0; behind < 2; behind++) {
            const char *quote = behind == 1 ? arena_printf(harness_arena(), "%s %s", whole, others)
                                            : arena_printf(harness_arena(), "%s %s", others, whole);
            const char *shown = behind == 1 ? arena_printf(harness_arena(), "%s {+%s+}", whole, others)
                                            : arena_printf(harness_arena(), "{+%s+} %s", others, whole);
            const struct quote_answer q = quotes_answer(c, quote);
            check_eq(q.result, QUOTE_ALTERED);
            check_eq(q.source->number, text + 1);
            check_eq(q.changed, MORE);
            check_bytes(quote_difference(harness_arena(), &q), bytes_of_text(shown));
        }
    }
    quote_corpus_free(c);
}

TEST(words_of_two_texts_together_are_never_exact)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    struct quote_corpus *c = random_corpus(&p);
    for (size_t i = 0; i < 2000; i++) {
        const size_t text = prng_below(&p, TEXTS);
        const size_t other = (text + 1 + prng_below(&p, TEXTS - 1)) % TEXTS;
        const size_t len = 6 + prng_below(&p, 30);
        const size_t from = prng_below(&p, WORDS - len);
        const size_t also = prng_below(&p, WORDS - len);
        const char *joint = prng_below(&p, 2) == 0 ? " " : " ... ";
        const struct quote_answer q = quotes_answer(
            c, arena_printf(harness_arena(), "%s%s%s", run_of(text, from, from + len, WORDS, ""), joint,
                            run_of(other, also, also + len, WORDS, "")));
        check_that(!is_said(&q));
    }
    quote_corpus_free(c);
}
