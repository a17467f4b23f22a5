#include "store/shelf.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/log.h"
#include "store/page.h"

/* Buckets and the nodes right above them are many and asked for anywhere: they may not drive out the few
 * nodes that every question passes. */
enum { CHAINS = 1024, CACHED_MIN = 2 };
enum class { CLASS_LOW, CLASS_HIGH, CLASSES };
static const size_t class_bytes_max[CLASSES] = {SHELF_LOW_BYTES_MAX, SHELF_HIGH_BYTES_MAX};

/* A page in memory, in a chain of those with the same low bits of their number and in the list of all by
 * use. */
struct cached {
    struct cached *chain;
    struct cached *newer;
    struct cached *older;
    enum class class;
    uint64_t number;
    struct hash hash;
    size_t len;
    uint8_t data[];
};

struct class_list {
    struct cached *newest;
    struct cached *oldest;
    size_t count;
    size_t bytes;
};

struct shelf {
    struct database *db;
    struct statement *get;
    struct statement *put;
    struct statement *delete;
    struct statement *count;
    struct statement *last;
    struct cached *chains[CHAINS];
    struct class_list lists[CLASSES];
    struct buffer scratch;
};

struct shelf *shelf_new(struct database *db)
{
    struct shelf *s = calloc(1, sizeof *s);
    check(s != NULL);
    s->db = db;
    buffer_init(&s->scratch, SIZE_MAX / 2);
    return s;
}

static void unlink_use(struct class_list *l, struct cached *c)
{
    *(c->newer == NULL ? &l->newest : &c->newer->older) = c->older;
    *(c->older == NULL ? &l->oldest : &c->older->newer) = c->newer;
}

static void link_use(struct class_list *l, struct cached *c)
{
    c->newer = NULL;
    c->older = l->newest;
    *(l->newest == NULL ? &l->oldest : &l->newest->newer) = c;
    l->newest = c;
}

static struct cached **place_of(struct shelf *s, uint64_t number)
{
    struct cached **at = &s->chains[number % CHAINS];
    while (*at != NULL && (*at)->number != number) {
        at = &(*at)->chain;
    }
    return at;
}

static void drop(struct shelf *s, struct cached *c)
{
    struct class_list *l = &s->lists[c->class];
    *place_of(s, c->number) = c->chain;
    unlink_use(l, c);
    l->count--;
    l->bytes -= sizeof *c + c->len;
    free(c);
}

void shelf_forget(struct shelf *s)
{
    for (size_t i = 0; i < CLASSES; i++) {
        while (s->lists[i].newest != NULL) {
            drop(s, s->lists[i].newest);
        }
    }
}

/* A node that is written anew may have the same hash and yet name its children by other numbers. */
static void drop_number(struct shelf *s, uint64_t number)
{
    struct cached *old = *place_of(s, number);
    if (old != NULL) {
        drop(s, old);
    }
}

void shelf_free(struct shelf *s)
{
    if (s != NULL) {
        shelf_forget(s);
        statement_free(s->get);
        statement_free(s->put);
        statement_free(s->delete);
        statement_free(s->count);
        statement_free(s->last);
        buffer_done(&s->scratch);
        free(s);
    }
}

static enum class class_of(unsigned level) { return level <= 1 ? CLASS_LOW : CLASS_HIGH; }

static struct cached *keep(struct shelf *s, unsigned level, uint64_t number, const struct hash *hash,
                           struct bytes body)
{
    drop_number(s, number);
    struct cached *c = malloc(sizeof *c + body.len);
    check(c != NULL);
    const enum class class = class_of(level);
    struct class_list *l = &s->lists[class];
    *c = (struct cached){.class = class, .number = number, .hash = *hash, .len = body.len};
    if (body.len > 0) {
        memcpy(c->data, body.data, body.len);
    }
    l->bytes += sizeof *c + c->len;
    while (l->bytes > class_bytes_max[class] && l->count >= CACHED_MIN) { /* with this one, one more */
        drop(s, l->oldest);
    }
    struct cached **at = place_of(s, number);
    c->chain = *at;
    *at = c;
    link_use(l, c);
    l->count++;
    return c;
}

static enum error ask_page(struct shelf *s, uint64_t number, bool *row)
{
    const enum error e = statement_need(s->db, &s->get, "SELECT body FROM page WHERE number = ?1");
    if (e != OK) {
        return e;
    }
    statement_bind_integer(s->get, 1, (int64_t)number);
    return statement_step(s->get, row);
}

static enum error corrupt(uint64_t number)
{
    log_event(LOG_ERROR, "state_corrupt", "what=page number=%llu", (unsigned long long)number);
    return ERROR_CORRUPT;
}

enum error shelf_read(struct shelf *s, unsigned level, uint64_t number, const struct hash *hash,
                      struct bytes *body)
{
    struct cached *c = *place_of(s, number);
    if (c != NULL && hash_equal(&c->hash, hash)) {
        unlink_use(&s->lists[c->class], c);
        link_use(&s->lists[c->class], c);
        *body = bytes_of(c->data, c->len);
        return OK;
    }
    if (number > INT64_MAX) {
        return corrupt(number);
    }
    bool row = false;
    const enum error e = ask_page(s, number, &row);
    if (e != OK) {
        return e;
    }
    const struct bytes stored = row ? statement_bytes(s->get, 0) : bytes_of(NULL, 0);
    struct hash h;
    const bool good = row && page_hash(level, stored, &s->scratch, &h) && hash_equal(&h, hash);
    if (good) {
        c = keep(s, level, number, hash, stored);
        *body = bytes_of(c->data, c->len);
    }
    statement_reset(s->get); /* a statement that stays open would keep the log from being emptied */
    return good ? OK : corrupt(number);
}

enum error shelf_read_raw(struct shelf *s, uint64_t number, struct buffer *body)
{
    bool row = false;
    const enum error e = ask_page(s, number & INT64_MAX, &row);
    buffer_clear(body);
    if (e == OK && row) {
        buffer_add_bytes(body, statement_bytes(s->get, 0));
        statement_reset(s->get);
    }
    return e;
}

enum error shelf_write(struct shelf *s, unsigned level, uint64_t number, const struct hash *hash,
                       struct bytes body)
{
    if (class_of(level) == CLASS_HIGH) {
        (void)keep(s, level, number, hash, body); /* soon asked for again */
    } else {
        drop_number(s, number);
    }
    const enum error e =
        statement_need(s->db, &s->put, "INSERT OR REPLACE INTO page(number, body) VALUES(?1, ?2)");
    if (e != OK) {
        return e;
    }
    statement_bind_integer(s->put, 1, (int64_t)number);
    statement_bind_bytes(s->put, 2, body);
    return statement_run(s->put);
}

enum error shelf_delete(struct shelf *s, uint64_t number)
{
    drop_number(s, number);
    const enum error e = statement_need(s->db, &s->delete, "DELETE FROM page WHERE number = ?1");
    if (e != OK) {
        return e;
    }
    statement_bind_integer(s->delete, 1, (int64_t)number);
    return statement_run(s->delete);
}

static enum error ask(struct shelf *s, struct statement **question, const char *sql, uint64_t *out)
{
    bool row = false;
    enum error e = statement_need(s->db, question, sql);
    e = e == OK ? statement_step(*question, &row) : e;
    if (e == OK) {
        *out = row ? (uint64_t)statement_integer(*question, 0) : 0;
        statement_reset(*question);
    }
    return e;
}

/* Not count(*): pages of a damaged file may name each other, and then that would not end. */
enum error shelf_count(struct shelf *s, uint64_t *count)
{
    bool row = false;
    int64_t before = -1;
    uint64_t counted = 0;
    enum error e = statement_need(s->db, &s->count, "SELECT number FROM page ORDER BY number");
    e = e == OK ? statement_step(s->count, &row) : e;
    while (e == OK && row) {
        const int64_t number = statement_integer(s->count, 0);
        if (number <= before) {
            statement_reset(s->count);
            return corrupt((uint64_t)number);
        }
        before = number;
        counted++;
        e = statement_step(s->count, &row);
    }
    *count = counted;
    return e;
}

enum error shelf_last(struct shelf *s, uint64_t *number)
{
    return ask(s, &s->last, "SELECT max(number) FROM page", number);
}
