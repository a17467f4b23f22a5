#include "unit/crypto/other.h"

#define hash_of       sodium_hash_of
#define hash_of_parts sodium_hash_of_parts
#include "crypto/hash_sodium.c"
