/* Apart from fact.c, because reading needs the JSON parser and the signer has none. */
#include "record/fact_inner.h"

enum { FACT_BYTES_MAX = 64 * 1024 };

bool fact_take_hash(const struct json *top, const char *key, struct hash *out)
{
    struct bytes text;
    return json_get_text(top, key, &text) && hash_parse(text, out);
}

bool fact_take_codes(struct arena *a, const struct json *top, const char *key, size_t *count,
                     const struct bytes **out)
{
    const struct json *list = json_get_array(top, key);
    if (list == NULL) {
        return false;
    }
    struct bytes *codes = ARENA_ARRAY(a, struct bytes, list->count);
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].type != JSON_TEXT) {
            return false;
        }
        codes[i] = list->items[i].text;
    }
    *count = list->count;
    *out = codes;
    return true;
}

enum error fact_read_close(struct arena *a, struct bytes body, struct fact_close *out)
{
    enum { MEMBERS = 18 };
    const struct json *top = NULL;
    struct fact_close f = {.epoch = 0};
    struct bytes kind;
    struct bytes realm;
    const enum error e = json_parse_canonical(a, body, FACT_BYTES_MAX, &top, NULL);
    if (e != OK) {
        return ERROR_MALFORMED;
    }
    const bool good =
        top->type == JSON_OBJECT && top->count == MEMBERS && json_get_text(top, "kind", &kind) &&
        bytes_equal_text(kind, "close") && fact_take_hash(top, "org", &f.org) &&
        json_get_integer(top, "epoch", &f.epoch) && json_get_text(top, "realm", &realm) &&
        realm_parse(realm, &f.realm) && fact_take_hash(top, "subject", &f.subject) &&
        fact_take_hash(top, "matter", &f.matter) && fact_take_hash(top, "root", &f.root) &&
        json_get_integer(top, "deadline", &f.deadline_ms) && json_get_integer(top, "time", &f.time_ms) &&
        fact_take_hash(top, "charter", &f.charter) && fact_take_hash(top, "rule", &f.rule) &&
        json_get_text(top, "rule_name", &f.rule_name) && json_get_text(top, "outcome", &f.outcome) &&
        json_get_text(top, "reason", &f.reason) && json_get_text(top, "rung", &f.rung) &&
        fact_take_codes(a, top, "speaking_for", &f.speaking_for_count, &f.speaking_for) &&
        fact_take_codes(a, top, "not_reached", &f.not_reached_count, &f.not_reached) &&
        json_get_integer(top, "statement", &f.statement);
    if (!good) {
        return ERROR_MALFORMED;
    }
    *out = f;
    return OK;
}

static bool take_seat(const struct json *item, struct fact_tally_seat *out)
{
    return item->type == JSON_OBJECT && item->count == 4 && json_get_text(item, "member", &out->member) &&
           json_get_text(item, "position", &out->position) && json_get_text(item, "present", &out->present) &&
           json_get_integer(item, "said", &out->said);
}

/* "bodies" of a tally, where it has them. */
static bool take_bodies(struct arena *a, const struct json *top, struct fact_tally *out)
{
    const struct json *list = json_get_array(top, "bodies");
    if (list == NULL) {
        return true;
    }
    struct fact_body *bodies = ARENA_ARRAY(a, struct fact_body, list->count + 1);
    for (size_t i = 0; i < list->count; i++) {
        const struct json *item = &list->items[i];
        if (item->type != JSON_OBJECT || item->count != 2 || !json_get_text(item, "body", &bodies[i].name) ||
            !fact_take_codes(a, item, "members", &bodies[i].count, &bodies[i].members)) {
            return false;
        }
    }
    out->body_count = list->count;
    out->bodies = bodies;
    return list->count > 0;
}

enum error fact_read_tally(struct arena *a, struct bytes body, struct fact_tally *out)
{
    enum { MEMBERS = 5 };
    const struct json *top = NULL;
    struct fact_tally f = {.seat_count = 0};
    struct bytes kind;
    if (json_parse_canonical(a, body, FACT_BYTES_MAX, &top, NULL) != OK || top->type != JSON_OBJECT ||
        !take_bodies(a, top, &f) || top->count != MEMBERS + (f.body_count > 0 ? 1 : 0) ||
        !json_get_text(top, "kind", &kind) || !bytes_equal_text(kind, "tally") ||
        !json_get_text(top, "motion", &f.motion) || !fact_take_hash(top, "presence", &f.presence) ||
        !fact_take_hash(top, "subject", &f.subject)) {
        return ERROR_MALFORMED;
    }
    const struct json *list = json_get_array(top, "seats");
    if (list == NULL) {
        return ERROR_MALFORMED;
    }
    struct fact_tally_seat *seats = ARENA_ARRAY(a, struct fact_tally_seat, list->count + 1);
    for (; f.seat_count < list->count; f.seat_count++) {
        if (!take_seat(&list->items[f.seat_count], &seats[f.seat_count])) {
            return ERROR_MALFORMED;
        }
    }
    f.seats = seats;
    *out = f;
    return OK;
}

struct bytes fact_kind(struct arena *a, struct bytes body)
{
    const struct json *top = NULL;
    struct bytes kind;
    if (json_parse_canonical(a, body, FACT_BYTES_MAX, &top, NULL) != OK ||
        !json_get_text(top, "kind", &kind)) {
        return BYTES("");
    }
    return kind;
}
