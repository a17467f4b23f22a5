/* interop/older_list.h: a list of older statements as a file of comma separated values, for their import
 * (docs/formats/older-list.md). Pure: the words may stand in files beside it, which the caller reads. */
#ifndef INTEROP_OLDER_LIST_H
#define INTEROP_OLDER_LIST_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "crypto/hash.h"

struct older_row {
    int line; /* from 1 */
    struct bytes reference;
    struct bytes date; /* a day of the calendar */
    struct bytes language;
    struct bytes title;
    struct bytes source;
    struct bytes topic; /* may be empty */
    bool digested;
    struct hash digest; /* of the document as it was published */
    struct bytes text;  /* the words, or empty: */
    struct bytes file;  /* a file beneath the folder of the list that has them */
};

struct older_fault {
    int line;
    char message[200];
};
enum { OLDER_FAULTS_MAX = 100 };
struct older_faults {
    size_t count; /* of all that were found; OLDER_FAULTS_MAX are kept */
    struct older_fault list[OLDER_FAULTS_MAX];
};
void older_fault_add(struct older_faults *x, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Of foreign bytes, at most OLDER_FILE_BYTES_MAX. Rows live in the arena and borrow from the text.
 * ERROR_MALFORMED or ERROR_TOO_LARGE with faults, and then nothing is written. */
MUST_USE enum error older_list_read(struct arena *a, struct bytes text, struct older_faults *faults,
                                    struct older_row **out, size_t *count);
#endif
