/* node/core.h: the core of an organisation on one host: checks acts, has the engine order and interpret them,
 * keeps the words of drafts, and asks the signers for what only they can sign. It holds no key.
 *
 * It is moved by messages and by time, and gives messages: who carries them is its caller (node/core_main.c,
 * or the simulator). An error that it returns ends the process: starting again replays from the disk. A full
 * disk is no such error: everything that would write is refused until there is room. */
#ifndef NODE_CORE_H
#define NODE_CORE_H

#include "base/env.h"
#include "base/mutation.h"
#include "engine/embedded.h"

struct core;

struct core_io {
    void *ctx;
    /* A message for the signer of that number (core_signer_member); its answer comes by core_signer_answered,
     * or its loss by core_signer_lost. At most one is under way for each. */
    void (*ask)(void *ctx, size_t signer, struct bytes request);
    /* The answer to a client's request. */
    void (*reply)(void *ctx, uint64_t client, struct bytes answer);
};

/* Opens record.db and blobs.db in a folder. ERROR_NOT_FOUND: no organisation was founded there. */
MUST_USE enum error core_open(struct core **out, const struct env *env, const char *folder,
                              const struct core_io *io);
void core_close(struct core *c); /* takes NULL */

/* The signers that the organisation has: each member's node, and last the log's, whose code is "log". */
size_t core_signer_count(const struct core *c);
struct bytes core_signer_member(const struct core *c, size_t signer);

/* A request; its answer may come at once or later, always exactly one. `client` is not 0. */
void core_request(struct core *c, uint64_t client, struct bytes request);
/* The client has gone: nothing is replied to it any more. */
void core_forget(struct core *c, uint64_t client);
void core_signer_answered(struct core *c, size_t signer, struct bytes answer);
void core_signer_lost(struct core *c, size_t signer); /* no answer: unreachable, or took too long */

/* What is due: commits what was accepted, pulses, asks signers. Call it after messages, and when core_wait_ms
 * is over. */
MUST_USE enum error core_step(struct core *c);
int64_t core_wait_ms(struct core *c);

struct embedded *core_engine(struct core *c);
void core_set_mutation(struct core *c, enum mutation m);
#endif
