#include "record/runs.h"

#include <stdlib.h>

#include "base/check.h"
#include "crypto/hash.h"

/* A part holds some 256 ids of 12 bytes, and so one page; a merge has the ids of one part of each run in
 * memory. */
enum {
    PART_IDS = 256,
    MERGE_RUNS = 8,
    RUNS_MAX = 256,
    PART_BITS_MAX = 32,
    ID_BYTES = 12,
    SUM_BYTES = 8,
    RUN_BYTES = 22
};

struct run {
    uint32_t number;
    uint8_t tier;
    uint8_t part_bits; /* of a prefix, the leading ones: there are 2^part_bits parts */
    uint64_t begin;    /* first entry */
    uint64_t count;
};

struct runs {
    struct database *db;
    struct statement *get;
    struct statement *put;
    struct statement *delete;
    struct run list[RUNS_MAX]; /* ascending by what they cover, without gaps */
    size_t count;
    struct run_id *ids; /* room for a merge */
    size_t id_capacity;
    struct buffer part;
};

int run_id_compare(const void *a, const void *b)
{
    const struct run_id *x = a;
    const struct run_id *y = b;
    if (x->prefix != y->prefix) {
        return x->prefix < y->prefix ? -1 : 1;
    }
    return x->index < y->index ? -1 : x->index > y->index;
}

struct runs *runs_new(struct database *db)
{
    struct runs *r = calloc(1, sizeof *r);
    check(r != NULL);
    r->db = db;
    buffer_init(&r->part, SIZE_MAX / 2);
    return r;
}

void runs_free(struct runs *r)
{
    if (r != NULL) {
        statement_free(r->get);
        statement_free(r->put);
        statement_free(r->delete);
        free(r->ids);
        buffer_done(&r->part);
        free(r);
    }
}

void runs_write_list(const struct runs *r, struct buffer *out)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct run *run = &r->list[i];
        buffer_add_u32(out, run->number);
        buffer_add_u8(out, run->tier);
        buffer_add_u8(out, run->part_bits);
        buffer_add_u64(out, run->begin);
        buffer_add_u64(out, run->count);
    }
}

uint64_t runs_end(const struct runs *r)
{
    return r->count == 0 ? 0 : r->list[r->count - 1].begin + r->list[r->count - 1].count;
}

enum error runs_read_list(struct runs *r, struct bytes list)
{
    struct cursor c = cursor_of(list);
    r->count = 0;
    if (list.len / RUN_BYTES > RUNS_MAX) {
        return ERROR_CORRUPT;
    }
    while (!cursor_ended(&c)) {
        const uint64_t end = runs_end(r);
        struct run run;
        run.number = cursor_u32(&c);
        run.tier = cursor_u8(&c);
        run.part_bits = cursor_u8(&c);
        run.begin = cursor_u64(&c);
        run.count = cursor_u64(&c);
        if (c.failed || run.number > INT32_MAX || run.part_bits > PART_BITS_MAX || run.begin != end ||
            run.count == 0 || run.count > UINT32_MAX) {
            return ERROR_CORRUPT;
        }
        r->list[r->count++] = run;
    }
    return OK;
}

static uint64_t part_count(const struct run *run)
{
    return UINT64_C(1) << run->part_bits;
}

static uint64_t part_of(const struct run *run, uint64_t prefix)
{
    return run->part_bits == 0 ? 0 : prefix >> (64 - run->part_bits);
}

static int64_t row_of(const struct run *run, uint64_t part)
{
    return (int64_t)((uint64_t)run->number << PART_BITS_MAX | part);
}

/* The first bytes of a hash over the place and the ids: a part that is damaged must not deny an id. */
static uint64_t sum_of(int64_t row, struct bytes ids)
{
    uint8_t place[8];
    for (int i = 0; i < 8; i++) {
        place[i] = (uint8_t)((uint64_t)row >> (56 - 8 * i));
    }
    const struct bytes parts[] = {BYTES("univocal lookup part 1\n"), bytes_of(place, sizeof place), ids};
    const struct hash h = hash_of_parts(parts, 3);
    struct cursor c = cursor_of(hash_view(&h));
    return cursor_u64(&c);
}

static enum error write_part(struct runs *r, const struct run *run, uint64_t part, const struct run_id *ids,
                             size_t count)
{
    const int64_t row = row_of(run, part);
    buffer_clear(&r->part);
    for (size_t i = 0; i < count; i++) {
        buffer_add_u64(&r->part, ids[i].prefix);
        buffer_add_u32(&r->part, (uint32_t)(ids[i].index - run->begin));
    }
    buffer_add_u64(&r->part, sum_of(row, buffer_view(&r->part)));
    check(!r->part.overflow);
    const enum error e =
        statement_need(r->db, &r->put, "INSERT OR REPLACE INTO lookup(part, ids) VALUES(?1, ?2)");
    if (e != OK) {
        return e;
    }
    statement_bind_integer(r->put, 1, row);
    statement_bind_bytes(r->put, 2, buffer_view(&r->part));
    return statement_run(r->put);
}

/* The ids of a part; valid until `get` is reset. */
static enum error read_part(struct runs *r, const struct run *run, uint64_t part, struct bytes *ids)
{
    const int64_t row = row_of(run, part);
    bool there = false;
    enum error e = statement_need(r->db, &r->get, "SELECT ids FROM lookup WHERE part = ?1");
    if (e == OK) {
        statement_bind_integer(r->get, 1, row);
        e = statement_step(r->get, &there);
    }
    if (e != OK) {
        return e;
    }
    const struct bytes stored = there ? statement_bytes(r->get, 0) : bytes_of(NULL, 0);
    if (stored.len < SUM_BYTES || (stored.len - SUM_BYTES) % ID_BYTES != 0) {
        statement_reset(r->get);
        return ERROR_CORRUPT;
    }
    *ids = bytes_of(stored.data, stored.len - SUM_BYTES);
    struct cursor c = cursor_of(bytes_of(stored.data + ids->len, SUM_BYTES));
    if (cursor_u64(&c) != sum_of(row, *ids)) {
        statement_reset(r->get);
        return ERROR_CORRUPT;
    }
    return OK;
}

static struct run_id take_id(struct cursor *c, const struct run *run)
{
    struct run_id id;
    id.prefix = cursor_u64(c);
    id.index = run->begin + cursor_u32(c);
    return id;
}

/* The parts [begin, end) of a run from ids in order that all belong there. */
static enum error write_parts(struct runs *r, const struct run *run, uint64_t begin, uint64_t end,
                              const struct run_id *ids, size_t count)
{
    enum error e = OK;
    size_t at = 0;
    for (uint64_t part = begin; e == OK && part < end; part++) {
        size_t same = 0;
        while (at + same < count && part_of(run, ids[at + same].prefix) == part) {
            same++;
        }
        e = write_part(r, run, part, ids + at, same);
        at += same;
    }
    check(e != OK || at == count);
    return e;
}

static struct run run_new(const struct runs *r, uint8_t tier, uint64_t begin, uint64_t count)
{
    struct run run = {.tier = tier, .begin = begin, .count = count};
    for (size_t i = 0; i < r->count; i++) {
        run.number = r->list[i].number >= run.number ? r->list[i].number + 1 : run.number;
    }
    while (part_count(&run) * PART_IDS < count) {
        run.part_bits++;
    }
    check(run.number < INT32_MAX && run.part_bits <= PART_BITS_MAX);
    return run;
}

static enum error append_ids(struct runs *r, const struct run *run, uint64_t part, size_t *count)
{
    struct bytes stored;
    const enum error e = read_part(r, run, part, &stored);
    if (e != OK) {
        return e;
    }
    const size_t more = stored.len / ID_BYTES;
    if (*count + more > r->id_capacity) {
        r->id_capacity = 2 * (*count + more);
        r->ids = realloc(r->ids, r->id_capacity * sizeof *r->ids);
        check(r->ids != NULL);
    }
    struct cursor c = cursor_of(stored);
    for (size_t i = 0; i < more; i++) {
        r->ids[(*count)++] = take_id(&c, run);
    }
    statement_reset(r->get);
    return OK;
}

static enum error delete_parts(struct runs *r, const struct run *run)
{
    const enum error e =
        statement_need(r->db, &r->delete, "DELETE FROM lookup WHERE part >= ?1 AND part < ?2");
    if (e != OK) {
        return e;
    }
    statement_bind_integer(r->delete, 1, row_of(run, 0));
    statement_bind_integer(r->delete, 2, row_of(run, part_count(run)));
    return statement_run(r->delete);
}

/* The last MERGE_RUNS runs as one. They are taken apart together, a share of all prefixes at a time: as
 * large a share as the coarsest of them has in one part. */
static enum error merge(struct runs *r)
{
    const struct run *old = &r->list[r->count - MERGE_RUNS];
    uint64_t total = 0;
    uint8_t share_bits = PART_BITS_MAX;
    for (size_t i = 0; i < MERGE_RUNS; i++) {
        total += old[i].count;
        share_bits = old[i].part_bits < share_bits ? old[i].part_bits : share_bits;
    }
    const struct run merged = run_new(r, (uint8_t)(old->tier + 1), old->begin, total);
    check(merged.part_bits >= share_bits);
    enum error e = OK;
    for (uint64_t share = 0; e == OK && share < UINT64_C(1) << share_bits; share++) {
        size_t count = 0;
        for (size_t i = 0; e == OK && i < MERGE_RUNS; i++) {
            const unsigned finer = old[i].part_bits - share_bits;
            for (uint64_t part = share << finer; e == OK && part < (share + 1) << finer; part++) {
                e = append_ids(r, &old[i], part, &count);
            }
        }
        if (e == OK) {
            const unsigned finer = merged.part_bits - share_bits;
            qsort(r->ids, count, sizeof *r->ids, run_id_compare);
            e = write_parts(r, &merged, share << finer, (share + 1) << finer, r->ids, count);
        }
    }
    for (size_t i = 0; e == OK && i < MERGE_RUNS; i++) {
        e = delete_parts(r, &old[i]);
    }
    r->count -= MERGE_RUNS;
    r->list[r->count++] = merged;
    return e;
}

static bool is_merge_due(const struct runs *r)
{
    return r->count >= MERGE_RUNS && r->list[r->count - MERGE_RUNS].tier == r->list[r->count - 1].tier;
}

enum error runs_add(struct runs *r, const struct run_id *ids, size_t count)
{
    check(count > 0 && r->count < RUNS_MAX);
    const struct run run = run_new(r, 0, runs_end(r), count);
    enum error e = write_parts(r, &run, 0, part_count(&run), ids, count);
    r->list[r->count++] = run;
    while (e == OK && is_merge_due(r)) {
        e = merge(r);
    }
    return e;
}

static struct run_id id_at(struct bytes ids, size_t at, const struct run *run)
{
    struct cursor c = cursor_of(bytes_of(ids.data + at * ID_BYTES, ID_BYTES));
    return take_id(&c, run);
}

/* The ids of a part ascend, and its sum says that they are as they were written. */
static enum error find_in_run(struct runs *r, const struct run *run, uint64_t prefix, uint64_t from,
                              uint64_t *index)
{
    struct bytes stored;
    enum error e = read_part(r, run, part_of(run, prefix), &stored);
    if (e != OK) {
        return e;
    }
    const struct run_id wanted = {prefix, from};
    size_t low = 0;
    size_t high = stored.len / ID_BYTES;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const struct run_id id = id_at(stored, middle, run);
        if (run_id_compare(&id, &wanted) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    e = ERROR_NOT_FOUND;
    if (low < stored.len / ID_BYTES) {
        const struct run_id id = id_at(stored, low, run);
        *index = id.prefix == prefix ? id.index : *index;
        e = id.prefix == prefix ? OK : e;
    }
    statement_reset(r->get);
    return e;
}

enum error runs_find(struct runs *r, uint64_t prefix, uint64_t from, uint64_t *index)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct run *run = &r->list[i];
        if (run->begin + run->count > from) {
            const enum error e = find_in_run(r, run, prefix, from, index);
            if (e != ERROR_NOT_FOUND) {
                return e;
            }
        }
    }
    return ERROR_NOT_FOUND;
}

enum error runs_each(struct runs *r, void (*each)(void *ctx, uint64_t prefix), void *ctx)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct run *run = &r->list[i];
        for (uint64_t part = 0; part < part_count(run); part++) {
            struct bytes stored;
            const enum error e = read_part(r, run, part, &stored);
            if (e != OK) {
                return e;
            }
            struct cursor c = cursor_of(stored);
            while (!cursor_ended(&c)) {
                each(ctx, take_id(&c, run).prefix);
            }
            statement_reset(r->get);
        }
    }
    return OK;
}
