/* tests/unit/charter/votes.h: electorates out of a line such as "11Y 1N|P5 3A 2-": how many, at which
 * position (- none given), with which value of the first attribute and which tags. Names where the count is
 * given as a code: "RUS=N*140|P5". */
#ifndef UNIT_CHARTER_VOTES_H
#define UNIT_CHARTER_VOTES_H

#include "charter/evaluate.h"
#include "unit/charter/fixture.h"

static inline struct electorate votes_of(const char *line)
{
    struct elector *list = ARENA_ARRAY(harness_arena(), struct elector, 300);
    struct electorate e = {.electors = list};
    while (*line != 0) {
        struct elector *x = &list[e.count++];
        const char *begin = line;
        if (*line >= '0' && *line <= '9') {
            for (; *line >= '0' && *line <= '9'; line++) {
                x->n = x->n * 10 + (*line - '0');
            }
        } else {
            while (*line != '=') {
                line++;
            }
            x->code = bytes_of(begin, (size_t)(line++ - begin));
            x->n = 1;
        }
        x->position = *line == '-' ? (char)0 : *line;
        line++;
        if (*line == '*') {
            int64_t *weights = ARENA_ARRAY(harness_arena(), int64_t, 1);
            x->weights = weights;
            for (line++; *line >= '0' && *line <= '9'; line++) {
                weights[0] = weights[0] * 10 + (*line - '0');
            }
        }
        struct bytes *tags = ARENA_ARRAY(harness_arena(), struct bytes, 4);
        x->tags = tags;
        while (*line == '|') {
            begin = ++line;
            while (*line != 0 && *line != ' ' && *line != '|') {
                line++;
            }
            tags[x->tag_count++] = bytes_of(begin, (size_t)(line - begin));
        }
        while (*line == ' ') {
            line++;
        }
    }
    return e;
}

static inline struct decision decision_of(const struct charter *c, const struct charter_rule *rule,
                                          const char *votes, bool open)
{
    const struct electorate e = votes_of(votes);
    const struct evaluate_options options = {.open = open, .explain = true};
    struct decision d = {.outcome = OUTCOME_lapsed};
    struct diag diag = {0};
    const enum error error = evaluate(harness_arena(), c, rule, &e, 1, &options, &d, &diag);
    if (error != OK) {
        harness_note("%s: %s", diag.message, diag.found);
    }
    check_ok(error);
    return d;
}

/* "rejected veto" */
static inline const char *outcome_of(const struct decision *d)
{
    return arena_printf(harness_arena(), "%s %s", outcome_word(d->outcome), reason_word(d->reason_code));
}
#endif
