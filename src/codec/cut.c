#include "codec/cut.h"

#include <stdbool.h>
#include <utf8proc.h>

/* Clusters one after another. */
struct walk {
    struct bytes text;
    size_t place; /* behind the last character that was read */
    size_t begun; /* of it */
    utf8proc_int32_t last;
    utf8proc_int32_t state;
};

/* The next character; a byte that belongs to none is one. *breaks: a cluster begins with it. */
static bool step(struct walk *w, bool *breaks)
{
    if (w->place == w->text.len) {
        return false;
    }
    utf8proc_int32_t c = 0;
    const utf8proc_ssize_t len =
        utf8proc_iterate(w->text.data + w->place, (utf8proc_ssize_t)(w->text.len - w->place), &c);
    c = len < 1 ? 0xfffd : c;
    *breaks = w->place == 0 || utf8proc_grapheme_break_stateful(w->last, c, &w->state);
    w->begun = w->place;
    w->place += len < 1 ? 1 : (size_t)len;
    w->last = c;
    return true;
}

size_t cut_before(struct bytes text, size_t most)
{
    struct walk w = {.text = text};
    size_t line = 0;
    size_t space = 0;
    size_t cluster = 0; /* where the one begins that does not fit as a whole */
    size_t character = 0;
    utf8proc_int32_t before = 0;
    bool breaks = false;
    if (text.len <= most) {
        return text.len;
    }
    while (step(&w, &breaks) && w.begun <= most) {
        character = w.begun;
        if (breaks) {
            cluster = w.begun;
            line = before == '\n' ? w.begun : line;
            space = before == ' ' ? w.begun : space;
        }
        before = w.last;
        if (character == 0 && w.place > most) { /* one is shown all the same */
            return w.place;
        }
    }
    if (line > most / 2) {
        return line;
    }
    if (space > most / 2) {
        return space;
    }
    return cluster > 0 && character - cluster <= CUT_CLUSTER_BYTES_MAX ? cluster : character;
}

size_t cut_floor(struct bytes text, size_t place)
{
    size_t from = place < text.len ? place : text.len;
    if (place >= text.len) {
        return place;
    }
    while (from > 0 && text.data[from - 1] != '\n') { /* behind which a cluster always begins */
        from--;
    }
    struct walk w = {.text = bytes_of(text.data + from, text.len - from)};
    size_t cluster = 0;
    size_t character = 0;
    bool breaks = false;
    while (step(&w, &breaks) && from + w.begun <= place) {
        character = w.begun;
        cluster = breaks ? w.begun : cluster;
    }
    return from + (character - cluster <= CUT_CLUSTER_BYTES_MAX ? cluster : character);
}
