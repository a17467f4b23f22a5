#include "interop/charter_html.h"

#include "interop/page.h"
#include "language/say.h"

struct writing {
    struct buffer *b;
    struct arena arena; /* of what is said */
    const struct prose *prose;
};

#define WORDS(w, m, ...) say_with(&(w)->arena, (w)->prose->language, (m), __VA_ARGS__)

static void add_message(struct writing *w, enum message m)
{
    page_add(w->b, say(&w->arena, w->prose->language, m));
}

static void add_heading(struct writing *w, const struct prose_article *x)
{
    page_add(w->b, prose_heading(&w->arena, w->prose->language, x, false));
}

static bool begins_section(const struct prose *p, size_t article)
{
    return article == 0 || p->articles[article - 1].section != p->articles[article].section;
}

static void add_section_title(struct writing *w, enum prose_section s)
{
    page_add(w->b, prose_section_title(&w->arena, w->prose->language, s));
}

static void add_contents(struct writing *w)
{
    struct buffer *b = w->b;
    const struct prose *p = w->prose;
    buffer_add_text(b, "<nav aria-label=\"");
    add_message(w, MESSAGE_told_contents);
    buffer_add_text(b, "\">\n<h2>");
    add_message(w, MESSAGE_told_contents);
    buffer_add_text(b, "</h2>\n<ol>\n");
    for (size_t i = 0; i < p->count; i++) {
        const struct prose_article *x = &p->articles[i];
        if (begins_section(p, i)) {
            buffer_printf(b, "%s<li>", i == 0 ? "" : "</ol></li>\n");
            add_section_title(w, x->section);
            buffer_add_text(b, "\n<ol>\n");
        }
        buffer_add_text(b, "<li><a href=\"#");
        page_add(b, x->anchor);
        buffer_add_text(b, "\">");
        add_heading(w, x);
        buffer_add_text(b, "</a>");
        if (x->unverified.len > 0) {
            buffer_add_text(b, " <span class=\"tag\">");
            add_message(w, MESSAGE_charter_unverified);
            buffer_add_text(b, "</span>");
        }
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

static void add_article(struct writing *w, const struct prose_article *x)
{
    struct buffer *b = w->b;
    buffer_add_text(b, "<article id=\"");
    page_add(b, x->anchor);
    buffer_add_text(b, "\">\n<h3>");
    add_heading(w, x);
    buffer_printf(b, " <span class=\"kind\">(%s ", prose_kind_word(x->kind));
    page_add(b, x->name);
    buffer_add_text(b, ")</span></h3>\n");
    if (x->source.len > 0) {
        buffer_add_text(b, "<p class=\"source\">");
        page_add(b, WORDS(w, MESSAGE_charter_source, SAY_TEXT("source", x->source)));
        buffer_add_text(b, "</p>\n");
    }
    if (x->unverified.len > 0) {
        buffer_add_text(b, "<p class=\"note\" role=\"note\"><strong>");
        add_message(w, MESSAGE_told_page_unverified);
        buffer_add_text(b, "</strong> ");
        page_add(b, x->unverified);
        buffer_add_text(b, "</p>\n");
    }
    buffer_add_text(b, "<ol>\n");
    for (size_t i = 0; i < x->count; i++) {
        buffer_add_text(b, "<li>");
        add_sentence(b, w->prose, x->sentences[i]);
        buffer_add_text(b, "</li>\n");
    }
    buffer_add_text(b, "</ol>\n");
    if (x->formal.len > 0) {
        buffer_add_text(b, "<details>\n<summary>");
        add_message(w, MESSAGE_charter_formal);
        buffer_add_text(b, "</summary>\n<pre><code>");
        page_add(b, x->formal);
        buffer_add_text(b, "</code></pre>\n</details>\n");
    }
    buffer_add_text(b, "</article>\n");
}

/* How many articles are marked, the mark being emphasized. */
static void add_unverified_count(struct writing *w)
{
    const struct prose *p = w->prose;
    const struct say_value values[] = {
        SAY_NUMBER("count", (int64_t)p->unverified), SAY_NUMBER("all", (int64_t)p->count),
        SAY_TEXT("mark", say(&w->arena, p->language, MESSAGE_charter_unverified))};
    const size_t count = sizeof values / sizeof values[0];
    const struct say_value *v = NULL;
    struct bytes rest = say_form(p->language, MESSAGE_told_page_unverified_count, values, count);
    buffer_add_text(w->b, "<p class=\"note\" role=\"note\">");
    while (rest.len > 0) {
        page_add(w->b, say_next(&rest, values, count, &v));
        if (v != NULL && v->number) {
            buffer_printf(w->b, "%lld", (long long)v->n);
        } else if (v != NULL) {
            buffer_add_text(w->b, "<strong>");
            page_add(w->b, v->text);
            buffer_add_text(w->b, "</strong>");
        }
    }
    buffer_add_text(w->b, "</p>\n");
}

static void add_articles(struct writing *w)
{
    const struct prose *p = w->prose;
    buffer_add_text(w->b, "<main>\n");
    for (size_t i = 0; i < p->count; i++) {
        if (begins_section(p, i)) {
            buffer_printf(w->b, "%s<section>\n<h2>", i == 0 ? "" : "</section>\n");
            add_section_title(w, p->articles[i].section);
            buffer_add_text(w->b, "</h2>\n");
        }
        add_article(w, &p->articles[i]);
    }
    buffer_add_text(w->b, "</section>\n</main>\n<footer class=\"meta\">");
    add_message(w, MESSAGE_charter_binds);
    buffer_add_text(w->b, "</footer>\n");
}

void charter_html(struct buffer *b, const struct prose *p)
{
    struct writing w = {.b = b, .prose = p};
    const struct charter *c = p->charter;
    arena_init(&w.arena);
    page_begin(b, p->language, p->title, c->fictional);
    buffer_add_text(b, "<header>\n<h1>");
    page_add(b, p->title);
    buffer_add_text(b, "</h1>\n<p class=\"meta\">");
    page_add(b, WORDS(&w, MESSAGE_told_page_charter, SAY_TEXT("name", c->name)));
    buffer_printf(b, " <span class=\"hash\">%s</span></p>\n", hash_hex(&c->hash).text);
    if (p->unverified > 0) {
        add_unverified_count(&w);
    }
    buffer_add_text(b, "</header>\n");
    add_contents(&w);
    add_articles(&w);
    page_end(b);
    arena_done(&w.arena);
}
