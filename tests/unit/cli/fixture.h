/* tests/unit/cli/fixture.h: deciders over presets and over small charters, and their answers as text. */
#ifndef UNIT_CLI_FIXTURE_H
#define UNIT_CLI_FIXTURE_H

#include "cli/decide.h"
#include "unit/charter/fixture.h"

static inline struct decider *decider_of(const struct charter *c, const char *rule, bool explain)
{
    struct decider *d = NULL;
    struct diag diag = {0};
    const struct decide_options options = {bytes_of_text(rule), explain};
    check_ok(decider_new(c, NULL, 0, &options, &d, &diag));
    return d;
}

/* The answer without its LF. */
static inline const char *answer_of(struct decider *d, const char *line, bool *good)
{
    struct buffer b;
    buffer_init(&b, 1 << 22);
    *good = decider_line(d, bytes_of_text(line), 7, &b);
    check_that(!b.overflow && b.len > 0 && b.data[b.len - 1] == '\n');
    b.len--;
    check_that(memchr(b.data, '\n', b.len) == NULL);
    const struct json *value = NULL;
    check_ok(json_parse_canonical(harness_arena(), buffer_view(&b), b.len, &value, NULL));
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}
#endif
