/* tests/support/noun_rows.h: acts about sessions, speeches, platforms, treaties, pledges, older statements
 * and the clock, with numbers, members and days at random: for the talk and for the days of the simulator. */
#ifndef SUPPORT_NOUN_ROWS_H
#define SUPPORT_NOUN_ROWS_H

#include "base/arena.h"
#include "crypto/hash.h"
#include "store/state.h"

/* In a body ' stands for ", # for a number from 1 to 3, @ for a member, ~ for a day, ? for yes or no, and $
 * before a letter for what is at hand. Acts of one noun stand together. */
struct noun_row {
    const char *kind;
    const char *body;
};
extern const struct noun_row noun_rows[];
extern const size_t noun_row_count;

#define NOUN_DIGEST "'2222222222222222222222222222222222222222222222222222222222222222'"

/* Who draws: a number below `bound`; a member's code. */
struct noun_draw {
    uint32_t (*number)(void *ctx, uint32_t bound);
    const char *(*member)(void *ctx);
    void *ctx;
};
/* The body with all that filled in but $ and '. */
const char *noun_fill(struct arena *a, const char *body, const struct noun_draw *draw);

/* w the newest session, i the digest of its newest minutes, k the newest speech, j the newest mandate, y the
 * newest treaty; zero if there is none. */
struct hash noun_newest(struct state *s, struct arena *a, char letter);
#endif
