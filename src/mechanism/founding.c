#include "mechanism/founding.h"

#include "base/check.h"
#include "base/civil.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "mechanism/acts.h"
#include "mechanism/body.h"
#include "mechanism/member.h"
#include "mechanism/tables.h"

static enum error bad(struct diag *diag, const char *what)
{
    if (diag != NULL) {
        diag_set(diag, 0, 0, "", "%s", what);
    }
    return ERROR_MALFORMED;
}

static bool read_key(const struct json *object, const char *name, struct public_key *out)
{
    struct bytes text;
    struct hash h;
    if (!json_get_text(object, name, &text) || !hash_parse(text, &h)) {
        return false;
    }
    for (size_t i = 0; i < sizeof out->bytes; i++) {
        out->bytes[i] = h.bytes[i];
    }
    return true;
}

static bool read_name(const struct json *object, const char *name, struct bytes *out)
{
    return json_get_text(object, name, out) && out->len > 0 && out->len <= NAME_BYTES_MAX &&
           text_is_line(*out);
}

/* What a charter may say in general and not in this organisation, or not yet. */
const char *founding_refuses(const struct organisation *org, const struct charter *c)
{
    if (c->fictional && org->realm == REALM_REAL) {
        return "a fictional charter serves exercises only";
    }
    for (size_t i = 0; i < c->rule_count; i++) {
        if (c->rules[i].clock_min_ms != 0 && !bytes_equal_text(c->rules[i].set_by, "chair") &&
            charter_office(c, c->rules[i].set_by) == NULL) {
            return "a clock is set by an office that the charter does not have";
        }
    }
    return NULL;
}

static enum error read_charter(struct arena *a, const struct json *top, struct organisation *org,
                               struct diag *diag)
{
    enum { SOURCES_MAX = 8 };
    const struct json *list = json_get_array(top, "charter");
    struct charter_source sources[SOURCES_MAX];
    if (list == NULL || list->count == 0 || list->count > SOURCES_MAX) {
        return bad(diag, "charter must be a list of 1 to 8 texts");
    }
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].count != 2 || !json_get_text(&list->items[i], "name", &sources[i].name) ||
            !text_is_id(sources[i].name) || !json_get_text(&list->items[i], "text", &sources[i].text) ||
            sources[i].text.len > CHARTER_BYTES_MAX) {
            return bad(diag, "a charter has a name and a text");
        }
    }
    struct charter_diags diags = {0};
    const enum error e = charter_parse(a, sources, list->count, &org->first_charter, &diags);
    if (e != OK && diag != NULL) {
        check(diags.count > 0);
        const struct diag *first = &diags.items[0].diag;
        const struct bytes name = diags.items[0].source;
        diag_set(diag, first->line, first->column, first->found, "%.*s: %s", (int)name.len,
                 (const char *)name.data, first->message);
    }
    const char *refused = e == OK ? founding_refuses(org, org->first_charter) : NULL;
    return refused != NULL ? bad(diag, refused) : e;
}

static enum error read_languages(struct arena *a, const struct json *top, struct organisation *org,
                                 struct diag *diag)
{
    const struct json *list = json_get_array(top, "languages");
    if (list == NULL || list->count == 0 || list->count > LANGUAGES_MAX) {
        return bad(diag, "languages must be a list of 1 to 8 tags");
    }
    struct bytes *languages = ARENA_ARRAY(a, struct bytes, list->count);
    for (size_t i = 0; i < list->count; i++) {
        languages[i] = list->items[i].text;
        if (list->items[i].type != JSON_TEXT || !text_is_language(languages[i])) {
            return bad(diag, "a language is a tag in lower case, such as en");
        }
        for (size_t k = 0; k < i; k++) {
            if (bytes_equal(languages[k], languages[i])) {
                return bad(diag, "a language is named twice");
            }
        }
    }
    const struct charter *c = org->first_charter;
    bool same = c->language_count == 0 || c->language_count == list->count;
    for (size_t i = 0; i < c->language_count && same; i++) {
        same = bytes_equal(c->languages[i], languages[i]);
    }
    if (!same) {
        return bad(diag, "the charter has other languages, or another order of them");
    }
    org->languages = languages;
    org->language_count = list->count;
    return OK;
}

static enum error read_member_key(const struct json *key, struct member_key *out, struct diag *diag)
{
    struct bytes role;
    const struct json *powers = json_get_array(key, "powers");
    if (key->count != 4 || !read_key(key, "key", &out->key) || !read_name(key, "name", &out->name) ||
        !json_get_text(key, "role", &role) || !role_parse(role, &out->role) || powers == NULL) {
        return bad(diag, "a key has key, name, powers and role");
    }
    out->powers = 0;
    for (size_t i = 0; i < powers->count; i++) {
        unsigned one = 0;
        if (powers->items[i].type != JSON_TEXT || !power_parse(powers->items[i].text, &one) ||
            (out->powers & one) != 0) {
            return bad(diag, "powers are bind, chair, keys and speak, each once");
        }
        out->powers |= one;
    }
    return out->role != ROLE_DELEGATE && out->powers != 0 ? bad(diag, "only delegates have powers") : OK;
}

/* A seat is named where the charter leaves the composition open, each once. */
static enum error check_seats(const struct organisation *org, struct bytes code, const struct json *seats,
                              struct diag *diag)
{
    const struct charter *charter = org->first_charter;
    const struct civil_day day = civil_day_of(org->founded_ms, org->civil_offset_minutes);
    for (size_t i = 0; i < seats->count; i++) {
        const struct charter_body *law =
            seats->items[i].type == JSON_TEXT ? charter_body(charter, seats->items[i].text) : NULL;
        if (law == NULL || law->everyone) {
            return bad(diag, "seats name bodies whose composition the charter leaves open");
        }
        if (law->tagged.len > 0 && !charter_gives(charter, law->tagged, code, bytes_of_text(day.text))) {
            return bad(diag, "a seat is named for a member without the tag that the charter asks for there");
        }
        for (size_t k = 0; k < i; k++) {
            if (bytes_equal(seats->items[k].text, seats->items[i].text)) {
                return bad(diag, "a seat is named twice");
            }
        }
    }
    return OK;
}

static enum error check_member(const struct organisation *org, const struct json *member,
                               struct bytes previous, struct diag *diag)
{
    struct bytes code;
    struct bytes name;
    struct public_key node;
    const struct json *keys = json_get_array(member, "keys");
    const struct json *seats = json_get_array(member, "seats");
    if (member->count != 5 || !json_get_text(member, "code", &code) || !text_is_code(code) ||
        !read_name(member, "name", &name) || !read_key(member, "node", &node) || keys == NULL ||
        seats == NULL) {
        return bad(diag, "a member has code, keys, name, node and seats");
    }
    if (previous.len > 0 && bytes_compare(previous, code) >= 0) {
        return bad(diag, "members must ascend by code, each once");
    }
    bool has_node = false;
    bool has_manager = false;
    struct public_key last = {{0}};
    if (keys->count > DELEGATES_MAX) {
        return bad(diag, "a member has at most 64 keys");
    }
    for (size_t i = 0; i < keys->count; i++) {
        struct member_key key;
        const enum error e = read_member_key(&keys->items[i], &key, diag);
        if (e != OK) {
            return e;
        }
        if (i > 0 && bytes_compare(public_key_view(&last), public_key_view(&key.key)) >= 0) {
            return bad(diag, "keys must ascend, each once");
        }
        last = key.key;
        has_node = has_node || (key.role == ROLE_NODE && public_key_equal(&key.key, &node));
        has_manager = has_manager || (key.powers & POWER_KEYS) != 0;
    }
    if (!has_node || !has_manager) {
        return bad(diag, "a member needs its node among its keys and a delegate with the power keys");
    }
    return check_seats(org, code, seats, diag);
}

static enum error check_members(const struct organisation *org, const struct json *top, struct diag *diag)
{
    const struct json *members = json_get_array(top, "members");
    if (members == NULL || members->count == 0 || members->count > MEMBERS_MAX) {
        return bad(diag, "members must be a list of 1 to 200");
    }
    struct bytes previous = BYTES("");
    for (size_t i = 0; i < members->count; i++) {
        const enum error e = check_member(org, &members->items[i], previous, diag);
        if (e != OK) {
            return e;
        }
        check(json_get_text(&members->items[i], "code", &previous));
        for (size_t j = 0; j < i; j++) { /* a key serves one member: compare with every earlier one */
            const struct json *mine = json_get_array(&members->items[i], "keys");
            const struct json *theirs = json_get_array(&members->items[j], "keys");
            for (size_t x = 0; x < mine->count * theirs->count; x++) {
                struct bytes a = BYTES("");
                struct bytes b = BYTES("");
                (void)json_get_text(&mine->items[x / theirs->count], "key", &a);
                (void)json_get_text(&theirs->items[x % theirs->count], "key", &b);
                if (bytes_equal(a, b)) {
                    return bad(diag, "a key stands under two members");
                }
            }
        }
    }
    return OK;
}

static bool read_hosting(const struct json *top, bool *hosted)
{
    struct bytes text;
    if (!json_get_text(top, "hosting", &text)) {
        return false;
    }
    *hosted = bytes_equal_text(text, "operator");
    return *hosted || bytes_equal_text(text, "members");
}

enum error founding_read(struct arena *a, struct bytes document, struct organisation *out, struct diag *diag)
{
    enum { MEMBERS = 12 }; /* and tables, where there are any */
    const struct json *top = NULL;
    enum error e = json_parse_canonical(a, document, FOUNDING_BYTES_MAX, &top, diag);
    if (e != OK) {
        return e;
    }
    struct organisation org = {.epoch = 1};
    const size_t members = json_get(top, "tables") == NULL ? MEMBERS : MEMBERS + 1;
    struct bytes kind;
    struct bytes realm;
    int64_t protocol = 0;
    if (top->type != JSON_OBJECT || top->count != members || !json_get_text(top, "kind", &kind) ||
        !bytes_equal_text(kind, "founding") || !json_get_integer(top, "protocol", &protocol)) {
        return bad(diag, "not a founding document");
    }
    if (protocol != PROTOCOL_VERSION) {
        (void)bad(diag, "the founding document is of another protocol version");
        return ERROR_UNSUPPORTED;
    }
    if (!json_get_text(top, "realm", &realm) || !realm_parse(realm, &org.realm)) {
        return bad(diag, "realm is neither exercise nor real");
    }
    if (!read_name(top, "name", &org.name) || !json_get_text(top, "origin", &org.origin) ||
        !text_is_origin(org.origin)) {
        return bad(diag, "an organisation has a name and an origin of a-z, 0-9, dot and hyphen");
    }
    if (!read_key(top, "log_key", &org.log_key) || !json_get_integer(top, "time", &org.founded_ms) ||
        org.founded_ms <= 0 || org.founded_ms > TIME_MS_MAX ||
        !json_get_integer(top, "civil_offset", &org.civil_offset_minutes) ||
        org.civil_offset_minutes < -1440 || org.civil_offset_minutes > 1440) {
        return bad(diag, "log_key, time or civil_offset is not what it must be");
    }
    if (!read_hosting(top, &org.hosted)) {
        return bad(diag, "hosting is operator or members");
    }
    e = read_charter(a, top, &org, diag);
    e = e == OK ? tables_read(a, top, &org, diag) : e;
    e = e == OK ? read_languages(a, top, &org, diag) : e;
    e = e == OK ? check_members(&org, top, diag) : e;
    if (e != OK) {
        return e;
    }
    org.id = hash_of(document);
    org.origin_line = bytes_of_text(arena_printf(a, "%s%.*s", org.realm == REALM_REAL ? "" : "exercise-",
                                                 (int)org.origin.len, org.origin.data));
    *out = org;
    return OK;
}

static void apply_member(const struct json *member, struct state *s)
{
    struct bytes code;
    struct bytes name;
    struct public_key node;
    check(json_get_text(member, "code", &code) && read_name(member, "name", &name) &&
          read_key(member, "node", &node));
    member_found(s, code, name, &node);
    const struct json *keys = json_get_array(member, "keys");
    for (size_t i = 0; i < keys->count; i++) {
        struct member_key key = {.member = code};
        check(read_member_key(&keys->items[i], &key, NULL) == OK);
        member_found_key(s, &key);
    }
}

static bool sits(const struct json *member, const struct charter_body *law)
{
    const struct json *seats = json_get_array(member, "seats");
    for (size_t i = 0; i < seats->count; i++) {
        if (seats->items[i].type == JSON_TEXT && bytes_equal(seats->items[i].text, law->name)) {
            return true;
        }
    }
    return law->everyone;
}

static enum error apply_body(struct arena *a, const struct json *members, const struct charter *charter,
                             const struct charter_body *law, struct state *s)
{
    struct body b = {.id = law->name};
    struct bytes *seats = ARENA_ARRAY(a, struct bytes, members->count);
    for (size_t i = 0; i < members->count; i++) {
        if (sits(&members->items[i], law)) {
            check(json_get_text(&members->items[i], "code", &seats[b.seat_count]));
            b.seat_count++;
        }
    }
    b.seats = seats;
    if (b.seat_count == 0) {
        return OK; /* nobody sits there yet: the body does not meet */
    }
    b.chair = body_first_chair(charter, law, &b);
    if (!body_has(&b, b.chair)) {
        return ERROR_MALFORMED;
    }
    body_found(s, &b);
    return OK;
}

enum error founding_apply(struct arena *a, struct bytes document, const struct organisation *org,
                          struct state *s)
{
    const struct json *top = NULL;
    const enum error e = json_parse_canonical(a, document, FOUNDING_BYTES_MAX, &top, NULL);
    if (e != OK) {
        return e;
    }
    const struct json *members = json_get_array(top, "members");
    check(members != NULL);
    for (size_t i = 0; i < members->count; i++) {
        apply_member(&members->items[i], s);
    }
    for (size_t i = 0; i < org->first_charter->body_count; i++) {
        const enum error bad_body =
            apply_body(a, members, org->first_charter, &org->first_charter->bodies[i], s);
        if (bad_body != OK) {
            return bad_body;
        }
    }
    enum error failed = OK;
    struct context c = {
        .org = org, .state = s, .arena = a, .time_ms = org->founded_ms, .error = &failed};
    body_watch(&c, org->first_charter);
    return failed;
}
