/* tests/support/host.h: an organisation on one host, in one process and on the disk of a world: core, the
 * signers, and whatever a test makes them do. Messages go from hand to hand; time stands until it is
 * passed. */
#ifndef SUPPORT_HOST_H
#define SUPPORT_HOST_H

#include "node/client_wire.h"
#include "node/core.h"
#include "node/signer.h"
#include "support/harness.h"
#include "support/org.h"
#include "support/world.h"

enum { HOST_SIGNERS_MAX = ORG_MEMBERS_MAX + 1, HOST_ANSWERS_MAX = 2048 };

/* What becomes of a request to a signer. */
enum host_manner {
    HOST_ANSWERS,
    HOST_LOST,   /* nobody is there */
    HOST_SILENT, /* it takes the request and never answers, until host_lose */
};

struct host;
struct host_signer {
    struct signer *signer; /* NULL: it was not started */
    enum host_manner manner;
    /* If set, makes the answer instead of the signer; false: the signer shall answer itself. */
    bool (*lie)(struct host *h, size_t number, const struct signer_request *r, struct buffer *answer);
    void *lie_ctx;
    bool asked;            /* a request is under way */
    struct buffer request;
    uint64_t asked_count[SIGNER_share + 1]; /* by verb */
};

struct host_answer {
    uint64_t client;
    struct client_answer answer; /* in the arena of the test */
};

struct host {
    struct world *world;
    struct org *org;
    struct core *core;
    size_t signer_count; /* members, and the log's last */
    struct host_signer signers[HOST_SIGNERS_MAX];
    struct host_answer answers[HOST_ANSWERS_MAX];
    size_t answer_count;
    uint64_t next_client;
    enum error core_error; /* of the last step; core is closed then */
};

/* Founds the organisation on a new world, and starts core and all signers. */
void host_found(struct host *h, struct org *o);
/* Core and signers on a world that holds an organisation; what they say when they cannot is kept in
 * core_error. */
void host_open(struct host *h, struct org *o, struct world *w);
void host_close(struct host *h);      /* not the world */
void host_done(struct host *h);       /* the world too */
/* All processes are killed; what the disk has goes on in another world, in this host. */
void host_crash(struct host *h, bool power_lost);
/* The same in a world that was made from the one it has, such as by world_after_torn. */
void host_crash_into(struct host *h, struct world *next);
void host_start_signer(struct host *h, size_t number);
void host_stop_signer(struct host *h, size_t number);
/* The request under way is lost now. */
void host_lose(struct host *h, size_t number);

/* Lets everything happen that is due now. */
void host_settle(struct host *h);
/* Passes time, in steps that core asks for. */
void host_pass(struct host *h, int64_t ms);

/* One request of a new client; the number of the client. */
uint64_t host_request(struct host *h, const struct client_request *r);
uint64_t host_submit(struct host *h, struct bytes envelope);
/* The answers that a client has had. */
size_t host_answers(const struct host *h, uint64_t client);
/* The one answer of a client: exactly one. */
const struct client_answer *host_answer(const struct host *h, uint64_t client);
/* Submits, settles, and gives the one answer. */
const struct client_answer *host_act(struct host *h, const struct org_act *act);
/* The same; it must be recorded with this result. The id of the act. */
struct hash host_recorded(struct host *h, const struct org_act *act, const char *result);
/* The same by a member's minister, with the body as printf gives it. */
struct hash host_say(struct host *h, size_t member, const char *kind, const char *result, const char *body,
                     ...) __attribute__((format(printf, 5, 6)));
/* Stores words of org_words. */
void host_store(struct host *h, const struct org_words *w);

/* A matter of one provision in two languages, up to a version of which each node has said that it holds
 * it. */
struct host_text {
    struct hash matter;
    struct hash root;
    struct hash silence; /* host_silence */
    struct org_words words;
};
struct host_text host_text(struct host *h, const char *reference, uint64_t words);
/* Puts it under silence. */
void host_silence(struct host *h, struct host_text *t, int64_t duration_ms);

struct state *host_state(struct host *h);
struct record *host_record(struct host *h);
/* The number of entries of acts of a kind, with a result. */
size_t host_count(struct host *h, const char *kind, const char *result);
#endif
