/* mechanism/matter.h: a matter is a consultation on rolling text: provisions with stable ids, alternatives
 * side by side, brackets with their holders, versions that can be put to silence.
 *
 * A provision with exactly one living alternative has it chosen; with several, nothing is chosen until the
 * chair chooses, and a new alternative opens the choice again. A version has a text root only when every
 * provision is chosen or deleted (contracts section 3). */
#ifndef MECHANISM_MATTER_H
#define MECHANISM_MATTER_H

#include "mechanism/acts.h"
#include "mechanism/body.h"
#include "mechanism/context.h"

enum matter_stage {
    MATTER_OPEN,
    MATTER_SILENCE,
    MATTER_ADOPTED,
    MATTER_VOTE,   /* its text is put to the vote */
    MATTER_LAPSED, /* at its end without a decision, as the charter says */
};

struct matter {
    struct hash id; /* of the act that opened it */
    struct bytes body;
    struct bytes reference;
    struct bytes title;
    struct bytes rule;
    struct bytes member; /* that opened it */
    int64_t opened;      /* index of the entry */
    int64_t opened_ms;
    enum matter_stage stage;
    size_t language_count;
    const struct bytes *languages;
    int64_t provisions; /* count, deleted ones too */
    int64_t versions;
    struct hash root;   /* under silence or adopted */
    struct hash silence; /* the last silence, zero: none yet */
    int64_t statement;  /* number, 0: not adopted */
    bool confidential;  /* its text is not opened when it is adopted */
    int64_t corrects;   /* number of a statement that adoption corrects, 0: none */
    int64_t withdraws;  /* that it withdraws */
    int64_t unopened;   /* parts of the adopted text that are not on the record yet */
};

struct provision {
    struct bytes id;
    int64_t order;
    bool deleted;
    struct bytes chosen; /* alternative; empty: none */
    int64_t alternatives; /* count, withdrawn ones too */
};

struct alternative {
    struct bytes id;
    struct bytes sponsor;
    int64_t proposed; /* index of the entry */
    bool withdrawn;
    struct hash root; /* the alternative root */
    size_t leaf_count;
    const struct act_leaf *leaves; /* ascending by language */
};

struct hold {
    struct bytes member;
    struct bytes reason;
    struct bytes release;
    int64_t since_ms;
    int64_t placed; /* index of the entry */
};

enum stance { STANCE_OPEN, STANCE_AD_REFERENDUM, STANCE_AGREED };
struct agreement {
    struct bytes member;
    enum stance stance;
    struct hash root; /* of the alternative */
    int64_t said;
};

struct position {
    struct bytes member;
    char letter;
    int64_t taken; /* index of the entry; its act has the reason */
    bool reasoned; /* it has one */
};

struct version {
    int64_t number; /* from 1 */
    struct hash root;
    int64_t fixed; /* index of the entry */
    size_t count;
    const struct version_part {
        struct bytes provision;
        struct bytes alternative;
    } *parts; /* in document order, without deleted provisions */
};

/* What a root stands for. */
struct root {
    enum { ROOT_VERSION, ROOT_ALTERNATIVE } what;
    struct hash matter;
    int64_t version;
    struct bytes provision;
    struct bytes alternative;
    struct hash silence; /* that it was put to; zero: none */
};

/* Getters: false: none. What they give lives in the arena or as long as the state's values. */
bool matter_get(struct state *s, const struct hash *id, struct arena *a, struct matter *out);
bool matter_find(struct state *s, struct bytes body, struct bytes reference, struct hash *id);
size_t matter_list(struct state *s, struct arena *a, struct matter **out); /* in order of opening */
bool provision_get(struct state *s, const struct hash *matter, struct bytes id, struct provision *out);
size_t provision_list(struct state *s, const struct hash *matter, struct arena *a, struct provision **out);
bool alternative_get(struct state *s, const struct hash *matter, struct bytes provision, struct bytes id,
                     struct arena *a, struct alternative *out);
size_t alternative_list(struct state *s, const struct hash *matter, struct bytes provision, struct arena *a,
                        struct alternative **out); /* in order of proposal */
size_t hold_list(struct state *s, const struct hash *matter, struct bytes provision, struct arena *a,
                 struct hold **out);
size_t agreement_list(struct state *s, const struct hash *matter, struct bytes provision, struct arena *a,
                      struct agreement **out);
bool position_get(struct state *s, const struct hash *root, struct bytes member, struct position *out);
size_t position_list(struct state *s, const struct hash *root, struct arena *a, struct position **out);
bool explanation_get(struct state *s, const struct hash *root, struct bytes member, struct position *out);
size_t explanation_list(struct state *s, const struct hash *root, struct arena *a, struct position **out);
bool version_get(struct state *s, const struct hash *matter, int64_t number, struct arena *a,
                 struct version *out);
bool root_get(struct state *s, const struct hash *root, struct root *out);
const char *stance_word(enum stance s);
bool stance_parse(struct bytes word, enum stance *out);

/* For the mechanisms beside: silence and opening. */
void matter_put(struct state *s, const struct matter *m);
/* From now on it is found by its reference in its body. */
void matter_name(struct state *s, const struct matter *m);
/* Whether the charter lets the body decide by that rule, and it is in force. */
bool matter_rule_is_of(struct context *c, struct bytes body, struct bytes rule);
void root_put(struct state *s, const struct hash *root, const struct root *r);
void provision_put(struct state *s, const struct hash *matter, const struct provision *p);
void alternative_put(struct state *s, const struct hash *matter, struct bytes provision,
                     const struct alternative *alt);
void version_put(struct state *s, const struct hash *matter, const struct version *v);
/* Whether a member of the body holds a provision. Brackets of those who have left it are kept and do not
 * count. */
bool matter_is_held(struct state *s, const struct hash *id, const struct body *b, struct arena *a);

/* Roots (contracts section 3). A leaf of a text is block(provision id), block(language), commitment, where a
 * block is a u32 length, big-endian, and bytes; of an alternative the same with `provision:alternative` for
 * the id. The root is the RFC 6962 hash over them. */
struct hash text_commitment(const uint8_t salt[32], struct bytes plaintext);
struct hash text_leaf(struct bytes id, struct bytes language, const struct hash *commitment);
struct hash alternative_root(struct arena *a, struct bytes provision, struct bytes alternative,
                             const struct act_leaf *leaves, size_t count);
/* The parts of the text as it stands, in document order, and its root. False: something is not chosen, or the
 * text is empty. */
bool matter_text(struct state *s, const struct hash *matter, struct arena *a, struct version *out);
/* All leaves of a version in order, for proofs and rendering. */
struct text_part {
    struct bytes provision;
    struct bytes language;
    struct hash commitment;
};
size_t version_parts(struct state *s, const struct hash *matter, const struct version *v, struct arena *a,
                     struct text_part **out);

enum rejection matter_open(struct context *c, const struct act *a);
enum rejection matter_propose(struct context *c, const struct act *a);
enum rejection matter_withdraw(struct context *c, const struct act *a);
enum rejection matter_choose(struct context *c, const struct act *a);
enum rejection matter_delete(struct context *c, const struct act *a);
enum rejection matter_version(struct context *c, const struct act *a);
/* stance.c */
enum rejection matter_hold(struct context *c, const struct act *a);
enum rejection matter_release(struct context *c, const struct act *a);
enum rejection matter_agree(struct context *c, const struct act *a);
enum rejection matter_position(struct context *c, const struct act *a);
enum rejection matter_explain(struct context *c, const struct act *a);

/* Common first steps of acts on a matter: it exists, the member sits in its body, it is open for work. */
enum rejection matter_enter(struct context *c, const struct act *a, struct matter *m, struct body *b);
enum rejection matter_enter_chair(struct context *c, const struct act *a, struct matter *m, struct body *b);
#endif
