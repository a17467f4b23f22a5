#include "store/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "store/overlay.h"
#include "store/settled.h"

/* Rows that were read or flushed stay in memory up to this size, so that what every act asks for is read
 * once. */
enum { CACHE_BYTES_MAX = 1024 * 1024 };

/* One write since the mark: what it wrote and what was there before. */
struct written {
    struct row *row;
    struct row before;
    struct bytes value;
    bool present;
};

struct state {
    struct settled *settled;
    bool writable;
    enum error error;
    struct overlay overlay;
    struct written *writes;
    size_t write_count;
    size_t write_capacity;
    struct bucket_change *changes; /* room for state_flush */
    size_t change_capacity;
    struct buffer scratch;
};

enum error state_open(struct state **out, struct database *db, bool writable)
{
    struct state *s = calloc(1, sizeof *s);
    check(s != NULL);
    s->writable = writable;
    overlay_init(&s->overlay);
    buffer_init(&s->scratch, SIZE_MAX / 2);
    const enum error e = settled_open(&s->settled, db, writable);
    if (e != OK) {
        state_close(s);
        return e;
    }
    *out = s;
    return OK;
}

void state_close(struct state *s)
{
    if (s != NULL) {
        settled_close(s->settled);
        overlay_done(&s->overlay);
        buffer_done(&s->scratch);
        free(s->writes);
        free(s->changes);
        free(s);
    }
}

enum error state_error(const struct state *s)
{
    return s->error;
}

static void keep_error(struct state *s, enum error e)
{
    if (s->error == OK) {
        s->error = e;
    }
}

/* The value of a row that is not in memory: present or not, or the error is kept. */
static bool read_settled(struct state *s, struct bytes key, struct bytes *value)
{
    const enum error e = settled_get(s->settled, key, value);
    if (e != OK && e != ERROR_NOT_FOUND) {
        keep_error(s, e);
    }
    return e == OK;
}

/* Makes the kind of a row known; false if the disk failed. */
static bool resolve(struct state *s, struct row *row)
{
    if (row->kind == ROW_UNKNOWN) {
        struct bytes value = {NULL, 0};
        const bool present = read_settled(s, row->key, &value);
        if (s->error != OK) {
            return false;
        }
        overlay_remember(&s->overlay, row, present ? ROW_PRESENT : ROW_ABSENT, value);
    }
    return true;
}

bool state_get(struct state *s, struct bytes key, struct bytes *value)
{
    check(key.len <= STATE_KEY_BYTES_MAX);
    if (s->error != OK) {
        return false;
    }
    struct row *row = overlay_row(&s->overlay, key);
    if (!resolve(s, row) || row->kind != ROW_PRESENT) {
        return false;
    }
    *value = row->value;
    return true;
}

static void write_row(struct state *s, struct row *row, enum row_kind kind, struct bytes value)
{
    if (s->write_count == s->write_capacity) {
        s->write_capacity = s->write_capacity == 0 ? 64 : 2 * s->write_capacity;
        s->writes = realloc(s->writes, s->write_capacity * sizeof *s->writes);
        check(s->writes != NULL);
    }
    struct written *w = &s->writes[s->write_count++];
    w->row = row;
    w->before = *row;
    overlay_write(&s->overlay, row, kind, value);
    w->present = kind == ROW_PRESENT;
    w->value = row->value;
}

void state_put(struct state *s, struct bytes key, struct bytes value)
{
    check(s->writable);
    check(key.len <= STATE_KEY_BYTES_MAX);
    check(value.len <= STATE_VALUE_BYTES_MAX);
    if (s->error == OK) {
        write_row(s, overlay_row(&s->overlay, key), ROW_PRESENT, value);
    }
}

void state_delete(struct state *s, struct bytes key)
{
    check(s->writable);
    struct bytes value;
    if (state_get(s, key, &value)) {
        write_row(s, overlay_row(&s->overlay, key), ROW_ABSENT, bytes_of(NULL, 0));
    }
}

void state_mark(struct state *s)
{
    s->write_count = 0;
}

void state_revert(struct state *s)
{
    while (s->write_count > 0) {
        const struct written *w = &s->writes[--s->write_count];
        w->row->kind = w->before.kind;
        w->row->value = w->before.value;
        w->row->dirty = w->before.dirty;
    }
}

struct hash state_effects(struct state *s)
{
    if (s->write_count == 0) {
        return (struct hash){{0}};
    }
    buffer_clear(&s->scratch);
    buffer_add_text(&s->scratch, "univocal effects 1\n");
    for (size_t i = 0; i < s->write_count; i++) {
        const struct written *w = &s->writes[i];
        buffer_add_u8(&s->scratch, w->present ? 1 : 0);
        buffer_add_block(&s->scratch, w->row->key);
        if (w->present) {
            buffer_add_block(&s->scratch, w->value);
        }
    }
    check(!s->scratch.overflow);
    return hash_of(buffer_view(&s->scratch));
}

/* The rows that a scan has found. */
struct found {
    struct arena *arena;
    struct state_row *rows;
    size_t count;
    size_t capacity;
    size_t max;
};

static void add_found(struct found *f, struct bytes key, struct bytes value)
{
    if (f->count == f->capacity) {
        const size_t capacity = f->capacity == 0 ? 16 : 2 * f->capacity;
        struct state_row *rows = ARENA_ARRAY(f->arena, struct state_row, capacity);
        if (f->count > 0) {
            memcpy(rows, f->rows, f->count * sizeof *rows);
        }
        f->rows = rows;
        f->capacity = capacity;
    }
    f->rows[f->count++] = (struct state_row){arena_copy(f->arena, key), arena_copy(f->arena, value)};
}

static void add_written(struct state *s, struct found *f, struct row *row)
{
    if (resolve(s, row) && row->kind == ROW_PRESENT) {
        add_found(f, row->key, row->value);
    }
}

/* A row that no write has touched; it stays in memory if there is room. */
static void add_settled(struct state *s, struct found *f, struct bytes key, struct bytes value)
{
    if (s->overlay.bytes < CACHE_BYTES_MAX) {
        struct row *row = overlay_row(&s->overlay, key);
        if (row->kind == ROW_UNKNOWN) {
            overlay_remember(&s->overlay, row, ROW_PRESENT, value);
        }
    }
    add_found(f, key, value);
}

/* What is written and what is settled, merged by their keys; what is written prevails. */
static enum error scan(struct state *s, struct bytes prefix, struct found *f)
{
    const struct overlay *o = &s->overlay;
    size_t next = overlay_lower_bound(o, prefix);
    struct bytes key = {NULL, 0};
    struct bytes value = {NULL, 0};
    bool more = false;
    enum error e = settled_scan_begin(s->settled, prefix);
    e = e == OK ? settled_scan_next(s->settled, &key, &value, &more) : e;
    while (e == OK && s->error == OK && f->count < f->max) {
        const bool written = next < o->order_count && bytes_start_with(o->order[next]->key, prefix);
        if (!written && !more) {
            break;
        }
        const int order = !written ? 1 : !more ? -1 : bytes_compare(o->order[next]->key, key);
        if (order <= 0) {
            add_written(s, f, o->order[next++]);
        } else {
            add_settled(s, f, key, value);
        }
        if (order >= 0) {
            e = settled_scan_next(s->settled, &key, &value, &more);
        }
    }
    return e;
}

size_t state_scan(struct state *s, struct bytes prefix, struct arena *a, struct state_row **out)
{
    return state_scan_first(s, prefix, SIZE_MAX, a, out);
}

size_t state_scan_first(struct state *s, struct bytes prefix, size_t max, struct arena *a,
                        struct state_row **out)
{
    struct found f = {.arena = a, .max = max};
    *out = NULL;
    if (s->error == OK) {
        const enum error e = scan(s, prefix, &f);
        if (e != OK) {
            keep_error(s, e);
        }
    }
    if (s->error != OK) {
        return 0;
    }
    *out = f.rows;
    return f.count;
}

enum error state_flush(struct state *s)
{
    check(s->writable);
    s->write_count = 0;
    struct overlay *o = &s->overlay;
    if (o->order_count > s->change_capacity) {
        s->changes = realloc(s->changes, o->order_count * sizeof *s->changes);
        check(s->changes != NULL);
        s->change_capacity = o->order_count;
    }
    size_t count = 0;
    for (size_t i = 0; i < o->order_count; i++) {
        const struct row *row = o->order[i];
        if (row->dirty) {
            s->changes[count++] = (struct bucket_change){
                .key = row->key, .value = row->value, .present = row->kind == ROW_PRESENT};
        }
    }
    if (s->error == OK && count > 0) {
        keep_error(s, settled_apply(s->settled, s->changes, count));
    }
    if (s->error == OK) {
        overlay_settle(o);
        if (o->bytes > CACHE_BYTES_MAX) {
            overlay_clear(o);
        }
    }
    return s->error;
}

enum error state_discard(struct state *s)
{
    s->write_count = 0;
    overlay_clear(&s->overlay);
    s->error = settled_reload(s->settled);
    return s->error;
}

struct hash state_digest(struct state *s)
{
    struct hash digest = {{0}};
    if (s->error == OK) {
        const enum error e = settled_digest(s->settled, &digest);
        if (e != OK) {
            keep_error(s, e);
        }
    }
    return digest;
}

void state_bound(struct state *s, size_t memory_bytes_max, size_t pending_bytes_max)
{
    settled_bound(s->settled, memory_bytes_max, pending_bytes_max);
}

enum error state_verify(struct state *s, struct buffer *findings)
{
    return settled_verify(s->settled, findings);
}
