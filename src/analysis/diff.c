#include "analysis/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum { CHANGES_MAX = 1000 }; /* the search takes their square, in steps and in memory */

struct words {
    struct bytes *items; /* each with the white space behind it */
    int count;
};

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\n';
}

static struct words split(struct arena *a, struct bytes text)
{
    struct words w = {.items = ARENA_ARRAY(a, struct bytes, text.len + 1)};
    size_t i = 0;
    while (i < text.len) {
        size_t end = i;
        while (end < text.len && !is_space(text.data[end])) {
            end++;
        }
        while (end < text.len && is_space(text.data[end])) {
            end++;
        }
        w.items[w.count++] = bytes_of(text.data + i, end - i);
        i = end;
    }
    return w;
}

/* A word at the end of a text has no white space behind it, and is the same word all the same. */
static struct bytes bare(struct bytes word)
{
    while (word.len > 0 && is_space(word.data[word.len - 1])) {
        word.len--;
    }
    return word;
}

static bool same(const struct words *a, int i, const struct words *b, int j)
{
    return bytes_equal(bare(a->items[i]), bare(b->items[j]));
}

/* Furthest places reached on each diagonal, one row for each number of changes; NULL: too many changes. */
static int **search(struct arena *a, const struct words *x, const struct words *y, int *changes)
{
    const int max = x->count + y->count < CHANGES_MAX ? x->count + y->count : CHANGES_MAX;
    if (abs(x->count - y->count) > max) { /* each word that one has more is a change */
        return NULL;
    }
    int **rows = ARENA_ARRAY(a, int *, (size_t)max + 1);
    int *before = NULL;
    for (int d = 0; d <= max; d++) {
        int *row = ARENA_ARRAY(a, int, 2 * (size_t)d + 3); /* row[k + d + 1] */
        rows[d] = row;
        for (int k = -d; k <= d; k += 2) {
            int i = 0;
            if (d > 0) {
                const bool down = k == -d || (k != d && before[k - 1 + d] < before[k + 1 + d]);
                i = down ? before[k + 1 + d] : before[k - 1 + d] + 1;
            }
            while (i < x->count && i - k < y->count && same(x, i, y, i - k)) {
                i++;
            }
            row[k + d + 1] = i;
            if (i >= x->count && i - k >= y->count) {
                *changes = d;
                return rows;
            }
        }
        before = row;
    }
    return NULL;
}

struct builder {
    struct diff_part *parts;
    size_t count;
};

static void add(struct builder *b, enum diff_kind kind, struct bytes text)
{
    struct diff_part *last = b->count == 0 ? NULL : &b->parts[b->count - 1];
    if (text.len == 0) {
        return;
    }
    if (last != NULL && last->kind == kind && last->text.data + last->text.len == text.data) {
        last->text.len += text.len;
        return;
    }
    b->parts[b->count++] = (struct diff_part){kind, text};
}

/* From the end to the beginning: which words of each side are kept. */
static void mark(int **rows, int changes, const struct words *x, const struct words *y, bool *kept_x,
                 bool *kept_y)
{
    int i = x->count;
    int j = y->count;
    for (int d = changes; d >= 0; d--) {
        const int k = i - j;
        int from_i = 0;
        int from_k = 0;
        if (d > 0) {
            const int *before = rows[d - 1];
            const bool down = k == -d || (k != d && before[k - 1 + d] < before[k + 1 + d]);
            from_k = down ? k + 1 : k - 1;
            from_i = before[from_k + d];
        }
        const int run = d > 0 ? (from_k == k + 1 ? from_i : from_i + 1) : 0;
        while (i > run) {
            i--;
            j--;
            kept_x[i] = true;
            kept_y[j] = true;
        }
        i = from_i;
        j = from_i - from_k;
    }
}

size_t diff_words(struct arena *a, struct bytes older, struct bytes newer, struct diff_part **out)
{
    struct arena scratch = {0}; /* the search of a long text takes megabytes, and a page may show many */
    const struct words x = split(&scratch, older);
    const struct words y = split(&scratch, newer);
    struct builder b = {.parts = ARENA_ARRAY(a, struct diff_part, (size_t)(x.count + y.count) + 2)};
    int changes = 0;
    int **rows = search(&scratch, &x, &y, &changes);
    if (rows == NULL) {
        add(&b, DIFF_GONE, older);
        add(&b, DIFF_NEW, newer);
    } else {
        bool *kept_x = ARENA_ARRAY(&scratch, bool, (size_t)x.count + 1);
        bool *kept_y = ARENA_ARRAY(&scratch, bool, (size_t)y.count + 1);
        mark(rows, changes, &x, &y, kept_x, kept_y);
        int j = 0;
        for (int i = 0; i <= x.count; i++) {
            for (; i < x.count && !kept_x[i]; i++) {
                add(&b, DIFF_GONE, x.items[i]);
            }
            for (; j < y.count && !kept_y[j]; j++) {
                add(&b, DIFF_NEW, y.items[j]);
            }
            if (i < x.count) {
                add(&b, DIFF_SAME, x.items[i]);
                j++;
            }
        }
    }
    arena_done(&scratch);
    *out = b.parts;
    return b.count;
}
