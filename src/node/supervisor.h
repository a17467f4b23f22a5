/* node/supervisor.h: starts the processes of an organisation, one signer a member, the log's signer, the
 * web, core; starts again what ends, slower each time; ends them all when it is told to end. A child that
 * ends at once again and again by its own doing is given up, with words in the log: the others go on without
 * a signer, but not without core. */
#ifndef NODE_SUPERVISOR_H
#define NODE_SUPERVISOR_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

/* Until SIGTERM or SIGINT; without `web` nothing serves pages. ERROR_BUSY: another one serves this folder;
 * ERROR_NOT_FOUND: no organisation there; ERROR_CLOSED: core was given up. */
MUST_USE enum error supervisor_run(const char *folder, bool web);
/* The same in a process of its own, whose words go to FOLDER/run/log; returns when core answers.
 * ERROR_BUSY, ERROR_NOT_FOUND as above; ERROR_CLOSED: it ended; ERROR_TIMEOUT: it goes on, without a core
 * that answers yet. */
MUST_USE enum error supervisor_start(const char *folder, bool web);
/* Ends the one that serves a folder, and waits for it. ERROR_NOT_FOUND: none does. */
MUST_USE enum error supervisor_stop(const char *folder);
/* Tells the one that serves a folder to keep one signer stopped, or to start it again. Whoever serves anew
 * starts all. ERROR_NOT_FOUND: nobody serves it. */
MUST_USE enum error supervisor_hold(const char *folder, const char *signer, bool held);
/* The programme that stands beside this one; NULL: this one itself. */
const char *supervisor_program(struct arena *a, const char *name);
#endif
