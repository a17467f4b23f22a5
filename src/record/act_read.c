/* Apart from act_frame.c, because reading needs the JSON parser and the signer has none. */
#include "base/text.h"
#include "record/act.h"

static bool fail(struct diag *diag, const char *what)
{
    if (diag != NULL) {
        diag_set(diag, 0, 0, "", "%s", what);
    }
    return false;
}

static bool read_hex32(const struct json *top, const char *key, uint8_t out[32])
{
    struct bytes text;
    struct hash h;
    if (!json_get_text(top, key, &text) || !hash_parse(text, &h)) {
        return false;
    }
    for (size_t i = 0; i < 32; i++) {
        out[i] = h.bytes[i];
    }
    return true;
}

static bool read_number(const struct json *top, const char *key, int64_t *out)
{
    return json_get_integer(top, key, out) && *out >= 0;
}

static bool read_frame(const struct json *top, struct act_frame *f, struct diag *diag)
{
    struct bytes realm;
    if (!read_hex32(top, "org", f->org.bytes)) {
        return fail(diag, "org is not 64 hexadecimal digits");
    }
    if (!read_hex32(top, "key", f->key.bytes)) {
        return fail(diag, "key is not 64 hexadecimal digits");
    }
    if (!read_number(top, "epoch", &f->epoch) || !read_number(top, "protocol", &f->protocol) ||
        !read_number(top, "seq", &f->seq) || !read_number(top, "expires", &f->expires_ms)) {
        return fail(diag, "epoch, protocol, seq and expires must be numbers from 0");
    }
    if (!json_get_text(top, "realm", &realm) || !realm_parse(realm, &f->realm)) {
        return fail(diag, "realm is neither exercise nor real");
    }
    if (!json_get_text(top, "kind", &f->kind) || f->kind.len == 0 || f->kind.len > 64) {
        return fail(diag, "kind is not a word of 1 to 64 bytes");
    }
    if (!json_get_text(top, "member", &f->member) || !text_is_code(f->member)) {
        return fail(diag, "member is not a member's code");
    }
    if (!json_get_text(top, "subject", &f->subject) || f->subject.len == 0 ||
        f->subject.len > SUBJECT_BYTES_MAX) {
        return fail(diag, "subject is not a text of 1 to 200 bytes");
    }
    return true;
}

/* Keys are ASCII. */
static bool key_is_clean(struct bytes key)
{
    for (size_t i = 0; i < key.len; i++) {
        if (key.data[i] < 0x20 || key.data[i] == 0x7f) {
            return false;
        }
    }
    return true;
}

/* Canonical JSON has no control character in raw form; in texts only LF may stand, as an escape, and in keys
 * none. */
static bool texts_are_clean(const struct json *value)
{
    if (value->type == JSON_TEXT) {
        return !text_has_control(value->text);
    }
    for (size_t i = 0; i < value->count; i++) {
        if (value->type == JSON_OBJECT && !key_is_clean(value->members[i].key)) {
            return false;
        }
        if (!texts_are_clean(value->type == JSON_ARRAY ? &value->items[i] : &value->members[i].value)) {
            return false;
        }
    }
    return true;
}

enum error act_read(struct arena *a, struct bytes payload, struct act_frame *out, const struct json **body,
                    struct diag *diag)
{
    enum { MEMBERS = 11 };
    const struct json *top = NULL;
    const enum error e = json_parse_canonical(a, payload, ACT_BYTES_MAX, &top, diag);
    if (e != OK) {
        return e;
    }
    struct act_frame f = {0};
    const struct json *inner = json_get_object(top, "body");
    if (top->type != JSON_OBJECT || top->count != MEMBERS || inner == NULL) {
        (void)fail(diag, "an act has exactly the members body, epoch, expires, key, kind, member, org, "
                         "protocol, realm, seq, subject");
        return ERROR_MALFORMED;
    }
    if (!read_frame(top, &f, diag)) {
        return ERROR_MALFORMED;
    }
    if (!texts_are_clean(top)) {
        (void)fail(diag, "a text holds a control character other than LF");
        return ERROR_MALFORMED;
    }
    *out = f;
    *body = inner;
    return OK;
}
