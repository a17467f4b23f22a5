/* An act that is read is written again byte for byte, and what it says keeps to its bounds. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "base/text.h"
#include "record/act.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_frame(const struct act_frame *f)
{
    check(f->epoch >= 0 && f->protocol >= 0 && f->seq >= 0 && f->expires_ms >= 0);
    check(f->epoch <= INTEGER_MAX && f->protocol <= INTEGER_MAX && f->seq <= INTEGER_MAX &&
          f->expires_ms <= INTEGER_MAX);
    check(f->kind.len > 0 && f->kind.len <= 64 && text_is_utf8(f->kind) && !text_has_control(f->kind));
    check(f->subject.len > 0 && f->subject.len <= SUBJECT_BYTES_MAX && text_is_utf8(f->subject) &&
          !text_has_control(f->subject));
    check(text_is_code(f->member));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bytes payload = bytes_of(data, size);
    struct arena a = {0};
    struct act_frame f = {0};
    const struct json *body = NULL;
    struct diag diag = {.line = -1};
    const enum error e = act_read(&a, payload, &f, &body, &diag);
    check(e == OK || e == ERROR_MALFORMED || e == ERROR_TOO_LARGE);
    check((e == OK) == (body != NULL) && (e == OK) == (diag.line == -1));
    if (e == OK) {
        struct buffer inner;
        struct buffer again;
        buffer_init(&inner, ACT_BYTES_MAX);
        buffer_init(&again, ACT_BYTES_MAX);
        check_frame(&f);
        json_write(&inner, body);
        act_write(&again, &f, buffer_view(&inner));
        check(bytes_equal(buffer_view(&again), payload));
        buffer_done(&inner);
        buffer_done(&again);
    }
    arena_done(&a);
    return 0;
}
