/* crypto/lagrange.h: the weights with which values of a polynomial at some places give its value at zero. */
#ifndef CRYPTO_LAGRANGE_H
#define CRYPTO_LAGRANGE_H

#include "base/limits.h"
#include "crypto/scalar.h"

/* out[i] = product of all ids[j] / (ids[j] - ids[i]), j other than i. The identifiers are 1 to
 * SHARE_HOLDERS_MAX of them, not 0, each once. They are public: this does not take constant time. */
void lagrange_at_zero(const uint16_t ids[], size_t count, struct scalar out[]);
#endif
