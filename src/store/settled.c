#include "store/settled.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/log.h"
#include "store/digest.h"
#include "store/state.h"

/* `rowkey` has every key, for reading in order. `bucket` has what is written out; `node` its hashes, a page of the
 * tree a row; `pending` the changes since, a flush a row, with the digest after it. The last row of `pending` always
 * stays: its number tells one state of the file from another. */
const char state_schema[] =
    "CREATE TABLE rowkey(key BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;"
    "CREATE TABLE bucket(idx INTEGER PRIMARY KEY, rows BLOB NOT NULL) STRICT;"
    "CREATE TABLE node(idx INTEGER PRIMARY KEY, hashes BLOB NOT NULL) STRICT;"
    "CREATE TABLE pending(seq INTEGER PRIMARY KEY, digest BLOB NOT NULL, changes BLOB NOT NULL) STRICT;";

enum statement_name {
    GET_BUCKET,
    PUT_BUCKET,
    DELETE_BUCKET,
    ALL_BUCKETS,
    ALL_KEYS,
    KEYS_FROM,
    ADD_KEY,
    DELETE_KEY,
    ALL_NODES,
    PUT_NODE,
    DELETE_NODE,
    ALL_PENDING,
    LAST_PENDING,
    ADD_PENDING,
    DROP_PENDING,
    STATEMENTS,
};

static const struct {
    const char *sql;
    bool writes;
} statement_rows[STATEMENTS] = {
    [GET_BUCKET] = {"SELECT rows FROM bucket WHERE idx = ?1", false},
    [PUT_BUCKET] = {"INSERT INTO bucket(idx, rows) VALUES(?1, ?2) ON CONFLICT(idx) DO UPDATE SET rows = ?2", true},
    [DELETE_BUCKET] = {"DELETE FROM bucket WHERE idx = ?1", true},
    [ALL_BUCKETS] = {"SELECT idx, rows FROM bucket ORDER BY idx", false},
    [ALL_KEYS] = {"SELECT key FROM rowkey ORDER BY key", false},
    [KEYS_FROM] = {"SELECT key FROM rowkey WHERE key >= ?1 AND key < ?2 ORDER BY key", false},
    [ADD_KEY] = {"INSERT INTO rowkey(key) VALUES(?1)", true},
    [DELETE_KEY] = {"DELETE FROM rowkey WHERE key = ?1", true},
    [ALL_NODES] = {"SELECT idx, hashes FROM node ORDER BY idx", false},
    [PUT_NODE] = {"INSERT INTO node(idx, hashes) VALUES(?1, ?2) ON CONFLICT(idx) DO UPDATE SET hashes = ?2", true},
    [DELETE_NODE] = {"DELETE FROM node WHERE idx = ?1", true},
    [ALL_PENDING] = {"SELECT seq, digest, changes FROM pending ORDER BY seq", false},
    [LAST_PENDING] = {"SELECT seq FROM pending ORDER BY seq DESC LIMIT 1", false},
    [ADD_PENDING] = {"INSERT INTO pending(seq, digest, changes) VALUES(?1, ?2, ?3)", true},
    [DROP_PENDING] = {"DELETE FROM pending WHERE seq < ?1", true},
};

/* A bucket that has changed since it was last written out. */
struct held {
    uint8_t *data;
    size_t len;
    size_t capacity;
};

struct settled {
    struct database *db;
    bool writable;
    struct statement *statements[STATEMENTS];
    struct digest *digest;
    struct hash top;
    struct held *held[BUCKET_COUNT];
    uint16_t held_list[BUCKET_COUNT];
    size_t held_count;
    size_t held_bytes;
    size_t pending_bytes;
    int64_t seq; /* of the last row of `pending` that is in memory; -1: memory is not what any file says */
    struct buffer scratch;
    struct bucket_change **sorted; /* room for settled_apply */
    size_t sorted_capacity;
    uint8_t beyond[STATE_KEY_BYTES_MAX + 1]; /* the end of a walk over keys, bound while it lasts */
};

static enum error corrupt(const char *what, int64_t index)
{
    log_event(LOG_ERROR, "state_corrupt", "what=%s index=%lld", what, (long long)index);
    return ERROR_CORRUPT;
}

static void forget(struct settled *s)
{
    for (size_t i = 0; i < s->held_count; i++) {
        struct held **h = &s->held[s->held_list[i]];
        free((*h)->data);
        free(*h);
        *h = NULL;
    }
    s->held_count = 0;
    s->held_bytes = 0;
    s->pending_bytes = 0;
}

/* The rows of a bucket as they are flushed; valid until GET_BUCKET is used again or the bucket changes. */
static enum error read_bucket(struct settled *s, uint16_t index, struct bytes *rows)
{
    if (s->held[index] != NULL) {
        *rows = bytes_of(s->held[index]->data, s->held[index]->len);
        return OK;
    }
    *rows = bytes_of(NULL, 0);
    const struct hash expected = digest_bucket(s->digest, index);
    if (hash_is_zero(&expected)) {
        return OK;
    }
    struct statement *get = s->statements[GET_BUCKET];
    statement_bind_integer(get, 1, index);
    bool row = false;
    const enum error e = statement_step(get, &row);
    if (e != OK) {
        return e;
    }
    if (row) {
        *rows = statement_bytes(get, 0);
    }
    const struct hash h = bucket_hash(*rows);
    if (!hash_equal(&h, &expected)) {
        statement_reset(get);
        return corrupt("bucket", index);
    }
    return OK;
}

enum error settled_get(struct settled *s, struct bytes key, struct bytes *value)
{
    const uint16_t index = bucket_of(key);
    struct bytes rows;
    const enum error e = read_bucket(s, index, &rows);
    if (e != OK) {
        return e;
    }
    struct bytes found;
    const bool there = bucket_find(rows, key, &found);
    if (there) { /* copied, so that no statement stays open between calls: it would keep the log from being emptied */
        buffer_clear(&s->scratch);
        buffer_add_bytes(&s->scratch, found);
        *value = buffer_view(&s->scratch);
    }
    statement_reset(s->statements[GET_BUCKET]);
    return there ? OK : ERROR_NOT_FOUND;
}

/* The first byte string behind all that begin with prefix. */
static struct bytes end_of(struct settled *s, struct bytes prefix)
{
    size_t len = prefix.len;
    while (len > 0 && prefix.data[len - 1] == 0xff) {
        len--;
    }
    if (len == 0) {
        memset(s->beyond, 0xff, sizeof s->beyond);
        return bytes_of(s->beyond, sizeof s->beyond);
    }
    memcpy(s->beyond, prefix.data, len);
    s->beyond[len - 1]++;
    return bytes_of(s->beyond, len);
}

void settled_keys_begin(struct settled *s, struct bytes prefix)
{
    check(prefix.len <= STATE_KEY_BYTES_MAX);
    statement_bind_bytes(s->statements[KEYS_FROM], 1, prefix);
    statement_bind_bytes(s->statements[KEYS_FROM], 2, end_of(s, prefix));
}

enum error settled_keys_next(struct settled *s, struct bytes *key, bool *more)
{
    const enum error e = statement_step(s->statements[KEYS_FROM], more);
    if (e == OK && *more) {
        *key = statement_bytes(s->statements[KEYS_FROM], 0);
    }
    return e == OK && *more && key->len > STATE_KEY_BYTES_MAX ? corrupt("key", 0) : e;
}

void settled_keys_end(struct settled *s)
{
    statement_reset(s->statements[KEYS_FROM]);
}

static void hold(struct settled *s, uint16_t index, struct bytes rows)
{
    struct held *h = s->held[index];
    if (h == NULL) {
        h = calloc(1, sizeof *h);
        check(h != NULL);
        s->held[index] = h;
        s->held_list[s->held_count++] = index;
        s->held_bytes += sizeof *h + 32;
    }
    if (rows.len > h->capacity) {
        const size_t capacity = rows.len + rows.len / 4;
        free(h->data);
        h->data = malloc(capacity);
        check(h->data != NULL);
        s->held_bytes += capacity - h->capacity;
        h->capacity = capacity;
    }
    if (rows.len > 0) {
        memcpy(h->data, rows.data, rows.len);
    }
    h->len = rows.len;
    const struct hash hash = bucket_hash(rows);
    digest_set(s->digest, index, &hash);
}

static int compare_changes(const void *a, const void *b)
{
    const struct bucket_change *x = *(struct bucket_change *const *)a;
    const struct bucket_change *y = *(struct bucket_change *const *)b;
    if (x->index != y->index) {
        return x->index < y->index ? -1 : 1;
    }
    return bytes_compare(x->key, y->key);
}

/* Puts the changes into their buckets, in memory. */
static enum error apply(struct settled *s, struct bucket_change *changes, size_t count)
{
    if (count > s->sorted_capacity) {
        s->sorted = realloc(s->sorted, count * sizeof(struct bucket_change *));
        check(s->sorted != NULL);
        s->sorted_capacity = count;
    }
    for (size_t i = 0; i < count; i++) {
        changes[i].index = bucket_of(changes[i].key);
        s->sorted[i] = &changes[i];
    }
    qsort(s->sorted, count, sizeof(struct bucket_change *), compare_changes);
    size_t same = 0;
    for (size_t i = 0; i < count; i += same) {
        const uint16_t index = s->sorted[i]->index;
        for (same = 1; i + same < count && s->sorted[i + same]->index == index; same++) {
            continue;
        }
        struct bytes rows;
        const enum error e = read_bucket(s, index, &rows);
        if (e != OK) {
            return e;
        }
        buffer_clear(&s->scratch);
        const bool merged = bucket_merge(rows, s->sorted + i, same, &s->scratch);
        statement_reset(s->statements[GET_BUCKET]);
        if (!merged) {
            return corrupt("bucket", index);
        }
        check(!s->scratch.overflow);
        hold(s, index, buffer_view(&s->scratch));
    }
    return OK;
}

static enum error write_keys(struct settled *s, const struct bucket_change *changes, size_t count)
{
    enum error e = OK;
    for (size_t i = 0; e == OK && i < count; i++) {
        if (changes[i].present != changes[i].existed) {
            struct statement *write = s->statements[changes[i].present ? ADD_KEY : DELETE_KEY];
            statement_bind_bytes(write, 1, changes[i].key);
            e = statement_run(write);
        }
    }
    return e;
}

static enum error write_one(struct settled *s, enum statement_name put, enum statement_name remove, int64_t index,
                            struct bytes content)
{
    struct statement *write = s->statements[content.len == 0 ? remove : put];
    statement_bind_integer(write, 1, index);
    if (content.len > 0) {
        statement_bind_bytes(write, 2, content);
    }
    return statement_run(write);
}

static int compare_indexes(const void *a, const void *b)
{
    return *(const uint16_t *)a - *(const uint16_t *)b;
}

/* Writes all changed buckets and their hashes. */
static enum error write_out(struct settled *s)
{
    qsort(s->held_list, s->held_count, sizeof s->held_list[0], compare_indexes);
    enum error e = OK;
    for (size_t i = 0; e == OK && i < s->held_count; i++) {
        const struct held *h = s->held[s->held_list[i]];
        e = write_one(s, PUT_BUCKET, DELETE_BUCKET, s->held_list[i], bytes_of(h->data, h->len));
    }
    int last = -1;
    for (size_t i = 0; e == OK && i < s->held_count; i++) {
        const uint16_t page = s->held_list[i] / DIGEST_CHILDREN;
        if (page != last) {
            e = write_one(s, PUT_NODE, DELETE_NODE, page, digest_page(s->digest, page));
            last = page;
        }
    }
    forget(s);
    return e;
}

static size_t changes_bytes(const struct bucket_change *changes, size_t count)
{
    size_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += 1 + 4 + changes[i].key.len + (changes[i].present ? 4 + changes[i].value.len : 0);
    }
    return sum;
}

static void add_changes(struct buffer *out, const struct bucket_change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_u8(out, changes[i].present ? 1 : 0);
        buffer_add_block(out, changes[i].key);
        if (changes[i].present) {
            buffer_add_block(out, changes[i].value);
        }
    }
}

static enum error append_pending(struct settled *s, int64_t seq, struct bytes changes)
{
    struct statement *add = s->statements[ADD_PENDING];
    statement_bind_integer(add, 1, seq);
    statement_bind_bytes(add, 2, hash_view(&s->top));
    statement_bind_bytes(add, 3, changes);
    return statement_run(add);
}

enum error settled_apply(struct settled *s, struct bucket_change *changes, size_t count)
{
    check(s->writable && s->seq >= 0);
    const int64_t seq = s->seq + 1;
    s->seq = -1; /* until all is done */
    enum error e = apply(s, changes, count);
    e = e == OK ? write_keys(s, changes, count) : e;
    if (e != OK) {
        return e;
    }
    s->top = digest_top(s->digest);
    const size_t bytes = changes_bytes(changes, count);
    const bool full =
        s->held_bytes > SETTLED_MEMORY_BYTES_MAX || s->pending_bytes + bytes > SETTLED_PENDING_BYTES_MAX;
    buffer_clear(&s->scratch);
    if (full) {
        e = write_out(s);
        statement_bind_integer(s->statements[DROP_PENDING], 1, seq);
        e = e == OK ? statement_run(s->statements[DROP_PENDING]) : e;
    } else {
        s->pending_bytes += bytes;
        add_changes(&s->scratch, changes, count);
        check(!s->scratch.overflow);
    }
    e = e == OK ? append_pending(s, seq, buffer_view(&s->scratch)) : e;
    if (e == OK) {
        s->seq = seq;
    }
    return e;
}

/* One row of `pending` again: as many changes as it holds. */
static enum error replay(struct settled *s, int64_t seq, struct bytes body)
{
    struct cursor c = cursor_of(body);
    size_t count = 0;
    size_t capacity = 64;
    struct bucket_change *changes = calloc(capacity, sizeof *changes);
    check(changes != NULL);
    while (!c.failed && !cursor_ended(&c)) {
        if (count == capacity) {
            capacity *= 2;
            changes = realloc(changes, capacity * sizeof *changes);
            check(changes != NULL);
        }
        struct bucket_change *change = &changes[count++];
        *change = (struct bucket_change){.present = cursor_u8(&c) != 0};
        change->key = cursor_block(&c, STATE_KEY_BYTES_MAX);
        if (change->present) {
            change->value = cursor_block(&c, STATE_VALUE_BYTES_MAX);
        }
        if (count > 1 && bytes_compare(changes[count - 2].key, change->key) >= 0) {
            c.failed = true;
        }
    }
    const enum error e = c.failed ? corrupt("pending", seq) : apply(s, changes, count);
    free(changes);
    s->pending_bytes += body.len;
    return e;
}

static enum error load_nodes(struct settled *s)
{
    struct statement *all = s->statements[ALL_NODES];
    for (;;) {
        bool row = false;
        const enum error e = statement_step(all, &row);
        if (e != OK || !row) {
            return e;
        }
        const int64_t index = statement_integer(all, 0);
        const struct bytes hashes = statement_bytes(all, 1);
        if (index < 0 || index >= DIGEST_PAGES || hashes.len != DIGEST_PAGE_BYTES) {
            statement_reset(all);
            return corrupt("node", index);
        }
        for (size_t i = 0; i < DIGEST_CHILDREN; i++) {
            struct hash h;
            memcpy(h.bytes, hashes.data + i * HASH_BYTES, HASH_BYTES);
            if (!hash_is_zero(&h)) {
                digest_set(s->digest, (uint16_t)((size_t)index * DIGEST_CHILDREN + i), &h);
            }
        }
    }
}

static enum error load_pending(struct settled *s, int64_t *seq, struct hash *top)
{
    struct statement *all = s->statements[ALL_PENDING];
    for (;;) {
        bool row = false;
        enum error e = statement_step(all, &row);
        if (e != OK || !row) {
            return e;
        }
        const struct bytes digest = statement_bytes(all, 1);
        *seq = statement_integer(all, 0);
        if (*seq < 1 || *seq > INT64_MAX / 2 || digest.len != HASH_BYTES) {
            e = corrupt("pending", *seq);
        } else {
            memcpy(top->bytes, digest.data, HASH_BYTES);
            e = replay(s, *seq, statement_bytes(all, 2));
        }
        if (e != OK) {
            statement_reset(all);
            return e;
        }
    }
}

static enum error last_seq(struct settled *s, int64_t *seq)
{
    struct statement *last = s->statements[LAST_PENDING];
    bool row = false;
    const enum error e = statement_step(last, &row);
    *seq = e == OK && row ? statement_integer(last, 0) : 0;
    statement_reset(last);
    return e;
}

enum error settled_reload(struct settled *s)
{
    int64_t seq = 0;
    enum error e = last_seq(s, &seq);
    if (e == OK && s->seq == seq) {
        return OK;
    }
    s->seq = -1;
    forget(s);
    digest_free(s->digest);
    s->digest = digest_new();
    s->top = (struct hash){{0}};
    struct hash expected = {{0}};
    seq = 0;
    e = e == OK ? load_nodes(s) : e;
    e = e == OK ? load_pending(s, &seq, &expected) : e;
    if (e != OK) {
        return e;
    }
    s->top = digest_top(s->digest);
    if (!hash_equal(&s->top, &expected)) {
        return corrupt("digest", seq);
    }
    s->seq = seq;
    return OK;
}

struct hash settled_digest(const struct settled *s)
{
    return s->top;
}

enum error settled_open(struct settled **out, struct database *db, bool writable)
{
    struct settled *s = calloc(1, sizeof *s);
    check(s != NULL);
    s->db = db;
    s->writable = writable;
    s->seq = -1;
    s->digest = digest_new();
    buffer_init(&s->scratch, SIZE_MAX / 2);
    enum error e = OK;
    for (size_t i = 0; e == OK && i < STATEMENTS; i++) {
        if (writable || !statement_rows[i].writes) {
            e = statement_prepare(db, &s->statements[i], statement_rows[i].sql);
        }
    }
    e = e == OK ? settled_reload(s) : e;
    if (e != OK) {
        settled_close(s);
        return e;
    }
    *out = s;
    return OK;
}

void settled_close(struct settled *s)
{
    if (s != NULL) {
        for (size_t i = 0; i < STATEMENTS; i++) {
            statement_free(s->statements[i]);
        }
        forget(s);
        digest_free(s->digest);
        buffer_done(&s->scratch);
        free(s->sorted);
        free(s);
    }
}

struct finding {
    struct settled *s;
    struct buffer *findings;
    size_t count;
    struct bucket_sum sum;
};

static void check_bucket(struct finding *f, uint16_t index, struct bytes rows)
{
    const struct hash expected = digest_bucket(f->s->digest, index);
    const struct hash h = bucket_hash(rows);
    if (!bucket_holds(rows, index, &f->sum) || !hash_equal(&h, &expected)) {
        buffer_printf(f->findings, "state bucket %u does not give its hash\n", index);
        f->count++;
    }
}

/* Buckets in memory count instead of what the disk has of them. */
static enum error check_buckets(struct finding *f)
{
    struct settled *s = f->s;
    struct statement *all = s->statements[ALL_BUCKETS];
    int64_t next = 0;
    for (bool row = true; row || next < BUCKET_COUNT;) {
        const enum error e = row ? statement_step(all, &row) : OK;
        if (e != OK) {
            return e;
        }
        const int64_t index = row ? statement_integer(all, 0) : BUCKET_COUNT;
        if (row && (index < 0 || index >= BUCKET_COUNT)) {
            buffer_printf(f->findings, "state bucket %lld cannot be\n", (long long)index);
            f->count++;
            continue;
        }
        for (; next < index; next++) { /* not on disk */
            const struct held *h = s->held[next];
            check_bucket(f, (uint16_t)next, h == NULL ? bytes_of(NULL, 0) : bytes_of(h->data, h->len));
        }
        if (row) {
            const struct held *h = s->held[index];
            check_bucket(f, (uint16_t)index, h == NULL ? statement_bytes(all, 1) : bytes_of(h->data, h->len));
            next = index + 1;
        }
    }
    return OK;
}

static enum error check_keys(struct finding *f)
{
    struct statement *all = f->s->statements[ALL_KEYS];
    struct bucket_sum keys = {.count = 0};
    for (;;) {
        bool row = false;
        const enum error e = statement_step(all, &row);
        if (e != OK) {
            return e;
        }
        if (!row) {
            break;
        }
        const struct hash h = hash_of(statement_bytes(all, 0));
        bucket_sum_add(&keys, &h);
    }
    if (keys.count != f->sum.count || memcmp(keys.words, f->sum.words, sizeof keys.words) != 0) {
        buffer_printf(f->findings, "state keys (%llu) are not those of the rows (%llu)\n",
                      (unsigned long long)keys.count, (unsigned long long)f->sum.count);
        f->count++;
    }
    return OK;
}

enum error settled_verify(struct settled *s, struct buffer *findings)
{
    struct finding f = {.s = s, .findings = findings};
    enum error e = check_buckets(&f);
    e = e == OK ? check_keys(&f) : e;
    if (e == ERROR_CORRUPT) {
        buffer_add_text(findings, "the tables of the state cannot be read to their end\n");
    }
    return e == OK && f.count > 0 ? ERROR_CORRUPT : e;
}
