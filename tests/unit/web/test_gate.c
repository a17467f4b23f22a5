/* The gate: which bytes are a request. */
#include <string.h>

#include "support/harness.h"
#include "web/gate.h"

/* A constant, as rows of tables need it. */
#define ROW(literal) {(const uint8_t *)(literal), sizeof(literal) - 1}

static const struct bytes hosts[] = {{(const uint8_t *)"localhost", 9},
                                     {(const uint8_t *)"localhost:8600", 14}};

static enum gate_verdict read_bytes(struct bytes s, struct request *r)
{
    static struct arena a;
    size_t used = 0;
    arena_clear(&a);
    const enum gate_verdict v = gate_read(&a, s, hosts, 2, r, &used);
    if (v == GATE_ACCEPTED) {
        check_that(used > 0 && used <= s.len);
    }
    return v;
}

#define HEAD "GET / HTTP/1.1\r\nHost: localhost\r\n"

/* Each row is one request that is nearly right. */
TEST(what_is_no_request_is_refused_by_its_name)
{
    static const struct {
        struct bytes bytes;
        enum gate_verdict wanted;
    } rows[] = {
        {ROW(HEAD "\r\n"), GATE_ACCEPTED},
        {ROW("HEAD /a/b?x=y HTTP/1.1\r\nhOST:localhost:8600 \r\n\r\n"), GATE_ACCEPTED},
        {ROW(HEAD), GATE_MORE},
        {ROW(""), GATE_MORE},
        {ROW("GET /"), GATE_MORE},
        {ROW("\r\n" HEAD "\r\n"), GATE_request_line},
        {ROW("GET /\r\n\r\n"), GATE_request_line},
        {ROW("GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n"), GATE_request_line},
        {ROW("GET / a HTTP/1.1\r\nHost: localhost\r\n\r\n"), GATE_request_line},
        {ROW("G@T / HTTP/1.1\r\nHost: localhost\r\n\r\n"), GATE_request_line},
        {ROW("GET / http/1.1\r\nHost: localhost\r\n\r\n"), GATE_request_line},
        {ROW("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n"), GATE_version},
        {ROW("GET / HTTP/1.7\r\nHost: localhost\r\n\r\n"), GATE_version},
        {ROW("GET / HTTP/2.0\r\nHost: localhost\r\n\r\n"), GATE_version},
        {ROW("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n"), GATE_method},
        {ROW("TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n"), GATE_method},
        {ROW("get / HTTP/1.1\r\nHost: localhost\r\n\r\n"), GATE_method},
        {ROW("GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n"), GATE_target_form},
        {ROW("GET * HTTP/1.1\r\nHost: localhost\r\n\r\n"), GATE_target_form},
        {ROW("GET /#a HTTP/1.1\r\nHost: localhost\r\n\r\n"), GATE_target_form},
        {ROW("GET / HTTP/1.1\nHost: localhost\r\n\r\n"), GATE_line_ending},
        {ROW("GET / HTTP/1.1\r\nHost: localhost\n\r\n"), GATE_line_ending},
        {ROW(HEAD "\n"), GATE_line_ending},
        {ROW(HEAD "A: b\rc\r\n\r\n"), GATE_line_ending},
        {ROW(HEAD " folded: yes\r\n\r\n"), GATE_header_folded},
        {ROW(HEAD "A: b\r\n\tc\r\n\r\n"), GATE_header_folded},
        {ROW(HEAD "A : b\r\n\r\n"), GATE_header_name},
        {ROW(HEAD ": b\r\n\r\n"), GATE_header_name},
        {ROW(HEAD "A\r\n\r\n"), GATE_header_name},
        {ROW(HEAD "A(b): c\r\n\r\n"), GATE_header_name},
        {ROW(HEAD "A: b\0c\r\n\r\n"), GATE_header_value},
        {ROW(HEAD "A: b\x7f\r\n\r\n"), GATE_header_value},
        {ROW(HEAD "Host: localhost\r\n\r\n"), GATE_header_twice},
        {ROW(HEAD "Accept: a\r\nACCEPT: b\r\n\r\n"), GATE_header_twice},
        {ROW(HEAD "If-None-Match: a\r\nIf-None-Match: b\r\n\r\n"), GATE_header_twice},
        {ROW("GET / HTTP/1.1\r\n\r\n"), GATE_host_missing},
        {ROW("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"), GATE_host_unknown},
        {ROW("GET / HTTP/1.1\r\nHost: localhost:8601\r\n\r\n"), GATE_host_unknown},
        {ROW("GET / HTTP/1.1\r\nHost:\r\n\r\n"), GATE_host_unknown},
        {ROW(HEAD "Content-Length: 0\r\n\r\n"), GATE_ACCEPTED},
        {ROW(HEAD "Content-Length: 5\r\n\r\n"), GATE_body},
        {ROW(HEAD "Content-Length: 99999999999999999999999999\r\n\r\n"), GATE_body},
        {ROW(HEAD "Content-Length: +5\r\n\r\n"), GATE_length},
        {ROW(HEAD "Content-Length: 5, 5\r\n\r\n"), GATE_length},
        {ROW(HEAD "Content-Length: 0x5\r\n\r\n"), GATE_length},
        {ROW(HEAD "Content-Length: -0\r\n\r\n"), GATE_length},
        {ROW(HEAD "Content-Length:\r\n\r\n"), GATE_length},
        {ROW(HEAD "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"), GATE_header_twice},
        {ROW(HEAD "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n"), GATE_encoding},
        {ROW(HEAD "Transfer-Encoding: identity\r\n\r\n"), GATE_encoding},
        {ROW(HEAD "Expect: 100-continue\r\n\r\n"), GATE_expectation},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct request r;
        const enum gate_verdict v = read_bytes(rows[i].bytes, &r);
        harness_note("row %zu: %s, not %s", i, gate_name(v), gate_name(rows[i].wanted));
        check_eq(v, rows[i].wanted);
    }
}

TEST(a_target_has_one_form)
{
    static const struct {
        struct bytes text;
        enum gate_verdict wanted;
        const char *again;
    } rows[] = {
        {ROW("/"), GATE_ACCEPTED, "/"},
        {ROW("/a/b/"), GATE_ACCEPTED, "/a/b"},
        {ROW("/a%20b?q=%D1%8F+x"), GATE_ACCEPTED, "/a%20b?q=%D1%8F%20x"},
        {ROW("/%61"), GATE_ACCEPTED, "/a"},
        {ROW("/a=b@c"), GATE_ACCEPTED, "/a%3Db%40c"},
        {ROW("/?a=%2F..%2F"), GATE_ACCEPTED, "/?a=%2F..%2F"},
        {ROW("/?a="), GATE_ACCEPTED, "/?a="},
        {ROW(""), GATE_target_form, NULL},
        {ROW("a"), GATE_target_form, NULL},
        {ROW("//a"), GATE_target_dots, NULL},
        {ROW("/a//b"), GATE_target_dots, NULL},
        {ROW("/./a"), GATE_target_dots, NULL},
        {ROW("/a/.."), GATE_target_dots, NULL},
        {ROW("/%2e%2E/a"), GATE_target_dots, NULL},
        {ROW("/a;b"), GATE_target_dots, NULL},
        {ROW("/a/b/c/d/e/f/g/h/i/j/k/l/m"), GATE_target_dots, NULL},
        {ROW("/a%2Fb"), GATE_target_bytes, NULL},
        {ROW("/a%5cb"), GATE_target_bytes, NULL},
        {ROW("/a\\b"), GATE_target_bytes, NULL},
        {ROW("/%00"), GATE_target_bytes, NULL},
        {ROW("/%0a"), GATE_target_bytes, NULL},
        {ROW("/%c0%af"), GATE_target_bytes, NULL},
        {ROW("/%ff"), GATE_target_bytes, NULL},
        {ROW("/%"), GATE_target_bytes, NULL},
        {ROW("/%4"), GATE_target_bytes, NULL},
        {ROW("/%zz"), GATE_target_bytes, NULL},
        {ROW("/\xc3\xa9"), GATE_target_bytes, NULL},
        {ROW("/a|b"), GATE_target_bytes, NULL},
        {ROW("/?"), GATE_query, NULL},
        {ROW("/?a"), GATE_query, NULL},
        {ROW("/?=b"), GATE_query, NULL},
        {ROW("/?a=b&"), GATE_query, NULL},
        {ROW("/?a=b&a=c"), GATE_query, NULL},
        {ROW("/?a=b&%61=c"), GATE_query, NULL},
        {ROW("/?a=b=c"), GATE_target_bytes, NULL},
        {ROW("/?a=%0D"), GATE_target_bytes, NULL},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct target t;
        const enum gate_verdict v = target_read(&a, rows[i].text, &t);
        harness_note("row %zu: %s, not %s", i, gate_name(v), gate_name(rows[i].wanted));
        check_eq(v, rows[i].wanted);
        if (v == GATE_ACCEPTED) {
            struct buffer b;
            struct target again;
            buffer_init(&b, TARGET_BYTES_MAX);
            target_write(&b, &t);
            check_text(buffer_text(&b), rows[i].again);
            check_eq(target_read(&a, buffer_view(&b), &again), GATE_ACCEPTED);
            check_eq(again.segment_count, t.segment_count);
            check_eq(again.query_count, t.query_count);
            buffer_done(&b);
        }
    }
    arena_done(&a);
}

/* Limits: at each, and one beyond. */
static enum gate_verdict with_filler(const char *before, size_t filler, const char *after)
{
    static char text[20000];
    struct request r;
    const size_t len = strlen(before);
    memcpy(text, before, len);
    memset(text + len, 'a', filler);
    memcpy(text + len + filler, after, strlen(after));
    return read_bytes(bytes_of(text, len + filler + strlen(after)), &r);
}

TEST(a_head_has_bounds)
{
    const char *end = " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    check_eq(with_filler("GET /", GATE_TARGET_BYTES_MAX - 1, end), GATE_ACCEPTED);
    check_eq(with_filler("GET /", GATE_TARGET_BYTES_MAX, end), GATE_target_long);
    check_eq(with_filler("GET /", GATE_TARGET_BYTES_MAX + 100, ""), GATE_target_long);
    const size_t rest = GATE_HEAD_BYTES_MAX - strlen(HEAD "A: \r\n\r\n");
    check_eq(with_filler(HEAD "A: ", rest, "\r\n\r\n"), GATE_ACCEPTED);
    check_eq(with_filler(HEAD "A: ", rest + 1, "\r\n\r\n"), GATE_head_large);
    for (size_t lines = GATE_HEADERS_MAX; lines <= GATE_HEADERS_MAX + 1; lines++) {
        char text[4000] = HEAD;
        struct request r;
        for (size_t i = 1; i < lines; i++) {
            memcpy(text + strlen(text), "A: b\r\n", 7);
        }
        memcpy(text + strlen(text), "\r\n", 3);
        check_eq(read_bytes(bytes_of_text(text), &r),
                 lines == GATE_HEADERS_MAX ? GATE_ACCEPTED : GATE_head_many);
    }
}

TEST(what_the_gate_writes_it_reads_again)
{
    struct request r;
    struct request again;
    struct buffer b;
    buffer_init(&b, 20000);
    check_eq(read_bytes(BYTES("HEAD /a%20b?q=1 HTTP/1.1\r\nHost: LOCALHOST\r\nAccept: text/html\r\n"
                              "Cookie: x\r\nConnection: keep-alive, Close\r\n\r\n"),
                        &r),
             GATE_ACCEPTED);
    check_that(r.head && r.last);
    gate_write(&b, &r);
    check_that(strstr(buffer_text(&b), "Cookie") == NULL);
    check_eq(read_bytes(buffer_view(&b), &again), GATE_ACCEPTED);
    check_that(again.head && !again.last);
    check_that(bytes_equal_text(again.accept, "text/html"));
    buffer_done(&b);
}
