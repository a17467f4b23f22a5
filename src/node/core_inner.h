/* node/core_inner.h: what the files of core share; for them alone. */
#ifndef NODE_CORE_INNER_H
#define NODE_CORE_INNER_H

#include "node/client_wire.h"
#include "node/core.h"
#include "node/duty.h"

struct core_queued {    /* an act that was checked and waits for the next batch */
    uint64_t client;    /* 0: made by one of our signers */
    size_t signer;      /* which, if client is 0 */
    uint64_t seen_size; /* of the record when it was checked */
    struct act act;
};

/* A client whose objection waits for its place in the record and for its receipt. */
struct core_objection {
    uint64_t client;
    struct hash id;
    bool recorded;
    bool recorded_now;
    uint64_t index;
    char result[RESULT_BYTES_MAX];
    bool receipt_settled; /* there is one, or there will be none */
    struct buffer receipt;
    int64_t until_ms; /* boot time; then it is answered without a receipt */
};

struct core_receipt_job {
    size_t signer;
    struct hash id;
    struct hash root;
    struct buffer request;
};

struct core_wait { /* a text that waits for words */
    struct hash commitment;
    struct hash root;
};

struct core_reader { /* a client that waits for a checkpoint */
    uint64_t client;
    uint64_t size;
};

enum signer_state {
    SIGNER_UNKNOWN,
    SIGNER_FOREIGN,   /* unknown: its key is not enrolled for the member, or revoked */
    SIGNER_DISAGREES, /* unknown, and what it has seen of the record is not in ours */
    SIGNER_LISTING,
    SIGNER_READY,
};

struct core_signer {
    struct bytes member;
    bool is_log;
    enum signer_state state;
    struct public_key key;
    struct checkpoint last; /* that it has seen or signed */
    struct duty_held *held; /* ascending */
    size_t held_count;
    size_t held_capacity;
    uint64_t held_total; /* that it has said it holds */
    uint64_t listed;     /* of them, since it was asked for its status */
    bool busy;
    enum signer_verb asked;
    struct checkpoint asked_view; /* shown with what was asked, or asked for */
    struct hash asked_id;         /* of the objection whose receipt was asked for */
    struct hash asked_root;
    struct hash transcript; /* of the sharing that it has a share of */
    uint32_t couples;       /* nonces in its memory */
    int64_t status_ms;     /* boot time: it is not asked who it is before */
    int64_t not_before_ms; /* boot time: it is not asked for duties before; for receipts it is */
    unsigned setbacks;     /* in a row: refusals, rejections, answers that are none */
    bool dirty;            /* something may be due */
    int64_t later_ms;      /* own clock: something is due then; INT64_MAX: nothing */
    size_t next_root;      /* into core.roots */
};

struct core_list { /* of hashes */
    struct hash *items;
    size_t count;
    size_t capacity;
};

struct core {
    const struct env *env;
    struct core_io io;
    struct arena arena;       /* lives as long as core */
    struct arena batch_arena; /* what the queue points at */
    struct arena scratch;     /* lives for one message or one step */
    const char *record_path;
    const char *blobs_path;
    struct embedded *engine;
    struct blobs *blobs;
    enum mutation mutation;
    bool disk_full;        /* told once until there is room again */
    int64_t full_until_ms; /* boot time: nothing is written for ourselves until then */
    enum error ended; /* an error met while a message was taken: each step returns it, and nothing is taken
                         any more */

    struct core_queued queue[BATCH_ACTS_MAX];
    size_t queue_count;

    struct core_objection *objections;
    size_t objection_count;
    size_t objection_capacity;
    struct core_receipt_job *receipts;
    size_t receipt_count;
    size_t receipt_capacity;
    struct core_reader *readers;
    size_t reader_count;
    size_t reader_capacity;

    struct core_signer *signers;
    size_t signer_count;
    struct core_list roots;   /* texts and alternatives that nodes should vouch for */
    struct core_list adopted; /* matters whose text is not open yet */
    struct core_wait *waits;  /* texts whose words are not all here, ascending by what they wait for */
    size_t wait_count;
    size_t wait_capacity;

    uint64_t scanned;          /* entries that were looked at */
    uint64_t closes;           /* machine_closes at that time */
    struct checkpoint signed_; /* the newest checkpoint */
    struct buffer signed_note;
    int64_t signed_ms;    /* boot time of the last one */
    uint64_t wanted_size; /* a checkpoint of at least this size is waited for */
    uint64_t *exact; /* sizes of which there must be a checkpoint, ascending: ends of blocks with a close */
    size_t exact_count;
    size_t exact_capacity;
};

/* Room for one more item; capacities double. */
void *core_grow(void *list, size_t count, size_t *capacity, size_t size);
void core_list_add(struct core_list *l, const struct hash *h);
int64_t core_boot_ms(const struct core *c);

/* core.c */
/* Checks an envelope and queues it. Its answer goes to the client; an act of our own signers has none. False:
 * it was not taken. */
bool core_submit(struct core *c, uint64_t client, size_t signer, struct bytes envelope);
/* After an error on blobs.db its handle is in an unknown state: it is opened again. */
MUST_USE enum error core_reopen_blobs(struct core *c);
void core_fail(struct core *c, uint64_t client, enum error e, const char *text);
void core_answer(struct core *c, uint64_t client, const struct client_answer *a);
/* Whether the engine still works after this error; if not, it is to be returned. */
MUST_USE enum error core_survive(struct core *c, enum error e);
/* Keeps an error that ends core, the first one. OK changes nothing. */
void core_end(struct core *c, enum error e);

/* Something was written: whatever was held off on a full disk goes on. */
void core_has_room(struct core *c);

/* core_objections.c */
void core_objections_begin(struct core *c, uint64_t client, const struct act *a);
void core_objections_recorded(struct core *c, uint64_t client, const struct hash *id,
                              const struct machine_result *r);
void core_objections_receipt(struct core *c, const struct hash *id, struct bytes receipt); /* empty: none */
void core_objections_step(struct core *c);
void core_objections_forget(struct core *c, uint64_t client);
int64_t core_objections_wait_ms(const struct core *c);

/* core_signers.c */
MUST_USE enum error core_signers_open(struct core *c);
void core_signers_close(struct core *c);
MUST_USE enum error core_signers_step(struct core *c);
int64_t core_signers_wait_ms(const struct core *c);
/* A batch was committed, words were stored, a checkpoint came: duties are looked at again. */
void core_signers_wake(struct core *c);
/* The signer that clears for a member on this text; signer_count: there is none. */
size_t core_signers_of(struct core *c, struct bytes member, const struct hash *root);
/* An act of a signer was not taken, or came back with a rejection: it is not asked again at once. */
void core_signers_rejected(struct core *c, size_t signer);
void core_signers_accepted(struct core *c, size_t signer);
/* What a signer has done for us may be lost: it is asked from the beginning again, after a while. */
void core_signers_restart(struct core *c, size_t signer);
/* There is room on the disk again: nothing is held off any more. */
void core_signers_resume(struct core *c);
void core_signers_ask(struct core *c, size_t signer, const struct signer_request *r);

/* core_log.c: the log's signer */
MUST_USE enum error core_log_step(struct core *c, size_t signer);
MUST_USE enum error core_log_take(struct core *c, size_t signer, struct bytes note);

/* core_duties.c: a member's signer: what it should be asked for next */
MUST_USE enum error core_duties_step(struct core *c, size_t signer);

/* core_words.c */
void core_words_wait(struct core *c, const struct hash *root, const struct hash *commitment);
void core_words_came(struct core *c, const struct hash *commitment);

/* core_forget.c */
/* Deletes words of drafts and answers, or refuses: what is adopted, opened or under silence is kept. */
void core_forget_words(struct core *c, uint64_t client, const struct hash *subject);

/* core_scan.c */
/* Reads what was recorded since the last time and takes from it what is to be done. */
MUST_USE enum error core_scan(struct core *c);
/* An act that was recorded with `ok`. */
void core_scan_act(struct core *c, const struct act *a);
/* At the start: what older entries have left to do. */
MUST_USE enum error core_scan_start(struct core *c);
#endif
