/* tests/unit/frost/other.h: sources of crypto/ over a libsodium or a system with faults. */
#ifndef UNIT_FROST_OTHER_H
#define UNIT_FROST_OTHER_H

#include "base/error.h"
#include "crypto/secret.h"

enum point_fault { FAULT_NONE, FAULT_ALL_VALID, FAULT_NONE_VALID, FAULT_MIXED_VALID, FAULT_MULTIPLIES_ALL };
enum error point_self_test_with(enum point_fault fault);

/* secret_new where the system locks nothing; freed by secret_free. */
MUST_USE enum error other_secret_new(size_t size, struct secret *out);
#endif
