/* node/signer_file.h: a signer's own monotone state: a file that only grows (docs/formats/signer-state.md).
 *
 * A record fills whole sectors: `u8 type | u32 length | 8 bytes of sum over these and their place | payload |
 * FF... | 8 bytes of sum over the record and the sum before it`. What signer_file_append answers with OK is
 * durable. So what a crash leaves of a record that was never answered can be told from damage: the file ends
 * within the record, or a whole sector of it is zero. That is cut off at opening, and only at the end of the
 * file; anything else is ERROR_CORRUPT, and the signer does not start. */
#ifndef NODE_SIGNER_FILE_H
#define NODE_SIGNER_FILE_H

#include "base/env.h"

enum {
    SIGNER_SECTOR_BYTES = 512,
    SIGNER_RECORD_BYTES_MAX = 128 * 1024, /* of a payload */
    SIGNER_FILE_BYTES_MAX = 256 * 1024 * 1024,
    SIGNER_SUM_BYTES = 8,
};

struct signer_file {
    const struct env *env;
    struct env_file *file;
    uint64_t len;                  /* of what is good */
    uint8_t sum[SIGNER_SUM_BYTES]; /* of the last record */
    bool broken;                   /* an append failed and could not be taken back */
};

struct signer_record {
    uint8_t type;
    struct bytes payload;
};

/* Bytes that a record takes in the file. */
uint64_t signer_record_bytes(size_t payload_len);

/* Opens or makes the file and gives each record in turn; `take` answers false for one that cannot be.
 * ERROR_BUSY: another process has it open. */
MUST_USE enum error signer_file_open(struct signer_file *f, const struct env *env, const char *path,
                                     bool (*take)(void *ctx, const struct signer_record *r), void *ctx);
void signer_file_close(struct signer_file *f);
/* After an error nothing was added; ERROR_FULL and ERROR_TOO_LARGE may pass, after others only reopening
 * helps. */
MUST_USE enum error signer_file_append(struct signer_file *f, const struct signer_record *r);
/* Puts a new content in the place of the old one, atomically. After ERROR_FULL the old one is there as
 * before, after others it must be opened again. */
MUST_USE enum error signer_file_replace(struct signer_file *f, const char *path,
                                        const struct signer_record *list, size_t count);

/* Reads the records of a state without opening it, for those who only look; what is unfinished at the end is
 * passed over. */
MUST_USE enum error signer_file_read(struct bytes text,
                                     bool (*take)(void *ctx, const struct signer_record *r), void *ctx);
#endif
