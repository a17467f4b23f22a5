#include "store/settled.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/log.h"
#include "store/levels.h"
#include "store/state.h"

/* `page` has what is written out; `pending` the changes since, a flush a row. Its first row comes from the
 * last writing out, has no changes, and its sum is the digest then; each further sum covers the one before
 * it and the changes beside it. The last row always stays: its number and sum tell one state of the file
 * from another. */
const char state_schema[] =
    "CREATE TABLE page(number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;"
    "CREATE TABLE pending(seq INTEGER PRIMARY KEY, sum BLOB NOT NULL, changes BLOB NOT NULL) STRICT;";

struct settled {
    struct database *db;
    bool writable;
    bool known;      /* memory is what a file says */
    int64_t seq;     /* of the last row of `pending` that is in memory; 0: none */
    struct hash sum; /* of that row */
    size_t memory_bytes_max;
    size_t pending_bytes_max;
    size_t pending_bytes;
    struct shelf *shelf;
    struct levels *levels;
    struct statement *all;
    struct statement *last;
    struct statement *add;
    struct statement *drop;
    struct buffer scratch;
    struct bucket_change *changes; /* room for replay */
    size_t change_capacity;
    /* A scan: the bucket that it has reached. */
    struct bytes prefix;
    struct buffer scanned;
    struct bytes next; /* in `scanned`: the key that the next bucket begins with */
    struct cursor rows;
};

static enum error corrupt(const char *what, int64_t seq)
{
    log_event(LOG_ERROR, "state_corrupt", "what=%s seq=%lld", what, (long long)seq);
    return ERROR_CORRUPT;
}

enum error settled_get(struct settled *s, struct bytes key, struct bytes *value)
{
    return levels_get(s->levels, key, value);
}

/* Copies the bucket, so that what is got in between does not take it away. */
static enum error scan_bucket(struct settled *s, struct bytes key, bool exact)
{
    struct bytes first;
    struct bytes next;
    struct bytes rows;
    const enum error e = levels_bucket(s->levels, key, &first, &next, &rows);
    if (e != OK) {
        return e;
    }
    const bool forward = next.len == 0 || bytes_compare(next, first) > 0; /* or it would never end */
    if ((exact && !bytes_equal(first, key)) || !forward) {
        return corrupt("bucket", s->seq);
    }
    buffer_clear(&s->scanned);
    buffer_add_bytes(&s->scanned, next);
    buffer_add_bytes(&s->scanned, rows);
    check(!s->scanned.overflow);
    s->next = bytes_of(s->scanned.data, next.len);
    s->rows = cursor_of(bytes_of(s->scanned.data + next.len, rows.len));
    return OK;
}

enum error settled_scan_begin(struct settled *s, struct bytes prefix)
{
    check(prefix.len <= STATE_KEY_BYTES_MAX);
    s->prefix = prefix;
    return scan_bucket(s, prefix, false);
}

enum error settled_scan_next(struct settled *s, struct bytes *key, struct bytes *value, bool *more)
{
    *more = false;
    for (;;) {
        while (bucket_next(&s->rows, key, value)) {
            if (bytes_start_with(*key, s->prefix)) {
                *more = true;
                return OK;
            }
            if (bytes_compare(*key, s->prefix) > 0) {
                return OK;
            }
        }
        if (s->rows.failed) {
            return corrupt("bucket", s->seq);
        }
        const bool beyond = !bytes_start_with(s->next, s->prefix) && bytes_compare(s->next, s->prefix) > 0;
        if (s->next.len == 0 || beyond) {
            return OK;
        }
        uint8_t next[STATE_KEY_BYTES_MAX];
        const size_t len = s->next.len;
        check(len <= sizeof next);
        memcpy(next, s->next.data, len);
        const enum error e = scan_bucket(s, bytes_of(next, len), true);
        if (e != OK) {
            return e;
        }
    }
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

static struct hash sum_of(const struct hash *before, struct bytes changes)
{
    const struct bytes parts[] = {BYTES("univocal state pending 1\n"), hash_view(before), changes};
    return hash_of_parts(parts, 3);
}

static enum error drop_pending(struct settled *s, int64_t seq)
{
    s->pending_bytes = 0;
    const enum error e = statement_need(s->db, &s->drop, "DELETE FROM pending WHERE seq < ?1");
    if (e != OK) {
        return e;
    }
    statement_bind_integer(s->drop, 1, seq);
    return statement_run(s->drop);
}

static enum error add_pending(struct settled *s, int64_t seq, struct bytes changes)
{
    const enum error e =
        statement_need(s->db, &s->add, "INSERT INTO pending(seq, sum, changes) VALUES(?1, ?2, ?3)");
    if (e != OK) {
        return e;
    }
    statement_bind_integer(s->add, 1, seq);
    statement_bind_bytes(s->add, 2, hash_view(&s->sum));
    statement_bind_bytes(s->add, 3, changes);
    return statement_run(s->add);
}

enum error settled_apply(struct settled *s, const struct bucket_change *changes, size_t count)
{
    check(s->writable && s->known && count > 0);
    s->known = false; /* until all is done */
    enum error e = levels_apply(s->levels, changes, count);
    if (e != OK) {
        return e;
    }
    const int64_t seq = s->seq + 1;
    const size_t bytes = changes_bytes(changes, count);
    buffer_clear(&s->scratch);
    if (levels_bytes(s->levels) > s->memory_bytes_max || s->pending_bytes + bytes > s->pending_bytes_max) {
        e = levels_write_out(s->levels, &s->sum);
        e = e == OK ? drop_pending(s, seq) : e;
    } else {
        add_changes(&s->scratch, changes, count);
        check(!s->scratch.overflow);
        s->sum = sum_of(&s->sum, buffer_view(&s->scratch));
        s->pending_bytes += bytes;
    }
    e = e == OK ? add_pending(s, seq, buffer_view(&s->scratch)) : e;
    s->known = e == OK;
    s->seq = seq;
    return e;
}

/* One form only, as add_changes writes it. */
static bool read_change(struct cursor *c, struct bucket_change *out)
{
    const uint8_t word = cursor_u8(c);
    *out = (struct bucket_change){.present = word == 1};
    out->key = cursor_block(c, STATE_KEY_BYTES_MAX);
    if (out->present) {
        out->value = cursor_block(c, STATE_VALUE_BYTES_MAX);
    }
    return !c->failed && word <= 1;
}

/* One row of `pending` again: as many changes as it holds. */
static enum error replay(struct settled *s, int64_t seq, struct bytes body)
{
    struct cursor c = cursor_of(body);
    size_t count = 0;
    while (!cursor_ended(&c)) {
        if (count == s->change_capacity) {
            s->change_capacity = s->change_capacity == 0 ? 64 : 2 * s->change_capacity;
            s->changes = realloc(s->changes, s->change_capacity * sizeof *s->changes);
            check(s->changes != NULL);
        }
        struct bucket_change *change = &s->changes[count];
        if (!read_change(&c, change) || (count > 0 && bytes_compare(change[-1].key, change->key) >= 0)) {
            return corrupt("pending", seq);
        }
        count++;
    }
    s->pending_bytes += body.len;
    return levels_apply(s->levels, s->changes, count);
}

/* The first row says what lies on disk: after a writing out the pages with this digest, else nothing. */
static enum error begin(struct settled *s, bool written_out, const struct hash *digest)
{
    uint64_t last = 0;
    const enum error e = shelf_last(s->shelf, &last);
    if (e != OK) {
        return e;
    }
    if (written_out != (last > 0)) {
        return corrupt("pages", s->seq);
    }
    if (written_out) {
        levels_begin(s->levels, digest, last);
    } else {
        levels_begin_empty(s->levels);
    }
    s->sum = written_out ? *digest : (struct hash){{0}};
    s->pending_bytes = 0;
    return OK;
}

static enum error take_pending(struct settled *s, bool first)
{
    const int64_t seq = statement_integer(s->all, 0);
    const struct bytes stored = statement_bytes(s->all, 1);
    const struct bytes changes = statement_bytes(s->all, 2);
    const bool written_out = first && changes.len == 0;
    struct hash sum;
    if (stored.len != HASH_BYTES || seq < 1 || seq > INT64_MAX / 2 || (first ? seq < 1 : seq != s->seq + 1)) {
        return corrupt("pending", seq);
    }
    memcpy(sum.bytes, stored.data, HASH_BYTES);
    s->seq = seq;
    enum error e = first ? begin(s, written_out, &sum) : OK;
    if (e == OK && !written_out) {
        s->sum = sum_of(&s->sum, changes);
        e = hash_equal(&s->sum, &sum) && changes.len > 0 ? replay(s, seq, changes) : corrupt("pending", seq);
    }
    return e;
}

static enum error load(struct settled *s)
{
    s->seq = 0;
    bool row = false;
    enum error e = statement_need(s->db, &s->all, "SELECT seq, sum, changes FROM pending ORDER BY seq");
    for (bool first = true; e == OK; first = false) {
        e = statement_step(s->all, &row);
        if (e != OK || !row) {
            return e;
        }
        e = take_pending(s, first);
    }
    if (s->all != NULL) {
        statement_reset(s->all);
    }
    return e;
}

enum error settled_reload(struct settled *s)
{
    bool row = false;
    enum error e = statement_step(s->last, &row);
    const bool current = e == OK && s->known &&
                         (row ? statement_integer(s->last, 0) == s->seq &&
                                    bytes_equal(statement_bytes(s->last, 1), hash_view(&s->sum))
                              : s->seq == 0);
    statement_reset(s->last);
    if (e != OK || current) {
        return e;
    }
    s->known = false;
    if (row) {
        e = load(s);
    } else {
        s->seq = 0;
        e = begin(s, false, NULL);
    }
    s->known = e == OK;
    return e;
}

enum error settled_digest(struct settled *s, struct hash *out)
{
    return levels_digest(s->levels, out);
}

enum error settled_open(struct settled **out, struct database *db, bool writable)
{
    struct settled *s = calloc(1, sizeof *s);
    check(s != NULL);
    s->db = db;
    s->writable = writable;
    settled_bound(s, SETTLED_MEMORY_BYTES_MAX, SETTLED_PENDING_BYTES_MAX);
    buffer_init(&s->scratch, SIZE_MAX / 2);
    buffer_init(&s->scanned, SIZE_MAX / 2);
    s->shelf = shelf_new(db);
    s->levels = levels_new(s->shelf);
    enum error e = statement_prepare(db, &s->last, "SELECT seq, sum FROM pending ORDER BY seq DESC LIMIT 1");
    e = e == OK ? settled_reload(s) : e;
    if (e != OK) {
        settled_close(s);
        return e;
    }
    *out = s;
    return OK;
}

void settled_bound(struct settled *s, size_t memory_bytes_max, size_t pending_bytes_max)
{
    s->memory_bytes_max = memory_bytes_max;
    s->pending_bytes_max = pending_bytes_max;
}

void settled_close(struct settled *s)
{
    if (s != NULL) {
        levels_free(s->levels);
        shelf_free(s->shelf);
        statement_free(s->all);
        statement_free(s->last);
        statement_free(s->add);
        statement_free(s->drop);
        buffer_done(&s->scratch);
        buffer_done(&s->scanned);
        free(s->changes);
        free(s);
    }
}

enum error settled_verify(struct settled *s, struct buffer *findings)
{
    uint64_t wrong = 0;
    const enum error e = levels_verify(s->levels, findings, &wrong);
    if (e == ERROR_CORRUPT) {
        buffer_add_text(findings, "the tables of the state cannot be read to their end\n");
    }
    return e == OK && wrong > 0 ? ERROR_CORRUPT : e;
}
