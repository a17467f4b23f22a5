/* mechanism/signing.h: how the organisation's key signs a statement, with the record as the coordinator
 * (docs/protocol/voice.md; after ROAST).
 *
 * Nodes publish pairs of nonces ahead, two a session: one for the raw file, one for its SSHSIG preimage. A
 * statement that is complete and that enough members carry is signed in sessions. A session opens whenever as
 * many members as the key needs are ready: they have nonces, have answered every session of this statement
 * before, and none of their shares was bad. A session in which everybody may still answer has
 * SESSION_GRACE_MS for itself; then a member that is silent keeps no other from going on. The first session
 * with all shares ends them all. */
#ifndef MECHANISM_SIGNING_H
#define MECHANISM_SIGNING_H

#include "crypto/frost.h"
#include "mechanism/statement.h"
#include "mechanism/voice.h"
#include "record/fact_voice.h"

/* What both signatures of one session need, prepared once for as many shares as come. */
struct signing_desk {
    struct hash id; /* of the session at hand; zero: none */
    struct frost_session raw;
    struct frost_session sshsig;
};

enum share_stage { SHARE_ASKED, SHARE_GIVEN, SHARE_BAD, SHARE_REFUSED };

struct signing_seat {
    int64_t id; /* identifier of the member: its place in the voice, from 1 */
    enum share_stage stage;
    int64_t given; /* index of the entry of its answer */
    bool named;    /* a fact says that its share is bad */
    uint8_t couple[COUPLE_BYTES];
    struct scalar raw;
    struct scalar sshsig;
};

struct signing {
    struct hash id; /* of its fact */
    int64_t statement;
    int64_t attempt; /* from 1 */
    int64_t opened;  /* index of its fact */
    int64_t opened_ms;
    size_t seat_count;
    struct signing_seat *seats; /* ascending by identifier */
};

/* The signature of a statement. */
struct spoken {
    int64_t entry; /* of its fact */
    struct hash session;
    struct signature raw;
    struct signature sshsig;
};

/* How many nonces of a member are not spent. */
size_t signing_nonces(struct state *s, struct bytes member);
/* The sessions of a statement, in their order; seats live in the arena. */
size_t signing_list(struct state *s, int64_t statement, struct arena *a, struct signing **out);
bool signing_get(struct state *s, const struct hash *id, struct arena *a, struct signing *out);
/* Statements that are to be signed and are not yet, ascending. */
size_t signing_wanted(struct state *s, struct arena *a, int64_t **out);
/* False: not signed. */
bool signing_spoken(struct state *s, int64_t statement, struct spoken *out);

/* Namespace of the organisation's SSHSIG signatures: [exercise-]statement@ORIGIN. */
struct bytes signing_namespace(struct arena *a, const struct organisation *org);

enum rejection signing_nonces_publish(struct context *c, const struct act *a);
enum rejection signing_share(struct context *c, const struct act *a);
enum rejection signing_refuse(struct context *c, const struct act *a);

/* From now on a complete statement is to be signed. */
void signing_want(struct state *s, int64_t statement);
/* At the end of a block: bad shares are named, signatures completed, sessions opened. */
void signing_advance(struct context *c, const struct block_sink *sink);

/* The official time at which a further session opens though nobody acts; 0: none does. */
int64_t signing_next_ms(struct state *s, struct arena *a);

/* For the files of this mechanism. */
struct signing_pool { /* of one member: what it published last, less what is spent, oldest first */
    size_t count;
    uint8_t couples[NONCES_MAX][COUPLE_BYTES];
};
void signing_put(struct state *s, const struct signing *x);
void signing_pool_get(struct state *s, struct bytes member, struct signing_pool *out);
void signing_pool_put(struct state *s, struct bytes member, const struct signing_pool *pool);
/* Takes a point for good; false: it was published before, by whomever. */
bool signing_claim(struct state *s, const struct point *p);
void signing_spoken_put(struct state *s, int64_t statement, const struct spoken *x);
#endif
