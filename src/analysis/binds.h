/* analysis/binds.h: what binds one participant of treaties toward another on a day, and why.
 *
 * Effects of reservations are between two (VCLT 21): as the one made it and the other accepted it, or less
 * the provisions that it is about where the other objected, or not at all where the other opposed the
 * treaty's entry into force between them. Nothing here flows back into the state. */
#ifndef ANALYSIS_BINDS_H
#define ANALYSIS_BINDS_H

#include "codec/json.h"
#include "mechanism/instrument.h"

/* A reason, and its sentence with {who}, {other}, {number} and {day} in their places. */
#define BIND_REASONS(X)                                                                                      \
    X(no_part, "{who} takes no part")                                                                        \
    X(bound, "{who} is bound since {day}")                                                                   \
    X(leaves, "{who} has given notice and leaves on {day}")                                                  \
    X(left, "{who} has left on {day}")                                                                       \
    X(taken_back, "{who} has taken its instrument back on {day}")                                            \
    X(will_be_bound, "{who} will be bound from {day}")                                                       \
    X(consented, "{who} has consented, and the treaty is not in force for it: it must not defeat its "       \
                 "object (VCLT 18)")                                                                         \
    X(signed, "{who} has signed, and the treaty is not in force for it: it must not defeat its object "      \
              "(VCLT 18)")                                                                                   \
    X(applies, "{who} applies it provisionally since {day} (VCLT 25)")                                       \
    X(opposed, "{who} objects to reservation {number} of {other} and opposes the treaty between the two "    \
               "(VCLT 20(4)(b))")                                                                            \
    X(objected, "{who} objects to reservation {number} of {other}: what it is about does not apply "         \
                "between the two (VCLT 21(3))")                                                              \
    X(may_object, "reservation {number} of {other} may be objected to by {who}")                             \
    X(may_object_until, "reservation {number} of {other} may be objected to by {who} until {day}")           \
    X(accepted, "reservation {number} of {other} is accepted by {who} (VCLT 20(5), 21(1))")                  \
    X(both_apply, "between the two it is applied provisionally")                                             \
    X(amends, "it amends {other}: between two who are bound by both, as amended; else as it was (VCLT "      \
              "40(4))")

enum bind_why {
#define X(name, text) BIND_##name,
    BIND_REASONS(X)
#undef X
        BIND_WHYS
};

struct bind_reason {
    enum bind_why why;
    struct bytes who;   /* a code */
    struct bytes other; /* a code, or a treaty by name */
    struct bytes day;
    int64_t number; /* of a reservation */
};

struct bind {
    struct instrument instrument;
    bool bound;          /* the treaty is in force between the two */
    size_t reason_count;
    struct bind_reason *reasons;
};

/* In plain words, English. */
const char *bind_words(struct arena *a, const struct bind_reason *r);

/* Of every treaty on the record, by name; nothing binds one toward itself, or toward nobody (empty). `day` is
 * YYYY-MM-DD. */
size_t binds_between(struct context *c, struct bytes a, struct bytes b, struct bytes day, struct bind **out);
/* An object: a, b, on, treaties (each: bound, name, reasons, title). */
void binds_write(struct json_writer *w, struct context *c, struct bytes a, struct bytes b, struct bytes day);
#endif
