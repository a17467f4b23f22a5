#include "web/html.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/text.h"
#include "web/gate.h"

static const char *const empty_elements[] = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"};

static bool is_empty_element(const char *name)
{
    for (size_t i = 0; i < sizeof empty_elements / sizeof empty_elements[0]; i++) {
        if (strcmp(name, empty_elements[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* What stands for a byte that cannot stand there as it is; NULL: it can. */
static const char *escape_of(uint8_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f ? "\xef\xbf\xbd" : NULL;
    }
}

void html_escape(struct buffer *b, struct bytes text)
{
    if (!text_is_utf8(text)) { /* nothing of ours is: but what is shown must be well formed all the same */
        buffer_add_text(b, "\xef\xbf\xbd");
        return;
    }
    size_t plain = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *code = escape_of(text.data[i]);
        if (code != NULL) {
            buffer_add(b, text.data + plain, i - plain);
            buffer_add_text(b, code);
            plain = i + 1;
        }
    }
    buffer_add(b, text.data + plain, text.len - plain);
}

size_t html_fitting(struct bytes text, bool breaks, size_t *room)
{
    size_t i = 0;
    for (; i < text.len; i++) {
        const char *code = escape_of(text.data[i]);
        const size_t plain = breaks && text.data[i] == '\n' ? sizeof "<br>" - 1 : 1;
        const size_t needs = code != NULL ? strlen(code) : plain;
        if (needs > *room) {
            break;
        }
        *room -= needs;
    }
    return i;
}

void html_begin(struct html *h, struct buffer *out)
{
    *h = (struct html){.out = out};
}

void html_finish(struct html *h)
{
    check(h->depth == 0 && !h->open);
}

/* Whatever comes next is content. */
static void end_tag(struct html *h)
{
    if (h->open) {
        buffer_add_u8(h->out, '>');
        h->open = false;
    }
}

void html_add_literal(struct html *h, const char *literal, size_t len)
{
    end_tag(h);
    buffer_add(h->out, literal, len);
}

void html_made(struct html *h, struct bytes made)
{
    end_tag(h);
    buffer_add_bytes(h->out, made);
}

void html_open_element(struct html *h, const char *name)
{
    end_tag(h);
    check(h->depth < HTML_DEPTH_MAX && strcmp(name, "script") != 0 && strcmp(name, "style") != 0);
    buffer_add_u8(h->out, '<');
    buffer_add_text(h->out, name);
    h->open = true;
    h->stack[h->depth++] = name;
}

void html_close(struct html *h)
{
    check(h->depth > 0);
    end_tag(h);
    const char *name = h->stack[--h->depth];
    if (!is_empty_element(name)) {
        buffer_printf(h->out, "</%s>", name);
    }
}

void html_close_to(struct html *h, size_t depth)
{
    check(depth <= h->depth);
    while (h->depth > depth) {
        html_close(h);
    }
}

bool html_is_open(const struct html *h, const char *name)
{
    return h->depth > 0 && strcmp(h->stack[h->depth - 1], name) == 0;
}

void html_add_attribute(struct html *h, const char *name, struct bytes value)
{
    check(h->open && strncmp(name, "on", 2) != 0 && strcmp(name, "style") != 0 &&
          strcmp(name, "srcdoc") != 0);
    buffer_printf(h->out, " %s=\"", name);
    html_escape(h->out, value);
    buffer_add_u8(h->out, '"');
}

void html_add_flag(struct html *h, const char *name)
{
    check(h->open && strncmp(name, "on", 2) != 0);
    buffer_printf(h->out, " %s", name);
}

void html_add_element(struct html *h, const char *name, struct bytes text)
{
    html_open_element(h, name);
    html_text(h, text);
    html_close(h);
}

void html_text(struct html *h, struct bytes text)
{
    end_tag(h);
    html_escape(h->out, text);
}

void html_cstring(struct html *h, const char *text)
{
    html_text(h, bytes_of_text(text));
}

void html_integer(struct html *h, int64_t n)
{
    end_tag(h);
    buffer_printf(h->out, "%lld", (long long)n);
}

void html_printf(struct html *h, const char *format, ...)
{
    char text[1024];
    va_list list;
    va_start(list, format);
    const int len = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    check(len >= 0 && (size_t)len < sizeof text);
    html_text(h, bytes_of(text, (size_t)len));
}

void html_content(struct html *h, struct bytes text, struct bytes lang)
{
    html_open(h, "bdi");
    if (lang.len > 0) {
        html_attribute(h, "lang", lang);
    }
    html_attribute(h, "dir", BYTES("auto"));
    size_t from = 0;
    for (size_t i = 0; i <= text.len; i++) {
        if (i == text.len || text.data[i] == '\n') {
            html_text(h, bytes_of(text.data + from, i - from));
            if (i < text.len) {
                html_raw(h, "<br>");
            }
            from = i + 1;
        }
    }
    html_close(h);
}

void html_digest(struct html *h, const struct hash *digest, struct bytes lang)
{
    const struct hash_hex hex = hash_hex(digest);
    const struct bytes whole = bytes_of_text(hex.text);
    html_open(h, "a");
    html_class(h, "digest");
    html_href(h, 4, (const struct bytes[]){BYTES("/"), lang, BYTES("/search?q="), whole});
    html_attribute(h, "title", whole);
    html_open(h, "code");
    html_text(h, bytes_of(hex.text, 12));
    html_close(h);
    html_close(h);
}

/* Pieces at even places are literals of the source; between them stand values, which are encoded. */
void html_href(struct html *h, size_t count, const struct bytes *pieces)
{
    check(h->open && count > 0 && pieces[0].len > 0 &&
          (pieces[0].data[0] == '/' || pieces[0].data[0] == '#'));
    buffer_add_text(h->out, " href=\"");
    for (size_t i = 0; i < count; i++) {
        if (i % 2 == 0) {
            html_escape(h->out, pieces[i]);
        } else {
            target_add_encoded(h->out, pieces[i]);
        }
    }
    buffer_add_u8(h->out, '"');
}
