#include "web/kept.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"

struct place {
    struct buffer request;
    struct buffer answer; /* empty: nothing is kept here */
    struct kept_mark mark;
    int64_t asked_ms;
};

struct kept {
    struct place places[WEB_KEPT_COUNT];
};

struct kept_mark kept_look(const int files[KEPT_FILES])
{
    struct kept_mark out = {.known = true};
    for (size_t i = 0; i < KEPT_FILES; i++) {
        out.known = out.known && files[i] >= 0 &&
                    pread(files[i], out.headers[i], KEPT_HEADER_BYTES, 0) == KEPT_HEADER_BYTES;
    }
    return out;
}

static bool marks_equal(const struct kept_mark *a, const struct kept_mark *b)
{
    return a->known && b->known && memcmp(a->headers, b->headers, sizeof a->headers) == 0;
}

struct kept *kept_new(void)
{
    struct kept *k = calloc(1, sizeof *k);
    check(k != NULL);
    for (size_t i = 0; i < WEB_KEPT_COUNT; i++) {
        buffer_init(&k->places[i].request, WEB_KEPT_BYTES_MAX);
        buffer_init(&k->places[i].answer, WEB_KEPT_BYTES_MAX);
    }
    return k;
}

void kept_free(struct kept *k)
{
    for (size_t i = 0; k != NULL && i < WEB_KEPT_COUNT; i++) {
        buffer_done(&k->places[i].request);
        buffer_done(&k->places[i].answer);
    }
    free(k);
}

struct bytes kept_find(const struct kept *k, struct bytes request, const struct kept_mark *now,
                       int64_t now_ms)
{
    for (size_t i = 0; i < WEB_KEPT_COUNT; i++) {
        const struct place *p = &k->places[i];
        if (p->answer.len > 0 && bytes_equal(buffer_view(&p->request), request)) {
            const bool holds = now_ms - p->asked_ms <= WEB_KEPT_MS_MAX && marks_equal(&p->mark, now);
            return holds ? buffer_view(&p->answer) : BYTES("");
        }
    }
    return BYTES("");
}

/* The one of the same request, or else the oldest. */
static struct place *place_for(struct kept *k, struct bytes request)
{
    struct place *oldest = &k->places[0];
    for (size_t i = 0; i < WEB_KEPT_COUNT; i++) {
        struct place *p = &k->places[i];
        if (bytes_equal(buffer_view(&p->request), request)) {
            return p;
        }
        oldest = p->asked_ms < oldest->asked_ms ? p : oldest;
    }
    return oldest;
}

void kept_store(struct kept *k, struct bytes request, const struct kept_mark *asked, int64_t asked_ms,
                struct bytes answer)
{
    if (!asked->known || request.len > WEB_KEPT_BYTES_MAX || answer.len > WEB_KEPT_BYTES_MAX) {
        return;
    }
    struct place *p = place_for(k, request);
    buffer_clear(&p->request);
    buffer_clear(&p->answer);
    buffer_add_bytes(&p->request, request);
    buffer_add_bytes(&p->answer, answer);
    p->mark = *asked;
    p->asked_ms = asked_ms;
}
