/* Apart from fact_voice.c, because reading needs the JSON parser and the signer has none. */
#include <string.h>

#include "base/hex.h"
#include "base/limits.h"
#include "record/fact_inner.h"
#include "record/fact_voice.h"

enum { FACT_BYTES_MAX = 256 * 1024 };

static bool read_members(struct arena *a, const struct json *top, size_t *count, const struct bytes **out)
{
    return fact_take_codes(a, top, "members", count, out) && *count <= SHARE_HOLDERS_MAX;
}

static bool read_key(const struct json *top, struct public_key *out)
{
    struct bytes text;
    return json_get_text(top, "key", &text) && hex_decode(text, out->bytes, sizeof out->bytes);
}

static bool read_keys(struct arena *a, const struct json *top, const char *name, size_t count,
                      const struct public_key **out)
{
    const struct json *list = json_get_array(top, name);
    if (list == NULL || list->count != count) {
        return false;
    }
    struct public_key *keys = ARENA_ARRAY(a, struct public_key, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (list->items[i].type != JSON_TEXT ||
            !hex_decode(list->items[i].text, keys[i].bytes, sizeof keys[i].bytes)) {
            return false;
        }
    }
    *out = keys;
    return true;
}

static bool is_kind(const struct json *top, const char *kind)
{
    struct bytes text;
    return json_get_text(top, "kind", &text) && bytes_equal_text(text, kind);
}

/* The members that only some of these facts have. */
static bool read_rest(struct arena *a, const struct json *top, const char *kind, struct fact_ceremony *f)
{
    if (strcmp(kind, "transcript") == 0) {
        return top->count == 6 && json_get_integer(top, "deadline", &f->deadline_ms) &&
               read_key(top, &f->key) && fact_take_hash(top, "transcript", &f->transcript);
    }
    if (!read_members(a, top, &f->count, &f->members) || !json_get_integer(top, "threshold", &f->threshold)) {
        return false;
    }
    if (strcmp(kind, "ceremony") == 0) {
        return top->count == 6 && json_get_integer(top, "deadline", &f->deadline_ms);
    }
    if (strcmp(kind, "parties") == 0) {
        return top->count == 8 && json_get_integer(top, "deadline", &f->deadline_ms) &&
               read_keys(a, top, "keys", f->count, &f->keys) &&
               read_keys(a, top, "nodes", f->count, &f->nodes);
    }
    return strcmp(kind, "key") == 0 && top->count == 8 && read_key(top, &f->key) &&
           read_keys(a, top, "shares", f->count, &f->keys) &&
           fact_take_hash(top, "transcript", &f->transcript);
}

enum error fact_read_ceremony(struct arena *a, struct bytes body, const char *kind, struct fact_ceremony *out)
{
    const struct json *top = NULL;
    struct fact_ceremony f = {.count = 0};
    if (json_parse_canonical(a, body, FACT_BYTES_MAX, &top, NULL) != OK || top->type != JSON_OBJECT ||
        !is_kind(top, kind) || !fact_take_hash(top, "ceremony", &f.ceremony) ||
        !json_get_integer(top, "time", &f.time_ms) || !read_rest(a, top, kind, &f)) {
        return ERROR_MALFORMED;
    }
    *out = f;
    return OK;
}

static bool read_seats(struct arena *a, const struct json *top, struct fact_session *f)
{
    const struct json *ids = json_get_array(top, "ids");
    const struct json *commitments = json_get_array(top, "commitments");
    if (!read_members(a, top, &f->count, &f->members) || ids == NULL || commitments == NULL ||
        ids->count != f->count || commitments->count != f->count) {
        return false;
    }
    uint16_t *numbers = ARENA_ARRAY(a, uint16_t, f->count + 1);
    uint8_t(*couples)[COUPLE_BYTES] = arena_take(a, f->count + 1, COUPLE_BYTES);
    for (size_t i = 0; i < f->count; i++) {
        const struct json *id = &ids->items[i];
        if (id->type != JSON_INTEGER || id->integer < 1 || id->integer > SHARE_HOLDERS_MAX ||
            commitments->items[i].type != JSON_TEXT ||
            !hex_decode(commitments->items[i].text, couples[i], COUPLE_BYTES)) {
            return false;
        }
        numbers[i] = (uint16_t)id->integer;
    }
    f->ids = numbers;
    f->couples = (const uint8_t(*)[COUPLE_BYTES])couples;
    return true;
}

enum error fact_read_session(struct arena *a, struct bytes body, struct fact_session *out)
{
    enum { MEMBERS = 9 };
    const struct json *top = NULL;
    struct fact_session f = {.count = 0};
    int64_t close = 0;
    if (json_parse_canonical(a, body, FACT_BYTES_MAX, &top, NULL) != OK || top->type != JSON_OBJECT ||
        top->count != MEMBERS || !is_kind(top, "session") || !json_get_integer(top, "attempt", &f.attempt) ||
        !json_get_integer(top, "close", &close) || close < 0 || !fact_take_hash(top, "sha256", &f.sha256) ||
        !json_get_integer(top, "time", &f.time_ms) || !fact_take_hash(top, "transcript", &f.transcript) ||
        !read_seats(a, top, &f)) {
        return ERROR_MALFORMED;
    }
    f.close = (uint64_t)close;
    *out = f;
    return OK;
}
