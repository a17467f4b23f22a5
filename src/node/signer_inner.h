/* node/signer_inner.h: what the files of the signer share; for them alone. */
#ifndef NODE_SIGNER_INNER_H
#define NODE_SIGNER_INNER_H

#include "crypto/frost.h"
#include "crypto/secret.h"
#include "crypto/sharing.h"
#include "node/signer.h"
#include "node/signer_file.h"
#include "node/signer_rows.h"

enum { COUPLES_KEPT = 64, COUPLES_AT_ONCE = 8 };

/* What a session takes of a node: it exists in locked memory alone, and once. */
struct signer_couple {
    bool live; /* not spent */
    struct frost_nonces raw;
    struct frost_nonces sshsig;
};

struct signer_secrets {
    struct scalar reception; /* for the ceremony that this node has joined */
    struct scalar share;
    struct signer_couple couples[COUPLES_KEPT];
    struct signer_couple taken; /* while this node makes a share of a signature */
    struct dealing_work work;   /* while it deals */
    struct scalar received[SHARE_HOLDERS_MAX]; /* while it sums up what was dealt to it */
    struct scalar sum;
};

/* What a node has to do with the organisation's key. */
struct signer_voice {
    struct secret vault; /* struct signer_secrets */
    bool joined;
    struct hash ceremony; /* that it joined last */
    bool shared;
    struct hash sharing; /* the ceremony that its share is of, */
    struct hash transcript;
    struct public_key key; /* the organisation's */
    uint16_t id;
    uint16_t threshold;
    bool served;        /* it has given a share of a signature: the key is one that speaks */
    struct hash session; /* the last one that it gave a share to */
    size_t next_couple; /* the place of the next one; the oldest goes */
    uint32_t live;      /* couples that are not spent */
};

struct signer {
    const struct env *env;
    struct signer_settings settings;
    struct key_file key;
    bool is_log;
    enum mutation mutation;
    struct signer_file file;
    struct signer_rows rows;
    struct signer_voice voice;
    struct checkpoint last;
    uint64_t dead_bytes; /* of the file: checkpoints that were followed by others */
    bool introduced;     /* the file says whose it is */
    struct arena arena;      /* lives as long as the signer */
    struct arena scratch;    /* lives for one request */
};

enum record_type {
    RECORD_WHOSE = 'W',
    RECORD_SEEN = 'K',
    RECORD_HELD = 'H',
    RECORD_CLEARED = 'C',
    RECORD_JOINED = 'J', /* a ceremony, and the secret for receiving its shares */
    RECORD_SHARE = 'S',
    RECORD_SPENT = 'P', /* a session that this node gave a share to */
};

static inline bool signer_mutated(const struct signer *s, enum mutation m)
{
    return mutated_by(s->mutation, m);
}

/* signer_compose.c: what is signed is composed here, from fields. */
/* An act of this node: it never expires. Its number is the signer's own time, so that what was refused once
 * (a node that cleared for nobody then) may be said again: an act with the same bytes has had its answer. */
void signer_sign_act(struct signer *s, const char *kind, struct bytes subject, struct bytes body,
                     struct buffer *out);
void signer_sign_payload(struct signer *s, const char *type, struct bytes payload, struct buffer *envelope);
/* The id that an act of this organisation has, whoever signed it; appends its payload. */
struct hash signer_act_id(const struct signer *s, const struct act_frame *own, const char *kind,
                          struct bytes body, struct buffer *payload);
struct bytes signer_hex(struct signer *s, const struct hash *h);

/* signer_view.c: what is shown of the record. */
/* Whether the note is the log's and grows from what was seen last; the checkpoint it holds. */
enum signer_refusal signer_open_view(const struct signer *s, const struct signer_view *v,
                                     struct checkpoint *out);
bool signer_is_included(const struct signer_included *x, const struct checkpoint *c);
/* Whether the entry is that of the fact with this body. */
bool signer_is_fact(const struct signer_included *x, struct bytes body);
/* Remembers the view, if it is newer, and that a text was cleared (NULL: none), in one record, durably. */
enum signer_refusal signer_remember(struct signer *s, const struct checkpoint *c, const struct hash *cleared);
/* Records of the file; their bytes live for one request. */
struct signer_record signer_seen_record(struct signer *s, const struct checkpoint *c);
struct signer_record signer_held_record(struct signer *s, const struct signer_held *held);
struct signer_record signer_cleared_record(struct signer *s, const struct hash *root,
                                           const struct checkpoint *c);
enum signer_refusal signer_refusal_of(enum error e);

/* The verbs. Each answers with REFUSE_none and the content of its answer, or with a refusal. */
/* signer_text.c */
enum signer_refusal signer_answer_availability(struct signer *s, const struct signer_availability *r,
                                               struct buffer *out);
enum signer_refusal signer_answer_open(struct signer *s, const struct signer_open *r, struct buffer *out);
/* signer_silence.c */
enum signer_refusal signer_answer_receipt(struct signer *s, const struct signer_receipt *r,
                                          struct buffer *out);
enum signer_refusal signer_answer_tick(struct signer *s, const struct signer_tick *r, struct buffer *out);
enum signer_refusal signer_answer_all_clear(struct signer *s, const struct signer_all_clear *r,
                                            struct buffer *out);
/* signer_view.c */
enum signer_refusal signer_answer_checkpoint(struct signer *s, const struct signer_checkpoint *r,
                                             struct buffer *out);

/* signer_voice.c */
/* A place for secrets. ERROR_DENIED: memory cannot be locked, which the real realm does not put up with. */
MUST_USE enum error signer_voice_open(struct signer *s);
void signer_voice_close(struct signer *s);
/* Takes a record of these types; false: it cannot be. */
bool signer_voice_take(struct signer *s, const struct signer_record *r);
/* The records that a new state begins with; their bytes live for one request, and are wiped by
 * signer_voice_wipe. */
enum { SIGNER_VOICE_RECORDS = 3 };
size_t signer_voice_records(struct signer *s, struct signer_record list[SIGNER_VOICE_RECORDS]);
void signer_voice_wipe(const struct signer_record *list, size_t count);
enum signer_refusal signer_answer_join(struct signer *s, const struct signer_join *r, struct buffer *out);
enum signer_refusal signer_answer_deal(struct signer *s, const struct signer_deal *r, struct buffer *out);
enum signer_refusal signer_answer_confirm(struct signer *s, const struct signer_confirm *r,
                                          struct buffer *out);
/* signer_share.c */
enum signer_refusal signer_answer_nonces(struct signer *s, const struct hash *transcript, struct buffer *out);
enum signer_refusal signer_answer_share(struct signer *s, const struct signer_share *r, struct buffer *out);
#endif
