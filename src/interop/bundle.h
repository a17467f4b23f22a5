/* interop/bundle.h: a statement as it is given away: a folder that anybody checks with tools of their own
 * (docs/formats/bundle.md). Its files follow from the statement, the key and the proofs, so that each has one
 * form. A statement that is not the organisation's voice has the same folder without signatures and keys. */
#ifndef INTEROP_BUNDLE_H
#define INTEROP_BUNDLE_H

#include "base/limits.h"
#include "interop/assents.h"
#include "interop/statement_header.h"
#include "interop/tlog_proof.h"

/* name, its file, whether only the voice makes it, bytes at most */
#define BUNDLE_FILE_TABLE(X)                                                                \
    X(TEXT, "statement.txt", false, STATEMENT_BYTES_MAX)                                    \
    X(SSHSIG, "statement.txt.sig", true, BUNDLE_FILE_BYTES_MAX)                             \
    X(RAW, "statement.raw", true, BUNDLE_FILE_BYTES_MAX)                                    \
    X(SIGNIFY, "statement.signify", true, BUNDLE_FILE_BYTES_MAX)                            \
    X(NOTE, "statement.note", true, STATEMENT_BYTES_MAX + BUNDLE_FILE_BYTES_MAX)            \
    X(PROOF, "statement.tlog-proof", false, BUNDLE_PROOF_BYTES_MAX)                         \
    X(ASSENTS, "assents", false, BUNDLE_ASSENTS_BYTES_MAX)                                  \
    X(SIGNERS, "allowed_signers", true, BUNDLE_FILE_BYTES_MAX)                              \
    X(PUB, "voice.pub", true, BUNDLE_FILE_BYTES_MAX)                                        \
    X(PEM, "voice.pem", true, BUNDLE_FILE_BYTES_MAX)                                        \
    X(VKEY, "voice.vkey", true, BUNDLE_FILE_BYTES_MAX)                                      \
    X(VERIFY, "VERIFY", false, BUNDLE_FILE_BYTES_MAX)

enum bundle_file {
#define X(name, file, voice, max) BUNDLE_##name,
    BUNDLE_FILE_TABLE(X)
#undef X
        BUNDLE_FILES
};

const char *bundle_file_name(enum bundle_file f);
bool bundle_file_is_voice(enum bundle_file f);
size_t bundle_file_max(enum bundle_file f);

struct bundle {
    bool there[BUNDLE_FILES];
    struct bytes content[BUNDLE_FILES];
};

/* What a bundle is made of; of a statement that is not the organisation's voice the key and what comes of it
 * are left out. */
struct bundle_source {
    struct bytes text; /* statement.txt */
    enum realm realm;
    struct bytes origin; /* without the realm's prefix */
    int64_t number;
    bool voice;
    struct public_key key;
    struct signature raw;
    struct signature sshsig;
    struct tlog_proof proof; /* of the close; `extra` is its entry, LF, its fact */
    struct assents assents;
};

/* Its folder's name: [exercise-]ORIGIN-statement-N. */
void bundle_add_name(struct buffer *b, enum realm realm, struct bytes origin, int64_t number);
/* Principal of its signatures and name of its note: [exercise-]voice@ORIGIN. */
void bundle_add_principal(struct buffer *b, enum realm realm, struct bytes origin);

/* What is typed in its folder to check it, a line each. */
void bundle_add_commands(struct buffer *b, struct arena *a, const struct bundle_source *s);

/* Makes all files; contents live in the arena. ERROR_TOO_LARGE: one of them would have more than it may. */
MUST_USE enum error bundle_make(struct arena *a, const struct bundle_source *s, struct bundle *out);
#endif
