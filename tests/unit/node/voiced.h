/* tests/unit/node/voiced.h: the signer of the first of four members, taken through a ceremony and to a
 * session by a record that a test writes as it likes; the other three members are the test. */
#ifndef UNIT_NODE_VOICED_H
#define UNIT_NODE_VOICED_H

#include "node/signer_inner.h"
#include "unit/node/probe.h"

enum { VOICED_MEMBERS = 4, VOICED_THRESHOLD = 3, VOICED_COUPLES = 8 };

struct voiced {
    struct probe p;
    struct prng prng;
    struct hash ceremony;
    struct scalar receptions[VOICED_MEMBERS]; /* of the others */
    struct scalar shares[VOICED_MEMBERS];     /* of the others */
    struct public_key nodes[VOICED_MEMBERS];
    struct public_key keys[VOICED_MEMBERS];
    struct bytes dealings[VOICED_MEMBERS];
    struct ceremony parties;
    struct sharing sharing;
    size_t opened; /* indexes of the facts */
    size_t joined;
    size_t dealt;
    size_t closed;
    size_t said;
    size_t asked;
    uint8_t couples[VOICED_COUPLES][COUPLE_BYTES]; /* that the signer published last */
    uint8_t others[VOICED_MEMBERS][COUPLE_BYTES];
    uint16_t ids[VOICED_MEMBERS];
    struct signer_request join;
    struct signer_request deal;
    struct signer_request confirm;
    struct signer_request nonces;
    struct signer_request share;
};

/* Each brings the signer, and the record shown to it, as far as the request of that name can be made. */
void voiced_to_join(struct voiced *v);
void voiced_to_deal(struct voiced *v);
void voiced_to_confirm(struct voiced *v);
void voiced_to_nonces(struct voiced *v);
void voiced_to_share(struct voiced *v);
void voiced_done(struct voiced *v);

/* Refreshes what a request shows, after the record or what the signer saw last has changed. */
void voiced_show(struct voiced *v);
/* Puts a fact into the record as the request names it now, and shows it there. */
void voiced_put_opened(struct voiced *v);
void voiced_put_joined(struct voiced *v);
void voiced_put_dealt(struct voiced *v);
/* Close, statement and session, as v->share names them; `file` decides the hash. */
void voiced_put_session(struct voiced *v);
/* Deals for all but the signer, whose own dealing is given; the last of the others lies to the signer. */
void voiced_deal_all(struct voiced *v, struct bytes own, bool lie);
/* Publishes couples, for sessions to come. */
void voiced_publish(struct voiced *v);
/* A new session, of the signer's couple of this number. */
void voiced_session(struct voiced *v, size_t couple);
/* Whether the act is a share of the session asked, both halves of it. */
bool voiced_share_holds(struct voiced *v, const struct act *act);
#endif
