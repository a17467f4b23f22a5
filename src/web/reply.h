/* web/reply.h: an answer as the front finds it in a lane: what the worker's library has written is ours, with
 * one Content-Length in its own spelling. */
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include "base/bytes.h"

/* Its length at the beginning of what has come; 0: it is not whole yet. `head`: it answers HEAD. */
size_t reply_whole(struct bytes come, bool head);
/* Whether it says what stands, and not that something could not be done now or is not there. */
bool reply_stands(struct bytes reply);
/* As it is given to a client; `last`: the connection ends with it. */
void reply_write(struct buffer *out, struct bytes reply, bool last);
#endif
