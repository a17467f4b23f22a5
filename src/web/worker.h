/* web/worker.h: the process that reads the record and makes pages. It has the folder of the organisation for
 * reading, one lane to the front, and nothing else: no network, no key, nothing to write. */
#ifndef WEB_WORKER_H
#define WEB_WORKER_H

#include "base/error.h"

/* Serves the lane until the front has gone (OK), or another database stands at its place (ERROR_BUSY). */
MUST_USE enum error worker_run(const char *folder, int lane);
#endif
