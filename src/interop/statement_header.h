/* interop/statement_header.h: the header of a statement.txt that comes from anywhere, read again
 * (docs/formats/statement.md). */
#ifndef INTEROP_STATEMENT_HEADER_H
#define INTEROP_STATEMENT_HEADER_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/error.h"
#include "crypto/hash.h"
#include "record/act.h"

/* Texts are borrowed from the file. */
struct statement_header {
    enum realm realm;
    struct bytes organisation;
    struct hash org;
    struct bytes origin; /* without the realm's prefix */
    bool hosted;
    int64_t epoch;
    int64_t number;
    int64_t corrects; /* 0: there is no such line */
    int64_t withdraws;
    struct bytes date;
    struct bytes time;
    struct bytes body;
    struct bytes reference;
    struct bytes title;
    bool voice;
    struct bytes rung;
    size_t speaking_for_count;
    const struct bytes *speaking_for;
    size_t not_reached_count;
    const struct bytes *not_reached;
    struct bytes rule_name;
    struct hash rule;
    struct hash charter;
    struct bytes outcome;
    struct bytes reason;
    uint64_t close; /* index of the close fact */
    struct hash root;
    uint64_t log_size;
    struct hash log_root;
};

/* Whether the file begins as every statement does, of whichever realm. */
bool statement_header_begins(struct bytes file);
/* Lists live in the arena. ERROR_MALFORMED, ERROR_TOO_LARGE (more than STATEMENT_BYTES_MAX); diag says where
 * and what. What is read has no control characters: it can be shown. */
MUST_USE enum error statement_header_read(struct arena *a, struct bytes file, struct statement_header *out,
                                          struct diag *diag);
#endif
