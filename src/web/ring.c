#include "web/ring.h"

#include <math.h>
#include <stdlib.h>

#include "base/check.h"

static const double side = 100, inner = 27, outer = 42, outward = 6;

/* Widths of gaps, of which the lines around segments take 1.5. */
static const double gap_open = 7, gap_closed = 3, gap_small = 6;

/* Presentation for where no stylesheet reaches, a file; on a page the stylesheet gives the colours. */
static const struct {
    const char *class;
    const char *fill;
    const char *stroke;
    const char *dashes; /* NULL: a line without gaps */
} looks[RING_STATES] = {
    [RING_JOINED] = {"joined", "#14504f", "#14504f", NULL},
    [RING_SILENT] = {"silent", "#ffffff", "#14504f", NULL},
    [RING_ABSTAINED] = {"abstained", "#ffffff", "#14504f", NULL},
    [RING_BROKE] = {"broke", "#a3231d", "#a3231d", NULL},
    [RING_OPEN] = {"open", "#ffffff", "#858a93", "3 2"},
};

/* The sides of a segment are parallel to those of its neighbours: a gap is as wide inside as outside. */
struct shape {
    double begin; /* radians, 0 at the top, clockwise: in the middle of the gap */
    double end;
    double inner;
    double outer;
    double gap; /* width */
};

static double x_of(double angle, double radius)
{
    return side / 2 + radius * sin(angle);
}

static double y_of(double angle, double radius)
{
    return side / 2 - radius * cos(angle);
}

/* By how much an arc is shorter at either end. */
static double cut(const struct shape *s, double radius)
{
    return asin(s->gap / 2 / radius);
}

/* Two arcs and the sides between them; a whole turn is drawn as nearly one, for an arc cannot end where it
 * begins. */
static void add_path(struct buffer *b, const struct shape *s)
{
    const double o = cut(s, s->outer);
    const double i = cut(s, s->inner);
    buffer_printf(b, "M%.2f %.2fA%.1f %.1f 0 %d 1 %.2f %.2fL%.2f %.2fA%.1f %.1f 0 %d 0 %.2f %.2fZ",
                  x_of(s->begin + o, s->outer), y_of(s->begin + o, s->outer), s->outer, s->outer,
                  s->end - s->begin - 2 * o > M_PI, x_of(s->end - o, s->outer), y_of(s->end - o, s->outer),
                  x_of(s->end - i, s->inner), y_of(s->end - i, s->inner), s->inner, s->inner,
                  s->end - s->begin - 2 * i > M_PI, x_of(s->begin + i, s->inner),
                  y_of(s->begin + i, s->inner));
}

static struct bytes path_of(struct buffer *b, const struct shape *s)
{
    buffer_clear(b);
    add_path(b, s);
    return buffer_view(b);
}

/* What is drawn on a segment. */
static void write_sign(struct html *h, enum ring_state state, struct bytes path)
{
    html_open(h, "path");
    if (state == RING_BROKE) {
        html_class(h, "cross");
        html_attribute(h, "stroke", BYTES("#ffffff"));
        html_attribute(h, "fill", BYTES("none"));
    } else {
        html_class(h, "hatching");
        html_attribute(h, "stroke", BYTES("#14504f"));
    }
    html_attribute(h, "d", path);
    html_close(h);
}

static void write_cross(struct html *h, const struct shape *s)
{
    const double middle = (s->begin + s->end) / 2;
    const double x = x_of(middle, (s->inner + s->outer) / 2);
    const double y = y_of(middle, (s->inner + s->outer) / 2);
    char path[100];
    struct buffer b;
    buffer_init(&b, sizeof path);
    buffer_printf(&b, "M%.2f %.2fl6 6m0 -6l-6 6", x - 3, y - 3);
    write_sign(h, RING_BROKE, buffer_view(&b));
    buffer_done(&b);
}

/* Lines across the segment, from its inner to its outer side: a hatching that needs no pattern with an id, of
 * which two pictures on a page would have the same. */
static void write_hatching(struct html *h, const struct shape *s)
{
    struct buffer b;
    buffer_init(&b, 4096);
    const double begin = s->begin + cut(s, s->inner);
    const double end = s->end - cut(s, s->inner);
    const int lines = (int)((end - begin) * s->outer / 4);
    for (int i = 1; i <= lines && i < 60; i++) {
        const double angle = begin + (end - begin) * i / (lines + 1);
        buffer_printf(&b, "M%.2f %.2fL%.2f %.2f", x_of(angle, s->inner), y_of(angle, s->inner),
                      x_of(angle, s->outer), y_of(angle, s->outer));
    }
    write_sign(h, RING_ABSTAINED, buffer_view(&b));
    buffer_done(&b);
}

static void write_path(struct html *h, enum ring_state state, struct bytes path)
{
    html_open(h, "path");
    html_attribute(h, "class", bytes_of_text(looks[state].class));
    html_attribute(h, "fill", bytes_of_text(looks[state].fill));
    html_attribute(h, "stroke", bytes_of_text(looks[state].stroke));
    if (looks[state].dashes != NULL) {
        html_attribute(h, "stroke-dasharray", bytes_of_text(looks[state].dashes));
    }
    html_attribute(h, "d", path);
    html_close(h);
}

static void write_segment(struct html *h, struct buffer *b, const struct shape *s, enum ring_state state)
{
    write_path(h, state, path_of(b, s));
    if (state == RING_ABSTAINED) {
        write_hatching(h, s);
    } else if (state == RING_BROKE) {
        write_cross(h, s);
    }
}

/* A gap takes a quarter of a segment at most, however many members there are. */
static double narrowed(double gap, double turn)
{
    const double most = 0.25 * turn * inner;
    return gap < most ? gap : most;
}

static struct shape shape_of(const struct ring_segment *segments, size_t i, size_t count, double gap)
{
    const double turn = 2 * M_PI / (double)count;
    const double out = segments[i].state == RING_BROKE ? outward : 0;
    return (struct shape){.begin = (double)i * turn,
                          .end = (double)(i + 1) * turn,
                          .inner = inner + out,
                          .outer = outer + out,
                          .gap = narrowed(gap, turn)};
}

/* A length in tenths as short as it can be: "-.5". */
static void add_tenths(struct buffer *b, long tenths, bool first)
{
    const long size = labs(tenths);
    buffer_add_text(b, tenths < 0 ? "-" : first ? "" : " ");
    if (size >= 10 || size == 0) {
        buffer_printf(b, "%ld", size / 10);
    }
    if (size % 10 != 0) {
        buffer_printf(b, ".%ld", size % 10);
    }
}

/* Of one so narrow the arcs are straight lines, and a tenth is less than a point on a screen. `begun`: where
 * the one before it has, at first 0, 0. */
static void add_narrow(struct buffer *b, const struct shape *s, long begun[2])
{
    const double o = cut(s, s->outer);
    const double i = cut(s, s->inner);
    const double angles[] = {s->begin + o, s->end - o, s->end - i, s->begin + i};
    const double radii[] = {s->outer, s->outer, s->inner, s->inner};
    long x = begun[0];
    long y = begun[1];
    for (size_t k = 0; k < 4; k++) {
        const long to_x = lround(10 * x_of(angles[k], radii[k]));
        const long to_y = lround(10 * y_of(angles[k], radii[k]));
        buffer_add_text(b, k == 0 ? "m" : k == 1 ? "l" : "");
        add_tenths(b, to_x - x, k < 2);
        add_tenths(b, to_y - y, false);
        x = to_x;
        y = to_y;
        if (k == 0) {
            begun[0] = x;
            begun[1] = y;
        }
    }
    buffer_add_u8(b, 'z'); /* back to where it has begun */
}

/* One line of a hatching; where a member broke the silence the step outward is seen, and a cross is not. */
static void add_line(struct buffer *b, const struct shape *s)
{
    const double middle = (s->begin + s->end) / 2;
    const long x = lround(10 * x_of(middle, s->inner));
    const long y = lround(10 * y_of(middle, s->inner));
    buffer_add_u8(b, 'M');
    add_tenths(b, x, true);
    add_tenths(b, y, false);
    buffer_add_u8(b, 'l');
    add_tenths(b, lround(10 * x_of(middle, s->outer)) - x, true);
    add_tenths(b, lround(10 * y_of(middle, s->outer)) - y, false);
}

/* Those of a state as one path. */
static void write_narrow(struct html *h, const struct ring_segment *segments, size_t count, double gap)
{
    struct buffer b;
    struct buffer lines;
    buffer_init(&b, 80 * count);
    buffer_init(&lines, 80 * count);
    for (int state = 0; state < RING_STATES; state++) {
        long begun[2] = {0, 0};
        buffer_clear(&b);
        for (size_t i = 0; i < count; i++) {
            const struct shape s = shape_of(segments, i, count, gap);
            if ((int)segments[i].state == state) {
                add_narrow(&b, &s, begun);
            }
            if (state == RING_ABSTAINED && segments[i].state == RING_ABSTAINED) {
                add_line(&lines, &s);
            }
        }
        if (b.len > 0) {
            write_path(h, (enum ring_state)state, buffer_view(&b));
        }
    }
    if (lines.len > 0) {
        write_sign(h, RING_ABSTAINED, buffer_view(&lines));
    }
    check(!b.overflow && !lines.overflow);
    buffer_done(&b);
    buffer_done(&lines);
}

static void write_segments(struct html *h, const struct ring_segment *segments, size_t count, double gap)
{
    struct buffer b;
    if (count > RING_WIDE_MAX) {
        write_narrow(h, segments, count, gap);
        return;
    }
    buffer_init(&b, 1000);
    for (size_t i = 0; i < count; i++) {
        const struct shape s = shape_of(segments, i, count, gap);
        write_segment(h, &b, &s, segments[i].state);
    }
    buffer_done(&b);
}

static void open_picture(struct html *h, struct bytes text, bool alone)
{
    html_open(h, "svg");
    html_class(h, "ring");
    html_attribute(h, "viewBox", BYTES("0 0 100 100"));
    if (alone) {
        html_attribute(h, "xmlns", BYTES("http://www.w3.org/2000/svg"));
    }
    if (text.len > 0) {
        html_attribute(h, "role", BYTES("img"));
        html_attribute(h, "aria-label", text);
    } else {
        html_attribute(h, "aria-hidden", BYTES("true"));
    }
}

void ring_write(struct html *h, const struct ring_segment *segments, size_t count, bool closed,
                struct bytes text)
{
    check(count > 0 && text.len > 0);
    open_picture(h, text, false);
    write_segments(h, segments, count, closed ? gap_closed : gap_open);
    html_close(h);
}

void ring_mark(struct html *h, enum ring_state state)
{
    const struct shape s = {.begin = -0.5, .end = 0.5, .inner = inner, .outer = outer, .gap = 0};
    struct buffer b;
    buffer_init(&b, 200);
    html_open(h, "svg");
    html_class(h, "ring mark");
    html_attribute(h, "viewBox", BYTES("28 6 44 22"));
    html_attribute(h, "aria-hidden", BYTES("true"));
    write_segment(h, &b, &s, state);
    html_close(h);
    buffer_done(&b);
}

void ring_logo(struct html *h)
{
    static const struct ring_segment six[6];
    open_picture(h, BYTES(""), false);
    write_segments(h, six, 6, gap_small);
    html_close(h);
}

void ring_file(struct buffer *b, const struct ring_segment *segments, size_t count, struct bytes text)
{
    struct html h;
    html_begin(&h, b);
    open_picture(&h, text, true);
    html_element(&h, "title", text);
    write_segments(&h, segments, count, gap_small);
    html_close(&h);
    html_finish(&h);
}
