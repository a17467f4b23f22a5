#include "mechanism/topic.h"

static struct key key_of(const struct hash *matter)
{
    struct key k = key_noun("topic");
    key_add_hash(&k, matter);
    return k;
}

struct bytes topic_of(struct state *s, const struct hash *matter)
{
    const struct key k = key_of(matter);
    struct bytes value = BYTES("");
    return state_get(s, key_view(&k), &value) ? value : BYTES("");
}

void topic_put(struct state *s, const struct hash *matter, struct bytes topic)
{
    const struct key k = key_of(matter);
    state_put(s, key_view(&k), topic);
}
