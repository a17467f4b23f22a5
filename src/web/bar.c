#include "web/bar.h"

#include <string.h>

#include "base/check.h"

enum { WIDTH = 200, HEIGHT = 16, STEP = 6 };

static void begin(struct html *h, struct bytes text)
{
    html_open(h, "svg");
    html_class(h, "bar");
    html_attribute(h, "viewBox", BYTES("0 0 200 16"));
    html_attribute(h, "role", BYTES("img"));
    html_attribute(h, "aria-label", text);
}

static bool is_mirrored(enum language l)
{
    return strcmp(language_direction(l), "rtl") == 0;
}

static void write_box(struct html *h, const char *class, int from, int width)
{
    struct buffer b;
    buffer_init(&b, 200);
    buffer_printf(&b, "M%d 1h%dv%dh-%dz", from + 1, width, HEIGHT - 2, width);
    html_open(h, "path");
    html_attribute(h, "class", bytes_of_text(class));
    html_attribute(h, "d", buffer_view(&b));
    html_close(h);
    buffer_done(&b);
}

/* Lines across it: a hatching that needs no pattern with an id. */
static void write_hatching(struct html *h, int from, int width)
{
    struct buffer b;
    buffer_init(&b, 64 * (WIDTH / STEP + 2));
    for (int x = 0; x + STEP <= width; x += STEP) {
        buffer_printf(&b, "M%d %dl%d -%d", from + 1 + x, HEIGHT - 1, STEP, HEIGHT - 2);
    }
    if (b.len > 0) {
        html_open(h, "path");
        html_class(h, "hatching");
        html_attribute(h, "d", buffer_view(&b));
        html_close(h);
    }
    buffer_done(&b);
}

void bar_write(struct html *h, enum language l, int64_t accepted, int64_t delivered, int64_t needed,
               struct bytes text)
{
    check(0 <= delivered && delivered <= accepted && accepted <= needed && needed > 0);
    const int wide = WIDTH - 2;
    const int there = (int)((double)delivered / (double)needed * wide);
    const int sure = (int)((double)accepted / (double)needed * wide);
    const bool mirrored = is_mirrored(l);
    begin(h, text);
    write_box(h, "needed", 0, wide);
    write_hatching(h, mirrored ? wide - sure : 0, sure);
    write_box(h, "accepted", mirrored ? wide - sure : 0, sure);
    write_box(h, "delivered", mirrored ? wide - there : 0, there);
    html_close(h);
}

void bar_write_part(struct html *h, enum language l, double part, struct bytes text)
{
    check(part >= 0 && part <= 1);
    const int wide = WIDTH - 2;
    const int filled = (int)(part * wide + 0.5);
    begin(h, text);
    write_box(h, "needed", 0, wide);
    write_box(h, "delivered", is_mirrored(l) ? wide - filled : 0, filled);
    html_close(h);
}
