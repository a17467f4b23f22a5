/* How long it takes to say whose words 100,000 quotations are, against 10,000 statements: reading them
 * into a corpus, the index, and the questions, a third each exact, with one word changed, and of two
 * statements. Ends with status 1 beyond the goal, which is for one core of about 2.5 GHz. */
#include <stdio.h>
#include <time.h>

#include "analysis/quote.h"
#include "base/check.h"
#include "base/prng.h"

enum { STATEMENTS = 10000, QUOTES = 100000, WORDS = 250, VOCABULARY = 6000, GOAL_S = 10 };

static struct arena arena;
static struct bytes words[VOCABULARY];
static uint16_t said[STATEMENTS][WORDS];

static double now(void)
{
    struct timespec t;
    check(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Frequent words are short, as in any language; every third is Cyrillic. */
static void make_words(struct prng *p)
{
    for (size_t i = 0; i < VOCABULARY; i++) {
        struct buffer b;
        buffer_init(&b, 100);
        for (size_t n = i, k = 0; n > 0 || k < 2; n /= 20, k++) {
            if (i % 3 == 2) {
                buffer_printf(&b, "\xd0%c%c", (char)(0xb0 + n % 15), (char)('a' + prng_below(p, 3)));
            } else {
                buffer_printf(&b, "%c%c", (char)('b' + n % 20), "aeiou"[prng_below(p, 5)]);
            }
        }
        words[i] = arena_copy(&arena, buffer_view(&b));
        buffer_done(&b);
    }
}

static uint16_t draw(struct prng *p)
{
    return (uint16_t)prng_below(p, 1 + prng_below(p, 1 + prng_below(p, VOCABULARY)));
}

static void add_words(struct buffer *b, size_t statement, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++) {
        buffer_add_text(b, b->len == 0 ? "" : i % 15 == 14 ? ", " : " ");
        buffer_add_bytes(b, words[said[statement][i]]);
    }
}

static struct quote_corpus *read_all(struct prng *p)
{
    struct quote_corpus *c = quote_corpus_new();
    struct buffer b;
    buffer_init(&b, 1 << 20);
    for (size_t i = 0; i < STATEMENTS; i++) {
        for (size_t k = 0; k < WORDS; k++) {
            said[i][k] = draw(p);
        }
        buffer_clear(&b);
        add_words(&b, i, 0, WORDS);
        const struct quote_part part = {BYTES("p"), buffer_view(&b)};
        const struct quote_source s = {.number = (int64_t)i + 1, .part_count = 1, .parts = &part};
        check(quote_corpus_add(c, &s));
    }
    buffer_done(&b);
    return c;
}

static void write_quote(struct prng *p, size_t i, struct buffer *b)
{
    const size_t statement = prng_below(p, STATEMENTS);
    const size_t len = 12 + prng_below(p, 30);
    const size_t from = prng_below(p, WORDS - len);
    buffer_clear(b);
    add_words(b, statement, from, i % 3 == 0 ? len : len / 2);
    if (i % 3 == 1) {
        buffer_add_text(b, " zzz");
        add_words(b, statement, from + len / 2 + 1, len - len / 2 - 1);
    } else if (i % 3 == 2) {
        add_words(b, prng_below(p, STATEMENTS), prng_below(p, WORDS - len), len);
    }
}

int main(void)
{
    struct prng p;
    struct buffer b;
    struct arena scratch = {0};
    size_t counts[4] = {0};
    prng_seed(&p, 1);
    make_words(&p);
    const double begin = now();
    struct quote_corpus *c = read_all(&p);
    const double read = now();
    quote_corpus_index(c);
    const double indexed = now();
    buffer_init(&b, 1 << 20);
    for (size_t i = 0; i < QUOTES; i++) {
        struct quote_answer q;
        write_quote(&p, i, &b);
        quote_check(c, &scratch, buffer_view(&b), &q);
        check(i % 3 != 0 || q.result == QUOTE_EXACT);
        check(i % 3 != 1 || (q.result == QUOTE_ALTERED && q.changed <= 2)); /* a comma goes with the word */
        check(i % 3 != 2 || q.result == QUOTE_ALTERED || q.result == QUOTE_NONE);
        counts[q.result]++;
        arena_clear(&scratch);
    }
    const double end = now();
    (void)printf("%d statements of %d words: read in %.2f s, indexed in %.2f s\n", STATEMENTS, WORDS,
                 read - begin, indexed - read);
    (void)printf("%d quotations: %.2f s, %.0f a second; exact %zu, altered %zu, none %zu\n", QUOTES,
                 end - indexed, QUOTES / (end - indexed), counts[QUOTE_EXACT], counts[QUOTE_ALTERED],
                 counts[QUOTE_NONE]);
    (void)printf("together %.2f s; the goal is %d s\n", end - begin, GOAL_S);
    buffer_done(&b);
    quote_corpus_free(c);
    arena_done(&scratch);
    arena_done(&arena);
    return end - begin > GOAL_S;
}
