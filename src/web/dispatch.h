/* web/dispatch.h: from a request to a whole answer: route, snapshot, page, frame, validator. */
#ifndef WEB_DISPATCH_H
#define WEB_DISPATCH_H

#include "base/env.h"
#include "web/answer.h"
#include "web/gate.h"

struct dispatch;

/* Pages of the organisation in a folder. Nothing is opened yet. */
struct dispatch *dispatch_new(const struct env *env, const char *folder);
void dispatch_free(struct dispatch *d); /* takes NULL */

/* Opens the databases once and closes them again: so the files of their locks are there, and what is opened
 * later, when the process has given up writing, is opened for reading only. */
MUST_USE enum error dispatch_try(struct dispatch *d);

/* Reads the archive, which pages then have. Without one, or with a bad one, they say that there is none. */
void dispatch_load_archive(struct dispatch *d, const char *folder);

/* Fills the answer, which the caller has initialised; its headers live in the arena. Never fails: what goes
 * wrong is an answer too. No transaction is open when it returns. */
void dispatch_answer(struct dispatch *d, struct arena *a, const struct request *r, struct answer *out);

/* Whether the database that was opened stands no more at its place, or cannot be read any more in this
 * process: the process is to end, and its supervisor starts it anew. */
bool dispatch_is_stale(const struct dispatch *d);
#endif
