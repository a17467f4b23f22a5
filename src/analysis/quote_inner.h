/* analysis/quote_inner.h: between the files of quote.h. Every word that was said has a number; numbers are
 * equal where the words are under FOLD_ALL. A corpus is one long list of them, with a 0 between two texts. */
#ifndef ANALYSIS_QUOTE_INNER_H
#define ANALYSIS_QUOTE_INNER_H

#include "analysis/quote.h"
#include "codec/words.h"

#define WORD_UNKNOWN UINT32_MAX

/* Strings that have numbers, from 1. Open addressing. */
struct word_table {
    struct word_slot {
        struct bytes key;
        uint32_t number; /* 0: free */
    } *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

/* Where each run of so many words begins, found by a hash of the run. */
struct gram_index {
    size_t words;
    size_t mask;
    uint32_t *starts; /* of each bucket in places; one more at the end */
    uint32_t *places; /* ascending in each bucket */
};

struct quote_text {
    struct quote_source source;
    uint32_t first; /* places of the list */
    uint32_t end;
    uint32_t added;  /* how many were there before */
    uint32_t group;  /* texts of one source have the same */
    uint32_t *parts; /* the first place of each, and the end */
};

struct quote_place {
    uint32_t start; /* in the bytes of its part */
    uint32_t len;
};

enum { GRAMS_COUNT = 3 };

struct quote_corpus {
    struct arena arena;
    size_t words_max;
    struct word_table raw; /* as written: the number of the folded word */
    struct word_table folded;
    struct buffer kinds;                  /* u8 each number */
    struct buffer numbers;                /* u32 each place */
    struct buffer places;                 /* struct quote_place */
    struct buffer texts;                  /* struct quote_text */
    struct gram_index grams[GRAMS_COUNT]; /* of 1, 2 and 4 words */
};

/* A word of the quotation. */
struct quote_word {
    uint32_t number; /* WORD_UNKNOWN: nobody said it */
    enum word_kind kind;
    struct bytes text;
    struct bytes gap; /* what stands before it */
};

/* A run of words, and what stands before it. */
struct quote_piece {
    bool ellipsis;
    bool insertion;
    struct bytes inserted; /* with its brackets */
    size_t count;          /* 0: the last, with what stands at the end */
    const struct quote_word *words;
};

struct quote_reading {
    unsigned notes;
    size_t words; /* of letters */
    size_t count;
    struct quote_piece *pieces;
};

/* The corpus as arrays. */
static inline const uint32_t *corpus_numbers(const struct quote_corpus *c)
{
    return (const uint32_t *)(const void *)c->numbers.data;
}

static inline const struct quote_text *corpus_text(const struct quote_corpus *c, size_t index)
{
    return (const struct quote_text *)(const void *)c->texts.data + index;
}

uint32_t corpus_number(const struct quote_corpus *c, struct bytes word, struct buffer *scratch);
size_t corpus_text_of(const struct quote_corpus *c, uint32_t place); /* the text that has this place */
size_t corpus_part_of(const struct quote_text *t, uint32_t place);
struct bytes corpus_word(const struct quote_corpus *c, const struct quote_text *t, uint32_t place);
/* The bytes before a word, as far as the one before it in its part. */
struct bytes corpus_gap(const struct quote_corpus *c, const struct quote_text *t, uint32_t place);
bool corpus_is_letters(const struct quote_corpus *c, uint32_t place);
/* What stands from one place to before another, in the arena or borrowed. */
struct bytes corpus_slice(const struct quote_corpus *c, const struct quote_text *t, uint32_t from,
                          uint32_t to, struct arena *a);
/* The places of all runs that may be these words (the hash is the same), ascending. `words` is that of a
 * gram_index. */
size_t corpus_bucket(const struct gram_index *g, const uint32_t *numbers, const uint32_t **places);
/* All places where a run of words stands, ascending: appends them as u32. */
void corpus_occurrences(const struct quote_corpus *c, const struct quote_word *words, size_t count,
                        struct buffer *out);

/* How a quotation may be read, in the order in which readings are tried; at most QUOTE_READINGS_MAX. */
enum { QUOTE_READINGS_MAX = 4 };
size_t quote_read(const struct quote_corpus *c, struct arena *a, struct bytes quote,
                  struct quote_reading out[QUOTE_READINGS_MAX]);

/* What differs between words of the quotation and the same words of a source. */
unsigned quote_compare(const struct quote_corpus *c, const struct quote_text *t,
                       const struct quote_word *words, size_t count, uint32_t place);

/* Changes that are being written. */
struct quote_changes {
    struct arena *arena;
    struct buffer list;
};
void quote_change_add(struct quote_changes *x, enum quote_change_kind kind, struct bytes text);

/* Pieces between ellipses must be long enough to be somebody's. */
bool quote_pieces_are_long(const struct quote_reading *r);
/* False: no source has these words. */
bool quote_find(const struct quote_corpus *c, struct arena *a, const struct quote_reading *r,
                struct quote_answer *out);
/* The nearest source. False: none is near. */
bool quote_nearest(const struct quote_corpus *c, struct arena *a, const struct quote_reading *r,
                   struct quote_answer *out);
#endif
