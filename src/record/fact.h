/* record/fact.h: what the engine itself establishes. Unsigned, recomputed by every auditor. Canonical JSON;
 * the id of a fact is the SHA-256 of its body.
 *   block    {"kind":"block","previous":MS,"time":MS}              each block that changes state, each pulse
 *   gap      {"excess":MS,"kind":"gap","previous":MS,"time":MS}    time given back to what is open
 *   deadline {"deadline":MS,"kind":"deadline","root":HEX,"subject":HEX,"time":MS}
 *   close    {"charter":HEX,"deadline":MS,"epoch":N,"kind":"close","matter":HEX,"not_reached":[CODE..],
 *             "org":HEX,"outcome":TEXT,"realm":TEXT,"reason":TEXT,"root":HEX,"rule":HEX,"rule_name":TEXT,
 *             "rung":TEXT,"speaking_for":[CODE..],"statement":N,"subject":HEX,"time":MS}
 *            statement 0: not adopted
 *   charter  {"charter":HEX,"close":INDEX,"kind":"charter","time":MS,"version":N}   it comes into force
 *   civil.deadline {"day":DATE,"id":HEX,"kind":"civil.deadline","number":N,"of":WORD,"time":MS,"what":WORD}
 *            what was set for a civil day has come; of: which noun; what: what came of it
 *   tally    {"bodies":[{"body":TEXT,"members":[CODE..]}..],"kind":"tally","motion":TEXT,"presence":HEX,
 *             "seats":[{"member":CODE,"position":TEXT,"present":TEXT,"said":INDEX}..],"subject":HEX}
 *            of a vote, before its close; bodies only where the rule is over several
 *   statement {"close":INDEX,"kind":"statement","sha256":HEX}      the hash of statement.txt */
#ifndef RECORD_FACT_H
#define RECORD_FACT_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "crypto/hash.h"
#include "record/act.h"

struct fact_deadline {
    struct hash subject; /* the silence */
    struct hash root;
    int64_t deadline_ms;
    int64_t time_ms;
};

struct fact_close {
    struct hash org;
    int64_t epoch;
    enum realm realm;
    struct hash subject; /* the silence or the vote */
    struct hash matter;
    struct hash root;
    int64_t deadline_ms;
    int64_t time_ms;
    struct hash charter;
    struct hash rule;
    struct bytes rule_name;
    struct bytes outcome;
    struct bytes reason;
    struct bytes rung;
    size_t speaking_for_count;
    const struct bytes *speaking_for; /* codes, ascending */
    size_t not_reached_count;
    const struct bytes *not_reached;
    int64_t statement;
};

/* Of a rule over several bodies: who was counted in one of them. */
struct fact_body {
    struct bytes name;
    size_t count;
    const struct bytes *members; /* ascending */
};

/* What was counted in a vote. */
struct fact_tally {
    size_t body_count; /* 0: the rule is over none */
    const struct fact_body *bodies;
    struct hash subject;
    struct bytes motion;
    struct hash presence; /* zero: not asked */
    size_t seat_count;
    const struct fact_tally_seat {
        struct bytes member;
        struct bytes position; /* a letter, or a split "Y=2,N=1" */
        struct bytes present;  /* yes, no, contradicted, or empty: not asked */
        int64_t said;          /* index of the entry of its position; 0: it took none */
    } *seats;                  /* ascending by member */
};

struct fact_civil {
    struct bytes day; /* YYYY-MM-DD, for which it was set */
    struct hash id;
    int64_t number;
    struct bytes of;
    int64_t time_ms;
    struct bytes what;
};

void fact_write_block(struct buffer *b, int64_t previous_ms, int64_t time_ms);
void fact_write_gap(struct buffer *b, int64_t previous_ms, int64_t time_ms, int64_t excess_ms);
void fact_write_deadline(struct buffer *b, const struct fact_deadline *f);
void fact_write_statement(struct buffer *b, uint64_t close, const struct hash *sha256);
void fact_write_charter(struct buffer *b, int64_t version, const struct hash *charter, uint64_t close,
                        int64_t time_ms);
void fact_write_civil(struct buffer *b, const struct fact_civil *f);
void fact_write_tally(struct buffer *b, const struct fact_tally *f);
void fact_write_close(struct buffer *b, const struct fact_close *f);

/* Reads the canonical body of a close fact; lists live in the arena. ERROR_MALFORMED. fact_read.c: the signer
 * has no parser. */
MUST_USE enum error fact_read_close(struct arena *a, struct bytes body, struct fact_close *out);
MUST_USE enum error fact_read_tally(struct arena *a, struct bytes body, struct fact_tally *out);
/* The kind of a fact: "block", "gap", ...; empty if the body is none. */
struct bytes fact_kind(struct arena *a, struct bytes body);
#endif
