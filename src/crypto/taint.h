/* crypto/taint.h: marks for the test that nothing branches on a secret.
 *
 * That test runs these sources under valgrind, which follows where bytes that it was told to be unknown
 * go, and complains of every branch and address that depends on them. taint_public says that from here on
 * a value made of secrets may be known to all: a commitment, a signature share, whether a ciphertext was
 * good. It is nothing in every other build. */
#ifndef CRYPTO_TAINT_H
#define CRYPTO_TAINT_H

#ifdef UNIVOCAL_TAINT
#include <valgrind/memcheck.h>
#define taint_public(data, len) ((void)VALGRIND_MAKE_MEM_DEFINED((data), (len)))
#else
#define taint_public(data, len) ((void)(data), (void)(len))
#endif
#endif
