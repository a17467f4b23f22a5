/* The disk of a world as SQLite sees it: files, their locks, and the shared memory of the write-ahead log. */
#include "support/world_vfs.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

struct handle {
    sqlite3_file base; /* must be first */
    struct world *world;
    struct world_file *file;
    int lock;
    bool mapped;
    uint16_t shm_shared; /* locks of this connection on the shared memory */
    uint16_t shm_exclusive;
};

static int code_of(enum error e, int io)
{
    return e == OK ? SQLITE_OK : e == ERROR_FULL ? (io == SQLITE_IOERR_FSYNC ? io : SQLITE_FULL) : io;
}

static int handle_close(sqlite3_file *base)
{
    struct handle *h = (struct handle *)base;
    check(h->lock == SQLITE_LOCK_NONE);
    return SQLITE_OK;
}

static int handle_read(sqlite3_file *base, void *out, int len, sqlite3_int64 at)
{
    const struct handle *h = (struct handle *)base;
    if (world_read(h->world) != OK) {
        return SQLITE_IOERR_READ;
    }
    const size_t have = h->file->len > (size_t)at ? h->file->len - (size_t)at : 0;
    const size_t take = have < (size_t)len ? have : (size_t)len;
    if (take > 0) {
        memcpy(out, h->file->data + at, take);
    }
    memset((uint8_t *)out + take, 0, (size_t)len - take);
    return take == (size_t)len ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int handle_write(sqlite3_file *base, const void *data, int len, sqlite3_int64 at)
{
    const struct handle *h = (struct handle *)base;
    return code_of(world_write(h->world, h->file, data, (size_t)len, (size_t)at), SQLITE_IOERR_WRITE);
}

static int handle_truncate(sqlite3_file *base, sqlite3_int64 len)
{
    const struct handle *h = (struct handle *)base;
    return code_of(world_cut(h->world, h->file, (size_t)len), SQLITE_IOERR_TRUNCATE);
}

static int handle_sync(sqlite3_file *base, int flags)
{
    const struct handle *h = (struct handle *)base;
    (void)flags;
    return code_of(world_sync(h->world, h->file), SQLITE_IOERR_FSYNC);
}

static int handle_size(sqlite3_file *base, sqlite3_int64 *out)
{
    *out = (sqlite3_int64)((struct handle *)base)->file->len;
    return SQLITE_OK;
}

static int handle_lock(sqlite3_file *base, int level)
{
    struct handle *h = (struct handle *)base;
    struct world_file *f = h->file;
    if (level <= h->lock) {
        return SQLITE_OK;
    }
    if (level == SQLITE_LOCK_SHARED) {
        if (f->exclusive) {
            return SQLITE_BUSY;
        }
        f->shared++;
    } else if (level == SQLITE_LOCK_RESERVED) {
        if (f->reserved) {
            return SQLITE_BUSY;
        }
        f->reserved = true;
    } else {
        if ((h->lock < SQLITE_LOCK_RESERVED && f->reserved) || f->shared > 1) {
            return SQLITE_BUSY;
        }
        f->reserved = true;
        f->exclusive = true;
    }
    h->lock = level;
    return SQLITE_OK;
}

static int handle_unlock(sqlite3_file *base, int level)
{
    struct handle *h = (struct handle *)base;
    struct world_file *f = h->file;
    if (h->lock > SQLITE_LOCK_SHARED && level <= SQLITE_LOCK_SHARED) {
        f->reserved = false;
        f->exclusive = false;
        h->lock = SQLITE_LOCK_SHARED;
    }
    if (h->lock == SQLITE_LOCK_SHARED && level == SQLITE_LOCK_NONE) {
        f->shared--;
        h->lock = SQLITE_LOCK_NONE;
    }
    return SQLITE_OK;
}

static int handle_is_reserved(sqlite3_file *base, int *out)
{
    *out = ((struct handle *)base)->file->reserved;
    return SQLITE_OK;
}

static int handle_control(sqlite3_file *base, int operation, void *argument)
{
    (void)base;
    (void)operation;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int handle_sector(sqlite3_file *base)
{
    (void)base;
    return 512;
}

static int handle_device(sqlite3_file *base)
{
    (void)base;
    return 0;
}

static int handle_map(sqlite3_file *base, int region, int size, int extend, void volatile **out)
{
    struct handle *h = (struct handle *)base;
    struct world_file *f = h->file;
    if (!h->mapped) {
        h->mapped = true;
        f->region_users++;
    }
    *out = NULL;
    if (region >= f->region_count && !extend) {
        return SQLITE_OK;
    }
    while (region >= f->region_count) {
        f->regions = realloc(f->regions, (size_t)(f->region_count + 1) * sizeof *f->regions);
        check(f->regions != NULL);
        f->regions[f->region_count] = calloc(1, (size_t)size);
        check(f->regions[f->region_count] != NULL);
        f->region_count++;
    }
    *out = f->regions[region];
    return SQLITE_OK;
}

static int handle_shm_lock(sqlite3_file *base, int first, int count, int flags)
{
    struct handle *h = (struct handle *)base;
    struct world_file *f = h->file;
    const uint16_t mask = (uint16_t)(((1U << count) - 1) << first);
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        for (int i = first; i < first + count; i++) {
            f->shm_locks[i].shared -= (h->shm_shared >> i & 1) != 0;
            f->shm_locks[i].exclusive = f->shm_locks[i].exclusive && (h->shm_exclusive >> i & 1) == 0;
        }
        h->shm_shared &= (uint16_t)~mask;
        h->shm_exclusive &= (uint16_t)~mask;
        return SQLITE_OK;
    }
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    for (int i = first; i < first + count; i++) {
        if (f->shm_locks[i].exclusive || (exclusive && f->shm_locks[i].shared > 0)) {
            return SQLITE_BUSY;
        }
    }
    for (int i = first; i < first + count; i++) {
        if (exclusive) {
            f->shm_locks[i].exclusive = true;
        } else if ((h->shm_shared >> i & 1) == 0) {
            f->shm_locks[i].shared++;
        }
    }
    h->shm_exclusive |= exclusive ? mask : 0;
    h->shm_shared |= exclusive ? 0 : mask;
    return SQLITE_OK;
}

static void handle_barrier(sqlite3_file *base)
{
    (void)base;
}

static int handle_unmap(sqlite3_file *base, int delete)
{
    struct handle *h = (struct handle *)base;
    struct world_file *f = h->file;
    (void)delete;
    if (h->mapped) {
        h->mapped = false;
        f->region_users--;
    }
    for (int i = 0; f->region_users == 0 && i < f->region_count; i++) {
        free(f->regions[i]);
    }
    f->region_count = f->region_users == 0 ? 0 : f->region_count;
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = handle_close,
    .xRead = handle_read,
    .xWrite = handle_write,
    .xTruncate = handle_truncate,
    .xSync = handle_sync,
    .xFileSize = handle_size,
    .xLock = handle_lock,
    .xUnlock = handle_unlock,
    .xCheckReservedLock = handle_is_reserved,
    .xFileControl = handle_control,
    .xSectorSize = handle_sector,
    .xDeviceCharacteristics = handle_device,
    .xShmMap = handle_map,
    .xShmLock = handle_shm_lock,
    .xShmBarrier = handle_barrier,
    .xShmUnmap = handle_unmap,
};

static struct world *world_of(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags)
{
    struct world *w = world_of(vfs);
    struct handle *h = (struct handle *)base;
    memset(h, 0, sizeof *h);
    check(name != NULL); /* temp_store=MEMORY: there are no temporary files */
    if (world_find(w, name) == NULL) {
        if ((flags & SQLITE_OPEN_CREATE) == 0) {
            w->last_errno = 2; /* ENOENT */
            return SQLITE_CANTOPEN;
        }
        const enum error e = world_operate(w, false);
        if (e != OK) {
            return code_of(e, SQLITE_CANTOPEN);
        }
    }
    h->world = w;
    h->file = world_make(w, name);
    h->base.pMethods = &methods;
    if (out_flags != NULL) {
        *out_flags = flags;
    }
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)sync;
    if (world_find(world_of(vfs), name) == NULL) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    world_remove(world_of(vfs), name);
    return SQLITE_OK;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    const struct world_file *f = world_find(world_of(vfs), name);
    *out = f != NULL && (flags != SQLITE_ACCESS_EXISTS || f->len > 0);
    return SQLITE_OK;
}

static int vfs_path(sqlite3_vfs *vfs, const char *name, int len, char *out)
{
    (void)vfs;
    return snprintf(out, (size_t)len, "%s", name) < len ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int vfs_random(sqlite3_vfs *vfs, int len, char *out)
{
    prng_fill(&world_of(vfs)->prng, out, (size_t)len);
    return len;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds; /* whoever waits for a lock here waits for itself */
}

static int vfs_time(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
    *out = 210866760000000 + world_of(vfs)->wall_ms;
    return SQLITE_OK;
}

static int vfs_last_error(sqlite3_vfs *vfs, int len, char *out)
{
    (void)len;
    (void)out;
    return world_of(vfs)->last_errno;
}

void world_vfs_register(struct world *w)
{
    sqlite3_vfs *vfs = calloc(1, sizeof *vfs);
    check(vfs != NULL);
    *vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = sizeof(struct handle),
        .mxPathname = 512,
        .zName = w->name,
        .pAppData = w,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_path,
        .xRandomness = vfs_random,
        .xSleep = vfs_sleep,
        .xCurrentTimeInt64 = vfs_time,
        .xGetLastError = vfs_last_error,
    };
    check(sqlite3_vfs_register(vfs, 0) == SQLITE_OK);
    w->vfs = vfs;
}

void world_vfs_unregister(struct world *w)
{
    check(sqlite3_vfs_unregister(w->vfs) == SQLITE_OK);
    free(w->vfs);
}
