/* Apart from receipt.c, because reading needs the JSON parser and the signer has none. */
#include "base/limits.h"
#include "codec/json.h"
#include "node/receipt.h"

static bool read_hash(const struct json *top, const char *key, struct hash *out)
{
    struct bytes text;
    return json_get_text(top, key, &text) && hash_parse(text, out);
}

enum error receipt_read(struct arena *a, struct bytes envelope, struct receipt *out)
{
    enum { MEMBERS = 8 };
    struct dsse d;
    const struct json *top = NULL;
    struct receipt r = {.late = false};
    struct bytes kind;
    struct bytes realm;
    struct hash key;
    int64_t protocol = 0;
    if (dsse_read(a, envelope, &d) != OK || !bytes_equal_text(d.type, DSSE_TYPE_RECEIPT) ||
        json_parse_canonical(a, d.payload, ACT_BYTES_MAX, &top, NULL) != OK || top->type != JSON_OBJECT ||
        top->count != MEMBERS || !json_get_text(top, "kind", &kind) || !json_get_integer(top, "epoch", &r.epoch) ||
        !json_get_integer(top, "protocol", &protocol) || protocol != PROTOCOL_VERSION ||
        !json_get_text(top, "realm", &realm) || !realm_parse(realm, &r.realm) || !read_hash(top, "key", &key) ||
        !read_hash(top, "objection", &r.objection) || !read_hash(top, "org", &r.org) ||
        !read_hash(top, "root", &r.root)) {
        return ERROR_MALFORMED;
    }
    r.late = bytes_equal_text(kind, "late");
    for (size_t i = 0; i < sizeof r.key.bytes; i++) {
        r.key.bytes[i] = key.bytes[i];
    }
    if ((!r.late && !bytes_equal_text(kind, "receipt")) || d.signature_count != 1 ||
        !public_key_equal(&d.signatures[0].key, &r.key)) {
        return ERROR_MALFORMED;
    }
    if (!dsse_holds(&d)) {
        return ERROR_DENIED;
    }
    *out = r;
    return OK;
}
