/* tests/flips/memo.h: signatures that held once hold again: the same key, signature and message are not
 * computed twice. In this programme every call of signature_holds comes here (the linker sees to it); what is
 * new, or did not hold, is computed. */
#ifndef FLIPS_MEMO_H
#define FLIPS_MEMO_H

#include <stdint.h>

/* Verifications that were computed, and that were remembered. */
uint64_t memo_computed(void);
uint64_t memo_remembered(void);
#endif
