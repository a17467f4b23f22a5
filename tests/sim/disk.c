#include "sim/disk.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "sim/disk_inner.h"

struct disk *disk_new(uint64_t seed)
{
    static uint64_t number;
    struct disk *d = calloc(1, sizeof *d);
    check(d != NULL);
    prng_seed(&d->prng, seed);
    (void)snprintf(d->vfs_name, sizeof d->vfs_name, "disk-%llu", (unsigned long long)number++);
    disk_vfs_register(d);
    disk_vfs_seed(seed);
    return d;
}

void disk_free(struct disk *d)
{
    if (d != NULL) {
        check(d->open_files == 0);
        names_done(&d->live);
        names_done(&d->safe);
        renames_clear(d);
        free(d->renames);
        disk_vfs_unregister(d);
        free(d);
    }
}

const char *disk_vfs(const struct disk *d)
{
    return d->vfs_name;
}

void disk_plan(struct disk *d, const struct disk_plan *plan)
{
    d->plan = *plan;
    d->plan_operations = 0;
    d->plan_calls = 0;
}

uint64_t disk_operations(const struct disk *d)
{
    return d->operations;
}

uint64_t disk_bytes(const struct disk *d)
{
    return d->bytes;
}

void disk_watch(struct disk *d, void (*each)(void *ctx), void *ctx)
{
    d->watch = each;
    d->watch_ctx = ctx;
}

bool disk_is_down(const struct disk *d)
{
    return d->down;
}

void disk_crash(struct disk *d)
{
    d->down = true;
    d->generation++;
}

static enum error fail(struct disk *d, int number)
{
    d->last_errno = number;
    return number == ENOSPC ? ERROR_FULL : number == ENOENT ? ERROR_NOT_FOUND : ERROR_IO;
}

enum error disk_call(struct disk *d, enum disk_kind kind)
{
    if (d->down) {
        return fail(d, EIO);
    }
    if ((d->plan.fail_kinds & (unsigned)kind) == 0 || d->plan.fail_at == 0) {
        return OK;
    }
    d->plan_calls++;
    const bool fails =
        d->plan_calls == d->plan.fail_at || (d->plan.fail_on && d->plan_calls > d->plan.fail_at);
    return fails ? fail(d, EIO) : OK;
}

enum error disk_done(struct disk *d)
{
    d->operations++;
    d->plan_operations++;
    if (d->watch != NULL) {
        d->watch(d->watch_ctx);
    }
    if (d->plan.crash_at != 0 && d->plan_operations == d->plan.crash_at) {
        disk_crash(d);
        return fail(d, EIO);
    }
    return OK;
}

/* Contents
 * -------------------------------------------------------------------------------------------------------- */

static void chunk_release(struct chunk *c)
{
    if (c != NULL && --c->refs == 0) {
        free(c);
    }
}

void content_done(struct content *c)
{
    for (size_t i = 0; i < c->count; i++) {
        chunk_release(c->chunks[i]);
    }
    free(c->chunks);
    *c = (struct content){.count = 0};
}

void content_copy(struct content *to, const struct content *from)
{
    *to = *from;
    if (from->count > 0) {
        to->chunks = malloc(from->count * sizeof(struct chunk *));
        check(to->chunks != NULL);
        memcpy(to->chunks, from->chunks, from->count * sizeof(struct chunk *));
        for (size_t i = 0; i < from->count; i++) {
            if (to->chunks[i] != NULL) {
                to->chunks[i]->refs++;
            }
        }
    } else {
        to->chunks = NULL;
    }
}

static void reserve_chunks(struct content *c, size_t count)
{
    if (count > c->count) {
        size_t room = 8;
        while (room < count) {
            room *= 2;
        }
        c->chunks = realloc(c->chunks, room * sizeof(struct chunk *));
        check(c->chunks != NULL);
        memset(c->chunks + c->count, 0, (room - c->count) * sizeof(struct chunk *));
        c->count = room;
    }
}

struct chunk *content_chunk(struct content *c, size_t index)
{
    reserve_chunks(c, index + 1);
    struct chunk *old = c->chunks[index];
    if (old != NULL && old->refs == 1) {
        return old;
    }
    struct chunk *own = old == NULL ? calloc(1, sizeof *own) : malloc(sizeof *own);
    check(own != NULL);
    if (old != NULL) {
        memcpy(own->data, old->data, sizeof own->data);
        old->refs--;
    }
    own->refs = 1;
    c->chunks[index] = own;
    return own;
}

void content_read(const struct content *c, uint64_t offset, void *out, size_t len)
{
    uint8_t *to = out;
    while (len > 0) {
        const size_t index = (size_t)(offset / CHUNK_BYTES);
        const size_t at = (size_t)(offset % CHUNK_BYTES);
        const size_t part = len < CHUNK_BYTES - at ? len : CHUNK_BYTES - at;
        if (index < c->count && c->chunks[index] != NULL) {
            memcpy(to, c->chunks[index]->data + at, part);
        } else {
            memset(to, 0, part);
        }
        to += part;
        offset += part;
        len -= part;
    }
}

/* What lies beyond the end is zero, always. */
void content_resize(struct content *c, uint64_t len)
{
    if (len < c->len) {
        const size_t kept = (size_t)((len + CHUNK_BYTES - 1) / CHUNK_BYTES);
        for (size_t i = kept; i < c->count; i++) {
            chunk_release(c->chunks[i]);
            c->chunks[i] = NULL;
        }
        if (len % CHUNK_BYTES != 0 && kept - 1 < c->count && c->chunks[kept - 1] != NULL) {
            struct chunk *last = content_chunk(c, kept - 1);
            memset(last->data + len % CHUNK_BYTES, 0, CHUNK_BYTES - (size_t)(len % CHUNK_BYTES));
        }
    }
    c->len = len;
}

static void mark_dirty(struct inode *n, size_t index)
{
    if (n->dirty_count > 0 && n->dirty[n->dirty_count - 1] == index) {
        return; /* others may stand twice, which costs nothing but a second look */
    }
    if (n->dirty_count == n->dirty_capacity) {
        n->dirty_capacity = n->dirty_capacity == 0 ? 16 : 2 * n->dirty_capacity;
        n->dirty = realloc(n->dirty, n->dirty_capacity * sizeof *n->dirty);
        check(n->dirty != NULL);
    }
    n->dirty[n->dirty_count++] = (uint32_t)index;
}

/* Operations on files
 * --------------------------------------------------------------------------------------------- */

enum error disk_write(struct disk *d, struct inode *n, uint64_t offset, struct bytes data)
{
    enum error e = disk_call(d, DISK_WRITE);
    if (e != OK) {
        return e;
    }
    const uint64_t end = offset + data.len;
    const uint64_t more = end > n->live.len ? end - n->live.len : 0;
    if (d->plan.bytes_max != 0 && d->bytes + more > d->plan.bytes_max) {
        const uint64_t room = d->plan.bytes_max > d->bytes ? d->plan.bytes_max - d->bytes : 0;
        const uint64_t missing = more - (room < more ? room : more);
        data.len = missing < data.len ? data.len - (size_t)missing : 0; /* as much as there is room for */
        e = fail(d, ENOSPC);
    }
    while (data.len > 0) {
        const size_t index = (size_t)(offset / CHUNK_BYTES);
        const size_t at = (size_t)(offset % CHUNK_BYTES);
        const size_t part = data.len < CHUNK_BYTES - at ? data.len : CHUNK_BYTES - at;
        memcpy(content_chunk(&n->live, index)->data + at, data.data, part);
        mark_dirty(n, index);
        offset += part;
        data = bytes_of(data.data + part, data.len - part);
        if (offset > n->live.len) {
            d->bytes += offset - n->live.len;
            n->live.len = offset;
        }
    }
    const enum error done = disk_done(d);
    return e != OK ? e : done;
}

enum error disk_truncate(struct disk *d, struct inode *n, uint64_t len)
{
    const enum error e = disk_call(d, DISK_TRUNCATE);
    if (e != OK) {
        return e;
    }
    const size_t begin = (size_t)(len / CHUNK_BYTES);
    for (size_t i = begin; len < n->live.len && i < n->live.count; i++) {
        mark_dirty(n, i);
    }
    d->bytes = d->bytes - n->live.len + len;
    content_resize(&n->live, len);
    return disk_done(d);
}

enum error disk_sync(struct disk *d, struct inode *n)
{
    const enum error failed = disk_call(d, DISK_SYNC);
    if (d->down) {
        return failed;
    }
    const enum error e =
        failed == OK ? disk_done(d) : failed; /* a crash here comes before it has done its work */
    if (d->down) {
        return e;
    }
    if (e == OK && d->plan.sync_lies) {
        return OK;
    }
    if (e == OK) {
        for (size_t i = 0; i < n->dirty_count; i++) {
            const size_t index = n->dirty[i];
            reserve_chunks(&n->safe, index + 1);
            struct chunk *now = index < n->live.count ? n->live.chunks[index] : NULL;
            if (now != n->safe.chunks[index]) {
                chunk_release(n->safe.chunks[index]);
                n->safe.chunks[index] = now;
                if (now != NULL) {
                    now->refs++;
                }
            }
        }
        n->safe.len = n->live.len;
    }
    n->dirty_count = 0; /* also after a failure: the next sync has nothing to do, and says yes */
    return e;
}

/* Names
 * -----------------------------------------------------------------------------------------------------------
 */

void inode_release(struct inode *n)
{
    if (n != NULL && --n->refs == 0) {
        disk_vfs_forget(n);
        content_done(&n->live);
        content_done(&n->safe);
        free(n->dirty);
        free(n);
    }
}

static char *copy_text(const char *text)
{
    char *copy = strdup(text);
    check(copy != NULL);
    return copy;
}

struct inode *names_find(const struct names *n, const char *path)
{
    for (size_t i = 0; i < n->count; i++) {
        if (strcmp(n->list[i].path, path) == 0) {
            return n->list[i].node;
        }
    }
    return NULL;
}

void names_set(struct names *n, const char *path, struct inode *node)
{
    if (node != NULL) {
        node->refs++;
    }
    for (size_t i = 0; i < n->count; i++) {
        if (strcmp(n->list[i].path, path) == 0) {
            inode_release(n->list[i].node);
            n->list[i].node = node;
            if (node == NULL) {
                free(n->list[i].path);
                n->list[i] = n->list[--n->count];
            }
            return;
        }
    }
    if (node == NULL) {
        return;
    }
    if (n->count == n->capacity) {
        n->capacity = n->capacity == 0 ? 8 : 2 * n->capacity;
        n->list = realloc(n->list, n->capacity * sizeof *n->list);
        check(n->list != NULL);
    }
    n->list[n->count++] = (struct name){copy_text(path), node};
}

void names_done(struct names *n)
{
    for (size_t i = 0; i < n->count; i++) {
        free(n->list[i].path);
        inode_release(n->list[i].node);
    }
    free(n->list);
    *n = (struct names){.count = 0};
}

static void drop_renames(struct disk *d, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(d->renames[i].from);
        free(d->renames[i].to);
        inode_release(d->renames[i].node);
    }
    d->rename_count -= count;
    if (d->rename_count > 0) {
        memmove(d->renames, d->renames + count, d->rename_count * sizeof *d->renames);
    }
}

void renames_clear(struct disk *d)
{
    drop_renames(d, d->rename_count);
}

void renames_settle(struct disk *d, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct rename *r = &d->renames[i];
        names_set(&d->safe, r->to, r->node);
        if (r->from != NULL) {
            names_set(&d->safe, r->from, NULL);
        }
    }
    if (count > 0) {
        drop_renames(d, count);
    }
}

static void add_rename(struct disk *d, const char *from, const char *to, struct inode *node)
{
    if (d->rename_count == d->rename_capacity) {
        d->rename_capacity = d->rename_capacity == 0 ? 8 : 2 * d->rename_capacity;
        d->renames = realloc(d->renames, d->rename_capacity * sizeof *d->renames);
        check(d->renames != NULL);
    }
    if (node != NULL) {
        node->refs++;
    }
    d->renames[d->rename_count++] =
        (struct rename){from == NULL ? NULL : copy_text(from), copy_text(to), node};
}

static size_t folder_len(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path);
}

/* The changes of names go to disk in their order: with the last of this folder go all before it. */
enum error disk_sync_names(struct disk *d, const char *path)
{
    enum error e = disk_call(d, DISK_SYNC);
    e = e == OK ? disk_done(d) : e;
    if (e != OK || d->plan.sync_lies) {
        return e;
    }
    const size_t len = folder_len(path);
    size_t count = 0;
    for (size_t i = 0; i < d->rename_count; i++) {
        const char *to = d->renames[i].to;
        if (folder_len(to) == len && strncmp(to, path, len) == 0) {
            count = i + 1;
        }
    }
    renames_settle(d, count);
    return OK;
}

enum error disk_open(struct disk *d, const char *path, bool create, struct inode **out, bool *made)
{
    enum error e = disk_call(d, DISK_NAME);
    if (e != OK) {
        return e;
    }
    struct inode *n = names_find(&d->live, path);
    *made = n == NULL;
    if (n == NULL) {
        if (!create) {
            return fail(d, ENOENT);
        }
        n = calloc(1, sizeof *n);
        check(n != NULL);
        names_set(&d->live, path, n);
        add_rename(d, NULL, path, n);
        e = disk_done(d);
        if (e != OK) {
            return e;
        }
    }
    n->refs++;
    d->open_files++;
    *out = n;
    return OK;
}

enum error disk_unlink(struct disk *d, const char *path)
{
    const enum error e = disk_call(d, DISK_NAME);
    if (e != OK) {
        return e;
    }
    const struct inode *n = names_find(&d->live, path);
    if (n == NULL) {
        return fail(d, ENOENT);
    }
    d->bytes -= n->live.len;
    names_set(&d->live, path, NULL);
    add_rename(d, NULL, path, NULL);
    return disk_done(d);
}

enum error disk_rename(struct disk *d, const char *from, const char *to)
{
    const enum error e = disk_call(d, DISK_NAME);
    if (e != OK) {
        return e;
    }
    struct inode *n = names_find(&d->live, from);
    check(n != NULL);
    const struct inode *old = names_find(&d->live, to);
    d->bytes -= old == NULL ? 0 : old->live.len;
    add_rename(d, from, to, n);
    names_set(&d->live, to, n);
    names_set(&d->live, from, NULL);
    return disk_done(d);
}
