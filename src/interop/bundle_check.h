/* interop/bundle_check.h: everything in a bundle that can be checked without anything else: no node, no
 * record, no network. What cannot be known from it alone: that the key is the organisation's, that the rule
 * was applied rightly, that a hosted node may act for its member. */
#ifndef INTEROP_BUNDLE_CHECK_H
#define INTEROP_BUNDLE_CHECK_H

#include "interop/bundle.h"

/* name, as answers in JSON have it */
#define BUNDLE_CHECK_TABLE(X)                                                               \
    X(FILES, "files")    /* exactly those of a bundle */                                    \
    X(HEADER, "header")  /* statement.txt is one */                                         \
    X(REALM, "realm")    /* its marks agree, the folder's name too */                       \
    X(SAME_KEY, "keys")  /* every file has the same key under the same name */              \
    X(SIGNED_RAW, "raw") /* signatures of the voice */                                      \
    X(SIGNED_SSH, "sshsig")                                                                 \
    X(SIGNED_SIGNIFY, "signify")                                                            \
    X(SIGNED_NOTE, "note")                                                                  \
    X(CHECKPOINT, "checkpoint") /* of the statement's size, signed by the log key named */  \
    X(INCLUSION, "inclusion")   /* the decision is in that record */                        \
    X(CLOSE, "close")           /* and says what the statement says */                      \
    X(WORDS, "words")           /* without a voice: the record has the hash of the text */    \
    X(ASSENT, "assents")        /* exactly those who carry it, by acts in that record */    \
    X(INSTRUCTIONS, "instructions") /* VERIFY is as it is made */

enum bundle_check {
#define X(name, word) CHECK_##name,
    BUNDLE_CHECK_TABLE(X)
#undef X
        BUNDLE_CHECKS
};
const char *bundle_check_word(enum bundle_check c);

enum bundle_result { BUNDLE_NOT_ASKED, BUNDLE_GOOD, BUNDLE_FALSE, BUNDLE_MISSING };

struct bundle_report {
    struct bundle_finding {
        enum bundle_result result;
        const char *text; /* one line for people; lives in the arena */
    } findings[BUNDLE_CHECKS];
    bool read; /* the header below is there */
    struct statement_header header;
    bool keyed; /* the key below is there */
    struct public_key key;
    struct hash transcript;    /* of its ceremony, as the bundle has it; zero: none */
    enum bundle_result result; /* BUNDLE_FALSE before BUNDLE_MISSING */
};

/* `folder`: the name of the folder that it stood in, without a path; `other`: a file there that is none of a
 * bundle, NULL: none. Borrows what is in `b`. */
void bundle_verify(struct arena *a, const struct bundle *b, const char *folder, const char *other,
                   struct bundle_report *out);
#endif
