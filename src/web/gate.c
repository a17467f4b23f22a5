#include "web/gate.h"

#include <string.h>

static const struct {
    const char *name;
    int status;
} verdicts[GATE_VERDICTS] = {[GATE_ACCEPTED] = {"accepted", 200},
                             [GATE_MORE] = {"more", 200},
#define X(name, status) [GATE_##name] = {#name, status},
                             GATE_TABLE(X)
#undef X
};

const char *gate_name(enum gate_verdict v)
{
    return verdicts[v].name;
}

int gate_status(enum gate_verdict v)
{
    return verdicts[v].status;
}

/* RFC 9110 section 5.6.2 */
static bool is_token(struct bytes s)
{
    for (size_t i = 0; i < s.len; i++) {
        const uint8_t c = s.data[i];
        const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!alphanumeric && (c == 0 || strchr("!#$%&'*+-.^_`|~", c) == NULL)) {
            return false;
        }
    }
    return s.len > 0;
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
}

static bool equal_caseless(struct bytes a, struct bytes b)
{
    if (a.len != b.len) {
        return false;
    }
    for (size_t i = 0; i < a.len; i++) {
        if (lower(a.data[i]) != lower(b.data[i])) {
            return false;
        }
    }
    return true;
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

static struct bytes trimmed(struct bytes s)
{
    while (s.len > 0 && is_blank(s.data[0])) {
        s = bytes_of(s.data + 1, s.len - 1);
    }
    while (s.len > 0 && is_blank(s.data[s.len - 1])) {
        s.len--;
    }
    return s;
}

/* What a head says about itself while it is read. */
struct head {
    struct arena *arena;
    struct request *request;
    const struct bytes *hosts;
    size_t host_count;
    size_t lines;
    bool host;
    bool length;
    bool accept;
    bool accept_language;
    bool if_none_match;
};

static enum gate_verdict take_once(bool *seen, struct bytes value, struct bytes *out)
{
    if (*seen) {
        return GATE_header_twice;
    }
    *seen = true;
    *out = value;
    return GATE_ACCEPTED;
}

static enum gate_verdict take_host(struct head *h, struct bytes value)
{
    const enum gate_verdict v = take_once(&h->host, value, &h->request->host);
    for (size_t i = 0; v == GATE_ACCEPTED && i < h->host_count; i++) {
        if (equal_caseless(value, h->hosts[i])) {
            return GATE_ACCEPTED;
        }
    }
    return v == GATE_ACCEPTED ? GATE_host_unknown : v;
}

/* Digits and nothing else: no sign, no space, no list (RFC 9112 section 6.3). Nothing but zeros is no
 * content. */
static enum gate_verdict take_length(struct head *h, struct bytes value)
{
    bool content = false;
    if (h->length) {
        return GATE_header_twice;
    }
    h->length = true;
    for (size_t i = 0; i < value.len; i++) {
        if (value.data[i] < '0' || value.data[i] > '9') {
            return GATE_length;
        }
        content = content || value.data[i] != '0';
    }
    return value.len == 0 ? GATE_length : content ? GATE_body : GATE_ACCEPTED;
}

static void take_connection(struct head *h, struct bytes value)
{
    size_t from = 0;
    for (size_t i = 0; i <= value.len; i++) {
        if (i == value.len || value.data[i] == ',') {
            const struct bytes word = trimmed(bytes_of(value.data + from, i - from));
            h->request->last = h->request->last || equal_caseless(word, BYTES("close"));
            from = i + 1;
        }
    }
}

static enum gate_verdict take_header(struct head *h, struct bytes name, struct bytes value)
{
    if (equal_caseless(name, BYTES("host"))) {
        return take_host(h, value);
    }
    if (equal_caseless(name, BYTES("content-length"))) {
        return take_length(h, value);
    }
    if (equal_caseless(name, BYTES("transfer-encoding"))) {
        return GATE_encoding;
    }
    if (equal_caseless(name, BYTES("expect"))) {
        return GATE_expectation;
    }
    if (equal_caseless(name, BYTES("connection"))) {
        take_connection(h, value);
    } else if (equal_caseless(name, BYTES("accept"))) {
        return take_once(&h->accept, value, &h->request->accept);
    } else if (equal_caseless(name, BYTES("accept-language"))) {
        return take_once(&h->accept_language, value, &h->request->accept_language);
    } else if (equal_caseless(name, BYTES("if-none-match"))) {
        return take_once(&h->if_none_match, value, &h->request->if_none_match);
    }
    return GATE_ACCEPTED;
}

static enum gate_verdict read_header(struct head *h, struct bytes line)
{
    const uint8_t *colon = memchr(line.data, ':', line.len);
    if (is_blank(line.data[0])) {
        return GATE_header_folded;
    }
    if (colon == NULL || !is_token(bytes_of(line.data, (size_t)(colon - line.data)))) {
        return GATE_header_name;
    }
    const struct bytes value = bytes_of(colon + 1, line.len - (size_t)(colon - line.data) - 1);
    for (size_t i = 0; i < value.len; i++) {
        if ((value.data[i] < 0x20 && value.data[i] != '\t') || value.data[i] == 0x7f) {
            return GATE_header_value;
        }
    }
    return take_header(h, bytes_of(line.data, (size_t)(colon - line.data)), trimmed(value));
}

static enum gate_verdict read_method(struct bytes method, bool *head)
{
    *head = bytes_equal_text(method, "HEAD");
    if (*head || bytes_equal_text(method, "GET")) {
        return GATE_ACCEPTED;
    }
    return is_token(method) && method.len <= 32 ? GATE_method : GATE_request_line;
}

static enum gate_verdict read_request_line(struct head *h, struct bytes line)
{
    const uint8_t *first = memchr(line.data, ' ', line.len);
    const uint8_t *last = first == NULL ? NULL : memrchr(line.data, ' ', line.len);
    if (first == NULL || last == first) {
        return GATE_request_line;
    }
    const struct bytes method = bytes_of(line.data, (size_t)(first - line.data));
    const struct bytes target = bytes_of(first + 1, (size_t)(last - first) - 1);
    const struct bytes version = bytes_of(last + 1, line.len - (size_t)(last - line.data) - 1);
    if (!bytes_start_with(version, BYTES("HTTP/")) || version.len != 8 || target.len == 0 ||
        memchr(target.data, ' ', target.len) != NULL) {
        return GATE_request_line;
    }
    if (!bytes_equal_text(version, "HTTP/1.1")) {
        return GATE_version;
    }
    if (target.len > GATE_TARGET_BYTES_MAX) {
        return GATE_target_long;
    }
    const enum gate_verdict v = read_method(method, &h->request->head);
    return v == GATE_ACCEPTED ? target_read(h->arena, target, &h->request->target) : v;
}

static enum gate_verdict read_line(struct head *h, struct bytes line)
{
    h->lines++;
    if (h->lines == 1) {
        return line.len == 0 ? GATE_request_line : read_request_line(h, line);
    }
    return h->lines > GATE_HEADERS_MAX + 1 ? GATE_head_many : read_header(h, line);
}

/* Every line of the head up to the empty one. A line that ends otherwise, or has a CR inside, is refused as
 * soon as it is seen, so that nobody waits for the end of what will not be answered. */
static enum gate_verdict read_lines(struct head *h, struct bytes bytes, size_t *used)
{
    size_t from = 0;
    const size_t seen = bytes.len < GATE_HEAD_BYTES_MAX ? bytes.len : GATE_HEAD_BYTES_MAX;
    for (;;) {
        const uint8_t *end = from < seen ? memchr(bytes.data + from, '\n', seen - from) : NULL;
        if (end == NULL) {
            return bytes.len >= GATE_HEAD_BYTES_MAX ? GATE_head_large : GATE_MORE;
        }
        const size_t len = (size_t)(end - bytes.data) - from;
        if (len == 0 || bytes.data[from + len - 1] != '\r' ||
            memchr(bytes.data + from, '\r', len) != bytes.data + from + len - 1) {
            return GATE_line_ending;
        }
        *used = from + len + 1;
        if (len == 1 && h->lines > 0) {
            return GATE_ACCEPTED;
        }
        const enum gate_verdict v = read_line(h, bytes_of(bytes.data + from, len - 1));
        if (v != GATE_ACCEPTED) {
            return v;
        }
        from = *used;
    }
}

/* A request line that never ends is refused when it is longer than any target. */
static enum gate_verdict look_at_start(struct bytes bytes)
{
    const size_t most = GATE_TARGET_BYTES_MAX + sizeof "HEAD  HTTP/1.1\r\n";
    return bytes.len > most && memchr(bytes.data, '\n', most) == NULL ? GATE_target_long : GATE_MORE;
}

enum gate_verdict gate_read(struct arena *a, struct bytes bytes, const struct bytes *hosts, size_t host_count,
                            struct request *out, size_t *used)
{
    struct request r = {.head = false};
    struct head h = {.arena = a, .request = &r, .hosts = hosts, .host_count = host_count};
    size_t read = 0;
    enum gate_verdict v = look_at_start(bytes);
    v = v == GATE_MORE ? read_lines(&h, bytes, &read) : v;
    v = v == GATE_ACCEPTED && !h.host ? GATE_host_missing : v;
    if (v == GATE_ACCEPTED) {
        r.host = arena_copy(a, r.host);
        r.accept = arena_copy(a, r.accept);
        r.accept_language = arena_copy(a, r.accept_language);
        r.if_none_match = arena_copy(a, r.if_none_match);
        *out = r;
        *used = read;
    }
    return v;
}

static void add_header(struct buffer *b, const char *name, struct bytes value)
{
    if (value.len > 0) {
        buffer_printf(b, "%s: ", name);
        buffer_add_bytes(b, value);
        buffer_add_text(b, "\r\n");
    }
}

void gate_write(struct buffer *b, const struct request *r)
{
    buffer_add_text(b, r->head ? "HEAD " : "GET ");
    target_write(b, &r->target);
    buffer_add_text(b, " HTTP/1.1\r\n");
    add_header(b, "Host", r->host);
    add_header(b, "Accept", r->accept);
    add_header(b, "Accept-Language", r->accept_language);
    add_header(b, "If-None-Match", r->if_none_match);
    buffer_add_text(b, "\r\n");
}
