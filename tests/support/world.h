/* tests/support/world.h: a world in memory: clocks that stand until they are moved, randomness from a seed,
 * and a disk with a SQLite VFS beside the small files, whose faults come when they are ordered. */
#ifndef SUPPORT_WORLD_H
#define SUPPORT_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/env.h"
#include "base/prng.h"

enum { WORLD_FILES_MAX = 64 };

struct world_file {
    char *path; /* NULL: a free place */
    uint8_t *data;
    size_t len;
    size_t capacity;
    uint8_t *durable; /* what a loss of power leaves */
    size_t durable_len;
    size_t cut;        /* the shortest that it was since then */
    bool held;         /* by file_open */
    int shared;        /* locks of SQLite: readers, */
    bool reserved;     /* one that will write, */
    bool exclusive;    /* one that writes */
    uint8_t **regions; /* shared memory of the write-ahead log */
    int region_count;
    int region_users;
    struct {
        int shared;
        bool exclusive;
    } shm_locks[8];
};

/* What goes wrong, and when. Every write, sync, truncation and opening for writing is one operation. */
struct world_faults {
    int64_t space;       /* bytes that files may still grow by; negative: any number */
    uint64_t operations; /* so far */
    uint64_t fail_from;  /* the first operation that fails, counted from 1; 0: none */
    uint64_t fail_count; /* how many fail from there on; 0: all */
    enum error error;    /* ERROR_IO or ERROR_FULL */
    bool syncs_only;     /* only syncs fail, and only they are counted */
    bool lying;          /* a sync says that it is done, and nothing is kept */
    uint64_t reads;           /* so far, of databases and of small files */
    uint64_t read_fail_from;  /* the first read that fails, counted from 1; 0: none */
    uint64_t read_fail_count; /* how many fail from there on; 0: all */
};

struct world {
    struct env env;
    int64_t boot_ms;
    int64_t wall_ms;
    uint8_t boot_id;
    struct prng prng;
    struct world_faults faults;
    struct world_file files[WORLD_FILES_MAX];
    char name[32]; /* of the VFS */
    void *vfs;
    int last_errno;
};

struct world *world_new(uint64_t seed);
void world_free(struct world *w); /* takes NULL */
/* Another world with what the disk of this one holds, and the same clocks: after its processes were killed,
 * or with `power_lost` after what was never synced is gone. Both live on. */
struct world *world_after(const struct world *w, bool power_lost);
/* The same after a loss of power in the middle of writing: each sector that was not synced is there, is not,
 * or is half there, as `p` draws; a file may be as long as it was or as it was to be. A truncation happened
 * or did not, with all that was written after it: file systems keep lengths in a journal. */
struct world *world_after_torn(const struct world *w, struct prng *p);

void world_pass(struct world *w, int64_t ms); /* both clocks */

/* The file at a path, NULL if there is none: its bytes may be changed while nobody has it open. */
struct world_file *world_find(struct world *w, const char *path);
/* Makes or replaces a file. */
void world_put(struct world *w, const char *path, struct bytes content);
void world_remove(struct world *w, const char *path);
struct bytes world_content(const struct world_file *f);
#endif
