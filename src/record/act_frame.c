#include "base/check.h"
#include "record/act.h"

const char *realm_word(enum realm r)
{
    return r == REALM_REAL ? "real" : "exercise";
}

bool realm_parse(struct bytes text, enum realm *out)
{
    if (bytes_equal(text, BYTES("exercise"))) {
        *out = REALM_EXERCISE;
        return true;
    }
    if (bytes_equal(text, BYTES("real"))) {
        *out = REALM_REAL;
        return true;
    }
    return false;
}

void act_write(struct buffer *b, const struct act_frame *f, struct bytes body)
{
    check(body.len >= 2 && body.data[0] == '{');
    buffer_add_text(b, "{\"body\":");
    buffer_add_bytes(b, body);
    buffer_printf(b, ",\"epoch\":%lld,\"expires\":%lld,\"key\":\"", (long long)f->epoch,
                  (long long)f->expires_ms);
    struct buffer rest;
    buffer_init(&rest, 4096);
    struct json_writer w;
    json_begin(&w, &rest);
    json_object(&w, NULL);
    json_hex(&w, "key", public_key_view(&f->key));
    json_text(&w, "kind", f->kind);
    json_text(&w, "member", f->member);
    json_hex(&w, "org", hash_view(&f->org));
    json_integer(&w, "protocol", f->protocol);
    json_cstring(&w, "realm", realm_word(f->realm));
    json_integer(&w, "seq", f->seq);
    json_text(&w, "subject", f->subject);
    json_end(&w);
    check(!rest.overflow);
    /* the rest begins with {"key":" which stands already */
    buffer_add(b, rest.data + 8, rest.len - 8);
    buffer_done(&rest);
}
