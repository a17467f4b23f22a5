/* node/duty_inner.h: what the files of duties share; for them alone. */
#ifndef NODE_DUTY_INNER_H
#define NODE_DUTY_INNER_H

#include "node/duty.h"

struct duty_answer duty_none(void);
/* The request, or what became of reading it: DUTY_NONE also if the signer has seen more than can be shown. */
struct duty_answer duty_ask(enum error e, const struct signer_request *r);
/* The newest checkpoint, and that it grows from what the signer saw last. ERROR_NOT_FOUND: it has seen more.
 */
MUST_USE enum error duty_show_view(const struct duty_view *v, const struct duty_signer *s,
                                   struct signer_view *out);
MUST_USE enum error duty_show_entry(const struct duty_view *v, uint64_t index, struct arena *a,
                                    struct signer_included *out);
#endif
