/* tests/support/requests.h: requests and answers of every verb with fields from a seed, for tests of their
 * bytes. */
#ifndef SUPPORT_REQUESTS_H
#define SUPPORT_REQUESTS_H

#include "base/prng.h"
#include "node/client_wire.h"
#include "node/signer_wire.h"

struct signer_request requests_signer(struct prng *p, struct arena *a, enum signer_verb verb);
struct client_request requests_client(struct prng *p, struct arena *a, enum client_verb verb);
struct client_answer requests_answer(struct prng *p, struct arena *a);
struct bytes requests_bytes(struct prng *p, struct arena *a, size_t max);
struct hash requests_hash(struct prng *p);
#endif
