#include "interop/charter_html.h"

#include <string.h>

#include "interop/page.h"

static void add_heading(struct buffer *b, const struct prose_article *x)
{
    buffer_printf(b, "Article %d. ", x->number);
    page_add(b, x->title);
    if (x->period.len > 0) {
        buffer_add_text(b, ", ");
        page_add(b, x->period);
    }
}

static void add_contents(struct buffer *b, const struct prose *p)
{
    buffer_add_text(b, "<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n");
    for (size_t i = 0; i < p->count; i++) {
        const struct prose_article *x = &p->articles[i];
        if (i == 0 || p->articles[i - 1].section != x->section) {
            buffer_printf(b, "%s<li>%s\n<ol>\n", i == 0 ? "" : "</ol></li>\n",
                          prose_section_word(x->section));
        }
        buffer_add_text(b, "<li><a href=\"#");
        page_add(b, x->anchor);
        buffer_add_text(b, "\">");
        add_heading(b, x);
        buffer_add_text(b, "</a>");
        buffer_add_text(b, x->unverified.len > 0 ? " <span class=\"tag\">unverified</span>" : "");
        buffer_add_text(b, "</li>\n");
    }
    buffer_add_text(b, "</ol></li>\n</ol>\n</nav>\n");
}

/* A sentence with its references as links. */
static void add_sentence(struct buffer *b, const struct prose *p, struct bytes s)
{
    struct bytes words;
    const struct prose_article *article = NULL;
    while (prose_next(p, &s, &words, &article)) {
        if (article != NULL) {
            buffer_add_text(b, "<a href=\"#");
            page_add(b, article->anchor);
            buffer_add_text(b, "\">");
        }
        page_add(b, words);
        buffer_add_text(b, article != NULL ? "</a>" : "");
    }
}

static void add_article(struct buffer *b, const struct prose *p, const struct prose_article *x)
{
    buffer_add_text(b, "<article id=\"");
    page_add(b, x->anchor);
    buffer_add_text(b, "\">\n<h3>");
    add_heading(b, x);
    buffer_printf(b, " <span class=\"kind\">(%s ", prose_kind_word(x->kind));
    page_add(b, x->name);
    buffer_add_text(b, ")</span></h3>\n");
    if (x->source.len > 0) {
        buffer_add_text(b, "<p class=\"source\">Source: ");
        page_add(b, x->source);
        buffer_add_text(b, "</p>\n");
    }
    if (x->unverified.len > 0) {
        buffer_add_text(b, "<p class=\"note\" role=\"note\"><strong>Unverified:</strong> ");
        page_add(b, x->unverified);
        buffer_add_text(b, "</p>\n");
    }
    buffer_add_text(b, "<ol>\n");
    for (size_t i = 0; i < x->count; i++) {
        buffer_add_text(b, "<li>");
        add_sentence(b, p, x->sentences[i]);
        buffer_add_text(b, "</li>\n");
    }
    buffer_add_text(b, "</ol>\n");
    if (x->formal.len > 0) {
        buffer_add_text(b, "<details>\n<summary>The formal text</summary>\n<pre><code>");
        page_add(b, x->formal);
        buffer_add_text(b, "</code></pre>\n</details>\n");
    }
    buffer_add_text(b, "</article>\n");
}

void charter_html(struct buffer *b, const struct prose *p)
{
    const struct charter *c = p->charter;
    page_begin(b, p->title, c->fictional);
    buffer_add_text(b, "<header>\n<h1>");
    page_add(b, p->title);
    buffer_add_text(b, "</h1>\n<p class=\"meta\">Charter ");
    page_add(b, c->name);
    buffer_printf(b, ", <span class=\"hash\">%s</span></p>\n", hash_hex(&c->hash).text);
    if (p->unverified > 0) {
        buffer_printf(
            b,
            "<p class=\"note\" role=\"note\">Marked <strong>unverified</strong>: %zu of its %zu articles. "
            "Check them against their primary text before you rely on them.</p>\n",
            p->unverified, p->count);
    }
    buffer_add_text(b, "</header>\n");
    add_contents(b, p);
    buffer_add_text(b, "<main>\n");
    for (size_t i = 0; i < p->count; i++) {
        const struct prose_article *x = &p->articles[i];
        if (i == 0 || p->articles[i - 1].section != x->section) {
            buffer_printf(b, "%s<section>\n<h2>%s</h2>\n", i == 0 ? "" : "</section>\n",
                          prose_section_word(x->section));
        }
        add_article(b, p, x);
    }
    buffer_add_text(
        b, "</section>\n</main>\n<footer class=\"meta\">What binds is the formal text; the sentences "
           "say it in words.</footer>\n");
    page_end(b);
}
