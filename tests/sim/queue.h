/* tests/sim/queue.h: events in the order of their time; those of one time in the order in which they were
 * added. */
#ifndef SIM_QUEUE_H
#define SIM_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event {
    int64_t at_ms;
    uint64_t order;
    int kind;
    size_t who;
    uint64_t what;
};

struct queue { /* zeroed: empty */
    struct event *items;
    size_t count;
    size_t capacity;
    uint64_t next;
};

void queue_done(struct queue *q);
void queue_clear(struct queue *q);
void queue_add(struct queue *q, int64_t at_ms, int kind, size_t who, uint64_t what);
/* The earliest; false: none is left. */
bool queue_take(struct queue *q, struct event *out);
#endif
