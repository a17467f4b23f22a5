#include "web/answer.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "codec/json.h"
#include "crypto/hash.h"
#include "web/say.h"

static const struct {
    const char *name;
    int status;
    enum message title;
    enum message advice;
} problems[PROBLEMS] = {
#define X(name, status)                                                                                      \
    [PROBLEM_##name] = {#name, status, MESSAGE_problem_##name, MESSAGE_problem_##name##_do},
    PROBLEM_TABLE(X)
#undef X
};

void answer_init(struct answer *a)
{
    *a = (struct answer){.status = 200, .type = "text/plain; charset=utf-8"};
    buffer_init(&a->body, WEB_ANSWER_BYTES_MAX);
}

void answer_done(struct answer *a)
{
    buffer_done(&a->body);
}

void answer_clear(struct answer *a)
{
    buffer_clear(&a->body);
    a->status = 200;
    a->type = "text/plain; charset=utf-8";
    a->immutable = false;
    a->header_count = 0;
}

void answer_header(struct answer *a, const char *name, struct bytes value)
{
    check(a->header_count < ANSWER_HEADERS_MAX);
    a->headers[a->header_count].name = name;
    a->headers[a->header_count++].value = value;
}

struct etag etag_of(struct bytes content)
{
    struct etag e;
    const struct hash h = hash_of(content);
    const int len = snprintf(e.text, sizeof e.text, "\"%.32s\"", hash_hex(&h).text);
    check(len == 34);
    return e;
}

bool etag_matches(struct bytes if_none_match, const struct etag *e)
{
    size_t from = 0;
    for (size_t i = 0; i <= if_none_match.len; i++) {
        if (i < if_none_match.len && if_none_match.data[i] != ',') {
            continue;
        }
        struct bytes one = bytes_of(if_none_match.data + from, i - from);
        while (one.len > 0 && one.data[0] == ' ') {
            one = bytes_of(one.data + 1, one.len - 1);
        }
        while (one.len > 0 && one.data[one.len - 1] == ' ') {
            one.len--;
        }
        if (bytes_start_with(one, BYTES("W/"))) {
            one = bytes_of(one.data + 2, one.len - 2);
        }
        if (bytes_equal_text(one, "*") || bytes_equal_text(one, e->text)) {
            return true;
        }
        from = i + 1;
    }
    return false;
}

const char *problem_name(enum problem p)
{
    return problems[p].name;
}

int problem_status(enum problem p)
{
    return problems[p].status;
}

bool problem_parse(struct bytes name, enum problem *out)
{
    for (size_t i = 0; i < PROBLEMS; i++) {
        if (bytes_equal_text(name, problems[i].name)) {
            *out = (enum problem)i;
            return true;
        }
    }
    return false;
}

static void write_problem(struct answer *a, const char *name, int status, struct bytes title,
                          struct bytes advice, struct bytes detail, struct bytes instance)
{
    char type[100];
    struct json_writer w;
    const int len = snprintf(type, sizeof type, "/problems/%s", name);
    check(len > 0 && (size_t)len < sizeof type);
    answer_clear(a);
    a->status = status;
    a->type = "application/problem+json";
    json_begin(&w, &a->body);
    json_object(&w, NULL);
    json_text(&w, "advice", advice);
    if (detail.len > 0) {
        json_text(&w, "detail", detail);
    }
    if (instance.len > 0) {
        json_text(&w, "instance", instance);
    }
    json_integer(&w, "status", status);
    json_text(&w, "title", title);
    json_cstring(&w, "type", type);
    json_end(&w);
    if (status == 503) {
        answer_header(a, "Retry-After", BYTES("2"));
    }
}

void answer_problem(struct answer *a, enum problem p, struct bytes detail, struct bytes instance)
{
    struct arena scratch = {0};
    write_problem(a, problems[p].name, problems[p].status,
                  say_plain(&scratch, LANGUAGE_EN, problems[p].title, NULL, 0),
                  say_plain(&scratch, LANGUAGE_EN, problems[p].advice, NULL, 0), detail, instance);
    arena_done(&scratch);
}

enum message refusal_message(enum gate_verdict v)
{
    static const enum message messages[GATE_VERDICTS] = {
#define X(name, status) [GATE_##name] = MESSAGE_gate_##name,
        GATE_TABLE(X)
#undef X
    };
    check(v > GATE_MORE && v < GATE_VERDICTS);
    return messages[v];
}

void answer_refusal(struct answer *a, enum gate_verdict v)
{
    struct arena scratch = {0};
    write_problem(a, gate_name(v), gate_status(v), say(&scratch, LANGUAGE_EN, refusal_message(v)),
                  say(&scratch, LANGUAGE_EN, MESSAGE_site_gate_advice), BYTES(""), BYTES(""));
    arena_done(&scratch);
    if (v == GATE_method) {
        answer_header(a, "Allow", BYTES("GET, HEAD"));
    }
}
