/* web/gate.h: which bytes of a client are a request. Pure: bytes in, a request or a refusal out.
 *
 * The library behind it (web/http.h) is lax about framing, so no byte of a client ever reaches it: the gate
 * reads the whole head by the grammar of RFC 9112 without any of its leniencies, and writes a new request
 * from what it has understood. What is refused is never repaired. docs/protocol/web.md numbers the rules. */
#ifndef WEB_GATE_H
#define WEB_GATE_H

#include "base/arena.h"
#include "base/bytes.h"

/* Name, status. What is wrong: catalogue, gate.NAME. */
#define GATE_TABLE(X)                                                                                        \
    X(request_line, 400) \
    X(line_ending, 400) \
    X(version, 505) \
    X(method, 405) \
    X(target_form, 400) \
    X(target_long, 414) \
    X(target_bytes, 400) \
    X(target_dots, 400) \
    X(query, 400) \
    X(head_large, 431) \
    X(head_many, 431) \
    X(header_name, 400) \
    X(header_value, 400) \
    X(header_folded, 400) \
    X(header_twice, 400) \
    X(host_missing, 400) \
    X(host_unknown, 421) \
    X(length, 400) \
    X(body, 413) \
    X(encoding, 400) \
    X(expectation, 417)

enum gate_verdict {
    GATE_ACCEPTED,
    GATE_MORE, /* the head is not whole yet */
#define X(name, status) GATE_##name,
    GATE_TABLE(X)
#undef X
        GATE_VERDICTS
};

const char *gate_name(enum gate_verdict v); /* "host_unknown"; of GATE_ACCEPTED and GATE_MORE too */
int gate_status(enum gate_verdict v);       /* of HTTP; 200 for these two */

enum { GATE_HEAD_BYTES_MAX = 8192, GATE_TARGET_BYTES_MAX = 4096, GATE_HEADERS_MAX = 64 };
enum { TARGET_SEGMENTS_MAX = 12, TARGET_QUERY_MAX = 16 };
enum { TARGET_BYTES_MAX = 3 * GATE_TARGET_BYTES_MAX }; /* in its one form, which has more percent codes */

/* Where a request goes: percent codes decoded, UTF-8, no control character. */
struct target {
    size_t segment_count;
    struct bytes segments[TARGET_SEGMENTS_MAX];
    size_t query_count;
    struct {
        struct bytes key;
        struct bytes value;
    } query[TARGET_QUERY_MAX];
};

struct request {
    bool head; /* HEAD; else GET */
    bool last; /* the client wants the connection closed */
    struct bytes host;
    struct target target;
    struct bytes accept; /* empty: not given, as are the next two */
    struct bytes accept_language;
    struct bytes if_none_match;
};

/* Reads one head from the beginning of `bytes`. `hosts`: what Host may be, compared without regard to case.
 * GATE_ACCEPTED: *out is filled, its bytes live in the arena, and *used counts the bytes of the head. */
enum gate_verdict gate_read(struct arena *a, struct bytes bytes, const struct bytes *hosts, size_t host_count,
                            struct request *out, size_t *used);

/* A path and query as they stand in a request line or in a link. */
enum gate_verdict target_read(struct arena *a, struct bytes text, struct target *out);
/* The one form of a target: what target_read reads again as the same. */
void target_write(struct buffer *b, const struct target *t);
/* Percent codes for everything that a segment or a query cannot have as it is. */
void target_add_encoded(struct buffer *b, struct bytes text);
/* NULL: the key is not there. */
const struct bytes *target_query(const struct target *t, const char *key);
void target_drop(struct target *t, const char *key); /* from its query, where it is there */

/* Appends the request as the server behind the gate gets it. */
void gate_write(struct buffer *b, const struct request *r);
#endif
