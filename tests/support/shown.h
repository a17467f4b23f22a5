/* tests/support/shown.h: what a signer can be shown: a record of any entries at all, signed by the log, with
 * its proofs; for tests of what it believes. */
#ifndef SUPPORT_SHOWN_H
#define SUPPORT_SHOWN_H

#include "node/signer.h"
#include "support/org.h"
#include "support/world.h"

enum { SHOWN_MAX = 300 };

struct shown {
    struct entry entries[SHOWN_MAX];
    size_t count;
};

/* Adds an entry of an act, or of a fact with this body; its index. `seed` makes what else it says. */
size_t shown_act(struct shown *s, const struct hash *id);
size_t shown_fact(struct shown *s, struct bytes body);
/* More entries of nothing in particular, up to a size. */
void shown_fill(struct shown *s, size_t count, uint64_t seed);

struct checkpoint shown_checkpoint(const struct shown *s, size_t size);
/* A note over it as some key and origin line sign it. */
struct bytes shown_note(struct arena *a, const struct checkpoint *c, struct bytes origin,
                        const struct key_file *key);
struct proof shown_growth(const struct shown *s, size_t old_size, size_t size);
struct signer_included shown_included(const struct shown *s, size_t index, size_t size);

struct signer_settings shown_settings(const struct org *o);
/* The newest view: the whole of it, as the log signs it, grown from what the signer saw last. */
struct signer_view shown_view(const struct shown *s, struct arena *a, const struct org *o, uint64_t old_size);

/* Asks a signer; the content of its answer, or the refusal. */
enum signer_refusal shown_ask(struct signer *s, struct arena *a, const struct signer_request *r,
                              struct bytes *content);
#endif
