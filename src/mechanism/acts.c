#include "mechanism/acts.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/act_fields.h"
#include "mechanism/context.h"

/* The tables, ascending by noun. */
static const struct act_table *const tables[] = {
    &assistance_acts,
    &body_acts,     &charter_acts, &clock_acts,     &commitment_acts, &election_acts, &instrument_acts,
    &matter_acts,   &member_acts,  &node_acts,      &objection_acts,  &platform_acts, &ruling_acts,
    &session_acts,  &silence_acts, &speech_acts,    &statement_acts,  &text_acts,     &voice_acts,
    &vote_acts,
};
enum { TABLES = sizeof tables / sizeof tables[0] };

size_t act_kind_count(void)
{
    size_t count = 0;
    for (size_t i = 0; i < TABLES; i++) {
        count += tables[i]->count;
    }
    return count;
}

const struct act_kind *act_kind_at(size_t index)
{
    size_t table = 0;
    while (index >= tables[table]->count) {
        index -= tables[table]->count;
        table++;
        check(table < TABLES);
    }
    return &tables[table]->kinds[index];
}

const struct act_kind *act_kind(struct bytes name)
{
    for (size_t i = 0; i < TABLES; i++) {
        for (size_t k = 0; k < tables[i]->count; k++) {
            if (bytes_equal_text(name, tables[i]->kinds[k].name)) {
                return &tables[i]->kinds[k];
            }
        }
    }
    return NULL;
}

static const struct {
    const char *word;
    unsigned power;
} powers[] = {{"bind", POWER_BIND}, {"chair", POWER_CHAIR}, {"keys", POWER_KEYS}, {"speak", POWER_SPEAK}};

const char *power_words(struct arena *a, unsigned set)
{
    struct buffer b;
    buffer_init(&b, 100);
    for (size_t i = 0; i < sizeof powers / sizeof powers[0]; i++) {
        if ((set & powers[i].power) != 0) {
            buffer_printf(&b, "%s%s", b.len == 0 ? "" : ",", powers[i].word);
        }
    }
    const char *text = arena_text(a, buffer_view(&b));
    buffer_done(&b);
    return text;
}

bool power_parse(struct bytes word, unsigned *power)
{
    for (size_t i = 0; i < sizeof powers / sizeof powers[0]; i++) {
        if (bytes_equal_text(word, powers[i].word)) {
            *power = powers[i].power;
            return true;
        }
    }
    return false;
}

const char *role_word(enum key_role r)
{
    return r == ROLE_NODE ? "node" : r == ROLE_OBJECTION ? "objection" : "delegate";
}

bool role_parse(struct bytes text, enum key_role *out)
{
    static const enum key_role roles[] = {ROLE_DELEGATE, ROLE_OBJECTION, ROLE_NODE};
    for (size_t i = 0; i < 3; i++) {
        if (bytes_equal_text(text, role_word(roles[i]))) {
            *out = roles[i];
            return true;
        }
    }
    return false;
}

const char *act_field_word(enum field_type t)
{
    static const char *const words[] = {
        [FIELD_END] = "",
        [FIELD_TEXT] = "text",
        [FIELD_LINE] = "line",
        [FIELD_ID] = "name",
        [FIELD_CODE] = "member",
        [FIELD_LANGUAGE] = "language",
        [FIELD_HASH] = "hash",
        [FIELD_INTEGER] = "number",
        [FIELD_BOOL] = "yes or no",
        [FIELD_LETTER] = "position",
        [FIELD_ROLE] = "role",
        [FIELD_STANCE] = "stance",
        [FIELD_LANGUAGES] = "languages",
        [FIELD_POWERS] = "powers",
        [FIELD_LEAVES] = "commitments",
        [FIELD_BYTES] = "base64",
        [FIELD_PLAINTEXT] = "words",
        [FIELD_DATE] = "day",
        [FIELD_SOURCES] = "texts",
        [FIELD_CODES] = "members",
        [FIELD_CALLS] = "calls",
        [FIELD_TAGS] = "tags",
        [FIELD_NAMES] = "lines",
        [FIELD_HOUR] = "hour",
        [FIELD_ATTENDANCE] = "attendance",
        [FIELD_PLATFORMS] = "platforms",
        [FIELD_NEEDS] = "needs",
    };
    check((size_t)t < sizeof words / sizeof words[0]);
    return words[t];
}

/* {name} stands for the text of the field as it is in the body. */
static struct bytes make_subject(struct arena *a, const struct act_kind *kind,
                                 const struct act_value values[ACT_FIELDS_MAX])
{
    struct buffer b;
    buffer_init(&b, 4 * SUBJECT_BYTES_MAX);
    for (const char *t = kind->subject; *t != 0; t++) {
        if (*t != '{') {
            buffer_add_u8(&b, (uint8_t)*t);
            continue;
        }
        const char *end = strchr(t, '}');
        check(end != NULL);
        const struct bytes name = bytes_of(t + 1, (size_t)(end - t - 1));
        size_t i = 0;
        while (!bytes_equal_text(name, kind->fields[i].name)) {
            i++;
            check(kind->fields[i].type != FIELD_END);
        }
        if (kind->fields[i].type == FIELD_INTEGER) {
            buffer_printf(&b, "%lld", (long long)values[i].integer);
        }
        buffer_add_bytes(&b, values[i].text); /* empty of a number */
        t = end;
    }
    const struct bytes subject = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return subject;
}

enum rejection act_check_body(struct arena *a, const struct act_kind *kind, const struct json *body,
                              struct act_value values[ACT_FIELDS_MAX], struct bytes *subject,
                              struct diag *diag)
{
    size_t seen = 0;
    size_t i = 0;
    for (; kind->fields[i].type != FIELD_END; i++) {
        const struct act_field *f = &kind->fields[i];
        values[i] = (struct act_value){0};
        const struct json *v = json_get(body, f->name);
        if (v == NULL && f->optional) {
            continue;
        }
        if (v == NULL || !act_read_field(a, f, v, &values[i])) {
            if (diag != NULL) {
                diag_set(diag, 0, 0, "", "%s: \"%s\" is %s", kind->name, f->name,
                         v == NULL ? "missing" : "not what it must be");
            }
            return REJECT_wrong_body;
        }
        seen++;
    }
    if (body->count != seen) {
        if (diag != NULL) {
            diag_set(diag, 0, 0, "", "%s: the body has a member that does not belong there", kind->name);
        }
        return REJECT_wrong_body;
    }
    *subject = make_subject(a, kind, values);
    return ACCEPTED;
}

static enum rejection rejection_of_error(enum error e)
{
    return e == ERROR_TOO_LARGE ? REJECT_too_large : REJECT_malformed;
}

enum rejection act_decode(struct arena *a, struct bytes envelope, struct act *out, struct diag *diag)
{
    struct dsse d;
    enum error e = dsse_read(a, envelope, &d);
    if (e != OK) {
        return rejection_of_error(e);
    }
    if (!bytes_equal_text(d.type, DSSE_TYPE_ACT)) {
        return REJECT_wrong_type;
    }
    const struct json *body = NULL;
    struct act act = {.envelope = envelope, .payload = d.payload};
    e = act_read(a, d.payload, &act.frame, &body, diag);
    if (e != OK) {
        return rejection_of_error(e);
    }
    if (act.frame.protocol != PROTOCOL_VERSION) {
        return REJECT_wrong_protocol;
    }
    act.kind = act_kind(act.frame.kind);
    if (act.kind == NULL) {
        return REJECT_unknown_kind;
    }
    struct bytes subject;
    const enum rejection r = act_check_body(a, act.kind, body, act.values, &subject, diag);
    if (r != ACCEPTED) {
        return r;
    }
    if (!bytes_equal(subject, act.frame.subject)) {
        return REJECT_wrong_subject;
    }
    act.id = dsse_id(d.type, d.payload);
    act.signature_count = d.signature_count;
    memcpy(act.signatures, d.signatures, sizeof act.signatures);
    *out = act;
    return ACCEPTED;
}

bool act_signatures_hold(const struct act *a)
{
    struct dsse d = {
        .type = BYTES(DSSE_TYPE_ACT), .payload = a->payload, .signature_count = a->signature_count};
    memcpy(d.signatures, a->signatures, sizeof d.signatures);
    return dsse_holds(&d);
}

bool act_of_entry(struct context *c, int64_t index, struct act *out)
{
    struct entry e;
    struct bytes carried;
    if (*c->error != OK) {
        return false;
    }
    *c->error = record_read(c->record, (uint64_t)index, c->arena, &e, &carried);
    if (*c->error == OK && act_decode(c->arena, carried, out, NULL) != ACCEPTED) {
        *c->error = ERROR_CORRUPT;
    }
    return *c->error == OK;
}

bool act_has(const struct act *a, const char *name)
{
    for (size_t i = 0; a->kind->fields[i].type != FIELD_END; i++) {
        if (strcmp(a->kind->fields[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

const struct act_value *act_value(const struct act *a, const char *name)
{
    for (size_t i = 0; a->kind->fields[i].type != FIELD_END; i++) {
        if (strcmp(a->kind->fields[i].name, name) == 0) {
            return &a->values[i];
        }
    }
    unreachable("the kind has no such field");
}

const struct act_value *act_cell(const struct act_value *rows, size_t index, const char *name)
{
    size_t width = 0;
    size_t at = SIZE_MAX;
    for (; rows->columns[width].type != FIELD_END; width++) {
        at = strcmp(rows->columns[width].name, name) == 0 ? width : at;
    }
    check(at != SIZE_MAX && index < rows->count);
    return &rows->cells[index * width + at];
}
