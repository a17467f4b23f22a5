/* tests/fuzz/grammar.h: inputs put together out of the pieces of a grammar, so that a fuzzer gets beyond the
 * parser. A symbol is a capital letter behind a $; its forms are texts with symbols in them, of which the
 * first has none, for where no room is left. */
#ifndef FUZZ_GRAMMAR_H
#define FUZZ_GRAMMAR_H

#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "base/prng.h"

#define GRAMMAR_DEPTH_MAX 12

struct grammar {
    const char *const *forms['Z' + 1]; /* by letter, each list ended by NULL */
    char pieces[8];                    /* symbols that may stand alone between two ends of `end` */
    char end;                          /* what a piece ends with */
};

/* Of libFuzzer; it is not there where a corpus is only replayed. */
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

static inline void grammar_write(const struct grammar *g, struct prng *p, char symbol, int depth,
                                 struct buffer *b)
{
    const char *const *forms = g->forms[(uint8_t)symbol];
    size_t count = 0;
    while (forms[count] != NULL) {
        count++;
    }
    const char *form = forms[depth >= GRAMMAR_DEPTH_MAX ? 0 : prng_below(p, count)];
    for (const char *c = form; *c != 0; c++) {
        if (*c == '$' && c[1] >= 'A' && c[1] <= 'Z') {
            grammar_write(g, p, *++c, depth + 1, b);
        } else {
            buffer_add_u8(b, (uint8_t)*c);
        }
    }
}

/* Where the piece that begins at or before `at` begins, and where it ends. */
static inline struct bytes grammar_piece(const struct grammar *g, const uint8_t *data, size_t size, size_t at)
{
    size_t begin = at;
    size_t end = at;
    while (begin > 0 && data[begin - 1] != (uint8_t)g->end) {
        begin--;
    }
    while (end < size && data[end] != (uint8_t)g->end) {
        end++;
    }
    end += end < size ? 1 : 0;
    return bytes_of(data + begin, end - begin);
}

/* A piece is replaced, put in, left out or said again; now and then the whole is made anew. Returns the new
 * size, 0 if it does not fit. */
static inline size_t grammar_mutate(const struct grammar *g, uint8_t *data, size_t size, size_t max_size,
                                    unsigned seed)
{
    struct prng p;
    struct buffer b;
    prng_seed(&p, seed);
    buffer_init(&b, max_size);
    const uint64_t kind = prng_below(&p, 20);
    if (size == 0 || kind == 0) {
        grammar_write(g, &p, 'Z', 0, &b);
    } else {
        const struct bytes piece = grammar_piece(g, data, size, prng_below(&p, size));
        const size_t before = (size_t)(piece.data - data);
        const size_t after = before + piece.len;
        const bool keeps = kind < 8 || kind >= 17;
        buffer_add(&b, data, before);
        if (keeps) {
            buffer_add_bytes(&b, piece);
        }
        if (kind < 15) {
            grammar_write(g, &p, g->pieces[prng_below(&p, strlen(g->pieces))], 0, &b);
        } else if (keeps) {
            buffer_add_bytes(&b, piece);
        }
        buffer_add(&b, data + after, size - after);
    }
    const size_t len = b.overflow ? 0 : b.len;
    if (len > 0) {
        memcpy(data, b.data, len);
    }
    buffer_done(&b);
    return len;
}

/* One time in three the bytes are left to libFuzzer. */
static inline size_t grammar_custom(const struct grammar *g, uint8_t *data, size_t size, size_t max_size,
                                    unsigned seed)
{
    const size_t len = seed % 3 == 0 ? 0 : grammar_mutate(g, data, size, max_size, seed);
    return len > 0 || LLVMFuzzerMutate == NULL ? len : LLVMFuzzerMutate(data, size, max_size);
}
#endif
