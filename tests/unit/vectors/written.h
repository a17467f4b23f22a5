/* tests/unit/vectors/written.h: the vectors of acts, texts and a record, written by the product itself with
 * keys from a seed. tests/vectors/check_vectors recomputes them without it. */
#ifndef UNIT_VECTORS_WRITTEN_H
#define UNIT_VECTORS_WRITTEN_H

#include "interop/bundle.h"

struct written {
    const char *name; /* of the file in tests/vectors, without .json */
    struct bytes (*write)(struct arena *a, const char *folder); /* folder: for scratch files */
};

extern const struct written written[];
extern const size_t written_count;

/* The bundle in tests/vectors/bundle: the folder's name below it, and what is in it. */
const char *written_bundle(struct arena *a, const char *folder, struct bundle *out);
#endif
