#include "cli/decision.h"

#include "base/check.h"
#include "base/limits.h"
#include "cli/explanation.h"

int decision_show_silence(struct cli *c, const struct silence *x)
{
    const struct organisation *org = cli_organisation(c);
    const struct charter_rule *rule = charter_rule(org->charter, x->rule, BYTES(""));
    enum error failed = OK;
    struct context ctx = {
        .org = org, .state = c->reader.state, .record = c->reader.record, .arena = &c->arena, .error = &failed};
    struct elector *electors = NULL;
    struct decision d;
    struct diag diag;
    check(rule != NULL);
    const struct electorate electorate = {.count = silence_electorate(&ctx, x, &electors), .electors = electors};
    const struct evaluate_options options = {.explain = true};
    if (evaluate(&c->arena, org->charter, rule, &electorate, 1, &options, &d, &diag) != OK) {
        return cli_fail(c, CLI_UNKNOWN, "the rule cannot be applied: %s", diag.message);
    }
    const struct explanation_view view = {.charter = org->charter, .rule = rule, .decision = &d};
    struct buffer b;
    buffer_init(&b, FRAME_BYTES_MAX);
    explanation_write(&b, &view);
    (void)putchar('\n');
    (void)fwrite(b.data, 1, b.len, stdout);
    buffer_done(&b);
    return CLI_DONE;
}
