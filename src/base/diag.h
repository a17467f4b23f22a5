/* base/diag.h: what was wrong in something that a person wrote, and where. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/bytes.h"

struct diag {
    int line;           /* from 1; 0: no place */
    int column;         /* from 1, in bytes */
    char found[80];     /* what stands there, shortened; may be empty */
    char message[240];  /* what is wrong and what was expected */
};

void diag_set(struct diag *d, int line, int column, const char *found, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* What stands there, of foreign bytes: shortened, and each that is not printable ASCII is shown as a question
 * mark. */
void diag_found(struct diag *d, struct bytes found);
#endif
