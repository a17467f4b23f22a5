/* JSON Feed 1.1 (jsonfeed.org/version/1.1). */
#include "codec/json.h"
#include "interop/feed.h"

static void add_ours(struct json_writer *w, const struct feed *f, const struct feed_item *item)
{
    json_object(w, "_univocal");
    json_bool(w, "archive", item->archive);
    json_integer(w, "corrected_by", item->corrected_by);
    json_integer(w, "corrects", item->corrects);
    json_text(w, "name", item->name);
    json_integer(w, "number", item->number);
    json_cstring(w, "realm", realm_word(f->org->realm));
    json_text(w, "source", item->source);
    json_cstring(w, "state", item->state);
    json_text(w, "topic", item->topic);
    json_integer(w, "withdrawn_by", item->withdrawn_by);
    json_integer(w, "withdraws", item->withdraws);
    json_end(w);
}

static void add_item(struct json_writer *w, struct arena *a, const struct feed *f,
                     const struct feed_item *item)
{
    struct bytes tags[FEED_TAGS_MAX];
    const struct bytes address = feed_address(a, f, item);
    json_object(w, NULL);
    add_ours(w, f, item);
    if (!item->archive) {
        json_array(w, "attachments");
        json_object(w, NULL);
        json_cstring(w, "mime_type", "text/plain");
        json_cstring(w, "url", arena_printf(a, "%s/statement.txt", arena_text(a, address)));
        json_end(w);
        json_end(w);
    }
    json_text(w, "content_text", item->text.len > 0 ? item->text : feed_summary(a, f, item));
    json_text(w, "date_modified", feed_time(a, item->updated_ms));
    json_text(w, "date_published", feed_time(a, item->published_ms));
    json_text(w, "id", feed_id(a, f, item));
    json_text(w, "language", item->language);
    json_text(w, "summary", feed_summary(a, f, item));
    json_array(w, "tags");
    const size_t count = feed_tags(a, f, item, tags);
    for (size_t i = 0; i < count; i++) {
        json_text(w, NULL, tags[i]);
    }
    json_end(w);
    json_text(w, "title", feed_title(a, f, item));
    json_text(w, "url", address);
    json_end(w);
}

void feed_write_json(struct buffer *b, const struct feed *f)
{
    struct arena scratch = {0};
    struct json_writer w;
    json_begin(&w, b);
    json_object(&w, NULL);
    json_array(&w, "authors");
    json_object(&w, NULL);
    json_text(&w, "name", f->org->name);
    json_end(&w);
    json_end(&w);
    json_text(&w, "feed_url", feed_own_address(&scratch, f, "/statements/feed.json"));
    json_text(&w, "home_page_url", feed_own_address(&scratch, f, "/statements"));
    json_array(&w, "items");
    for (size_t i = 0; i < f->count; i++) {
        add_item(&w, &scratch, f, &f->items[i]);
        arena_clear(&scratch);
    }
    json_end(&w);
    if (f->language.len > 0) {
        json_text(&w, "language", f->language);
    }
    json_text(&w, "title", feed_title(&scratch, f, NULL));
    json_cstring(&w, "version", "https://jsonfeed.org/version/1.1");
    json_end(&w);
    arena_done(&scratch);
}
