/* interop/fingerprint.h: short forms of the organisation's key that people compare: one as `ssh-keygen -l`
 * prints it, and one to be read aloud, which also stands for the ceremony that made the key. */
#ifndef INTEROP_FINGERPRINT_H
#define INTEROP_FINGERPRINT_H

#include <stdbool.h>

#include "crypto/hash.h"
#include "crypto/sign.h"

/* SHA256: and base64 without padding of the SHA-256 of the key as SSH writes it. */
#define FINGERPRINT_SSH_CHARS 50
/* 16 groups of four hexadecimal digits with spaces between, of the SHA-256 of `univocal voice 1` LF, the key
 * and the transcript. */
#define FINGERPRINT_ALOUD_CHARS 79

struct fingerprint {
    char text[FINGERPRINT_ALOUD_CHARS + 1];
};

struct fingerprint fingerprint_ssh(const struct public_key *key);
struct fingerprint fingerprint_aloud(const struct public_key *key, const struct hash *transcript);
/* Whether a person's text is one of the two: letters of either case and any spaces in the second. */
bool fingerprint_matches(struct bytes text, const struct public_key *key, const struct hash *transcript);
#endif
