/* web/earlier.h: the record and the state as they stood at an earlier entry, by replaying. The last two
 * moments that were looked at are kept; a later one goes on from there. */
#ifndef WEB_EARLIER_H
#define WEB_EARLIER_H

#include "node/reader.h"

struct earlier;

struct earlier *earlier_new(const struct env *env);
void earlier_free(struct earlier *e); /* takes NULL */

/* Whether entries so far from the first are replayed at all: WEB_EARLIER_ENTRIES_MAX. */
bool earlier_reaches(uint64_t entry);
/* What `now` was after the block of that entry, which it has. *out is valid until the next call of a function
 * of this file, and is not closed. ERROR_CORRUPT: the record does not replay; it was logged. */
MUST_USE enum error earlier_look(struct earlier *e, struct reader *now, uint64_t entry, struct reader *out);
/* Before `now` rests: nothing of its moment is held. */
void earlier_rest(struct earlier *e);
/* Before `now` is closed. */
void earlier_forget(struct earlier *e);
#endif
