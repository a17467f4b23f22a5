/* base/error.h: the errors of the process: what went wrong outside the rules.
 *
 * An error (a full disk, a peer gone) is returned and must be used. It is never part of the record:
 * what the rules refuse is a rejection (mechanism/rejections.h), what must not happen is a bug
 * (base/check.h). If two errors led a caller to the same action they would be one error. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#define MUST_USE __attribute__((warn_unused_result))

/* name, text */
#define ERROR_TABLE(X)                                                                             \
    X(OK, "no error")                                                                              \
    X(ERROR_IO, "input or output failed")                                                          \
    X(ERROR_FULL, "no space is left on the device")                                                \
    X(ERROR_CORRUPT, "stored data is damaged")                                                     \
    X(ERROR_NOT_FOUND, "not found")                                                                \
    X(ERROR_MALFORMED, "malformed input")                                                          \
    X(ERROR_TOO_LARGE, "a limit is exceeded")                                                      \
    X(ERROR_BUSY, "in use by another process")                                                     \
    X(ERROR_DENIED, "refused")                                                                     \
    X(ERROR_UNSUPPORTED, "not supported")                                                          \
    X(ERROR_CLOSED, "the other side has gone")                                                     \
    X(ERROR_TIMEOUT, "no answer in time")                                                          \
    X(ERROR_EXISTS, "exists already")

enum error {
#define X(name, text) name,
    ERROR_TABLE(X)
#undef X
};

/* The text of an error: static, never NULL. */
const char *error_text(enum error e);

/* The name of an error as written in this table, for logs: static, never NULL. */
const char *error_name(enum error e);
#endif
