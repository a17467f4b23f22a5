/* tests/unit/store/model.h: the state as simple as it can be: rows in a sorted array, and the digest made
 * from scratch by the words of store/state.h. Shares nothing with the store but the hash. */
#ifndef UNIT_STORE_MODEL_H
#define UNIT_STORE_MODEL_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/prng.h"
#include "crypto/hash.h"
#include "store/database.h"

struct model_row {
    struct bytes key;
    struct bytes value;
};

struct model {
    struct arena arena;
    struct model_row *rows; /* ascending by key */
    size_t count;
    size_t capacity;
};

void model_init(struct model *m);
void model_done(struct model *m);
void model_copy(struct model *to, const struct model *from); /* `to` is initialised and loses what it had */
void model_put(struct model *m, struct bytes key, struct bytes value);
void model_delete(struct model *m, struct bytes key);
/* NULL: no such key. */
const struct model_row *model_find(const struct model *m, struct bytes key);
/* The place of the first key that is not before `key`. */
size_t model_place(const struct model *m, struct bytes key);
struct hash model_digest(const struct model *m);

/* A key as mechanisms make them: a letter, then a few bytes out of a small alphabet or a hash; some are the
 * empty key or as long as may be. `spread` bounds how many different ones there are. In the arena of the
 * test. */
struct bytes model_key(struct prng *p, uint64_t spread);
struct bytes model_value(struct prng *p, size_t len_max);

/* A database in the folder of the test with the tables of the state. */
struct database *model_database(const char *name);
#endif
