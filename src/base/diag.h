/* base/diag.h: what was wrong in something that a person wrote, and where. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

struct diag {
    int line;           /* from 1; 0: no place */
    int column;         /* from 1, in bytes */
    char found[80];     /* what stands there, shortened; may be empty */
    char message[240];  /* what is wrong and what was expected */
};

void diag_set(struct diag *d, int line, int column, const char *found, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
#endif
