/* web/ring.h: the unity ring: one equal segment a member, alphabetical, none larger. A state is a shape, so
 * that it is told apart in one colour, in print and in forced colours: joined solid, silent outlined,
 * abstained hatched, broke stepped outward with a cross, not declared dashed. The whole is one image with a
 * text that says the same. */
#ifndef WEB_RING_H
#define WEB_RING_H

#include "web/html.h"

enum ring_state { RING_JOINED, RING_SILENT, RING_ABSTAINED, RING_BROKE, RING_OPEN, RING_STATES };

struct ring_segment {
    struct bytes code;
    enum ring_state state;
};

/* Of more segments those of one state are one path, or the picture would be most of a page. */
enum { RING_WIDE_MAX = 30 };

/* `text`: what it says in words, for who does not see it. In the page; `closed`: the segments move together,
 * for what was adopted. */
void ring_write(struct html *h, const struct ring_segment *segments, size_t count, bool closed,
                struct bytes text);
/* One segment of that state as a sign in a line of text, without a text of its own. */
void ring_mark(struct html *h, enum ring_state state);
/* Six segments, without a text of its own: beside the name of the organisation. */
void ring_logo(struct html *h);
/* A picture on its own, for a file and for small sizes. */
void ring_file(struct buffer *b, const struct ring_segment *segments, size_t count, struct bytes text);
#endif
