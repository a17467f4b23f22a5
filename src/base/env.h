/* base/env.h: the one door to what is outside the process: time, randomness and disk.
 *
 * Everything that is not a pure function takes what it needs of the world from a `struct env`: the real
 * one is made in node/system.c, the simulated one in tests/sim. Nothing in mechanism/ ever sees it. The
 * network is no part of it: node/core.h and node/signer.h take messages and give messages, and who carries
 * them is their caller. */
#ifndef BASE_ENV_H
#define BASE_ENV_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/error.h"

struct env_file; /* an open append-only file */

struct env {
    void *ctx;
    /* Time. Milliseconds. Boot time counts through suspension and never goes back while boot_id stays. */
    int64_t (*boot_ms)(void *ctx);
    int64_t (*wall_ms)(void *ctx); /* since 1970 UTC; may jump */
    void (*boot_id)(void *ctx, uint8_t out[16]);
    /* Randomness fit for keys and salts. */
    void (*random)(void *ctx, void *out, size_t len);
    /* Disk: the SQLite VFS to open databases with (NULL: the platform's), and small append-only files.
     * A file is open in one place at a time: ERROR_BUSY elsewhere. file_append is durable when it returns OK;
     * file_replace puts a whole new content in place atomically and durably. After any error the caller must
     * treat the file's end as unknown: it truncates the file to what it knows, or opens it again. */
    const char *vfs;
    enum error (*file_read)(void *ctx, const char *path, size_t max, struct buffer *out);
    enum error (*file_open)(void *ctx, const char *path, struct env_file **out);
    enum error (*file_append)(void *ctx, struct env_file *file, struct bytes data);
    enum error (*file_truncate)(void *ctx, struct env_file *file, uint64_t len);
    enum error (*file_replace)(void *ctx, const char *path, struct bytes data);
    void (*file_close)(void *ctx, struct env_file *file);
};
#endif
