#include "web/reply.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"

/* The end of the head of an answer; 0: not there yet. */
static size_t head_len(struct bytes b)
{
    const uint8_t *end = memmem(b.data, b.len, "\r\n\r\n", 4);
    return end == NULL ? 0 : (size_t)(end - b.data) + 4;
}

static size_t body_len(struct bytes head)
{
    static const char name[] = "\r\nContent-Length: ";
    const uint8_t *found = memmem(head.data, head.len, name, sizeof name - 1);
    int64_t n = 0;
    if (found != NULL) {
        const uint8_t *digits = found + sizeof name - 1;
        const uint8_t *end = memchr(digits, '\r', head.len - (size_t)(digits - head.data));
        check(end != NULL && num_parse(bytes_of(digits, (size_t)(end - digits)), INTEGER_MAX, &n));
    }
    return (size_t)n;
}

size_t reply_whole(struct bytes come, bool head)
{
    const size_t len = head_len(come);
    if (len == 0) {
        return 0;
    }
    const bool empty = head || memcmp(come.data, "HTTP/1.1 304", 12) == 0;
    const size_t whole = len + (empty ? 0 : body_len(bytes_of(come.data, len)));
    return come.len >= whole ? whole : 0;
}

bool reply_stands(struct bytes reply)
{
    return memcmp(reply.data, "HTTP/1.1 200", 12) == 0 || memcmp(reply.data, "HTTP/1.1 304", 12) == 0;
}

void reply_write(struct buffer *out, struct bytes reply, bool last)
{
    const size_t line = (size_t)((const uint8_t *)memchr(reply.data, '\n', reply.len) - reply.data) + 1;
    buffer_add(out, reply.data, line);
    buffer_add_text(out, last ? "Connection: close\r\n" : "");
    buffer_add(out, reply.data + line, reply.len - line);
}
