#include "record/lookup.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "record/filter.h"

enum { SLOTS_MIN = 64, END_ROW = -1 };

struct lookup {
    struct database *db;
    struct statement *get;
    struct statement *put;
    struct runs *runs;
    /* The newest ids, a table with open addressing that is never full; an offset is 1 for the entry at
     * `begin`, 0 where nothing is. */
    uint64_t *prefixes;
    uint32_t *offsets;
    size_t slot_count; /* a power of two */
    size_t recent_max;
    uint64_t begin; /* entries before it stand in the runs */
    uint64_t end;   /* behind the last that was added */
    uint8_t *filter;
    size_t filter_len;
    struct buffer list;
};

static uint64_t prefix_of(const struct hash *id)
{
    struct cursor c = cursor_of(hash_view(id));
    return cursor_u64(&c);
}

static void make_slots(struct lookup *l, size_t slot_count)
{
    l->prefixes = malloc(slot_count * sizeof *l->prefixes);
    l->offsets = calloc(slot_count, sizeof *l->offsets);
    check(l->prefixes != NULL && l->offsets != NULL);
    l->slot_count = slot_count;
}

static void forget(struct lookup *l, uint64_t begin)
{
    free(l->prefixes);
    free(l->offsets);
    make_slots(l, SLOTS_MIN);
    l->begin = begin;
    l->end = begin;
}

enum error lookup_open(struct lookup **out, struct database *db)
{
    struct lookup *l = calloc(1, sizeof *l);
    check(l != NULL);
    l->recent_max = LOOKUP_RECENT_MAX;
    buffer_init(&l->list, SIZE_MAX / 2);
    forget(l, 0);
    l->db = db;
    l->runs = runs_new(db);
    const enum error e = statement_prepare(db, &l->get, "SELECT ids FROM lookup WHERE part = ?1");
    if (e != OK) {
        lookup_close(l);
        return e;
    }
    *out = l;
    return OK;
}

void lookup_close(struct lookup *l)
{
    if (l != NULL) {
        runs_free(l->runs);
        statement_free(l->get);
        statement_free(l->put);
        buffer_done(&l->list);
        free(l->prefixes);
        free(l->offsets);
        free(l->filter);
        free(l);
    }
}

void lookup_bound(struct lookup *l, size_t recent_max)
{
    l->recent_max = recent_max;
}

/* Also for a list and a filter that are not what they say: then it is another. */
static struct hash sum_of(struct bytes list, struct bytes filter)
{
    const struct bytes parts[] = {BYTES("univocal lookup 1\n"), list, filter};
    return hash_of_parts(parts, 3);
}

static void make_filter(struct lookup *l, size_t len)
{
    free(l->filter);
    l->filter = len == 0 ? NULL : calloc(len, 1);
    check(len == 0 || l->filter != NULL);
    l->filter_len = len;
}

/* Valid until `get` is used again or reset; empty if there is no such row. */
static enum error get_row(struct lookup *l, int64_t row, struct bytes *out)
{
    bool there = false;
    statement_bind_integer(l->get, 1, row);
    const enum error e = statement_step(l->get, &there);
    *out = e == OK && there ? statement_bytes(l->get, 0) : bytes_of(NULL, 0);
    return e;
}

static int64_t filter_row(size_t at)
{
    return END_ROW - 1 - (int64_t)(at / LOOKUP_FILTER_PART);
}

static enum error read_filter(struct lookup *l)
{
    make_filter(l, filter_bytes(runs_end(l->runs)));
    for (size_t at = 0; at < l->filter_len; at += LOOKUP_FILTER_PART) {
        struct bytes bits;
        const enum error e = get_row(l, filter_row(at), &bits);
        if (e != OK) {
            return e;
        }
        if (bits.len == LOOKUP_FILTER_PART) { /* else the sum will not hold */
            memcpy(l->filter + at, bits.data, bits.len);
        }
    }
    return OK;
}

/* No row: no runs yet. */
static enum error read_end(struct lookup *l)
{
    struct bytes row;
    struct hash stored;
    enum error e = get_row(l, END_ROW, &row);
    if (e != OK || row.len == 0) {
        return e != OK ? e : runs_read_list(l->runs, row);
    }
    if (row.len < HASH_BYTES ||
        runs_read_list(l->runs, bytes_of(row.data + HASH_BYTES, row.len - HASH_BYTES)) != OK) {
        return ERROR_CORRUPT;
    }
    memcpy(stored.bytes, row.data, HASH_BYTES);
    e = read_filter(l);
    buffer_clear(&l->list);
    runs_write_list(l->runs, &l->list);
    const struct hash sum = sum_of(buffer_view(&l->list), bytes_of(l->filter, l->filter_len));
    return e != OK ? e : hash_equal(&sum, &stored) ? OK : ERROR_CORRUPT;
}

enum error lookup_reload(struct lookup *l, uint64_t *begin)
{
    make_filter(l, 0);
    const enum error e = read_end(l);
    statement_reset(l->get);
    if (e == OK) {
        *begin = runs_end(l->runs);
        forget(l, *begin);
    }
    return e;
}

/* Ids are hashes: any of their bits spread well. */
static void insert(struct lookup *l, uint64_t prefix, uint32_t offset)
{
    size_t at = (size_t)prefix & (l->slot_count - 1);
    while (l->offsets[at] != 0) {
        at = (at + 1) & (l->slot_count - 1);
    }
    l->prefixes[at] = prefix;
    l->offsets[at] = offset;
}

static void grow(struct lookup *l)
{
    uint64_t *prefixes = l->prefixes;
    uint32_t *offsets = l->offsets;
    const size_t count = l->slot_count;
    make_slots(l, 2 * count);
    for (size_t i = 0; i < count; i++) {
        if (offsets[i] != 0) {
            insert(l, prefixes[i], offsets[i]);
        }
    }
    free(prefixes);
    free(offsets);
}

void lookup_add(struct lookup *l, const struct hash *id, uint64_t index)
{
    check(index == l->end && l->end - l->begin < UINT32_MAX / 2);
    if (l->end - l->begin >= l->slot_count / 4 * 3) {
        grow(l);
    }
    insert(l, prefix_of(id), (uint32_t)(index - l->begin) + 1);
    l->end = index + 1;
}

/* What is in memory, in the order of a run. */
static struct run_id *sort_recent(const struct lookup *l, size_t *count)
{
    struct run_id *list = calloc((size_t)(l->end - l->begin) + 1, sizeof *list);
    check(list != NULL);
    *count = 0;
    for (size_t i = 0; i < l->slot_count; i++) {
        if (l->offsets[i] != 0) {
            list[(*count)++] = (struct run_id){l->prefixes[i], l->begin + l->offsets[i] - 1};
        }
    }
    qsort(list, *count, sizeof *list, run_id_compare);
    return list;
}

static void add_to_filter(void *ctx, uint64_t prefix)
{
    struct lookup *l = ctx;
    filter_add(l->filter, l->filter_len, prefix);
}

/* A filter that has become too small is made anew from the runs, which happens a few times in the life of a
 * record. */
static enum error fit_filter(struct lookup *l)
{
    const size_t len = filter_bytes(l->end);
    if (len == l->filter_len) {
        return OK;
    }
    make_filter(l, len);
    return runs_each(l->runs, add_to_filter, l);
}

static enum error put_row(struct lookup *l, int64_t row, struct bytes content)
{
    const enum error e =
        statement_need(l->db, &l->put, "INSERT OR REPLACE INTO lookup(part, ids) VALUES(?1, ?2)");
    if (e != OK) {
        return e;
    }
    statement_bind_integer(l->put, 1, row);
    statement_bind_bytes(l->put, 2, content);
    return statement_run(l->put);
}

static enum error write_end(struct lookup *l)
{
    enum error e = OK;
    for (size_t at = 0; e == OK && at < l->filter_len; at += LOOKUP_FILTER_PART) {
        e = put_row(l, filter_row(at), bytes_of(l->filter + at, LOOKUP_FILTER_PART));
    }
    buffer_clear(&l->list);
    runs_write_list(l->runs, &l->list);
    const struct hash sum = sum_of(buffer_view(&l->list), bytes_of(l->filter, l->filter_len));
    struct buffer row;
    buffer_init(&row, SIZE_MAX / 2);
    buffer_add(&row, sum.bytes, sizeof sum.bytes);
    buffer_add_bytes(&row, buffer_view(&l->list));
    e = e == OK ? put_row(l, END_ROW, buffer_view(&row)) : e;
    buffer_done(&row);
    return e;
}

enum error lookup_write_out(struct lookup *l)
{
    if (l->end - l->begin < l->recent_max) {
        return OK;
    }
    enum error e = fit_filter(l);
    if (e != OK) {
        return e;
    }
    size_t count = 0;
    struct run_id *ids = sort_recent(l, &count);
    for (size_t i = 0; i < count; i++) {
        filter_add(l->filter, l->filter_len, ids[i].prefix);
    }
    e = runs_add(l->runs, ids, count);
    free(ids);
    e = e == OK ? write_end(l) : e;
    forget(l, l->end);
    return e;
}

static void count_one(void *ctx, uint64_t prefix)
{
    uint64_t *count = ctx;
    (void)prefix;
    (*count)++;
}

enum error lookup_verify(struct lookup *l)
{
    uint64_t count = 0;
    const enum error e = runs_each(l->runs, count_one, &count);
    return e == OK && count != runs_end(l->runs) ? ERROR_CORRUPT : e;
}

/* What is in memory stands behind all that is in the runs. */
enum error lookup_next(struct lookup *l, const struct hash *id, uint64_t from, uint64_t *index)
{
    const uint64_t prefix = prefix_of(id);
    if (from < l->begin && filter_may_have(l->filter, l->filter_len, prefix)) {
        const enum error e = runs_find(l->runs, prefix, from, index);
        if (e != ERROR_NOT_FOUND) {
            return e;
        }
    }
    uint64_t best = UINT64_MAX;
    for (size_t at = (size_t)prefix & (l->slot_count - 1); l->offsets[at] != 0;
         at = (at + 1) & (l->slot_count - 1)) {
        const uint64_t found = l->begin + l->offsets[at] - 1;
        if (l->prefixes[at] == prefix && found >= from && found < best) {
            best = found;
        }
    }
    if (best == UINT64_MAX) {
        return ERROR_NOT_FOUND;
    }
    *index = best;
    return OK;
}
