/* node/signer_rows.h: a signer's rows in memory, one a text root: the objections held, and whether it was
 * cleared. `empty -> held {ids} -> cleared`; cleared is terminal (contracts section 4). */
#ifndef NODE_SIGNER_ROWS_H
#define NODE_SIGNER_ROWS_H

#include "node/signer_wire.h"

struct signer_row;
struct signer_rows { /* zeroed: empty */
    struct signer_row *rows; /* ascending by root */
    size_t count;
    size_t capacity;
    struct signer_held *held; /* in the order in which they came; the envelopes are its own */
    size_t held_count;
    size_t held_capacity;
};

void signer_rows_done(struct signer_rows *r);
/* Adds an objection; copies the envelope. One that is there already, or one too many, is refused: false. */
bool signer_rows_hold(struct signer_rows *r, const struct hash *root, const struct hash *id,
                      struct bytes envelope);
/* Marks a root as cleared; true also if it was. */
bool signer_rows_clear(struct signer_rows *r, const struct hash *root);

bool signer_rows_is_cleared(const struct signer_rows *r, const struct hash *root);
bool signer_rows_has(const struct signer_rows *r, const struct hash *root, const struct hash *id);
size_t signer_rows_count(const struct signer_rows *r, const struct hash *root);
/* The n-th root. */
bool signer_rows_root(const struct signer_rows *r, size_t n, struct hash *root);
/* The n-th objection to a root. */
bool signer_rows_id(const struct signer_rows *r, const struct hash *root, size_t n, struct hash *id);
/* All objections, whatever their root, in the order in which they came. */
uint64_t signer_rows_held_count(const struct signer_rows *r);
bool signer_rows_held(const struct signer_rows *r, uint64_t number, struct signer_held *out);
#endif
