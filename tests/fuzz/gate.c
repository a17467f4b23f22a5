/* What clients of the pages send: heads of requests and targets. A head that comes in pieces gets the answer
 * of the whole; what is accepted is written in one form, in which it is read again as the same; and whatever
 * it asks for is compared with every route, language and tag. The first byte says which of both is read. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "web/answer.h"
#include "web/gate.h"
#include "web/routes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_BYTES_MAX = 2 * GATE_HEAD_BYTES_MAX, PIECES = 64 };

static const struct bytes hosts[] = {{(const uint8_t *)"localhost", 9},
                                     {(const uint8_t *)"localhost:8600", 14}};

static enum gate_verdict read_head(struct arena *a, struct bytes head, struct request *out, size_t *used)
{
    return gate_read(a, head, hosts, sizeof hosts / sizeof hosts[0], out, used);
}

static void check_same_target(const struct target *x, const struct target *y)
{
    check(x->segment_count == y->segment_count && x->query_count == y->query_count);
    for (size_t i = 0; i < x->segment_count; i++) {
        check(bytes_equal(x->segments[i], y->segments[i]));
    }
    for (size_t i = 0; i < x->query_count; i++) {
        check(bytes_equal(x->query[i].key, y->query[i].key));
        check(bytes_equal(x->query[i].value, y->query[i].value));
    }
}

static void check_target(struct arena *a, struct bytes text)
{
    struct target t;
    struct target again;
    struct match m;
    struct buffer b;
    const enum gate_verdict v = target_read(a, text, &t);
    if (v != GATE_ACCEPTED) {
        check(gate_status(v) >= 400);
        return;
    }
    buffer_init(&b, TARGET_BYTES_MAX);
    target_write(&b, &t);
    check(!b.overflow || text.len > GATE_TARGET_BYTES_MAX);
    if (!b.overflow) {
        check(target_read(a, buffer_view(&b), &again) == GATE_ACCEPTED);
        check_same_target(&t, &again);
    }
    buffer_done(&b);
    const enum match_result found = route_match(a, &t, &m);
    check(found != MATCH_FOUND || (m.route != NULL && route_has(m.route, m.format)));
}

/* Of a head that is accepted nothing reaches the server behind the gate but what was understood. */
static void check_written(struct arena *a, const struct request *r)
{
    struct request again;
    struct buffer b;
    size_t used = 0;
    buffer_init(&b, INPUT_BYTES_MAX);
    gate_write(&b, r);
    check(!b.overflow);
    const enum gate_verdict v = read_head(a, buffer_view(&b), &again, &used);
    if (v == GATE_ACCEPTED) {
        check(used == b.len && again.head == r->head);
        check_same_target(&r->target, &again.target);
        check(bytes_equal(r->host, again.host) && bytes_equal(r->accept, again.accept));
        check(bytes_equal(r->accept_language, again.accept_language));
        check(bytes_equal(r->if_none_match, again.if_none_match));
    } else { /* more percent codes may make it longer than a client's may be */
        check(v == GATE_target_long || v == GATE_head_large);
    }
    buffer_done(&b);
}

static void check_head(struct arena *a, struct bytes head)
{
    struct request r;
    struct request part;
    size_t used = 0;
    size_t part_used = 0;
    const enum gate_verdict v = read_head(a, head, &r, &used);
    for (size_t i = 1; i < PIECES; i++) {
        const size_t len = head.len * i / PIECES;
        const enum gate_verdict before = read_head(a, bytes_of(head.data, len), &part, &part_used);
        check(before == GATE_MORE || before == v);
        check(before != GATE_ACCEPTED || part_used == used);
    }
    if (v != GATE_ACCEPTED) {
        check(v == GATE_MORE || gate_status(v) >= 400);
        return;
    }
    const struct etag e = etag_of(BYTES("a page"));
    check(used > 0 && used <= head.len && head.data[used - 1] == '\n');
    check_written(a, &r);
    (void)language_choose(r.accept_language);
    (void)etag_matches(r.if_none_match, &e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    if (size < 1 || size > INPUT_BYTES_MAX) {
        return 0;
    }
    if ((data[0] & 1) == 0) {
        check_head(&a, bytes_of(data + 1, size - 1));
    } else {
        check_target(&a, bytes_of(data + 1, size - 1));
    }
    arena_done(&a);
    return 0;
}
