/* tests/support/rig_voice.h: what the members' nodes do in a ceremony and when something is signed, on a test
 * bench: their secrets, from a seed, and the acts that come of them. */
#ifndef SUPPORT_RIG_VOICE_H
#define SUPPORT_RIG_VOICE_H

#include "base/prng.h"
#include "mechanism/signing.h"
#include "support/rig.h"

enum { RIG_COUPLES_MAX = 64 };

struct rig_holder {
    struct scalar reception;
    struct scalar share;
    size_t couple_count; /* made so far */
    struct frost_nonces raw[RIG_COUPLES_MAX];
    struct frost_nonces sshsig[RIG_COUPLES_MAX];
};

struct rig_voice {
    struct rig *r;
    struct prng prng;
    int64_t duration_ms; /* of the rounds */
    struct hash ceremony;
    struct rig_holder *holders; /* one a member */
};

void rig_voice_begin(struct rig_voice *v, struct rig *r, uint64_t seed);

/* Steps of one member, 0 the first; each gives the result of its act. */
const char *rig_voice_ask(struct rig_voice *v, size_t member);
const char *rig_voice_join(struct rig_voice *v, size_t member);
const char *rig_voice_deal(struct rig_voice *v, size_t member);
const char *rig_voice_confirm(struct rig_voice *v, size_t member);
const char *rig_voice_nonces(struct rig_voice *v, size_t member, size_t couples);
/* Its share of the first session of a statement that asks it and has no answer yet; `spoil` makes the raw
 * half (1) or the other (2) a bad one. */
const char *rig_voice_share(struct rig_voice *v, size_t member, int64_t statement, int spoil);
const char *rig_voice_refuse(struct rig_voice *v, size_t member, int64_t statement);

/* All members' steps until the newest ceremony is there. */
void rig_voice_to(struct rig_voice *v, enum ceremony_stage stage);
struct voice_ceremony rig_voice_ceremony(struct rig_voice *v);
/* The newest session of a statement. False: there is none. */
bool rig_voice_session(struct rig_voice *v, int64_t statement, struct signing *out);
/* What the dealing of a member would be, in base64. */
const char *rig_voice_dealing(struct rig_voice *v, size_t member);
#endif
