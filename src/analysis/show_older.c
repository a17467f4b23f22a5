#include "analysis/show_older.h"

#include <string.h>

/* Members that all views have; `words` NULL: without. */
static void write_older(struct json_writer *w, const struct older *x, const struct bytes *words)
{
    json_object(w, NULL);
    json_text(w, "body", x->body);
    json_text(w, "date", x->date);
    json_hex(w, "digest", hash_is_zero(&x->digest) ? BYTES("") : hash_view(&x->digest));
    json_integer(w, "entry", x->entry);
    json_text(w, "language", x->language);
    json_text(w, "member", x->member);
    json_cstring(w, "realm", "archive");
    json_text(w, "reference", x->reference);
    json_hex(w, "sha256", hash_view(&x->sha256));
    json_text(w, "source", x->source);
    if (words != NULL) {
        json_text(w, "text", *words);
    }
    json_integer(w, "time", x->time_ms);
    json_text(w, "title", x->title);
    json_text(w, "topic", x->topic);
    json_end(w);
}

void show_older_list(struct json_writer *w, struct context *c)
{
    struct older *list = NULL;
    const size_t count = older_list(c->state, c->arena, &list);
    show_older_rows(w, list, count);
}

void show_older_rows(struct json_writer *w, const struct older *list, size_t count)
{
    json_array(w, NULL);
    for (size_t i = 0; i < count; i++) {
        write_older(w, &list[i], NULL);
    }
    json_end(w);
}

bool show_older(struct json_writer *w, struct context *c, struct bytes body, struct bytes reference)
{
    struct older *list = NULL;
    bool found = false;
    const size_t count = older_list(c->state, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        struct bytes words;
        if (!bytes_equal(list[i].body, body) || !bytes_equal(list[i].reference, reference)) {
            continue;
        }
        if (!older_words(c, &list[i], &words)) {
            return false;
        }
        if (!found) {
            json_array(w, NULL);
            found = true;
        }
        write_older(w, &list[i], &words);
    }
    if (found) {
        json_end(w);
    }
    return found;
}

bool older_name_split(struct bytes name, struct bytes *body, struct bytes *reference)
{
    const uint8_t *slash = name.len == 0 ? NULL : memchr(name.data, '/', name.len);
    if (slash == NULL) {
        return false;
    }
    const size_t len = (size_t)(slash - name.data);
    *body = bytes_of(name.data, len);
    *reference = bytes_of(slash + 1, name.len - len - 1);
    return len > 0 && reference->len > 0;
}
