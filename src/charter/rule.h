/* charter/rule.h: the compiled form of conditions, private to this layer.
 *
 * A rule counts members in a few *slots* (all members, those with a tag, an attribute instead of heads);
 * a slot holds a number for each of the seven positions. A condition is a tree over comparisons of sums of
 * slots. Names are resolved when the charter is parsed: evaluation sees numbers only. */
#ifndef CHARTER_RULE_H
#define CHARTER_RULE_H

#include "charter/charter.h"

enum { POSITION_Y, POSITION_L, POSITION_N, POSITION_A, POSITION_Q, POSITION_X, POSITION_R, POSITION_COUNT };
#define SET_ALL     0x7f
#define SET_VOTING  (POSITION_BIT(POSITION_Y) | POSITION_BIT(POSITION_N))
#define SET_PRESENT (SET_ALL & ~(POSITION_BIT(POSITION_X) | POSITION_BIT(POSITION_R)))

/* A tag that the charter itself gives to named members, for a time. */
struct charter_group {
    struct bytes name;
    struct bytes title;
    struct bytes source;
    struct charter_mark mark;
    bool derived;     /* nobody wrote it: members have the tag */
    size_t own_count; /* seats that the group itself names; those of members with the tag follow */
    size_t count;
    const struct charter_seat {
        struct bytes code;
        struct bytes from;  /* YYYY-MM-DD or empty */
        struct bytes until; /* the last day, or empty */
    } *seats;
};

struct slot {
    int electorate; /* index into rule_code.over, or -1: the only one */
    int tag;        /* index into rule_code.tags, or -1: everyone */
    bool others;    /* those without the tag */
    int attribute;  /* index into rule_code.attributes, or -1: heads */
};

struct term {
    int64_t factor;
    int slot; /* -1: the factor is the number itself */
    uint16_t positions;
};

struct sum {
    size_t count;
    const struct term *terms;
};

enum compare { COMPARE_GE, COMPARE_LE, COMPARE_GT, COMPARE_LT, COMPARE_EQ, COMPARE_NE };

struct atom {
    struct sum left;
    struct sum right;
    enum compare compare;
};

struct node {
    enum { NODE_ATOM, NODE_NOT, NODE_AND, NODE_OR } kind;
    size_t atom;  /* index into expression.atoms */
    size_t count; /* of children: 1 for NOT, at least 2 for AND and OR */
    const struct node **children;
};

struct expression {
    const struct node *root;
    size_t atom_count;
    const struct atom *atoms;
};

struct rule_code {
    size_t slot_count;
    struct slot slots[CHARTER_SLOTS_MAX];
    size_t tag_count;
    struct rule_tag {
        struct bytes name;
        const struct charter_group *group; /* NULL: the charter does not say who has it */
    } tags[CHARTER_TAGS_MAX];
    size_t attribute_count;
    struct rule_attribute {
        struct bytes name;
        size_t index; /* into charter.attributes */
    } attributes[CHARTER_TAGS_MAX];
    size_t over_count;
    struct bytes over[CHARTER_OVER_MAX];
    uint32_t out; /* bit set of tags */
    size_t force_count;
    struct rule_force {
        int tag;
        int position; /* index */
    } forces[CHARTER_TAGS_MAX];
    enum effect effects[POSITION_COUNT];  /* by position, of who has none of the rule's tags */
    int effect_tags[CHARTER_EFFECTS_MAX]; /* by the rule's effects: index into tags, or -1 */
    int void_tag;                         /* of void_positions, or -1 */
    const struct charter *charter;        /* where the next stage is found */
};

/* The tag that the machine gives to who stated a reason. Nothing counts by it: while a vote is open, anybody
 * may still state one. */
#define TAG_REASONED "REASONED"

/* What adoption means for who stands at the position (index) with these of the rule's tags (bit set): as to a
 * part of the decision what the whole means, refined by what is said of this part; `about` is empty for the
 * whole, which what is said of parts leaves as it is. */
enum effect rule_effect(const struct charter_rule *rule, struct bytes about, uint32_t tags, int position);
/* Whether this effect of the rule is the first that is said about its part. */
bool rule_begins_part(const struct charter_rule *rule, size_t effect);
/* Positions (bit set) that may stand in a vote: those of `allow`, X, the default and what is forced. */
uint16_t rule_letters(const struct charter_rule *rule);
/* Whether a rule that does not adopt leaves the same positions to its next stage. */
bool rule_goes_on(const struct charter_rule *rule);
bool span_is_empty(const struct charter_span *s);

/* The numbers that a rule's conditions are about. */
struct tally {
    int64_t n[CHARTER_SLOTS_MAX][POSITION_COUNT];
};

/* False if a number leaves 64 bits; then *out is not written. */
MUST_USE bool sum_value(const struct sum *s, const struct tally *t, int64_t *out);
bool compare_holds(enum compare c, int64_t left, int64_t right);
/* False if a number leaves 64 bits. `node` is of the expression's tree. */
MUST_USE bool node_holds(const struct expression *e, const struct node *node, const struct tally *t,
                         bool *out);
/* False if a number leaves 64 bits. NULL holds. */
MUST_USE bool expression_holds(const struct expression *e, const struct tally *t, bool *out);

/* The group of that name, or NULL. */
const struct charter_group *charter_group(const struct charter *c, struct bytes name);
/* Whether the member has that tag on that day by the charter itself (empty: now, that is, without an end). */
bool group_has(const struct charter_group *g, struct bytes code, struct bytes date);
/* Whether two periods have a day in common. */
bool period_meets(struct bytes from_a, struct bytes until_a, struct bytes from_b, struct bytes until_b);
/* Whether a period (bounds may be empty) holds the day; an empty day is the end of time. */
bool period_holds(struct bytes from, struct bytes until, struct bytes date);
#endif
