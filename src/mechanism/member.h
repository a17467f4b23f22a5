/* mechanism/member.h: members, their keys and full powers, and the clearing node that each names. */
#ifndef MECHANISM_MEMBER_H
#define MECHANISM_MEMBER_H

#include "mechanism/acts.h"
#include "mechanism/context.h"

struct member {
    struct bytes code;
    struct bytes name;
    struct public_key clearing; /* key of the node that clears for it */
    int64_t key_managers;       /* living delegates with the power `keys` */
    int64_t delegates;          /* living delegates */
};

struct member_key {
    struct public_key key;
    struct bytes member;
    enum key_role role;
    unsigned powers;
    struct bytes name;
    int64_t enrolled; /* index of the entry */
    int64_t revoked;  /* index of the entry, 0: living */
};

/* Bytes live as long as the state's (store/state.h). False: none. */
bool member_get(struct state *s, struct bytes code, struct member *out);
bool member_key_get(struct state *s, const struct public_key *key, struct member_key *out);
/* All members ascending by code; all keys of one, ascending by key. */
size_t member_list(struct state *s, struct arena *a, struct member **out);
size_t member_keys(struct state *s, struct bytes code, struct arena *a, struct member_key **out);
/* Living delegates with all of these powers. */
size_t member_count_delegates(struct state *s, struct bytes code, unsigned powers, struct arena *a);

/* At the founding. */
void member_found(struct state *s, struct bytes code, struct bytes name, const struct public_key *clearing);
void member_found_key(struct state *s, const struct member_key *key);

enum rejection member_enrol(struct context *c, const struct act *a);
enum rejection member_revoke(struct context *c, const struct act *a);
enum rejection member_powers(struct context *c, const struct act *a);
enum rejection member_clearing(struct context *c, const struct act *a);
#endif
