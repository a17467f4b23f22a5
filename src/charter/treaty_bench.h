/* charter/treaty_bench.h: the instruments laid out for the conditions of a clause, to be looked at day by
 * day. */
#ifndef CHARTER_TREATY_BENCH_H
#define CHARTER_TREATY_BENCH_H

#include "charter/treaty.h"

/* Rows by code, then deposit; each row knows its place in each set of the conditions. */
struct treaty_bench {
    struct arena *arena;
    const struct treaty *t;
    const struct treaty_facts *facts;
    size_t count;
    const struct treaty_row **rows;
    bool *organisation; /* by row */
    bool *named;        /* by row: an `all of` names it */
    struct treaty_versions *sets; /* by test */
    struct treaty_table *tables; /* those of the clause, with their values */
    bool *filled; /* of the last tally */
};

/* A version of a set: which seat each row fills, -1: none. */
struct treaty_version {
    int64_t from;
    int64_t size; /* seats, or the number */
    const struct treaty_seat *seats;
    const int16_t *seat_of; /* by row; NULL: a number, whoever they are */
};
struct treaty_versions {
    size_t count;
    struct treaty_version *versions; /* ascending by from */
};

struct treaty_tally {
    int64_t members; /* of the set */
    int64_t heads;   /* parties in the set with an instrument that counts */
    const bool *filled; /* by seat, until the next tally */
};

/* Fills the rest of a bench of which arena, t and facts are set. */
void treaty_bench_set(struct treaty_bench *b);
/* How a single condition stands on a day; whether a condition holds. */
struct treaty_standing treaty_bench_stand(const struct treaty_bench *b, const struct treaty_test *test,
                                          int64_t day);
bool treaty_bench_holds(const struct treaty_bench *b, const struct treaty_test *test, int64_t day);
struct treaty_tally treaty_bench_tally(const struct treaty_bench *b, const struct treaty_test *test,
                                       int64_t day);
/* The version of the set on a day; NULL: it has none. */
const struct treaty_version *treaty_bench_version(const struct treaty_versions *set, int64_t day);
/* The rows of the party from r on end before this one. */
size_t treaty_bench_party_end(const struct treaty_bench *b, size_t r);
/* The row of a party with an instrument that counts on a day; SIZE_MAX: none. */
size_t treaty_bench_living(const struct treaty_bench *b, size_t r, size_t end, int64_t day);
/* Whether the party of the rows r to end is in the set. */
bool treaty_bench_within(const struct treaty_bench *b, const struct treaty_test *test,
                         const struct treaty_version *v, size_t r, size_t end, int64_t day);
#endif
