/* What is left when the machine comes up again, and images of the whole. */
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "sim/disk_inner.h"

/* A sector as it was, as it should be, or torn: some of its bytes from here, the others from there. A torn
 * one is new up to some byte, or from some byte on, for that is how a disk writes. */
static void choose_sector(struct prng *p, const uint8_t *old, const uint8_t *new, uint8_t *out)
{
    const uint64_t what = prng_below(p, 4);
    const uint8_t *begin = what == 0 || what == 2 ? old : new;
    const uint8_t *end = what == 0 || what == 3 ? old : new;
    const size_t at = prng_below(p, SECTOR_BYTES + 1);
    memcpy(out, begin, at);
    memcpy(out + at, end + at, SECTOR_BYTES - at);
}

static uint64_t choose_length(struct prng *p, uint64_t old, uint64_t new)
{
    const uint64_t low = old < new ? old : new;
    const uint64_t high = old < new ? new : old;
    switch (prng_below(p, 3)) {
    case 0:
        return old;
    case 1:
        return new;
    default:
        return low + prng_below(p, (high - low) / SECTOR_BYTES + 1) * SECTOR_BYTES;
    }
}

static void lose_some(struct prng *p, struct inode *n)
{
    const size_t count = n->live.count > n->safe.count ? n->live.count : n->safe.count;
    struct content left = {.count = 0};
    content_copy(&left, &n->safe);
    for (size_t i = 0; i < count; i++) {
        const struct chunk *old = i < n->safe.count ? n->safe.chunks[i] : NULL;
        const struct chunk *new = i < n->live.count ? n->live.chunks[i] : NULL;
        if (old == new) {
            continue;
        }
        static const uint8_t zeros[CHUNK_BYTES];
        const uint8_t *from = old == NULL ? zeros : old->data;
        const uint8_t *to = new == NULL ? zeros : new->data;
        struct chunk *c = content_chunk(&left, i);
        for (size_t at = 0; at < CHUNK_BYTES; at += SECTOR_BYTES) {
            if (memcmp(from + at, to + at, SECTOR_BYTES) != 0) {
                choose_sector(p, from + at, to + at, c->data + at);
            }
        }
    }
    const uint64_t len = choose_length(p, n->safe.len, n->live.len);
    left.len = left.count * (uint64_t)CHUNK_BYTES; /* so that what is cut off is cleared */
    content_resize(&left, len);
    content_done(&n->safe);
    n->safe = left;
}

static void settle_content(struct disk *d, struct inode *n, enum disk_loss loss)
{
    if (loss == DISK_LOSE_SOME) {
        lose_some(&d->prng, n);
    }
    struct content *kept = loss == DISK_LOSE_NOTHING ? &n->live : &n->safe;
    struct content *lost = loss == DISK_LOSE_NOTHING ? &n->safe : &n->live;
    content_done(lost);
    content_copy(lost, kept);
    n->dirty_count = 0;
    disk_vfs_forget(n); /* memory and locks die with the machine */
    n->shared = 0;
    n->reserved = NULL;
    n->pending = NULL;
    n->exclusive = NULL;
}

void disk_restart(struct disk *d, enum disk_loss loss, uint64_t seed)
{
    check(d->down && d->open_files == 0);
    prng_seed(&d->prng, seed);
    renames_settle(d, loss == DISK_LOSE_NOTHING ? d->rename_count
                      : loss == DISK_LOSE_ALL   ? 0
                                                : prng_below(&d->prng, d->rename_count + 1));
    renames_clear(d);
    names_done(&d->live);
    d->bytes = 0;
    for (size_t i = 0; i < d->safe.count; i++) {
        settle_content(d, d->safe.list[i].node, loss);
        names_set(&d->live, d->safe.list[i].path, d->safe.list[i].node);
        d->bytes += d->safe.list[i].node->live.len;
    }
    d->down = false;
    d->plan = (struct disk_plan){.crash_at = 0};
    disk_vfs_seed(seed);
}

struct disk_image {
    struct names live;
    struct names safe;
    struct rename *renames;
    size_t rename_count;
    bool down;
};

/* Files that have several names, or a name and a change that is not durable, are copied once. */
struct twin {
    const struct inode *from;
    struct inode *to;
};

struct copying {
    struct twin *list;
    size_t count;
};

static struct inode *copy_inode(struct copying *c, const struct inode *from)
{
    if (from == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < c->count; i++) {
        if (c->list[i].from == from) {
            return c->list[i].to;
        }
    }
    struct inode *n = calloc(1, sizeof *n);
    check(n != NULL);
    content_copy(&n->live, &from->live);
    content_copy(&n->safe, &from->safe);
    n->dirty_count = from->dirty_count;
    n->dirty_capacity = from->dirty_count;
    if (n->dirty_count > 0) {
        n->dirty = malloc(n->dirty_count * sizeof *n->dirty);
        check(n->dirty != NULL);
        memcpy(n->dirty, from->dirty, n->dirty_count * sizeof *n->dirty);
    }
    c->list[c->count++] = (struct twin){from, n};
    return n;
}

static void copy_names(struct copying *c, struct names *to, const struct names *from)
{
    for (size_t i = 0; i < from->count; i++) {
        names_set(to, from->list[i].path, copy_inode(c, from->list[i].node));
    }
}

static struct rename *copy_renames(struct copying *c, const struct rename *from, size_t count,
                                   size_t *capacity)
{
    *capacity = count;
    if (count == 0) {
        return NULL;
    }
    struct rename *list = calloc(count, sizeof *list);
    check(list != NULL);
    for (size_t i = 0; i < count; i++) {
        list[i].from = from[i].from == NULL ? NULL : strdup(from[i].from);
        list[i].to = strdup(from[i].to);
        list[i].node = copy_inode(c, from[i].node);
        if (list[i].node != NULL) {
            list[i].node->refs++;
        }
    }
    return list;
}

static struct copying begin_copying(size_t inodes_max)
{
    struct copying c = {calloc(inodes_max + 1, sizeof(struct twin)), 0};
    check(c.list != NULL);
    return c;
}

struct disk_image *disk_snapshot(const struct disk *d)
{
    struct disk_image *i = calloc(1, sizeof *i);
    check(i != NULL);
    size_t capacity;
    struct copying c = begin_copying(d->live.count + d->safe.count + d->rename_count);
    copy_names(&c, &i->live, &d->live);
    copy_names(&c, &i->safe, &d->safe);
    i->renames = copy_renames(&c, d->renames, d->rename_count, &capacity);
    i->rename_count = d->rename_count;
    i->down = d->down;
    free(c.list);
    return i;
}

void disk_image_free(struct disk_image *i)
{
    if (i != NULL) {
        names_done(&i->live);
        names_done(&i->safe);
        for (size_t k = 0; k < i->rename_count; k++) {
            free(i->renames[k].from);
            free(i->renames[k].to);
            inode_release(i->renames[k].node);
        }
        free(i->renames);
        free(i);
    }
}

void disk_restore(struct disk *d, const struct disk_image *i)
{
    check(d->open_files == 0);
    names_done(&d->live);
    names_done(&d->safe);
    renames_clear(d);
    free(d->renames);
    struct copying c = begin_copying(i->live.count + i->safe.count + i->rename_count);
    copy_names(&c, &d->live, &i->live);
    copy_names(&c, &d->safe, &i->safe);
    d->renames = copy_renames(&c, i->renames, i->rename_count, &d->rename_capacity);
    d->rename_count = i->rename_count;
    d->down = i->down;
    d->plan = (struct disk_plan){.crash_at = 0};
    d->bytes = 0;
    for (size_t k = 0; k < d->live.count; k++) {
        d->bytes += d->live.list[k].node->live.len;
    }
    free(c.list);
}

bool disk_flip(struct disk *d, const char *path, uint64_t bit)
{
    struct inode *n = names_find(&d->live, path);
    if (n == NULL || bit / 8 >= n->live.len) {
        return false;
    }
    struct content *both[] = {&n->live, &n->safe};
    for (size_t i = 0; i < 2; i++) {
        if (bit / 8 < both[i]->len) {
            struct chunk *c = content_chunk(both[i], (size_t)(bit / 8 / CHUNK_BYTES));
            c->data[bit / 8 % CHUNK_BYTES] ^= (uint8_t)(1u << bit % 8);
        }
    }
    return true;
}

bool disk_has(const struct disk *d, const char *path)
{
    return names_find(&d->live, path) != NULL;
}

uint64_t disk_length(const struct disk *d, const char *path)
{
    const struct inode *n = names_find(&d->live, path);
    return n == NULL ? 0 : n->live.len;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp((*(const struct name *const *)a)->path, (*(const struct name *const *)b)->path);
}

struct hash disk_hash(const struct disk *d)
{
    const struct name **list = calloc(d->live.count + 1, sizeof *list);
    check(list != NULL);
    for (size_t i = 0; i < d->live.count; i++) {
        list[i] = &d->live.list[i];
    }
    qsort(list, d->live.count, sizeof *list, compare_names);
    struct buffer b;
    buffer_init(&b, SIZE_MAX / 2);
    for (size_t i = 0; i < d->live.count; i++) {
        const struct content *c = &list[i]->node->live;
        uint8_t *data = malloc((size_t)c->len + 1);
        check(data != NULL);
        content_read(c, 0, data, (size_t)c->len);
        buffer_add_block(&b, bytes_of_text(list[i]->path));
        buffer_add_block(&b, bytes_of(data, (size_t)c->len));
        free(data);
    }
    const struct hash h = hash_of(buffer_view(&b));
    buffer_done(&b);
    free(list);
    return h;
}
