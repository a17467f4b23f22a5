/* web/answer.h: a whole answer in memory: status, headers, content. It is complete before its first byte is
 * sent, and nothing of the database is held any more then. */
#ifndef WEB_ANSWER_H
#define WEB_ANSWER_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/limits.h"
#include "language/say.h"
#include "web/gate.h"

enum { ANSWER_HEADERS_MAX = 8 };

struct answer {
    int status;
    const char *type; /* of the content, with its charset */
    struct buffer body;
    bool immutable;      /* what has this address never changes */
    size_t header_count; /* beside the ones that every answer has */
    struct {
        const char *name;
        struct bytes value; /* lives in the arena of the request */
    } headers[ANSWER_HEADERS_MAX];
};

void answer_init(struct answer *a); /* 200, text/plain, empty */
void answer_done(struct answer *a); /* takes a zeroed one */
void answer_clear(struct answer *a);
void answer_header(struct answer *a, const char *name, struct bytes value);

/* The strong validator of a content (RFC 9110 section 8.8.3): `"` 32 digits of its SHA-256 `"`. */
struct etag {
    char text[36];
};
struct etag etag_of(struct bytes content);
/* Whether If-None-Match names it: `*`, or a list with it; a weak mark before one does not matter here
 * (RFC 9110 section 13.1.2). */
bool etag_matches(struct bytes if_none_match, const struct etag *e);

/* Errors (RFC 9457): name, status. Titles and advice: catalogue, problem.NAME and problem.NAME_do. Their
 * addresses are /problems/NAME, and each is a page. */
#define PROBLEM_TABLE(X)                                                                                     \
    X(not_found, 404) \
    X(unknown_key, 400) \
    X(bad_value, 400) \
    X(not_acceptable, 406) \
    X(at_beyond, 404) \
    X(at_too_far, 422) \
    X(not_yet, 404) \
    X(too_large, 500) \
    X(unavailable, 503) \
    X(damaged, 500)

enum problem {
#define X(name, status) PROBLEM_##name,
    PROBLEM_TABLE(X)
#undef X
        PROBLEMS
};
/* What a refusal of the gate means; not of GATE_ACCEPTED and GATE_MORE. */
enum message refusal_message(enum gate_verdict v);
const char *problem_name(enum problem p); /* "not_found" */
int problem_status(enum problem p);
bool problem_parse(struct bytes name, enum problem *out);
/* Makes the answer a problem+json. `detail` for people, English; may be empty. */
void answer_problem(struct answer *a, enum problem p, struct bytes detail, struct bytes instance);
/* The same of what the gate refuses. */
void answer_refusal(struct answer *a, enum gate_verdict v);
#endif
