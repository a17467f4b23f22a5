/* analysis/quote.h: whose words are these? A quotation is compared with everything that was said on a record:
 * the organisation's statements, older statements in its archive, and the words that members filed as their
 * own. The rules are numbered in docs/quote.md. Pure: texts in, an answer out; where words stand is all
 * that is told, never whether they are true.
 *
 * A corpus is filled and indexed, and then only read: several may look at the same time. When it is filled
 * further and indexed again it is as if all of it had been added at once: its texts have an order of their
 * own, the organisation's statements by number with what members declared in them, older ones by id and
 * language, speeches by entry. */
#ifndef ANALYSIS_QUOTE_H
#define ANALYSIS_QUOTE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"

enum quote_kind {
    QUOTE_STATEMENT, /* of the organisation */
    QUOTE_ARCHIVE,   /* an older statement that was imported: unsigned */
    QUOTE_SPEECH,    /* a member's own, as it was delivered */
    QUOTE_DECLARED,  /* a member's own, that stands in a statement under its name */
};

struct quote_part { /* a provision, or a whole speech */
    struct bytes name;
    struct bytes text; /* well-formed UTF-8 */
};

/* One text in one language. What belongs together has the same kind, number, id and member. */
struct quote_source {
    enum quote_kind kind;
    int64_t number;      /* of the statement; of a speech, its entry; of an older one 0 */
    struct bytes id;     /* of a speech in hexadecimal; of an older statement BODY/REFERENCE; else empty */
    struct bytes member; /* whose own words they are; empty: the organisation's */
    int64_t place; /* of a text of a speech among the others; else 0: as they are added */
    struct bytes language;
    bool translation; /* not one of the languages in which it is authentic */
    bool voice;       /* a statement of the organisation's voice */
    int64_t
        replaced; /* number of the statement that withdraws it, or else the last that corrects it; 0: none */
    bool withdrawn;
    struct bytes title;
    struct bytes date; /* YYYY-MM-DD, or empty */
    size_t part_count;
    const struct quote_part *parts;
};

struct quote_corpus;
struct quote_corpus *quote_corpus_new(void);
void quote_corpus_free(struct quote_corpus *c);
/* Another bound than QUOTE_CORPUS_WORDS_MAX, which none exceeds. */
void quote_corpus_bound(struct quote_corpus *c, size_t words_max);
/* Copies everything. False: the corpus is full. */
bool quote_corpus_add(struct quote_corpus *c, const struct quote_source *s);
/* After the last one was added, before the next question. Indexes are not those of before. */
void quote_corpus_index(struct quote_corpus *c);
size_t quote_corpus_count(const struct quote_corpus *c); /* of texts */
const struct quote_source *quote_corpus_at(const struct quote_corpus *c, size_t index);
/* What has become of a text since it was added. */
void quote_corpus_stands(struct quote_corpus *c, size_t index, bool voice, bool withdrawn, int64_t replaced);

enum quote_result { QUOTE_EXACT, QUOTE_ALTERED, QUOTE_MEMBER, QUOTE_NONE };
const char *quote_result_word(enum quote_result r);

/* In what the quotation differs from its source beside its words; beyond enum word_fold. */
enum quote_note {
    QUOTE_NOTE_FORM = 1 << 11,     /* the form of Unicode alone (NFC) */
    QUOTE_NOTE_SPACES = 1 << 12,   /* spaces and line breaks */
    QUOTE_NOTE_END = 1 << 13,      /* the point or comma at its end */
    QUOTE_NOTE_LEFT_OUT = 1 << 14, /* an ellipsis stands for words of the source */
    QUOTE_NOTE_INSERTED = 1 << 15, /* words in square brackets are not the source's */
    QUOTE_NOTE_SIC = 1 << 16,
    QUOTE_NOTE_ACROSS = 1 << 17, /* it runs from one provision into another */
    QUOTE_NOTE_SHORT = 1 << 18,  /* fewer than QUOTE_WORDS_MIN words: nobody's own */
    QUOTE_NOTE_ORDER = 1 << 19,  /* its parts stand in the source in another order, or overlap */
    QUOTE_NOTE_PIECES = 1 << 20, /* a part between ellipses has fewer than QUOTE_PIECE_WORDS_MIN words */
    QUOTE_NOTE_JOINTS = 1 << 21, /* more than QUOTE_JOINTS_MAX ellipses and insertions */
    QUOTE_NOTES_END = 1 << 22,
};
/* A note or fold in words: "letter case", "an ellipsis stands for words of the source". */
const char *quote_note_text(unsigned note);
const char *quote_note_word(unsigned note); /* "case", "left_out" */

enum quote_change_kind {
    QUOTE_SAME,
    QUOTE_GONE,     /* in the source, not in the quotation */
    QUOTE_NEW,      /* in the quotation, not in the source */
    QUOTE_LEFT_OUT, /* in the source, where the quotation has an ellipsis */
    QUOTE_INSERTED, /* in square brackets in the quotation */
};

struct quote_change {
    enum quote_change_kind kind;
    struct bytes text; /* of the source for SAME, GONE and LEFT_OUT */
};

enum { QUOTE_ALSO_MAX = 8 };

struct quote_answer {
    enum quote_result result;
    const struct quote_source *source; /* the best; NULL: none */
    size_t text;                       /* its index in the corpus */
    size_t first_part;                 /* in which it stands */
    size_t last_part;
    unsigned notes; /* bits of enum word_fold and enum quote_note */
    size_t words;   /* of the quotation, without signs and what is in square brackets */
    size_t changed; /* words that are gone or new */
    /* In how many different sources it stands exactly, and the first of these beside the best. */
    size_t sources;
    size_t also_count;
    const struct quote_source *also[QUOTE_ALSO_MAX];
    /* From beginning to end in the order of reading, GONE before NEW. None: it is the source's words. */
    size_t change_count;
    const struct quote_change *changes;
};

enum quote_bad { QUOTE_GOOD, QUOTE_TOO_LONG, QUOTE_NOT_UTF8, QUOTE_EMPTY };
/* Whether a quotation can be looked for: at most QUOTE_BYTES_MAX bytes of UTF-8 with a word in it. */
enum quote_bad quote_look_over(struct bytes quote);
const char *quote_bad_text(enum quote_bad b);

/* The quotation must be QUOTE_GOOD. The answer lives in the arena and with the corpus. */
void quote_check(const struct quote_corpus *c, struct arena *a, struct bytes quote, struct quote_answer *out);

/* The difference in one line: `the parties [-shall-] {+may+} consult`; … for what was left out, brackets
 * for what was inserted. Empty: there is none. */
struct bytes quote_difference(struct arena *a, const struct quote_answer *q);
#endif
