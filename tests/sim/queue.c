#include "sim/queue.h"

#include <stdlib.h>

#include "base/check.h"

void queue_done(struct queue *q)
{
    free(q->items);
    *q = (struct queue){.items = NULL};
}

void queue_clear(struct queue *q)
{
    q->count = 0;
    q->next = 0;
}

static bool before(const struct event *a, const struct event *b)
{
    return a->at_ms != b->at_ms ? a->at_ms < b->at_ms : a->order < b->order;
}

static void swap(struct event *a, struct event *b)
{
    const struct event c = *a;
    *a = *b;
    *b = c;
}

void queue_add(struct queue *q, int64_t at_ms, int kind, size_t who, uint64_t what)
{
    if (q->count == q->capacity) {
        q->capacity = q->capacity == 0 ? 64 : 2 * q->capacity;
        q->items = realloc(q->items, q->capacity * sizeof *q->items);
        check(q->items != NULL);
    }
    size_t i = q->count++;
    q->items[i] = (struct event){at_ms, q->next++, kind, who, what};
    while (i > 0 && before(&q->items[i], &q->items[(i - 1) / 2])) {
        swap(&q->items[i], &q->items[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
}

bool queue_take(struct queue *q, struct event *out)
{
    if (q->count == 0) {
        return false;
    }
    *out = q->items[0];
    q->items[0] = q->items[--q->count];
    for (size_t i = 0;;) {
        size_t least = i;
        for (size_t child = 2 * i + 1; child <= 2 * i + 2; child++) {
            if (child < q->count && before(&q->items[child], &q->items[least])) {
                least = child;
            }
        }
        if (least == i) {
            return true;
        }
        swap(&q->items[i], &q->items[least]);
        i = least;
    }
}
