#include "web/legend.h"

#include "web/links.h"

static const enum message states[RING_STATES] = {
    [RING_JOINED] = MESSAGE_ring_joined,       [RING_SILENT] = MESSAGE_ring_silent,
    [RING_ABSTAINED] = MESSAGE_ring_abstained, [RING_BROKE] = MESSAGE_ring_broke,
    [RING_OPEN] = MESSAGE_ring_open,
};

/* The members in a state. */
static size_t codes_of(struct page *p, const struct ring_segment *segments, size_t count, int state,
                       struct bytes **out)
{
    size_t found = 0;
    *out = ARENA_ARRAY(p->arena, struct bytes, count);
    for (size_t i = 0; i < count; i++) {
        if ((int)segments[i].state == state) {
            (*out)[found++] = segments[i].code;
        }
    }
    return found;
}

/* "joined: ALDER, BIRCH; silent: CEDAR"; of many how many, for the legend says who. */
static struct bytes in_words(struct page *p, const struct ring_segment *segments, size_t count,
                             const enum message *words)
{
    const char *out = "";
    for (int state = 0; state < RING_STATES; state++) {
        struct bytes *codes = NULL;
        const size_t found = codes_of(p, segments, count, state, &codes);
        if (found == 0) {
            continue;
        }
        out = arena_printf(p->arena, "%s%s%s: ", out, out[0] == 0 ? "" : "; ",
                           arena_text(p->arena, page_plain(p, words[state])));
        if (count > RING_WIDE_MAX) {
            out = arena_printf(p->arena, "%s%zu", out, found);
        }
        for (size_t i = 0; count <= RING_WIDE_MAX && i < found; i++) {
            out = arena_printf(p->arena, "%s%s%s", out, i == 0 ? "" : ", ", arena_text(p->arena, codes[i]));
        }
    }
    return bytes_of_text(out);
}

static void write_state(struct page *p, const struct ring_segment *segments, size_t count,
                        enum ring_state state, enum message word)
{
    struct bytes *codes = NULL;
    const size_t found = codes_of(p, segments, count, (int)state, &codes);
    if (found == 0) {
        return;
    }
    html_open(p->html, "li");
    ring_mark(p->html, state);
    html_raw(p->html, " ");
    page_say(p, word);
    html_raw(p->html, ": ");
    page_link_members(p, codes, found, count);
    html_close(p->html);
}

void legend_ring(struct page *p, const struct ring_segment *segments, size_t count, bool closed,
                 const enum message *words)
{
    const enum message *names = words == NULL ? states : words;
    struct parts *parts = &p->parts;
    const size_t begun = p->html->out->len;
    if (count == 0 || (count > RING_WIDE_MAX && parts->tight && parts->asked)) {
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
    if (count > RING_WIDE_MAX && !parts->tight) {
        parts->pictures += p->html->out->len - begun;
    }
}
