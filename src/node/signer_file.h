/* node/signer_file.h: a signer's own monotone state: a file that only grows (docs/formats/signer-state.md).
 *
 * A record is `u8 type | u32 length | payload | 8 bytes of sum`; the sum covers the record and the sum before
 * it, so nothing in the middle can be changed, dropped or moved unnoticed. What signer_file_append answers
 * with OK is durable. At opening, a last record that was never finished (the file ends within it, or zeros
 * stand where bytes never reached the disk) was never answered and is cut off; any other damage is
 * ERROR_CORRUPT, and the signer does not start. */
#ifndef NODE_SIGNER_FILE_H
#define NODE_SIGNER_FILE_H

#include "base/env.h"

enum {
    SIGNER_RECORD_BYTES_MAX = 128 * 1024,
    SIGNER_FILE_BYTES_MAX = 256 * 1024 * 1024,
    SIGNER_SUM_BYTES = 8
};

struct signer_file {
    const struct env *env;
    struct env_file *file;
    uint64_t len;                   /* of what is good */
    uint8_t sum[SIGNER_SUM_BYTES];  /* of the last record */
    bool broken;                    /* an append failed and could not be taken back */
};

struct signer_record {
    uint8_t type;
    struct bytes payload;
};

/* Opens or makes the file and gives each record in turn; `take` answers false for one that cannot be. */
MUST_USE enum error signer_file_open(struct signer_file *f, const struct env *env, const char *path,
                                     bool (*take)(void *ctx, const struct signer_record *r), void *ctx);
void signer_file_close(struct signer_file *f);
/* All or nothing. After an error nothing was added; ERROR_FULL may pass, after ERROR_IO only reopening
 * helps. */
MUST_USE enum error signer_file_append(struct signer_file *f, const struct signer_record *records,
                                       size_t count);
#endif
