#include "store/levels.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "store/levels_inner.h"

struct levels *levels_new(struct shelf *shelf)
{
    struct levels *l = calloc(1, sizeof *l);
    check(l != NULL);
    l->shelf = shelf;
    buffer_init(&l->merged, SIZE_MAX / 2);
    buffer_init(&l->joined, SIZE_MAX / 2);
    buffer_init(&l->scratch, SIZE_MAX / 2);
    arena_init(&l->arena);
    return l;
}

static void forget_near(struct levels *l)
{
    for (size_t i = 0; i < LEVELS_NEAR; i++) {
        l->near[i].known = false;
    }
}

static void forget(struct levels *l)
{
    for (unsigned level = 0; level <= PAGE_LEVEL_TOP; level++) {
        held_clear(&l->held[level]);
    }
    forget_near(l);
}

void levels_free(struct levels *l)
{
    if (l != NULL) {
        forget(l);
        buffer_done(&l->merged);
        buffer_done(&l->joined);
        buffer_done(&l->scratch);
        arena_done(&l->arena);
        free(l);
    }
}

/* One bucket without rows, and above it nodes of one child. Their hashes come with the first digest. */
void levels_begin_empty(struct levels *l)
{
    forget(l);
    shelf_forget(l->shelf);
    const struct bytes none = {NULL, 0};
    struct page_child child = {.number = PAGE_NUMBER_TOP + PAGE_LEVEL_TOP};
    held_put(&l->held[0], none, child.number, true, &none, none);
    for (unsigned level = 1; level <= PAGE_LEVEL_TOP; level++) {
        uint8_t value[PAGE_CHILD_BYTES];
        page_child_write(&child, value);
        const struct bucket_change change = {none, bytes_of(value, sizeof value), true};
        buffer_clear(&l->merged);
        check(bucket_merge(none, &change, 1, &l->merged));
        child.number--;
        held_put(&l->held[level], none, child.number, true, NULL, buffer_view(&l->merged));
    }
    check(child.number == PAGE_NUMBER_TOP);
    l->last_number = PAGE_NUMBER_TOP + PAGE_LEVEL_TOP;
    l->on_disk = (struct hash){{0}};
}

void levels_begin(struct levels *l, const struct hash *digest, uint64_t last_number)
{
    forget(l);
    shelf_forget(l->shelf);
    l->on_disk = *digest;
    l->last_number = last_number;
}

size_t levels_bytes(const struct levels *l)
{
    size_t sum = 0;
    for (unsigned level = 0; level <= PAGE_LEVEL_TOP; level++) {
        sum += l->held[level].bytes;
    }
    return sum;
}

enum error levels_corrupt(const char *what, uint64_t number)
{
    log_event(LOG_ERROR, "state_corrupt", "what=%s number=%llu", what, (unsigned long long)number);
    return ERROR_CORRUPT;
}

static void set_key(struct place_key *k, struct bytes key)
{
    check(key.len <= sizeof k->data);
    k->len = key.len;
    if (key.len > 0) {
        memcpy(k->data, key.data, key.len);
    }
}

static struct bytes key_view(const struct place_key *k)
{
    return bytes_of(k->data, k->len);
}

static void bound(struct place *p, struct bytes end)
{
    if (end.len > 0 && (p->end.len == 0 || bytes_compare(end, key_view(&p->end)) < 0)) {
        set_key(&p->end, end);
    }
}

static void take_held(struct place *p, const struct held_page *h)
{
    set_key(&p->first, h->first);
    p->number = h->number;
    p->fresh = h->fresh;
    p->on_disk = false;
    p->body = h->body;
}

/* From a page to the one below it that has the key. What is held and begins later than what the node names
 * has been cut off from that; what the node names and is removed stands in the held page before it. */
static enum error descend(struct levels *l, unsigned level, struct bytes key, bool below, struct place *p)
{
    struct page_child child;
    struct bytes following;
    if (!page_choose(p->body, key, below, &child, &following)) {
        return levels_corrupt("node", p->number);
    }
    bound(p, following);
    const struct held *held = &l->held[level];
    const struct held_page *behind = held_behind(held, key);
    if (behind != NULL) {
        bound(p, behind->first);
    }
    const struct held_page *h = held_floor(held, key, below);
    const struct held_page *named = held_find(held, child.first);
    if (h != NULL && (bytes_compare(h->first, child.first) >= 0 || (named != NULL && named->removed))) {
        take_held(p, h);
        return OK;
    }
    set_key(&p->first, child.first);
    p->fresh = false;
    p->on_disk = true;
    p->number = child.number;
    p->hash = child.hash;
    return shelf_read(l->shelf, level, child.number, &child.hash, &p->body);
}

/* The bucket's own word for where it ends is exact. */
static enum error end_bucket(struct place *p)
{
    struct bytes next;
    struct bytes rows;
    if (!page_parse(0, p->body, &next, &rows)) {
        return levels_corrupt("bucket", p->number);
    }
    set_key(&p->end, next);
    return OK;
}

static bool is_inside(const struct place *p, struct bytes key)
{
    return p->end.len == 0 || bytes_compare(key, key_view(&p->end)) < 0;
}

static enum error find_held_bucket(struct levels *l, struct bytes key, struct place *p, bool *found)
{
    const struct held_page *h = held_floor(&l->held[0], key, false);
    *found = false;
    if (h == NULL) {
        return OK;
    }
    take_held(p, h);
    const enum error e = end_bucket(p);
    *found = e == OK && is_inside(p, key);
    return e;
}

/* Asked after the held ones: what has changed since a bucket was found here is held and covers it. */
static enum error find_near_bucket(struct levels *l, struct bytes key, struct place *p, bool *found)
{
    *found = false;
    for (size_t i = 0; i < LEVELS_NEAR && !*found; i++) {
        const struct near_bucket *n = &l->near[i];
        if (n->known && bytes_compare(key_view(&n->first), key) <= 0 &&
            (n->end.len == 0 || bytes_compare(key, key_view(&n->end)) < 0)) {
            p->first = n->first;
            p->end = n->end;
            p->number = n->number;
            p->fresh = false;
            *found = true;
            return shelf_read(l->shelf, 0, n->number, &n->hash, &p->body);
        }
    }
    return OK;
}

static void remember_near(struct levels *l, const struct place *p)
{
    if (p->on_disk) {
        l->near[l->near_next] = (struct near_bucket){true, p->first, p->end, p->number, p->hash};
        l->near_next = (l->near_next + 1) % LEVELS_NEAR;
    }
}

static enum error find_from_top(struct levels *l, unsigned level, struct bytes key, bool below,
                                struct place *p)
{
    enum error e = OK;
    p->end.len = 0;
    const struct held_page *top = held_find(&l->held[PAGE_LEVEL_TOP], bytes_of(NULL, 0));
    if (top != NULL) {
        take_held(p, top);
    } else {
        p->first.len = 0;
        p->number = PAGE_NUMBER_TOP;
        p->fresh = false;
        e = shelf_read(l->shelf, PAGE_LEVEL_TOP, PAGE_NUMBER_TOP, &l->on_disk, &p->body);
    }
    for (unsigned at = PAGE_LEVEL_TOP; e == OK && at > level; at--) {
        e = descend(l, at - 1, key, below, p);
    }
    return e;
}

/* The page of a level that has the key (`below`: that has what stands right before it). */
static enum error find(struct levels *l, unsigned level, struct bytes key, bool below, struct place *p)
{
    bool found = false;
    enum error e = OK;
    if (level == 0 && !below) {
        e = find_held_bucket(l, key, p, &found);
        e = e == OK && !found ? find_near_bucket(l, key, p, &found) : e;
    }
    if (e != OK || found) {
        return e;
    }
    e = find_from_top(l, level, key, below, p);
    if (e == OK && level == 0) {
        e = end_bucket(p);
        remember_near(l, p);
    }
    return e;
}

enum error levels_bucket(struct levels *l, struct bytes key, struct bytes *first, struct bytes *next,
                         struct bytes *rows)
{
    const enum error e = find(l, 0, key, false, &l->place);
    if (e == OK) {
        *first = key_view(&l->place.first);
        check(page_parse(0, l->place.body, next, rows));
    }
    return e;
}

enum error levels_get(struct levels *l, struct bytes key, struct bytes *value)
{
    struct bytes first;
    struct bytes next;
    struct bytes rows;
    const enum error e = levels_bucket(l, key, &first, &next, &rows);
    if (e != OK) {
        return e;
    }
    return bucket_find(rows, key, value) ? OK : ERROR_NOT_FOUND;
}

/* One piece of what was cut. */
static void put_piece(struct levels *l, unsigned level, struct bytes first, const struct place *p,
                      struct bytes next, struct bytes rows)
{
    const bool same = bytes_equal(first, key_view(&p->first));
    held_put(&l->held[level], first, same ? p->number : l->last_number + 1, same ? p->fresh : true,
             level == 0 ? &next : NULL, rows);
    const struct held_page *put = held_find(&l->held[level], first);
    if (put->number > l->last_number) {
        l->last_number = put->number;
    }
}

/* Rows that were there stand where they may; only a key that was put can be one to cut before. */
static bool cut(struct levels *l, unsigned level, const struct place *p, struct bytes rows,
                const struct bucket_change *changes, size_t count)
{
    struct cursor c = cursor_of(rows);
    struct bytes piece = rows;
    struct bytes first = key_view(&p->first);
    for (size_t i = 0; i < count; i++) {
        const struct bytes key = changes[i].key;
        if (!changes[i].present || bytes_equal(key, first) || bucket_rank(key) <= level) {
            continue;
        }
        struct bytes k;
        struct bytes v;
        struct bytes before;
        do {
            before = c.rest;
            if (!bucket_next(&c, &k, &v)) {
                return false;
            }
        } while (!bytes_equal(k, key));
        piece.len = (size_t)(before.data - piece.data);
        put_piece(l, level, first, p, key, piece);
        first = key;
        piece = before;
    }
    put_piece(l, level, first, p, key_view(&p->end), piece);
    return true;
}

/* Whether a page that begins with a key still has it: the first of all begins with none. */
static bool begins_so(struct bytes rows, struct bytes first)
{
    struct cursor c = cursor_of(rows);
    struct bytes key;
    struct bytes value;
    return first.len == 0 || (bucket_next(&c, &key, &value) && bytes_equal(key, first));
}

static enum error change_page(struct levels *l, unsigned level, struct place *p,
                              const struct bucket_change *changes, size_t count)
{
    struct bytes next;
    struct bytes rows;
    buffer_clear(&l->merged);
    if (!page_parse(level, p->body, &next, &rows) || !bucket_merge(rows, changes, count, &l->merged)) {
        return levels_corrupt("page", p->number);
    }
    check(!l->merged.overflow);
    struct bytes all = buffer_view(&l->merged);
    if (!begins_so(all,
                   key_view(&p->first))) { /* what it began with is gone: the rest goes to the page before */
        struct place *before = &l->before;
        held_remove(&l->held[level], key_view(&p->first), p->number, p->fresh);
        const enum error e = find(l, level, key_view(&p->first), true, before);
        if (e != OK) {
            return e;
        }
        if (!page_parse(level, before->body, &next, &rows)) {
            return levels_corrupt("page", before->number);
        }
        buffer_clear(&l->joined);
        buffer_add_bytes(&l->joined, rows);
        buffer_add_bytes(&l->joined, all);
        check(!l->joined.overflow);
        all = buffer_view(&l->joined);
        before->end = p->end;
        p = before;
    }
    return cut(l, level, p, all, changes, count) ? OK : levels_corrupt("page", p->number);
}

static enum error apply(struct levels *l, unsigned level, const struct bucket_change *changes, size_t count)
{
    enum error e = OK;
    size_t same = 0;
    for (size_t i = 0; e == OK && i < count; i += same) {
        e = find(l, level, changes[i].key, false, &l->place);
        for (same = 1; i + same < count && is_inside(&l->place, changes[i + same].key); same++) {
            continue;
        }
        e = e == OK ? change_page(l, level, &l->place, changes + i, same) : e;
    }
    return e;
}

enum error levels_apply(struct levels *l, const struct bucket_change *changes, size_t count)
{
    return apply(l, 0, changes, count);
}

/* Tells the level above what has changed on this one. */
static enum error settle(struct levels *l, unsigned level)
{
    const struct held *held = &l->held[level];
    size_t count = 0;
    for (size_t i = 0; i < held->count; i++) {
        count += held->list[i]->unsettled;
    }
    arena_clear(&l->arena);
    struct bucket_change *changes = ARENA_ARRAY(&l->arena, struct bucket_change, count);
    uint8_t(*values)[PAGE_CHILD_BYTES] = arena_take(&l->arena, count, PAGE_CHILD_BYTES);
    count = 0;
    for (size_t i = 0; i < held->count; i++) {
        struct held_page *h = held->list[i];
        if (!h->unsettled) {
            continue;
        }
        if (!h->removed) {
            check(page_hash(level, h->body, &l->scratch, &h->hash));
            const struct page_child child = {h->first, h->hash, h->number};
            page_child_write(&child, values[count]);
        }
        changes[count] =
            (struct bucket_change){h->first, bytes_of(values[count], PAGE_CHILD_BYTES), !h->removed};
        count++;
        h->unsettled = false;
    }
    return apply(l, level + 1, changes, count);
}

enum error levels_digest(struct levels *l, struct hash *out)
{
    enum error e = OK;
    for (unsigned level = 0; e == OK && level < PAGE_LEVEL_TOP; level++) {
        e = settle(l, level);
    }
    if (e != OK) {
        return e;
    }
    struct held_page *top = held_find(&l->held[PAGE_LEVEL_TOP], bytes_of(NULL, 0));
    if (top != NULL && top->unsettled) {
        check(page_hash(PAGE_LEVEL_TOP, top->body, &l->scratch, &top->hash));
        top->unsettled = false;
    }
    *out = top == NULL ? l->on_disk : top->hash;
    return OK;
}

struct written {
    const struct held_page *page;
    unsigned level;
};

static int compare_numbers(const void *a, const void *b)
{
    const struct written *x = a;
    const struct written *y = b;
    return x->page->number < y->page->number ? -1 : x->page->number > y->page->number;
}

static enum error write_page(struct levels *l, const struct written *w)
{
    const struct held_page *h = w->page;
    if (!h->removed) {
        return shelf_write(l->shelf, w->level, h->number, &h->hash, h->body);
    }
    return h->fresh ? OK : shelf_delete(l->shelf, h->number);
}

/* In the order of their numbers, which is that of their places in the file. */
enum error levels_write_out(struct levels *l, struct hash *digest)
{
    enum error e = levels_digest(l, digest);
    size_t count = 0;
    for (unsigned level = 0; level <= PAGE_LEVEL_TOP; level++) {
        count += l->held[level].count;
    }
    arena_clear(&l->arena);
    struct written *all = ARENA_ARRAY(&l->arena, struct written, count);
    count = 0;
    for (unsigned level = 0; level <= PAGE_LEVEL_TOP; level++) {
        for (size_t i = 0; i < l->held[level].count; i++) {
            all[count++] = (struct written){l->held[level].list[i], level};
        }
    }
    qsort(all, count, sizeof *all, compare_numbers);
    for (size_t i = 0; e == OK && i < count; i++) {
        e = write_page(l, &all[i]);
    }
    if (e == OK) {
        forget(l);
        l->on_disk = *digest;
    }
    return e;
}
