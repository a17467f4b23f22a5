/* The fields of a body, read and checked by their types. */
#include "mechanism/act_fields.h"

#include "base/check.h"
#include "base/hex.h"
#include "base/limits.h"
#include "base/text.h"
#include "charter/charter.h"
#include "codec/base64.h"
#include "mechanism/matter.h"

static bool read_languages(struct arena *a, const struct json *v, struct act_value *out)
{
    if (v->type != JSON_ARRAY || v->count == 0 || v->count > LANGUAGES_MAX) {
        return false;
    }
    struct bytes *items = ARENA_ARRAY(a, struct bytes, v->count);
    for (size_t i = 0; i < v->count; i++) {
        items[i] = v->items[i].text;
        if (v->items[i].type != JSON_TEXT || !text_is_language(items[i])) {
            return false;
        }
        for (size_t j = 0; j < i; j++) {
            if (bytes_equal(items[i], items[j])) {
                return false;
            }
        }
    }
    out->count = v->count;
    out->items = items;
    return true;
}

static bool read_powers(const struct json *v, struct act_value *out)
{
    if (v->type != JSON_ARRAY) {
        return false;
    }
    unsigned set = 0;
    for (size_t i = 0; i < v->count; i++) {
        unsigned one = 0;
        if (v->items[i].type != JSON_TEXT || !power_parse(v->items[i].text, &one) ||
            (i > 0 && bytes_compare(v->items[i - 1].text, v->items[i].text) >= 0)) {
            return false;
        }
        set |= one;
    }
    out->integer = set;
    return true;
}

static bool read_leaves(struct arena *a, const struct json *v, struct act_value *out)
{
    if (v->type != JSON_ARRAY || v->count == 0 || v->count > LANGUAGES_MAX) {
        return false;
    }
    struct act_leaf *leaves = ARENA_ARRAY(a, struct act_leaf, v->count);
    for (size_t i = 0; i < v->count; i++) {
        struct bytes commitment;
        if (v->items[i].type != JSON_OBJECT || v->items[i].count != 2 ||
            !json_get_text(&v->items[i], "commitment", &commitment) ||
            !hash_parse(commitment, &leaves[i].commitment) ||
            !json_get_text(&v->items[i], "language", &leaves[i].language) ||
            !text_is_language(leaves[i].language) ||
            (i > 0 && bytes_compare(leaves[i - 1].language, leaves[i].language) >= 0)) {
            return false;
        }
    }
    out->count = v->count;
    out->leaves = leaves;
    return true;
}

static bool read_codes(struct arena *a, const struct json *v, struct act_value *out)
{
    if (v->type != JSON_ARRAY || v->count > MEMBERS_MAX) {
        return false;
    }
    struct bytes *items = ARENA_ARRAY(a, struct bytes, v->count + 1);
    for (size_t i = 0; i < v->count; i++) {
        items[i] = v->items[i].text;
        if (v->items[i].type != JSON_TEXT || !text_is_code(items[i]) ||
            (i > 0 && bytes_compare(items[i - 1], items[i]) >= 0)) {
            return false;
        }
    }
    out->count = v->count;
    out->items = items;
    return true;
}

static bool read_names(struct arena *a, const struct act_field *f, const struct json *v,
                       struct act_value *out)
{
    if (v->type != JSON_ARRAY || (int64_t)v->count > f->max) {
        return false;
    }
    struct bytes *items = ARENA_ARRAY(a, struct bytes, v->count + 1);
    for (size_t i = 0; i < v->count; i++) {
        items[i] = v->items[i].text;
        if (v->items[i].type != JSON_TEXT || items[i].len == 0 || items[i].len > NAME_BYTES_MAX ||
            !text_is_line(items[i]) || (i > 0 && bytes_compare(items[i - 1], items[i]) >= 0)) {
            return false;
        }
    }
    out->count = v->count;
    out->items = items;
    return true;
}

static bool is_letter(struct bytes text)
{
    return text.len == 1 && position_index((char)text.data[0]) >= 0;
}

/* Ascending by member, each once. */
static bool read_marks(struct arena *a, const struct json *v, const char *key, bool (*fits)(struct bytes),
                       struct act_value *out)
{
    if (v->type != JSON_ARRAY || v->count == 0 || v->count > MEMBERS_MAX) {
        return false;
    }
    struct act_mark *marks = ARENA_ARRAY(a, struct act_mark, v->count);
    for (size_t i = 0; i < v->count; i++) {
        if (v->items[i].type != JSON_OBJECT || v->items[i].count != 2 ||
            !json_get_text(&v->items[i], "member", &marks[i].member) || !text_is_code(marks[i].member) ||
            !json_get_text(&v->items[i], key, &marks[i].mark) || !fits(marks[i].mark) ||
            (i > 0 && bytes_compare(marks[i - 1].member, marks[i].member) >= 0)) {
            return false;
        }
    }
    out->count = v->count;
    out->marks = marks;
    return true;
}

static bool read_sources(struct arena *a, const struct json *v, struct act_value *out)
{
    if (v->type != JSON_ARRAY || v->count == 0 || v->count > CHARTER_SOURCES_MAX) {
        return false;
    }
    struct act_source *sources = ARENA_ARRAY(a, struct act_source, v->count);
    int64_t parts = 0;
    for (size_t i = 0; i < v->count; i++) {
        if (v->items[i].type != JSON_OBJECT || v->items[i].count != 2 ||
            !json_get_text(&v->items[i], "name", &sources[i].name) || !text_is_id(sources[i].name) ||
            !json_get_integer(&v->items[i], "parts", &sources[i].parts) || sources[i].parts < 1 ||
            sources[i].parts > CHARTER_PARTS_MAX) {
            return false;
        }
        parts += sources[i].parts;
    }
    out->count = v->count;
    out->sources = sources;
    return parts <= CHARTER_PARTS_MAX;
}

static const struct act_field attendance[] = {
    {"from", FIELD_HOUR, 0, true},
    {"member", FIELD_CODE, 0, false},
    {"office", FIELD_LINE, NAME_BYTES_MAX, false},
    {"until", FIELD_HOUR, 0, true},
    {NULL, FIELD_END, 0, false},
};

static const struct act_field platforms[] = {
    {"from", FIELD_DATE, 0, false},
    {"name", FIELD_LINE, NAME_BYTES_MAX, false},
    {"place", FIELD_LINE, NAME_BYTES_MAX, true},
    {"to", FIELD_DATE, 0, false},
    {"topic", FIELD_LINE, NAME_BYTES_MAX, true},
    {"uid", FIELD_LINE, NAME_BYTES_MAX, true},
    {NULL, FIELD_END, 0, false},
};

static const struct act_field needs[] = {
    {"by", FIELD_DATE, 0, false},
    {"item", FIELD_LINE, NAME_BYTES_MAX, false},
    {"quantity", FIELD_INTEGER, QUANTITY_MAX, false},
    {"unit", FIELD_LINE, UNIT_BYTES_MAX, false},
    {NULL, FIELD_END, 0, false},
};

const struct act_field *act_columns(enum field_type t)
{
    return t == FIELD_ATTENDANCE ? attendance : t == FIELD_PLATFORMS ? platforms
         : t == FIELD_NEEDS      ? needs
                                 : NULL;
}

/* Objects of the same members; one that may be missing is not given there. */
static bool read_rows(struct arena *a, const struct act_field *f, const struct json *v,
                      struct act_value *out)
{
    const struct act_field *columns = act_columns(f->type);
    size_t width = 0;
    while (columns[width].type != FIELD_END) {
        width++;
    }
    if (v->type != JSON_ARRAY || v->count == 0 || (int64_t)v->count > f->max) {
        return false;
    }
    struct act_value *cells = ARENA_ARRAY(a, struct act_value, v->count * width);
    for (size_t i = 0; i < v->count; i++) {
        size_t seen = 0;
        for (size_t k = 0; k < width; k++) {
            struct act_value *cell = &cells[i * width + k];
            const struct json *member = json_get(&v->items[i], columns[k].name);
            *cell = (struct act_value){0};
            if (member == NULL ? !columns[k].optional : !act_read_field(a, &columns[k], member, cell)) {
                return false;
            }
            seen += member != NULL;
        }
        if (v->items[i].type != JSON_OBJECT || v->items[i].count != seen) {
            return false;
        }
    }
    out->count = v->count;
    out->columns = columns;
    out->cells = cells;
    return true;
}

static bool read_bytes(struct arena *a, const struct act_field *f, const struct json *v,
                       struct act_value *out)
{
    size_t len = 0;
    return v->type == JSON_TEXT && base64_measure(v->text, &len) && len > 0 && (int64_t)len <= f->max &&
           base64_decode(a, v->text, &out->text);
}

static bool read_role(struct bytes text, struct act_value *out)
{
    enum key_role role = ROLE_DELEGATE;
    const bool known = role_parse(text, &role);
    out->integer = role;
    return known;
}

static bool read_stance(struct bytes text, struct act_value *out)
{
    enum stance stance = STANCE_OPEN;
    const bool known = stance_parse(text, &stance);
    out->integer = stance;
    return known;
}

static bool read_text(const struct act_field *f, const struct json *v, struct act_value *out)
{
    if (v->type != JSON_TEXT) {
        return false;
    }
    out->text = v->text;
    switch (f->type) {
    case FIELD_TEXT:
        return v->text.len > 0 && (int64_t)v->text.len <= f->max;
    case FIELD_LINE:
        return v->text.len > 0 && (int64_t)v->text.len <= f->max && text_is_line(v->text);
    case FIELD_PLAINTEXT:
        return text_is_plaintext(v->text);
    case FIELD_ID:
        return text_is_id(v->text);
    case FIELD_CODE:
        return text_is_code(v->text);
    case FIELD_LANGUAGE:
        return text_is_language(v->text);
    case FIELD_HASH:
        return hash_parse(v->text, &out->hash);
    case FIELD_ROLE:
        return read_role(v->text, out);
    case FIELD_DATE:
        return charter_is_date(v->text);
    case FIELD_HOUR:
        return text_is_hour(v->text);
    case FIELD_STANCE:
        return read_stance(v->text, out);
    case FIELD_LETTER:
        out->integer = v->text.len == 1 ? v->text.data[0] : 0;
        return v->text.len == 1 && position_index((char)v->text.data[0]) >= 0;
    case FIELD_END:
    case FIELD_BYTES:
    case FIELD_INTEGER:
    case FIELD_BOOL:
    case FIELD_LANGUAGES:
    case FIELD_POWERS:
    case FIELD_LEAVES:
    case FIELD_SOURCES:
    case FIELD_CODES:
    case FIELD_CALLS:
    case FIELD_TAGS:
    case FIELD_NAMES:
    case FIELD_ATTENDANCE:
    case FIELD_PLATFORMS:
    case FIELD_NEEDS:
        break;
    }
    unreachable("not a field of text");
}

bool act_read_field(struct arena *a, const struct act_field *f, const struct json *v, struct act_value *out)
{
    out->given = true;
    switch (f->type) {
    case FIELD_INTEGER:
        out->integer = v->integer;
        return v->type == JSON_INTEGER && v->integer >= 0 && v->integer <= f->max;
    case FIELD_BOOL:
        out->integer = v->boolean;
        return v->type == JSON_BOOL;
    case FIELD_BYTES:
        return read_bytes(a, f, v, out);
    case FIELD_LANGUAGES:
        return read_languages(a, v, out);
    case FIELD_POWERS:
        return read_powers(v, out);
    case FIELD_LEAVES:
        return read_leaves(a, v, out);
    case FIELD_SOURCES:
        return read_sources(a, v, out);
    case FIELD_CODES:
        return read_codes(a, v, out);
    case FIELD_NAMES:
        return read_names(a, f, v, out);
    case FIELD_ATTENDANCE:
    case FIELD_PLATFORMS:
    case FIELD_NEEDS:
        return read_rows(a, f, v, out);
    case FIELD_CALLS:
        return read_marks(a, v, "position", is_letter, out);
    case FIELD_TAGS:
        return read_marks(a, v, "tag", text_is_code, out);
    case FIELD_TEXT:
    case FIELD_LINE:
    case FIELD_PLAINTEXT:
    case FIELD_ID:
    case FIELD_CODE:
    case FIELD_LANGUAGE:
    case FIELD_HASH:
    case FIELD_ROLE:
    case FIELD_DATE:
    case FIELD_HOUR:
    case FIELD_STANCE:
    case FIELD_LETTER:
        return read_text(f, v, out);
    case FIELD_END:
        break;
    }
    unreachable("the end is no field");
}
