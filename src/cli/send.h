/* cli/send.h: making acts and handing them to core. */
#ifndef CLI_SEND_H
#define CLI_SEND_H

#include "cli/cli.h"
#include "mechanism/acts.h"
#include "node/client_wire.h"

/* One request to core and its answer, which lives in the arena. CLI_DONE, or the status to end with:
 * unreachable, or what an OUTCOME_FAILED says. */
int send_request(struct cli *c, const struct client_request *r, struct client_answer *out);

/* An act on its way. */
struct sent {
    struct hash id;
    int64_t expires_ms;    /* 0: never */
    struct bytes envelope; /* empty: nothing was signed */
    struct client_answer answer;
};
/* Signs an act of this kind with the keys given. `body` is the canonical JSON of its body. */
int send_compose(struct cli *c, const struct act_kind *kind, struct bytes body, struct sent *out);
/* Hands it in, and has its answer. */
int send_submit(struct cli *c, struct sent *s);
/* Both. What cannot be handed in is kept in the outbox, and the user is told how to send it later. */
int send_act(struct cli *c, const struct act_kind *kind, struct bytes body, struct sent *out);
/* Says what came of it, for people or as JSON; the status: done, or refused by rule. */
int send_tell(struct cli *c, const struct act_kind *kind, const struct sent *s);

/* Names as people write them, in place of hashes. Each gives CLI_DONE, or says what is wrong.
 * A matter: its id, REFERENCE or BODY/REFERENCE. A root: its digits, MATTER (its newest version), or
 * MATTER/PROVISION/ALTERNATIVE. A charter: one that is proposed, by its first digits. A silence: its id, or
 * MATTER (its last one). A key: its digits or a key file. */
int resolve_matter(struct cli *c, const char *text, struct hash *out);
int resolve_root(struct cli *c, const char *text, struct hash *out);
int resolve_silence(struct cli *c, const char *text, struct hash *out);
int resolve_key(struct cli *c, const char *text, struct hash *out);
int resolve_node(struct cli *c, const char *text, struct hash *out);
int resolve_charter(struct cli *c, const char *text, struct hash *out);
int resolve_objection(struct cli *c, const char *text, struct hash *out);

/* Rows of `bytes` bytes, each with a hash at `at`: what they are, and whose `list` has them. */
struct digits {
    const char *noun;
    const char *list;
    const void *rows;
    size_t count;
    size_t bytes;
    size_t at;
};
/* The hash that begins with these digits, at least four. */
int resolve_digits(struct cli *c, const char *text, const struct digits *d, struct hash *out);

/* Runs a command whose row names an act kind: arguments and options are the fields of its body. */
int send_run(struct cli *c);
#endif
