/* tests/sim/disk_inner.h: what disk.c, disk_crash.c and disk_vfs.c share, and nobody else. */
#ifndef SIM_DISK_INNER_H
#define SIM_DISK_INNER_H

#include "base/prng.h"
#include "sim/disk.h"

enum { CHUNK_BYTES = 4096, SECTOR_BYTES = 512, VFS_NAME_BYTES = 32, PATH_BYTES_MAX = 512 };

/* Shared by all that have the same bytes; copied by who writes. */
struct chunk {
    uint32_t refs;
    uint8_t data[CHUNK_BYTES];
};

/* A row of chunks; NULL stands for zeros. */
struct content {
    struct chunk **chunks;
    size_t count;
    uint64_t len;
};

struct disk_shm;

struct inode {
    uint32_t refs;       /* names, changes of names that are not durable, open files */
    struct content live; /* as it is seen */
    struct content safe; /* as it is durable */
    uint32_t *dirty;     /* chunks that a sync has to make durable */
    size_t dirty_count;
    size_t dirty_capacity;
    struct disk_shm *shm; /* and locks: of SQLite alone */
    int shared;           /* holders of SQLite's locks */
    void *reserved;
    void *pending;
    void *exclusive;
};

struct name {
    char *path;
    struct inode *node;
};

struct names {
    struct name *list;
    size_t count;
    size_t capacity;
};

/* A change of names that is not durable: `to` becomes the node, or is gone; `from`, if given, is gone. */
struct rename {
    char *from;
    char *to;
    struct inode *node; /* NULL: deleted */
};

struct disk {
    char vfs_name[VFS_NAME_BYTES];
    void *vfs; /* sqlite3_vfs */
    struct prng prng;
    struct names live;
    struct names safe;
    struct rename *renames;
    size_t rename_count;
    size_t rename_capacity;
    uint64_t bytes; /* of all live files */
    uint64_t operations;
    uint64_t open_files;
    uint64_t generation; /* files opened before a crash are of an older one */
    bool down;
    struct disk_plan plan;
    uint64_t plan_operations; /* since the plan */
    uint64_t plan_calls;
    void (*watch)(void *ctx);
    void *watch_ctx;
    int last_errno;
};

/* Contents */
void content_read(const struct content *c, uint64_t offset, void *out, size_t len); /* zeros beyond the end */
void content_copy(struct content *to, const struct content *from);                  /* `to` is empty */
void content_done(struct content *c);
/* The chunk for writing, and no other's. */
struct chunk *content_chunk(struct content *c, size_t index);
void content_resize(struct content *c, uint64_t len);

void inode_release(struct inode *n);
struct inode *names_find(const struct names *n, const char *path);
void names_set(struct names *n, const char *path, struct inode *node); /* NULL: gone */
void names_done(struct names *n);
void renames_clear(struct disk *d);
/* The first `count` changes of names become durable. */
void renames_settle(struct disk *d, size_t count);

/* One call of a kind. Not OK: it fails, by the plan or because the machine is down. */
enum error disk_call(struct disk *d, enum disk_kind kind);
/* What an operation ends with: counted and watched; ERROR_IO if the machine goes down in it. */
enum error disk_done(struct disk *d);

enum error disk_write(struct disk *d, struct inode *n, uint64_t offset, struct bytes data);
enum error disk_truncate(struct disk *d, struct inode *n, uint64_t len);
enum error disk_sync(struct disk *d, struct inode *n);
enum error disk_sync_names(struct disk *d, const char *path); /* of the folder that it is in */
/* ERROR_NOT_FOUND if it is not there and is not to be made. *made: it was. */
enum error disk_open(struct disk *d, const char *path, bool create, struct inode **out, bool *made);
enum error disk_unlink(struct disk *d, const char *path);
enum error disk_rename(struct disk *d, const char *from, const char *to);

void disk_vfs_register(struct disk *d);
void disk_vfs_unregister(struct disk *d);
void disk_vfs_seed(uint64_t seed);     /* of SQLite's own random numbers */
void disk_vfs_forget(struct inode *n); /* its shared memory */
#endif
