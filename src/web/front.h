/* web/front.h: the process that clients are connected to. It reads heads through the gate, hands each
 * request to a worker through a lane, takes the whole answer, and gives it to the client at the client's
 * pace; and to whoever asks next, while it is true (web/kept.h). It has no database and no parser but the
 * gate's; a client that is slow, silent or greedy costs it a few kilobytes and nobody else anything. */
#ifndef WEB_FRONT_H
#define WEB_FRONT_H

#include "base/bytes.h"
#include "base/error.h"
#include "web/kept.h"

struct front_limits {
    size_t clients_max;
    size_t clients_per_address_max;
    size_t waiting_bytes_max; /* of answers that clients have not taken yet, in all */
    int64_t head_ms;          /* from the first byte of a head to its end, or idle */
    int64_t stall_ms;         /* in which a client takes nothing of its answer */
    int64_t work_ms;          /* in which a worker answers */
    int64_t close_ms;         /* to close after the last answer */
};
/* Those of base/limits.h. */
extern const struct front_limits front_limits;

struct front_options {
    int listener; /* non-blocking */
    size_t lane_count;
    const int *lanes; /* connected to workers; the last one takes what looks at earlier entries */
    size_t host_count;
    const struct bytes *hosts;         /* what Host may be */
    int indexes[KEPT_FILES];           /* for kept_look */
    const struct front_limits *limits; /* NULL: front_limits */
};

/* Serves until a worker has gone (ERROR_CLOSED) or it cannot go on. */
MUST_USE enum error front_run(const struct front_options *options);
#endif
