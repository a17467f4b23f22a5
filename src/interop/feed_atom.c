/* Atom 1.0 (RFC 4287). */
#include "interop/feed.h"

/* Characters as XML has them; what it cannot have becomes U+FFFD. Texts are well-formed UTF-8. */
static void add_escaped(struct buffer *b, struct bytes text)
{
    for (size_t i = 0; i < text.len; i++) {
        const uint8_t c = text.data[i];
        const bool never = c < 0x20 && c != '\n' && c != '\t';
        const bool noncharacter = c == 0xef && i + 2 < text.len && text.data[i + 1] == 0xbf &&
                                  (text.data[i + 2] == 0xbe || text.data[i + 2] == 0xbf);
        if (never || noncharacter) {
            buffer_add_text(b, "\xef\xbf\xbd");
            i += noncharacter ? 2 : 0;
        } else if (c == '&' || c == '<' || c == '>' || c == '"') {
            buffer_add_text(b, c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&quot;");
        } else {
            buffer_add_u8(b, c);
        }
    }
}

static void add_element(struct buffer *b, const char *name, struct bytes text)
{
    buffer_printf(b, "<%s>", name);
    add_escaped(b, text);
    buffer_printf(b, "</%s>\n", name);
}

static void add_link(struct buffer *b, const char *relation, const char *type, struct bytes address)
{
    buffer_printf(b, "<link rel=\"%s\"", relation);
    if (type != NULL) {
        buffer_printf(b, " type=\"%s\"", type);
    }
    buffer_add_text(b, " href=\"");
    add_escaped(b, address);
    buffer_add_text(b, "\"/>\n");
}

static void add_related(struct buffer *b, struct arena *a, const struct feed *f, int64_t number)
{
    if (number > 0) {
        add_link(b, "related", "text/html",
                 feed_address(a, f, &(const struct feed_item){.number = number}));
    }
}

static void add_entry(struct buffer *b, struct arena *a, const struct feed *f, const struct feed_item *item)
{
    struct bytes tags[FEED_TAGS_MAX];
    const struct bytes address = feed_address(a, f, item);
    buffer_add_text(b, "<entry>\n");
    add_element(b, "id", feed_id(a, f, item));
    add_element(b, "title", feed_title(a, f, item));
    add_element(b, "updated", feed_time(a, item->updated_ms));
    add_element(b, "published", feed_time(a, item->published_ms));
    add_link(b, "alternate", "text/html", address);
    if (!item->archive) {
        add_link(b, "enclosure", "text/plain",
                 bytes_of_text(arena_printf(a, "%s/statement.txt", arena_text(a, address))));
    }
    add_related(b, a, f, item->corrects);
    add_related(b, a, f, item->withdraws);
    add_related(b, a, f, item->corrected_by);
    add_related(b, a, f, item->withdrawn_by);
    const size_t count = feed_tags(a, f, item, tags);
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(b, "<category term=\"");
        add_escaped(b, tags[i]);
        buffer_add_text(b, "\"/>\n");
    }
    buffer_add_text(b, "<summary type=\"text\" xml:lang=\"en\">");
    add_escaped(b, feed_summary(a, f, item));
    buffer_add_text(b, "</summary>\n");
    if (item->text.len > 0) {
        buffer_add_text(b, "<content type=\"text\" xml:lang=\"");
        add_escaped(b, item->language);
        buffer_add_text(b, "\">");
        add_escaped(b, item->text);
        buffer_add_text(b, "</content>\n");
    }
    buffer_add_text(b, "</entry>\n");
}

void feed_write_atom(struct buffer *b, const struct feed *f)
{
    struct arena scratch = {0};
    buffer_add_text(b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                       "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    add_element(b, "id", feed_id(&scratch, f, NULL));
    add_element(b, "title", feed_title(&scratch, f, NULL));
    add_element(b, "updated", feed_time(&scratch, f->updated_ms));
    buffer_add_text(b, "<author>\n");
    add_element(b, "name", f->org->name);
    buffer_add_text(b, "</author>\n");
    buffer_add_text(b, "<generator>Univocal</generator>\n");
    add_link(b, "self", "application/atom+xml", feed_own_address(&scratch, f, "/statements.atom"));
    add_link(b, "alternate", "text/html", feed_own_address(&scratch, f, "/statements"));
    for (size_t i = 0; i < f->count; i++) {
        add_entry(b, &scratch, f, &f->items[i]);
        arena_clear(&scratch);
    }
    buffer_add_text(b, "</feed>\n");
    arena_done(&scratch);
}
