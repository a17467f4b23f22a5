#include "web/legend.h"

#include "base/limits.h"

static const enum message states[RING_STATES] = {
    [RING_JOINED] = MESSAGE_ring_joined,       [RING_SILENT] = MESSAGE_ring_silent,
    [RING_ABSTAINED] = MESSAGE_ring_abstained, [RING_BROKE] = MESSAGE_ring_broke,
    [RING_OPEN] = MESSAGE_ring_open,
};

/* "joined: ALDER, BIRCH; silent: CEDAR" */
static struct bytes in_words(struct page *p, const struct ring_segment *segments, size_t count,
                             const enum message *words)
{
    struct buffer b;
    buffer_init(&b, 16 + MEMBERS_MAX * 80);
    for (int state = 0; state < RING_STATES; state++) {
        bool begun = false;
        for (size_t i = 0; i < count; i++) {
            if ((int)segments[i].state == state) {
                if (!begun) {
                    buffer_add_text(&b, b.len > 0 ? "; " : "");
                    buffer_add_bytes(&b, page_plain(p, words[state]));
                }
                buffer_add_text(&b, begun ? ", " : ": ");
                buffer_add_bytes(&b, segments[i].code);
                begun = true;
            }
        }
    }
    const struct bytes out = arena_copy(p->arena, buffer_view(&b));
    buffer_done(&b);
    return out;
}

static void write_state(struct page *p, const struct ring_segment *segments, size_t count,
                        enum ring_state state, enum message word)
{
    bool begun = false;
    for (size_t i = 0; i < count; i++) {
        if (segments[i].state == state) {
            if (!begun) {
                html_open(p->html, "li");
                ring_mark(p->html, state);
                html_raw(p->html, " ");
                page_say(p, word);
                html_raw(p->html, ": ");
            } else {
                html_raw(p->html, ", ");
            }
            page_link_member(p, segments[i].code);
            begun = true;
        }
    }
    if (begun) {
        html_close(p->html);
    }
}

void legend_ring(struct page *p, const struct ring_segment *segments, size_t count, bool closed,
                 const enum message *words)
{
    const enum message *names = words == NULL ? states : words;
    if (count == 0) {
        return;
    }
    html_open(p->html, "div");
    html_class(p->html, "figure");
    ring_write(p->html, segments, count, closed, in_words(p, segments, count, names));
    html_open(p->html, "ul");
    html_class(p->html, "legend");
    for (int state = 0; state < RING_STATES; state++) {
        write_state(p, segments, count, (enum ring_state)state, names[state]);
    }
    html_close(p->html);
    html_close(p->html);
}
