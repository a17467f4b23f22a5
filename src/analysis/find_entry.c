#include <string.h>

#include "analysis/find.h"
#include "base/limits.h"
#include "codec/dsse.h"
#include "mechanism/acts.h"
#include "record/fact.h"

enum error entry_line_read(struct record *r, uint64_t index, struct arena *a, struct entry_line *out)
{
    struct act act;
    const enum error e = record_read(r, index, a, &out->entry, &out->carried);
    if (e != OK) {
        return e;
    }
    out->member = out->subject = BYTES("");
    if (out->entry.type == ENTRY_ACT && act_decode(a, out->carried, &act, NULL) == ACCEPTED) {
        out->kind = bytes_of_text(act.kind->name);
        out->member = act.frame.member;
        out->subject = act.frame.subject;
    } else {
        out->kind = fact_kind(a, out->carried);
    }
    return OK;
}

void show_entry_line(struct json_writer *w, const struct entry_line *l)
{
    json_object(w, NULL);
    json_hex(w, "id", hash_view(&l->entry.id));
    json_integer(w, "index", (int64_t)l->entry.index);
    json_text(w, "kind", l->kind);
    json_text(w, "member", l->member);
    json_cstring(w, "result", l->entry.result);
    json_text(w, "subject", l->subject);
    json_integer(w, "time", l->entry.time_ms);
    json_cstring(w, "type", l->entry.type == ENTRY_ACT ? "act" : "fact");
    json_end(w);
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
}

static bool is_alphanumeric(uint8_t c)
{
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
}

static bool all_digits(struct bytes s)
{
    size_t i = 0;
    while (i < s.len && s.data[i] >= '0' && s.data[i] <= '9') {
        i++;
    }
    return i == s.len;
}

/* From the beginning of a word on; a number as a whole: parts of digests say nothing. The empty text is
 * nowhere. */
static bool contains(struct bytes in, struct bytes text)
{
    const bool number = all_digits(text);
    for (size_t i = 0; text.len > 0 && i + text.len <= in.len; i++) {
        size_t k = 0;
        while (k < text.len && lower(in.data[i + k]) == lower(text.data[k])) {
            k++;
        }
        const bool begins = i == 0 || !is_alphanumeric(in.data[i - 1]) || !is_alphanumeric(text.data[0]);
        const bool ends = i + k == in.len || !is_alphanumeric(in.data[i + k]);
        if (k == text.len && begins && (ends || !number)) {
            return true;
        }
    }
    return false;
}

/* In any text of the value but what every act and fact says: which organisation it is of. What members are
 * called says nothing. */
static bool has_text(const struct json *value, struct bytes text)
{
    if (value->type == JSON_TEXT) {
        return contains(value->text, text);
    }
    for (size_t i = 0; i < value->count; i++) {
        const bool object = value->type == JSON_OBJECT;
        const bool said = !object || !bytes_equal_text(value->members[i].key, "org");
        if (said && has_text(object ? &value->members[i].value : &value->items[i], text)) {
            return true;
        }
    }
    return false;
}

static bool is_hash(const struct hash *h, struct bytes text)
{
    return contains(bytes_of_text(hash_hex(h).text), text);
}

static bool entry_has(struct arena *a, const struct entry *e, struct bytes carried, struct bytes text)
{
    struct dsse d;
    const struct json *value = NULL;
    const bool act = e->type == ENTRY_ACT && dsse_read(a, carried, &d) == OK;
    return is_hash(&e->id, text) || is_hash(&e->envelope, text) || is_hash(&e->effects, text) ||
           (json_parse(a, act ? d.payload : carried, ENVELOPE_BYTES_MAX, &value, NULL) == OK &&
            has_text(value, text));
}

enum error find_entries(struct context *c, uint64_t size, struct bytes text, uint64_t before, size_t most,
                        struct found_entries *out)
{
    struct arena scratch = {0};
    uint64_t i = before > 0 && before < size ? before : size;
    enum error e = OK;
    *out = (struct found_entries){.lines = ARENA_ARRAY(c->arena, struct entry_line, most + 1)};
    for (size_t read = 0; e == OK && i > 0 && read < FIND_ENTRIES_MAX && out->count < most; read++) {
        struct entry entry;
        struct bytes carried;
        e = record_read(c->record, --i, &scratch, &entry, &carried);
        if (e == OK && entry_has(&scratch, &entry, carried, text)) {
            e = entry_line_read(c->record, i, c->arena, &out->lines[out->count++]);
        }
        arena_clear(&scratch);
    }
    arena_done(&scratch);
    out->before = (int64_t)i;
    return e;
}

void show_found(struct json_writer *w, const struct found *things, size_t count,
                const struct found_entries *entries)
{
    json_object(w, NULL);
    json_integer(w, "before", entries->before);
    json_array(w, "entries");
    for (size_t i = 0; i < entries->count; i++) {
        show_entry_line(w, &entries->lines[i]);
    }
    json_end(w);
    json_array(w, "things");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_text(w, "name", things[i].name);
        json_cstring(w, "noun", found_word(things[i].noun));
        json_text(w, "title", things[i].title);
        json_end(w);
    }
    json_end(w);
    json_end(w);
}
