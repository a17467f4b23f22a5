/* mechanism/limited.h: a matter that some members of its body decide among themselves, with the consent that
 * the charter asks for: they alone are asked, bound and spoken for. */
#ifndef MECHANISM_LIMITED_H
#define MECHANISM_LIMITED_H

#include "mechanism/body.h"
#include "mechanism/vote.h"

struct limited {
    struct hash vote; /* by which it was decided */
    int64_t decided;  /* index of the close fact */
    int64_t time_ms;
    size_t count;
    const struct bytes *members; /* ascending */
};

/* False: the whole body decides. */
bool limited_get(struct state *s, const struct hash *matter, struct arena *a, struct limited *out);
/* It is at an end: the matter has gone to another body. */
void limited_end(struct state *s, const struct hash *matter);
/* Leaves in b the seats that are asked about the matter; they may be none, if who was named has left. */
void limited_seats(struct context *c, const struct hash *matter, struct body *b);

/* The motion: its target is codes, ascending, with commas between. All of the body end the format. */
enum rejection limited_may(struct context *c, const struct act *a, struct vote *x);
void limited_decided(struct context *c, const struct vote *x, const struct decision *d);
#endif
