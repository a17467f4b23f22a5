/* Any bytes as an envelope: what act_decode takes has one form, its kind's fields in their types, and the
 * subject that its body gives. A payload without an envelope is put into one, so that the fuzzer need not
 * invent base64. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/text.h"
#include "charter/charter.h"
#include "codec/dsse.h"
#include "mechanism/acts.h"
#include "mechanism/matter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_value(const struct act_field *f, const struct act_value *v);

static void check_rows(const struct act_field *f, const struct act_value *v)
{
    check(v->count >= 1 && (int64_t)v->count <= f->max && v->columns == act_columns(f->type));
    for (size_t i = 0; i < v->count; i++) {
        for (const struct act_field *k = v->columns; k->type != FIELD_END; k++) {
            check_value(k, act_cell(v, i, k->name));
        }
    }
}

static void check_value(const struct act_field *f, const struct act_value *v)
{
    check(v->given || f->optional);
    if (!v->given) {
        return;
    }
    switch (f->type) {
    case FIELD_TEXT:
        check(v->text.len > 0 && (int64_t)v->text.len <= f->max && text_is_utf8(v->text));
        return;
    case FIELD_LINE:
        check(v->text.len > 0 && (int64_t)v->text.len <= f->max && text_is_line(v->text));
        return;
    case FIELD_BYTES: check(v->text.len > 0 && (int64_t)v->text.len <= f->max); return;
    case FIELD_PLAINTEXT: check(text_is_plaintext(v->text)); return;
    case FIELD_ID: check(text_is_id(v->text)); return;
    case FIELD_CODE: check(text_is_code(v->text)); return;
    case FIELD_LANGUAGE: check(text_is_language(v->text)); return;
    case FIELD_HASH: check(v->text.len == 64); return;
    case FIELD_INTEGER: check(v->integer >= 0 && v->integer <= f->max); return;
    case FIELD_BOOL: check(v->integer == 0 || v->integer == 1); return;
    case FIELD_LETTER: check(position_index((char)v->integer) >= 0); return;
    case FIELD_ROLE: check(v->integer >= ROLE_DELEGATE && v->integer <= ROLE_NODE); return;
    case FIELD_STANCE: check(v->integer >= STANCE_OPEN && v->integer <= STANCE_AGREED); return;
    case FIELD_LANGUAGES:
    case FIELD_LEAVES: check(v->count >= 1 && v->count <= LANGUAGES_MAX); return;
    case FIELD_POWERS: check(v->integer >= 0 && v->integer <= POWERS_ALL); return;
    case FIELD_DATE: check(charter_is_date(v->text)); return;
    case FIELD_HOUR: check(v->text.len == 5 && v->text.data[2] == ':'); return;
    case FIELD_ATTENDANCE:
    case FIELD_PLATFORMS:
    case FIELD_NEEDS:
        check_rows(f, v);
        return;
    case FIELD_SOURCES: check(v->count >= 1 && v->count <= CHARTER_SOURCES_MAX); return;
    case FIELD_CODES:
    case FIELD_NAMES: check(v->count <= MEMBERS_MAX); return;
    case FIELD_CALLS:
    case FIELD_TAGS:
        check(v->count >= 1 && v->count <= MEMBERS_MAX && v->marks[0].mark.len > 0);
        return;
    case FIELD_END:
        break;
    }
    unreachable("the end is no field");
}

static enum rejection decode(struct arena *a, struct bytes envelope)
{
    struct act act;
    struct diag diag = {.message = ""};
    const enum rejection r = act_decode(a, envelope, &act, &diag);
    if (r != ACCEPTED) {
        check(rejection_is_stateless(r));
        return r;
    }
    const struct hash id = dsse_id(BYTES(DSSE_TYPE_ACT), act.payload);
    check(hash_equal(&id, &act.id));
    check(act.kind == act_kind(act.frame.kind));
    check(act.payload.len <= ACT_BYTES_MAX && act.frame.subject.len <= SUBJECT_BYTES_MAX);
    for (size_t i = 0; act.kind->fields[i].type != FIELD_END; i++) {
        check_value(&act.kind->fields[i], &act.values[i]);
        check(act_value(&act, act.kind->fields[i].name) == &act.values[i]);
    }
    /* The same frame and body are written to the same payload. */
    const struct json *body = NULL;
    struct act_frame frame;
    struct buffer inner;
    struct buffer again;
    check(act_read(a, act.payload, &frame, &body, NULL) == OK);
    buffer_init(&inner, ACT_BYTES_MAX);
    buffer_init(&again, ACT_BYTES_MAX);
    json_write(&inner, body);
    act_write(&again, &frame, buffer_view(&inner));
    check(bytes_equal(buffer_view(&again), act.payload));
    buffer_done(&inner);
    buffer_done(&again);
    return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    const struct bytes input = bytes_of(data, size);
    (void)decode(&a, input);
    if (size <= ACT_BYTES_MAX) {
        struct dsse d = {.type = BYTES(DSSE_TYPE_ACT), .payload = input, .signature_count = 1};
        struct buffer b;
        buffer_init(&b, ENVELOPE_BYTES_MAX);
        dsse_write(&b, &d);
        check(!b.overflow);
        const enum rejection r = decode(&a, buffer_view(&b));
        check(r != REJECT_too_large || size > 16); /* too deep, or too many values */
        check(r != REJECT_wrong_type);
        buffer_done(&b);
    }
    arena_done(&a);
    return 0;
}
