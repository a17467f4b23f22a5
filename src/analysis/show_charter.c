#include "analysis/show_charter.h"

#include "charter/print.h"

static void add_sentences(struct json_writer *w, const char *name, const struct bytes *sentences,
                          size_t count)
{
    struct buffer text;
    buffer_init(&text, (size_t)16 * CHARTER_BYTES_MAX);
    json_array(w, name);
    for (size_t i = 0; i < count; i++) {
        buffer_clear(&text);
        prose_add_plain(&text, sentences[i]);
        json_text(w, NULL, buffer_view(&text));
    }
    json_end(w);
    buffer_done(&text);
}

void show_charter(struct json_writer *w, const struct prose *p)
{
    struct buffer formal;
    json_object(w, NULL);
    json_array(w, "articles");
    for (size_t i = 0; i < p->count; i++) {
        const struct prose_article *x = &p->articles[i];
        json_object(w, NULL);
        json_text(w, "anchor", x->anchor);
        json_text(w, "formal", x->formal);
        json_text(w, "from", x->from);
        json_cstring(w, "kind", prose_kind_word(x->kind));
        json_text(w, "name", x->name);
        json_integer(w, "number", x->number);
        add_sentences(w, "sentences", x->sentences, x->count);
        json_text(w, "source", x->source);
        json_text(w, "title", x->title);
        json_text(w, "until", x->until);
        json_text(w, "unverified", x->unverified);
        json_end(w);
    }
    json_end(w);
    json_bool(w, "exercise", p->charter->fictional);
    json_hex(w, "hash", hash_view(&p->charter->hash));
    json_text(w, "name", p->charter->name);
    buffer_init(&formal, (size_t)16 * CHARTER_BYTES_MAX);
    charter_print(&formal, p->charter);
    json_text(w, "text", buffer_view(&formal));
    buffer_done(&formal);
    json_text(w, "title", p->title);
    json_end(w);
}

void show_known(struct json_writer *w, const struct known *k, const struct example *example)
{
    const struct prose_article *x = k->article;
    json_object(w, NULL);
    json_integer(w, "article", x->number);
    json_array(w, "example");
    for (size_t i = 0; i < example->count; i++) {
        json_text(w, NULL, example->sentences[i]);
    }
    json_end(w);
    json_text(w, "formal", k->formal);
    json_cstring(w, "kind", k->word);
    json_text(w, "name", k->name);
    add_sentences(w, "sentences", k->sentences, k->count);
    json_text(w, "source", k->own ? x->source : BYTES(""));
    json_text(w, "title", k->own ? x->title : k->name);
    json_text(w, "unverified", k->own ? x->unverified : BYTES(""));
    add_sentences(w, "uses", k->uses, k->use_count);
    json_end(w);
}
