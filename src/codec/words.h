/* codec/words.h: a text as words and signs, and what people change when they copy one: quotation marks,
 * dashes, letter case and the like, by the tables of utf8proc. Never in mechanism/: they change between
 * versions.
 *
 * A word is a run of letters, digits and the marks on them; an apostrophe between two of them belongs to it.
 * Scripts that are written without spaces (Han, kana, Thai, Lao, Khmer, Burmese) have a word a character.
 * Any other punctuation or symbol is a sign, one a character, but for dots that make an ellipsis, hyphens
 * that make a dash and two apostrophes that make a quotation mark. Characters that print nothing (category
 * Cf) and spaces belong to no word; a soft hyphen at the end of a line does not end a word. */
#ifndef CODEC_WORDS_H
#define CODEC_WORDS_H

#include <stdbool.h>

#include "base/bytes.h"

enum word_kind {
    WORD_LETTERS,
    WORD_SIGN,
    WORD_QUOTE,    /* a quotation mark, or an apostrophe that stands in no word */
    WORD_ELLIPSIS, /* three dots or more, with spaces between or not */
};

struct word {
    uint32_t start; /* in bytes */
    uint32_t len;
    enum word_kind kind;
    bool spaced; /* something stands between it and the one before, or it is the first */
};

/* Appends the words of well-formed UTF-8 as struct word. */
void words_split(struct bytes text, struct buffer *out);

/* What may be folded away. Form C (NFC) always is. */
enum word_fold {
    FOLD_CASE = 1 << 0,        /* by characters; with FOLD_FORMS full case folding */
    FOLD_QUOTES = 1 << 1,      /* any quotation mark */
    FOLD_APOSTROPHES = 1 << 2, /* in words */
    FOLD_DASHES = 1 << 3,      /* any hyphen, dash or minus (category Pd, U+2212) */
    FOLD_ELLIPSES = 1 << 4,    /* dots or one sign */
    FOLD_SOFT_HYPHENS = 1 << 5,
    FOLD_INVISIBLE = 1 << 6, /* marks of direction, joiners, variation selectors */
    FOLD_VOWELS = 1 << 7,    /* Arabic and Hebrew vowel signs, the Arabic lengthening stroke */
    FOLD_YO = 1 << 8,        /* Cyrillic yo written as ye */
    FOLD_DIGITS = 1 << 9,    /* Arabic-Indic and Persian digits */
    FOLD_FORMS = 1 << 10,    /* compatibility forms (NFKC): ligatures, full width */
    FOLD_ALL = (1 << 11) - 1,
};

/* Puts a word into the place of `out`, with those folds. */
void word_fold(struct bytes word, unsigned folds, struct buffer *out);
/* The folds without which the two would differ; 0 if only their form does (NFC), or they are equal. They are
 * equal under FOLD_ALL. */
unsigned word_folds_needed(struct bytes a, struct bytes b);
/* Whether what stands between two words holds a character that prints nothing. */
bool words_gap_is_marked(struct bytes gap);
#endif
