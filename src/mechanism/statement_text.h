/* mechanism/statement_text.h: statement.txt, what the organisation publishes and signs: a pure function of
 * the fields below (docs/formats/statement.md numbers every line of it). Header lines in ASCII English, then
 * every language version in the order of the charter, each whole, then the members' interpretative
 * statements. How many lines each part has stands in the header, so that no words can imitate another part.
 * All of it is one file, so that one signature makes the languages equally authentic and inseparable. */
#ifndef MECHANISM_STATEMENT_TEXT_H
#define MECHANISM_STATEMENT_TEXT_H

#include "base/bytes.h"
#include "charter/charter.h"
#include "crypto/hash.h"
#include "record/act.h"

enum statement_form {
    STATEMENT_FULL,         /* with the words */
    STATEMENT_CONFIDENTIAL, /* a notice: number, rule, outcome, text root; the words stay with the members */
    STATEMENT_TOO_LONG,     /* the words are on the record and would not fit into one file */
};

struct statement_language {
    struct bytes tag;
    size_t count;
    const struct bytes *provisions; /* plaintexts in document order */
};

/* A member that the statement does not speak for, by the position it took. */
struct statement_apart {
    struct bytes member;
    char position;
    enum effect effect; /* what adoption means for it all the same */
};

struct statement_interpretation {
    struct bytes member;
    int64_t entry; /* of its act */
    struct bytes words;
};

struct statement_text {
    enum realm realm;
    enum statement_form form;
    struct bytes organisation; /* its name */
    struct hash org;
    struct bytes origin; /* without the realm's prefix */
    bool hosted;
    int64_t epoch;
    int64_t number;
    int64_t corrects; /* number of an earlier statement, 0: none */
    int64_t withdraws;
    int64_t time_ms;   /* official time of the close */
    struct bytes date; /* its civil date */
    struct bytes body;
    struct bytes reference;
    struct bytes title;
    bool voice;        /* else: not the organisation's voice */
    struct bytes rung; /* empty: the rule names none */
    size_t speaking_for_count;
    const struct bytes *speaking_for; /* codes, ascending, as are the lists that follow */
    size_t not_reached_count;
    const struct bytes *not_reached;
    size_t apart_count;
    const struct statement_apart *apart;
    struct bytes rule_name;
    struct hash rule;
    struct hash charter;
    struct bytes outcome;
    struct bytes reason;
    uint64_t close;    /* index of the close fact */
    struct hash root;  /* of the text */
    uint64_t log_size; /* at the end of the block of the close */
    struct hash log_root;
    size_t language_count;
    const struct statement_language *languages; /* of the charter's order; STATEMENT_FULL only */
    size_t interpretation_count;
    const struct statement_interpretation *interpretations;
};

/* Appends; the buffer's overflow says that it does not fit. */
void statement_text_write(struct buffer *b, const struct statement_text *t);
#endif
