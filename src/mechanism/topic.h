/* mechanism/topic.h: the topic under which a matter was opened, if it was under any. Its statement has the
 * same: feeds are by topic too. */
#ifndef MECHANISM_TOPIC_H
#define MECHANISM_TOPIC_H

#include "mechanism/tuple.h"

/* Empty: none. Lives as long as the state's values. */
struct bytes topic_of(struct state *s, const struct hash *matter);
void topic_put(struct state *s, const struct hash *matter, struct bytes topic);
#endif
