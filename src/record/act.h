/* record/act.h: the frame of an act: who says what kind of thing, in which organisation, about what.
 *
 * Canonical JSON (RFC 8785) with exactly these members:
 *   {"body":{...},"epoch":N,"expires":MS,"key":HEX,"kind":TEXT,"member":CODE,"org":HEX,"protocol":1,
 *    "realm":"exercise"|"real","seq":N,"subject":TEXT}
 * `key` is the first signer's; further signatures are by other keys of the same member. `expires` is
 * official time in milliseconds, 0 for never. `seq` counts up for each key and subject; it never causes a
 * refusal. */
#ifndef RECORD_ACT_H
#define RECORD_ACT_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "codec/json.h"
#include "crypto/hash.h"
#include "crypto/sign.h"

#define PROTOCOL_VERSION  1
#define SUBJECT_BYTES_MAX 200

enum realm { REALM_EXERCISE, REALM_REAL };
const char *realm_word(enum realm r); /* "exercise", "real" */
bool realm_parse(struct bytes text, enum realm *out);

struct act_frame {
    struct hash org;
    int64_t epoch;
    int64_t protocol;
    enum realm realm;
    struct bytes kind;
    struct bytes member; /* code */
    struct public_key key;
    int64_t seq;
    int64_t expires_ms;
    struct bytes subject;
};

/* Reads a payload: canonical JSON with exactly the members above, each in its range. `body` is its object.
 * Nothing is known yet of the kind. ERROR_MALFORMED, ERROR_TOO_LARGE; diag (may be NULL) says what is wrong.
 */
MUST_USE enum error act_read(struct arena *a, struct bytes payload, struct act_frame *out,
                             const struct json **body, struct diag *diag);

/* Appends the payload; `body` is canonical JSON of an object. */
void act_write(struct buffer *b, const struct act_frame *f, struct bytes body);
#endif
