/* Any quotation gets one answer, and its own words, put into a corpus, are found again. The first line is
 * what was said, the rest the quotation. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "analysis/show_quote.h"
#include "base/check.h"
#include "base/text.h"
#include "codec/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add(struct quote_corpus *c, enum quote_kind kind, struct bytes text)
{
    const struct quote_part part = {BYTES("one"), text};
    const struct quote_source s = {
        .kind = kind, .number = (int64_t)kind + 1, .part_count = 1, .parts = &part};
    check(quote_corpus_add(c, &s));
}

static void check_answer(const struct quote_record *r, struct arena *a, struct bytes quote)
{
    struct quote_answer q;
    struct buffer b;
    struct json_writer w;
    const char **sentences = NULL;
    quote_check(r->corpus, a, quote, &q);
    check((q.source == NULL) == (q.result == QUOTE_NONE));
    check(quote_sentences(a, r, &q, &sentences) >= 2);
    buffer_init(&b, SIZE_MAX);
    json_begin(&w, &b);
    show_quote(&w, NULL, r, &q, NULL, a);
    check(b.len > 0);
    buffer_done(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = size == 0 ? NULL : memchr(data, '\n', size);
    const size_t said_len = end == NULL ? size : (size_t)(end - data);
    const struct bytes said = bytes_of(data, said_len);
    const struct bytes quote = bytes_of(data + said_len, size - said_len);
    struct arena a = {0};
    if (size > 20000 || !text_is_utf8(said) || !text_is_utf8(quote)) {
        return 0;
    }
    struct quote_record r = {.corpus = quote_corpus_new()};
    add(r.corpus, QUOTE_STATEMENT, said);
    add(r.corpus, QUOTE_ARCHIVE,
        BYTES("The parties shall consult \xe2\x80\x94 without delay \xe2\x80\x94 in March."));
    quote_corpus_index(r.corpus);
    if (quote_look_over(quote) == QUOTE_GOOD) {
        check_answer(&r, &a, quote);
    }
    if (quote_look_over(said) == QUOTE_GOOD) {
        struct quote_answer q;
        quote_check(r.corpus, &a, said, &q);
        check(q.result == QUOTE_EXACT);
    }
    quote_corpus_free(r.corpus);
    arena_done(&a);
    return 0;
}
