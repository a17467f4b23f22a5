/* record/fact_voice.h: facts about the organisation's key and about what it signs. Canonical JSON as in
 * record/fact.h; lists run parallel, members by code, ascending.
 *
 *   ceremony   {"ceremony":HEX,"deadline":MS,"kind":"ceremony","members":[CODE..],"threshold":N,"time":MS}
 *              the members have asked for it
 *   parties    {"ceremony":HEX,"deadline":MS,"keys":[HEX..],"kind":"parties","members":[CODE..],
 *               "nodes":[HEX..],"threshold":N,"time":MS}
 *              everybody has joined, with these keys for receiving
 *   transcript {"ceremony":HEX,"deadline":MS,"key":HEX,"kind":"transcript","time":MS,"transcript":HEX}
 *              everybody has dealt
 *   key        {"ceremony":HEX,"key":HEX,"kind":"key","members":[CODE..],"shares":[HEX..],"threshold":N,
 *               "time":MS,"transcript":HEX}
 *              everybody has confirmed: the key speaks from now on
 *   void       {"ceremony":HEX,"kind":"void","missing":[CODE..],"round":TEXT,"time":MS}
 *   session    {"attempt":N,"close":INDEX,"commitments":[HEX..],"ids":[N..],"kind":"session",
 *               "members":[CODE..],"sha256":HEX,"time":MS,"transcript":HEX}
 *              128 bytes of commitments a member: for the raw file, then for SSHSIG
 *   evidence   {"kind":"evidence","member":CODE,"session":HEX,"share":INDEX,"time":MS}
 *              the share at that entry is bad
 *   signature  {"close":INDEX,"kind":"signature","raw":HEX,"session":HEX,"sha256":HEX,"sshsig":HEX,"time":MS}
 */
#ifndef RECORD_FACT_VOICE_H
#define RECORD_FACT_VOICE_H

#include "record/fact.h"

struct fact_ceremony {
    struct hash ceremony;
    int64_t deadline_ms;
    int64_t time_ms;
    int64_t threshold;
    size_t count;
    const struct bytes *members;
    const struct public_key *nodes; /* of parties */
    const struct public_key *keys;  /* of parties: for receiving; of key: verification shares */
    struct public_key key;          /* of transcript and key */
    struct hash transcript;
};
void fact_write_ceremony(struct buffer *b, const struct fact_ceremony *f);
void fact_write_parties(struct buffer *b, const struct fact_ceremony *f);
void fact_write_transcript(struct buffer *b, const struct fact_ceremony *f);
void fact_write_key(struct buffer *b, const struct fact_ceremony *f);
/* Of a ceremony that is void, and whom its round lacked. */
void fact_write_void(struct buffer *b, const struct hash *ceremony, const char *round, int64_t time_ms,
                     const struct bytes *missing, size_t count);

/* What a member publishes for one session: pairs of nonces for both signatures. */
#define COUPLE_BYTES 128
struct fact_session {
    uint64_t close;
    int64_t attempt; /* from 1 */
    int64_t time_ms;
    struct hash sha256;     /* of statement.txt */
    struct hash transcript; /* of the sharing */
    size_t count;
    const struct bytes *members;
    const uint16_t *ids; /* their identifiers as holders of shares, ascending */
    const uint8_t (*couples)[COUPLE_BYTES];
};
void fact_write_session(struct buffer *b, const struct fact_session *f);
/* The id of a session: that of its fact. */
struct hash fact_session_id(const struct fact_session *f);
void fact_write_evidence(struct buffer *b, const struct hash *session, struct bytes member, uint64_t share,
                         int64_t time_ms);
struct fact_signature {
    uint64_t close;
    struct hash session;
    struct hash sha256;
    struct signature raw;
    struct signature sshsig;
    int64_t time_ms;
};
void fact_write_signature(struct buffer *b, const struct fact_signature *f);

/* Readers of the canonical bodies; lists live in the arena. ERROR_MALFORMED, also for another kind. Apart, in
 * fact_voice_read.c: the signer has no parser. */
MUST_USE enum error fact_read_ceremony(struct arena *a, struct bytes body, const char *kind,
                                       struct fact_ceremony *out);
MUST_USE enum error fact_read_session(struct arena *a, struct bytes body, struct fact_session *out);

/* The first line of statement.txt without its LF: exactly `univocal statement 1 exercise EXERCISE` or
 * `univocal statement 1 real`. Signers sign nothing that begins otherwise. */
const char *statement_first_line(enum realm realm);
/* The namespace of SSH signatures over statements: [exercise-]statement@ORIGIN, from the origin without its
 * prefix. */
void statement_namespace_write(struct buffer *b, enum realm realm, struct bytes origin);

/* What a node proves the possession of its receiving key for: always as many bytes. */
void ceremony_context_write(struct buffer *b, const struct hash *org, enum realm realm,
                            const struct hash *ceremony, const struct public_key *node);
#endif
