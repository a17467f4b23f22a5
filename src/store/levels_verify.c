/* Every page is read from where it lies, past the cache, and asked three things: does it give the hash by
 * which the page above it names it, are its rows in order and cut where the ranks of their keys say, and
 * does each bucket name the next. At last no page may be left over on disk. */
#include "base/check.h"
#include "store/levels_inner.h"

/* Pages that name the same pages below them would be walked again and again: each bucket must begin behind
 * the one before it, and so many findings are enough. */
enum { WRONG_MAX = 100 };

struct walk {
    struct levels *l;
    struct buffer *findings;
    uint64_t wrong;
    uint64_t on_disk;      /* pages that were met there */
    struct place_key next; /* where the last bucket says that the next begins */
    struct buffer bodies[PAGE_LEVEL_TOP + 1];
};

static void report(struct walk *w, unsigned level, uint64_t number, const char *what)
{
    buffer_printf(w->findings, "state page %llu of level %u %s\n", (unsigned long long)number, level, what);
    w->wrong++;
}

static enum error read_page(struct walk *w, unsigned level, const struct page_child *at)
{
    const struct held_page *h = held_find(&w->l->held[level], at->first);
    struct buffer *body = &w->bodies[level];
    if (h == NULL || h->removed) {
        w->on_disk++;
        return shelf_read_raw(w->l->shelf, at->number, body);
    }
    buffer_clear(body);
    buffer_add_bytes(body, h->body);
    return OK;
}

static bool is_cut_right(unsigned level, struct bytes first, struct bytes rows)
{
    struct cursor c = cursor_of(rows);
    struct bytes key;
    struct bytes value;
    for (bool begun = false; bucket_next(&c, &key, &value); begun = true) {
        if (begun || (level == 0 && first.len == 0)) {
            if (key.len > 0 && bucket_rank(key) > level) {
                return false;
            }
        } else if (!bytes_equal(key, first) || (first.len > 0 && bucket_rank(first) <= level)) {
            return false;
        }
    }
    return bucket_holds(rows) && (first.len == 0 || rows.len > 0);
}

static void check_page(struct walk *w, unsigned level, const struct page_child *at, struct bytes body)
{
    struct hash h;
    struct bytes next;
    struct bytes rows;
    if (!page_hash(level, body, &w->l->scratch, &h) || !hash_equal(&h, &at->hash) ||
        !page_parse(level, body, &next, &rows)) {
        report(w, level, at->number, "does not give its hash");
        return;
    }
    if (!is_cut_right(level, at->first, rows)) {
        report(w, level, at->number, "is not cut where its keys say");
    }
    if (level == 0) {
        if (!bytes_equal(at->first, bytes_of(w->next.data, w->next.len))) {
            report(w, level, at->number, "is not the one that the page before it names");
        }
        if (next.len > 0 && bytes_compare(next, at->first) <= 0) {
            report(w, level, at->number, "names one before it as the next");
        }
        w->next.len = next.len;
        for (size_t i = 0; i < next.len; i++) {
            w->next.data[i] = next.data[i];
        }
    }
}

/* Goes down five levels at most. What a damaged page says of the pages below it is not followed. */
static enum error walk_page(struct walk *w, unsigned level, const struct page_child *at)
{
    enum error e = read_page(w, level, at);
    if (e != OK) {
        return e;
    }
    const uint64_t wrong = w->wrong;
    check_page(w, level, at, buffer_view(&w->bodies[level]));
    if (level == 0 || w->wrong != wrong) {
        return OK;
    }
    struct cursor c = cursor_of(buffer_view(&w->bodies[level]));
    struct page_child child;
    while (e == OK && w->wrong < WRONG_MAX && page_child_next(&c, &child)) {
        e = walk_page(w, level - 1, &child);
    }
    return e;
}

/* Pages in memory may lie on disk too, as they were. */
static uint64_t older_pages(const struct levels *l)
{
    uint64_t count = 0;
    for (unsigned level = 0; level <= PAGE_LEVEL_TOP; level++) {
        for (size_t i = 0; i < l->held[level].count; i++) {
            count += !l->held[level].list[i]->fresh;
        }
    }
    return count;
}

enum error levels_verify(struct levels *l, struct buffer *findings, uint64_t *wrong)
{
    struct walk w = {.l = l, .findings = findings};
    struct page_child top = {.number = PAGE_NUMBER_TOP};
    enum error e = levels_digest(l, &top.hash);
    if (e != OK) {
        return e;
    }
    for (unsigned level = 0; level <= PAGE_LEVEL_TOP; level++) {
        buffer_init(&w.bodies[level], SIZE_MAX / 2);
    }
    e = walk_page(&w, PAGE_LEVEL_TOP, &top);
    if (e == OK && w.wrong == 0 && w.next.len > 0) {
        buffer_add_text(findings, "state: the last bucket names one that is not there\n");
        w.wrong++;
    }
    uint64_t count = 0;
    e = e == OK ? shelf_count(l->shelf, &count) : e;
    if (e == OK && w.wrong == 0 && count != w.on_disk + older_pages(l)) {
        buffer_printf(findings, "state pages on disk (%llu) are not those that are named (%llu)\n",
                      (unsigned long long)count, (unsigned long long)w.on_disk + older_pages(l));
        w.wrong++;
    }
    for (unsigned level = 0; level <= PAGE_LEVEL_TOP; level++) {
        buffer_done(&w.bodies[level]);
    }
    *wrong = w.wrong;
    return e;
}
