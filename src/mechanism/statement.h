/* mechanism/statement.h: what the organisation says: one statement for each adopting close, numbered from 1
 * without gaps.
 *
 * A statement begins with the close and is complete when its statement.txt can be made from entries and
 * envelopes alone: at the end of the block that opens the last part of the text, or, for a decision that
 * stays confidential, at the end of the next block. Then a fact names the hash of the file (contracts
 * sections 1 and 3), and nothing about it changes any more: corrections and withdrawals are further
 * statements. */
#ifndef MECHANISM_STATEMENT_H
#define MECHANISM_STATEMENT_H

#include "charter/evaluate.h"
#include "mechanism/context.h"
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "mechanism/statement_text.h"

struct statement_seat {
    struct bytes member;
    char position;      /* that counted at the close */
    enum effect effect; /* what adoption means for the member */
    int64_t explained;  /* index of its explanation at the close, 0: none */
};

struct statement {
    int64_t number;
    struct hash matter;
    int64_t close; /* index of the close fact */
    int64_t closed_ms;
    int64_t entry;      /* index of the statement fact, 0: not complete yet */
    struct hash sha256; /* of statement.txt; zero: not complete yet */
    bool voice;         /* as many members carry it as the organisation's key needs */
    size_t seat_count;
    const struct statement_seat *seats; /* ascending by member */
};

/* False: no such statement. Seats live in the arena. */
bool statement_get(struct state *s, int64_t number, struct arena *a, struct statement *out);
/* Those that are not complete yet, ascending. */
size_t statement_open_list(struct state *s, struct arena *a, struct statement **out);

/* At an adopting close, whose fact becomes the entry c->index. */
void statement_begin(struct context *c, const struct matter *m, const struct decision *d,
                     size_t speaking_for_count);

/* Writes statement.txt of a statement whose text is open into a buffer of STATEMENT_BYTES_MAX, in the place
 * of what is there. False: not yet, or *c->error. */
bool statement_render(struct context *c, const struct statement *x, struct buffer *out);

/* The fact of the close that decided it. False: *c->error. */
struct fact_close;
bool statement_close(struct context *c, const struct statement *x, struct fact_close *out);

/* What a statement says below its header, whether it fits into one file or not. */
struct statement_words {
    size_t provision_count;
    const struct bytes *provisions; /* their ids, in document order */
    size_t language_count;          /* 0: it is confidential */
    const struct statement_language *languages; /* in the order of statement.txt */
    size_t interpretation_count;
    const struct statement_interpretation *interpretations;
};
/* False: its words are not all opened yet, or *c->error. Everything lives in the arena of the context. */
bool statement_words(struct context *c, const struct statement *x, struct statement_words *out);

/* At the end of a block: establishes what has become complete. */
void statement_complete_all(struct context *c, const struct block_sink *sink);

/* The earliest official time at which a statement becomes complete that waits for nothing but another block;
 * 0: none does. */
int64_t statement_next_ms(struct state *s, struct arena *a);
#endif
