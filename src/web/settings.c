#include "web/settings.h"

#include "base/num.h"

/* A name or an address, without a port: what a browser puts into Host. */
static bool is_host(struct bytes s)
{
    for (size_t i = 0; i < s.len; i++) {
        const uint8_t c = s.data[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-')) {
            return false;
        }
    }
    return s.len > 0 && s.len <= 253;
}

enum error web_settings_read(struct arena *a, struct bytes text, struct web_settings *out)
{
    struct web_settings s = {.host_count = 0};
    struct cursor c = cursor_of(text);
    int64_t port = 0;
    const bool version = bytes_equal(cursor_named_line(&c, "univocal"), BYTES("web 1"));
    if (!version || !num_parse(cursor_named_line(&c, "port"), 65535, &port)) {
        return ERROR_MALFORMED;
    }
    s.port = (int)port;
    while (!cursor_ended(&c)) {
        const struct bytes host = cursor_named_line(&c, "host");
        if (c.failed || !is_host(host) || s.host_count == WEB_HOSTS_MAX) {
            return ERROR_MALFORMED;
        }
        s.hosts[s.host_count++] = arena_copy(a, host);
    }
    *out = s;
    return OK;
}
