#include "record/entry.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "codec/json.h"
#include "record/tree.h"

void entry_write(struct buffer *b, const struct entry *e)
{
    struct json_writer w;
    json_begin(&w, b);
    json_object(&w, NULL);
    json_hex(&w, "effects", hash_view(&e->effects));
    json_hex(&w, "envelope", hash_view(&e->envelope));
    json_integer(&w, "height", (int64_t)e->height);
    json_hex(&w, "id", hash_view(&e->id));
    json_integer(&w, "index", (int64_t)e->index);
    json_cstring(&w, "result", e->result);
    json_integer(&w, "time", e->time_ms);
    json_cstring(&w, "type", e->type == ENTRY_ACT ? "act" : "fact");
    json_end(&w);
}

struct hash entry_leaf(const struct entry *e)
{
    struct buffer b;
    buffer_init(&b, ENTRY_BYTES_MAX);
    entry_write(&b, e);
    check(!b.overflow);
    const struct hash leaf = tree_leaf(buffer_view(&b));
    buffer_done(&b);
    return leaf;
}

/* One form only, so reading is taking the fixed pieces off one after another. */
static void take_literal(struct cursor *c, const char *literal)
{
    const struct bytes s = bytes_of_text(literal);
    if (!bytes_equal(cursor_take(c, s.len), s)) {
        c->failed = true;
    }
}

static struct bytes take_until(struct cursor *c, uint8_t end)
{
    for (size_t i = 0; i < c->rest.len && !c->failed; i++) {
        if (c->rest.data[i] == end) {
            return cursor_take(c, i);
        }
    }
    c->failed = true;
    return (struct bytes){NULL, 0};
}

static void take_hash(struct cursor *c, struct hash *out)
{
    if (!hash_parse(cursor_take(c, 2 * HASH_BYTES), out)) {
        c->failed = true;
    }
}

static int64_t take_number(struct cursor *c)
{
    int64_t n = 0;
    if (!num_parse(take_until(c, ','), INTEGER_MAX, &n)) {
        c->failed = true;
    }
    return n;
}

static void take_result(struct cursor *c, char out[RESULT_BYTES_MAX])
{
    const struct bytes s = take_until(c, '"');
    if (s.len == 0 || s.len >= RESULT_BYTES_MAX) {
        c->failed = true;
        return;
    }
    for (size_t i = 0; i < s.len; i++) {
        const uint8_t ch = s.data[i];
        if (!(ch >= 'a' && ch <= 'z') && ch != '_') {
            c->failed = true;
        }
    }
    memcpy(out, s.data, s.len);
}

enum error entry_read(struct bytes text, struct entry *out)
{
    struct entry e = {0};
    struct cursor c = cursor_of(text);
    take_literal(&c, "{\"effects\":\"");
    take_hash(&c, &e.effects);
    take_literal(&c, "\",\"envelope\":\"");
    take_hash(&c, &e.envelope);
    take_literal(&c, "\",\"height\":");
    e.height = (uint64_t)take_number(&c);
    take_literal(&c, ",\"id\":\"");
    take_hash(&c, &e.id);
    take_literal(&c, "\",\"index\":");
    e.index = (uint64_t)take_number(&c);
    take_literal(&c, ",\"result\":\"");
    take_result(&c, e.result);
    take_literal(&c, "\",\"time\":");
    e.time_ms = take_number(&c);
    take_literal(&c, ",\"type\":\"");
    const struct bytes type = take_until(&c, '"');
    take_literal(&c, "\"}");
    if (!cursor_ended(&c) || (!bytes_equal(type, BYTES("act")) && !bytes_equal(type, BYTES("fact")))) {
        return ERROR_MALFORMED;
    }
    e.type = type.len == 3 ? ENTRY_ACT : ENTRY_FACT;
    *out = e;
    return OK;
}
