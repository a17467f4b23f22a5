/* node/signer_wire.h: what is asked of a signer, as typed fields, and as the bytes of a message
 * (docs/formats/signer.md).
 *
 * A signer never signs given bytes: it takes these fields and composes what it signs. Each message is `u8
 * verb`, then the fields; each answer `u8 refusal` (0: none), then a block: what was asked for, or why not in
 * words for people. Encoding belongs to who asks; decoding is the signer's, and bounds everything before it
 * takes memory. */
#ifndef NODE_SIGNER_WIRE_H
#define NODE_SIGNER_WIRE_H

#include "base/arena.h"
#include "base/limits.h"
#include "codec/dsse.h"
#include "record/act.h"
#include "record/checkpoint.h"
#include "record/entry.h"
#include "record/fact_voice.h"
#include "record/tree.h"

/* name, number, whose: m a member's signer, l the log's, b both */
#define SIGNER_VERB_TABLE(X)                                                                                 \
    X(status, 1, 'b')                                                                                        \
    X(availability, 2, 'm')                                                                                  \
    X(receipt, 3, 'm')                                                                                       \
    X(tick, 4, 'm')                                                                                          \
    X(all_clear, 5, 'm')                                                                                     \
    X(open, 6, 'm')                                                                                          \
    X(held, 7, 'm')                                                                                          \
    X(checkpoint, 8, 'l')                                                                                    \
    X(join, 9, 'm')                                                                                          \
    X(deal, 10, 'm')                                                                                         \
    X(confirm, 11, 'm')                                                                                      \
    X(nonces, 12, 'm')                                                                                       \
    X(share, 13, 'm')

enum signer_verb {
#define X(name, number, whose) SIGNER_##name = number,
    SIGNER_VERB_TABLE(X)
#undef X
};

/* name, text. Each has a test that causes it. */
#define SIGNER_REFUSAL_TABLE(X)                                                                              \
    X(none, "done")                                                                                          \
    X(malformed, "the request is not in the form that signers take")                                         \
    X(not_mine, "this signer has another role")                                                              \
    X(bad_signature, "a signature of the objection does not hold")                                           \
    X(too_many, "as many objections to this text are held as can be: they stand without a receipt")          \
    X(too_early, "this signer's own clock has not passed what it must pass")                                 \
    X(bad_checkpoint, "the checkpoint is not one that the log signed")                                       \
    X(not_grown, "the record shown is not the one seen last, grown")                                         \
    X(not_included, "an entry is not in the record shown")                                                   \
    X(not_fired, "the deadline had not fired in the record shown")                                           \
    X(wrong_silence, "the silence named was not opened as shown")                                            \
    X(still_held, "an objection is held that has no result in the record shown")                             \
    X(not_adopted, "the text was not adopted in the record shown")                                           \
    X(bad_text, "the words are not in the form that texts have")                                             \
    X(disk_full, "there is no space left for this signer's state")                                           \
    X(disk_failed, "this signer's state cannot be written: start it again")                                  \
    X(not_found, "there is nothing of that number")                                                         \
    X(wrong_fact, "the fact shown is not what the record has at its place")                                 \
    X(not_party, "this node is not one of those named")                                                     \
    X(not_joined, "this node has not joined that ceremony, or has forgotten it")                            \
    X(bad_dealing, "a dealing is not one of this ceremony and its dealer")                                  \
    X(bad_share, "a share that was dealt to this node is not what its dealer promised")                     \
    X(wrong_key, "the dealings do not make the key that the record names")                                  \
    X(no_share, "this node has no share of that key")                                                       \
    X(wrong_statement, "the statement is not the one that the record and the file say")                     \
    X(not_carried, "fewer members carry the statement than the key needs")                                  \
    X(bound, "this node has given shares of its key: it takes part in no other ceremony")

enum signer_refusal {
#define X(name, text) REFUSE_##name,
    SIGNER_REFUSAL_TABLE(X)
#undef X
    SIGNER_REFUSALS
};
const char *signer_refusal_name(enum signer_refusal r);
const char *signer_refusal_text(enum signer_refusal r);

/* The record as the log signed it, and that it is what this signer saw last, grown. */
struct signer_view {
    struct bytes note;
    struct proof growth;
};

struct signer_included { /* an entry, and that it is in the view */
    struct entry entry;
    struct proof proof;
};

struct signer_availability {
    struct hash matter;
    struct hash root;
};

struct signer_receipt { /* of an objection.raise act of this organisation */
    int64_t epoch;
    int64_t expires_ms;
    int64_t seq;
    struct bytes member;
    struct public_key key;
    struct hash root;
    struct bytes reason;
    size_t signature_count;
    struct dsse_signature signatures[SIGNATURES_MAX];
};

struct signer_tick {
    struct hash silence;
    struct hash root;
    int64_t deadline_ms;
};

struct signer_opening { /* of the silence.open act whose id the silence has */
    int64_t epoch;
    int64_t expires_ms;
    int64_t seq;
    struct bytes member;
    struct public_key key;
    struct hash matter;
    struct hash root;
    int64_t duration_ms;
};

struct signer_all_clear {
    struct signer_view view;
    struct signer_opening opening;
    struct fact_deadline fact; /* subject: the silence */
    struct signer_included fired;
    size_t held_count;
    const struct signer_included *held;
};

struct signer_open {
    struct signer_view view;
    struct fact_close fact;
    struct signer_included closed;
    struct bytes provision;
    struct bytes language;
    struct hash salt;
    struct bytes text;
};

struct signer_checkpoint {
    struct checkpoint checkpoint;
    struct proof growth;
};

struct signer_join {
    struct signer_view view;
    struct fact_ceremony fact; /* `ceremony` */
    struct signer_included opened;
};

struct signer_deal {
    struct signer_view view;
    struct fact_ceremony fact; /* `parties` */
    struct signer_included joined;
};

struct signer_confirm {
    struct signer_view view;
    struct fact_ceremony parties;
    struct signer_included joined;
    struct fact_ceremony fact; /* `transcript` */
    struct signer_included dealt;
    const struct bytes *dealings; /* as many as parties, in their order */
};

struct signer_share {
    struct signer_view view;
    struct fact_close close;
    struct signer_included closed;
    struct hash sha256; /* of the statement fact */
    struct signer_included said;
    struct fact_session session;
    struct signer_included asked;
    struct bytes file; /* statement.txt */
};

struct signer_request {
    enum signer_verb verb;
    union {
        struct signer_availability availability;
        struct signer_receipt receipt;
        struct signer_tick tick;
        struct signer_all_clear all_clear;
        struct signer_open open;
        uint64_t held; /* number, from 0 */
        struct signer_checkpoint checkpoint;
        struct signer_join join;
        struct signer_deal deal;
        struct signer_confirm confirm;
        struct hash nonces; /* transcript of the sharing */
        struct signer_share share;
    };
};

void signer_request_write(struct buffer *b, const struct signer_request *r);
/* ERROR_MALFORMED. Bytes are borrowed from the message; lists live in the arena. */
MUST_USE enum error signer_request_read(struct arena *a, struct bytes message, struct signer_request *out);

/* Answers. */
struct signer_status {
    bool is_log;
    struct bytes member; /* "-" for the log's */
    struct public_key key;
    struct checkpoint last; /* seen last by a member's, signed last by the log's */
    uint64_t held_count;
    struct hash transcript; /* of the sharing that it has a share of; zero: none */
    uint32_t couples;       /* nonces in its memory that are not spent */
};

struct signer_held { /* the n-th objection that it gave a receipt for */
    struct hash root;
    struct hash id;
    bool cleared; /* an all-clear was given for the root since */
    struct bytes envelope;
};

void signer_answer_write(struct buffer *b, enum signer_refusal r, struct bytes content);
MUST_USE enum error signer_answer_read(struct bytes message, enum signer_refusal *r, struct bytes *content);
void signer_status_write(struct buffer *b, const struct signer_status *s);
MUST_USE enum error signer_status_read(struct bytes content, struct signer_status *out);
void signer_held_write(struct buffer *b, const struct signer_held *h);
MUST_USE enum error signer_held_read(struct bytes content, struct signer_held *out);
#endif
