#include "interop/change_html.h"

#include "interop/page.h"

static void add_changes(struct buffer *b, const struct change_list *changes)
{
    buffer_add_text(b, "<section>\n<h2>What changes for whom</h2>\n");
    buffer_add_text(b, changes->count == 0 ? "<p>Nothing was found.</p>\n" : "");
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *x = changes->items[i];
        buffer_printf(b, "<article>\n<h3>%s ", x->kind);
        page_add(b, x->name);
        buffer_add_text(b, "</h3>\n<ul>\n");
        for (size_t k = 0; k < x->count; k++) {
            buffer_add_text(b, "<li>");
            page_add(b, x->sentences[k]);
            buffer_add_text(b, "</li>\n");
        }
        buffer_add_text(b, "</ul>\n</article>\n");
    }
    buffer_add_text(b, "</section>\n");
}

/* The first line is the title; then lines that are gone, that are new, and what they mean. */
static void add_part(struct buffer *b, struct bytes text)
{
    struct cursor rest = cursor_of(text);
    buffer_add_text(b, "<article>\n<h3>");
    page_add(b, cursor_line(&rest));
    buffer_add_text(b, "</h3>\n<pre>");
    while (rest.rest.len > 0) {
        const struct bytes line = cursor_line(&rest);
        const bool gone = bytes_start_with(line, BYTES("  - "));
        const bool new = bytes_start_with(line, BYTES("  + "));
        buffer_add_text(b, gone ? "<del>" : new ? "<ins>" : "<span>");
        page_add(b, line);
        buffer_add_text(b, gone ? "</del>" : new ? "</ins>" : "</span>\n");
    }
    buffer_add_text(b, "</pre>\n</article>\n");
}

void change_html(struct buffer *b, struct arena *a, const struct charter *before, const struct charter *after,
                 const struct change_list *changes)
{
    const struct difference_list list = difference_of(a, before, after);
    struct buffer text;
    struct buffer title;
    buffer_init(&title, (size_t)CHARTER_BYTES_MAX);
    buffer_add_text(&title, "How ");
    buffer_add_bytes(&title, after->name);
    buffer_add_text(&title, " differs from ");
    buffer_add_bytes(&title, before->name);
    page_begin(b, LANGUAGE_EN, buffer_view(&title), before->fictional || after->fictional);
    buffer_add_text(b, "<main>\n<h1>");
    page_add(b, buffer_view(&title));
    buffer_printf(b, "</h1>\n<p class=\"meta hash\">%s</p>\n", hash_hex(&before->hash).text);
    buffer_printf(b, "<p class=\"meta hash\">%s</p>\n", hash_hex(&after->hash).text);
    add_changes(b, changes);
    buffer_add_text(b, "<section>\n<h2>Part by part</h2>\n");
    buffer_add_text(b, list.count == 0 ? "<p>They differ in nothing.</p>\n" : "");
    buffer_init(&text, b->max);
    for (size_t i = 0; i < list.count; i++) {
        buffer_clear(&text);
        difference_write_one(&text, a, &list.items[i]);
        add_part(b, buffer_view(&text));
    }
    buffer_add_text(b, "</section>\n</main>\n");
    page_end(b);
    buffer_done(&text);
    buffer_done(&title);
}
