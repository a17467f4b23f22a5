/* tests/sim/disk.h: a disk in memory that can lose what was not synced.
 *
 * One disk carries the files of SQLite, by a VFS of its own, and the small files of struct env, by the same
 * rules. A write is seen at once and is durable once the file was synced; a name that was made, deleted or
 * replaced is durable once its directory was. When the machine goes down, each sector of 512 bytes that was
 * not synced is kept, lost or torn (some of its bytes new, some old), each by itself; a file has its old
 * length, its new one or one between; of the changes of names some first ones are kept. After a sync that
 * failed, what it should have written counts as written and is not (as Linux does it). Everything follows
 * from seeds: the same calls give the same bytes.
 *
 * An operation is a write, a sync, a truncation, or the making, deleting or replacing of a name. While the
 * machine is down every call fails; whoever has files open closes them, and disk_restart brings it up again.
 */
#ifndef SIM_DISK_H
#define SIM_DISK_H

#include <stdbool.h>

#include "base/env.h"
#include "crypto/hash.h"

struct disk;

struct disk *disk_new(uint64_t seed);
void disk_free(struct disk *d); /* takes NULL; no file may be open */
/* The name of its VFS, for database_options and struct env. */
const char *disk_vfs(const struct disk *d);
/* Sets vfs, the functions of files and ctx: the disk itself. A simulator with a context of its own calls
 * them with the disk. */
void disk_env(struct disk *d, struct env *env);

/* Kinds of calls, for faults. */
enum disk_kind {
    DISK_READ = 1,
    DISK_WRITE = 2,
    DISK_SYNC = 4,
    DISK_TRUNCATE = 8,
    DISK_NAME = 16, /* making, deleting, replacing; opening what is there */
    DISK_ANY = 31,
};

/* What will go wrong, counted from the call of disk_plan; all zero: nothing. */
struct disk_plan {
    uint64_t crash_at; /* the machine goes down in the n-th operation from now */
    uint64_t fail_at;  /* the n-th call of `fail_kinds` from now gives EIO ... */
    unsigned fail_kinds;
    bool fail_on;       /* ... and so does each after it */
    uint64_t bytes_max; /* ENOSPC once all files together would be longer; 0: no bound */
    bool sync_lies;     /* syncs say yes and do nothing */
};
void disk_plan(struct disk *d, const struct disk_plan *plan);

/* Operations since disk_new, and bytes in all files. */
uint64_t disk_operations(const struct disk *d);
uint64_t disk_bytes(const struct disk *d);
/* Calls `each` in every operation, when it has been done and is not durable: a crash there is one at that
 * operation. It may take an image, and must not use this disk otherwise. NULL: nobody. */
void disk_watch(struct disk *d, void (*each)(void *ctx), void *ctx);

bool disk_is_down(const struct disk *d);
void disk_crash(struct disk *d);
enum disk_loss { DISK_LOSE_NOTHING, DISK_LOSE_ALL, DISK_LOSE_SOME };
/* Up again, with what was not synced decided by `loss` and the seed. */
void disk_restart(struct disk *d, enum disk_loss loss, uint64_t seed);

/* All that is on the disk and in its caches, without what is open. Cheap: both share what is the same. Many
 * runs that begin alike begin from one image: to open tables costs half of making them. */
struct disk_image;
struct disk_image *disk_snapshot(const struct disk *d);
void disk_image_free(struct disk_image *i); /* takes NULL */
/* Makes the disk what the image says; no file may be open. */
void disk_restore(struct disk *d, const struct disk_image *i);

/* Turns one bit of what is at rest. False: the file has not so many. */
bool disk_flip(struct disk *d, const char *path, uint64_t bit);
bool disk_has(const struct disk *d, const char *path);
uint64_t disk_length(const struct disk *d, const char *path); /* 0 if it is not there */
/* Over names, lengths and bytes of all files as they are seen. */
struct hash disk_hash(const struct disk *d);
#endif
