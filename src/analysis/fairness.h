/* analysis/fairness.h: how equal the dialogue is, in figures that anybody can count again: who proposed items
 * of agendas, who had the floor and for how long, whose wordings were adopted, and how much time each member
 * was given to decide, in working days of its own calendar.
 *
 * Each figure is a sum over the rows below it; a row names the entry that it comes from. It counts and does
 * not judge. Nothing here asks which node acts for a member: one that another hosts counts as any other.
 * docs/fairness.md numbers what holds. */
#ifndef ANALYSIS_FAIRNESS_H
#define ANALYSIS_FAIRNESS_H

#include "mechanism/context.h"
#include "mechanism/row.h"

/* An item of the agenda of a session that the member proposed. */
struct fairness_item {
    int64_t entry;
    struct bytes member;
    int64_t number; /* in the session */
    struct hash session;
    struct bytes title;
};

/* The member had the floor, and has given it back. */
struct fairness_turn {
    int64_t entry; /* of the inscription */
    struct bytes member;
    int64_t number; /* on the list of speakers of the session */
    struct bytes office;
    struct hash session;
    int64_t used_ms;
};

/* A provision of an adopted text whose wording the member had proposed. */
struct fairness_provision {
    struct bytes alternative;
    int64_t entry;         /* of the proposal */
    bool known;            /* false: its words are not on the record; words is 0 */
    struct bytes language; /* in which its words are counted: the first of its matter */
    struct hash matter;
    struct bytes member;
    struct bytes provision;
    int64_t statement;
    int64_t words;
};

/* A question that was put to the member until a deadline. */
enum fairness_question { FAIRNESS_SILENCE, FAIRNESS_VOTE };
struct fairness_deadline {
    int64_t deadline_ms;
    int64_t entry; /* of the opening */
    int64_t given_ms; /* from the opening to the deadline */
    struct bytes member;
    int64_t number; /* of the silence or the vote */
    int64_t opened_ms;
    enum fairness_question question;
    int64_t workdays; /* whole working days between the two, by the member's own calendar */
};

/* The sums of one member. */
struct fairness_member {
    int64_t agenda;
    int64_t asked;    /* silences and votes that have or had a deadline for it */
    int64_t floor_ms;
    int64_t given_ms; /* of all deadlines together */
    int64_t least_ms; /* the shortest time given; 0: it was never asked */
    struct bytes member;
    int64_t provisions;
    int64_t turns;
    int64_t words;
    int64_t workdays;
};

enum fairness_part { FAIRNESS_AGENDA, FAIRNESS_DEADLINES, FAIRNESS_FLOOR, FAIRNESS_PROVISIONS };
enum { FAIRNESS_PARTS = FAIRNESS_PROVISIONS + 1 };

struct fairness {
    size_t member_count;
    struct fairness_member *members; /* every member, ascending */
    struct fairness_member total;    /* of all; least_ms the least */
    struct {
        size_t count;
        void *rows; /* structs of fairness_shapes[part], in the order of the record */
    } parts[FAIRNESS_PARTS];
};
extern const struct row_shape fairness_member_shape, fairness_item_shape, fairness_turn_shape,
    fairness_provision_shape, fairness_deadline_shape;
extern const struct row_shape *const fairness_shapes[FAIRNESS_PARTS];

/* Everything lives in the arena of the context. The error of the disk is *c->error, and the result then means
 * nothing. */
void fairness_of(struct context *c, struct fairness *out);

/* "agenda", "deadlines", "floor", "provisions". False: no such part. */
bool fairness_part_find(struct bytes word, enum fairness_part *out);
/* The rows of one part, of that member alone; empty: of all. */
size_t fairness_rows(const struct fairness *f, enum fairness_part part, struct bytes member, struct arena *a,
                     void **out);
#endif
