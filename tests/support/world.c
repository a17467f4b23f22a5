#include "support/world.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/log.h"
#include "support/world_vfs.h"

struct env_file {
    struct world *world;
    struct world_file *file;
};

void world_pass(struct world *w, int64_t ms)
{
    w->boot_ms += ms;
    w->wall_ms += ms;
}

struct world_file *world_find(struct world *w, const char *path)
{
    for (size_t i = 0; i < WORLD_FILES_MAX; i++) {
        if (w->files[i].path != NULL && strcmp(w->files[i].path, path) == 0) {
            return &w->files[i];
        }
    }
    return NULL;
}

struct world_file *world_make(struct world *w, const char *path)
{
    struct world_file *f = world_find(w, path);
    for (size_t i = 0; i < WORLD_FILES_MAX && f == NULL; i++) {
        if (w->files[i].path == NULL) {
            f = &w->files[i];
            *f = (struct world_file){.path = strdup(path)};
            check(f->path != NULL);
        }
    }
    check(f != NULL);
    return f;
}

static void free_file(struct world_file *f)
{
    for (int i = 0; i < f->region_count; i++) {
        free(f->regions[i]);
    }
    free(f->regions);
    free(f->path);
    free(f->data);
    free(f->durable);
    *f = (struct world_file){.path = NULL};
}

void world_remove(struct world *w, const char *path)
{
    struct world_file *f = world_find(w, path);
    if (f != NULL) {
        free_file(f);
    }
}

struct bytes world_content(const struct world_file *f)
{
    return bytes_of(f->data, f->len);
}

enum error world_operate(struct world *w, bool is_sync)
{
    struct world_faults *f = &w->faults;
    if (f->syncs_only && !is_sync) {
        return OK;
    }
    f->operations++;
    const bool fails = f->fail_from != 0 && f->operations >= f->fail_from &&
                       (f->fail_count == 0 || f->operations < f->fail_from + f->fail_count);
    if (fails) {
        w->last_errno = f->error == ERROR_FULL ? ENOSPC : EIO;
    }
    return fails ? f->error : OK;
}

enum error world_write(struct world *w, struct world_file *f, const void *data, size_t len, size_t at)
{
    enum error e = world_operate(w, false);
    if (e != OK) {
        return e;
    }
    const size_t end = at + len;
    size_t written = len;
    if (end > f->len && w->faults.space >= 0) {
        const size_t grows = end - f->len;
        const size_t room = (size_t)w->faults.space;
        if (grows > room) { /* what still fits is written, as on a real disk */
            written = len > grows - room ? len - (grows - room) : 0;
            w->last_errno = ENOSPC;
            e = ERROR_FULL;
        }
        w->faults.space -= (int64_t)(grows > room ? room : grows);
    }
    if (at + written > f->capacity) {
        f->capacity = 2 * (at + written) + 4096;
        f->data = realloc(f->data, f->capacity);
        check(f->data != NULL);
    }
    if (at > f->len) {
        memset(f->data + f->len, 0, at - f->len);
    }
    if (written > 0) {
        memcpy(f->data + at, data, written);
        f->len = at + written > f->len ? at + written : f->len;
    }
    return e;
}

enum error world_sync(struct world *w, struct world_file *f)
{
    const enum error e = world_operate(w, true);
    if (e == OK && !(w->faults.lying && f->durable != NULL)) {
        f->durable = realloc(f->durable, f->len + 1);
        check(f->durable != NULL);
        if (f->len > 0) {
            memcpy(f->durable, f->data, f->len);
        }
        f->durable_len = f->len;
        f->cut = f->len;
    }
    return e;
}

enum error world_cut(struct world *w, struct world_file *f, size_t len)
{
    const enum error e = world_operate(w, false);
    if (e == OK && len < f->len) {
        if (w->faults.space >= 0) {
            w->faults.space += (int64_t)(f->len - len);
        }
        f->len = len;
        f->cut = len < f->cut ? len : f->cut;
    }
    return e;
}

void world_put(struct world *w, const char *path, struct bytes content)
{
    const struct world_faults faults = w->faults;
    w->faults = (struct world_faults){.space = -1};
    struct world_file *f = world_make(w, path);
    f->len = 0;
    check(world_write(w, f, content.data, content.len, 0) == OK && world_sync(w, f) == OK);
    w->faults = faults;
}

/* The small files of struct env. */

static int64_t env_boot_ms(void *ctx)
{
    return ((struct world *)ctx)->boot_ms;
}

static int64_t env_wall_ms(void *ctx)
{
    return ((struct world *)ctx)->wall_ms;
}

static void env_boot_id(void *ctx, uint8_t out[16])
{
    memset(out, ((struct world *)ctx)->boot_id, 16);
}

static void env_random(void *ctx, void *out, size_t len)
{
    prng_fill(&((struct world *)ctx)->prng, out, len);
}

enum error world_read(struct world *w)
{
    const struct world_faults *f = &w->faults;
    const uint64_t number = ++w->faults.reads;
    const bool fails = f->read_fail_from > 0 && number >= f->read_fail_from &&
                       (f->read_fail_count == 0 || number < f->read_fail_from + f->read_fail_count);
    return fails ? ERROR_IO : OK;
}

static enum error env_read(void *ctx, const char *path, size_t max, struct buffer *out)
{
    const struct world_file *f = world_find(ctx, path);
    if (f == NULL) {
        return ERROR_NOT_FOUND;
    }
    if (world_read(ctx) != OK) {
        return ERROR_IO;
    }
    buffer_add_bytes(out, world_content(f));
    return f->len > max || out->overflow ? ERROR_TOO_LARGE : OK;
}

static enum error env_open(void *ctx, const char *path, struct env_file **out)
{
    struct world *w = ctx;
    struct world_file *f = world_find(w, path);
    if (f != NULL && f->held) {
        return ERROR_BUSY;
    }
    const enum error e = world_operate(w, false);
    if (e != OK) {
        return e;
    }
    f = f == NULL ? world_make(w, path) : f;
    f->held = true;
    *out = malloc(sizeof **out);
    check(*out != NULL);
    **out = (struct env_file){w, f};
    return OK;
}

static enum error env_append(void *ctx, struct env_file *file, struct bytes data)
{
    const enum error e = world_write(ctx, file->file, data.data, data.len, file->file->len);
    return e == OK ? world_sync(ctx, file->file) : e;
}

static enum error env_truncate(void *ctx, struct env_file *file, uint64_t len)
{
    const enum error e = world_cut(ctx, file->file, (size_t)len);
    return e == OK ? world_sync(ctx, file->file) : e;
}

static enum error env_replace(void *ctx, const char *path, struct bytes data)
{
    struct world *w = ctx;
    const enum error e = world_operate(w, false);
    if (e == OK) {
        world_put(w, path, data);
    }
    return e;
}

static void env_close(void *ctx, struct env_file *file)
{
    (void)ctx;
    if (file != NULL) {
        file->file->held = false;
        free(file);
    }
}

struct world *world_new(uint64_t seed)
{
    static unsigned count;
    if (getenv("LOG") == NULL) { /* faults are ordered here: what is said of them is noise */
        log_set_level(LOG_NOTHING);
    }
    struct world *w = calloc(1, sizeof *w);
    check(w != NULL);
    w->boot_ms = 1000000;
    w->wall_ms = 1767225600000; /* 2026-01-01 */
    w->boot_id = 1;
    w->faults.space = -1;
    prng_seed(&w->prng, seed);
    (void)snprintf(w->name, sizeof w->name, "world-%u", ++count);
    world_vfs_register(w);
    w->env = (struct env){
        .ctx = w,
        .boot_ms = env_boot_ms,
        .wall_ms = env_wall_ms,
        .boot_id = env_boot_id,
        .random = env_random,
        .vfs = w->name,
        .file_read = env_read,
        .file_open = env_open,
        .file_append = env_append,
        .file_truncate = env_truncate,
        .file_replace = env_replace,
        .file_close = env_close,
    };
    return w;
}

static struct world *same_clocks(const struct world *w)
{
    struct world *next = world_new(1);
    next->boot_ms = w->boot_ms;
    next->wall_ms = w->wall_ms;
    next->boot_id = w->boot_id;
    next->prng = w->prng;
    return next;
}

struct world *world_after(const struct world *w, bool power_lost)
{
    struct world *next = same_clocks(w);
    for (size_t i = 0; i < WORLD_FILES_MAX; i++) {
        const struct world_file *f = &w->files[i];
        if (f->path != NULL && (!power_lost || f->durable != NULL)) {
            world_put(next, f->path, power_lost ? bytes_of(f->durable, f->durable_len) : world_content(f));
        }
    }
    return next;
}

/* One sector from `at`: what was synced, what was written, or the one up to a point and then the other. */
static void tear(uint8_t *out, const uint8_t *old, const uint8_t *new, size_t len, struct prng *p)
{
    const uint64_t drawn = prng_below(p, 4);
    const size_t split = drawn == 0 ? 0 : drawn < 3 ? len : (size_t)prng_below(p, len + 1);
    memcpy(out, new, split);
    memcpy(out + split, old + split, len - split);
}

static void put_torn(struct world *next, const struct world_file *f, struct prng *p)
{
    enum { SECTOR = 512 };
    if (f->cut < f->durable_len && prng_below(p, 2) == 0) {
        world_put(next, f->path, bytes_of(f->durable, f->durable_len));
        return;
    }
    const size_t kept = f->cut < f->durable_len ? f->cut : f->durable_len;
    const size_t whole = f->len > kept ? f->len : kept;
    uint8_t *old = calloc(1, whole + 1);
    uint8_t *new = calloc(1, whole + 1);
    check(old != NULL && new != NULL);
    if (kept > 0) {
        memcpy(old, f->durable, kept);
    }
    if (f->len > 0) {
        memcpy(new, f->data, f->len);
    }
    for (size_t at = 0; at < whole; at += SECTOR) {
        const size_t len = whole - at < SECTOR ? whole - at : SECTOR;
        if (memcmp(old + at, new + at, len) != 0) {
            tear(old + at, old + at, new + at, len, p);
        }
    }
    const uint64_t drawn = prng_below(p, 3);
    const size_t end = drawn == 0 ? kept : drawn == 1 ? f->len : (size_t)prng_below(p, whole + 1);
    world_put(next, f->path, bytes_of(old, end < kept ? kept : end));
    free(old);
    free(new);
}

struct world *world_after_torn(const struct world *w, struct prng *p)
{
    struct world *next = same_clocks(w);
    for (size_t i = 0; i < WORLD_FILES_MAX; i++) {
        const struct world_file *f = &w->files[i];
        if (f->path != NULL && (f->durable != NULL || prng_below(p, 2) == 0)) {
            put_torn(next, f, p);
        }
    }
    return next;
}

void world_free(struct world *w)
{
    if (w != NULL) {
        world_vfs_unregister(w);
        for (size_t i = 0; i < WORLD_FILES_MAX; i++) {
            free_file(&w->files[i]);
        }
        free(w);
    }
}
