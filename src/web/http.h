/* web/http.h: HTTP as libmicrohttpd speaks it, and the only place that knows it. It serves one connection,
 * the lane from the front (web/front.h), on which stand nothing but requests that the gate has written; so
 * its laxities have nobody to meet (ADR 50). */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "web/answer.h"

/* Fills the answer to a request, which lives in the arena. */
typedef void http_answer(void *ctx, struct arena *a, const struct request *r, struct answer *out);

/* Headers that every answer has, also those that the front writes itself. Ends with a NULL name. */
struct http_header {
    const char *name;
    const char *value;
};
extern const struct http_header http_fixed_headers[];

/* Answers what comes through the lane, a connected socket, which it takes over. */
struct http;
struct http *http_new(int lane, http_answer *answer, void *ctx); /* NULL: the library does not start */
void http_free(struct http *h);                                  /* takes NULL */
/* Waits for a request and answers it. False: the other side has gone. */
bool http_step(struct http *h);
#endif
