/* tests/support/org.h: an organisation for tests: members with keys from a seed, a founding document, acts.
 * Everything lives in the arena given to org_make; the same options give the same bytes. */
#ifndef SUPPORT_ORG_H
#define SUPPORT_ORG_H

#include "mechanism/founding.h"
#include "node/key.h"

enum { ORG_MEMBERS_MAX = 32 };

/* The keys of a member. Minister and ambassador may do everything, the adviser only speak. */
enum org_key { ORG_MINISTER, ORG_AMBASSADOR, ORG_ADVISER, ORG_OBJECTION, ORG_NODE, ORG_KEYS };

struct org_options {
    size_t members;        /* codes A01, A02, ... */
    enum realm realm;
    const char *origin;    /* NULL: "test.example" */
    const char *charter;   /* text; NULL: org_charter */
    const char *tables;    /* JSON of their list, without its brackets; NULL: none */
    uint64_t seed;         /* of the keys */
    int64_t time_ms;       /* of the founding; 0: 2026-01-01 */
};

struct org {
    struct arena *arena;
    struct org_options options;
    struct bytes document;
    struct hash id;
    int64_t next_seq;
    int64_t epoch; /* that acts name: 1 */
    struct key_file log_key;
    struct bytes codes[ORG_MEMBERS_MAX];
    struct key_file keys[ORG_MEMBERS_MAX][ORG_KEYS];
};

/* A council of all with the rules `silence` (close all) and `majority`, chair by rotation, and a working
 * group whose seats are open: A01 and A02 found it. The second is the same, but its silences close by n-f. */
extern const char org_charter[];
extern const char org_charter_quorum[];

void org_make(struct arena *a, const struct org_options *options, struct org *out);
/* One more key pair from a seed, of a member and a role. */
struct key_file org_key(const struct org *o, size_t member, const char *role, uint64_t seed);

/* What an act may differ in from a plain one. */
struct org_act {
    const char *kind;
    size_t member;
    enum org_key key;
    const struct key_file *signer; /* NULL: that key */
    bool two;                      /* minister and ambassador both sign */
    const char *body;              /* canonical JSON */
    int64_t seq;                   /* 0: the next */
    int64_t expires_ms;
};
/* Its envelope. */
struct bytes org_sign(struct org *o, struct arena *a, const struct org_act *act);
/* A payload, as it stands, under the signatures of these keys. */
struct bytes org_seal(struct arena *a, const char *type, struct bytes payload,
                      const struct key_file *const *keys, size_t count);
/* The subject that a body prescribes, or "none" for a body that does not fit. */
struct bytes org_subject(struct arena *a, const char *kind, struct bytes body);
struct hash org_act_id(struct arena *a, struct bytes envelope);
/* The founding document with one text replaced by another of any length, for what must be refused. */
struct bytes org_changed(struct arena *a, struct bytes document, const char *old, const char *new);
const char *org_hex(struct arena *a, const struct hash *h);
const char *org_public(const struct org *o, size_t member, enum org_key key);

/* Words for a provision: salt and text from a number, their commitments, and the `leaves` of a propose act.
 */
struct org_words {
    uint8_t salt[2][32];
    struct bytes text[2]; /* en, fr */
    struct hash commitment[2];
    const char *leaves;   /* JSON */
};
struct org_words org_words(struct arena *a, uint64_t number);
#endif
