/* The disk as a VFS of SQLite. Shared memory and locks live beside the file and die with the machine; locks
 * hold among the connections of one process, which are all there are. */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "sim/disk_inner.h"
#include "store/database.h"

enum { REGIONS_MAX = 64, REGION_BYTES = 32 * 1024, SECTOR_SIZE = 4096 };

struct disk_shm {
    int users; /* connections that have mapped it */
    void *regions[REGIONS_MAX];
    int shared[SQLITE_SHM_NLOCK];
    const void *exclusive[SQLITE_SHM_NLOCK];
};

struct handle {
    sqlite3_file base;
    struct disk *disk;
    struct inode *node;
    uint64_t generation;
    char *path; /* to delete at the end, or to sync with its folder once */
    bool sync_names;
    bool delete_at_end;
    int lock;
    bool shm_mapped;
    unsigned shm_shared; /* a bit a slot */
    unsigned shm_exclusive;
};

static bool is_dead(struct handle *h)
{
    if (h->disk->down || h->generation != h->disk->generation) {
        h->disk->last_errno = EIO;
        return true;
    }
    return false;
}

static int code_of(enum error e, int otherwise)
{
    return e == OK ? SQLITE_OK : e == ERROR_FULL ? SQLITE_FULL : otherwise;
}

static void unlock_to(struct handle *h, int level)
{
    struct inode *n = h->node;
    if (level < SQLITE_LOCK_RESERVED) {
        n->reserved = n->reserved == h ? NULL : n->reserved;
        n->pending = n->pending == h ? NULL : n->pending;
        n->exclusive = n->exclusive == h ? NULL : n->exclusive;
    }
    if (level == SQLITE_LOCK_NONE && h->lock >= SQLITE_LOCK_SHARED) {
        n->shared--;
    }
    h->lock = level < h->lock ? level : h->lock;
}

static int vfs_close(sqlite3_file *file)
{
    struct handle *h = (struct handle *)file;
    if (h->generation == h->disk->generation) {
        unlock_to(h, SQLITE_LOCK_NONE);
    }
    if (h->delete_at_end && !is_dead(h)) {
        (void)disk_unlink(h->disk, h->path);
    }
    h->disk->open_files--;
    inode_release(h->node);
    free(h->path);
    return SQLITE_OK;
}

static int vfs_read(sqlite3_file *file, void *out, int len, sqlite3_int64 offset)
{
    struct handle *h = (struct handle *)file;
    if (is_dead(h) || disk_call(h->disk, DISK_READ) != OK) {
        return SQLITE_IOERR_READ;
    }
    content_read(&h->node->live, (uint64_t)offset, out, (size_t)len);
    return (uint64_t)offset + (uint64_t)len <= h->node->live.len ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int vfs_write(sqlite3_file *file, const void *data, int len, sqlite3_int64 offset)
{
    struct handle *h = (struct handle *)file;
    if (is_dead(h)) {
        return SQLITE_IOERR_WRITE;
    }
    return code_of(disk_write(h->disk, h->node, (uint64_t)offset, bytes_of(data, (size_t)len)),
                   SQLITE_IOERR_WRITE);
}

static int vfs_truncate(sqlite3_file *file, sqlite3_int64 len)
{
    struct handle *h = (struct handle *)file;
    if (is_dead(h)) {
        return SQLITE_IOERR_TRUNCATE;
    }
    return code_of(disk_truncate(h->disk, h->node, (uint64_t)len), SQLITE_IOERR_TRUNCATE);
}

/* As SQLite does it on Linux: the first sync of a new log or journal makes its name durable too, and with it
 * those of all files in its folder. */
static int vfs_sync(sqlite3_file *file, int flags)
{
    struct handle *h = (struct handle *)file;
    (void)flags;
    if (is_dead(h)) {
        return SQLITE_IOERR_FSYNC;
    }
    enum error e = disk_sync(h->disk, h->node);
    if (e == OK && h->sync_names) {
        e = disk_sync_names(h->disk, h->path);
        h->sync_names = e != OK;
    }
    return e == OK ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

static int vfs_file_size(sqlite3_file *file, sqlite3_int64 *out)
{
    struct handle *h = (struct handle *)file;
    if (is_dead(h)) {
        return SQLITE_IOERR_FSTAT;
    }
    *out = (sqlite3_int64)h->node->live.len;
    return SQLITE_OK;
}

static int vfs_lock(sqlite3_file *file, int level)
{
    struct handle *h = (struct handle *)file;
    struct inode *n = h->node;
    if (is_dead(h)) {
        return SQLITE_IOERR_LOCK;
    }
    if (h->lock >= level) {
        return SQLITE_OK;
    }
    const bool other_pending = n->pending != NULL && n->pending != h;
    const bool other_exclusive = n->exclusive != NULL && n->exclusive != h;
    if (other_exclusive || (other_pending && level > h->lock)) {
        return SQLITE_BUSY;
    }
    if (level == SQLITE_LOCK_SHARED) {
        n->shared++;
    } else {
        if (n->reserved != NULL && n->reserved != h) {
            return SQLITE_BUSY;
        }
        n->reserved = h;
        if (level == SQLITE_LOCK_EXCLUSIVE) {
            n->pending = h;
            if (n->shared > 1) {
                h->lock = SQLITE_LOCK_PENDING;
                return SQLITE_BUSY;
            }
            n->exclusive = h;
        }
    }
    h->lock = level;
    return SQLITE_OK;
}

static int vfs_unlock(sqlite3_file *file, int level)
{
    struct handle *h = (struct handle *)file;
    if (h->generation == h->disk->generation) {
        unlock_to(h, level);
    }
    return SQLITE_OK;
}

static int vfs_check_reserved(sqlite3_file *file, int *out)
{
    struct handle *h = (struct handle *)file;
    *out = h->node->reserved != NULL;
    return is_dead(h) ? SQLITE_IOERR_CHECKRESERVEDLOCK : SQLITE_OK;
}

static int vfs_control(sqlite3_file *file, int what, void *arg)
{
    struct handle *h = (struct handle *)file;
    if (what == SQLITE_FCNTL_VFSNAME) {
        *(char **)arg = sqlite3_mprintf("%s", h->disk->vfs_name);
        return SQLITE_OK;
    }
    return SQLITE_NOTFOUND;
}

static int vfs_sector_size(sqlite3_file *file)
{
    (void)file;
    return SECTOR_SIZE;
}

static int vfs_characteristics(sqlite3_file *file)
{
    (void)file;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE; /* what SQLite takes for granted on Linux */
}

static int vfs_shm_map(sqlite3_file *file, int region, int bytes, int extend, void volatile **out)
{
    struct handle *h = (struct handle *)file;
    *out = NULL;
    if (is_dead(h)) {
        return SQLITE_IOERR_SHMMAP;
    }
    check(bytes == REGION_BYTES && region < REGIONS_MAX);
    if (h->node->shm == NULL) {
        h->node->shm = calloc(1, sizeof *h->node->shm);
        check(h->node->shm != NULL);
    }
    h->node->shm->users += h->shm_mapped ? 0 : 1;
    h->shm_mapped = true;
    void **at = &h->node->shm->regions[region];
    if (*at == NULL && extend != 0) {
        *at = calloc(1, REGION_BYTES);
        check(*at != NULL);
    }
    *out = *at;
    return SQLITE_OK;
}

static int shm_unlock(struct handle *h, struct disk_shm *shm, int first, int count)
{
    for (int i = first; i < first + count; i++) {
        const unsigned bit = 1u << i;
        if ((h->shm_exclusive & bit) != 0) {
            shm->exclusive[i] = NULL;
        } else if ((h->shm_shared & bit) != 0) {
            shm->shared[i]--;
        }
        h->shm_exclusive &= ~bit;
        h->shm_shared &= ~bit;
    }
    return SQLITE_OK;
}

static int vfs_shm_lock(sqlite3_file *file, int first, int count, int flags)
{
    struct handle *h = (struct handle *)file;
    struct disk_shm *shm = h->node->shm;
    const bool unlocks = (flags & SQLITE_SHM_UNLOCK) != 0;
    if (is_dead(h) || shm == NULL) {
        return unlocks ? SQLITE_OK : SQLITE_IOERR_SHMLOCK;
    }
    if (unlocks) {
        return shm_unlock(h, shm, first, count);
    }
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    for (int i = first; i < first + count; i++) {
        const int others = shm->shared[i] - (int)(h->shm_shared >> i & 1);
        const bool held = shm->exclusive[i] != NULL && shm->exclusive[i] != h;
        if (held || (exclusive && others > 0)) {
            return SQLITE_BUSY;
        }
    }
    for (int i = first; i < first + count; i++) {
        const unsigned bit = 1u << i;
        if (exclusive) {
            shm->exclusive[i] = h;
            h->shm_exclusive |= bit;
        } else if ((h->shm_shared & bit) == 0) {
            shm->shared[i]++;
            h->shm_shared |= bit;
        }
    }
    return SQLITE_OK;
}

static void vfs_shm_barrier(sqlite3_file *file)
{
    (void)file;
}

/* As on Linux, what nobody has mapped any more is empty for the next. */
static int vfs_shm_unmap(sqlite3_file *file, int delete)
{
    struct handle *h = (struct handle *)file;
    (void)delete;
    if (!is_dead(h) && h->shm_mapped) {
        (void)shm_unlock(h, h->node->shm, 0, SQLITE_SHM_NLOCK);
        if (--h->node->shm->users == 0) {
            disk_vfs_forget(h->node);
        }
    }
    h->shm_mapped = false;
    return SQLITE_OK;
}

void disk_vfs_forget(struct inode *n)
{
    if (n->shm != NULL) {
        for (size_t i = 0; i < REGIONS_MAX; i++) {
            free(n->shm->regions[i]);
        }
        free(n->shm);
        n->shm = NULL;
    }
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = vfs_close,
    .xRead = vfs_read,
    .xWrite = vfs_write,
    .xTruncate = vfs_truncate,
    .xSync = vfs_sync,
    .xFileSize = vfs_file_size,
    .xLock = vfs_lock,
    .xUnlock = vfs_unlock,
    .xCheckReservedLock = vfs_check_reserved,
    .xFileControl = vfs_control,
    .xSectorSize = vfs_sector_size,
    .xDeviceCharacteristics = vfs_characteristics,
    .xShmMap = vfs_shm_map,
    .xShmLock = vfs_shm_lock,
    .xShmBarrier = vfs_shm_barrier,
    .xShmUnmap = vfs_shm_unmap,
};

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    struct disk *d = vfs->pAppData;
    struct handle *h = (struct handle *)file;
    static unsigned long long temporary;
    char path[PATH_BYTES_MAX];
    bool made = false;
    *h = (struct handle){.disk = d, .generation = d->generation};
    if (name == NULL) {
        (void)snprintf(path, sizeof path, "temporary-%llu", temporary++);
        h->delete_at_end = true;
        name = path;
    }
    const enum error e = disk_open(d, name, (flags & SQLITE_OPEN_CREATE) != 0, &h->node, &made);
    if (e != OK) {
        return e == ERROR_IO && d->down ? SQLITE_IOERR : SQLITE_CANTOPEN;
    }
    h->path = strdup(name);
    check(h->path != NULL);
    h->delete_at_end = h->delete_at_end || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    h->sync_names =
        made && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL)) != 0;
    if (out_flags != NULL) {
        *out_flags = flags;
    }
    h->base.pMethods = &methods;
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
    struct disk *d = vfs->pAppData;
    enum error e = disk_unlink(d, path);
    if (e == ERROR_NOT_FOUND) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    e = e == OK && sync_folder != 0 ? disk_sync_names(d, path) : e;
    return e == OK ? SQLITE_OK : SQLITE_IOERR_DELETE;
}

static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
    const struct disk *d = vfs->pAppData;
    const struct inode *n = names_find(&d->live, path);
    (void)flags;
    *out = n != NULL && n->live.len > 0; /* as SQLite asks on Linux */
    return d->down ? SQLITE_IOERR_ACCESS : SQLITE_OK;
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *path, int len, char *out)
{
    (void)vfs;
    return snprintf(out, (size_t)len, "%s", path) < len ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int vfs_random(sqlite3_vfs *vfs, int len, char *out)
{
    struct disk *d = vfs->pAppData;
    prng_fill(&d->prng, out, (size_t)len);
    return len;
}

static int vfs_sleep(sqlite3_vfs *vfs, int micros)
{
    (void)vfs;
    return micros;
}

static int vfs_time(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
    (void)vfs;
    *out = 0;
    return SQLITE_OK;
}

static int vfs_last_error(sqlite3_vfs *vfs, int len, char *out)
{
    const struct disk *d = vfs->pAppData;
    (void)len;
    (void)out;
    return d->last_errno;
}

void disk_vfs_register(struct disk *d)
{
    database_start();
    sqlite3_vfs *vfs = calloc(1, sizeof *vfs);
    check(vfs != NULL);
    *vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = sizeof(struct handle),
        .mxPathname = PATH_BYTES_MAX - 1,
        .zName = d->vfs_name,
        .pAppData = d,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_path,
        .xRandomness = vfs_random,
        .xSleep = vfs_sleep,
        .xGetLastError = vfs_last_error,
        .xCurrentTimeInt64 = vfs_time,
    };
    check(sqlite3_vfs_register(vfs, 0) == SQLITE_OK);
    d->vfs = vfs;
}

void disk_vfs_unregister(struct disk *d)
{
    check(sqlite3_vfs_unregister(d->vfs) == SQLITE_OK);
    free(d->vfs);
}

/* SQLite draws the salts of its log from a sequence of its own, one for the process. */
void disk_vfs_seed(uint64_t seed)
{
    const int part = (int)((seed ^ seed >> 31) & 0x7fffffff);
    (void)sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, part == 0 ? 1 : part, NULL);
}
