#include "base/hex.h"
#include "base/num.h"
#include "base/text.h"
#include "node/signer.h"

void signer_settings_write(struct buffer *b, const struct signer_settings *s)
{
    buffer_printf(b, "univocal signer 1\nrealm %s\norg %s\nepoch %lld\norigin ", realm_word(s->realm),
                  hash_hex(&s->org).text, (long long)s->epoch);
    buffer_add_bytes(b, s->origin_line);
    buffer_add_text(b, "\nlog_key ");
    buffer_add_hex(b, public_key_view(&s->log_key));
    buffer_add_u8(b, '\n');
}

/* The origin line of the realm: `exercise-` before it in an exercise, never otherwise. */
static bool origin_holds(struct bytes line, enum realm realm)
{
    const struct bytes prefix = BYTES("exercise-");
    if (realm == REALM_REAL) {
        return text_is_origin(line);
    }
    return bytes_start_with(line, prefix) &&
           text_is_origin(bytes_of(line.data + prefix.len, line.len - prefix.len));
}

enum error signer_settings_read(struct arena *a, struct bytes text, struct signer_settings *out)
{
    struct signer_settings s = {.epoch = 0};
    struct cursor c = cursor_of(text);
    const bool version = bytes_equal(cursor_named_line(&c, "univocal"), BYTES("signer 1"));
    const bool realm = realm_parse(cursor_named_line(&c, "realm"), &s.realm);
    const bool org = hash_parse(cursor_named_line(&c, "org"), &s.org);
    const bool epoch = num_parse(cursor_named_line(&c, "epoch"), INTEGER_MAX, &s.epoch) && s.epoch > 0;
    s.origin_line = cursor_named_line(&c, "origin");
    const bool key = hex_decode(cursor_named_line(&c, "log_key"), s.log_key.bytes, PUBLIC_KEY_BYTES);
    if (!version || !realm || !org || !epoch || !key || !cursor_ended(&c) ||
        !origin_holds(s.origin_line, s.realm)) {
        return ERROR_MALFORMED;
    }
    s.origin_line = arena_copy(a, s.origin_line);
    *out = s;
    return OK;
}
