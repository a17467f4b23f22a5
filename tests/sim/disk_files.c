/* The files of struct env. */
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "sim/disk_inner.h"

struct env_file {
    struct inode *node;
    uint64_t generation;
};

static enum error read_file(void *ctx, const char *path, size_t max, struct buffer *out)
{
    struct disk *d = ctx;
    const enum error e = disk_call(d, DISK_READ);
    if (e != OK) {
        return e;
    }
    const struct inode *n = names_find(&d->live, path);
    if (n == NULL) {
        return ERROR_NOT_FOUND;
    }
    if (n->live.len > max) {
        return ERROR_TOO_LARGE;
    }
    uint8_t *data = malloc((size_t)n->live.len + 1);
    check(data != NULL);
    content_read(&n->live, 0, data, (size_t)n->live.len);
    buffer_add(out, data, (size_t)n->live.len);
    free(data);
    return out->overflow ? ERROR_TOO_LARGE : OK;
}

static void release(struct disk *d, struct inode *n)
{
    d->open_files--;
    inode_release(n);
}

static enum error open_file(void *ctx, const char *path, struct env_file **out)
{
    struct disk *d = ctx;
    struct inode *n = NULL;
    bool made = false;
    enum error e = disk_open(d, path, true, &n, &made);
    if (e != OK) {
        return e;
    }
    if (made) {
        e = disk_sync_names(d, path);
        if (e != OK) {
            release(d, n);
            return e;
        }
    }
    struct env_file *file = malloc(sizeof *file);
    check(file != NULL);
    *file = (struct env_file){n, d->generation};
    *out = file;
    return OK;
}

static void close_file(void *ctx, struct env_file *file)
{
    if (file != NULL) {
        release(ctx, file->node);
        free(file);
    }
}

static enum error append_file(void *ctx, struct env_file *file, struct bytes data)
{
    struct disk *d = ctx;
    if (file->generation != d->generation) {
        return ERROR_IO;
    }
    const enum error e = disk_write(d, file->node, file->node->live.len, data);
    return e == OK ? disk_sync(d, file->node) : e;
}

static enum error truncate_file(void *ctx, struct env_file *file, uint64_t len)
{
    struct disk *d = ctx;
    if (file->generation != d->generation) {
        return ERROR_IO;
    }
    check(len <= file->node->live.len);
    const enum error e = disk_truncate(d, file->node, len);
    return e == OK ? disk_sync(d, file->node) : e;
}

/* A new file beside it, synced, takes its name. */
static enum error replace_file(void *ctx, const char *path, struct bytes data)
{
    struct disk *d = ctx;
    struct inode *n = NULL;
    bool made = false;
    char beside[PATH_BYTES_MAX];
    const int len = snprintf(beside, sizeof beside, "%s.new", path);
    check(len > 0 && (size_t)len < sizeof beside);
    enum error e = disk_open(d, beside, true, &n, &made);
    if (e != OK) {
        return e;
    }
    e = n->live.len > 0 ? disk_truncate(d, n, 0) : OK; /* left behind by a crash */
    e = e == OK && data.len > 0 ? disk_write(d, n, 0, data) : e;
    e = e == OK ? disk_sync(d, n) : e;
    e = e == OK ? disk_rename(d, beside, path) : e;
    e = e == OK ? disk_sync_names(d, path) : e;
    release(d, n);
    return e;
}

void disk_env(struct disk *d, struct env *env)
{
    env->ctx = d;
    env->vfs = disk_vfs(d);
    env->file_read = read_file;
    env->file_open = open_file;
    env->file_append = append_file;
    env->file_truncate = truncate_file;
    env->file_replace = replace_file;
    env->file_close = close_file;
}
